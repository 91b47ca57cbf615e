"""The forms of the steps that end a matter, tell of it, or begin it again (R13, R41, R45)."""

from __future__ import annotations

from longshan_desk.domain.labels import (
    Answer,
    FeedbackWay,
    Outcome,
)
from longshan_desk.domain.next_steps import closing_outcomes
from longshan_desk.ui.matters import phrases
from longshan_desk.ui.matters.asking import Asked, Asking, Parts
from longshan_desk.ui.matters.fields import MatterField, PhraseText, Remark
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Check, Choice, Line
from longshan_desk.ui.widgets.form import Form

_ENDINGS = {
    Outcome.SOLVED: ("问题办好了。写明结果，接着向群众反馈。", phrases.RESULT),
    Outcome.HANDED_UP: ("上级已经接过去办。写明接办的单位。", phrases.RESULT_UP),
    Outcome.DUPLICATE: ("同一件事已经登记过。选出真正在办的那一件，由它告知反映人。", ()),
    Outcome.WITHDRAWN: ("反映人自己说不用办了。不用反馈。", phrases.RESULT_WITHDRAWN),
    Outcome.LEGAL_CHANNEL: ("进入诉讼、仲裁、复议等法定途径。", phrases.RESULT_LEGAL),
    Outcome.VOID: ("登记错了。不计入任何统计。", phrases.RESULT_VOID),
}
"""What each ending means and asks; only one result field is shown at a time."""


def close(asking: Asking) -> Asked:
    outcomes = closing_outcomes(asking.page.state)
    choice = Choice("outcome", "怎样办结的", options_of(outcomes), as_list=False, required=True,
                    wide=True)  # fmt: skip
    parts: Parts = [choice]
    for one in outcomes:
        words, offered = _ENDINGS[one]
        parts.append(Remark(words, key=f"_why_{one.value}"))
        if one is Outcome.DUPLICATE:
            own = asking.page.row.id
            parts.append(MatterField(asking.context, "of", "与哪一件重复", own, required=True))
        else:
            parts.append(
                PhraseText(f"result_{one.value}", "办理结果", offered, rows=2, required=True)
            )
    parts.append(asking.day())
    values = {"outcome": outcomes[0].value} if outcomes[0] is Outcome.SOLVED else {}
    return Asked(parts, "办理完毕", "已办理完毕", _watch_outcome, values)


def _watch_outcome(form: Form) -> None:
    def show() -> None:
        code = form["outcome"].value()
        keys = ["outcome", f"_why_{code}", f"result_{code}", "on"]
        form.show_only("_about", *keys, *(["of"] if code == Outcome.DUPLICATE else []))

    form["outcome"].edited.connect(show)
    show()


def feedback(asking: Asking) -> Asked:
    state, policy = asking.page.state, asking.policy
    to = Line("to", "向谁反馈", required=True)
    to.set_value(asking.contact)
    phone = f"联系电话 {asking.page.contact_phone}" if asking.page.contact_phone else ""
    tries = f"已记 {state.tries} 次；记满 {policy.unreachable_tries} 次，或写明原因，可以不再联系。"
    parts: Parts = [
        Choice("way", "反馈方式", options_of(FeedbackWay), as_list=False, required=True, wide=True),
        *([Remark(phone, key="_phone")] if phone else []),
        to,
        Choice("answer", "群众的答复", options_of(Answer), required=True),
        PhraseText("text", "群众怎么说", phrases.SAID, rows=2),
        Remark(tries, key="_tries"),
        PhraseText("text_tried", "原因", phrases.UNREACHABLE, rows=2),
        Check("gives_up", "不再联系，按“联系不上”了结", wide=True),
        asking.day(),
    ]
    return Asked(parts, "记下反馈", "已记反馈", _watch_way)


def _watch_way(form: Form) -> None:
    def show() -> None:
        away = form["way"].value() == FeedbackWay.UNREACHABLE
        told = ("answer", "text")
        tried = ("_tries", "text_tried", "gives_up")
        form.show_only("_about", "way", "_phone", "to", "on", *(tried if away else told))

    form["way"].edited.connect(show)
    show()


def cancel_off(asking: Asking) -> Asked:
    parts: Parts = [Remark("办理完毕、群众已经知道，可以销号。"), asking.day()]
    return Asked(parts, "销号", "已销号")


def reopen(asking: Asking) -> Asked:
    parts: Parts = [
        Remark("重新办理会写在经过里，原来的结果仍然看得到。"),
        PhraseText("reason", "原因", phrases.REOPEN, rows=2, required=True),
        asking.day(),
    ]
    return Asked(parts, "重新办理", "已重新办理")
