"""Which person of the desk a row of a sheet is about: never guessed between two of one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from longshan_desk.domain.id_numbers import id_key
from longshan_desk.domain.labels import IdKind
from longshan_desk.sheets.existing import ExistingHousehold, ExistingPerson
from longshan_desk.sheets.household_columns import PERSON_FIELDS
from longshan_desk.sheets.read_households import PersonRow

Values = Mapping[str, Any]


@dataclass
class Register:
    """The desk's households and people, found by number and by name."""

    households: Mapping[str, ExistingHousehold]
    people: Sequence[ExistingPerson]
    claimed: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls, households: Iterable[ExistingHousehold], people: Iterable[ExistingPerson]
    ) -> Register:
        by_id = {household.id: household for household in households}
        return cls(by_id, [person for person in people if person.household_id in by_id])

    @cached_property
    def by_id(self) -> dict[str, ExistingPerson]:
        return {person.id: person for person in self.people}

    @cached_property
    def by_key(self) -> dict[str, list[ExistingPerson]]:
        return _gathered((self.key(p), p) for p in self.people if p.id_number)

    @cached_property
    def by_household(self) -> dict[str, list[ExistingPerson]]:
        return _gathered((person.household_id, person) for person in self.people)

    @cached_property
    def by_group_and_name(self) -> dict[tuple[int, str], list[ExistingPerson]]:
        """By the groups of present and former households: an old sheet knows the former."""
        return _gathered(
            ((group, person.name), person)
            for person in self.people
            for group in self._groups_of(person)
        )

    def _groups_of(self, person: ExistingPerson) -> set[int]:
        homes = (person.household_id, *person.former_homes)
        return {self.households[one].group for one in homes if one in self.households}

    @cached_property
    def by_head(self) -> dict[str, list[ExistingHousehold]]:
        return _gathered((h.head_name, h) for h in self.households.values() if not h.ended)

    @cached_property
    def by_code(self) -> dict[str, list[ExistingHousehold]]:
        return _gathered((h.code, h) for h in self.households.values() if h.code and not h.ended)

    def key(self, person: ExistingPerson) -> str:
        return id_key(person.id_number) if person.id_number else ""

    @cached_property
    def by_name(self) -> dict[str, list[ExistingPerson]]:
        return _gathered((person.name, person) for person in self.people)

    def named_in_group(self, group: int | None, name: str) -> list[ExistingPerson]:
        """``group`` None is the whole village; who has no group yet may be of any."""
        if group is None:
            return self.by_name.get(name, [])
        found = self.by_group_and_name.get((group, name), [])
        return found + self.by_group_and_name.get((0, name), []) if group else found

    def moved_from(self, household_id: str | None, name: str) -> list[ExistingPerson]:
        """Who belonged to the household once and now belongs to another one."""
        return [p for p in self.by_name.get(name, ()) if household_id in p.former_homes]

    def named(self, household_id: str, name: str) -> list[ExistingPerson]:
        return [p for p in self.by_household.get(household_id, ()) if p.name == name]


