"""What the desk knows of seats, villagers and households, for the planning of a roll (R14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import Sex
from longshan_desk.domain.periods import Period
from longshan_desk.domain.rolls import Exclusion


@dataclass(frozen=True, slots=True)
class KnownSeat:
    """``values`` are the fields of the sheet that the seat itself keeps."""

    id: str
    body: Body
    name: str
    person_id: str | None
    id_number: str | None
    values: Mapping[str, Any]
    homes: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    id: str
    name: str
    id_number: str | None = None
    sex: Sex | None = None
    born_on: date | None = None
    group: int | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class KnownHome:
    id: str
    head: str
    group: int


@dataclass(frozen=True, slots=True)
class Held:
    """A seat as far as it may clash with another."""

    body: Body
    name: str
    person_id: str | None
    group: int | None
    period: Period

    def clashes(self, other: Held) -> bool:
        if self.body is not other.body or not self.period.overlaps(other.period):
            return False
        if self.person_id and other.person_id:
            return self.person_id == other.person_id
        groups = (self.group, other.group)
        return self.name == other.name and (None in groups or groups[0] == groups[1])


def period_of(values: Mapping[str, Any]) -> Period:
    return Period(values.get("from_on"), values.get("until_on"))


@dataclass
class Village:
    """Everything a plan looks things up in."""

    seats: tuple[KnownSeat, ...] = ()
    people: tuple[KnownPerson, ...] = ()
    homes: tuple[KnownHome, ...] = ()
    today: date = date.max
    _by_number: dict[str, KnownPerson] = field(default_factory=dict, compare=False)
    _by_name: dict[str, list[KnownPerson]] = field(default_factory=dict, compare=False)
    _by_head: dict[str, list[KnownHome]] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        named: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in self.people:
            named[person.name].append(person)
            if person.id_number:
                self._by_number[person.id_number] = person
        heads: dict[str, list[KnownHome]] = defaultdict(list)
        for home in self.homes:
            heads[home.head].append(home)
        self._by_name, self._by_head = named, heads

    def persons(self, values: Mapping[str, Any]) -> list[KnownPerson]:
        """By card number, else those of the name whom nothing in the row contradicts."""
        number = values.get("id_number")
        if number in self._by_number:
            return [self._by_number[number]]
        return [
            person
            for person in self._by_name.get(values["name"], [])
            if not (number and person.id_number) and not _differ(values, person)
        ]

    def homes_of(self, head: str, group: int | None) -> list[KnownHome]:
        """By the head's name; of several those of the group, where there is one."""
        found = self._by_head.get(head, [])
        near = [home for home in found if home.group == group]
        return near if len(found) > 1 and near else found


def _differ(values: Mapping[str, Any], person: KnownPerson) -> bool:
    pairs: Iterable[tuple[Any, Any]] = (
        (values.get("sex"), person.sex),
        (values.get("born_on"), person.born_on),
        (values.get("group"), person.group),
    )
    return any(one is not None and other is not None and one != other for one, other in pairs)
