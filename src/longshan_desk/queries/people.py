"""People as lists show them: those of the village, or of one household (R11, R34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.forms import facts_of
from longshan_desk.data.search import ids_matching, words_of
from longshan_desk.data.special_groups import CHUNK, belongs_on, special_labels, specials_on
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person, SpecialGroup
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.domain.people import age_on

ANY = "*"
"""As a filter by special group: whoever is in any."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as of the day asked for. ``special_groups`` are codes, of the person's own;
    ``age`` is in full years."""

    id: str
    household_id: str
    group_no: int
    group: str
    head: str
    is_head: bool
    facts: PersonFacts
    age: int | None
    special_groups: tuple[str, ...]
    special_words: str
    died_on: date | None
    left_on: date | None

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def relation(self) -> str | None:
        return self.facts.relation

    @property
    def id_number(self) -> str | None:
        return self.facts.id_number

    @property
    def sex(self) -> Sex | None:
        return self.facts.sex

    @property
    def born_on(self) -> date | None:
        return self.facts.born_on

    @property
    def phone(self) -> str | None:
        return self.facts.phone

    @property
    def is_here(self) -> bool:
        """Whether the person belongs to the household still."""
        return self.died_on is None and self.left_on is None


def person_ids(
    store: Store,
    *,
    sort: str = "group",
    descending: bool = False,
    group: int | None = None,
    text: str = "",
    special: str | None = None,
    sex: Sex | None = None,
    resident: str | None = None,
    gone: bool | None = False,
    on: date | None = None,
) -> list[str]:
    """The ids of the people who pass, in order; the database filters and sorts.

    ``sort`` is group, name, head, relation, sex, born_on, phone or id_number. ``special`` is a
    code or ``ANY``; ``gone=None`` also gives the dead, and who left or moved out.
    """
    day = on or store.today()
    keys = _SORTS.get(sort, _SORTS["group"])
    ordered = [key.desc() if descending else key.asc() for key in keys]
    query = select(Person.id)
    if sort not in _WITHOUT_HOUSEHOLD:
        query = query.join(Household, Household.id == Person.household_id)
    query = query.where(*_filters(group, text, special, sex, resident, gone, day))
    with store.read() as session:
        return list(session.execute(query.order_by(*ordered, Person.id)).scalars())


def person_rows(store: Store, ids: Sequence[str], *, on: date | None = None) -> list[PersonRow]:
    """The rows of these people, in the order of ``ids``."""
    with store.read() as session:
        return rows_of_people(session, ids, on or store.today())


def rows_of_people(session: Session, ids: Sequence[str], day: date) -> list[PersonRow]:
    """The rows of these people inside an open session, in the order of ``ids``."""
    labels = special_labels(session)
    rows: dict[str, PersonRow] = {}
    for start in range(0, len(ids), CHUNK):
        found = session.execute(
            select(Person, Household)
            .join(Household, Household.id == Person.household_id)
            .where(Person.id.in_(ids[start : start + CHUNK]), Person.is_deleted.is_(False))
        )
        pairs = list(found)
        specials = specials_on(session, {person.household_id for person, _ in pairs}, day)
        for person, household in pairs:
            held = {kind for who, kind in specials.get(household.id, ()) if who == person.id}
            codes = tuple(code for code in labels if code in held)
            words = "、".join(labels[code] for code in codes)
            rows[person.id] = _row(person, household, codes, words, day)
    return [rows[one] for one in ids if one in rows]


def _row(
    person: Person, household: Household, codes: tuple[str, ...], words: str, day: date
) -> PersonRow:
    until = person.died_on or day
    return PersonRow(
        id=person.id,
        household_id=household.id,
        group_no=household.group_no,
        group=group_label(household.group_no),
        head=household.head_name,
        is_head=household.head_id == person.id,
        facts=facts_of(person, PersonFacts),
        age=age_on(person.born_on, until) if person.born_on else None,
        special_groups=codes,
        special_words=words,
        died_on=person.died_on,
        left_on=person.left_on,
    )


_SORTS: dict[str, tuple[Any, ...]] = {
    "group": (Household.group_no, Household.head_key, Household.id, Person.position),
    "name": (Person.name_key,),
    "head": (Household.head_key, Household.id, Person.position),
    "relation": (Person.relation, Person.name_key),
    "sex": (Person.sex, Person.name_key),
    "born_on": (Person.born_on, Person.name_key),
    "phone": (Person.phone, Person.name_key),
    "id_number": (Person.id_number, Person.name_key),
}
_WITHOUT_HOUSEHOLD = frozenset(_SORTS) - {"group", "head"}


def _filters(
    group: int | None,
    text: str,
    special: str | None,
    sex: Sex | None,
    resident: str | None,
    gone: bool | None,
    day: date,
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Person.is_deleted.is_(False)]
    if group is not None:
        found.append(_in_households(Household.group_no == group))
    if words := words_of(text):
        found.append(Person.id.in_(ids_matching("person", words)))
    if special is not None:
        held = select(SpecialGroup.person_id).where(belongs_on(day))
        if special != ANY:
            held = held.where(SpecialGroup.kind == special)
        found.append(Person.id.in_(held.where(SpecialGroup.person_id.is_not(None))))
    if sex is not None:
        found.append(Person.sex == sex)
    if resident is not None:
        found.append(Person.resident == resident)
    if gone is not None:
        away = or_(
            Person.died_on.is_not(None),
            Person.left_on.is_not(None),
            _in_households(Household.moved_out_on <= day),
        )
        found.append(away if gone else ~away)
    return found


def _in_households(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition on the household that leaves the people's own order to their index."""
    return Person.household_id.in_(select(Household.id).where(condition))
