"""The look through the desk before a package: a bad row of another's is mended from the log, so
that it never stops the packages between two desks."""

from __future__ import annotations

import sqlite3

import pytest

from commands import Commands
from data.rows import tamper
from stick import Stick


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


@pytest.fixture
def number(joined: Stick, town: Commands, village: Commands) -> str:
    """A matter of the village's that the township has."""
    found = village.register("水渠坏了")
    joined.carry(village, town)
    joined.carry(town, village)
    return found


def spoil(desk: Commands, words: str) -> None:
    tamper(desk.home / "desk.sqlite", words)


@pytest.mark.failure("F74")
def test_a_bad_row_of_a_villages_at_the_township_stops_no_package(
    joined: Stick, town: Commands, village: Commands, number: str
) -> None:
    spoil(town, "UPDATE matter SET words = '改'")
    assert joined.carry(town, village, "--full")["applied"]
    assert village.show(number)["words"] == "水渠坏了"
    assert town.done("matter", "show", number, "--village", "07")["words"] == "水渠坏了"
    assert town.done("checkup")["problems"] == []


@pytest.mark.failure("F74")
def test_a_bad_answer_of_the_townships_at_a_village_stops_no_package(
    joined: Stick, town: Commands, village: Commands, number: str
) -> None:
    spoil(village, "UPDATE matter SET township_answer = '改', summary = '渠'")
    assert joined.carry(village, town, "--full")["applied"]
    shown = town.done("matter", "show", number, "--village", "07")
    assert shown["summary"] == "渠", "what is the village's own is caught up"
    assert village.done("checkup")["problems"] == []


@pytest.mark.failure("F74")
def test_a_row_that_the_township_cannot_have_made_is_taken_away(
    joined: Stick, town: Commands, village: Commands, number: str
) -> None:
    columns = "SELECT group_concat(name) FROM pragma_table_info('matter') WHERE name <> 'id'"
    with sqlite3.connect(town.home / "desk.sqlite") as connection:
        (names,) = connection.execute(columns).fetchone()
    spoil(town, f"INSERT INTO matter (id, {names}) SELECT '{'e' * 32}', {names} FROM matter")
    assert joined.carry(town, village, "--full")["applied"]
    assert len(village.done("matter", "list")["matters"]) == 1
    assert len(town.done("matter", "list", "--village", "07")["matters"]) == 1


def test_the_checkup_offers_the_same_mending(
    joined: Stick, town: Commands, village: Commands, number: str
) -> None:
    spoil(town, "UPDATE matter SET words = '改'")
    repairs = [one["repair"] for one in town.done("checkup")["problems"]]
    assert repairs[0] == "不由本机填写的内容按操作记录恢复。"
    town.done("checkup", "--repair")
    assert town.done("matter", "show", number, "--village", "07")["words"] == "水渠坏了"
    assert joined.carry(town, village, "--full")["applied"]