def _gathered(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


# -- one row and one person -------------------------------------------------------------------


def row_key(values: Values) -> str:
    number = values.get("id_number")
    return id_key(number) if number else ""


def differ(values: Values, person: ExistingPerson) -> bool:
    """Whether number, birthday or sex says that these are two different people."""
    key = row_key(values)
    if key and person.id_number:
        return key != id_key(person.id_number)
    return _contradict(values.get("born_on"), person.born_on) or _contradict(
        values.get("sex"), person.sex
    )


def rows_differ(one: Values, other: Values) -> bool:
    """The same of two rows of one sheet."""
    keys = row_key(one), row_key(other)
    if all(keys):
        return keys[0] != keys[1]
    return any(_contradict(one.get(name), other.get(name)) for name in ("born_on", "sex"))


def _contradict(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def is_surely(values: Values, person: ExistingPerson) -> bool:
    """Whether number or birthday says that this is the one."""
    if (key := row_key(values)) and person.id_number:
        return key == id_key(person.id_number)
    return values.get("born_on") is not None and values["born_on"] == person.born_on


def changes(values: Values, person: ExistingPerson) -> dict[str, tuple[Any, Any]]:
    """What the row would change: {field: (old, new)}. What it does not say stays as it is."""
    found: dict[str, tuple[Any, Any]] = {}
    for name in PERSON_FIELDS:
        if (new := values.get(name)) is None:
            continue
        old = getattr(person, name)
        if name == "special_groups":
            new = tuple(old) + tuple(code for code in new if code not in old)
        if old != new:
            found[name] = (old, new)
    if "id_number" in found and _is_card_of_known_number(values, person):
        del found["id_number"]
        found.pop("id_kind", None)
    return found


def _is_card_of_known_number(values: Values, person: ExistingPerson) -> bool:
    """A disability card's number never takes the place of the identity number in it."""
    return (
        values.get("id_kind") is IdKind.DISABILITY
        and person.id_kind is IdKind.RESIDENT
        and row_key(values) == person.id_number
    )


def unsaid(values: Values, person: ExistingPerson) -> int:
    """How much the desk knows of the person that the row does not say."""
    return sum(
        getattr(person, name) not in (None, ()) for name in PERSON_FIELDS if name not in values
    )


# -- rows and people of one name --------------------------------------------------------------


Beyond = Callable[[PersonRow, ExistingPerson], int | None]
"""What the desk knows beyond the row of the person's household; None if the row says more."""


def match_namesakes(
    rows: Sequence[PersonRow],
    possible: Callable[[PersonRow], Iterable[ExistingPerson]],
    beyond: Beyond = lambda row, person: 0,
) -> dict[int, ExistingPerson]:
    """Row number → person, among those who bear one name.

    One row and one person that nothing tells apart belong together; so do two whom number or
    birthday joins. Of several, a row goes to a person only if it says nothing new of them, so
    that a sheet imported twice finds what it made; the rest is for people to decide.
    """
    fits = {row.row: [p for p in possible(row) if not differ(row.values, p)] for row in rows}
    by_number = {row.row: row for row in rows}
    found: dict[int, ExistingPerson] = {}
    for numbers in linked({row: [p.id for p in people] for row, people in fits.items()}):
        found |= _among_linked([by_number[number] for number in numbers], fits, beyond)
    return found


def linked(wanted: Mapping[int, Iterable[str]]) -> list[list[int]]:
    """Those that want something in common, together; those that want nothing fall away."""
    parts: dict[int, list[int]] = {}
    part_of: dict[int, int] = {}
    wanted_by: dict[str, int] = {}
    for one, wishes in wanted.items():
        for wish in wishes:
            if one not in part_of:
                part_of[one] = one
                parts[one] = [one]
            other = wanted_by.setdefault(wish, one)
            if part_of[other] != part_of[one]:
                gone = part_of[one]
                for each in parts[gone]:
                    part_of[each] = part_of[other]
                parts[part_of[other]] += parts.pop(gone)
    return list(parts.values())


def _among_linked(
    rows: Sequence[PersonRow], fits: Mapping[int, list[ExistingPerson]], beyond: Beyond
) -> dict[int, ExistingPerson]:
    if len(rows) == 1 and len(fits[rows[0].row]) == 1:
        return {rows[0].row: fits[rows[0].row][0]}
    sure = _sure_pairs(rows, fits)
    sure |= _last_pair(rows, fits, sure)
    taken = {person.id for person in sure.values()}
    same: dict[int, list[ExistingPerson]] = {}
    for row in rows:
        if row.row not in sure:
            costs = {
                person.id: unsaid(row.values, person) + more
                for person in fits[row.row]
                if person.id not in taken and not changes(row.values, person)
                if (more := beyond(row, person)) is not None
            }
            there = [person for person in fits[row.row] if person.id in costs]
            there.sort(key=lambda person, costs=costs: costs[person.id])  # type: ignore[misc]
            same[row.row] = there
    return sure | assign(same)


def _sure_pairs(
    rows: Sequence[PersonRow], fits: Mapping[int, list[ExistingPerson]]
) -> dict[int, ExistingPerson]:
    """Rows that number or birthday joins to one person, who is joined to no other row."""
    sure = {
        row.row: [person for person in fits[row.row] if is_surely(row.values, person)]
        for row in rows
    }
    wanted = [person.id for people in sure.values() for person in people]
    return {
        row: people[0]
        for row, people in sure.items()
        if len(people) == 1 and wanted.count(people[0].id) == 1
    }


def _last_pair(
    rows: Sequence[PersonRow],
    fits: Mapping[int, list[ExistingPerson]],
    sure: Mapping[int, ExistingPerson],
) -> dict[int, ExistingPerson]:
    """When all others are settled for sure, one row and one person are left for each other."""
    taken = {person.id for person in sure.values()}
    left = [row for row in rows if row.row not in sure]
    if len(left) != 1:
        return {}
    free = [person for person in fits[left[0].row] if person.id not in taken]
    return {left[0].row: free[0]} if len(free) == 1 else {}


def assign(wanted: Mapping[int, Sequence[ExistingPerson]]) -> dict[int, ExistingPerson]:
    """Each row one of the people it may have, as many rows as can be served."""
    holder: dict[str, int] = {}
    chosen: dict[int, ExistingPerson] = {}

    def serve(row: int, asked: set[str]) -> bool:
        for person in wanted[row]:
            if person.id in asked:
                continue
            asked.add(person.id)
            if person.id not in holder or serve(holder[person.id], asked):
                holder[person.id] = row
                chosen[row] = person
                return True
        return False

    for row in sorted(wanted, key=lambda row: len(wanted[row])):
        serve(row, set())
    return chosen


def living(people: Iterable[ExistingPerson], claimed: Collection[str]) -> list[ExistingPerson]:
    return [person for person in people if not person.is_gone and person.id not in claimed]
