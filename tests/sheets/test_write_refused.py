"""Refused rows come back with their reasons, are mended and imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from longshan_desk.sheets.read_households import HouseholdSheet, read_households
from longshan_desk.sheets.write_refused import write_refused_people
from sheets.desk_double import PlainDesk
from sheets.sheet_files import card, xlsx

HEAD = ["户主", "组别", "姓名", "关系", "身份证号", "电话"]
WRONG = card(1)[:17]


def refused(folder: Path, table: Sequence[Sequence[Any]], *merge: str) -> tuple[PlainDesk, Path]:
    """Import what can be, write out what cannot."""
    sheet = read_households(xlsx(folder / "表.xlsx", table, merge=merge))
    desk = PlainDesk()
    plan = desk.plan(sheet)
    desk.apply(plan)
    out = folder / "没有导入的行.xlsx"
    write_refused_people(out, sheet, plan)
    return desk, out


def lines(path: Path) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]


def mended(path: Path, column: str, value: object, row: int = 2) -> HouseholdSheet:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(row, headings.index(column) + 1).value = value
    book.save(path)
    return read_households(path)


FAMILY = [
    HEAD,
    ["张三", "一组", "张三", "户主", card(1), ""],
    ["", "", "李四", "妻", WRONG, "13800000001"],
    ["", "", "张小三", "子", "", ""],
]


def test_the_row_stands_under_its_own_headings_with_where_why_and_how(tmp_path: Path) -> None:
    _, path = refused(tmp_path, FAMILY, "A2:A4", "B2:B4")
    head, line = lines(path)
    assert head == [*HEAD, "同户的人", "原行号", "哪一列", "为什么", "怎么改"]
    assert line[:7] == ["张三", "一组", "李四", "妻", WRONG, "13800000001", "张三、张小三"]
    assert line[7:9] == [3, "身份证号"]
    assert "这里是 17 位" in line[9]
    assert line[10]


def test_the_wrong_cell_is_red_and_the_others_are_not(tmp_path: Path) -> None:
    _, path = refused(tmp_path, FAMILY)
    row = load_workbook(path).worksheets[0][2]
    assert [cell.value for cell in row if cell.fill.fill_type] == [WRONG]


def test_a_rounded_number_is_written_as_text(tmp_path: Path) -> None:
    number = int(card(1)[:17] + "1")
    _, path = refused(tmp_path, [HEAD, ["张三", "一组", "张三", "户主", number, ""]])
    cell = load_workbook(path).worksheets[0]["E2"]
    assert (cell.data_type, cell.value[:14]) == ("s", card(1)[:14])


def test_the_mended_row_finds_its_way_back_to_its_household(tmp_path: Path) -> None:
    desk, path = refused(tmp_path, FAMILY, "A2:A4", "B2:B4")
    plan = desk.plan(mended(path, "身份证号", card(2)))
    desk.apply(plan)
    assert plan.counts["new"] == 1
    assert len(desk.households) == 1
    assert {person.name for person in desk.people.values()} == {"张三", "李四", "张小三"}


def test_a_head_who_was_refused_becomes_head_of_the_household(tmp_path: Path) -> None:
    table = [
        ["组别", "姓名", "关系", "身份证号"],
        ["一组", "张三", "户主", WRONG],
        ["一组", "李四", "妻", ""],
    ]
    desk, path = refused(tmp_path, table)
    assert [household.head_name for household in desk.households.values()] == ["张三"]
    plan = desk.plan(mended(path, "身份证号", card(1)))
    desk.apply(plan)
    assert len(desk.households) == 1
    assert plan.households[0].head_row == 2


def test_a_member_of_a_household_without_a_head_finds_the_others(tmp_path: Path) -> None:
    table = [
        ["户编号", "组别", "姓名", "关系", "身份证号"],
        ["", "一组", "李四", "妻", ""],
        ["", "一组", "王五", "子", ""],
        ["", "一组", "王六", "子", WRONG],
    ]
    desk, path = refused(tmp_path, table)
    plan = desk.plan(mended(path, "身份证号", card(1)))
    desk.apply(plan)
    assert plan.counts["new"] == 1
    assert len(desk.households) == 1


def test_undecided_rows_are_given_back_too(tmp_path: Path) -> None:
    table = [
        HEAD,
        ["张三", "一组", "张三", "户主", "", ""],
        *[["张三", "一组", "李四", "妻", "", ""]] * 2,
    ]
    desk, path = refused(tmp_path, table)
    assert [line[2] for line in lines(path)] == ["姓名", "李四"]
    plan = desk.plan(mended(path, "姓名", "李小四"))
    assert plan.counts["new"] == 1


def test_what_was_not_mended_is_refused_again_and_nothing_else_happens(tmp_path: Path) -> None:
    desk, path = refused(tmp_path, FAMILY, "A2:A4", "B2:B4")
    plan = desk.plan(read_households(path))
    assert plan.counts == {"new": 0, "changed": 0, "same": 0, "refused": 1, "undecided": 0}


def test_a_sheet_without_refused_rows_gives_headings_alone(tmp_path: Path) -> None:
    _, path = refused(tmp_path, [HEAD, ["张三", "一组", "张三", "户主", "", ""]])
    assert len(lines(path)) == 1
