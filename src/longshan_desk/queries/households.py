"""Households as lists and as one household's page show them (R11, R46)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data import records
from longshan_desk.data.forms import facts_of
from longshan_desk.data.membership import (
    former_heads,
    member_counts,
    members_on,
    memberships,
    open_on,
)
from longshan_desk.data.search import ids_matching, words_of
from longshan_desk.data.special_groups import CHUNK, belongs_on, special_labels, specials_on
from longshan_desk.data.standing import is_shown, main_of, one_with
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import (
    Household,
    HouseholdAway,
    Person,
    SpecialGroup,
    VillageGroup,
)
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.household_facts import HouseholdFacts
from longshan_desk.queries.people import PersonRow, rows_of_people

ANY = "*"
"""As a filter by special group: whoever is in any."""


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One household as it is on the day asked for; ``special_groups`` are codes."""

    id: str
    group_no: int
    group: str
    head_id: str | None
    head: str
    phone: str | None
    persons: int
    special_groups: tuple[str, ...]
    special_words: str
    away: AwayRow | None
    facts: HouseholdFacts
    moved_out_on: date | None
    began_on: date | None = None
    ended_reason: str | None = None

    @property
    def status(self) -> str:
        """“迁出”, “并户” of a household that is none any more, “外出” of one that is away."""
        if self.moved_out_on is not None:
            return self.ended_reason or "销户"
        return "外出" if self.away else ""

    @property
    def address(self) -> str | None:
        return self.facts.address

    @property
    def code(self) -> str | None:
        return self.facts.code

    @property
    def note(self) -> str | None:
        return self.facts.note


