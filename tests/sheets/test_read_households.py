"""Households are found in whichever way a roster shows them; what is no person is passed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from longshan_desk.domain.labels import IdKind, Sex
from longshan_desk.sheets.read_households import HouseholdSheet, read_households
from sheets.sheet_files import card, text_table, xlsx

GROUP = ["组别", "姓名"]


def read(
    tmp_path: Path, table: Sequence[Sequence[Any]], merge: Sequence[str] = (), **more: Any
) -> HouseholdSheet:
    return read_households(xlsx(tmp_path / "表.xlsx", table, merge=merge), **more)


def families(sheet: HouseholdSheet) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for row in sheet.rows:
        found.setdefault(row.household_key, []).append(row.name)
    return list(found.values())


def reasons(sheet: HouseholdSheet) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.reason) for row in sheet.rows for p in row.problems]


# -- households -------------------------------------------------------------------------------


def test_a_head_merged_downwards_holds_the_household_together(tmp_path: Path) -> None:
    table = [
        ["户主", "组别", "姓名", "关系"],
        ["张三", "一组", "张三", "户主"],
        ["", "", "李四", "妻"],
        ["王五", "二组", "王五", "户主"],
        ["", "", "王六", "子"],
    ]
    sheet = read(tmp_path, table, ["A2:A3", "B2:B3", "A4:A5", "B4:B5"])
    assert families(sheet) == [["张三", "李四"], ["王五", "王六"]]
    assert [block.values["group"] for block in sheet.households.values()] == [1, 2]


def test_a_head_on_the_first_row_alone_is_enough(tmp_path: Path) -> None:
    table = [
        ["户主", "组别", "姓名"],
        ["张三", "一组", "张三"],
        ["", "", "李四"],
        ["王五", "二组", "王五"],
    ]
    assert families(read(tmp_path, table)) == [["张三", "李四"], ["王五"]]


def test_a_head_named_on_every_row_is_enough(tmp_path: Path) -> None:
    table = [
        ["户主姓名", "组别", "姓名"],
        ["张三", "一组", "张三"],
        ["张三", "一组", "李四"],
        ["王五", "一组", "王五"],
        ["张三", "一组", "张小三"],
    ]
    assert families(read(tmp_path, table)) == [["张三", "李四", "张小三"], ["王五"]]


def test_the_relation_begins_a_household(tmp_path: Path) -> None:
    table = [
        ["组别", "姓名", "与户主关系"],
        ["一组", "张三", "本人"],
        ["一组", "李四", "妻"],
        ["一组", "王五", "户主"],
    ]
    sheet = read(tmp_path, table)
    assert families(sheet) == [["张三", "李四"], ["王五"]]
    assert [block.head_name for block in sheet.households.values()] == ["张三", "王五"]


def test_a_column_that_says_who_is_head_begins_a_household(tmp_path: Path) -> None:
    table = [["组别", "姓名", "是否户主"], ["一组", "张三", "是"], ["一组", "李四", "否"]]
    assert families(read(tmp_path, table)) == [["张三", "李四"]]


def test_a_households_number_holds_scattered_rows_together(tmp_path: Path) -> None:
    table = [
        ["户编号", "组别", "姓名"],
        ["007", "一组", "张三"],
        ["008", "一组", "王五"],
        ["007", "一组", "李四"],
    ]
    sheet = read(tmp_path, table)
    assert families(sheet) == [["张三", "李四"], ["王五"]]
    assert sheet.households[2].values["household_code"] == "007"


def test_a_number_column_that_nobody_filled_in_marks_nothing(tmp_path: Path) -> None:
    table = [
        ["户编号", "组别", "户主姓名", "姓名"],
        ["", "一组", "张三", "张三"],
        ["", "一组", "王五", "王五"],
    ]
    assert families(read(tmp_path, table)) == [["张三"], ["王五"]]


def test_two_heads_of_one_name_in_a_row_are_two_households(tmp_path: Path) -> None:
    table = [
        ["组别", "户主姓名", "姓名", "关系"],
        ["一组", "张三", "张三", "户主"],
        ["一组", "张三", "李四", "妻"],
        ["一组", "张三", "张三", "户主"],
        ["一组", "张三", "王五", "妻"],
    ]
    assert families(read(tmp_path, table)) == [["张三", "李四"], ["张三", "王五"]]


def test_a_list_of_heads_alone_is_a_list_of_households(tmp_path: Path) -> None:
    sheet = read(tmp_path, [["组别", "户主姓名"], ["一组", "张三"], ["一组", "李四"]])
    assert families(sheet) == [["张三"], ["李四"]]
    assert [row.values["relation"] for row in sheet.rows] == ["户主", "户主"]


def test_the_group_is_inherited_within_the_household_alone(tmp_path: Path) -> None:
    table = [
        ["组别", "姓名", "关系"],
        ["一组", "张三", "户主"],
        ["", "李四", "妻"],
        ["", "王五", "户主"],
    ]
    sheet = read(tmp_path, table)
    assert [block.values.get("group") for block in sheet.households.values()] == [1, None]


def test_two_groups_in_one_household_are_refused(tmp_path: Path) -> None:
    table = [["户编号", "组别", "姓名"], ["1", "一组", "张三"], ["1", "二组", "李四"]]
    assert reasons(read(tmp_path, table)) == [
        (3, "组别", "这一行写的是 2 组，同一户的其他行是 1 组。")
    ]


def test_two_heads_in_one_household_are_refused(tmp_path: Path) -> None:
    table = [
        ["户编号", "组别", "姓名", "关系"],
        ["1", "一组", "张三", "户主"],
        ["1", "一组", "李四", "户主"],
    ]
    assert [row for row, _, reason in reasons(read(tmp_path, table)) if "两个户主" in reason] == [3]


def test_what_is_said_once_belongs_to_the_household(tmp_path: Path) -> None:
    table = [
        ["组别", "姓名", "关系", "家庭住址", "户备注"],
        ["一组（马家湾）", "张三", "户主", "", ""],
        ["", "李四", "妻", "一组3号", "房屋漏雨"],
    ]
    sheet = read(tmp_path, table)
    assert sheet.households[2].values == {
        "group": 1,
        "address": "一组3号",
        "household_note": "房屋漏雨",
    }
    assert sheet.group_names == {1: "马家湾"}


def test_r11_a_households_group_is_the_households_whoever_s_row_names_it(tmp_path: Path) -> None:
    table = [
        ["组别", "姓名", "关系", "重点人群"],
        ["一组", "张三", "户主", "残疾"],
        ["", "李四", "妻", "低保、独居老人"],
    ]
    sheet = read(tmp_path, table)
    assert sheet.households[2].values["special_groups"] == ("low_income",)
    assert [row.values.get("special_groups") for row in sheet.rows] == [
        ("disabled",),
        ("elder_alone",),
    ]


def test_a_sheet_named_after_a_group_tells_the_group(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "表.xlsx", [["姓名", "关系"], ["张三", "户主"]], sheet="第三组")
    assert read_households(path).households[2].values["group"] == 3


def test_lines_between_the_people_may_name_the_group(tmp_path: Path) -> None:
    table = [
        ["序号", "姓名", "关系"],
        ["一组", "", ""],
        ["1", "张三", "户主"],
        ["二组", "", ""],
        ["2", "李四", "户主"],
    ]
    sheet = read(tmp_path, table)
    assert [block.values["group"] for block in sheet.households.values()] == [1, 2]


def test_a_sheet_that_shows_no_households_says_so(tmp_path: Path) -> None:
    sheet = read(tmp_path, [["组别", "姓名", "身份类别"], ["一组", "张三", "留守老人"]])
    assert sheet.households[2].is_loose
    assert "各成一户" in sheet.warnings[0]


# -- rows that are none -----------------------------------------------------------------------


def test_blank_and_numbered_rows_at_the_end_are_passed_over(tmp_path: Path) -> None:
    table = [["序号", *GROUP], [1, "一组", "张三"], *[[n, " ", "　"] for n in range(2, 99)]]
    sheet = read(tmp_path, table)
    assert len(sheet.rows) == 1
    assert sheet.skipped == ()


@pytest.mark.parametrize(
    "line",
    [
        ["合计", "", "1人"],
        ["填表人：李四", "", ""],
        ["", "", "合计"],
        ["注：以上为户籍人口", "", ""],
        ["序号", "组别", "姓名"],
        ["审核人：张三", "审核人：张三", "审核人：张三"],
    ],
)
def test_what_is_no_person_is_passed_over_and_said(tmp_path: Path, line: list[str]) -> None:
    sheet = read(tmp_path, [["序号", *GROUP], [1, "一组", "张三"], line])
    assert [row.name for row in sheet.rows] == ["张三"]
    assert sheet.skipped == (3,)


def test_rows_keep_the_sheets_numbers(tmp_path: Path) -> None:
    sheet = read(tmp_path, [["花名册"], [], GROUP, ["一组", "张三"], [], ["一组", "李四"]])
    assert [row.row for row in sheet.rows] == [4, 6]


def test_a_person_without_a_name_is_refused(tmp_path: Path) -> None:
    sheet = read(tmp_path, [[*GROUP, "电话"], ["一组", "", "13812345678"]])
    assert reasons(sheet) == [(2, "姓名", "这一行没有姓名。")]


# -- cells ------------------------------------------------------------------------------------


def test_a_card_tells_what_the_sheet_does_not_say(tmp_path: Path) -> None:
    sheet = read(tmp_path, [[*GROUP, "身份证号"], ["一组", "张三", card(1)]])
    assert sheet.rows[0].values == {
        "name": "张三",
        "id_number": card(1),
        "id_kind": IdKind.RESIDENT,
        "sex": Sex.MALE,
        "born_on": date(1970, 1, 1),
    }


@pytest.mark.parametrize(
    ("heading", "said", "reason"),
    [("性别", "女", "性别写的是女"), ("出生日期", "1970-01-02", "出生日期写的是1970-01-02")],
)
def test_what_contradicts_the_card_is_refused(
    tmp_path: Path, heading: str, said: str, reason: str
) -> None:
    sheet = read(tmp_path, [[*GROUP, "身份证号", heading], ["一组", "张三", card(1), said]])
    [(row, column, why)] = reasons(sheet)
    assert (row, column) == (2, heading)
    assert why.startswith(reason)


@pytest.mark.parametrize("said", ["1970.1", "1970年1月"])
def test_a_birthday_known_by_its_month_is_completed_by_the_card(tmp_path: Path, said: str) -> None:
    table = [[*GROUP, "身份证号", "出生年月"], ["一组", "张三", card(1), said]]
    sheet = read(tmp_path, table)
    assert not sheet.rows[0].problems
    assert sheet.rows[0].values["born_on"] == date(1970, 1, 1)


def test_a_birthday_known_by_its_month_alone_is_asked(tmp_path: Path) -> None:
    sheet = read(tmp_path, [[*GROUP, "出生年月"], ["一组", "张三", "1970.1"]])
    assert "缺日" in reasons(sheet)[0][2]


def test_a_number_cell_that_lost_its_digits_is_refused_with_its_place(tmp_path: Path) -> None:
    sheet = read(tmp_path, [[*GROUP, "身份证号"], ["一组", "张三", int(card(1)[:17] + "1")]])
    [problem] = sheet.rows[0].problems
    assert (problem.row, problem.column) == (2, "身份证号")
    assert "已经丢失" in problem.reason
    assert "文本" in problem.hint


def test_the_second_row_of_one_number_is_refused(tmp_path: Path) -> None:
    table = [[*GROUP, "身份证号"], ["一组", "张三", card(1)], ["一组", "李四", card(1)]]
    assert reasons(read(tmp_path, table)) == [(3, "身份证号", "身份证号与第 2 行相同。")]


def test_a_disability_card_and_the_identity_number_in_it_are_one_person(tmp_path: Path) -> None:
    table = [[*GROUP, "证件号"], ["一组", "张三", card(1)], ["一组", "张三", card(1) + "44"]]
    assert reasons(read(tmp_path, table)) == [(3, "证件号", "身份证号与第 2 行相同。")]


def test_placeholders_are_no_numbers(tmp_path: Path) -> None:
    table = [
        [*GROUP, "身份证号"],
        ["一组", "张三", "0"],
        ["一组", "李四", 0],
        ["一组", "王五", "无"],
    ]
    sheet = read(tmp_path, table)
    assert all("id_number" not in row.values and not row.problems for row in sheet.rows)


def test_another_papers_number_is_not_checked(tmp_path: Path) -> None:
    table = [[*GROUP, "证件类型", "证件号"], ["一组", "张三", "护照", "E12345678"]]
    values = read(tmp_path, table).rows[0].values
    assert (values["id_kind"], values["id_number"]) == (IdKind.OTHER, "E12345678")


def test_every_wrong_cell_of_a_row_is_told(tmp_path: Path) -> None:
    table = [[*GROUP, "性别", "电话", "民族"], ["一组", "张三", "不男", "123", "火星"]]
    assert [column for _, column, _ in reasons(read(tmp_path, table))] == ["性别", "电话", "民族"]


def test_an_empty_cell_says_nothing(tmp_path: Path) -> None:
    table = [[*GROUP, "电话", "备注"], ["一组", "张三", " ", "/"]]
    assert read(tmp_path, table).rows[0].values == {"name": "张三"}


def test_what_yes_means_is_told_by_the_heading(tmp_path: Path) -> None:
    table = [[*GROUP, "是否外出"], ["一组", "张三", "是"], ["一组", "李四", "否"]]
    said = [row.values["resident"] for row in read(tmp_path, table).rows]
    assert said == ["外出", "常住"]


def test_numbers_are_texts_where_texts_belong(tmp_path: Path) -> None:
    table = [["户编号", *GROUP, "备注"], [12, 1, "张三", 3.5]]
    sheet = read(tmp_path, table)
    assert sheet.households[2].values["household_code"] == "12"
    assert sheet.rows[0].values["note"] == "3.5"


def test_gb18030_reads_every_character(tmp_path: Path) -> None:
    path = text_table(tmp_path / "表.csv", [GROUP, ["一组", "白𠅤䶮"]], "gb18030")
    assert read_households(path).rows[0].name == "白𠅤䶮"


# -- progress ---------------------------------------------------------------------------------


def test_progress_goes_up_to_all_rows(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    table = [GROUP, *[["一组", f"张{n}"] for n in range(1200)]]
    read(tmp_path, table, step=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (1200, 1200)


def test_reading_stops_when_told(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise StopError

    with pytest.raises(StopError):
        read(tmp_path, [GROUP, ["一组", "张三"]], step=stop)
