"""A township and its villages hand a stick back and forth for three months, by commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import Commands
from stick import PASSPHRASE, Stick


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    monkeypatch.setenv("LONGSHAN_SEAL_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(tmp_path / "state"))
    return Stick(tmp_path)


def words(desk: Commands, *more: str) -> list[str]:
    return sorted(row["words"] for row in desk.done("matter", "list", *more)["matters"])


def month(desk: Commands, day: str, *said: str) -> None:
    desk.today = day
    hearing = desk.hearing(day)
    desk.raise_at(hearing, *said)
    desk.done("hearing", "close", hearing)


def test_three_months_with_two_villages(stick: Stick) -> None:
    town = stick.found_township()
    one, two = stick.found_village("07", "大湾村"), stick.found_village("08", "小湾村")
    month(one, "2022-01-05", "水渠坏了")
    stick.join(town, one, "07")
    stick.join(town, two, "08")
    for number in (2, 3, 4):
        day = f"2022-0{number}-05"
        town.today = day
        month(one, day, f"大湾{number}月")
        month(two, day, f"小湾{number}月")
        stick.exchange(town, [one, two])
    assert words(town, "--village", "07") == ["大湾2月", "大湾3月", "大湾4月", "水渠坏了"]
    assert words(town, "--village", "08") == ["小湾2月", "小湾3月", "小湾4月"]
    assert town.code("matter", "list") == "wrong_use"
    assert words(one) == ["大湾2月", "大湾3月", "大湾4月", "水渠坏了"]
    rows = town.done("villages", "list")["villages"]
    assert [(row["code"], row["missing_months"]) for row in rows] == [("07", []), ("08", [])]
    state = one.done("package", "state")
    assert state["left"] == 0


def go_to(day: str, *desks: Commands) -> None:
    for desk in desks:
        desk.today = day


def set_back(stick: Stick, town: Commands, one: Commands, others: list[Commands]) -> None:
    """The PC goes back to a backup after it has handed over, and works on."""
    backup = one.done("backup")["file"]
    month(one, "2022-03-05", "大湾3月")
    stick.exchange(town, [one, others[0]])
    one.done("restore", backup)
    assert "大湾3月" not in words(one)
    go_to("2022-03-20", town, one, *others[1:])
    one.register("大湾3月补")
    stick.exchange(town, [one, others[0]])
    stick.exchange(town, [one, *others])


def test_a_year_with_every_kind_of_trouble(stick: Stick) -> None:
    """A second PC, a PC set back to a backup, a PC that died: nobody's word is lost."""
    town = stick.found_township()
    one, two = stick.found_village("07", "大湾村"), stick.found_village("08", "小湾村")
    month(one, "2022-01-05", "大湾1月")
    stick.join(town, one, "07")
    stick.join(town, two, "08")
    stick.exchange(town, [one, two])

    second = stick.found_village("07", "大湾村", user="李干事")
    stick.join(town, second, "07")
    month(one, "2022-02-05", "大湾2月")
    second.today = "2022-02-06"
    assert second.register("大湾2月来电") == "2022-02-B01"
    stick.carry(second, one, "--for", "own")
    go_to("2022-02-20", town, one, second)
    stick.exchange(town, [one, two, second])
    said = ["大湾1月", "大湾2月", "大湾2月来电"]
    assert words(town, "--village", "07") == words(one) == words(second) == said

    set_back(stick, town, one, [two, second])
    said = sorted([*said, "大湾3月", "大湾3月补"])
    assert words(town, "--village", "07") == words(one) == words(second) == said

    dead = next(
        desk["id"]
        for desk in town.done("enrol", "list")["desks"]
        if desk["place"] == "V07" and desk["letter"] == "A"
    )
    new = stick.found_village("07", "大湾村", user="马文书")
    stick.join(town, new, "07", "--replaces", dead, "--because", "broken")
    month(new, "2022-04-05", "大湾4月")
    go_to("2022-04-20", town, new, second)
    assert new.done("matter", "list", "--month", "2022-04")["matters"][0]["number"] == "2022-04-C01"
    stick.exchange(town, [new, two, second])
    stick.exchange(town, [new, two, second])
    said = sorted([*said, "大湾4月"])
    assert words(town, "--village", "07") == words(new) == words(second) == said
    assert words(town, "--village", "08") == []
    for desk in (town, new, second):
        village = ("--village", "07") if desk is town else ()
        kinds = {row["kind"] for row in desk.done("conflicts", "list", *village)["conflicts"]}
        assert kinds <= {"duplicate"}
