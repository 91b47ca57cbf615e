"""P13 请示 and 报告, P14 承诺书 and 答复意见书: one matter, in the body format."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.documents.facts import MatterFacts
from longshan_desk.documents.kinds.wording import (
    BLANK,
    BLANK_DAY,
    day_words,
    sentence,
    title_pieces,
    unended,
)
from longshan_desk.documents.model import (
    Block,
    Field,
    Fields,
    Gap,
    Heading,
    Paper,
    Signature,
    words,
)
from longshan_desk.documents.wording import (
    Phrase,
    Saying,
    Wording,
    paper_wording,
    signature_phrase,
    title_phrase,
)
from longshan_desk.domain.calendar import chinese_date

REQUEST = "请示"
REPORT = "报告"
PROMISE = "承诺书"
EXPLANATION = "答复意见书"
_OWN = (
    ("事由", "维修水渠"),
    ("编号", "2022-04-003"),
    ("反映人", "马占山同志"),
    ("反映日期", "2022年4月5日"),
    ("联系人", "马文秀"),
    ("日期", "2022年4月9日"),
)
_ADDRESSEE = Phrase("addressee", "主送", "{镇党委}：")
_RAISER = Phrase("addressee", "称呼", "{反映人}：")
_CONTACT = Phrase("contact", "附注", "（联系人：{联系人}，电话：{电话}）")
REQUEST_WORDING = paper_wording(
    title_phrase("{村名}关于{事由}的请示"),
    _ADDRESSEE,
    Phrase(
        "asked",
        "请示事项",
        "该事项超出村级权限，村内无法解决，现恳请镇党委协调有关部门予以解决。",
        may_be_empty=False,
        note="上报时自己写了请示内容的，印那一段。",
    ),
    Phrase("closing", "结束语", "以上请示妥否，请批示。"),
    signature_phrase(),
    _CONTACT,
    own=_OWN,
)
REPORT_WORDING = paper_wording(
    title_phrase("{村名}关于{事由}的报告"),
    _ADDRESSEE,
    Phrase("closing", "结束语", "特此报告。"),
    signature_phrase(),
    _CONTACT,
    own=_OWN,
)
PROMISE_WORDING = paper_wording(
    title_phrase(PROMISE),
    _RAISER,
    Phrase(
        "opening",
        "开头",
        "您反映的“{事由}”（编号{编号}），经村“两委”会议研究，应当解决，"
        "但因条件限制一时不能办结。现郑重承诺如下：",
    ),
    Phrase(
        "closing",
        "结尾",
        "以上承诺，请您和全体村民监督。办理进展在每月说事会上通报，直到兑现。",
    ),
    signature_phrase(),
    Phrase("note", "附注", "（本承诺书一式两份，反映人一份，村党支部存档一份。）"),
    own=_OWN,
)
EXPLANATION_WORDING = paper_wording(
    title_phrase("关于{事由}的答复意见书"),
    _RAISER,
    Phrase("opening", "开头", "您于{反映日期}反映的事项（编号{编号}）已经办理，现答复如下："),
    Phrase(
        "closing",
        "结尾",
        "如对本答复有不同意见，可以向村党支部提出，也可以依法向上级机关反映。",
    ),
    signature_phrase(),
    own=_OWN,
)
_SHOWN_STEPS = 8


def build_request(facts: MatterFacts) -> tuple[Paper, ...]:
    """One matter, one 主送; asks, and says whom to call."""
    say = _said(REQUEST_WORDING, facts)
    asked = facts.report or say.text("asked")
    blocks: list[Block] = [
        *_opening(say),
        Heading(1, "一、基本情况"),
        *_situation(facts),
        Heading(1, "二、请示事项"),
        words(sentence(asked)) if facts.line.number else Gap(4),
        *say.paragraphs("closing"),
        *_ending(say, facts),
        *say.paragraphs("contact"),
    ]
    return (_letter("request_for_instructions", "请示", facts, blocks),)


def build_report(facts: MatterFacts) -> tuple[Paper, ...]:
    """报告: tells, and must not carry a request."""
    say = _said(REPORT_WORDING, facts)
    blocks: list[Block] = [
        *_opening(say),
        Heading(1, "一、基本情况"),
        *_situation(facts),
        Heading(1, "二、办理情况"),
        *_steps(facts),
        *([words(sentence(facts.report))] if facts.report else []),
        *say.paragraphs("closing"),
        *_ending(say, facts),
        *say.paragraphs("contact"),
    ]
    return (_letter("report", "报告", facts, blocks),)


def _said(wording: Wording, facts: MatterFacts, *, room: int = 2) -> Saying:
    line = facts.line
    is_named = line.raiser and line.raiser != "某群众"
    own: dict[str, str | Sequence[str]] = {
        "事由": title_pieces(unended(line.title) or BLANK * room),
        "编号": line.number or BLANK,
        "反映人": f"{line.raiser or BLANK}{'同志' if is_named else ''}",
        "反映日期": day_words(line.heard_on),
        "联系人": facts.secretary or facts.clerk or BLANK,
        "日期": _day(facts),
    }
    return wording.said(facts.wording, facts.office.values | own)


def _opening(say: Saying) -> list[Block]:
    return [say.title(), Gap(), *say.paragraphs("addressee", indent=0)]


def _situation(facts: MatterFacts) -> list[Block]:
    line = facts.line
    if not line.number:
        return [Gap(6)]
    who = f"{line.group}{line.raiser}" if line.raiser != "某群众" else "群众"
    said = sentence(unended(line.words or line.title))
    more = f"（共{facts.signatures}人反映）" if facts.signatures > 1 else ""
    day = chinese_date(line.heard_on) if line.heard_on else ""
    return [
        words(f"{day}，我村{who}{more}通过{facts.source or '说事会'}反映：{said}"),
        words(f"该事项已登记造册，编号{line.number}，列入“{_list_name(facts)}”。"),
    ]


def _list_name(facts: MatterFacts) -> str:
    return facts.line.list_kind.label if facts.line.list_kind else ""


def _steps(facts: MatterFacts) -> list[Block]:
    if not facts.line.number:
        return [Gap(6)]
    shown = facts.steps[-_SHOWN_STEPS:]
    if not shown:
        return [words("该事项正在研究办理。")]
    return [
        words(f"{chinese_date(one.on)}，{sentence('：'.join(filter(None, (one.act, one.text))))}")
        for one in shown
    ]


def _ending(say: Saying, facts: MatterFacts) -> list[Block]:
    return [Gap(), Signature(say.lines("signature"), _day(facts))]


def _day(facts: MatterFacts) -> str:
    return day_words(facts.reported_on or facts.made_on)


def build_promise(facts: MatterFacts) -> tuple[Paper, ...]:
    line = facts.line
    is_blank = not line.number
    say = _said(PROMISE_WORDING, facts, room=3)
    blocks: list[Block] = [
        *_opening(say),
        *say.paragraphs("opening"),
        Heading(1, "一、承诺内容"),
        Gap(4) if is_blank else words(sentence(facts.promise or line.title)),
        Heading(1, "二、办理措施"),
        Gap(4) if is_blank else words(sentence(facts.measures or "分步办理，进展随时公开")),
        Heading(1, "三、完成时限"),
        words(f"{day_words(facts.promised_due or line.due_on)}前。"),
        Heading(1, "四、责任人"),
        words(f"{facts.promised_by or line.responsible or BLANK}。"),
        *say.paragraphs("closing"),
        *_ending(say, facts),
        *say.paragraphs("note"),
    ]
    return (_letter("promise", PROMISE, facts, blocks),)


def build_explanation(facts: MatterFacts) -> tuple[Paper, ...]:
    """说明情况: the demand, facts and reasons, opinion and its basis."""
    line = facts.line
    is_blank = not line.number
    say = _said(EXPLANATION_WORDING, facts)
    blocks: list[Block] = [
        *_opening(say),
        *say.paragraphs("opening"),
        Heading(1, "一、反映的诉求"),
        Gap(3) if is_blank else words(sentence(unended(line.words or line.title))),
        Heading(1, "二、事实和理由"),
        Gap(4) if is_blank else words(sentence(facts.reason or line.result or "见办理记录")),
        Heading(1, "三、处理意见及依据"),
        Gap(4) if is_blank else words(_opinion(facts)),
        *say.paragraphs("closing"),
        *_ending(say, facts),
        Gap(),
        Fields((Field("签收人（签名或按手印）"), Field("日期", BLANK_DAY, 0.75))),
    ]
    return (_letter("explanation", EXPLANATION, facts, blocks),)


def _opinion(facts: MatterFacts) -> str:
    basis = unended(facts.basis)
    outcome = f"本事项{facts.line.outcome}" if facts.line.outcome else "依法依规向您说明情况"
    return f"{outcome}。依据：{basis or '有关法律法规和政策规定'}。"


def _letter(kind: str, name: str, facts: MatterFacts, blocks: list[Block]) -> Paper:
    return Paper(kind, f"{name}{facts.line.number and ' '}{facts.line.number}", tuple(blocks))
