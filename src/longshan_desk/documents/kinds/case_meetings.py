"""P10 提议书 · 商议记录 · 审议记录 · 决议: a case's four meetings, lost ones too."""

from __future__ import annotations

from longshan_desk.documents.kinds.case_words import attendance_words, earlier_words, vote_words
from longshan_desk.documents.kinds.minutes import writing_lines
from longshan_desk.documents.kinds.wording import (
    BLANK,
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
    Row,
    Signature,
    Title,
    words,
)
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.procedure_facts import CaseFacts, CaseMeeting, CaseStep
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import AttendanceState

PROPOSAL = "提议书"
CONSULTATION = "商议记录"
DELIBERATION = "审议记录"
RESOLUTION = "决议"

_RECORDS = {
    CaseStep.PROPOSAL: ("村党组织", "提议记录"),
    CaseStep.CONSULTATION: ("村“两委”会议", "商议记录"),
    CaseStep.DELIBERATION: ("党员大会", "审议记录"),
    CaseStep.RESOLUTION: ("村民代表会议", "决议记录"),
}
_TOLD = {
    AttendanceState.OBSERVER: "列　　席",
    AttendanceState.EXCUSED: "请　　假",
    AttendanceState.ABSENT: "缺　　席",
}


def build_proposal(facts: CaseFacts) -> tuple[Paper, ...]:
    return (_proposal(facts), *_records(facts, CaseStep.PROPOSAL))


def build_consultation(facts: CaseFacts) -> tuple[Paper, ...]:
    return _records(facts, CaseStep.CONSULTATION)


def build_deliberation(facts: CaseFacts) -> tuple[Paper, ...]:
    return _records(facts, CaseStep.DELIBERATION)


def build_resolution(facts: CaseFacts) -> tuple[Paper, ...]:
    return (_resolution(facts), *_records(facts, CaseStep.RESOLUTION))


def _proposal(facts: CaseFacts) -> Paper:
    """What the branch puts before the committees, in the body format."""
    held = facts.last(CaseStep.PROPOSAL)
    subject = unended(facts.subject) or BLANK * 2
    day = f"于{chinese_date(held.on)}" if held.on else ""
    cause = sentence(facts.cause) if facts.cause else ""
    blocks: list[Block] = [
        Title((facts.office.name, "关于", subject, "的提议书")),
        Gap(),
        words("村“两委”会议：", indent=0),
        words(f"根据“四议两公开”工作法，村党支部{day}召开会议，研究形成以下提议。"),
        Heading(1, "一、动议事由"),
        words(f"{sentence(facts.motive)}{cause}") if facts.motive or cause else Gap(3),
        Heading(1, "二、提议内容"),
        words(sentence(held.text)) if held.text else Gap(6),
        Heading(1, "三、会议情况"),
        words(sentence(held.verdict)) if held.verdict else Gap(3),
        words("以上提议，请商议。"),
        Gap(),
        Signature((facts.office.branch,), day_words(held.on)),
    ]
    return Paper("proposal", _name(facts, PROPOSAL), tuple(blocks))


def _resolution(facts: CaseFacts) -> Paper:
    """The decision itself, as it is read out and filed."""
    held = facts.last(CaseStep.RESOLUTION)
    body = held.body or "村民代表会议"
    subject = unended(facts.subject) or BLANK * 2
    chair = f"，由{held.chair}主持" if held.chair else ""
    place = f"在{held.place}" if held.place else ""
    changed = [words(f"会议作了如下修改：{sentence(one)}") for one in held.amendments]
    override = [words(f"说明：{sentence(facts.override)}")] if facts.override else []
    blocks: list[Block] = [
        Title((facts.office.name, body, "关于", subject, "的决议")),
        Gap(),
        words(f"{day_words(held.on)}，{facts.office.name}{place}召开{body}{chair}，"
              f"审议了经村党支部提议、村“两委”会议商议、党员大会审议的“{subject}”。"),
        words(sentence(held.verdict)) if held.verdict else words(f"{_blank_votes()}。"),
        *changed,
        Heading(1, "决议内容"),
        words(sentence(held.text)) if held.text else Gap(8),
        *override,
        Gap(),
        Fields((Field("会议主持人（签名）"), Field("记录人（签名）"))),
        Gap(),
        Signature((facts.office.branch, facts.office.committee), day_words(held.on)),
    ]  # fmt: skip
    return Paper("resolution", _name(facts, RESOLUTION), tuple(blocks))


