"""A village written month by month through 批量录入: the keys it takes, and the figures."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clerk import Clerk
from desk import Desk
from journeys.typed_year import TypedYear
from longshan_desk.domain.calendar import Month
from longshan_desk.ui import theme
from ui.at_visits import Typist

MOST_KEYS, MOST_PHRASES = 4, 1

pytestmark = pytest.mark.rule("R8", "R10")


@pytest.fixture
def clerk(qtbot: QtBot, qapp: QApplication, desk: Desk) -> Iterator[Clerk]:
    theme.apply(qapp)
    made = Clerk(qtbot, desk)
    yield made
    made.close()


@pytest.fixture
def typist(qtbot: QtBot) -> Typist:
    return Typist(qtbot, commit)


def commit(widget: QWidget, text: str) -> None:
    """Text as an input method gives it, after composing it."""
    QApplication.sendEvent(widget, QInputMethodEvent("pin'yin", []))
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def agree(year: TypedYear, months: list[Month]) -> None:
    for month in months:
        assert year.counted(month) == year.reckon(month), month.label


def few_keys(year: TypedYear) -> None:
    assert max(keys for keys, _ in year.hand.rows) <= MOST_KEYS
    assert max(phrases for _, phrases in year.hand.rows) <= MOST_PHRASES


def test_a_month_of_forty_households_is_typed_and_counts_as_it_was_typed(
    clerk: Clerk, typist: Typist
) -> None:
    clerk.desk.go_to(date(2022, 4, 30))
    year = TypedYear(clerk, typist, groups=4, homes=40)
    year.send_away(9, date(2022, 5, 31))
    year.move(1)
    april = Month(2022, 4)
    year.write_month(april)
    assert len(year.typed) >= 36
    few_keys(year)
    agree(year, [april])


@pytest.mark.torture
def test_a_year_of_four_hundred_households_is_typed_and_counts_as_it_was_typed(
    clerk: Clerk, typist: Typist, capsys: pytest.CaptureFixture[str]
) -> None:
    months = [Month(2022, 1).plus(number) for number in range(12)]
    clerk.desk.today = months[0].last_day
    began = time.monotonic()
    year = TypedYear(clerk, typist, groups=8, homes=400)
    for number, month in enumerate(months):
        clerk.desk.today = month.last_day
        if number in (1, 6):
            year.send_away(11 if number == 1 else 13, month.plus(2).last_day)
        year.move(number)
        year.write_month(month, late=8 if number % 4 == 3 else 0)
    few_keys(year)
    agree(year, months)
    hand = year.hand
    with capsys.disabled():
        print(
            f"\n{len(hand.rows):,} rows, {hand.row_keys:,} keys and {hand.phrases:,} phrases in "
            f"them, {hand.around:,} keys and {hand.clicks:,} clicks around them, "
            f"{len(year.typed):,} entries, {(time.monotonic() - began) / 60:.1f} minutes"
        )
