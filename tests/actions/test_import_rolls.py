"""Importing the bodies' rolls (R14): preview, apply, undo, apply again, refused rows back."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk import Desk, id_number
from longshan_desk.actions import rolls
from longshan_desk.actions.exports import write_refused_seats
from longshan_desk.actions.import_rolls import RollPreview, apply, decide, preview
from longshan_desk.actions.rolls import SeatFacts
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.errors import ChangedSinceError
from longshan_desk.queries.rolls import roll

pytestmark = pytest.mark.rule("R14")

PARTY = (
    "姓名",
    "性别",
    "党员类别",
    "入党时间",
    "转正时间",
    "不计入应到原因",
    "批准单位",
    "批准日期",
)
THREE = (
    ("马占山", "男", "正式党员", "1990.7.1", "1991.7.1", "", "", ""),
    ("李小花", "女", "预备党员", "2021.12.1", "", "", "", ""),
    ("王建国", "男", "中共党员", "1985.7.1", "", "外出务工半年以上", "龙山镇党委", "2022.3.1"),
)


class Rolls:
    """Writes rolls and imports them at a desk."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder

    def read(
        self,
        rows: Sequence[Sequence[str]],
        headings: Sequence[str] = PARTY,
        *,
        file: str = "名单",
        title: str = "",
        body: Body | None = None,
    ) -> RollPreview:
        path = self.folder / f"{file}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            above = [[title]] if title else []
            csv.writer(out).writerows([*above, headings, *rows])
        return preview(self.desk.store, path, body=body)

    def take(self, rows: Sequence[Sequence[str]], headings: Sequence[str] = PARTY) -> None:
        apply(self.desk.store, self.read(rows, headings))


@pytest.fixture
def sheets(desk: Desk, tmp_path: Path) -> Rolls:
    return Rolls(desk, tmp_path)


def why(shown: RollPreview) -> list[str]:
    return [problem.reason for problem in shown.plan.problems]


def test_a_roll_is_taken_in_one_act(desk: Desk, sheets: Rolls) -> None:
    shown = sheets.read(THREE)
    with desk.taken_back():
        assert apply(desk.store, shown)["new"] == 3
    found = roll(desk.store, Body.PARTY_MEMBERS)
    assert found.expected == 1
    assert found.words == "应到 1 人：正式党员 2 人，预备 1 人不计，1 人外出不计"


def test_importing_twice_changes_nothing(desk: Desk, sheets: Rolls) -> None:
    sheets.take(THREE[:2])
    before = desk.records()
    assert apply(desk.store, sheets.read(THREE[:2]))["same"] == 2
    assert desk.records() == before


def test_what_changed_is_filled_in_and_empty_cells_erase_nothing(desk: Desk, sheets: Rolls) -> None:
    sheets.take(THREE[:2])
    changed = ("李小花", "", "", "", "2022.4.1", "", "", "")
    with desk.taken_back():
        assert apply(desk.store, sheets.read((changed,)))["changed"] == 1
    one = next(m for m in roll(desk.store, Body.PARTY_MEMBERS).members if m.name == "李小花")
    assert (one.sex, one.probationary, one.counted) == (Sex.FEMALE, False, True)


def test_a_reason_without_approval_is_refused(sheets: Rolls) -> None:
    shown = sheets.read((("王老四", "男", "正式党员", "", "", "外出务工", "", ""),))
    assert why(shown) == ["写了不计入应到的原因，没有写批准单位。"]


def test_a_reason_outside_the_list_is_refused(sheets: Rolls) -> None:
    row = ("王老四", "男", "正式党员", "", "", "家里忙", "镇党委", "2022.3.1")
    assert why(sheets.read((row,))) == ["“家里忙”不在可以不计入应到的情形里。"]


@pytest.mark.parametrize(
    ("word", "body"),
    [
        ("村民代表", Body.REPRESENTATIVES),
        ("居民代表", Body.REPRESENTATIVES),
        ("党员", Body.PARTY_MEMBERS),
        ("预备党员", Body.PARTY_MEMBERS),
        ("党员议事会", Body.PARTY_COUNCIL),
        ("联户长", Body.JOINT_HOUSEHOLDS),
        ("监委会成员", Body.OVERSIGHT_COMMITTEE),
        ("集体经济组织成员", Body.COLLECTIVE_MEMBERS),
        ("representatives", Body.REPRESENTATIVES),
    ],
)
def test_a_row_names_its_roll(sheets: Rolls, word: str, body: Body) -> None:
    (row,) = sheets.read((("马占山", word),), ("姓名", "名单")).plan.rows
    assert (row.body, row.ending.value) == (body, "new")


