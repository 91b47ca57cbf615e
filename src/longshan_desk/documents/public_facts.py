"""What of a paper's facts is on no wall and in no picture: petitions (“Personal data”).

Their number and their stage stay, so that the figures of the paper still add up.
"""

from __future__ import annotations

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
from longshan_desk.domain.redaction import SOMEBODY
from longshan_desk.errors import WrongStageError

WITHHELD = "信访事项，内容不公开"
_RESULT = "已答复本人"


def public_facts(facts: Any) -> tuple[Any, int]:
    """The facts as the public may have them, and how many petitions were withheld.

    Raises WrongStageError for a paper that is about a petition alone.
    """
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
