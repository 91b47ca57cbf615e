"""Seats, villagers and households as an import of rolls compares them with a sheet (R14)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.rolls import exclusion_of
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.data.tables.rolls import RollEntry, RollExclusion, RollHousehold

Known = dict[str, Any]

_SHEET_NAMES = {"group_no": "group", "lacks_capacity": "capacity"}
_KEPT = (
    "sex", "group_no", "born_on", "phone", "is_probationary", "confirmed_on", "lacks_capacity",
    "from_on", "until_on", "note",
)  # fmt: skip


def known_seats(session: Session) -> list[Known]:
    """In plain values; ``homes`` and ``exclusions`` as they stand without an end."""
    homes: dict[str, list[str]] = defaultdict(list)
    stands = select(RollHousehold).where(
        RollHousehold.is_deleted.is_(False), RollHousehold.until_on.is_(None)
    )
    for stand in session.execute(stands.order_by(RollHousehold.id)).scalars():
        homes[stand.entry_id].append(stand.household_id)
    exclusions: dict[str, list[Any]] = defaultdict(list)
    left_out = select(RollExclusion).where(RollExclusion.is_deleted.is_(False))
    for row in session.execute(left_out.order_by(RollExclusion.id)).scalars():
        exclusions[row.entry_id].append(exclusion_of(row))
    rows = session.execute(
        select(RollEntry, Person.id_number)
        .outerjoin(Person, Person.id == RollEntry.person_id)
        .where(RollEntry.is_deleted.is_(False))
        .order_by(RollEntry.id)
    )
    return [
        {
            "id": entry.id,
            "body": entry.body,
            "name": entry.name,
            "person_id": entry.person_id,
            "id_number": number,
            "values": {_SHEET_NAMES.get(name, name): getattr(entry, name) for name in _KEPT},
            "homes": tuple(homes[entry.id]),
            "exclusions": tuple(exclusions[entry.id]),
        }
        for entry, number in rows
    ]


def known_villagers(session: Session) -> list[Known]:
    """Those alive; who left the village may still belong to its branch."""
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.id_number,
            Person.sex,
            Person.born_on,
            Household.group_no.label("group"),
            Household.head_name.label("head"),
        )
        .join(Household, Household.id == Person.household_id)
        .where(is_shown(Person), Person.died_on.is_(None))
        .order_by(Person.id)
    )
    return [dict(row._mapping) for row in rows]


def known_homes(session: Session) -> list[Known]:
    rows = session.execute(
        select(Household.id, Household.head_name.label("head"), Household.group_no.label("group"))
        .where(is_shown(Household), Household.moved_out_on.is_(None))
        .order_by(Household.id)
    )
    return [dict(row._mapping) for row in rows]
