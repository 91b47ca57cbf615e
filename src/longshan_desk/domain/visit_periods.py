"""The months and quarters of visiting: whole ones, or those the policy sets (R8, R10)."""

from __future__ import annotations

from datetime import date, timedelta

from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.periods import Period
from longshan_desk.domain.policy import Policy

_DAY = timedelta(days=1)
_MIDDLE = 15


def month_period(month: Month, policy: Policy) -> Period:
    """R10: the days in which every household is to be visited once, for ``month``.

    Longer than a month where the policy says so; the period is then the one ``month`` lies in.
    """
    length = policy.visit_interval_months
    return _block(month.plus(-((month.year * 12 + month.month - 1) % length)), length, policy)


def quarter_period(quarter: Quarter, policy: Policy) -> Period:
    """R8: the days in which the liaison leader is to visit every household once."""
    length = policy.leader_visit_quarters
    first = quarter.plus(-((quarter.year * 4 + quarter.number - 1) % length))
    return _block(first.months[0], 3 * length, policy)


def month_of(day: date, policy: Policy) -> Month:
    """The month that a visit on ``day`` is for: named by where most of its days lie."""
    month = Month.of(day)
    if day < _start(month, policy):
        return month.previous()
    return month.next() if day >= _start(month.next(), policy) else month


def _block(first: Month, months: int, policy: Policy) -> Period:
    return Period(_start(first, policy), _start(first.plus(months), policy) - _DAY)


def _start(month: Month, policy: Policy) -> date:
    """The first day: a month that begins on the 26th begins in the calendar month before."""
    day = policy.visit_period_start_day
    begins_in = month.previous() if day > _MIDDLE else month
    return begins_in.first_day.replace(day=day)
