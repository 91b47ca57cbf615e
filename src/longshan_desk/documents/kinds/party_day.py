"""主题党日会议记录: the part of a hearing or meeting that is the party's own day (R36)."""

from __future__ import annotations

from longshan_desk.documents.facts import Attendee, MeetingFacts, Said
from longshan_desk.documents.kinds.minutes import why, writing_lines
from longshan_desk.documents.kinds.wording import (
    day_words,
    form,
    listing,
    moment_words,
    pair,
    pairs,
    sentence,
)
from longshan_desk.documents.model import (
    Block,
    Gap,
    Heading,
    Paper,
    Row,
    words,
)
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.wording import paper_wording, signers_phrase, title_phrase
from longshan_desk.domain.labels import AttendanceState

NAME = "主题党日会议记录"
WORDING = paper_wording(
    title_phrase("{单位}｜主题党日会议记录"),
    signers_phrase("主持人（签名）\n记录人（签名）"),
    own=(("月份", "2022年4月"), ("会议日期", "2022年4月5日")),
)
_WRITING_LINES = 20


def build(facts: MeetingFacts) -> tuple[Paper, ...]:
    """Date, place and chair are the meeting's; who was expected are the party's members. Where no
    party day was held there is no paper."""
    if facts.on is not None and not facts.party_day:
        return ()
    late: list[Block] = [words("（补录）", indent=0)] if facts.is_late else []
    own = {"月份": facts.month, "会议日期": day_words(facts.on)}
    say = WORDING.said(facts.wording, facts.office.values | own)
    blocks: list[Block] = [
        say.title(),
        *(late or [Gap(0.3)]),
        form(_head_rows(facts)),
        Gap(0.5),
        *_parts(facts),
        Gap(),
        *say.to_sign(),
    ]
    name = f"{facts.office.name}{facts.month}{NAME}"
    return (Paper("party_day_minutes", name, tuple(blocks), FORM),)


def _head_rows(facts: MeetingFacts) -> list[Row]:
    is_blank = facts.on is None
    name = "" if is_blank else f"{facts.month}主题党日（与{facts.kind}一并召开）"
    return [
        pair("活动名称", name),
        pair("时　　间", moment_words(facts.on, facts.starts_at, facts.ended_at)),
        pair("地　　点", facts.place),
        pairs("主 持 人", facts.chair, "记 录 人", facts.recorder),
        pair("到会党员", _counts(facts)),
        pair("出　　席", _names(facts, AttendanceState.PRESENT), height=14),
        pair("请　　假", _names(facts, AttendanceState.EXCUSED)),
        pair("缺　　席", _names(facts, AttendanceState.ABSENT)),
    ]


def _members(facts: MeetingFacts, state: AttendanceState) -> list[Attendee]:
    """Members who sit in at the hearing are present at their own day."""
    members = frozenset(facts.party_members)
    states = {state, AttendanceState.OBSERVER} if state.was_there else {state}
    return [one for one in facts.attendees if one.name in members and one.state in states]


def _counts(facts: MeetingFacts) -> str:
    if not facts.party_members:
        return "应到　　人，实到　　人"
    there = len(_members(facts, AttendanceState.PRESENT))
    named = {one.name for one in facts.attendees}
    unknown = sum(name not in named for name in facts.party_members)
    more = f"，另有{unknown}人没有登记到会情况" if unknown else ""
    return f"应到党员{len(facts.party_members)}人，实到{there}人{more}"


def _names(facts: MeetingFacts, state: AttendanceState) -> str:
    if not facts.party_members:
        return ""
    members = _members(facts, state)
    if state.was_there:
        return listing(one.name for one in members)
    return listing(map(why, members))


def _parts(facts: MeetingFacts) -> list[Block]:
    if facts.on is None:
        return [Heading(1, "活动内容（学习、讨论、议定意见）"), writing_lines(_WRITING_LINES)]
    found: list[Block] = [Heading(1, "活动内容")]
    for number, item in enumerate(facts.party_day, 1):
        found += _item(number, item)
    return found


def _item(number: int, item: Said) -> list[Block]:
    who = f"{item.speaker}：" if item.speaker else ""
    marks = "（补录）" if item.is_late else ""
    found: list[Block] = [words(f"{number}.{who}{sentence(item.text)}{marks}")]
    if item.result:
        found.append(words(f"议定意见：{sentence(item.result)}"))
    if item.voided:
        found.append(words(f"本行已作废，原因：{sentence(item.voided)}"))
    return found
