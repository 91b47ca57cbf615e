"""A household that both PCs of a village entered is found, and one of them stands for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commands import Commands
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.conflict_cards import conflict_cards
from stick import Stick

HEAD, WIFE, OTHER = "620525197001011230", "620525197202021224", "620525199003033213"
pytestmark = [pytest.mark.rule("R48"), pytest.mark.failure("F46")]


def entered(desk: Commands, *members: str) -> str:
    add = ("household", "add", "--group", "1", "--name", "马建国", "--id-number", HEAD)
    home = str(desk.done(*add)["id"])
    for number in members:
        desk.done("person", "add", home, "--name", "刘兰", "--id-number", number)
    return home


def doubles(desk: Commands) -> list[dict[str, Any]]:
    found = desk.done("conflicts", "list")["conflicts"]
    return [one for one in found if one["record"]["kind"] == "household"]


@pytest.fixture
def both(with_second: Callable[[], Stick]) -> Stick:
    return with_second()


def test_one_household_entered_at_both_pcs_is_offered_and_joined(both: Stick) -> None:
    first, second = both.desks["07-1"], both.desks["07-2"]
    stays = entered(first, WIFE)
    entered(second)
    both.carry(second, first, "--for", "own")
    (one,) = doubles(first)
    assert one["kind"] == "duplicate"
    assert "马建国" in first.text("conflicts", "list")
    first.done("conflicts", "resolve", one["id"], "--merge-into", stays)
    assert doubles(first) == []
    assert [row["id"] for row in first.done("household", "list")["households"]] == [stays]


def test_the_card_names_people_and_no_ids(both: Stick) -> None:
    first, second = both.desks["07-1"], both.desks["07-2"]
    entered(first, WIFE)
    entered(second)
    both.carry(second, first, "--for", "own")
    with Store(DeskPaths(first.home), writer=False) as store:
        sides = [
            side
            for card in conflict_cards(store)
            if card.record[0] == "household"
            for side in card.sides
        ]
    assert len(sides) == 2
    for side in sides:
        assert side.lines.count(("户主", "马建国")) == 1
        assert not [words for _, words in side.lines if len(words) == 32]


def test_its_people_are_joined_with_a_household(both: Stick) -> None:
    first, second = both.desks["07-1"], both.desks["07-2"]
    stays = entered(first, WIFE)
    entered(second)
    both.carry(second, first, "--for", "own")
    (one,) = doubles(first)
    first.done("conflicts", "resolve", one["id"], "--merge-into", stays)
    assert first.done("conflicts", "list")["conflicts"] == []
    (row,) = first.done("household", "list")["households"]
    assert row["persons"] == 2


def test_what_the_other_pc_adds_before_it_hears_goes_over(both: Stick) -> None:
    first, second = both.desks["07-1"], both.desks["07-2"]
    stays = entered(first, WIFE)
    gone = entered(second)
    both.carry(second, first, "--for", "own")
    (one,) = doubles(first)
    first.done("conflicts", "resolve", one["id"], "--merge-into", stays)
    second.done("person", "add", gone, "--name", "马小兰", "--id-number", OTHER)
    both.carry(second, first, "--for", "own")
    people = first.done("household", "show", stays)["persons"]
    assert {person["name"] for person in people} == {"马建国", "刘兰", "马小兰"}
    both.carry(first, second, "--for", "own")
    assert second.done("household", "show", gone)["id"] == stays
    assert second.done("conflicts", "list")["conflicts"] == []


def test_households_with_other_members_are_no_doubles(both: Stick) -> None:
    first, second = both.desks["07-1"], both.desks["07-2"]
    entered(first, WIFE)
    entered(second, OTHER)
    both.carry(second, first, "--for", "own")
    assert doubles(first) == []
