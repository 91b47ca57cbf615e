"""Visits that stand in the diary twice: same household, day, way and visitor (R48)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, tuple_

from longshan_desk.data.diary import counts_on
from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.store import Store
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.calendar import add_months
from longshan_desk.domain.visit_joining import is_double
from longshan_desk.queries.visits import VisitRow, rows_of_visits

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Double:
    """Entries of one visit, the one written first in front: it is the one to keep."""

    rows: tuple[VisitRow, ...]

    @property
    def on(self) -> date:
        return self.rows[0].on

    @property
    def household_id(self) -> str:
        return self.rows[0].facts.household_id

    @property
    def household(self) -> str:
        return self.rows[0].household


def visit_doubles(
    store: Store, *, from_on: date | None = None, until_on: date | None = None
) -> list[Double]:
    """R48: the newest first, of the last twelve months unless told otherwise; those of village
    and township are no doubles, for each owns its word (R49)."""
    today = store.today()
    start = from_on or add_months(until_on or today, -_MONTHS)
    one_day = (Visit.household_id, Visit.on, Visit.way, Visit.owner)
    several = (
        select(*one_day)
        .where(Visit.on.between(start, until_on or today), counts_on(today))
        .group_by(*one_day)
        .having(func.count() > 1)
    )
    with store.read() as session:
        keys = [tuple(row) for row in session.execute(several)]
        ids: list[str] = []
        for at in range(0, len(keys), CHUNK // 4):
            among = tuple_(*one_day).in_(keys[at : at + CHUNK // 4])
            query = select(Visit.entry_id).where(among, counts_on(today))
            ids += session.execute(query.order_by(Visit.entered_on, Visit.stamp)).scalars()
        rows = rows_of_visits(session, ids, today)
    found = [double for there in _by_day(rows).values() for double in _doubles(there)]
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.household))


def _by_day(rows: list[VisitRow]) -> dict[tuple[object, ...], list[VisitRow]]:
    found: dict[tuple[object, ...], list[VisitRow]] = {}
    for row in rows:
        key = (row.facts.household_id, row.on, row.facts.way, row.owner)
        found.setdefault(key, []).append(row)
    return found


def _doubles(rows: list[VisitRow]) -> list[Double]:
    """Of a day's entries those that share a visitor with the first of them."""
    found: list[Double] = []
    left = rows
    while left:
        first = left[0]
        same = [row for row in left if row is first or is_double(first.facts, row.facts)]
        if len(same) > 1:
            found.append(Double(tuple(same)))
        left = [row for row in left if row not in same]
    return found
