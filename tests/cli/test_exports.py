"""``export``: what is written, and that importing it again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import Commands


def test_the_register_is_written_with_its_rows(cli: Commands, tmp_path: Path) -> None:
    cli.register("水渠坏了")
    cli.register("电网改造", list="escalated")
    file = tmp_path / "登记册.xlsx"
    assert cli.done("export", "register", str(file)) == {"file": str(file), "rows": 2}
    assert file.is_file()


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (("--list", "escalated"), 1),
        (("--month", "2022-04"), 2),
        (("--month", "2022-03"), 0),
    ],
)
def test_the_register_can_be_narrowed(
    cli: Commands, tmp_path: Path, words: tuple[str, ...], rows: int
) -> None:
    cli.register("水渠坏了")
    cli.register("电网改造", list="escalated")
    assert cli.done("export", "register", str(tmp_path / "册.xlsx"), *words)["rows"] == rows


def test_a_register_that_is_exported_imports_as_the_same(cli: Commands, tmp_path: Path) -> None:
    number = cli.solved()
    told = ("--way", "in_person", "--to", "马占山", "--answer", "satisfied")
    cli.move(number, "feedback", *told)
    cli.move(number, "cancel_off")
    cli.register("水渠坏了", "--by", "马六", "--by", "李四", "--phone", "13893801234")
    cli.register("不愿公开的事", "--by", "马七", "--anonymous", "--kind", "petition")
    cli.assigned()
    file = str(tmp_path / "册.xlsx")
    cli.done("export", "register", file)
    again = cli.done("import", "matters", file, "--apply")
    assert (again["rows"], again["same"], again["problems"]) == (4, 4, [])


def test_a_register_is_of_the_day_asked_for(cli: Commands, tmp_path: Path) -> None:
    number = cli.assigned()
    cli.today = "2022-04-09"
    cli.move(number, "close", "--outcome", "solved", "--result", "已修好")
    cli.today = "2022-04-07"
    file = str(tmp_path / "册.xlsx")
    cli.done("export", "register", file)
    cli.today = "2022-04-09"
    (problem,) = cli.done("import", "matters", file)["problems"]
    assert problem["value"] == "办理中"


def test_households_are_written_and_read_again(cli: Commands, tmp_path: Path) -> None:
    home = cli.done("household", "add", "--group", "1", "--name", "马占山")["id"]
    cli.done("person", "add", home, "--name", "马·优素福䶮", "--relation", "子")
    cli.done("household", "add", "--group", "2", "--name", "李四")
    file = str(tmp_path / "花名册.xlsx")
    assert cli.done("export", "households", file)["rows"] == 3
    assert cli.done("import", "households", file)["same"] == 3
    assert cli.done("export", "households", file, "--group", "2")["rows"] == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("register", "/nowhere/at/all.xlsx"), "file_not_found"),
        (("households", "/nowhere/at/all.xlsx"), "file_not_found"),
        (("register",), "wrong_use"),
        (("register", "a.xlsx", "--month", "April"), "bad_value"),
        (("weather", "a.xlsx"), "wrong_use"),
    ],
)
def test_an_export_is_refused_with_its_code(
    cli: Commands, words: tuple[str, ...], code: str
) -> None:
    assert cli.code("export", *words) == code


def test_the_roster_is_written_and_read_again(cli: Commands, tmp_path: Path) -> None:
    cli.done("roster", "add", "--name", "马书记", "--role", "branch_secretary")
    made = cli.done("roster", "add", "--name", "张三", "--role", "liaison_leader")["id"]
    cli.done("roster", "term", made, "--role", "township_leader", "--from", "2022-01-01")
    file = str(tmp_path / "名册.xlsx")
    assert cli.done("export", "roster", file)["rows"] >= 2
    again = cli.done("import", "roster", file, "--apply")
    assert (again["new"], again["changed"], again["refused"]) == (0, 0, 0)