def _blank_votes() -> str:
    blank = CaseMeeting(CaseStep.RESOLUTION)
    return f"{attendance_words(blank)}　　{vote_words(blank)}".replace("　　", "　")


def _records(facts: CaseFacts, step: CaseStep) -> tuple[Paper, ...]:
    """One record for each meeting on the step, in the order they were held."""
    held = facts.held(step) or (CaseMeeting(step),)
    return tuple(_record(facts, one, place, len(held)) for place, one in enumerate(held, 1))


def _record(facts: CaseFacts, held: CaseMeeting, place: int, count: int) -> Paper:
    body, title = _RECORDS[held.step]
    late: list[Block] = [words("（补录）", indent=0)] if held.is_late else [Gap(0.3)]
    blocks: list[Block] = [
        Title((facts.office.place, f"{(held.body or body).removeprefix('村')}{title}")),
        *late,
        form(_head(facts, held)),
        Gap(0.5),
        *(_course(facts, held) if held.is_held else _to_write(held)),
        Gap(),
        Fields((Field("主持人（签名）"), Field("记录人（签名）"))),
        Gap(0.3),
        Fields((Field("参会人员（签名）"),)),
    ]
    which = f"（第{place}次）" if count > 1 else ""
    return Paper(held.step.value, _name(facts, f"{title}{which}"), tuple(blocks), FORM)


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
    for state, label in _TOLD.items():
        names = [f"{one.name}（{one.reason}）" if one.reason else one.name
                 for one in held.attendees if one.state is state]  # fmt: skip
        if names:
            rows.append(pair(label, listing(names)))
    if held.township:
        rows.append(pair("乡镇参会", listing(held.township)))
    return rows


def _to_write(held: CaseMeeting) -> list[Block]:
    is_voted = held.step in (CaseStep.DELIBERATION, CaseStep.RESOLUTION)
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
    found: list[Block] = [Heading(1, "一、议题说明")]
    said = held.text or facts.subject
    found.append(words(sentence(f"{held.chair or '主持人'}说明：{said}")))
    found += [words(earlier_words(one)) for one in _before(facts, held)]
    found.append(Heading(1, "二、发表意见、建议和讨论情况"))
    spoken = [words(f"{n}.{one.speaker}：{sentence(one.text)}")
              for n, one in enumerate(held.speeches, 1)]  # fmt: skip
    found += spoken or [words("到会人员对议题没有不同意见。" if held.passed else "没有记录发言。")]
    found += [words(f"修改意见：{sentence(one)}") for one in held.amendments]
    found.append(Heading(1, "三、会议结果"))
    form_words = f"{held.form}，" if held.form else ""
    if held.in_favour is not None:
        counted = vote_words(held).split("\n")[0].replace("　　", "，")
        found.append(words(sentence(f"{form_words}{counted}")))
    if held.verdict:
        found.append(words(sentence(held.verdict)))
    if facts.override and held.step is CaseStep.RESOLUTION:
        found.append(words(f"说明：{sentence(facts.override)}"))
    end = f"{held.ended_at:%H:%M}散会。" if held.ended_at else "散会。"
    return [*found, words(end)]


def _before(facts: CaseFacts, held: CaseMeeting) -> list[CaseMeeting]:
    """The meetings on the same step before this one, whose failure explains it."""
    same = facts.held(held.step)
    return list(same[: same.index(held)])


def _name(facts: CaseFacts, title: str) -> str:
    return f"{title} {facts.number or unended(facts.subject)}".strip()
