"""People as lists show them: those of the village, or of one household (R11, R34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.forms import facts_of
from longshan_desk.data.membership import former_heads, former_homes, memberships, resident_on
from longshan_desk.data.search import ids_matching, words_of
from longshan_desk.data.special_groups import CHUNK, belongs_on, special_labels, specials_on
from longshan_desk.data.standing import is_shown, one_with
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
        pairs = _as_of(session, list(found), day)
        homes = {household.id for _, household in pairs}
        specials, heads = specials_on(session, homes, day), former_heads(session, homes, day)
        for person, household in pairs:
            held = {kind for who, kind in specials.get(household.id, ()) if who == person.id}
            codes = tuple(code for code in labels if code in held)
            words = "、".join(labels[code] for code in codes)
            head = heads.get(household.id, (household.head_id, household.head_name))
            rows[person.id] = _row(person, household, head, codes, words, day)
    return [rows[one] for one in ids if one in rows]


def _as_of(
    session: Session, pairs: list[tuple[Person, Household]], day: date
) -> list[tuple[Person, Household]]:
    """With the household that each person belonged to on the day."""
    homes = former_homes(session, [person.id for person, _ in pairs], day)
    if not homes:
        return pairs
    rows = session.execute(select(Household).where(Household.id.in_(set(homes.values()))))
    known = {household.id: household for household in rows.scalars()}
    return [(person, known.get(homes.get(person.id, ""), home)) for person, home in pairs]


def _row(
    person: Person,
    household: Household,
    head: tuple[str | None, str],
    codes: tuple[str, ...],
    words: str,
    day: date,
) -> PersonRow:
    died_on = person.died_on if (person.died_on or date.max) <= day else None
    until = died_on or day
    return PersonRow(
        id=person.id,
        household_id=household.id,
        group_no=household.group_no,
        group=group_label(household.group_no),
        head=head[1],
        is_head=head[0] == person.id,
        facts=facts_of(person, PersonFacts),
        age=age_on(person.born_on, until) if person.born_on else None,
        special_groups=codes,
        special_words=words,
        died_on=died_on,
        left_on=person.left_on if (person.left_on or date.max) <= day else None,
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
    found: list[ColumnElement[bool]] = [is_shown(Person)]
    if group is not None:
        found.append(_in_group(group, day))
    if words := words_of(text):
        found.append(Person.id.in_(one_with(Person, ids_matching("person", words))))
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
        found.append(~resident_on(day) if gone else resident_on(day))
    return found


def _in_group(group: int, day: date) -> ColumnElement[bool]:
    """Who belongs, or belonged last, to a household of the group; a condition that leaves the
    people's own order to their index."""
    homes = select(Household.id).where(Household.group_no == group)
    there = memberships(day).subquery()
    former = select(there.c.person_id).where(there.c.household_id.in_(homes))
    return or_(Person.household_id.in_(homes), Person.id.in_(former))
