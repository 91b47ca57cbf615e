"""Importing the roster of cadres and hearing members (R1): preview, apply, undo, apply again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk import Desk, id_number
from longshan_desk.actions import cadres
from longshan_desk.actions.cadres import NewTerm
from longshan_desk.actions.exports import export_roster, write_refused_cadres
from longshan_desk.actions.import_roster import RosterPreview, apply, decide, preview
from longshan_desk.domain.household_facts import CadreFacts, PersonFacts
from longshan_desk.domain.labels import Role, Sex
from longshan_desk.errors import ChangedSinceError
from longshan_desk.queries import cadres as queries

HEADINGS = ("姓名", "职务", "性别", "联系电话", "任职开始", "任职结束", "身份证号", "备注")
THREE = (
    ("马文秀", "书记主任一肩挑", "女", "13812345678", "2021.1.15", "", "", ""),
    ("李建国", "副书记（主持工作）", "男", "", "2022-01-01", "至今", "", "常驻"),
    ("马老三", "群众代表、党员中心户", "", "无", "", "", "", ""),
)


class Rosters:
    """Writes rosters and imports them at a desk."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.path = desk, folder / "名册.csv"

    def read(self, rows: Sequence[Sequence[str]]) -> RosterPreview:
        with self.path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([HEADINGS, *rows])
        return preview(self.desk.store, self.path)

    def take(self, rows: Sequence[Sequence[str]]) -> dict[str, int]:
        return apply(self.desk.store, self.read(rows))


@pytest.fixture
def rosters(desk: Desk, tmp_path: Path) -> Rosters:
    return Rosters(desk, tmp_path)


def offices(desk: Desk) -> dict[str, str]:
    return {row.name: row.labels for row in queries.cadres(desk.store)}


def test_r1_people_come_with_all_their_offices(desk: Desk, rosters: Rosters) -> None:
    with desk.taken_back():
        assert rosters.take(THREE)["new"] == 3
    assert offices(desk) == {
        "马文秀": "村党支部书记、村委会主任",
        "李建国": "村党支部副书记（主持工作）",
        "马老三": "党员中心户、群众代表",
    }
    secretary = queries.secretary(desk.store)
    assert secretary is not None
    assert (secretary.name, secretary.sex, secretary.phone) == (
        "马文秀",
        Sex.FEMALE,
        "13812345678",
    )
    assert secretary.roles[0].from_on == date(2021, 1, 15)


def test_importing_twice_changes_nothing(desk: Desk, rosters: Rosters) -> None:
    rosters.take(THREE)
    before, told = desk.records(), len(desk.news)
    assert rosters.take(THREE)["same"] == 3
    assert (desk.records(), len(desk.news)) == (before, told)


def test_what_was_undone_can_be_imported_again(desk: Desk, rosters: Rosters) -> None:
    rosters.take(THREE)
    desk.store.undo()
    assert rosters.take(THREE)["new"] == 3
    assert len(offices(desk)) == 3


def test_a_backup_is_made_first(desk: Desk, rosters: Rosters) -> None:
    rosters.take(THREE)
    assert len(list(desk.store.paths.backups.iterdir())) == 1


def test_r1_a_new_office_is_added_and_the_others_stay(desk: Desk, rosters: Rosters) -> None:
    rosters.take(THREE)
    with desk.taken_back():
        assert rosters.take([("马老三", "村民代表", *[""] * 6)])["changed"] == 1
    assert offices(desk)["马老三"] == "党员中心户、群众代表、村民代表"


def test_r1_an_office_that_ended_is_ended_and_kept(desk: Desk, rosters: Rosters) -> None:
    rosters.take(THREE)
    with desk.taken_back():
        rosters.take([("李建国", "副书记", "", "", "2022-01-01", "2022-03-31", "", "")])
    row = next(row for row in queries.cadres(desk.store) if row.name == "李建国")
    assert row.current == ()
    assert [held.until_on for held in row.history] == [date(2022, 3, 31)]


def test_empty_cells_erase_nothing(desk: Desk, rosters: Rosters) -> None:
    rosters.take(THREE)
    assert rosters.take([("马文秀", "书记", *[""] * 6)])["same"] == 1
    secretary = queries.secretary(desk.store)
    assert secretary is not None
    assert secretary.phone == "13812345678"


def test_several_rows_of_a_new_person_are_one_person(desk: Desk, rosters: Rosters) -> None:
    with desk.taken_back():
        rosters.take(
            [
                ("马文秀", "村文书", "", "", "2018-01-01", "2020-12-31", "", ""),
                ("马文秀", "支书", "", "13812345678", "2021-01-01", "", "", ""),
            ]
        )
    (row,) = queries.cadres(desk.store)
    assert [held.role for held in row.history] == [Role.CLERK, Role.BRANCH_SECRETARY]
    assert row.facts.phone == "13812345678"


