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
    assert words(town) == []
    assert words(one) == ["大湾2月", "大湾3月", "大湾4月", "水渠坏了"]
    rows = town.done("villages", "list")["villages"]
    assert [(row["code"], row["missing_months"]) for row in rows] == [("V07", []), ("V08", [])]
    state = one.done("package", "state")
    assert state["left"] == 0
