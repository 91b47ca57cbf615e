"""P10 提议书 · 商议记录 · 审议记录 · 决议: a case's four meetings, lost ones too."""

from __future__ import annotations

from longshan_desk.documents.kinds.case_words import (
    attendance_words,
    case_values,
    earlier_words,
    tagged,
    vote_words,
)
from longshan_desk.documents.kinds.minutes import writing_lines
from longshan_desk.documents.kinds.wording import (
    day_words,
    form,
    listing,
    moment_words,
    pair,
    pairs,
    sentence,
    unended,
)
from longshan_desk.documents.model import (
    Block,
    Field,
    Fields,
    Gap,
    Heading,
    Paper,
    Paragraph,
    Row,
    Signature,
    words,
)
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.procedure_facts import CaseFacts, CaseMeeting
from longshan_desk.documents.wording import (
    Phrase,
    Wording,
    paper_wording,
    signature_phrase,
    signers_phrase,
    title_phrase,
)
from longshan_desk.domain.labels import AttendanceState
from longshan_desk.domain.procedure_labels import Step

PROPOSAL = "提议书"
CONSULTATION = "商议记录"
DELIBERATION = "审议记录"
RESOLUTION = "决议"

_OWN = (("事项", "硬化村部至三组道路"), ("会议", "村民代表会议"), ("会议日期", "2022年4月15日"))
_SIGNERS = signers_phrase("主持人（签名）\n记录人（签名）")


def _record_title(default: str, place: str = "标题", key: str = "title") -> Phrase:
    return title_phrase(f"{{单位}}｜{{会议}}{default}", key, place)


PROPOSAL_WORDING = paper_wording(
    title_phrase("{村名}｜关于｜{事项}的提议书"),
    Phrase("addressee", "主送", "村“两委”会议："),
    Phrase("opening", "开头", "根据“四议两公开”工作法，村党支部研究形成以下提议。"),
    Phrase("closing", "结尾", "以上提议，请商议。"),
    signature_phrase("{村党支部}"),
    _record_title("提议记录", "会议记录的标题", "record_title"),
    _SIGNERS,
    own=_OWN,
)
CONSULTATION_WORDING = paper_wording(_record_title(CONSULTATION), _SIGNERS, own=_OWN)
DELIBERATION_WORDING = paper_wording(_record_title(DELIBERATION), _SIGNERS, own=_OWN)
RESOLUTION_WORDING = paper_wording(
    title_phrase("{村名}｜{会议}｜关于｜{事项}的决议"),
    Phrase(
        "opening",
        "开头",
        "{会议日期}，{村名}{开会地点}召开{会议}{主持安排}，"
        "审议了经村党支部提议、村“两委”会议商议、党员大会审议的“{事项}”。",
    ),
    signature_phrase(),
    _record_title("决议记录", "会议记录的标题", "record_title"),
    _SIGNERS,
    own=(*_OWN, ("开会地点", "在村部"), ("主持安排", "，由马文秀主持")),
)

_RECORDS: dict[Step, tuple[Wording, str, str]] = {
    Step.PROPOSAL: (PROPOSAL_WORDING, "record_title", "提议记录"),
    Step.CONSULTATION: (CONSULTATION_WORDING, "title", CONSULTATION),
    Step.DELIBERATION: (DELIBERATION_WORDING, "title", DELIBERATION),
    Step.RESOLUTION: (RESOLUTION_WORDING, "record_title", "决议记录"),
}
_TOLD = {
    AttendanceState.OBSERVER: "列　　席",
    AttendanceState.EXCUSED: "请　　假",
    AttendanceState.ABSENT: "缺　　席",
}


def build_proposal(facts: CaseFacts) -> tuple[Paper, ...]:
    return (_proposal(facts), *_records(facts, Step.PROPOSAL))


def build_consultation(facts: CaseFacts) -> tuple[Paper, ...]:
    return _records(facts, Step.CONSULTATION)


def build_deliberation(facts: CaseFacts) -> tuple[Paper, ...]:
    return _records(facts, Step.DELIBERATION)


def build_resolution(facts: CaseFacts) -> tuple[Paper, ...]:
    return (_resolution(facts), *_records(facts, Step.RESOLUTION))


def _proposal(facts: CaseFacts) -> Paper:
    """What the branch puts before the committees, in the body format."""
    held = facts.last(Step.PROPOSAL)
    say = PROPOSAL_WORDING.said(facts.wording, case_values(facts, held))
    motive = sentence(facts.motive.label) if facts.motive else ""
    cause = sentence(facts.cause) if facts.cause else ""
    blocks: list[Block] = [
        say.title(),
        Gap(),
        *say.paragraphs("addressee", indent=0),
        *say.paragraphs("opening"),
        Heading(1, "一、动议事由"),
        words(f"{motive}{cause}") if motive or cause else Gap(3),
        Heading(1, "二、提议内容"),
        words(sentence(held.text)) if held.text else Gap(6),
        Heading(1, "三、会议情况"),
        words(sentence(held.verdict)) if held.verdict else Gap(3),
        *say.paragraphs("closing"),
        Gap(),
        Signature(say.lines("signature"), day_words(held.on)),
    ]
    return Paper("proposal", tagged(facts, PROPOSAL), tuple(blocks))


