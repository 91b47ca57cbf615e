"""One thing that villagers say at a hearing, with what an office can honestly make of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from longshan_desk.domain.labels import FindingKind, ListKind, Topic


@dataclass(frozen=True, slots=True)
class Saying:
    """Texts hold places to fill: ``{g}`` the group (三组), ``{p}`` its name, ``{o}`` another
    group's name, ``{w}`` another villager, ``{n}`` a figure below ten, ``{k}`` one below a
    hundred, ``{m}`` one of hundreds.

    What is empty cannot become of it: without ``answer`` it is not answered on the spot, without
    ``reason`` not explained, without ``promise`` not promised, without ``report`` not reported.
    """

    topic: Topic
    words: str
    summary: str
    list_kind: ListKind = ListKind.SELF_HANDLED
    finding: FindingKind = FindingKind.PROBLEM
    answer: str = ""
    steps: tuple[str, ...] = ()
    result: str = ""
    reason: str = ""
    basis: str = ""
    is_limited: bool = False
    promise: str = ""
    measures: str = ""
    report: str = ""
    reply: str = ""
    legal: str = ""
    """The body that is competent by law, where the office can only show the way."""
    plan: str = ""
    """What is put up for decision by 四议两公开, where it is a major public matter."""
    type_code: str = ""
    """The type of such a matter, where it is not its topic's usual one."""
    months: tuple[int, ...] = ()
    """The months in which it is said; empty means any."""

    def fill(self, **places: str) -> Saying:
        """The same with its places filled in."""
        changed: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if type(value) is str:
                changed[each.name] = value.format_map(places)
            elif each.name == "steps":
                changed[each.name] = tuple(step.format_map(places) for step in value)
        return replace(self, **changed)

    @property
    def can_be_settled(self) -> bool:
        return bool(self.result)


PROBLEM, DEMAND = FindingKind.PROBLEM, FindingKind.DEMAND
SUGGESTION, PETITION = FindingKind.SUGGESTION, FindingKind.PETITION
MAJOR, UP = ListKind.MAJOR_PUBLIC, ListKind.ESCALATED

SPRING, SUMMER = (3, 4, 5), (5, 6, 7, 8)
AUTUMN, WINTER = (8, 9, 10), (11, 12, 1, 2)
RAINS = (6, 7, 8, 9)
