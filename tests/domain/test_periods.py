"""Periods: both days included, open ends, and what cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from longshan_desk.domain.periods import Period
from longshan_desk.errors import BadValueError

A, B, C = date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Period(A, B), Period(B, C), True),
        (Period(A, A), Period(B, C), False),
        (Period(A), Period(B, C), True),
        (Period(B), Period(A, A), False),
        (Period(None, A), Period(A), True),
        (Period(), Period(B, B), True),
    ],
)
def test_two_periods_overlap_when_they_share_a_day(
    one: Period, other: Period, shared: bool
) -> None:
    assert one.overlaps(other) is other.overlaps(one) is shared


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(A, B), "2022年1月1日至2022年2月1日"),
        (Period(A), "2022年1月1日起"),
        (Period(None, B), "至2022年2月1日"),
        (Period(), "未写日期"),
    ],
)
def test_a_period_in_words(period: Period, words: str) -> None:
    assert period.words == words


def test_both_ends_belong_to_it() -> None:
    assert A in Period(A, A)
    assert B not in Period(A, A)


@pytest.mark.parametrize(("from_on", "until_on"), [(B, A), (date(22, 1, 1), None)])
def test_a_period_that_cannot_be_is_refused(from_on: date, until_on: date | None) -> None:
    with pytest.raises(BadValueError):
        Period(from_on, until_on)