def test_r1_the_same_office_of_a_new_person_is_not_made_twice(desk: Desk, rosters: Rosters) -> None:
    counted = rosters.take(
        [
            ("马文秀", "支书", *[""] * 6),
            ("马文秀", "支书", "", "", "2021-01-01", "", "", ""),
        ]
    )
    assert (counted["new"], counted["refused"]) == (1, 1)
    (row,) = queries.cadres(desk.store)
    assert len(row.history) == 1


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [("2020-01-01", "2021-06-30"), ("", "2020-12-31"), ("2021-01-15", "2021-01-14")],
)
def test_r1_an_office_is_not_held_twice_at_once(
    desk: Desk, rosters: Rosters, from_on: str, until_on: str
) -> None:
    rosters.take(THREE)
    before = desk.records()
    assert rosters.take([("马文秀", "支书", "", "", from_on, until_on, "", "")])["refused"] == 1
    assert desk.records() == before


def test_r1_nor_by_somebody_who_is_new(desk: Desk, rosters: Rosters) -> None:
    counted = rosters.take(
        [
            ("马文秀", "支书", "", "", "2018-01-01", "2021-12-31", "", ""),
            ("马文秀", "支书", "", "", "2021-01-01", "2023-01-01", "", ""),
        ]
    )
    assert (counted["new"], counted["refused"]) == (1, 1)


def test_a_number_ties_a_cadre_to_the_villager(desk: Desk, rosters: Rosters) -> None:
    head = desk.head_of(desk.add_household(PersonFacts("马老三", id_number=id_number())))
    rosters.take([("马老三", "群众代表", "", "", "", "", id_number(), "")])
    (row,) = queries.cadres(desk.store)
    assert row.facts.person_id == head
    assert rosters.read([("马老三", "群众代表", "", "", "", "", id_number(), "")]).plan.counts[
        "same"
    ]


def test_of_two_with_one_name_somebody_must_decide(desk: Desk, rosters: Rosters) -> None:
    first = desk.add_cadre("马文秀", Role.CLERK)
    desk.add_cadre("马文秀", Role.MASS_REPRESENTATIVE)
    shown = rosters.read([("马文秀", "村民代表", *[""] * 6)])
    assert apply(desk.store, shown)["undecided"] == 1
    assert apply(desk.store, decide(desk.store, shown.sheet, {2: first}))["changed"] == 1
    assert queries.cadre(desk.store, first).labels == "村文书、村民代表"


def test_refused_rows_are_left_out_and_come_back_with_their_reasons(
    desk: Desk, rosters: Rosters, tmp_path: Path
) -> None:
    shown = rosters.read([*THREE, ("赵四", "大队长助理", *[""] * 6)])
    assert apply(desk.store, shown)["refused"] == 1
    assert "赵四" not in offices(desk)
    book = load_workbook(write_refused_cadres(shown, tmp_path / "不能导入.xlsx"))
    assert book.active is not None
    assert book.active["A2"].value == "赵四"


def test_a_preview_that_is_no_longer_true_is_not_carried_out(desk: Desk, rosters: Rosters) -> None:
    shown = rosters.read(THREE)
    desk.add_cadre("马文秀", Role.CLERK)
    with pytest.raises(ChangedSinceError, match="预览以后"):
        apply(desk.store, shown)
    assert list(offices(desk)) == ["马文秀"]


def test_exporting_and_importing_the_roster_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.fill_roster()
    cadres.add_cadre(
        desk.store,
        CadreFacts("孙立业", Sex.MALE, "13900000000", note="县委办派驻"),
        [
            NewTerm(Role.SUPPORT_TEAM_MEMBER, date(2021, 5, 1), title="第一书记"),
            NewTerm(Role.CLERK, date(2018, 1, 1), date(2019, 12, 31)),
            NewTerm(Role.BRANCH_DEPUTY, date(2022, 1, 1), is_acting_secretary=True),
        ],
    )
    path = tmp_path / "名册.xlsx"
    exported = export_roster(desk.store, path)
    shown = preview(desk.store, path)
    assert shown.plan.problems == []
    assert shown.plan.counts["same"] == exported.rows


def test_an_export_makes_the_same_roster_elsewhere(desk: Desk, tmp_path: Path) -> None:
    desk.fill_roster()
    path = tmp_path / "名册.xlsx"
    export_roster(desk.store, path)
    other = Desk(tmp_path / "other").found()
    apply(other.store, preview(other.store, path))
    assert offices(other) == offices(desk)
    other.close()
