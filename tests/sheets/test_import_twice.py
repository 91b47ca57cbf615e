"""Importing a sheet twice changes nothing, and an empty cell never erases: for any sheet."""

from __future__ import annotations

import csv
import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, note
from hypothesis import strategies as st

from longshan_desk.domain.id_numbers import check_digit
from longshan_desk.sheets.read_households import HouseholdSheet, read_households
from sheets.desk_double import PlainDesk

NAMES = ["马龙", "马小龙", "李四", "王五妹", "阿不都·买买提"]
HEADINGS = {
    "组别": st.sampled_from(["一组", "2", "", "一组", "未分组"]),
    "户编号": st.sampled_from(["", "", "001", "002"]),
    "户主姓名": st.sampled_from(["", *NAMES]),
    "姓名": st.sampled_from([*NAMES, ""]),
    "与户主关系": st.sampled_from(["", "户主", "妻", "长子", "户主"]),
    "性别": st.sampled_from(["", "男", "女"]),
    "出生日期": st.sampled_from(["", "1990.1.1", "1985年5月5日", "4.1"]),
    "联系电话": st.sampled_from(["", "13812345678", "13900000000"]),
    "家庭住址": st.sampled_from(["", "一组1号", "一组2号"]),
    "重点人群": st.sampled_from(["", "低保", "残疾", "独居老人、低保"]),
    "备注": st.sampled_from(["", "甲"]),
}


def card(day: int, order: int) -> str:
    body = f"620525{date(1950, 1, 1) + timedelta(days=day):%Y%m%d}{order:03d}"
    return body + check_digit(body)


CARDS = st.sampled_from(["", "", "", card(1, 1), card(1, 2), card(9000, 11), "无", "123"])


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    columns = draw(
        st.lists(st.sampled_from([*HEADINGS, "身份证号"]), min_size=1, max_size=12, unique=True)
    )
    certain = ["姓名", "组别"] if draw(st.integers(0, 9)) else ["姓名", "性别"]
    headings = list(dict.fromkeys([*certain, *columns]))
    cells = [HEADINGS.get(heading, CARDS) for heading in headings]
    return [headings, *draw(st.lists(st.tuples(*cells).map(list), max_size=9))]


def read(table: list[list[str]]) -> HouseholdSheet:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "表.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(table)
        return read_households(path)


def import_deciding_new(desk: PlainDesk, sheet: HouseholdSheet) -> set[int]:
    """Everything undecided is decided new, until nothing is; gives the rows that are left out."""
    decisions: dict[int, str] = {}
    plan = desk.plan(sheet)
    while plan.counts["undecided"]:
        decisions |= {row.row: "new" for row in plan.rows if row.ending == "undecided"}
        plan = desk.plan(sheet, decisions)
    desk.apply(plan)
    refused = {row.row for row in plan.rows if row.ending == "refused"}
    if refused & set(decisions):
        # Somebody cannot be new, because the number is another's: the households stay in doubt.
        return {row.row for row in plan.rows}
    return refused


@given(st.lists(tables(), min_size=1, max_size=3))
def test_importing_the_same_sheet_again_changes_nothing(sheets: list[list[list[str]]]) -> None:
    desk = PlainDesk()
    for table in sheets:
        sheet = read(table)
        left_out = import_deciding_new(desk, sheet)
        again = desk.plan(sheet)
        note(f"{table}\n{desk}\n{again}")
        assert {row.ending for row in again.rows if row.row not in left_out} <= {"same"}
        assert not again.counts["new"]


@given(tables(), tables())
def test_an_empty_cell_never_erases(first: list[list[str]], second: list[list[str]]) -> None:
    desk = PlainDesk()
    for table in (first, second):
        plan = desk.plan(read(table))
        for row in plan.rows:
            assert all(new not in (None, "", ()) for _, new in row.fields.values())
        for household in plan.households:
            assert all(new not in (None, "", ()) for _, new in household.fields.values())
        desk.apply(plan)


@given(tables(), tables())
def test_every_row_ends_once(first: list[list[str]], second: list[list[str]]) -> None:
    desk = PlainDesk()
    for table in (first, second):
        sheet = read(table)
        plan = desk.plan(sheet)
        assert [row.row for row in plan.rows] == [row.row for row in sheet.rows]
        assert sum(plan.counts.values()) == len(sheet.rows)
        desk.apply(plan)


@given(tables(), tables())
def test_what_is_counted_as_new_is_written(first: list[list[str]], second: list[list[str]]) -> None:
    desk = PlainDesk()
    for table in (first, second):
        before = len(desk.people)
        plan = desk.plan(read(table))
        desk.apply(plan)
        assert len(desk.people) - before == plan.counts["new"]
