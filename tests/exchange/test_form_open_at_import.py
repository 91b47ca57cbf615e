"""A package is received while a form is open over the same record (F49)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from commands import Commands
from exchange_seats import Seat
from longshan_desk.actions.packages import take
from longshan_desk.queries.matter_page import matter_page
from longshan_desk.ui.matters.edit_dialog import EditDialog
from stick import Stick

pytestmark = pytest.mark.failure("F49")

SAID = "北渠坏了，水流不到三组"


@pytest.fixture
def stick(with_second: Callable[[], Stick]) -> Stick:
    """The village's second PC has edited the matter and lies on the stick."""
    stick = with_second()
    first, second = stick.desks["07-1"], stick.desks["07-2"]
    first.register("水渠坏了")
    stick.exchange(stick.desks["township"], [first, second])
    (row,) = second.done("matter", "list")["matters"]
    second.done("matter", "edit", row["number"], "--words", "南渠坏了")
    stick.make(second, "--for", "own")
    return stick


@pytest.fixture
def seat(qtbot: QtBot, stick: Stick) -> Iterator[Seat]:
    desk: Commands = stick.desks["07-1"]
    seat = Seat(qtbot, desk.home, date.fromisoformat(desk.today)).open()
    yield seat
    seat.close()


@pytest.fixture
def form(seat: Seat, stick: Stick) -> Iterator[EditDialog]:
    """The form was open before the package came."""
    store = seat.context.store
    (row,) = stick.desks["07-1"].done("matter", "list")["matters"]
    dialog = EditDialog(seat.window, seat.context, matter_page(store, row["id"]))
    dialog.open()
    dialog.sheet.form["words"].set_value(SAID)
    take(store, stick.folder)
    yield dialog
    dialog.reject()


def test_saving_says_that_the_record_changed_and_keeps_what_was_typed(form: EditDialog) -> None:
    assert not form.sheet.save()
    said = form.sheet.notice or form.sheet.form["words"].said
    assert "在打开以后被改过，没有保存" in said
    assert form.sheet.form["words"].value() == SAID
    assert form.isVisible()


def test_what_came_stands_until_somebody_decides(
    form: EditDialog, seat: Seat, stick: Stick
) -> None:
    form.sheet.save()
    (row,) = stick.desks["07-1"].done("matter", "list")["matters"]
    assert row["words"] == "南渠坏了"
