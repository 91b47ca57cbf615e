"""The township's people (3.13): kept once at the township, sent down, chosen by a village."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from commands import Commands
from exchange_seats import Seat
from longshan_desk.actions.exports import export_roster
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths
from longshan_desk.ui.office.page import OfficePage
from longshan_desk.ui.office.roster_tab import RosterTab
from longshan_desk.ui.widgets.form_sheet import FormDialog
from stick import Stick

Sit = Callable[[Commands], Seat]


@pytest.fixture
def town(joined: Stick) -> Commands:
    town = joined.desks["township"]
    town.done(
        "roster", "add", "--name", "赵启明", "--phone", "13912345678",
        "--role", "liaison_leader", "--title", "镇党委副书记", "--from", "2022-01-01",
    )  # fmt: skip
    return town


@pytest.fixture
def village(joined: Stick, town: Commands) -> Commands:
    village = joined.desks["07-1"]
    joined.carry(town, village)
    return village


def names(desk: Commands, what: str = "list") -> list[str]:
    return [one["name"] for one in desk.done("roster", what)["members"]]


def chosen(village: Commands) -> dict[str, Any]:
    (one,) = village.done("roster", "township")["members"]
    return village.done("roster", "term", one["id"], "--role", "liaison_leader")


def roster_tab(seat: Seat) -> RosterTab:
    seat.window.show_page("office")
    page = seat.window.page("office")
    assert isinstance(page, OfficePage)
    page.tabs.go_to("roster")
    seat.settle()
    return page.roster


def test_the_township_keeps_its_people(town: Commands) -> None:
    assert names(town) == ["赵启明"]


def test_they_come_down_to_the_village_and_hold_nothing_there(village: Commands) -> None:
    assert names(village, "township") == ["赵启明"]
    assert "赵启明" not in names(village)


def test_a_village_chooses_one_and_the_township_sees_it(
    joined: Stick, town: Commands, village: Commands
) -> None:
    chosen(village)
    assert "赵启明" in names(village)
    joined.carry(village, town)
    rows = town.done("roster", "list", "--village", "07")["members"]
    assert "赵启明" in [one["name"] for one in rows]
    assert names(town) == ["赵启明"]


def test_the_chosen_one_sits_in_the_hearing(village: Commands) -> None:
    chosen(village)
    hearing = village.hearing("2022-01-05")
    assert "赵启明" in str(village.done("hearing", "show", hearing))


@pytest.mark.failure("F62")
def test_who_they_are_the_village_cannot_change(village: Commands) -> None:
    (one,) = village.done("roster", "township")["members"]
    (held,) = one["roles"]
    assert village.code("roster", "end", held["term"]) == "not_owner"


def test_a_change_at_the_township_reaches_the_villages_roster(
    joined: Stick, town: Commands, village: Commands
) -> None:
    chosen(village)
    joined.carry(village, town)
    (held,) = next(one for one in town.done("roster", "list")["members"])["roles"]
    town.done("roster", "end", held["term"], "--date", "2022-01-02")
    town.today = village.today = "2022-01-08"
    joined.carry(town, village)
    assert names(village, "township") == []
    assert "赵启明" in names(village), "the village's own term is the village's to end"


def test_the_roster_goes_out_and_in_again_and_leaves_the_townships_words_alone(
    village: Commands, tmp_path: Path
) -> None:
    chosen(village)
    file = tmp_path / "名册.xlsx"
    with Store(DeskPaths(village.home), today=lambda: date(2022, 1, 8)) as store:
        export_roster(store, file)
    book = load_workbook(file)
    (cell,) = [one for row in book.active.iter_rows() for one in row if one.value == "13912345678"]
    cell.value = "13900000000"
    book.save(file)
    assert village.done("import", "roster", str(file), "--apply")["refused"] == 0
    (one,) = [one for one in village.done("roster", "list")["members"] if one["name"] == "赵启明"]
    assert one["phone"] == "13912345678"
    assert len(one["roles"]) == 1


def test_the_townships_window_keeps_them(joined: Stick, town: Commands, sit: Sit) -> None:
    seat = sit(town)
    tab = roster_tab(seat)
    seat.press(tab.add_button)
    (dialog,) = [one for one in tab.findChildren(FormDialog) if one.isVisible()]
    form = dialog.sheet.form
    assert "person" not in form.values()
    form.set_values({"name": "钱书记", "role": "township_leader"})
    seat.press(dialog.sheet.save_button)
    assert not dialog.isVisible(), seat.reads(dialog)
    seat.settle()
    seat.close()
    town.today = "2022-01-08"
    assert sorted(names(town)) == ["赵启明", "钱书记"]


def test_the_villages_window_chooses_them(village: Commands, sit: Sit) -> None:
    seat = sit(village)
    tab = roster_tab(seat)
    seat.press(tab.choose_button)
    (dialog,) = [one for one in tab.findChildren(FormDialog) if one.isVisible()]
    (one,) = tab._township_people()
    dialog.sheet.form.set_values({"cadre": one.cadre_id, "role": "liaison_leader"})
    seat.press(dialog.sheet.save_button)
    assert not dialog.isVisible(), seat.reads(dialog)
    seat.settle()
    seat.close()
    village.today = "2022-01-08"
    assert "赵启明" in names(village)
