"""What is exported opens as it was meant, and is read back as it was."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from longshan_desk.domain.labels import IdKind, Role, Sex
from longshan_desk.errors import FileOpenError
from longshan_desk.sheets.offices import Office
from longshan_desk.sheets.read_households import read_households
from longshan_desk.sheets.read_roster import read_roster
from longshan_desk.sheets.write_lists import write_households, write_roster
from longshan_desk.sheets.write_table import PlainHeading, write_table
from sheets.desk_double import PlainDesk
from sheets.sheet_files import card

ONE = [PlainHeading("一列")]


def written(path: Path, *values: object) -> list[Any]:
    write_table(path, "表", ONE, [[value] for value in values])
    [sheet] = load_workbook(path).worksheets
    return [row[0] for row in sheet.iter_rows(min_row=2)]


def test_text_of_figures_stays_text_also_when_it_is_edited(tmp_path: Path) -> None:
    [cell] = written(tmp_path / "表.xlsx", card(1))
    assert (cell.value, cell.data_type, cell.number_format) == (card(1), "s", "@")


@pytest.mark.parametrize("words", ["=1+1", "+8613800000000", "-", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_words_that_begin_like_a_formula_are_words(tmp_path: Path, words: str) -> None:
    [cell] = written(tmp_path / "表.xlsx", words)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (words, "s", True)


def test_an_error_of_excel_is_a_word_here(tmp_path: Path) -> None:
    [cell] = written(tmp_path / "表.xlsx", "#N/A")
    assert (cell.value, cell.data_type) == ("#N/A", "s")


def test_dates_are_dates(tmp_path: Path) -> None:
    [cell] = written(tmp_path / "表.xlsx", date(2022, 4, 1))
    assert cell.is_date
    assert cell.number_format == "yyyy-mm-dd"


def test_members_of_enums_are_written_by_their_label(tmp_path: Path) -> None:
    [cell] = written(tmp_path / "表.xlsx", Sex.FEMALE)
    assert cell.value == "女"


def test_several_stand_in_one_cell(tmp_path: Path) -> None:
    [cell] = written(tmp_path / "表.xlsx", (Role.CLERK, Role.DELEGATE))
    assert cell.value == "村文书、两代表一委员"


def test_what_excel_cannot_hold_is_left_out(tmp_path: Path) -> None:
    cells = written(tmp_path / "表.xlsx", "甲\x00乙", "丙" * 40_000)
    assert cells[0].value == "甲乙"
    assert len(cells[1].value) == 32_000


def test_the_header_stays_in_sight_and_filters(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    assert write_table(path, "登记/册", [*ONE, PlainHeading("二", 33)], [["甲", 1], ["乙", 2]]) == 2
    sheet = load_workbook(path).worksheets[0]
    assert sheet.title == "登记 册"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["B"].width == 33
    assert sheet["A1"].font.bold


def test_a_file_that_is_open_elsewhere_is_said_to_be_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"old")

    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr("os.replace", held)
    with pytest.raises(FileOpenError):
        write_table(path, "表", ONE, [["甲"]])
    assert path.read_bytes() == b"old"


PEOPLE: list[dict[str, Any]] = [
    {
        "group": 1,
        "group_name": "马家湾",
        "household_code": "0007",
        "head_name": "买买提·艾力",
        "address": "一组3号",
        "household_note": "房屋漏雨",
        "name": "买买提·艾力",
        "relation": "户主",
        "sex": Sex.MALE,
        "id_number": card(1),
        "id_kind": IdKind.RESIDENT,
        "born_on": date(1970, 1, 1),
        "ethnicity": "维吾尔族",
        "phone": "13800000001、0938-7881234",
        "political": "中共党员",
        "education": "初中",
        "health": "健康",
        "work_place": "兰州",
        "resident": "外出",
        "special_groups": ("disabled", "low_income"),
        "note": "=重要",
    },
    {
        "group": 1,
        "group_name": "马家湾",
        "household_code": "0007",
        "head_name": "买买提·艾力",
        "address": "一组3号",
        "name": "白𠅤",
        "relation": "配偶",
        "id_number": "E1234567",
        "id_kind": IdKind.OTHER,
        "special_groups": (),
    },
    {"group": 0, "head_name": "李䶮", "name": "李䶮", "relation": "户主"},
]


def test_households_read_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "农户.xlsx"
    assert write_households(path, PEOPLE) == 3
    sheet = read_households(path)
    assert not any(row.problems for row in sheet.rows)
    first, second, third = sheet.rows
    told = {k: v for k, v in PEOPLE[0].items() if k in first.values and k != "special_groups"}
    assert first.values == told | {"special_groups": ("disabled",)}
    assert second.values == {k: v for k, v in PEOPLE[1].items() if k in second.values}
    assert [block.values for block in sheet.households.values()] == [
        {
            "household_code": "0007",
            "address": "一组3号",
            "household_note": "房屋漏雨",
            "group": 1,
            "special_groups": ("low_income",),
        },
        {"group": 0},
    ]
    assert sheet.group_names == {1: "马家湾"}
    assert third.values == {"name": "李䶮", "relation": "户主"}


def test_export_and_import_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "农户.xlsx"
    write_households(path, PEOPLE)
    desk = PlainDesk()
    desk.import_all(read_households(path))
    again = tmp_path / "再.xlsx"
    write_households(again, exported(desk))
    plan = desk.plan(read_households(again))
    assert plan.counts["same"] == 3


def exported(desk: PlainDesk) -> list[dict[str, Any]]:
    rows = []
    for person in desk.people.values():
        household = desk.households[person.household_id]
        own = {name: getattr(person, name) for name in person.__slots__}
        codes = household.special_groups if person.relation == "户主" else ()
        rows.append(
            own
            | {
                "group": household.group,
                "household_code": household.code,
                "head_name": household.head_name,
                "address": household.address,
                "household_note": household.note,
                "special_groups": (*person.special_groups, *codes),
            }
        )
    return rows


@pytest.mark.parametrize(
    "office",
    [
        *(Office(role) for role in Role),
        Office(Role.SUPPORT_TEAM_MEMBER, "第一书记"),
        Office(Role.BRANCH_DEPUTY, None, True),
        Office(Role.OVERSIGHT_COMMITTEE, "监委会主任", True),
    ],
    ids=lambda office: office.words,
)
def test_r1_every_office_reads_back_as_it_was(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "干部.xlsx"
    row = {"name": "张三", "roles": (office,), "from_on": date(2021, 1, 1)}
    write_roster(path, [row])
    [read] = read_roster(path).rows
    assert (read.offices, read.problems) == ((office,), ())


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    rows = [["甲"]] * 1200
    write_table(tmp_path / "表.xlsx", "表", ONE, rows, step=lambda *at: told.append(at), total=1200)
    assert told == [(500, 1200), (1000, 1200), (1200, 1200)]
