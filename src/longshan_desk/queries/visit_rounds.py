"""A month's round: every household and when it was seen last, for writing many entries (R10)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from longshan_desk.data.diary import counts_on, facts_of_entry
from longshan_desk.data.household_spans import household_spans
from longshan_desk.data.records import policy_versions
from longshan_desk.data.standing import stand_ins
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.periods import Period
from longshan_desk.domain.policy import policy_on
from longshan_desk.domain.special_visits import specials_due
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.domain.visit_periods import month_period
from longshan_desk.queries.coverage import last_seen
from longshan_desk.queries.households import HouseholdRow, rows_of_households


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One household of the round; ``before`` is what its last entry before the month says."""

    household: HouseholdRow
    last_seen: date | None
    before: VisitFacts | None
    entries: tuple[tuple[str, VisitFacts], ...]
    """(id, facts) of what is written of it in this month, by anybody."""
    is_away: bool
    """Marked away for the whole month."""
    is_special: bool
    is_special_due: bool

    @property
    def is_visited(self) -> bool:
        return any(facts.way is VisitWay.AT_HOME for _, facts in self.entries)

    @property
    def is_reached(self) -> bool:
        return bool(self.entries)


@dataclass(frozen=True, slots=True)
class Round:
    """R10: the households of a month (or of one group in it) in the order of the work: who is
    over the special interval, then those not yet reached, special groups first and the longest
    unseen first; the others below."""

    month: Month
    period: Period
    rows: tuple[RoundRow, ...]


def visiting_round(
    store: Store, month: Month, *, group: int | None = None, on: date | None = None
) -> Round:
    day = on or store.today()
    with store.read() as session:
        policy = policy_on(policy_versions(session), month.first_day)
        period = month_period(month, policy)
        last = min(day, period.until_on or day)
        spans = {
            span.id: span
            for span in household_spans(session, last, group=group)
            if (known := span.known_on(day)) and last in known.registered
        }
        seen = last_seen(session, spans.values(), day)
        urgent = {due.household_id for due in specials_due(spans.values(), seen, last, policy)}
        before = _last_entries(session, group, period, day)
        entries = _entries(session, group, period, day)
        rows = [
            RoundRow(
                household=row,
                last_seen=seen.get(row.id),
                before=before.get(row.id),
                entries=tuple(entries.get(row.id, ())),
                is_away=spans[row.id].is_away_throughout(period),
                is_special=spans[row.id].is_special_on(last),
                is_special_due=row.id in urgent,
            )
            for row in rows_of_households(session, list(spans), last)
        ]
    return Round(month, period, tuple(sorted(rows, key=_order)))


def _order(row: RoundRow) -> tuple[bool, bool, bool, bool, date]:
    """Sorting keeps the walking order, by group and head, among equals."""
    return (
        row.is_reached,
        row.is_away,
        not row.is_special_due,
        not row.is_special,
        row.last_seen or date.min,
    )


def _entries(
    session: Session, group: int | None, period: Period, day: date
) -> dict[str, list[tuple[str, VisitFacts]]]:
    query = select(Visit.entry_id, *_said(Visit)).where(
        Visit.on.between(period.from_on, period.until_on), counts_on(day)
    )
    if group is not None:
        there = select(Household.id).where(_may_be_of(group))
        query = query.where(Visit.household_id.in_(there))
    mains = stand_ins(session, Household)
    found: dict[str, list[tuple[str, VisitFacts]]] = {}
    for row in session.execute(query.order_by(Visit.on, Visit.stamp)):
        home = mains.get(row.household_id, row.household_id)
        found.setdefault(home, []).append((row.entry_id, facts_of_entry(row)))
    return found


def _last_entries(
    session: Session, group: int | None, period: Period, day: date
) -> dict[str, VisitFacts]:
    """By household, its last entry before the period: what a form shows greyed."""
    shown = aliased(Visit)
    last = (
        select(Visit.id)
        .where(Visit.household_id == Household.id, Visit.on < period.from_on, counts_on(day))
        .order_by(Visit.on.desc(), Visit.stamp.desc())
        .limit(1)
        .correlate(Household)
        .scalar_subquery()
    )
    query = select(*_said(shown)).select_from(Household).join(shown, shown.id == last)
    if group is not None:
        query = query.where(_may_be_of(group))
    mains = stand_ins(session, Household)
    found: dict[str, VisitFacts] = {}
    for facts in map(facts_of_entry, session.execute(query)):
        home = mains.get(facts.household_id, facts.household_id)
        if home not in found or found[home].on < facts.on:
            found[home] = facts
    return found


def _may_be_of(group: int) -> ColumnElement[bool]:
    """Of the group, or a double of one that may be."""
    return or_(Household.group_no == group, Household.merged_into.is_not(None))


def _said(entry: Any) -> list[Any]:
    """The columns that facts are made of: thousands of whole records would take twice as long."""
    return [getattr(entry, each.name) for each in fields(VisitFacts)]
