"""Leafing through the diary, and what helps while writing it: phrases, the quiet hint (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from longshan_desk.data.diary import Pen, counts_on
from longshan_desk.data.records import policy_for
from longshan_desk.data.store import Store
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.calendar import Month, add_months
from longshan_desk.domain.similar_text import similar_hint
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_periods import month_of, month_period
from longshan_desk.errors import AppError
from longshan_desk.queries.visit_filters import VisitFilter, conditions, went


def month_filter(store: Store, month: Month, **more: Any) -> VisitFilter:
    """The entries of a month of visiting, as the policy of that month cuts it."""
    with store.read() as session:
        policy = policy_for(session, month.first_day)
    period = month_period(month, policy)
    return VisitFilter(from_on=period.from_on, until_on=period.until_on, **more)


def diary_months(
    store: Store,
    *,
    visitor: str | None = None,
    household_id: str | None = None,
    on: date | None = None,
) -> list[tuple[Month, int]]:
    """Calendar months with entries and how many, the newest first: what one can leaf through."""
    day = on or store.today()
    month = func.substr(Visit.on, 1, 7)
    wanted = VisitFilter(visitor=visitor, household_id=household_id)
    query = (
        select(month, func.count())
        .where(counts_on(day), *conditions(wanted, day))
        .group_by(month)
        .order_by(month.desc())
    )
    with store.read() as session:
        return [(Month.parse(word), count) for word, count in session.execute(query)]


def visitors_since(store: Store, day: date) -> list[str]:
    """Everybody who went on a visit since ``day``, who went most often first."""
    with store.read() as session:
        rows = session.execute(
            select(Visit.visitors).where(counts_on(store.today()), Visit.on >= day)
        ).scalars()
        times: dict[str, int] = {}
        for names in rows:
            for name in names:
                times[name] = times.get(name, 0) + 1
    return sorted(times, key=lambda name: (-times[name], name))


def phrases(
    store: Store, *, visitor: str | None = None, limit: int = 30, at_least: int = 1
) -> list[str]:
    """The village's own sentences, the most used of the last year first: a pick list. What is
    marked 内部 was said of one household and is offered for no other."""
    today = store.today()
    query = select(Visit.text).where(
        Visit.is_deleted.is_(False),
        Visit.on >= add_months(today, -12),
        Visit.text.is_not(None),
        Visit.is_internal.is_(False),
        func.length(Visit.text) <= 40,
    )
    if visitor is not None:
        query = query.where(went(visitor))
    with store.read() as session:
        used = query.group_by(Visit.text).having(func.count() >= at_least)
        rows = used.order_by(func.count().desc(), Visit.text).limit(limit)
        return [text for text in session.execute(rows).scalars() if text]


def refusals(store: Store, entries: Sequence[VisitFacts]) -> dict[int, AppError]:
    """Which of these entries could not be written now, by their place from 0, and why."""
    found: dict[int, AppError] = {}
    with store.read() as session:
        pen = Pen(session, store)
        pen.know([facts.household_id for facts in entries])
        for place, facts in enumerate(entries):
            try:
                pen.checked(facts)
            except AppError as error:
                found[place] = error
    return found


def similar_entries(store: Store, facts: VisitFacts, *, but: str | None = None) -> str:
    """R10: the quiet hint while an entry is written, or nothing; ``but`` is the entry itself."""
    with store.read() as session:
        policy = policy_for(session, facts.on)
        if not facts.text or not facts.visitors or not policy.similar_visits:
            return ""
        period = month_period(month_of(facts.on, policy), policy)
        rows = session.execute(
            select(Visit.text).where(
                counts_on(store.today()),
                Visit.on.between(period.from_on, period.until_on),
                went(facts.visitors[0]),
                Visit.text.is_not(None),
                Visit.entry_id != (but or ""),
            )
        )
        return similar_hint(facts.text, [text for text in rows.scalars() if text], policy)
