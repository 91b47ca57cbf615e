"""A village's PC that has said nothing for half a year no longer holds up the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commands import Commands
from stick import Stick


def words(desk: Commands) -> list[str]:
    return sorted(row["words"] for row in desk.done("matter", "list")["matters"])


@pytest.fixture
def story(with_second: Callable[[], Stick]) -> Stick:
    """The second PC joined in January and never handed anything over; the first one has
    everything that the township has."""
    stick = with_second()
    town, first = stick.desks["township"], stick.desks["07-1"]
    first.register("水渠坏了")
    stick.carry(first, town)
    stick.carry(town, first)
    stick.carry(first, town, "--full")
    town.done("policy", "set", "committees_days", "5")
    return stick


def records_in(stick: Stick, today: str) -> dict[str, int]:
    """Of what a package of the township's for this village speaks."""
    town = stick.desks["township"]
    town.today = today
    stick.wipe()
    stick.make(town, "--for", "07")
    told = stick.desks["07-1"].done("package", "receive", str(stick.folder))
    counts: dict[str, int] = told["packages"][0]["counts"]
    return counts


def test_a_pc_that_was_heard_of_lately_gets_all_it_has_not_confirmed(story: Stick) -> None:
    assert records_in(story, "2022-06-01")["matter"] == 1


def test_after_half_a_year_of_silence_only_what_the_others_lack_is_sent(story: Stick) -> None:
    assert records_in(story, "2022-08-01") == {"policy_version": 1}


def test_when_it_wakes_what_it_lacks_comes_with_the_next_package(story: Stick) -> None:
    town, first, second = (story.desks[name] for name in ("township", "07-1", "07-2"))
    story.carry(town, first)
    story.carry(first, town)
    town.today = second.today = "2022-08-01"
    town.done("policy", "set", "committees_days", "6")
    assert story.carry(town, second)["packages"][0]["code"] == "gap"
    story.carry(second, town, "--full")
    assert story.carry(town, second)["applied"]
    assert words(second) == ["水渠坏了"]
    figures = {row["field"]: row["value"] for row in second.done("policy", "show")["figures"]}
    assert figures["committees_days"] == 6