@pytest.mark.parametrize("word", ["村“两委”", "户代表", "村民"])
def test_a_worked_out_roll_is_not_imported(sheets: Rolls, word: str) -> None:
    shown = sheets.read((("马占山", word),), ("姓名", "名单"))
    assert shown.plan.counts["refused"] == 1
    assert why(shown)[0].endswith("没有单独的名单。")


@pytest.mark.parametrize(
    ("title", "file", "body"),
    [
        ("大湾村村民代表花名册", "名单", Body.REPRESENTATIVES),
        ("", "党员花名册", Body.PARTY_MEMBERS),
        ("大湾村党员议事会成员", "党员", Body.PARTY_COUNCIL),
        ("", "股份经济合作社成员", Body.COLLECTIVE_MEMBERS),
    ],
)
def test_a_title_names_the_roll(sheets: Rolls, title: str, file: str, body: Body) -> None:
    shown = sheets.read((("马占山", "男"),), ("姓名", "性别"), title=title, file=file)
    assert shown.plan.rows[0].body is body


def test_a_sheet_that_names_no_roll_is_asked_about(sheets: Rolls) -> None:
    rows, headings = (("马占山", "男"),), ("姓名", "性别")
    assert why(sheets.read(rows, headings)) == ["看不出这是哪一份名单。"]
    shown = sheets.read(rows, headings, body=Body.REPRESENTATIVES)
    assert shown.plan.counts["new"] == 1


def test_people_are_found_in_the_register(desk: Desk, sheets: Rolls) -> None:
    number = id_number(date(1970, 1, 1))
    home = desk.add_household(PersonFacts("马占山", id_number=number))
    desk.add_household("马占山", group=2)
    sheets.take(((number, "马占山", "党员"),), ("身份证号", "姓名", "名单"))
    (member,) = roll(desk.store, Body.PARTY_MEMBERS).members
    assert member.person_id == desk.head_of(home)


def test_one_of_several_is_decided_by_hand(desk: Desk, sheets: Rolls) -> None:
    homes = [desk.add_household("马占山", group=group) for group in (1, 2)]
    shown = sheets.read((("马占山", "党员"),), ("姓名", "名单"))
    (row,) = shown.plan.rows
    assert (row.ending.value, len(row.candidates)) == ("undecided", 2)
    chosen = desk.head_of(homes[1])
    apply(desk.store, decide(desk.store, shown.sheet, {2: chosen}))
    (member,) = roll(desk.store, Body.PARTY_MEMBERS).members
    assert (member.person_id, member.group_no) == (chosen, 2)
    assert decide(desk.store, shown.sheet, {2: chosen}).plan.counts["same"] == 1


def test_representatives_come_with_the_households_they_stand_for(desk: Desk, sheets: Rolls) -> None:
    homes = [desk.add_household(name) for name in ("马占山", "李建国")]
    headings = ("姓名", "名单", "代表的户")
    shown = sheets.read((("苏玉兰", "村民代表", "马占山、李建国户"),), headings)
    with desk.taken_back():
        apply(desk.store, shown)
    (member,) = roll(desk.store, Body.REPRESENTATIVES).members
    assert {home.household_id for home in member.stands_for} == set(homes)


def test_a_household_that_is_not_found_refuses_the_row(desk: Desk, sheets: Rolls) -> None:
    desk.add_household("马占山", group=1)
    desk.add_household("马占山", group=2)
    rows = (("苏玉兰", "村民代表", "马占山"), ("杨生虎", "村民代表", "无此人"))
    shown = sheets.read(rows, ("姓名", "名单", "代表的户"))
    assert why(shown) == ["农户册里有 2 户户主叫马占山。", "农户册里没有户主叫无此人的农户。"]


def test_one_person_twice_in_a_sheet_is_refused_once(sheets: Rolls) -> None:
    shown = sheets.read((("马占山", "党员"), ("马占山", "党员")), ("姓名", "名单"))
    assert (shown.plan.counts["new"], shown.plan.counts["refused"]) == (1, 1)


def test_a_preview_that_is_no_longer_true_is_not_carried_out(desk: Desk, sheets: Rolls) -> None:
    shown = sheets.read((("马占山", "党员"),), ("姓名", "名单"))
    rolls.add_seat(desk.store, Body.PARTY_MEMBERS, SeatFacts("马占山"))
    with pytest.raises(ChangedSinceError):
        apply(desk.store, shown)


def test_refused_rows_come_back_with_the_reason(sheets: Rolls, tmp_path: Path) -> None:
    shown = sheets.read((("马占山", "村干部"), ("李建国", "党员")), ("姓名", "名单"))
    book = load_workbook(write_refused_seats(shown, tmp_path / "没有导入.xlsx"))
    assert book.active is not None
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[0] for row in rows if row[0] in ("马占山", "李建国")] == ["马占山"]
    assert any("看不出“村干部”是哪一份名单" in str(cell) for row in rows for cell in row)