@dataclass(frozen=True, slots=True)
class AwayRow:
    id: str
    from_on: date
    until_on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class SpecialRow:
    """R11: a special group with its dates; ``person`` is empty where it is the household's."""

    id: str
    person_id: str | None
    person: str
    kind: str
    label: str
    from_on: date | None
    until_on: date | None
    note: str | None


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """All of one household; ``people`` includes the dead and those who left, marked."""

    row: HouseholdRow
    people: tuple[PersonRow, ...]
    away: tuple[AwayRow, ...]
    special: tuple[SpecialRow, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A 村民小组 with how many households and people are registered in it."""

    number: int
    name: str | None
    label: str
    households: int
    persons: int


def household_ids(
    store: Store,
    *,
    sort: str = "group",
    descending: bool = False,
    group: int | None = None,
    text: str = "",
    special: str | None = None,
    away: bool | None = None,
    moved_out: bool | None = False,
    on: date | None = None,
) -> list[str]:
    """The ids of the households that pass, in order; the database filters and sorts.

    ``sort`` is group, head, persons, address or code. ``text`` matches the household or any of
    its people; ``special`` is a code or ``ANY``; ``moved_out=None`` gives all.
    """
    day = on or store.today()
    keys = _SORTS.get(sort, _SORTS["group"])(day)
    ordered = [key.desc() if descending else key.asc() for key in keys]
    query = select(Household.id).where(*_filters(group, text, special, away, moved_out, day))
    with store.read() as session:
        return list(session.execute(query.order_by(*ordered, Household.id)).scalars())


def household_rows(
    store: Store, ids: Sequence[str], *, on: date | None = None
) -> list[HouseholdRow]:
    """The rows of these households, in the order of ``ids``."""
    with store.read() as session:
        return rows_of_households(session, ids, on or store.today())


def household(store: Store, household_id: str, *, on: date | None = None) -> HouseholdPage:
    """Raises ``NotFoundError`` where there is none."""
    day = on or store.today()
    with store.read() as session:
        household_id = main_of(session, Household, household_id)
        records.require(session, Household, household_id, "农户")
        people = session.execute(
            select(Person.id)
            .where(_belonged(session, household_id, day), is_shown(Person))
            .order_by(
                Person.household_id != household_id, Person.position, Person.name_key, Person.id
            )
        )
        return HouseholdPage(
            row=rows_of_households(session, [household_id], day)[0],
            people=tuple(rows_of_people(session, list(people.scalars()), day)),
            away=_away_rows(session, household_id),
            special=_special_rows(session, household_id),
        )


def groups(store: Store, *, on: date | None = None) -> list[GroupRow]:
    """Every 村民小组 that has households or a name, by number."""
    day = on or store.today()
    here = open_on(day)
    with store.read() as session:
        names = group_names(session)
        households = session.execute(
            select(Household.group_no, func.count()).where(here).group_by(Household.group_no)
        )
        there = memberships(day).subquery()
        persons = session.execute(
            select(Household.group_no, func.count())
            .join(there, there.c.household_id == Household.id)
            .where(here)
            .group_by(Household.group_no)
        )
        counts, people = dict(households.all()), dict(persons.all())
    return [
        GroupRow(no, names.get(no), group_label(no, names.get(no)), counts.get(no, 0),
                 people.get(no, 0))
        for no in sorted(names.keys() | counts.keys())
    ]  # fmt: skip


def group_names(session: Session) -> dict[int, str | None]:
    """The name that each recorded 村民小组 goes by."""
    rows = session.execute(
        select(VillageGroup.number, VillageGroup.name)
        .where(VillageGroup.is_deleted.is_(False))
        .order_by(VillageGroup.id)
    )
    return dict(rows.all())


def rows_of_households(session: Session, ids: Sequence[str], day: date) -> list[HouseholdRow]:
    """The rows of these households inside an open session, in the order of ``ids``."""
    names, labels = group_names(session), special_labels(session)
    specials = specials_on(session, ids, day)
    rows: dict[str, HouseholdRow] = {}
    for start in range(0, len(ids), CHUNK):
        part = list(ids[start : start + CHUNK])
        counts, away = member_counts(session, part, day), _away_on(session, part, day)
        heads = former_heads(session, part, day)
        for one, phone in _with_phone(session, part):
            held = {kind for _, kind in specials.get(one.id, ())}
            codes = tuple(code for code in labels if code in held)
            head_id, head = heads.get(one.id, (one.head_id, one.head_name))
            rows[one.id] = HouseholdRow(
                id=one.id,
                group_no=one.group_no,
                group=group_label(one.group_no, names.get(one.group_no)),
                head_id=head_id,
                head=head,
                phone=phone,
                persons=counts.get(one.id, 0),
                special_groups=codes,
                special_words="、".join(labels[code] for code in codes),
                away=away.get(one.id),
                facts=facts_of(one, HouseholdFacts),
                moved_out_on=one.moved_out_on if (one.moved_out_on or date.max) <= day else None,
                began_on=one.began_on,
                ended_reason=one.ended_reason,
            )
    return [rows[one] for one in ids if one in rows]


# -- the database's part ------------------------------------------------------------------------


def _belonged(session: Session, household_id: str, day: date) -> ColumnElement[bool]:
    """Who belongs to the household on the day, and whom death or moving away took from it."""
    gone = or_(Person.died_on <= day, Person.left_on <= day)
    here = Person.id.in_(members_on(session, household_id, day))
    return or_(here, and_(Person.household_id == household_id, gone))


def _size(day: date) -> ColumnElement[int]:
    there = memberships(day).subquery()
    count = select(func.count()).where(there.c.household_id == Household.id)
    return count.correlate(Household).scalar_subquery()


_SORTS: dict[str, Any] = {
    "group": lambda _: (Household.group_no, Household.head_key),
    "head": lambda _: (Household.head_key, Household.group_no),
    "persons": lambda day: (_size(day), Household.group_no, Household.head_key),
    "address": lambda _: (Household.address, Household.group_no, Household.head_key),
    "code": lambda _: (Household.code, Household.group_no, Household.head_key),
}


def _filters(
    group: int | None,
    text: str,
    special: str | None,
    away: bool | None,
    moved_out: bool | None,
    day: date,
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [is_shown(Household)]
    if group is not None:
        found.append(Household.group_no == group)
    if words := words_of(text):
        found.append(_text_matches(words))
    if special is not None:
        held = select(SpecialGroup.household_id).where(belongs_on(day))
        if special != ANY:
            held = held.where(SpecialGroup.kind == special)
        found.append(Household.id.in_(held))
    if away is not None:
        absent = Household.id.in_(select(HouseholdAway.household_id).where(_is_away(day)))
        found.append(absent if away else ~absent)
    if moved_out is not None:
        found.append(Household.moved_out_on <= day if moved_out else open_on(day))
    return found


def _text_matches(words: Sequence[str]) -> ColumnElement[bool]:
    people = one_with(Person, ids_matching("person", words))
    members = select(Person.household_id).where(Person.id.in_(people))
    homes = one_with(Household, ids_matching("household", words))
    return or_(Household.id.in_(homes), Household.id.in_(members))


def _is_away(day: date) -> ColumnElement[bool]:
    return and_(
        HouseholdAway.is_deleted.is_(False),
        HouseholdAway.from_on <= day,
        or_(HouseholdAway.until_on.is_(None), HouseholdAway.until_on >= day),
    )


def _with_phone(session: Session, ids: list[str]) -> list[tuple[Household, str | None]]:
    rows = session.execute(
        select(Household, Person.phone)
        .outerjoin(Person, Person.id == Household.head_id)
        .where(Household.id.in_(ids), Household.is_deleted.is_(False))
    )
    return list(rows)


def _away_on(session: Session, ids: list[str], day: date) -> dict[str, AwayRow]:
    rows = session.execute(
        select(HouseholdAway).where(HouseholdAway.household_id.in_(ids), _is_away(day))
    )
    return {row.household_id: _away_row(row) for row in rows.scalars()}


def _away_row(row: HouseholdAway) -> AwayRow:
    return AwayRow(row.id, row.from_on, row.until_on, row.reason)


def _away_rows(session: Session, household_id: str) -> tuple[AwayRow, ...]:
    rows = session.execute(
        select(HouseholdAway)
        .where(HouseholdAway.household_id == household_id, HouseholdAway.is_deleted.is_(False))
        .order_by(HouseholdAway.from_on.desc())
    )
    return tuple(_away_row(row) for row in rows.scalars())


def _special_rows(session: Session, household_id: str) -> tuple[SpecialRow, ...]:
    labels = special_labels(session)
    rows = session.execute(
        select(SpecialGroup, Person.name)
        .outerjoin(Person, Person.id == SpecialGroup.person_id)
        .where(SpecialGroup.household_id == household_id, SpecialGroup.is_deleted.is_(False))
        .order_by(SpecialGroup.from_on.desc(), SpecialGroup.id)
    )
    return tuple(
        SpecialRow(
            row.id, row.person_id, name or "", row.kind, labels.get(row.kind, row.kind),
            row.from_on, row.until_on, row.note,
        )
        for row, name in rows
    )  # fmt: skip
