"""At the township: whose records a command is about, and what has not come (F66), by commands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commands import Commands
from stick import Stick

READS = (
    "matter list", "matter show 2022-01-001", "stalls", "hearing list", "meeting list",
    "household list", "person list", "roll list", "visit list", "coverage --month 2022-01",
    "ledger list", "procedure list", "search 路", "plan list",
    "export register x.xlsx", "paper binder --from 2022-01 --to 2022-01 --out x",
    "matter move 2022-01-001 receive",
)  # fmt: skip


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.mark.rule("R26")
@pytest.mark.parametrize("words", READS)
def test_a_villages_records_are_not_read_without_naming_it(town: Commands, words: str) -> None:
    error = town.refused(*words.split())
    assert (error["code"], error["where"]) == ("wrong_use", "--village")
    assert "要写明是哪个村" in error["message"]


@pytest.mark.parametrize("words", ("roster list", "procedure types", "paper list", "user list"))
def test_what_is_the_townships_own_needs_no_village(town: Commands, words: str) -> None:
    town.done(*words.split())


def test_a_village_is_named_by_its_number_before_or_after_the_command(town: Commands) -> None:
    here = town.done("--village", "07", "matter", "list")
    assert town.done("matter", "list", "--village", "7") == here
    assert town.done("matter", "list", "--village", "V07") == here


def test_the_number_of_the_board_is_what_other_commands_take(town: Commands) -> None:
    (row,) = town.done("villages", "list")["villages"]
    assert row["code"] == "07"
    town.done("matter", "list", "--village", row["code"])


def test_the_board_is_the_townships(joined: Stick) -> None:
    error = joined.desks["07-1"].refused("villages", "list")
    assert "由乡镇的岗位办理" in error["message"]


# -- how long nothing has come ----------------------------------------------------------------


@pytest.mark.failure("F66")
def test_both_sides_see_for_how_long_nothing_has_come(joined: Stick, town: Commands) -> None:
    village = joined.desks["07-1"]
    town.today = village.today = "2099-12-31"
    (row,) = town.done("villages", "list")["villages"]
    back = village.done("package", "state")
    assert row["silent_days"] > 365
    assert back["silent_days"] > 365
    assert f"{row['silent_days']} 天没有来包" in town.text("villages", "list")
    assert f"镇上 {back['silent_days']} 天没有来包" in village.text("package", "state")


@pytest.mark.failure("F66")
def test_what_one_side_makes_and_nobody_carries_ends_no_silence(
    joined: Stick, town: Commands
) -> None:
    village = joined.desks["07-1"]
    town.today = village.today = "2099-12-31"
    before = village.done("package", "state")["silent_days"]
    joined.make(town, "--full")
    assert village.done("package", "state")["silent_days"] == before


# -- the history in words ---------------------------------------------------------------------


def test_the_history_is_in_words(joined: Stick, town: Commands) -> None:
    for desk in (town, joined.desks["07-1"]):
        said = desk.text("package", "history")
        assert "已接收" in said
        assert "已交出" in said
        assert "TOWN" not in said
        assert "received" not in said


def test_a_package_says_when_it_was_made_by_the_clock_on_the_wall(joined: Stick) -> None:
    village, town = joined.desks["07-1"], joined.desks["township"]
    joined.wipe()
    (file,) = joined.make(village, "--full")["files"]
    assert "+00:00" not in town.text("package", "show", file)


# -- what waits for a person, in words --------------------------------------------------------


def test_what_to_decide_is_listed_with_the_ids_that_are_typed(
    with_second: Callable[[], Stick],
) -> None:
    stick = with_second()
    first, second = stick.desks["07-1"], stick.desks["07-2"]
    number = first.register("水渠坏了")
    stick.exchange(stick.desks["township"], [first, second])
    first.done("matter", "edit", number, "--summary", "北渠坏了")
    second.done("matter", "edit", number, "--summary", "南渠坏了")
    stick.carry(second, first, "--for", "own")
    (one,) = first.done("conflicts", "list")["conflicts"]
    said = first.text("conflicts", "list")
    assert all(text in said for text in ("北渠坏了", "南渠坏了", "王会计", "李干事", number))
    assert all(value["id"] in said for value in one["values"])
    assert one["id"] in said
    assert "summary" not in said.replace(one["id"], "")


def test_a_mistyped_conflict_is_not_found(joined: Stick) -> None:
    assert joined.desks["07-1"].code("conflicts", "resolve", "x", "--delete") == "not_found"
