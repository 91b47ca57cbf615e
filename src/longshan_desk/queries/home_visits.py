"""The visits' part of 工作台: coverage of the month and the quarter, promises and ledger due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.diary import counts_on
from longshan_desk.data.household_spans import household_spans
from longshan_desk.data.roster import roster_on
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import LedgerEntry, Visit
from longshan_desk.domain.calendar import days_words
from longshan_desk.domain.coverage import Coverage, Figures, coverage
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.labels import Role
from longshan_desk.domain.ledger_facts import promise_due
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.special_visits import specials_due
from longshan_desk.domain.visit_periods import month_of, month_period, quarter_period
from longshan_desk.queries.coverage import Home as NamedHome
from longshan_desk.queries.coverage import homes, last_seen, visit_facts
from longshan_desk.queries.home_lines import DueLine, tone_of
from longshan_desk.queries.ledger import ledger_rows
from longshan_desk.queries.visit_filters import VisitFilter, conditions


@dataclass(frozen=True, slots=True)
class GroupMeter:
    """One group of the month, with the households that are missing, by name."""

    number: int
    label: str
    figures: Figures
    missing: tuple[NamedHome, ...]


@dataclass(frozen=True, slots=True)
class LeaderMeter:
    """R8: one liaison leader's quarter."""

    name: str
    label: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class VisitMeters:
    """走访 312/400 户 of the running month, by group; each leader's quarter; who of the special
    groups is over the policy's interval."""

    label: str
    total: Figures
    groups: tuple[GroupMeter, ...]
    leaders: tuple[LeaderMeter, ...]
    specials: tuple[NamedHome, ...]


def visit_meters(session: Session, today: date, policy: Policy) -> VisitMeters:
    """R8, R10, R11: as it stands today."""
    spans = household_spans(session, today)
    month = month_of(today, policy)
    period = month_period(month, policy)
    found = coverage(spans, visit_facts(session, period, today), period, on=today)
    due = specials_due(spans, last_seen(session, spans, today), today, policy)
    urgent = [one.household_id for one in due]
    names = homes(session, (*found.total.missing, *urgent))
    quarter = month.quarter  # not the calendar's: periods may begin on a day of their own
    whole = quarter_period(quarter, policy)
    made = visit_facts(session, whole, today)
    leaders = [one.name for one in roster_on(session, today) if one.holds(Role.LIAISON_LEADER)]
    return VisitMeters(
        label=month.label,
        total=found.total,
        groups=_groups(found, names),
        leaders=tuple(
            LeaderMeter(
                name, quarter.label, coverage(spans, made, whole, visitor=name, on=today).total
            )
            for name in leaders
        ),
        specials=tuple(names[one] for one in urgent),
    )


def _groups(found: Coverage, names: dict[str, NamedHome]) -> tuple[GroupMeter, ...]:
    return tuple(
        GroupMeter(
            number, group_label(number), figures, tuple(names[one] for one in figures.missing)
        )
        for number, figures in found.groups.items()
    )


def promise_lines(session: Session, today: date, policy: Policy) -> list[DueLine]:
    """R10: promises of visits that are neither kept nor given up."""
    wanted = conditions(VisitFilter(only_promises=True), today)
    rows = session.execute(
        select(Visit, Household)
        .join(Household, Household.id == Visit.household_id)
        .where(counts_on(today), *wanted)
        .order_by(Visit.promise_due, Visit.entry_id)
    )
    lines = []
    for visit, household in rows:
        if visit.promise is None or visit.promise_due is None:
            continue
        due = promise_due(visit.on, visit.promise_due)
        home = f"{group_label(household.group_no)}{household.head_name}户"
        who = f"走访承诺 {visit.promise_by} · {home}"
        tone = tone_of(today, due.on, policy.promise_reminder_days)
        words = days_words(today, due.on)
        lines.append(
            DueLine("visit", visit.entry_id, visit.promise, who, words, due.rule, tone, due.on)
        )
    return lines


def ledger_lines(session: Session, today: date, policy: Policy) -> list[DueLine]:
    """R9: lines of the work ledger that are not closed."""
    rows = ledger_rows(session, select(LedgerEntry), today)
    return [
        DueLine(
            "ledger_entry",
            row.id,
            row.facts.target,
            f"工作台账 {row.facts.person}",
            days_words(today, row.facts.due_on),
            row.due.rule,
            tone_of(today, row.facts.due_on, policy.due_soon_days),
            row.facts.due_on,
        )
        for row in rows
        if row.is_open
    ]
