"""What of a paper's facts is on no wall and in no picture: petitions, and what is marked 内部.

Their number and their stage stay, so that the figures of the paper still add up (“Personal data”).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from longshan_desk.documents.facts import (
    MatterFacts,
    MatterLine,
    MeetingFacts,
    RegisterFacts,
    ReportFacts,
    Said,
)
from longshan_desk.documents.visit_facts import DiaryEntry, DiaryFacts, LedgerFacts, LedgerLine
from longshan_desk.domain.redaction import SOMEBODY
from longshan_desk.errors import WrongStageError

WITHHELD = "信访事项，内容不公开"
INTERNAL = "内部记录，内容不公开"
_RESULT = "已答复本人"


def public_facts(facts: Any) -> tuple[Any, tuple[str, ...]]:
    """The facts as the public may have them, and in words what was withheld.

    Raises WrongStageError for a paper that is about a petition or an internal entry alone.
    """
    if isinstance(facts, DiaryFacts):
        return _diary(facts)
    if isinstance(facts, LedgerFacts):
        lines = tuple(map(_ledger_line, facts.lines))
        return replace(facts, lines=lines), _withheld(facts.lines)
    shown, count = _public(facts)
    return shown, (f"信访事项内容 {count} 件",) if count else ()


def _public(facts: Any) -> tuple[Any, int]:
    count = len(_petitions(facts))
    if not count:
        return facts, 0
    if isinstance(facts, MatterFacts):
        raise WrongStageError(
            "信访事项的文书不能张贴，也不能做成图片。",
            hint="请存为 Word、PDF 或者打印，只交给有关的人。",
        )
    if isinstance(facts, MeetingFacts):
        return replace(facts, items=tuple(map(_said, facts.items))), count
    if isinstance(facts, ReportFacts):
        closed, still_open = tuple(map(_line, facts.closed)), tuple(map(_line, facts.open))
        return replace(facts, closed=closed, open=still_open), count
    return replace(facts, lines=tuple(map(_line, facts.lines))), count


def _petitions(facts: Any) -> list[Said | MatterLine]:
    found: tuple[Said | MatterLine, ...] = ()
    if isinstance(facts, MatterFacts):
        found = (facts.line,)
    elif isinstance(facts, MeetingFacts):
        found = facts.items  # of the report it prints the figures alone
    elif isinstance(facts, ReportFacts):
        found = (*facts.closed, *facts.open)
    elif isinstance(facts, RegisterFacts):
        found = facts.lines
    return [one for one in found if one.is_petition]


def _line(line: MatterLine) -> MatterLine:
    if not line.is_petition:
        return line
    result = _RESULT if line.result else ""
    return replace(
        line, title=WITHHELD, words=WITHHELD, raiser=SOMEBODY, group="", result=result, answer=""
    )


def _said(item: Said) -> Said:
    if not item.is_petition:
        return item
    result = _RESULT if item.result else ""
    return replace(item, speaker=SOMEBODY, text=WITHHELD, title=WITHHELD, result=result)


# -- visits -------------------------------------------------------------------------------------


def _diary(facts: DiaryFacts) -> tuple[DiaryFacts, tuple[str, ...]]:
    told = _withheld(facts.entries)
    if told and len(facts.entries) == 1:
        raise WrongStageError(
            "内部或者信访类的走访记录不能张贴，也不能做成图片。",
            hint="请存为 Word、PDF 或者打印，只交给有关的人。",
        )
    return replace(facts, entries=tuple(map(_entry, facts.entries))), told


def _entry(one: DiaryEntry) -> DiaryEntry:
    """The day and who went stay; whose household it was would tell too much."""
    if not (one.is_internal or one.is_petition):
        return one
    return DiaryEntry(
        one.on, SOMEBODY, way=one.way, visitors=one.visitors, text=_why(one), is_late=one.is_late
    )


def _ledger_line(line: LedgerLine) -> LedgerLine:
    if not (line.is_internal or line.is_petition):
        return line
    progress = _RESULT if line.closed_on else ""
    return replace(line, problem=_why(line), target=_why(line), decision="", progress=progress)


def _why(one: DiaryEntry | LedgerLine) -> str:
    return WITHHELD if one.is_petition else INTERNAL


def _withheld(found: Sequence[DiaryEntry | LedgerLine]) -> tuple[str, ...]:
    petitions = sum(one.is_petition for one in found)
    internal = sum(one.is_internal and not one.is_petition for one in found)
    counted = (("信访事项内容", petitions), ("内部记录", internal))
    return tuple(f"{what} {count} 件" for what, count in counted if count)
