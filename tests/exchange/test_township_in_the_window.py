"""The township's own pages over real packages: who handed over, who never did, what leads where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commands import Commands
from exchange_seats import Seat
from longshan_desk.queries.township import village_figures
from longshan_desk.ui.township.reported_page import ReportedPage
from longshan_desk.ui.township.villages_page import VillagesPage
from longshan_desk.ui.widgets.card import LinkRow
from stick import Stick

Sit = Callable[[Commands], Seat]


@pytest.fixture
def town(joined: Stick) -> Commands:
    """大湾村 handed over; 上川村 joined and never did."""
    town = joined.desks["township"]
    joined.join(town, joined.found_village("03", "上川村"), "03")
    joined.desks["07-1"].register("通村路塌方了", list="escalated")
    joined.desks["07-1"].done("matter", "move", "2022-01-001", "report", "--text", "请协调修路")
    joined.carry(joined.desks["07-1"], town)
    return town


def villages_of(seat: Seat) -> VillagesPage:
    seat.window.show_page("villages")
    seat.settle()
    page = seat.window.page("villages")
    assert isinstance(page, VillagesPage)
    return page


@pytest.mark.rule("R26")
def test_a_village_that_never_handed_over_is_not_passed_over(town: Commands, sit: Sit) -> None:
    seat = sit(town)
    rows = village_figures(seat.context.store)
    assert [one.village.name for one in rows] == ["上川村", "大湾村"]
    assert rows[0].handed_over is not None
    assert rows[0].handed_over.received_until is None


@pytest.mark.rule("R26")
def test_the_home_says_so_and_leads_to_its_row(town: Commands, sit: Sit) -> None:
    seat = sit(town)
    home = seat.window.page("home")
    rows = [one for one in home.findChildren(LinkRow) if "还没有交过" in seat.reads(one)]
    assert len(rows) == 1
    seat.press(rows[0])
    page = villages_of(seat)
    assert page.table.current_id() == page._rows[0].id


@pytest.mark.rule("R26")
def test_opening_it_says_that_nothing_has_come(town: Commands, sit: Sit) -> None:
    seat = sit(town)
    page = villages_of(seat)
    page.open(page._rows[0].id)
    assert page.windows == {}
    assert "还没有收到过这个村的记录" in seat.said()


@pytest.mark.rule("R15")
def test_a_reported_matter_opens_among_the_villages_records(town: Commands, sit: Sit) -> None:
    seat = sit(town)
    seat.window.show_page("reported")
    seat.settle()
    reported = seat.window.page("reported")
    assert isinstance(reported, ReportedPage)
    seat.press_words(reported, "看村里的记录")
    (window,) = villages_of(seat).windows.values()
    seat.bot.waitUntil(lambda: window.current_key == "matters")


@pytest.mark.rule("R26")
def test_a_second_look_at_a_village_brings_its_window_up(town: Commands, sit: Sit) -> None:
    seat = sit(town)
    page = villages_of(seat)
    page.open(page._rows[1].id)
    (first,) = page.windows.values()
    page.open(page._rows[1].id)
    assert list(page.windows.values()) == [first]


@pytest.mark.rule("R26")
def test_a_villages_window_goes_with_the_townships(town: Commands, sit: Sit) -> None:
    seat = sit(town)
    page = villages_of(seat)
    page.open(page._rows[1].id)
    seat.window.hide()
    seat.bot.waitUntil(lambda: page.windows == {})
