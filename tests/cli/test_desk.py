"""``init``, ``demo``, ``search``, ``undo`` and ``redo``."""

from __future__ import annotations

import json
from functools import partial

import pytest

from commands import Commands
from longshan_desk import demo
from longshan_desk.data.identity import marker_path
from longshan_desk.data.log import clock
from longshan_desk.paths import DeskPaths

VILLAGE = ("init", "--role", "village", "--code", "07", "--name", "大湾村")


def test_a_desk_is_made_with_its_village(bare: Commands) -> None:
    result = bare.done(*VILLAGE, "--kind", "community", "--township", "龙山镇")
    assert result["office"] == {"role": "village", "code": "07", "name": "大湾村"}
    assert len(result["desk_id"]) == 16
    assert bare.done("office", "show")["kind"] == "community"


def test_a_new_desk_knows_its_user_and_its_fixed_day(bare: Commands) -> None:
    bare.done(*VILLAGE, "--hearing-day", "每月5日", "--user", "王会计")
    (user,) = bare.done("user", "list")["users"]
    assert (user["name"], user["current"]) == ("王会计", True)
    office = bare.done("office", "show")
    assert office["hearing_day"] == "每月5日"
    assert [one["date"] for one in office["hearings"]][:2] == ["2022-04-05", "2022-05-05"]


def test_this_computer_remembers_the_desk_it_made(bare: Commands) -> None:
    bare.done(*VILLAGE)
    assert marker_path(DeskPaths(bare.home)).exists()


def test_a_desk_is_made_once(bare: Commands) -> None:
    bare.done(*VILLAGE)
    assert bare.code(*VILLAGE) == "desk_exists"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--role", "township"), "bad_value"),
        (("--role", "castle"), "bad_value"),
        (("--code", "七"), "bad_value"),
        (("--name", " "), "bad_value"),
        (("--hearing-day", "每周五"), "bad_value"),
        (("--seal", "/mnt/seal"), "bad_value"),
        (("--village", "07"), "bad_value"),
        (("--colour", "red"), "wrong_use"),
    ],
)
def test_making_a_desk_is_refused_with_its_code(
    bare: Commands, words: tuple[str, ...], code: str
) -> None:
    assert bare.code(*VILLAGE, *words) == code


def test_a_refused_making_can_be_done_again(bare: Commands) -> None:
    assert bare.code(*VILLAGE, "--hearing-day", "每周五") == "bad_value"
    bare.done(*VILLAGE, "--hearing-day", "每月第一个星期五")


@pytest.mark.parametrize(
    "words",
    [
        ("matter", "list"),
        ("matter", "show", "2022-04-001"),
        ("stalls",),
        ("undo",),
        ("backup",),
        ("checkup",),
        ("household", "list"),
        ("hearing", "new", "--date", "2022-04-05"),
    ],
)
def test_without_a_desk_there_is_nothing_to_work_at(bare: Commands, words: tuple[str, ...]) -> None:
    assert bare.code(*words) == "no_desk"
    assert not (bare.home / "desk.sqlite").exists()


# -- undo -------------------------------------------------------------------------------------


def test_undo_and_redo_name_the_act(cli: Commands) -> None:
    number = cli.register()
    assert cli.done("undo") == {"undone": "登记事项"}
    assert cli.code("matter", "show", number) == "not_found"
    assert cli.done("redo") == {"redone": "登记事项"}
    assert cli.show(number)["stage"] == "heard"


@pytest.mark.parametrize("command", ["undo", "redo"])
def test_on_a_new_desk_there_is_nothing_to_undo(cli: Commands, command: str) -> None:
    assert cli.code(command) == "nothing_to_undo"


def test_an_undone_number_is_not_given_again(cli: Commands) -> None:
    cli.register()
    cli.done("undo")
    assert cli.register() == "2022-04-002"


# -- search -----------------------------------------------------------------------------------


def test_a_search_finds_records_of_every_kind(cli: Commands) -> None:
    household = cli.done("household", "add", "--group", "1", "--name", "马占山")["id"]
    number = cli.register("马占山家门前水渠坏了")
    cli.done("roster", "add", "--name", "马占山", "--role", "clerk")
    hits = cli.done("search", "马占山")["hits"]
    assert {hit["kind"] for hit in hits} == {"household", "person", "cadre", "matter"}
    assert household in {hit["id"] for hit in hits if hit["kind"] == "household"}
    assert any(number in hit["text"] for hit in hits)


def test_letters_find_pinyin_initials(cli: Commands) -> None:
    cli.done("household", "add", "--group", "1", "--name", "马占山")
    assert "household" in {hit["kind"] for hit in cli.done("search", "mzs")["hits"]}


def test_a_search_that_finds_nothing_is_no_failure(cli: Commands) -> None:
    assert cli.done("search", "查无此人") == {"hits": []}


# -- demo -------------------------------------------------------------------------------------


def test_a_demonstration_is_made_only_where_there_is_no_desk(cli: Commands) -> None:
    assert cli.code("demo", "--years", "1") == "desk_exists"


def test_a_demonstration_has_a_sensible_length(bare: Commands) -> None:
    assert bare.code("demo", "--years", "0") == "bad_value"
    assert bare.code("demo", "--years", "一") == "bad_value"


def test_a_demonstration_fills_an_empty_home(
    bare: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = partial(demo.fill_home, size=demo.Size(households=90, persons=330))
    monkeypatch.setattr(demo, "fill_home", small)
    made = bare.done("demo", "--years", "1", "--seed", "3")
    assert set(made) == {"households", "persons", "hearings", "matters", "visits"}
    assert abs(made["households"] - 90) <= 4 and abs(made["persons"] - 330) <= 15
    assert made["hearings"] == 12 and made["visits"] > 500
    months = [row["month"] for row in bare.done("hearing", "list")["hearings"]]
    assert (max(months), len(months)) == ("2022-04", 12)
    assert len(bare.done("household", "list")["households"]) == made["households"]
    assert len(bare.done("matter", "list")["matters"]) == made["matters"]


@pytest.mark.failure("F35")
@pytest.mark.parametrize(("wall", "is_said"), [(1_230_800_000_000, True), (None, False)])
def test_a_clock_that_cannot_be_right_is_said_beside_the_answer(
    cli: Commands, monkeypatch: pytest.MonkeyPatch, wall: int | None, is_said: bool
) -> None:
    if wall is not None:
        monkeypatch.setattr(clock, "wall_ms", lambda: wall)
    status, out, err = cli.run("household", "add", "--group", "1", "--name", "马占山", "--json")
    assert (status, json.loads(out)["ok"]) == (0, True)
    assert ("电脑的日期可能不对：2009年1月1日" in err) is is_said
