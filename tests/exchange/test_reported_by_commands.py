"""A matter reported upward, there and back by stick and commands (R15, R44, R48, R49)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Commands
from stick import Stick


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


def reported(village: Commands) -> str:
    done = village.done(
        "matter", "add", "--words", "通村路塌方了。", "--topic", "infrastructure",
        "--list", "escalated", "--by", "马占山",
    )  # fmt: skip
    number = str(done["number"])
    village.done("matter", "move", number, "report", "--text", "请协调县交通局修路")
    return number


V07 = ("--village", "07")


@pytest.mark.rule("R15")
def test_the_townships_answer_comes_home(joined: Stick, town: Commands, village: Commands) -> None:
    number = reported(village)
    joined.exchange(town, [village])
    move = ("matter", "move", number)
    town.done(*V07, *move, "receive")
    town.done(*V07, *move, "decide", "--text", "同意。")
    town.done(*V07, *move, "refer", "--department", "县交通局", "--due", "2099-12-31")
    town.done(*V07, *move, "progress", "--text", "已到现场。")
    done = town.done(*V07, *move, "answer", "--text", "六月底修好。")
    assert (done["stage"], done["outcome"], done["township"]) == ("acting", None, "answered")
    joined.carry(town, village)
    page = village.done("matter", "show", number)
    told = page["township"]
    assert (told["decision"], told["department"], told["answer"]) == (
        "同意。", "县交通局", "六月底修好。",
    )  # fmt: skip
    acts = [one["act"] for one in page["timeline"] if one["place"] == "township"]
    assert acts == ["receive", "decide", "refer", "progress", "answer"]
    closed = village.done(
        "matter", "move", number, "close", "--outcome", "handed_up", "--result", "镇上答复修路"
    )
    assert closed["stage"] == "closed"


@pytest.mark.rule("R15")
@pytest.mark.parametrize("step", [
    ("receive",), ("decide", "--text", "同意"), ("answer", "--text", "好"),
    ("refer", "--department", "县交通局", "--due", "2099-12-31"),
])  # fmt: skip
def test_a_village_takes_no_step_of_the_townships(village: Commands, step: tuple[str, ...]) -> None:
    number = reported(village)
    assert village.code("matter", "move", number, *step) == "not_owner"


@pytest.mark.rule("R15")
@pytest.mark.parametrize("step", [
    ("close", "--outcome", "solved", "--result", "好了"), ("report", "--text", "再报"),
])  # fmt: skip
def test_the_township_takes_no_step_of_the_villages(
    joined: Stick, town: Commands, village: Commands, step: tuple[str, ...]
) -> None:
    number = reported(village)
    joined.exchange(town, [village])
    assert town.code(*V07, "matter", "move", number, *step) == "not_owner"


@pytest.mark.rule("R49")
def test_a_leaders_visit_entered_at_the_township_counts_once_at_both_ends(
    joined: Stick, town: Commands, village: Commands, tmp_path: Path
) -> None:
    sheet = tmp_path / "农户.csv"
    sheet.write_text("户主姓名,姓名,与户主关系,组别\n马占山,马占山,户主,1\n", encoding="utf-8")
    village.done("import", "households", str(sheet), "--apply")
    (home,) = village.done("household", "list")["households"]
    joined.exchange(town, [village])
    town.done(*V07, "visit", "add", "--household", home["id"], "--way", "at_home",
              "--date", town.today, "--by", "赵启明", "--text", "问了水渠。")  # fmt: skip
    village.done("visit", "add", "--household", home["id"], "--way", "at_home",
                 "--date", town.today, "--by", "孙立", "--text", "问了水渠。")  # fmt: skip
    joined.exchange(town, [village])
    here = village.done("coverage", "--month", town.today[:7])
    assert here["visited"] == 1
    assert town.done(*V07, "coverage", "--month", town.today[:7]) == here


@pytest.mark.rule("R48")
def test_what_two_pcs_entered_is_joined_by_command(
    with_second: Callable[[], Stick], town: Commands, village: Commands
) -> None:
    stick = with_second()
    second = stick.desks["07-2"]
    one, other = reported(village), reported(second)
    assert one != other
    stick.exchange(town, [village, second])
    stick.carry(town, village)
    doubles = [
        row for row in village.done("conflicts", "list")["conflicts"] if row["kind"] == "duplicate"
    ]
    (found,) = doubles
    keep = village.done("matter", "show", one)["id"]
    village.done("conflicts", "resolve", found["id"], "--merge-into", keep)
    assert [row["number"] for row in village.done("matter", "list")["matters"]] == [one]
    assert village.done("matter", "show", other)["number"] == one
    stick.carry(village, town)
    stick.carry(town, second)
    assert second.done("matter", "show", other)["number"] == one
