"""What the diary knows already, for the planning of an import of visits (R10, R46)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.diary import counts_on, facts_of_entry
from longshan_desk.data.imports import deleted_by_hand
from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.cadres import Cadre
from longshan_desk.data.tables.household_acts import FormerHead
from longshan_desk.data.tables.people import Household, VillageGroup
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.visit_facts import VisitFacts

Known = dict[str, Any]


def known_homes(session: Session) -> list[Known]:
    """Every household, also those that are none any more, with its heads: the present one first."""
    before: dict[str, list[str]] = {}
    rows = select(FormerHead.household_id, FormerHead.name).where(FormerHead.is_deleted.is_(False))
    for household_id, name in session.execute(rows.order_by(FormerHead.before.desc())):
        before.setdefault(household_id, []).append(name)
    homes = session.execute(
        select(
            Household.id,
            Household.group_no,
            Household.head_name,
            Household.code,
            Household.moved_out_on,
        )
        .where(is_shown(Household))
        .order_by(Household.group_no, Household.head_key, Household.id)
    )
    return [
        {
            "id": one,
            "group": group,
            "heads": (head, *before.get(one, ())),
            "code": code,
            "ended_on": ended_on,
        }
        for one, group, head, code, ended_on in homes
    ]


def known_visits(
    session: Session, days: Collection[date], ids: Iterable[str], today: date
) -> list[tuple[str, VisitFacts]]:
    """(id, facts) of the entries between the first and the last of ``days``, and of ``ids``."""
    found: dict[str, VisitFacts] = {}
    columns = [Visit.entry_id, *(getattr(Visit, name) for name in VisitFacts.LABELS)]
    query = select(*columns).where(counts_on(today))
    if days:
        for row in session.execute(query.where(Visit.on.between(min(days), max(days)))):
            found[row.entry_id] = facts_of_entry(row)
    more = [one for one in ids if one not in found]
    for start in range(0, len(more), CHUNK):
        for row in session.execute(query.where(Visit.entry_id.in_(more[start : start + CHUNK]))):
            found[row.entry_id] = facts_of_entry(row)
    return list(found.items())


def deleted_of(session: Session, entries: Collection[str], homes: Collection[str]) -> set[str]:
    """Of these entries and households, those that somebody deleted."""
    asked = {"visit": entries, "household": homes}
    return {
        one
        for table, ids in asked.items()
        if ids
        for one in deleted_by_hand(session, table) & set(ids)
    }


def known_visitors(session: Session) -> set[str]:
    """Everybody on the roster, and everybody who went before."""
    names = select(Cadre.name).where(Cadre.is_deleted.is_(False))
    found = set(session.execute(names).scalars())
    went = select(Visit.visitors).where(Visit.is_deleted.is_(False)).distinct()
    for visitors in session.execute(went).scalars():
        found.update(visitors)
    return found


def group_numbers(session: Session) -> dict[str, int]:
    """The numbers of groups that go by a name."""
    rows = select(VillageGroup.name, VillageGroup.number).where(
        VillageGroup.is_deleted.is_(False), VillageGroup.name.is_not(None)
    )
    return {name: number for name, number in session.execute(rows) if name}
