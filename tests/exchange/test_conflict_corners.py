"""What two PCs wrote differently carries a yellow corner where it is read and typed (3.12)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from commands import Commands
from exchange_seats import Seat
from longshan_desk.queries.conflicts import conflicts_of
from longshan_desk.ui.matters.page import MattersPage
from stick import Stick

NUMBER = "2022-01-001"
Sit = Callable[..., Seat]


@pytest.fixture
def differing(joined: Stick, with_second: Callable[[], Stick]) -> Commands:
    """A PC of 大湾村 on which a matter's summary was written in two ways."""
    village = joined.desks["07-1"]
    village.register("水渠坏了")
    joined.carry(village, joined.desks["township"])
    stick = with_second()
    second = stick.desks["07-2"]
    stick.carry(second, village, "--for", "own")
    village.done("matter", "edit", NUMBER, "--summary", "修渠")
    second.done("matter", "edit", NUMBER, "--summary", "修水渠")
    stick.carry(second, village, "--for", "own")
    return village


@pytest.fixture
def seat(differing: Commands, sit: Sit) -> Seat:
    seat = sit(differing)
    seat.context.show_record("matter", differing.show(NUMBER)["id"])
    seat.settle()
    return seat


def pages(seat: Seat) -> MattersPage:
    page = seat.window.page("matters")
    assert isinstance(page, MattersPage)
    return page


def corners(inside: QWidget) -> list[QPushButton]:
    found = inside.findChildren(QPushButton)
    return [one for one in found if one.property("kind") == "corner" and one.isVisible()]


@pytest.mark.failure("F38")
def test_the_record_says_which_field_two_pcs_wrote_differently(seat: Seat) -> None:
    (corner,) = corners(pages(seat).view)
    assert corner.text() == "“事项概要”两台电脑写得不一样"


@pytest.mark.failure("F38")
def test_a_click_on_the_record_leads_to_the_card(seat: Seat) -> None:
    (corner,) = corners(pages(seat).view)
    seat.press(corner)
    seat.settle()
    assert seat.window.current_key == "exchange"
    assert seat.page.tabs.key == "conflict"


@pytest.mark.failure("F38")
def test_in_the_form_only_the_field_in_conflict_has_a_corner(seat: Seat) -> None:
    pages(seat).view.edit()
    marked = [key for key, field in seat.form.fields.items() if field.corner is not None]
    seat.dialog.close()
    assert marked == ["summary"]


@pytest.mark.failure("F38")
def test_the_corner_lies_on_its_field_and_leads_to_the_card(seat: Seat) -> None:
    pages(seat).view.edit()
    field = seat.form["summary"]
    corner = field.corner
    assert corner is not None
    assert corner.geometry().topRight() == field.input.geometry().topRight()
    seat.press(corner)
    seat.settle()
    assert seat.page.tabs.key == "conflict"
    assert not seat.has_dialog()


@pytest.mark.failure("F38")
def test_what_was_decided_has_no_corner_any_more(seat: Seat) -> None:
    page = seat.go("conflict")
    (card,) = page.conflicts.cards.values()
    record = card.shown.record
    assert conflicts_of(seat.context.store, *record)
    seat.press_words(card, "用对方的")
    seat.settle()
    assert conflicts_of(seat.context.store, *record) == {}
    seat.context.show_record(*record)
    seat.settle()
    assert corners(pages(seat).view) == []
