"""What importing a roster would do: matching, doubts, and what is never done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from longshan_desk.domain.labels import IdKind, Sex
from longshan_desk.errors import NotFoundError
from longshan_desk.sheets.existing import ExistingHousehold, ExistingPerson
from longshan_desk.sheets.household_plan import HouseholdPlan
from longshan_desk.sheets.read_households import read_households
from sheets.desk_double import PlainDesk
from sheets.sheet_files import card, xlsx

HEAD = ["组别", "户主姓名", "姓名", "关系", "身份证号", "电话"]
FAMILY = [
    ["一组", "张三", "张三", "户主", card(1), "13800000001"],
    ["一组", "张三", "李四", "妻", card(2), ""],
    ["一组", "张三", "张小三", "长子", "", ""],
]


class Desk(PlainDesk):
    """A desk that imports tables; the last plan stays to be looked at."""

    folder: Path

    def read(self, *rows: Sequence[Any], head: Sequence[str] = HEAD) -> Any:
        return read_households(xlsx(self.folder / "表.xlsx", [head, *rows]))

    def look(
        self,
        *rows: Sequence[Any],
        head: Sequence[str] = HEAD,
        decisions: Mapping[int, str] | None = None,
    ) -> HouseholdPlan:
        return self.plan(self.read(*rows, head=head), dict(decisions or {}))

    def take(self, *rows: Sequence[Any], head: Sequence[str] = HEAD, **more: Any) -> HouseholdPlan:
        plan = self.look(*rows, head=head, **more)
        self.apply(plan)
        return plan

    def person(self, name: str) -> ExistingPerson:
        [found] = [person for person in self.people.values() if person.name == name]
        return found

    def change(self, name: str, **values: Any) -> None:
        person = self.person(name)
        self.people[person.id] = replace(person, **values)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk()
    desk.folder = tmp_path
    return desk


@pytest.fixture
def known(desk: Desk) -> Desk:
    """The family of 张三 is registered."""
    desk.take(*FAMILY)
    return desk


def endings(plan: HouseholdPlan) -> list[str]:
    return [row.ending.value for row in plan.rows]


# -- new --------------------------------------------------------------------------------------


def test_an_empty_desk_takes_everybody_as_new(desk: Desk) -> None:
    plan = desk.look(*FAMILY)
    assert plan.counts == {"new": 3, "changed": 0, "same": 0, "refused": 0, "undecided": 0}
    [household] = plan.households
    assert household.household_id is None
    assert household.values == {"group": 1, "head_name": "张三"}
    assert (household.new_rows, household.head_row) == ((2, 3, 4), 2)


def test_without_a_head_the_first_person_is_head(desk: Desk) -> None:
    plan = desk.look(["一组", "张三"], head=["组别", "姓名"])
    assert plan.households[0].head_row == 2
    assert plan.by_row[2].values["relation"] == "户主"


def test_a_head_who_stands_on_no_row_is_a_name(desk: Desk) -> None:
    plan = desk.look(["一组", "张三", "李四", "妻", "", ""])
    [household] = plan.households
    assert (household.values["head_name"], household.head_row) == ("张三", None)


def test_two_people_of_one_name_in_two_households_are_two(desk: Desk) -> None:
    plan = desk.look(
        ["一组", "张三", "张三", "户主", "", ""],
        ["一组", "李四", "李四", "户主", "", ""],
        ["一组", "李四", "张三", "弟", "", ""],
    )
    assert endings(plan) == ["new", "new", "new"]


def test_a_double_in_one_household_is_asked(desk: Desk) -> None:
    plan = desk.look(
        ["一组", "张三", "张三", "户主", "", ""],
        ["一组", "张三", "李四", "妻", "", ""],
        ["一组", "张三", "李四", "妻", "", ""],
    )
    assert endings(plan) == ["new", "new", "undecided"]
    assert plan.by_row[4].why == "与第 3 行同名，看不出是不是同一个人。"


def test_birthdays_tell_two_of_one_name_apart(desk: Desk) -> None:
    head = ["组别", "姓名", "出生日期"]
    plan = desk.look(["一组", "张三", "1970-1-1"], ["一组", "张三", "1980-1-1"], head=head)
    assert endings(plan) == ["new", "new"]


def test_a_person_without_a_group_is_refused_where_others_have_one(desk: Desk) -> None:
    plan = desk.look(["一组", "张三"], ["", "李四"], head=["组别", "姓名"])
    assert endings(plan) == ["new", "refused"]
    assert plan.problems[0].column == "组别"


def test_a_sheet_without_groups_gives_households_of_none(desk: Desk) -> None:
    plan = desk.look(["张三", "户主"], head=["姓名", "关系"])
    assert plan.households[0].values["group"] == 0


# -- the same and changed ---------------------------------------------------------------------


def test_the_same_sheet_again_changes_nothing(known: Desk) -> None:
    plan = known.look(*FAMILY)
    assert endings(plan) == ["same", "same", "same"]
    assert plan.changes_nothing
    assert plan.households == ()


def test_what_changed_is_named_old_and_new(known: Desk) -> None:
    plan = known.look(["一组", "张三", "张三", "户主", card(1), "13900000000"])
    assert endings(plan) == ["changed"]
    assert plan.rows[0].fields == {"phone": ("13800000001", "13900000000")}


def test_a_number_that_came_later_is_filled_in(known: Desk) -> None:
    plan = known.look(["一组", "张三", "张小三", "长子", card(3), ""])
    assert endings(plan) == ["changed"]
    assert plan.rows[0].fields["id_number"] == (None, card(3))


def test_an_empty_cell_erases_nothing(known: Desk) -> None:
    plan = known.look(["一组", "张三", "张三", "", "", ""])
    assert endings(plan) == ["same"]


def test_a_name_is_corrected_by_its_number(known: Desk) -> None:
    plan = known.look(["一组", "张叁", "张叁", "户主", card(1), ""])
    assert plan.rows[0].fields == {"name": ("张三", "张叁")}


def test_somebody_new_joins_the_household(known: Desk) -> None:
    plan = known.take(
        ["一组", "张三", "张三", "户主", "", ""], ["一组", "张三", "丁香", "儿媳", "", ""]
    )
    assert endings(plan) == ["same", "new"]
    assert known.person("丁香").household_id == known.person("张三").household_id


def test_what_is_said_of_the_household_stands_on_its_first_row(known: Desk) -> None:
    head = [*HEAD[:4], "家庭住址"]
    plan = known.take(
        ["一组", "张三", "张三", "户主", "一组3号"], ["一组", "张三", "李四", "妻", ""], head=head
    )
    assert endings(plan) == ["changed", "same"]
    assert plan.rows[0].fields == {"address": (None, "一组3号")}
    assert [h.address for h in known.households.values()] == ["一组3号"]


def test_r11_special_groups_are_added_to(known: Desk) -> None:
    head = ["组别", "姓名", "身份类别"]
    known.take(["一组", "张三", "残疾"], head=head)
    plan = known.take(["一组", "张三", "独居老人、低保"], head=head)
    assert plan.rows[0].fields == {
        "special_groups": (("disabled",), ("disabled", "elder_alone")),
        "household_special_groups": ((), ("low_income",)),
    }


def test_a_disability_card_does_not_take_the_place_of_the_identity_number(known: Desk) -> None:
    plan = known.look(["一组", "张三", "张三", "户主", card(1) + "44", ""])
    assert endings(plan) == ["same"]


def test_a_household_keeps_together_when_it_changes_its_group(known: Desk) -> None:
    plan = known.look(*[["二组", *row[1:]] for row in FAMILY])
    assert plan.rows[0].fields == {"group": (1, 2)}
    assert endings(plan) == ["changed", "same", "same"]


def test_a_household_without_a_group_gets_one(desk: Desk) -> None:
    desk.take(["张三", "户主"], ["李四", "妻"], head=["姓名", "关系"])
    head = ["组别", "姓名", "关系"]
    plan = desk.take(["一组", "张三", "户主"], ["", "李四", "妻"], head=head)
    assert endings(plan) == ["changed", "same"]
    assert [household.group for household in desk.households.values()] == [1]


# -- doubts -----------------------------------------------------------------------------------


def test_one_of_two_namesakes_in_a_household_is_asked(desk: Desk) -> None:
    rows = [
        ["一组", "张三", "张三", "户主", "", ""],
        ["一组", "张三", "李花", "长女", card(2), ""],
        ["一组", "张三", "李花", "儿媳", card(4, date(1990, 1, 1)), ""],
    ]
    desk.take(*rows)
    plan = desk.look(["一组", "张三", "李花", "", "", "13800000009"])
    assert endings(plan) == ["undecided"]
    assert len(plan.rows[0].candidates) == 2


def test_a_namesake_of_another_household_in_the_group_is_asked(known: Desk) -> None:
    plan = known.look(
        ["一组", "王五", "王五", "户主", "", ""], ["一组", "王五", "张小三", "弟", "", ""]
    )
    assert endings(plan) == ["new", "undecided"]
    assert plan.rows[1].candidates == (known.person("张小三").id,)


def test_a_number_tells_that_the_namesake_is_another(known: Desk) -> None:
    known.change("张小三", id_number=card(5), id_kind=IdKind.RESIDENT)
    plan = known.look(
        ["一组", "王五", "王五", "户主", "", ""], ["一组", "王五", "张小三", "弟", card(7), ""]
    )
    assert endings(plan) == ["new", "new"]


def test_a_namesake_in_another_group_is_another(known: Desk) -> None:
    plan = known.look(["二组", "张小三", "张小三", "户主", "", ""])
    assert endings(plan) == ["new"]


def test_another_number_in_the_same_household_is_asked(known: Desk) -> None:
    plan = known.look(["一组", "张三", "李四", "妻", card(8), ""])
    assert endings(plan) == ["undecided"]
    assert "却不同" in plan.rows[0].why


def test_a_number_under_quite_another_name_is_asked(known: Desk) -> None:
    plan = known.look(["一组", "张三", "王花", "妻", card(2), ""])
    assert endings(plan) == ["undecided"]
    assert plan.rows[0].candidates == (known.person("李四").id,)


def test_a_person_found_in_another_household_is_never_moved_silently(known: Desk) -> None:
    plan = known.look(
        ["一组", "王五", "王五", "户主", "", ""], ["一组", "王五", "李四", "妻", card(2), ""]
    )
    assert endings(plan) == ["new", "undecided"]
    assert "户主张三" in plan.rows[1].why


def test_a_son_with_a_household_of_his_own_is_not_moved(known: Desk) -> None:
    known.change("张小三", id_number=card(3), id_kind=IdKind.RESIDENT)
    plan = known.look(
        ["一组", "张小三", "张小三", "户主", card(3), ""],
        ["一组", "张小三", "丁香", "妻", "", ""],
    )
    assert endings(plan) == ["undecided", "new"]
    assert plan.households[0].household_id is None


def test_another_head_is_refused_with_the_act_that_does_it(known: Desk) -> None:
    plan = known.look(
        ["一组", "李四", "李四", "户主", card(2), ""], ["一组", "李四", "张三", "夫", card(1), ""]
    )
    assert endings(plan) == ["refused", "refused"]
    assert "变更户主" in plan.problems[0].hint


def test_one_of_two_households_of_one_heads_name_is_asked(desk: Desk) -> None:
    desk.take(["一组", "张三", "张三", "户主", "", ""], ["一组", "张三", "张三", "户主", "", ""])
    assert len(desk.households) == 2
    plan = desk.look(["一组", "张三", "张三", "户主", "", "13800000009"])
    assert endings(plan) == ["undecided"]
    assert len(plan.rows[0].candidates) == 2


def test_the_members_tell_which_household_of_one_heads_name_is_meant(desk: Desk) -> None:
    rows = [
        ["一组", "张三", "张三", "户主", "", ""],
        ["一组", "张三", "李四", "妻", "", ""],
        ["一组", "张三", "张三", "户主", "", ""],
        ["一组", "张三", "王五", "妻", "", ""],
    ]
    desk.take(*rows)
    plan = desk.look(["一组", "张三", "张三", "户主", "", "13800000009"], rows[3])
    assert endings(plan) == ["changed", "same"]
    assert plan.rows[0].household_id == desk.person("王五").household_id


def test_a_households_number_given_to_others_is_asked(desk: Desk) -> None:
    head = ["户编号", "组别", "姓名", "关系"]
    desk.take(["001", "一组", "张三", "户主"], head=head)
    plan = desk.look(["001", "一组", "王五", "户主"], head=head)
    assert endings(plan) == ["undecided"]


# -- decisions --------------------------------------------------------------------------------


def test_an_undecided_row_goes_to_whom_the_user_chose(known: Desk) -> None:
    person = known.person("李四")
    row = ["一组", "张三", "李四", "妻", card(8), ""]
    plan = known.take(row, decisions={2: person.id})
    assert plan.rows[0].fields["id_number"] == (card(2), card(8))
    assert endings(known.look(row)) == ["same"]


def test_an_undecided_row_may_be_somebody_new(known: Desk) -> None:
    rows = [["一组", "王五", "王五", "户主", "", ""], ["一组", "王五", "张小三", "弟", "", ""]]
    plan = known.take(*rows, decisions={3: "new"})
    assert endings(plan) == ["new", "new"]
    assert endings(known.look(*rows)) == ["same", "same"]


def test_nobody_gets_a_number_that_is_anothers(known: Desk) -> None:
    row = ["一组", "王五", "王五", "户主", card(2), ""]
    plan = known.look(row, decisions={2: "new"})
    assert endings(plan) == ["refused"]


def test_two_rows_cannot_be_one_person(known: Desk) -> None:
    person = known.person("张小三").id
    rows = [["一组", "张三", "张小三", "", "", ""], ["一组", "王五", "张小三", "", "", ""]]
    plan = known.look(*rows, decisions={2: person, 3: person})
    assert endings(plan) == ["same", "refused"]


@pytest.mark.parametrize("decisions", [{99: "new"}, {2: "nobody"}])
def test_a_decision_about_nothing_is_refused(known: Desk, decisions: dict[int, str]) -> None:
    with pytest.raises(NotFoundError):
        known.look(FAMILY[0], decisions=decisions)


# -- the dead and the gone --------------------------------------------------------------------


@pytest.mark.parametrize("how", ["died", "left", "deleted"])
def test_r46_nobody_comes_back_by_a_number(known: Desk, how: str) -> None:
    known.change("李四", **{how: True})
    plan = known.look(*FAMILY)
    assert endings(plan) == ["same", "refused", "same"]


@pytest.mark.parametrize("how", ["died", "left", "deleted"])
def test_r46_nobody_comes_back_by_name(known: Desk, how: str) -> None:
    known.change("张小三", **{how: True})
    plan = known.look(*FAMILY)
    assert endings(plan) == ["same", "same", "undecided"]


def test_r46_nobody_comes_back_with_a_household_that_left(known: Desk) -> None:
    for person in list(known.people.values()):
        known.people[person.id] = replace(person, left=True)
    for household in list(known.households.values()):
        known.households[household.id] = replace(household, ended=True)
    plan = known.look(*FAMILY)
    assert endings(plan) == ["refused", "refused", "undecided"]


def test_r46_nobody_comes_back_by_a_decision(known: Desk) -> None:
    known.change("张小三", died=True)
    dead = known.person("张小三").id
    plan = known.look(*FAMILY, decisions={4: dead})
    assert endings(plan) == ["same", "same", "refused"]


def test_r46_a_child_may_bear_a_dead_persons_name(known: Desk) -> None:
    known.change("张小三", died=True)
    known.take(*FAMILY, decisions={4: "new"})
    assert endings(known.look(*FAMILY)) == ["same", "same", "same"]


def test_r46_the_next_head_follows_a_dead_one(known: Desk) -> None:
    known.change("张三", died=True)
    plan = known.take(
        ["一组", "李四", "李四", "户主", card(2), ""], ["一组", "李四", "张小三", "长子", "", ""]
    )
    assert endings(plan) == ["changed", "same"]
    assert plan.rows[0].fields["relation"] == ("配偶", "户主")
    assert plan.households[0].head_row == 2


# -- a register without households ------------------------------------------------------------

LEFT_BEHIND = ["序号", "身份类别", "组别", "姓名", "性别", "年龄", "联系电话"]


def test_a_list_without_households_finds_people_by_name_in_their_group(known: Desk) -> None:
    plan = known.look([1, "留守老人", "第一组", "李四", "女", 66, "无电话"], head=LEFT_BEHIND)
    assert endings(plan) == ["changed"]
    assert plan.rows[0].fields == {"special_groups": ((), ("left_behind_elder",))}


def test_sex_tells_that_the_namesake_on_such_a_list_is_another(known: Desk) -> None:
    plan = known.look([1, "留守老人", "一组", "李四", "男", 66, ""], head=LEFT_BEHIND)
    assert endings(plan) == ["new"]


def test_two_lines_of_one_name_on_such_a_list_are_asked(desk: Desk) -> None:
    plan = desk.look(
        [1, "留守老人", "一组", "李四", "", "", ""],
        [2, "独居老人", "一组", "李四", "", "", ""],
        head=LEFT_BEHIND,
    )
    assert endings(plan) == ["new", "undecided"]


def test_such_a_list_fills_an_address_but_never_changes_one(known: Desk) -> None:
    head = ["组别", "姓名", "家庭住址"]
    known.take(["一组", "李四", "一组3号"], head=head)
    plan = known.take(["一组", "李四", "别处"], head=head)
    assert endings(plan) == ["same"]


# -- what the command line and the window show ------------------------------------------------


def test_the_result_has_the_keys_of_the_contract(known: Desk) -> None:
    plan = known.look(
        FAMILY[0],
        ["一组", "张三", "李四", "妻", "123", ""],
        ["一组", "张三", "王花", "", "", ""],
    )
    result = plan.result()
    assert {k: result[k] for k in ("rows", "new", "changed", "same", "refused", "undecided")} == {
        "rows": 3,
        "new": 1,
        "changed": 0,
        "same": 1,
        "refused": 1,
        "undecided": 0,
    }
    assert result["columns"]["身份证号"] == "id_number"
    [problem] = result["problems"]
    assert problem == {
        "row": 3,
        "column": "身份证号",
        "value": "123",
        "reason": "身份证号应为 18 位（残疾人证号 20 位），这里是 3 位。",
        "hint": "请核对证件后填写；没有号码的把这一格留空。",
    }


def test_what_is_in_doubt_is_listed_with_its_candidates(known: Desk) -> None:
    plan = known.look(["一组", "张三", "李四", "妻", card(8), ""])
    [problem] = plan.result()["problems"]
    assert problem["candidates"] == [known.person("李四").id]


def test_facts_of_the_desk_may_come_as_any_iterable(known: Desk) -> None:
    household = ExistingHousehold("h", 1, "张三")
    person = ExistingPerson("p", "h", "张三", sex=Sex.MALE)
    other = Desk()
    other.folder = known.folder
    other.households["h"], other.people["p"] = household, person
    assert endings(other.look(["一组", "张三"], head=["组别", "姓名"])) == ["same"]
