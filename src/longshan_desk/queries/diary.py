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

_LATELY = 1_000
"""So many of the last entries are looked through for phrases."""


def month_filter(store: Store, month: Month, **more: Any) -> VisitFilter:
    """The entries of a month of visiting, as the policy of that month cuts it."""
    with store.read() as session:
        policy = policy_for(session, month.first_day)
    period = month_period(month, policy)
    return VisitFilter(from_on=period.from_on, until_on=period.until_on, **more)


def months_written(
    store: Store, wanted: VisitFilter | None = None, *, on: date | None = None
) -> list[Month]:
    """Calendar months with entries, the newest first: each is looked up from the one after it, so
    that the length of the diary does not matter."""
    day = on or store.today()
    passing = conditions(wanted or VisitFilter(), day)
    days = select(Visit.on).where(counts_on(day), *passing).order_by(Visit.on.desc()).limit(1)
    found = select(days.scalar_subquery().label("day")).cte(recursive=True)
    first = func.substr(found.c.day, 1, 8).concat("01")
    before = days.where(Visit.on < first).correlate(found).scalar_subquery()
    found = found.union_all(select(before).select_from(found).where(found.c.day.is_not(None)))
    month = func.substr(found.c.day, 1, 7)
    with store.read() as session:
        words = session.execute(select(month).where(found.c.day.is_not(None)))
        return [Month.parse(word) for word in words.scalars()]


def visitors_since(store: Store, day: date) -> list[str]:
    """Everybody who went on a visit since ``day``, who went most often first."""
    with store.read() as session:
        rows = session.execute(
            select(Visit.visitors, func.count())
            .where(counts_on(store.today()), Visit.on >= day)
            .group_by(Visit.visitors)
        )
        times: dict[str, int] = {}
        for names, count in rows:
            for name in names:
                times[name] = times.get(name, 0) + count
    return sorted(times, key=lambda name: (-times[name], name))


def phrases(
    store: Store, *, visitor: str | None = None, limit: int = 30, at_least: int = 1
) -> list[str]:
    """The village's own sentences, the most used of the last year first: a pick list; where much
    is written, of its last entries. What is marked 内部 was said of one household and is offered
    for no other."""
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
    lately = query.order_by(Visit.on.desc()).limit(_LATELY).subquery()
    times = func.count()
    used = select(lately.c.text).group_by(lately.c.text).having(times >= at_least)
    with store.read() as session:
        rows = session.execute(used.order_by(times.desc(), lately.c.text).limit(limit))
        return [text for text in rows.scalars() if text]


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
