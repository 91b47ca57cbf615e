"""How commands are written: the global options, help, wrong use in Chinese, and bugs."""

from __future__ import annotations

import gc
import json
import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from commands import Commands
from longshan_desk.cli import matters
from longshan_desk.cli.grammar import Parser, in_chinese
from longshan_desk.cli.main import FAMILIES, main, parser
from longshan_desk.cli.tables import cut, table, width_of, wrapped


@pytest.mark.parametrize(
    "words",
    [
        "--home {home} --on 2022-04-05 --json matter list",
        "matter list --home {home} --on 2022-04-05 --json",
        "matter --home {home} --json list --on 2022-04-05",
        "--json matter --on 2022-04-05 list --home={home}",
    ],
)
def test_the_global_options_may_stand_anywhere(
    cli: Commands, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.register()
    assert main(words.format(home=cli.home).split()) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["result"]["matters"]) == 1


def test_a_matter_may_be_named_between_them(
    cli: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    number = cli.register()
    home = ("--home", str(cli.home))
    assert main(["matter", "move", *home, number, "--json", "deliberate"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["stage"] == "deliberated"


@pytest.mark.parametrize("value", ["2022-4-5", "today", "2022-02-30"])
def test_a_day_that_is_none_is_a_bad_value(cli: Commands, value: str) -> None:
    cli.today = value
    error = cli.refused("matter", "list")
    assert (error["code"], error["where"]) == ("bad_value", "--on")


def test_a_village_has_no_other_villages(cli: Commands) -> None:
    assert cli.code("matter", "list", "--village", "07") == "bad_value"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("fly",), "没有“fly”，可以用："),
        (("matter",), "还缺少：命令。"),
        (("matter", "show"), "还缺少：N。"),
        (("matter", "list", "--stage"), "--stage 后面要写内容。"),
        (("matter", "list", "--colour", "red"), "看不懂：--colour red。"),
        (("matter", "list", "extra"), "看不懂：extra。"),
        (("matter", "list", "--stag", "heard"), "看不懂：--stag heard。"),
        (("undo", "--json=yes"), "--json 后面不用写内容。"),
    ],
)
def test_wrong_use_is_told_in_chinese(cli: Commands, words: tuple[str, ...], message: str) -> None:
    error = cli.refused(*words)
    assert error["code"] == "wrong_use"
    assert error["message"].startswith(message)
    assert error["hint"].startswith("用法：longshan-desk")


def test_a_complaint_that_nobody_foresaw_is_told_too() -> None:
    assert in_chinese("something new") == "命令写得不对：something new。"


def test_wrong_use_is_told_to_people_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fly"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "没有“fly”" in err


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert "用法：longshan-desk" in text
    assert "--home DIR" in text
    assert not {"usage", "optional", "show this"} & set(text.split())


def test_help_for_programs_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matter", "add", "--help", "--json"]) == 0
    assert "--words" in json.loads(capsys.readouterr().out)["result"]["help"]


def all_commands(of: Parser) -> list[Parser]:
    below = [] if of._commands is None else of._commands.choices.values()
    return [of, *(found for one in below for found in all_commands(one))]


def test_every_command_explains_itself_and_can_be_run() -> None:
    found = all_commands(parser())
    assert len(found) > 60
    for one in found:
        assert one.format_help()
        assert one._commands is not None or one.get_default("run") is not None


def test_every_option_has_its_words() -> None:
    silent = [
        f"{one.prog} {action.option_strings}"
        for one in all_commands(parser())
        for action in one._actions
        if action.option_strings and not action.help
    ]
    assert not silent


def test_every_module_with_commands_is_part_of_the_program() -> None:
    folder = Path(matters.__file__).parent
    with_commands = {
        path.stem
        for path in folder.glob("*.py")
        if "def add_commands(top" in path.read_text(encoding="utf-8")
    }
    assert with_commands == set(FAMILIES)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["result"]) == {"version"}


# -- bugs -------------------------------------------------------------------------------------


def test_a_bug_is_told_without_its_words_and_kept_in_the_log(
    cli: Commands, monkeypatch: pytest.MonkeyPatch, stray_logs: list[logging.LogRecord]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("马占山 6205…")

    monkeypatch.setattr("longshan_desk.queries.matters.list_matters", fail)
    error = cli.refused("matter", "list")
    assert (error["code"], error["where"]) == ("bug", "RuntimeError")
    (record,) = stray_logs
    stray_logs.clear()
    kept = (cli.home / "logs" / "desk.log").read_text(encoding="utf-8")
    assert "RuntimeError" in kept
    assert "longshan_desk/cli/matters.py" in kept
    assert "马占山" not in kept + record.getMessage() + json.dumps(error, ensure_ascii=False)


def test_who_interrupts_is_told_that_nothing_was_kept(
    cli: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("longshan_desk.queries.matters.list_matters", interrupt)
    assert cli.code("matter", "list") == "cancelled"


def test_text_that_is_none_is_refused(cli: Commands) -> None:
    assert cli.code("search", "\udcff") == "bad_value"


# -- no display -------------------------------------------------------------------------------


def test_without_a_display_the_window_says_what_is_missing(
    bare: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    error = bare.refused()
    assert error["code"] == "no_display"
    assert "DISPLAY" in error["message"]
    assert " demo" in error["hint"]


# -- tables -----------------------------------------------------------------------------------


def test_wide_characters_count_twice() -> None:
    assert [width_of(text) for text in ("ab", "马六", "䶮", "a·b")] == [2, 4, 2, 3]


def test_a_long_cell_is_cut_to_one_line() -> None:
    assert cut("水渠\n坏了" * 20, 12) == "水渠 坏了水…"


def test_text_is_wrapped_by_its_width() -> None:
    lines = wrapped("把这一天当作今天 --home DIR 数据文件夹", 16)
    assert all(width_of(line) <= 16 for line in lines)
    assert "--home" in lines[1]


def test_an_empty_table_says_so() -> None:
    assert table(("编号",), [], empty="没有事项。") == "没有事项。"


def test_the_window_gets_the_desk_and_the_day_asked_for(
    bare: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[object] = []

    def run(home: Path, today: Callable[[], date], *, fill_demo: object) -> int:
        shown.extend((home, today()))
        assert callable(fill_demo)
        return 0

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("longshan_desk.ui.app.run", run)
    bare.done()
    assert shown == [bare.home, date(2022, 4, 5)]


def test_a_window_that_failed_is_a_refusal(bare: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("longshan_desk.ui.app.run", lambda *_, **__: 3)
    assert bare.code() == "window_failed"


def test_a_window_closed_at_once_leaves_collection_on(
    bare: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("longshan_desk.ui.app.run", lambda *_, **__: 0)
    bare.done()
    assert gc.isenabled()
