"""The header is found wherever it stands and whatever its columns are called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from longshan_desk.errors import BadValueError, FileUnreadableError
from longshan_desk.sheets.columns import SheetKind
from longshan_desk.sheets.grid import Grid, Merge
from longshan_desk.sheets.headers import choose_sheet, find_header, letter
from longshan_desk.sheets.household_columns import HOUSEHOLDS
from longshan_desk.sheets.matter_columns import MATTERS
from longshan_desk.sheets.roster_columns import ROSTER
from longshan_desk.sheets.workbook import open_workbook
from sheets.sheet_files import xlsx


def columns(rows: list[list[Any]], *merges: Merge) -> dict[str, str]:
    header = find_header(Grid("表", rows, merges), HOUSEHOLDS)
    assert header is not None
    return header.columns


@pytest.mark.parametrize("above", range(10))
def test_a_header_is_found_in_each_of_the_first_ten_rows(above: int) -> None:
    rows = [["花名册", "", ""]] * above + [["组别", "姓名", "身份证号"], ["一组", "张三", ""]]
    header = find_header(Grid("表", rows), HOUSEHOLDS)
    assert header is not None
    assert header.first_row == above + 1


def test_there_is_no_header_in_the_eleventh_row() -> None:
    rows = [[""]] * 10 + [["组别", "姓名", "身份证号"]]
    assert find_header(Grid("表", rows), HOUSEHOLDS) is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓 名", "name"),
        ("姓名*", "name"),
        ("姓名（必填）", "name"),
        ("家庭成员姓名", "name"),
        ("户主姓名", "head_name"),
        ("户主", "head_name"),
        ("公民身份号码", "id_number"),
        ("身份证\n号码", "id_number"),
        ("证件号", "id_number"),
        ("与户主关系", "relation"),
        ("与户主\n关系", "relation"),
        ("村民小组", "group"),
        ("组", "group"),
        ("出生年月（年/月/日）", "born_on"),
        ("联系电话：", "phone"),
        ("务工/外出地点", "work_place"),
        ("务工／外出地点", "work_place"),
        ("常住/外出", "resident"),
        ("身份类别", "special_groups"),
    ],
)
def test_a_column_is_known_by_many_names(heading: str, field: str) -> None:
    beside = ["姓名"] if field != "name" else ["民族"]
    assert columns([[heading, *beside], ["甲", "乙"]])[heading.replace("\n", "")] == field


def test_columns_may_stand_in_any_order() -> None:
    assert list(columns([["电话", "姓名", "组"]]).values()) == ["phone", "name", "group"]


def test_columns_that_nobody_knows_are_listed() -> None:
    header = find_header(Grid("表", [["序号", "姓名", "组别", "粮补面积"]]), HOUSEHOLDS)
    assert header is not None
    assert header.ignored == ("序号", "粮补面积")


def test_a_weak_name_counts_only_for_want_of_a_better_one() -> None:
    assert columns([["姓名", "户籍地址"]])["户籍地址"] == "address"
    assert "户籍地址" not in columns([["姓名", "户籍地址", "家庭住址"]])


def test_a_header_of_two_rows_is_read_together() -> None:
    rows = [
        ["组别", "户主信息", "", "家庭成员信息", "", ""],
        ["", "姓名", "电话", "姓名", "与户主关系", "证件号"],
        ["一组", "张三", "", "张三", "户主", ""],
    ]
    merges = (Merge(0, 0, 1, 0), Merge(0, 1, 0, 2), Merge(0, 3, 0, 5))
    header = find_header(Grid("表", rows, merges), HOUSEHOLDS)
    assert header is not None
    assert header.first_row == 2
    assert header.fields == {
        "group": 0,
        "head_name": 1,
        "phone": 2,
        "name": 3,
        "relation": 4,
        "id_number": 5,
    }


def test_what_stands_under_the_head_gives_way_to_the_members_own_column() -> None:
    rows = [
        ["户主", "", "家庭成员", ""],
        ["姓名", "身份证号", "姓名", "身份证号"],
    ]
    merges = (Merge(0, 0, 0, 1), Merge(0, 2, 0, 3))
    header = find_header(Grid("表", rows, merges), HOUSEHOLDS)
    assert header is not None
    assert header.fields == {"head_name": 0, "name": 2, "id_number": 3}


def test_a_title_merged_over_the_header_is_no_part_of_it() -> None:
    rows = [["大湾村户主花名册", "", ""], ["姓名", "组别", "电话"], ["张三", "一组", ""]]
    assert list(columns(rows, Merge(0, 0, 0, 2))) == ["姓名", "组别", "电话"]


def test_words_of_the_first_person_are_no_second_header() -> None:
    header = find_header(Grid("表", [["姓名", "关系"], ["张三", "户主"]]), HOUSEHOLDS)
    assert header is not None
    assert header.first_row == 1


def test_a_heading_merged_over_two_columns_is_one_column() -> None:
    assert columns([["姓名", "组别", "备注", ""]], Merge(0, 2, 0, 3))["备注"] == "note"


def test_two_columns_of_one_meaning_are_refused_by_their_names(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "表.xlsx", [["姓名", "组别", "电话", "手机号"], ["张三", "一组", 1, 2]])
    with pytest.raises(BadValueError, match=r"“电话”（C 列）、“手机号”（D 列）"):
        choose_sheet(open_workbook(path), HOUSEHOLDS, None)


def test_the_sheet_with_the_best_header_is_chosen(tmp_path: Path) -> None:
    full = [["组别", "姓名", "身份证号", "电话"], ["一组", "张三", "", ""]]
    path = xlsx(tmp_path / "表.xlsx", [["姓名", "组别"], ["甲", "乙"]], sheet="汇总", 花名册=full)
    found = choose_sheet(open_workbook(path), HOUSEHOLDS, None)
    assert found.grid.name == "花名册"
    assert found.others == ("汇总",)


def test_a_sheet_may_be_named(tmp_path: Path) -> None:
    table = [["姓名", "组别"], ["甲", "一组"]]
    path = xlsx(tmp_path / "表.xlsx", table, sheet="一组", 二组=table)
    assert choose_sheet(open_workbook(path), HOUSEHOLDS, "二组").grid.name == "二组"


def test_a_file_without_a_header_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "表.xlsx", [["一月", "二月"], [1, 2]])
    with pytest.raises(FileUnreadableError, match="没有认出农户花名册的表头") as refused:
        choose_sheet(open_workbook(path), HOUSEHOLDS, None)
    assert "姓名" in refused.value.hint


@pytest.mark.parametrize("kind", [HOUSEHOLDS, ROSTER, MATTERS], ids=lambda kind: kind.title)
def test_every_exported_heading_is_read_as_its_own_field(kind: SheetKind) -> None:
    headings: Sequence[str] = [column.heading for column in kind.exports()]
    header = find_header(Grid("表", [list(headings)]), kind)
    assert header is not None
    assert header.columns == {column.heading: column.field for column in kind.exports()}


@pytest.mark.parametrize("kind", [HOUSEHOLDS, ROSTER, MATTERS], ids=lambda kind: kind.title)
def test_no_two_fields_share_a_strong_name(kind: SheetKind) -> None:
    words = [w for c in kind.columns for w in (c.heading, *c.others.split())]
    assert len(words) == len(set(words))


def test_columns_have_their_letters() -> None:
    assert [letter(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
