"""Households and people as an import compares them with a sheet, in plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.imports import deleted_by_hand
from longshan_desk.data.special_groups import belongs_on
from longshan_desk.data.standing import stands_for_itself
from longshan_desk.data.tables.household_acts import FormerStay
from longshan_desk.data.tables.people import Household, Person, SpecialGroup

Known = dict[str, Any]
_Codes = Mapping[str | None, tuple[str, ...]]

_PERSON = (
    "id", "household_id", "name", "id_number", "id_kind", "sex", "born_on", "relation", "phone",
    "ethnicity", "political", "education", "health", "work_place", "resident", "note",
)  # fmt: skip


def known_households(session: Session, today: date) -> list[Known]:
    """``ended`` ones moved away or were deleted; an import finds no new members for them."""
    own = _special_codes(session, today, of_people=False)
    rows = session.execute(
        select(
            Household.id,
            Household.group_no,
            Household.head_name,
            Household.code,
            Household.address,
            Household.note,
            Household.moved_out_on,
            Household.is_deleted,
        )
        .where(stands_for_itself(Household))
        .order_by(Household.id)
    )
    return [
        {
            "id": row.id,
            "group": row.group_no,
            "head_name": row.head_name,
            "code": row.code,
            "address": row.address,
            "note": row.note,
            "special_groups": own.get(row.id, ()),
            "ended": row.is_deleted or (row.moved_out_on or date.max) <= today,
        }
        for row in rows
    ]


def known_people(session: Session, today: date) -> list[Known]:
    """The dead, the gone and those deleted by hand included, so that no import brings them back
    (R46); not those whose making was undone."""
    codes = _special_codes(session, today, of_people=True)
    by_hand = deleted_by_hand(session, "person")
    former = _former_homes(session)
    columns = [getattr(Person, name) for name in _PERSON]
    rows = session.execute(
        select(Person.died_on, Person.left_on, Person.is_deleted, *columns)
        .where(stands_for_itself(Person))
        .order_by(Person.household_id, Person.position, Person.id)
    )
    return [
        {
            **dict(zip(_PERSON, values, strict=True)),
            "special_groups": codes.get(values[0], ()),
            "died": died_on is not None,
            "left": left_on is not None,
            "deleted": is_deleted,
            "gone_on": died_on or left_on,
            "former_homes": former.get(values[0], ()),
        }
        for died_on, left_on, is_deleted, *values in rows
        if not is_deleted or values[0] in by_hand
    ]


def _former_homes(session: Session) -> dict[str, tuple[str, ...]]:
    """The households that each person belonged to before the present one."""
    rows = session.execute(
        select(FormerStay.person_id, FormerStay.household_id)
        .where(FormerStay.is_deleted.is_(False))
        .order_by(FormerStay.before, FormerStay.id)
    )
    found: dict[str, tuple[str, ...]] = {}
    for person_id, household_id in rows:
        found[person_id] = (*found.get(person_id, ()), household_id)
    return found


def _special_codes(session: Session, today: date, *, of_people: bool) -> _Codes:
    """Codes in force today, by person, or by household where they are the household's own."""
    key = SpecialGroup.person_id if of_people else SpecialGroup.household_id
    rows = session.execute(
        select(key, SpecialGroup.kind)
        .where(belongs_on(today), SpecialGroup.person_id.is_not(None) == of_people)
        .order_by(SpecialGroup.kind)
    )
    found: dict[str | None, tuple[str, ...]] = defaultdict(tuple)
    for of, kind in rows:
        found[of] += (kind,)
    return found
