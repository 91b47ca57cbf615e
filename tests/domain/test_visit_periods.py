"""The months and quarters of visiting, whole or as the policy cuts them (R8, R10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.policy import DEFAULT_POLICY
from longshan_desk.domain.visit_periods import month_of, month_period, quarter_period

pytestmark = pytest.mark.rule("R8", "R10")


def test_a_month_is_a_calendar_month() -> None:
    period = month_period(Month(2022, 4), DEFAULT_POLICY)
    assert (period.from_on, period.until_on) == (date(2022, 4, 1), date(2022, 4, 30))


def test_a_quarter_is_a_calendar_quarter() -> None:
    period = quarter_period(Quarter(2022, 2), DEFAULT_POLICY)
    assert (period.from_on, period.until_on) == (date(2022, 4, 1), date(2022, 6, 30))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (26, date(2022, 3, 26), date(2022, 4, 25)),
        (5, date(2022, 4, 5), date(2022, 5, 4)),
    ],
)
def test_the_policys_own_first_day_cuts_the_month(day: int, first: date, last: date) -> None:
    policy = replace(DEFAULT_POLICY, visit_period_start_day=day)
    period = month_period(Month(2022, 4), policy)
    assert (period.from_on, period.until_on) == (first, last)


def test_an_interval_of_two_months_is_one_period_for_both() -> None:
    policy = replace(DEFAULT_POLICY, visit_interval_months=2)
    assert month_period(Month(2022, 3), policy) == month_period(Month(2022, 4), policy)
    assert month_period(Month(2022, 5), policy) != month_period(Month(2022, 4), policy)


def test_an_interval_of_two_quarters_is_half_a_year() -> None:
    policy = replace(DEFAULT_POLICY, leader_visit_quarters=2)
    period = quarter_period(Quarter(2022, 2), policy)
    assert (period.from_on, period.until_on) == (date(2022, 1, 1), date(2022, 6, 30))


@given(st.integers(1, 28), st.integers(1, 12), st.dates(date(2021, 1, 1), date(2024, 12, 31)))
def test_every_day_lies_in_one_period_and_the_next_begins_after_it(
    start: int, length: int, day: date
) -> None:
    policy = replace(DEFAULT_POLICY, visit_period_start_day=start, visit_interval_months=length)
    month = month_of(day, policy)
    period = month_period(month, policy)
    assert day in period
    assert period.until_on is not None
    after = month_period(month_of(period.until_on + timedelta(days=1), policy), policy)
    assert after.from_on == period.until_on + timedelta(days=1)
