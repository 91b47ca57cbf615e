"""Importing a roster: preview, apply, undo, apply again; what a sheet may and may not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desk import Desk, id_number
from longshan_desk.actions import households, people
from longshan_desk.actions.import_households import HouseholdPreview, apply, decide, preview
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.errors import CancelledError, ChangedSinceError
from longshan_desk.queries.households import groups, household_ids, household_rows
from longshan_desk.queries.people import person_ids, person_rows

HEADINGS = (
    "组别",
    "户主姓名",
    "姓名",
    "与户主关系",
    "身份证号",
    "联系电话",
    "家庭住址",
    "重点人群",
)
MA = id_number(date(1960, 1, 1), 1)
YE = id_number(date(1962, 5, 1), 2)
SON = id_number(date(1990, 5, 1), 3)
TWO_HOUSEHOLDS = (
    ("一组", "马占山", "马占山", "户主", MA, "13812345678", "河滩 3 号", "低保户"),
    ("一组", "马占山", "冶玉兰", "妻", YE, "无", "", "残疾"),
    ("二组（马家湾）", "李建国", "李建国", "户主", None, None, None, None),
)


class Rosters:
    """Writes rosters and imports them at a desk."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder

    def read(self, rows: Sequence[Sequence[Any]], **asked: Any) -> HouseholdPreview:
        book = Workbook()
        assert book.active is not None
        for row in (HEADINGS, *rows):
            book.active.append(row)
        path = self.folder / "花名册.xlsx"
        book.save(path)
        return preview(self.desk.store, path, **asked)

    def take(self, rows: Sequence[Sequence[Any]], **asked: Any) -> dict[str, int]:
        return apply(self.desk.store, self.read(rows, **asked))


@pytest.fixture
def rosters(desk: Desk, tmp_path: Path) -> Rosters:
    return Rosters(desk, tmp_path)


def names(desk: Desk) -> list[str]:
    return [row.name for row in person_rows(desk.store, person_ids(desk.store))]


def person(desk: Desk, name: str) -> Any:
    return person_rows(desk.store, person_ids(desk.store, text=name))[0]


def test_a_preview_writes_nothing(desk: Desk, rosters: Rosters) -> None:
    before = desk.records()
    assert rosters.read(TWO_HOUSEHOLDS).plan.counts["new"] == 3
    assert desk.records() == before


def test_an_import_makes_households_people_and_special_groups(desk: Desk, rosters: Rosters) -> None:
    assert rosters.take(TWO_HOUSEHOLDS)["new"] == 3
    first, second = household_rows(desk.store, household_ids(desk.store))
    assert (first.head, first.group, first.persons, first.address, first.phone) == (
        "马占山",
        "一组",
        2,
        "河滩 3 号",
        "13812345678",
    )
    assert first.special_words == "低保、残疾"
    assert (second.head, second.group) == ("李建国", "二组（马家湾）")
    assert person(desk, "冶玉兰").facts == PersonFacts(
        "冶玉兰",
        relation="配偶",
        id_kind=person(desk, "冶玉兰").facts.id_kind,
        id_number=YE,
        sex=person(desk, "冶玉兰").sex,
        born_on=date(1962, 5, 1),
    )


def test_an_import_is_one_act_undone_whole(desk: Desk, rosters: Rosters) -> None:
    with desk.taken_back():
        rosters.take(TWO_HOUSEHOLDS)
    assert len(names(desk)) == 3


def test_importing_twice_changes_nothing(desk: Desk, rosters: Rosters) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    before, told = desk.records(), len(desk.news)
    assert rosters.take(TWO_HOUSEHOLDS)["same"] == 3
    assert (desk.records(), len(desk.news)) == (before, told)


def test_what_was_undone_can_be_imported_again(desk: Desk, rosters: Rosters) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    desk.store.undo()
    desk.store.redo()
    desk.store.undo()
    assert rosters.take(TWO_HOUSEHOLDS)["new"] == 3
    assert len(names(desk)) == 3


def test_what_is_imported_is_found(desk: Desk, rosters: Rosters) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    assert len(household_ids(desk.store, text="mzs")) == 1


def test_a_backup_is_made_first_and_only_when_there_is_something_to_write(
    desk: Desk, rosters: Rosters
) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    assert len(list(desk.store.paths.backups.iterdir())) == 1
    rosters.take(TWO_HOUSEHOLDS)
    assert len(list(desk.store.paths.backups.iterdir())) == 1


# -- changes ------------------------------------------------------------------------------------


def test_changed_cells_change_their_fields_and_empty_ones_erase_nothing(
    desk: Desk, rosters: Rosters
) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    with desk.taken_back():
        counted = rosters.take(
            [("一组", "马占山", "马占山", None, MA, "13900000000", "河滩 4 号", "重病")]
        )
    assert counted["changed"] == 1
    (row, *_) = household_rows(desk.store, household_ids(desk.store))
    assert (row.phone, row.address) == ("13900000000", "河滩 4 号")
    assert row.special_words == "低保、残疾、重病"
    assert person(desk, "马占山").relation == "户主"


