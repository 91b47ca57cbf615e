"""What a household's page tells of visits: the last ones, what was promised, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from longshan_desk.data.store import Store
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visits import (
    Linked,
    VisitRow,
    links_by_entry,
    visit_ids,
    visit_rows,
)

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
    """R10: the diary of one household, in short; only what is shown is read whole."""
    wanted = VisitFilter(household_id=household_id)
    ids = visit_ids(store, wanted, on=on)
    promised = visit_ids(
        store, replace(wanted, only_promises=True), sort="promise_due", descending=False, on=on
    )
    with store.read() as session:
        by_entry = links_by_entry(session, ids)
    links = {one.id: one for entry in ids for one in by_entry.get(entry, ())}
    return HouseholdVisits(
        count=len(ids),
        last=tuple(visit_rows(store, ids[:shown], on=on)),
        promised=tuple(visit_rows(store, promised, on=on)),
        links=tuple(links.values()),
    )
