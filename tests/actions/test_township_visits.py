"""Visits and ledger rows of the township's people: its own, in the village, counted once (R49)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desk import Desk
from longshan_desk.actions.visits import correct_visit
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.labels import OfficeRole, Role
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import AppError
from longshan_desk.queries.coverage import month_coverage, quarter_coverage
from longshan_desk.queries.ledger import list_ledger
from longshan_desk.queries.visits import visit_page
from township_desk import TownDesk

LEADER = "赵启明"
APRIL = Month(2022, 4)
pytestmark = pytest.mark.rule("R49")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[TownDesk]:
    desk = TownDesk(tmp_path / "town")
    yield desk
    desk.close()


@pytest.fixture
def home(desk: Desk) -> str:
    desk.add_cadre(LEADER, Role.LIAISON_LEADER)
    desk.add_household("李二")
    return desk.add_household()


@pytest.fixture
def village(town: TownDesk, desk: Desk, home: str) -> Desk:
    town.join(desk)
    town.look_at(desk)
    return desk


def facts(home: str, text: str = "问了水渠的事。") -> VisitFacts:
    return VisitFacts(home, date(2022, 4, 5), VisitWay.AT_HOME, (LEADER,), text=text)


def test_a_visit_entered_at_the_township_comes_home_as_the_townships(
    town: TownDesk, village: Desk, home: str
) -> None:
    entry = town.visit(home, LEADER, text="问了水渠的事。")
    town.tells(village)
    page = visit_page(village.store, entry)
    assert (page.row.id, page.row.owner) == (entry, OfficeRole.TOWNSHIP)


def test_it_counts_once_at_both_ends_whoever_else_was_there(
    town: TownDesk, village: Desk, home: str
) -> None:
    town.visit(home, LEADER)
    village.visit(home, "孙立")
    town.meet_with(village)
    here, there = (month_coverage(one.store, APRIL).coverage for one in (village, town))
    assert here == there
    assert (here.total.visited, len(here.total.missing)) == (1, 1)


def test_the_leaders_quarter_is_the_same_at_both_ends(
    town: TownDesk, village: Desk, home: str
) -> None:
    town.visit(home, LEADER)
    town.meet_with(village)
    for desk in (village, town):
        found = quarter_coverage(desk.store, Quarter(2022, 2), leader=LEADER).coverage
        assert found.total.visited == 1


def test_the_village_reads_the_townships_entry_and_does_not_correct_it(
    town: TownDesk, village: Desk, home: str
) -> None:
    entry = town.visit(home, LEADER)
    town.tells(village)
    with pytest.raises(AppError) as refused:
        correct_visit(village.store, entry, facts(home), reason="写错了")
    assert refused.value.code == "not_owner"


def test_the_township_does_not_correct_the_villages_entry(
    town: TownDesk, village: Desk, home: str
) -> None:
    entry = village.visit(home, "孙立")
    town.hears(village)
    with pytest.raises(AppError) as refused:
        correct_visit(town.store, entry, facts(home), reason="写错了")
    assert refused.value.code == "not_owner"


def test_the_township_corrects_its_own(town: TownDesk, village: Desk, home: str) -> None:
    entry = town.visit(home, LEADER)
    correct_visit(town.store, entry, replace(facts(home), text="问了路。"), reason="写错了")
    town.tells(village)
    assert visit_page(village.store, entry).row.text == "问了路。"


def test_a_line_of_the_townships_ledger_comes_home(
    town: TownDesk, village: Desk, home: str
) -> None:
    line = town.put_on_ledger("修好二组水渠", household_id=home)
    town.tells(village)
    (row,) = list_ledger(village.store)
    assert (row.id, row.owner) == (line, OfficeRole.TOWNSHIP)
