"""The visit sheet and the diary as Excel: written, filled in, and read again (R10, R11)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desk import Desk
from longshan_desk.actions.export_visits import export_visit_sheet, export_visits
from longshan_desk.actions.import_visits import REASON, apply, preview
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import FindingKind
from longshan_desk.queries.visit_rounds import visiting_round
from longshan_desk.queries.visit_sheet import visit_sheet
from longshan_desk.queries.visits import list_visits, visit_ids

APRIL = Month(2022, 4)
HEAD = 3


@pytest.fixture
def homes(desk: Desk) -> list[str]:
    desk.fill_roster()
    made = [desk.add_household(head) for head in ("马占山", "李四", "王五")]
    desk.visit(made[1], on=date(2022, 3, 5), text="三月去过")
    return made


def written(desk: Desk, folder: Path, **asked: Any) -> Path:
    path = folder / "走访表.xlsx"
    export_visit_sheet(path, visit_sheet(desk.store, APRIL, **asked))
    return path


def columns(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[HEAD]}


def fill(path: Path, **cells: str | date) -> None:
    """Write into the first household's row, by headings."""
    book: Workbook = load_workbook(path)
    sheet: Any = book.worksheets[0]
    for heading, value in cells.items():
        sheet.cell(HEAD + 1, columns(sheet)[heading]).value = value
    book.save(path)


@pytest.mark.rule("R10")
def test_r10_the_sheet_lists_the_round_in_its_order(
    desk: Desk, homes: list[str], tmp_path: Path
) -> None:
    sheet = load_workbook(written(desk, tmp_path)).worksheets[0]
    at = columns(sheet)["户识别码"]
    ids = [sheet.cell(row, at).value for row in range(HEAD + 1, sheet.max_row + 1)]
    assert ids == [row.household.id for row in visiting_round(desk.store, APRIL).rows]
    assert sheet.column_dimensions["N"].hidden
    assert sheet["A1"].value == "大湾村2022年4月走访表"


def test_a_sheet_nobody_has_filled_in_brings_nothing(
    desk: Desk, homes: list[str], tmp_path: Path
) -> None:
    shown = preview(desk.store, written(desk, tmp_path, visitor="马文秀"))
    assert (shown.plan.rows, shown.sheet.warnings) == ((), ("有 3 户还没有填写，没有读。",))


@pytest.mark.rule("R10")
def test_r10_a_filled_sheet_comes_back_as_visits(
    desk: Desk, homes: list[str], tmp_path: Path
) -> None:
    path = written(desk, tmp_path, visitor="马文秀")
    first = visiting_round(desk.store, APRIL).rows[0].household.id
    fill(path, 走访日期=date(2022, 4, 4), 走访方式="入户", 走访情况="水渠通了", 归类="诉求类")
    assert apply(desk.store, preview(desk.store, path))["new"] == 1
    row = list_visits(desk.store)[-1]
    assert (row.facts.household_id, row.text) == (first, "水渠通了")
    assert (row.facts.visitors, row.facts.finding) == (("马文秀",), FindingKind.DEMAND)
    assert preview(desk.store, path).plan.counts["same"] == 1


def test_ways_and_kinds_are_chosen_from_lists(desk: Desk, homes: list[str], tmp_path: Path) -> None:
    sheet = load_workbook(written(desk, tmp_path)).worksheets[0]
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"入户,电话,视频,代问"' in lists
    assert any(one.startswith("选项!$A$2") for one in lists)


def exported(desk: Desk, folder: Path) -> Path:
    path = folder / "走访记录.xlsx"
    export_visits(desk.store, path, visit_ids=visit_ids(desk.store, descending=False))
    return path


def test_what_was_exported_changes_nothing_when_it_is_read_again(
    desk: Desk, homes: list[str], tmp_path: Path
) -> None:
    desk.visit(
        homes[0],
        "孙立",
        "李娜",
        text="水渠塌了，\n要修",
        topics=("hardship", "income"),
        finding=FindingKind.PROBLEM,
        promise="修好",
        promise_due=date(2022, 5, 1),
        met=("马占山",),
        place="家里",
        is_internal=True,
    )
    desk.visit(homes[1], is_unchanged=True)
    desk.visit(homes[1], is_unchanged=True)
    shown = preview(desk.store, exported(desk, tmp_path))
    assert (shown.plan.counts["same"], shown.plan.changes_nothing) == (4, True)


def test_what_is_written_over_in_an_export_is_a_correction(
    desk: Desk, homes: list[str], tmp_path: Path
) -> None:
    path = exported(desk, tmp_path)
    book = load_workbook(path)
    sheet: Any = book.worksheets[0]
    at = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, at["走访情况"]).value = "三月去过两次"
    book.save(path)
    with desk.taken_back():
        assert apply(desk.store, preview(desk.store, path))["changed"] == 1
    (row,) = list_visits(desk.store)
    page = desk.entry(row.id)
    assert (row.text, page.versions[0].facts.text) == ("三月去过两次", "三月去过")
    assert page.versions[1].reason == REASON
