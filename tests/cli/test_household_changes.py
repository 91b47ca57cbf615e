"""户情变动 by command, from the act to the list of that day (R46)."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import Commands

pytestmark = pytest.mark.rule("R46")


@pytest.fixture
def home(cli: Commands) -> str:
    made = cli.done("household", "add", "--group", "1", "--name", "马占山")
    return str(made["id"])


@pytest.fixture
def son(cli: Commands, home: str) -> str:
    return str(cli.done("person", "add", home, "--name", "马小虎", "--relation", "子")["id"])


def head(cli: Commands, home: str) -> str:
    (one, *_) = cli.done("household", "show", home)["persons"]
    return str(one["id"])


def listed(cli: Commands, *options: str) -> list[str]:
    return [row["head"] for row in cli.done("household", "list", *options)["households"]]


def test_a_death_names_the_new_head(cli: Commands, home: str, son: str) -> None:
    old = head(cli, home)
    cli.done("person", "died", old, "--date", "2022-04-02", "--new-head", son)
    assert listed(cli) == ["马小虎"]
    refused = cli.refused("person", "died", old)
    assert (refused["code"], "已于2022年4月2日去世" in refused["message"]) == ("bad_value", True)


def test_a_household_that_left_is_listed_only_when_asked_for(cli: Commands, home: str) -> None:
    done = cli.done("household", "move_out", home, "--date", "2022-04-02", "--place", "兰州市")
    assert (listed(cli), listed(cli, "--ended"), listed(cli, "--all")) == (
        [], ["马占山"], ["马占山"],
    )  # fmt: skip
    (act,) = cli.done("household", "acts", home)["acts"]
    assert (act["id"], act["words"]) == (done["act_id"], "马占山迁出（去往兰州市）")


def test_a_split_a_join_and_a_mistake(cli: Commands, home: str, son: str) -> None:
    made = cli.done("household", "split", home, "--person", son, "--group", "2")
    assert listed(cli) == ["马占山", "马小虎"]
    joined = cli.done("household", "join", made["id"], "--into", home)
    assert listed(cli) == ["马占山"]
    cli.done("household", "cancel_act", joined["act_id"], "--reason", "没有并。")
    assert listed(cli) == ["马占山", "马小虎"]


def test_a_birth_and_an_arrival(cli: Commands, home: str) -> None:
    child = cli.done("person", "born", home, "--name", "马小宝", "--sex", "male")
    rows = cli.done("person", "list")["persons"]
    assert [(row["name"], row["born_on"]) for row in rows if row["id"] == child["id"]] == [
        ("马小宝", "2022-04-05")
    ]
    came = cli.done("household", "move_in", "--group", "3", "--name", "王强", "--place", "邻县")
    assert listed(cli, "--group", "3") == ["王强"] and came["persons"]


def test_the_sheet_for_the_other_village_can_be_imported(
    cli: Commands, home: str, son: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "迁往二道沟村.xlsx"
    done = cli.done(
        "household",
        "move_out",
        home,
        "--date",
        "2022-04-02",
        "--sheet",
        str(sheet),
        "--place",
        "二道沟",
    )
    assert done["rows"] == 2
    other = Commands(tmp_path / "other")
    other.done(
        "init", "--role", "village", "--code", "08", "--name", "二道沟村", "--hearing-day",
        "每月6日",
    )  # fmt: skip
    read = other.done("import", "households", str(sheet), "--apply")
    assert (read["new"], read["refused"]) == (2, 0)
    (row,) = other.done("household", "list")["households"]
    assert (row["head"], row["persons"]) == ("马占山", 2)
    shown = other.done("household", "show", row["id"])
    assert shown["note"] == "2022年4月2日由大湾村一组马占山户迁出"


def test_a_contact_is_changed(cli: Commands, home: str, son: str) -> None:
    matter = cli.done(
        "matter", "add", "--words", "水渠堵了。", "--topic", "infrastructure", "--list",
        "self_handled", "--by", "马占山", "--household", home,
    )  # fmt: skip
    cli.done("person", "died", head(cli, home), "--new-head", son)
    shown = cli.done("matter", "show", matter["number"])
    assert shown["contact_gone"] == "联系人马占山已于2022年4月5日去世"
    cli.done("matter", "contact", matter["number"], "--name", "马小虎")
    shown = cli.done("matter", "show", matter["number"])
    assert (shown["contact"], shown["contact_gone"]) == ("马小虎", None)
