"""The fixed hearing day of any month, from the rules recorded with their dates (R2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.tables.office import HearingDayRule
from longshan_desk.domain.calendar import HearingDay, Month


@dataclass(frozen=True, slots=True)
class FixedDay:
    """One fixed day and the date from which it holds."""

    from_on: date
    day: HearingDay


def fixed_days(session: Session) -> tuple[FixedDay, ...]:
    """All fixed days this village ever had, oldest first."""
    rows = session.execute(
        select(HearingDayRule)
        .where(HearingDayRule.is_deleted.is_(False))
        .order_by(HearingDayRule.from_on, HearingDayRule.id)
    ).scalars()
    return tuple(FixedDay(row.from_on, HearingDay.parse(row.recurrence)) for row in rows)


def hearing_day_on(session: Session, day: date) -> HearingDay | None:
    """The fixed day in force on ``day``; before the first one was set, the first (R2)."""
    days = fixed_days(session)
    valid = [fixed.day for fixed in days if fixed.from_on <= day]
    return valid[-1] if valid else days[0].day if days else None


def fixed_date(days: Sequence[FixedDay], month: Month) -> date | None:
    """The month's fixed date (R2). A month whose old or new date already lay before the new rule
    began keeps the old one, so that every month has exactly one."""
    found: date | None = None
    for fixed in days:
        new = fixed.day.on(month)
        if found is None or fixed.from_on <= min(found, new):
            found = new
    return found
