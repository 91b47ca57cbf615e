"""A liaison leader's visit, from the township's window to the village's (R49)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from commands import Commands
from exchange_seats import Seat
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import OfficeRole
from longshan_desk.queries.coverage import month_coverage
from longshan_desk.queries.visits import VisitRow, list_visits
from longshan_desk.ui.township.villages_page import VillagesPage
from longshan_desk.ui.township.visits_page import TownshipVisitsPage
from longshan_desk.ui.visits.batch_panel import BatchPanel
from longshan_desk.ui.visits.page import VisitsPage
from longshan_desk.ui.widgets.people import Named
from stick import Stick

pytestmark = pytest.mark.rule("R49")
Sit = Callable[..., Seat]
SAID = "问了水渠的事。"
ROSTER = "户主姓名,姓名,与户主关系,组别\n马占山,马占山,户主,1\n李二,李二,户主,1\n"


@dataclass
class Leader:
    """Somebody who writes a leader's visits at the township's desk."""

    seat: Seat
    page: TownshipVisitsPage

    @property
    def visits(self) -> VisitsPage:
        return next(iter(self.page.pages.values()))

    def write(self, head: str, text: str = SAID) -> VisitRow:
        """A row of the batch grid, with a phrase, saved by its button."""
        panel = self.visits.panel("batch")
        assert isinstance(panel, BatchPanel)
        panel.bar.visitors.set_people([Named("赵启明")])
        row = next(one for one in panel._rows if one.values["who"] == head)
        panel.grid.go_to(row.key)
        panel.grid.take(text)
        panel.grid.save_now()  # the row is left
        self.seat.press(panel.bar.save_button)
        self.seat.settle()
        return next(one for one in list_visits(self.visits.context.store) if one.text == text)

    def look_at(self, entry: str) -> None:
        self.visits.show_record("visit", entry)
        self.seat.settle()


@pytest.fixture
def village(joined: Stick) -> Commands:
    """Its households are known at the township."""
    desk = joined.desks["07-1"]
    sheet = joined.root / "农户.csv"
    sheet.write_text(ROSTER, encoding="utf-8")
    desk.done("import", "households", str(sheet), "--apply")
    joined.carry(desk, joined.desks["township"])
    return desk


@pytest.fixture
def leader(joined: Stick, village: Commands, sit: Sit) -> Leader:
    seat = sit(joined.desks["township"])
    seat.window.show_page("town-visits")
    seat.settle()
    page = seat.window.page("town-visits")
    assert isinstance(page, TownshipVisitsPage)
    return Leader(seat, page)


def test_the_villages_that_can_be_visited_stand_there(leader: Leader) -> None:
    assert leader.page.villages.currentText() == "07　大湾村"


def test_what_is_written_there_is_the_townships_word(leader: Leader) -> None:
    assert leader.write("马占山").owner is OfficeRole.TOWNSHIP


def test_it_comes_home_with_the_return_package_and_counts_once(
    joined: Stick, village: Commands, leader: Leader, sit: Sit
) -> None:
    entry = leader.write("马占山").id
    leader.seat.close()
    joined.carry(joined.desks["township"], village)
    seat = sit(village)
    (row,) = list_visits(seat.context.store)
    assert (row.id, row.facts.visitors, row.owner) == (entry, ("赵启明",), OfficeRole.TOWNSHIP)
    assert month_coverage(seat.context.store, Month(2022, 1)).coverage.total.visited == 1


def test_the_village_reads_it_and_is_not_offered_to_correct_it(
    joined: Stick, village: Commands, leader: Leader, sit: Sit
) -> None:
    entry = leader.write("马占山").id
    leader.seat.close()
    joined.carry(joined.desks["township"], village)
    seat = sit(village)
    seat.context.show_record("visit", entry)
    seat.settle()
    page = seat.window.page("visits")
    assert isinstance(page, VisitsPage)
    view = page.panel("diary").view
    assert SAID in seat.reads(view)
    assert not view.correct_button.isVisible()
    assert not view.delete_button.isVisible()


def test_the_township_corrects_its_own_and_takes_it_back(leader: Leader) -> None:
    entry = leader.write("马占山").id
    leader.look_at(entry)
    assert leader.visits.panel("diary").view.correct_button.isVisible()
    leader.seat.context.store.undo()
    leader.seat.settle()
    assert list_visits(leader.visits.context.store) == []


def test_a_household_named_there_opens_in_the_villages_own_window(leader: Leader) -> None:
    leader.look_at(leader.write("马占山").id)
    leader.seat.press(leader.visits.panel("diary").view.home_button)
    leader.seat.settle()
    villages = leader.seat.window.page("villages")
    assert isinstance(villages, VillagesPage)
    (window,) = villages.windows.values()
    leader.seat.bot.waitUntil(lambda: window.current_key == "households")


def test_what_is_the_villages_own_to_write_is_not_offered(leader: Leader) -> None:
    leader.look_at(leader.write("马占山").id)
    said = leader.seat.reads(leader.visits)
    assert "列入台账…" in said
    assert "转为事项…" not in said
    leader.visits.tabs.go_to("batch")
    assert "外出 F3" not in leader.seat.reads(leader.visits)


def test_drafts_of_two_villages_are_kept_apart(leader: Leader) -> None:
    here = leader.visits.context.drafts
    here.save("visits/2022-01/all", {"rows": []})
    assert leader.seat.context.drafts.load("visits/2022-01/all") is None
    assert here.load("visits/2022-01/all") is not None


def test_the_search_finds_in_every_village_and_opens_it_there(leader: Leader) -> None:
    field = leader.seat.window.top.search
    field.setText("马占山")
    field.look()
    assert field.results is not None
    said = [field.results.list.item(at).text() for at in range(field.results.list.count())]
    assert said[0] == "大湾村"
    field._enter()
    leader.seat.settle()
    villages = leader.seat.window.page("villages")
    assert isinstance(villages, VillagesPage)
    (window,) = villages.windows.values()
    leader.seat.bot.waitUntil(lambda: window.current_key == "households")
