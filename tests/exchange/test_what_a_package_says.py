"""What a clerk reads of a package before and after it is received: records as people count them,
what waits and why, what was refused and why."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Commands
from exchange_seats import Seat
from longshan_desk.domain.record_words import amounts, measured
from longshan_desk.ui.exchange.page import ExchangePage
from stick import Stick

Sit = Callable[..., Seat]


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


def test_records_are_counted_by_kind_as_people_count_them() -> None:
    said = measured({"person": 12, "household": 3, "raiser": 2, "move": 4, "matter": 1})
    assert said == "农户 3 户、人员 12 人、事项 1 件、办理记录 4 条、其他 2 条"


def test_what_is_new_what_is_changed_and_what_conflicts_stand_apart() -> None:
    assert amounts({"household": 3}, {"person": 12}, conflicts=1) == [
        "新增：农户 3 户。", "改动：人员 12 人。", "冲突 1 处，拒收 0。",
    ]  # fmt: skip
    assert amounts({}, {}) == ["包里的内容本机都有了。"]
    assert "2 条暂时放着" in amounts({}, {"person": 1}, waiting=2)[-1]


def test_many_edits_of_one_record_are_one(joined: Stick, village: Commands, town: Commands) -> None:
    add = ("household", "add", "--group", "1", "--name")
    home = str(village.done(*add, "马占山")["id"])
    village.done(*add, "马建国")
    village.done("person", "add", home, "--name", "刘兰")
    for at in range(3):
        village.done("household", "edit", home, "--address", f"第 {at} 次改")
    joined.make(village)
    (one,) = town.done("package", "receive", str(joined.folder))["packages"]
    assert one["news"]["household"] == 2
    assert one["news"]["person"] == 3
    assert one["counts"]["household"] == 2
    said = town.text("package", "receive", str(joined.folder))
    assert "新增：农户 2 户、人员 3 人" in said
    assert "冲突 0 处，拒收 0。" in said


def test_a_record_that_was_there_is_changed_once(
    joined: Stick, village: Commands, town: Commands
) -> None:
    home = str(village.done("household", "add", "--group", "1", "--name", "马占山")["id"])
    joined.carry(village, town)
    village.done("household", "edit", home, "--address", "一")
    village.done("household", "edit", home, "--address", "二")
    joined.make(village)
    (one,) = town.done("package", "receive", str(joined.folder))["packages"]
    assert one["changes"]["household"] == 1
    assert "household" not in one["news"]


def test_a_corrected_visit_is_no_new_visit(
    joined: Stick, village: Commands, town: Commands
) -> None:
    home = str(village.done("household", "add", "--group", "1", "--name", "马占山")["id"])
    entry = village.done(
        "visit", "add", "--household", home, "--by", "王会计", "--way", "at_home",
        "--text", "家里都好",
    )["id"]  # fmt: skip
    joined.carry(village, town)
    village.done("visit", "correct", str(entry), "--text", "房子漏雨", "--reason", "漏写了")
    joined.make(village)
    (one,) = town.done("package", "receive", str(joined.folder))["packages"]
    assert one["changes"]["visit"] == 1
    assert "visit" not in one["news"]


@pytest.fixture
def with_waiting(joined: Stick, village: Commands, town: Commands) -> Commands:
    """A township at which three records cannot be shown, for three reasons, and one only partly."""
    home = str(village.done("household", "add", "--group", "1", "--name", "马占山")["id"])
    village.register("水渠坏了")
    joined.carry(village, town)
    database = sqlite3.connect(town.home / "desk.sqlite")
    part = database.execute("SELECT part FROM household").fetchone()[0]
    (matter,) = database.execute("SELECT id FROM matter").fetchone()
    database.executemany(
        "INSERT INTO sync_waiting (tbl, rid, part, reason) VALUES (?, ?, ?, ?)",
        [("matter", matter, part, "newer"), ("person", "1" * 32, part, "parent"),
         ("meeting", "2" * 32, part, "incomplete")],
    )  # fmt: skip
    database.execute("UPDATE sync_op SET state = 2 WHERE tbl = 'household' AND rid = ?", (home,))
    database.commit()
    database.close()
    return town


def test_what_waits_is_listed_with_its_reason(with_waiting: Commands) -> None:
    found = with_waiting.done("package", "waiting")["records"]
    assert [(one["kind"], one["why"]) for one in found] == [
        ("matter", "newer"), ("household", "partly"), ("person", "parent"),
        ("meeting", "incomplete"),
    ]  # fmt: skip
    assert found[0]["by"] == "大湾村A电脑"
    said = with_waiting.text("package", "waiting")
    for words in ("事项", "农户“马占山”", "本机升级以后自动补上", "它所属的那一条还没有到"):
        assert words in said


def test_what_waits_stands_on_the_page(with_waiting: Commands, sit: Sit) -> None:
    page = sit(with_waiting).go()
    assert page.waits.isVisible()
    assert "农户“马占山”（大湾村A电脑" in page.waits.said.text()
    assert "勾选“发送全部数据”" in page.waits.said.text()


def test_nothing_waits_and_nothing_is_said(town: Commands, sit: Sit) -> None:
    page = sit(town).go()
    assert isinstance(page, ExchangePage)
    assert not page.waits.isVisible()
    assert with_no_records(town)


def with_no_records(desk: Commands) -> bool:
    return desk.done("package", "waiting")["records"] == []


@pytest.mark.failure("F66")
def test_a_refused_package_stands_in_the_history_with_the_reason(
    joined: Stick, town: Commands, village: Commands, sit: Sit, tmp_path: Path
) -> None:
    database = sqlite3.connect(town.home / "desk.sqlite")
    database.execute(
        "INSERT INTO sync_pkg_in (pkg, sender, no, at, result, n_new, sha256)"
        " VALUES ('00', '11', 9, '2026-01-08T08:00:00+00:00', 'gap', 0, x'00')"
    )
    database.commit()
    database.close()
    seat = sit(town)
    assert "中间缺少一部分数据" in seat.reads(seat.go())