def _resolution(facts: CaseFacts) -> Paper:
    """The decision itself, as it is read out and filed."""
    held = facts.last(Step.RESOLUTION)
    say = RESOLUTION_WORDING.said(facts.wording, case_values(facts, held))
    blank = f"{attendance_words(held)}　{vote_words(held)}。".replace("　　", "　")
    blocks: list[Block] = [
        say.title(),
        Gap(),
        *say.paragraphs("opening"),
        words(sentence(held.verdict) if held.verdict else blank),
        *([words("会议对提请决议的内容作了修改，修改后的内容如下。")] if held.amendments else []),
        Heading(1, "决议内容"),
        words(sentence(held.decided)) if held.decided else Gap(8),
        *([words(f"授权依据：{sentence(facts.authority)}")] if facts.authority else []),
        *_override(facts),
        Gap(),
        *say.to_sign(),
        Gap(),
        Signature(say.lines("signature"), day_words(held.on)),
    ]
    return Paper("resolution", tagged(facts, RESOLUTION), tuple(blocks))


def _override(facts: CaseFacts) -> list[Block]:
    return [words(f"说明：{sentence(facts.override)}")] if facts.override else []


def _records(facts: CaseFacts, step: Step) -> tuple[Paper, ...]:
    """One record for each meeting on the step, in the order they were held."""
    held = facts.held(step) or (CaseMeeting(step),)
    return tuple(_record(facts, one, place, len(held)) for place, one in enumerate(held, 1))


def _record(facts: CaseFacts, held: CaseMeeting, place: int, count: int) -> Paper:
    wording, key, name = _RECORDS[held.step]
    say = wording.said(facts.wording, case_values(facts, held))
    blocks: list[Block] = [
        say.title(key),
        words("（补录）", indent=0) if held.is_late else Gap(0.3),
        form(_head(facts, held)),
        Gap(0.5),
        *(_course(facts, held) if held.is_held else _to_write(held)),
        Gap(keep_next=held.is_held),
        *say.to_sign(keep_next=True),
        Gap(0.3, keep_next=True),
        Fields((Field("参会人员（签名）"),)),
    ]
    which = f"（第{place}次）" if count > 1 else ""
    return Paper(held.step.value, tagged(facts, f"{name}{which}"), tuple(blocks), FORM)


def _head(facts: CaseFacts, held: CaseMeeting) -> list[Row]:
    rows = [
        pair("议　　题", unended(facts.subject), height=14),
        pair("时　　间", moment_words(held.on, held.starts_at, held.ended_at)),
        pair("地　　点", held.place),
        pairs("主 持 人", held.chair, "记 录 人", held.recorder),
        pair("到会人数", attendance_words(held)),
    ]
    rows += [
        pair("其　　中", f"{one.label}应到{one.expected}人，实到{one.present}人")
        for one in held.counts
    ]
    present = [one.name for one in held.attendees if one.state is AttendanceState.PRESENT]
    if present or not held.is_held:
        rows.append(pair("出　　席", listing(present, ""), height=14))
    if held.scans:
        rows.append(pair("签 到 表", f"签字原件的扫描件{held.scans}张，存于电子档案"))
    for state, label in _TOLD.items():
        names = [
            f"{one.name}（{one.reason}）" if one.reason else one.name
            for one in held.attendees
            if one.state is state
        ]
        if names:
            rows.append(pair(label, listing(names)))
    if held.township:
        rows.append(pair("乡镇参会", listing(held.township)))
    return rows


def _to_write(held: CaseMeeting) -> list[Block]:
    is_voted = held.step in (Step.DELIBERATION, Step.RESOLUTION)
    form_line = [words("表决方式：□举手表决　□无记名投票", indent=0)] if is_voted else []
    return [
        Heading(1, "一、议题说明"),
        writing_lines(4),
        Heading(1, "二、发表意见、建议和讨论情况"),
        writing_lines(10),
        Heading(1, "三、会议结果"),
        *form_line,
        words(vote_words(held), indent=0),
        writing_lines(3),
        words("散会时间：　　时　　分"),
    ]


def _course(facts: CaseFacts, held: CaseMeeting) -> list[Block]:
    """The result stays with the signatures: nobody signs a page that says nothing."""
    found: list[Block] = [Heading(1, "一、议题说明")]
    said = held.text or facts.subject
    found.append(words(sentence(f"{held.chair or '主持人'}说明：{said}")))
    found += [words(earlier_words(one)) for one in _before(facts, held)]
    found.append(Heading(1, "二、发表意见、建议和讨论情况"))
    spoken = [
        words(f"{n}.{one.speaker}：{sentence(one.text)}") for n, one in enumerate(held.speeches, 1)
    ]
    found += spoken or [words("到会人员对议题没有不同意见。" if held.passed else "没有记录发言。")]
    found += [words(f"修改后的内容：{sentence(one)}") for one in held.amendments]
    found.append(Heading(1, "三、会议结果"))
    if held.in_favour is not None:
        counted = vote_words(held).split("\n")[0].replace("　　", "，")
        found.append(_kept(f"{f'{held.form.label}，' if held.form else ''}{counted}"))
    if held.verdict:
        found.append(_kept(held.verdict))
    if held.step is Step.RESOLUTION:
        found += _override(facts)
    return [*found, _kept(f"{held.ended_at:%H:%M}散会。" if held.ended_at else "散会。")]


def _kept(said: str) -> Paragraph:
    return words(sentence(said), keep_next=True)


def _before(facts: CaseFacts, held: CaseMeeting) -> list[CaseMeeting]:
    """The meetings on the same step before this one, whose failure explains it."""
    same = facts.held(held.step)
    return list(same[: same.index(held)])
