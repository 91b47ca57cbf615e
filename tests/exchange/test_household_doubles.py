"""A household that both PCs of a village entered is found, and one of them stands for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commands import Commands
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


def test_households_with_other_members_are_no_doubles(both: Stick) -> None:
    first, second = both.desks["07-1"], both.desks["07-2"]
    entered(first, WIFE)
    entered(second, OTHER)
    both.carry(second, first, "--for", "own")
    assert doubles(first) == []
