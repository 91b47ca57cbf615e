"""What is looked at before a package is made (3.9.1), and what a preview beside a window says."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from commands import Commands
from data.rows import edit_schema, tamper
from longshan_desk.data.store import Store
from longshan_desk.errors import DamagedDatabaseError
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.making import check_database
from stick import Stick


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


def break_an_index(desk: Commands) -> None:
    """A row that its index does not know: the quick look at the file sees nothing of it."""
    database, named = DeskPaths(desk.home).database, "name = 'ix_user_part'"
    with closing(sqlite3.connect(database)) as connection:
        (index,) = connection.execute(
            f"SELECT json_array(rootpage, sql) FROM sqlite_master WHERE {named}"
        ).fetchone()
    edit_schema(database, f"DELETE FROM sqlite_master WHERE {named}")
    tamper(database, "UPDATE user SET part = 'elsewhere'")
    edit_schema(
        database,
        "INSERT INTO sqlite_master VALUES ('index', 'ix_user_part', 'user', ?, ?)",
        *json.loads(index),
    )


def look(desk: Commands, day: date) -> None:
    with Store(DeskPaths(desk.home), today=lambda: day) as store:
        check_database(store)


@pytest.mark.failure("F28")
def test_once_a_month_the_indexes_are_looked_at_too(village: Commands) -> None:
    look(village, date(2022, 2, 1))
    break_an_index(village)
    look(village, date(2022, 2, 28))  # the quick look alone
    for _ in range(2):
        with pytest.raises(DamagedDatabaseError, match="索引与内容不一致，没有做包"):
            look(village, date(2022, 3, 1))


@pytest.mark.failure("F28")
def test_a_package_of_a_new_month_is_not_made_over_a_broken_index(
    joined: Stick, village: Commands
) -> None:
    joined.make(village, "--full")
    joined.wipe()
    break_an_index(village)
    village.today = "2022-02-03"
    refused = village.refused("package", "make", "--to", str(joined.folder), "--full")
    assert refused["code"] == "damaged_database"
    assert "checkup --repair" in refused["hint"]
    assert joined.packages == []


def test_a_preview_beside_a_window_says_where_to_look(joined: Stick, village: Commands) -> None:
    village.register("水渠坏了")
    joined.make(village)
    town = joined.desks["township"]
    with Store(DeskPaths(town.home)):
        looked = town.refused("package", "receive", str(joined.folder))
        taken = town.refused("package", "receive", str(joined.folder), "--apply")
        shown = town.done("package", "show", str(joined.packages[0]))
    assert looked["code"] == taken["code"] == "desk_in_use"
    assert "U盘交接" in looked["hint"]
    assert looked["hint"] != taken["hint"]
    assert shown["from_name"] == "大湾村"


def test_a_folder_whose_every_package_is_refused_is_told_and_no_failure(
    joined: Stick, village: Commands
) -> None:
    village.register("水渠坏了")
    joined.make(village)
    (file,) = joined.packages
    file.write_bytes(file.read_bytes()[:-40])
    town = joined.desks["township"]
    told = town.done("package", "receive", str(joined.folder), "--apply")
    assert (told["refused"], told["applied"]) == (1, False)
    assert told["packages"][0]["code"] == town.code("package", "receive", str(file), "--apply")