def test_a_new_member_stands_after_the_others(desk: Desk, rosters: Rosters) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    with desk.taken_back():
        rosters.take([("一组", "马占山", "马小虎", "长子", SON, None, None, None)])
    household = household_ids(desk.store, group=1)[0]
    assert [row.name for row in desk.household(household).people] == [
        "马占山",
        "冶玉兰",
        "马小虎",
    ]


def test_a_heads_corrected_name_is_the_households(desk: Desk, rosters: Rosters) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    rosters.take([("一组", "马占川", "马占川", "户主", MA, None, None, None)])
    assert [row.head for row in household_rows(desk.store, household_ids(desk.store))] == [
        "马占川",
        "李建国",
    ]


def test_a_special_group_that_was_left_is_joined_anew(desk: Desk, rosters: Rosters) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    household = household_ids(desk.store, group=1)[0]
    special = next(row for row in desk.household(household).special if row.label == "低保")
    people.end_special_group(desk.store, special.id, until_on=date(2022, 3, 31))
    rosters.take(TWO_HOUSEHOLDS)
    joined = [row for row in desk.household(household).special if row.label == "低保"]
    assert [(row.from_on, row.until_on) for row in joined] == [
        (date(2022, 4, 1), None),
        (None, date(2022, 3, 31)),
    ]


def test_a_groups_name_is_taken_only_where_it_has_none(desk: Desk, rosters: Rosters) -> None:
    households.name_group(desk.store, 2, "马家庄")
    rosters.take(TWO_HOUSEHOLDS)
    assert [row.name for row in groups(desk.store)] == [None, "马家庄"]


# -- what is left out ---------------------------------------------------------------------------


def test_refused_rows_are_left_out_and_the_others_taken(desk: Desk, rosters: Rosters) -> None:
    shown = rosters.read(
        [*TWO_HOUSEHOLDS, ("二组", "李建国", "李小龙", "子", "62052519900101001", "", "", "")]
    )
    assert apply(desk.store, shown)["refused"] == 1
    assert "李小龙" not in names(desk)
    assert [problem.row for problem in shown.plan.problems] == [5]


def test_an_undecided_row_waits_for_a_decision(desk: Desk, rosters: Rosters) -> None:
    for _ in range(2):
        desk.add_household("马占山", "马小虎")
    shown = rosters.read([("一组", "马占山", "马小虎", "次子", None, "13812345678", None, None)])
    assert shown.plan.counts["undecided"] == 1
    assert apply(desk.store, shown)["changed"] == 0
    candidate = shown.plan.rows[0].candidates[0]
    decided = decide(desk.store, shown.sheet, {2: candidate})
    assert apply(desk.store, decided)["changed"] == 1
    (row,) = person_rows(desk.store, [candidate])
    assert row.phone == "13812345678"


def test_r46_the_dead_and_the_deleted_do_not_come_back(desk: Desk, rosters: Rosters) -> None:
    from longshan_desk.data.tables.people import Person

    rosters.take(TWO_HOUSEHOLDS)
    people.delete_person(desk.store, person(desk, "冶玉兰").id)
    with desk.store.change("登记死亡") as session:
        dead = session.get(Person, person(desk, "李建国").id)
        assert dead is not None
        dead.died_on = date(2022, 4, 1)
    counted = rosters.take(TWO_HOUSEHOLDS)
    assert counted["new"] == counted["changed"] == 0
    assert names(desk) == ["马占山"]


# -- between the preview and the act ------------------------------------------------------------


def test_a_preview_that_is_no_longer_true_is_not_carried_out(desk: Desk, rosters: Rosters) -> None:
    shown = rosters.read(TWO_HOUSEHOLDS)
    desk.add_household(PersonFacts("马占山", id_number=MA))
    before = desk.records()
    with pytest.raises(ChangedSinceError, match="预览以后"):
        apply(desk.store, shown)
    assert desk.records() == before


def test_a_change_elsewhere_does_not_spoil_a_preview(desk: Desk, rosters: Rosters) -> None:
    shown = rosters.read(TWO_HOUSEHOLDS)
    desk.add_cadre("马文秀")
    assert apply(desk.store, shown)["new"] == 3


def test_cancelling_leaves_nothing_behind(desk: Desk, rosters: Rosters) -> None:
    def cancel(done: int, total: int) -> None:
        raise CancelledError("已取消。")

    shown = rosters.read(TWO_HOUSEHOLDS)
    before = desk.records()
    with pytest.raises(CancelledError):
        apply(desk.store, shown, step=cancel)
    assert desk.records() == before


def test_progress_ends_at_the_end(desk: Desk, rosters: Rosters) -> None:
    said: list[tuple[int, int]] = []
    apply(desk.store, rosters.read(TWO_HOUSEHOLDS), step=lambda *step: said.append(step))
    assert said[-1] == (2, 2)


def test_the_form_agrees_with_what_an_import_kept(desk: Desk, rosters: Rosters) -> None:
    rosters.take(TWO_HOUSEHOLDS)
    one = person(desk, "冶玉兰")
    people.edit_person(desk.store, one.id, replace(one.facts, health="健康"), expected=one.facts)
    assert rosters.take(TWO_HOUSEHOLDS)["same"] == 3
