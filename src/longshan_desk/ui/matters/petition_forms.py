"""The forms of the steps that only a petition has (R28)."""

from __future__ import annotations

from longshan_desk.domain.labels import PetitionOpinion
from longshan_desk.ui.matters import phrases
from longshan_desk.ui.matters.asking import Asked, Asking, Parts
from longshan_desk.ui.matters.fields import PhraseText, Remark
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Choice, Line


def inform(asking: Asking) -> Asked:
    parts: Parts = [
        PhraseText("text", "怎样告知的", phrases.INFORM, rows=2, required=True),
        asking.day(),
    ]
    return Asked(parts, "告知受理", "已记告知受理")


def extend(asking: Asking) -> Asked:
    parts: Parts = [
        Remark(f"经批准可以延长一次，{asking.policy.petition_extend_days} 日。"),
        Line("approved_by", "谁批准延长", required=True),
        asking.day(),
        PhraseText("text", "为什么延长", (), rows=2),
    ]
    return Asked(parts, "延长期限", "已延长期限")


def reply(asking: Asking) -> Asked:
    parts: Parts = [
        Choice("opinion", "答复意见", options_of(PetitionOpinion), required=True),
        asking.day(),
        Line("basis", "依据", required=True, wide=True, placeholder="法律、法规或政策文件的名称"),
        PhraseText("text", "答复的内容", (), rows=3),
    ]
    return Asked(parts, "作出答复", "已记答复意见")


def review(asking: Asking) -> Asked:
    parts: Parts = [
        Remark("反映人不服答复，申请复查。"),
        PhraseText("text", "复查申请的内容", (), rows=2),
        asking.day(),
    ]
    return Asked(parts, "记下复查", "已记复查申请")
