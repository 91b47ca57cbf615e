"""What a household's page tells of visits: the last ones, what was promised, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.data.store import Store
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visits import Linked, VisitRow, visit_ids, visit_rows

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class HouseholdVisits:
    """``last`` the newest first; ``promised`` those not ended, by their day; ``links`` what came
    of any of the household's visits."""

    count: int
    last: tuple[VisitRow, ...]
    promised: tuple[VisitRow, ...]
    links: tuple[Linked, ...]


def household_visits(
    store: Store, household_id: str, *, on: date | None = None, shown: int = _SHOWN
) -> HouseholdVisits:
    """R10: the diary of one household, in short."""
    ids = visit_ids(store, VisitFilter(household_id=household_id), on=on)
    rows = visit_rows(store, ids, on=on)
    open_promises = [row for row in rows if row.facts.promise and row.promise_ended is None]
    links = {one.id: one for row in rows for one in row.links}
    return HouseholdVisits(
        count=len(ids),
        last=tuple(rows[:shown]),
        promised=tuple(sorted(open_promises, key=lambda row: row.facts.promise_due or date.max)),
        links=tuple(links.values()),
    )
