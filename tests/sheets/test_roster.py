"""Rosters of cadres: offices under all their names, and terms that keep their history (R1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from longshan_desk.domain.labels import Role, Sex
from longshan_desk.errors import BadValueError, NotFoundError
from longshan_desk.sheets.existing import ExistingCadre, ExistingTerm
from longshan_desk.sheets.offices import Office, read_offices
from longshan_desk.sheets.plan_roster import PlannedTerm, RosterPlan, plan_roster
from longshan_desk.sheets.read_roster import RosterSheet, read_roster
from sheets.sheet_files import card, xlsx

HEAD = ["姓名", "职务", "性别", "联系电话", "任职开始", "任职结束"]


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("支书", [Role.BRANCH_SECRETARY]),
        ("村支书", [Role.BRANCH_SECRETARY]),
        ("大湾村党支部书记", [Role.BRANCH_SECRETARY]),
        ("副书记", [Role.BRANCH_DEPUTY]),
        ("支部委员", [Role.PARTY_BRANCH_COMMITTEE]),
        ("村主任", [Role.VILLAGE_DIRECTOR]),
        ("村民委员会主任", [Role.VILLAGE_DIRECTOR]),
        ("书记兼主任", [Role.BRANCH_SECRETARY, Role.VILLAGE_DIRECTOR]),
        ("书记、主任一肩挑", [Role.BRANCH_SECRETARY, Role.VILLAGE_DIRECTOR]),
        ("支书主任一肩挑", [Role.BRANCH_SECRETARY, Role.VILLAGE_DIRECTOR]),
        ("村委委员、文书", [Role.VILLAGERS_COMMITTEE, Role.CLERK]),
        ("监委会主任", [Role.OVERSIGHT_COMMITTEE]),
        ("村务监督委员会主任", [Role.OVERSIGHT_COMMITTEE]),
        ("一组组长", [Role.GROUP_LEADER]),
        ("党代表；群众代表", [Role.DELEGATE, Role.MASS_REPRESENTATIVE]),
        ("党员中心户", [Role.PARTY_HUB_HOUSEHOLD]),
        ("村民代表", [Role.VILLAGER_REPRESENTATIVE]),
        ("包村领导", [Role.LIAISON_LEADER]),
        ("驻村工作队", [Role.SUPPORT_TEAM_MEMBER]),
        ("驻村第一书记", [Role.SUPPORT_TEAM_MEMBER]),
        ("包村干部", [Role.RESIDENT_CADRE]),
        ("镇党委副书记", [Role.TOWNSHIP_LEADER]),
        ("副镇长", [Role.TOWNSHIP_LEADER]),
    ],
)
def test_offices_are_known_under_their_usual_names(words: str, roles: list[Role]) -> None:
    assert [office.role for office in read_offices(words)] == roles


def test_a_title_that_is_not_the_roles_own_is_kept() -> None:
    assert read_offices("驻村第一书记") == (Office(Role.SUPPORT_TEAM_MEMBER, "驻村第一书记"),)


def test_who_acts_as_secretary_is_marked() -> None:
    assert read_offices("副书记（主持工作）") == (Office(Role.BRANCH_DEPUTY, None, True),)


def test_a_word_that_is_no_office_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadValueError, match="会计") as refused:
        read_offices("文书、会计")
    assert "村党支部书记" in refused.value.hint


@pytest.mark.parametrize("words", ["", "无", "-"])
def test_no_office_is_none(words: str) -> None:
    assert read_offices(words) == ()


# -- planning ---------------------------------------------------------------------------------

SECRETARY = ExistingCadre(
    "c1",
    "张三",
    sex=Sex.MALE,
    phone="13800000001",
    terms=(ExistingTerm("t1", Role.BRANCH_SECRETARY, from_on=date(2021, 1, 1)),),
)


def read(folder: Path, *rows: Sequence[Any], head: Sequence[str] = HEAD) -> RosterSheet:
    return read_roster(xlsx(folder / "干部.xlsx", [head, *rows]))


def endings(plan: RosterPlan) -> list[str]:
    return [row.ending.value for row in plan.rows]


def test_new_people_bring_their_terms(tmp_path: Path) -> None:
    sheet = read(tmp_path, ["张三", "支书、村主任", "男", 13800000001, "2021.1.1", "至今"])
    [row] = plan_roster(sheet, []).rows
    assert row.values == {"name": "张三", "sex": Sex.MALE, "phone": "13800000001"}
    assert row.terms == (
        PlannedTerm(Office(Role.BRANCH_SECRETARY), date(2021, 1, 1), None),
        PlannedTerm(Office(Role.VILLAGE_DIRECTOR), date(2021, 1, 1), None),
    )


@pytest.mark.parametrize("since", ["2021-01-01", ""])
def test_who_is_there_already_stays_the_same(tmp_path: Path, since: str) -> None:
    sheet = read(tmp_path, ["张三", "支书", "", "", since, ""])
    assert endings(plan_roster(sheet, [SECRETARY])) == ["same"]


def test_an_empty_cell_erases_nothing(tmp_path: Path) -> None:
    sheet = read(tmp_path, ["张三", "支书", "", "", "", ""])
    [row] = plan_roster(sheet, [SECRETARY]).rows
    assert (row.fields, row.terms) == ({}, ())


def test_a_term_that_ended_is_ended(tmp_path: Path) -> None:
    sheet = read(tmp_path, ["张三", "支书", "", "", "2021-01-01", "2022-03-31"])
    [row] = plan_roster(sheet, [SECRETARY]).rows
    assert row.ending == "changed"
    assert row.terms == (
        PlannedTerm(Office(Role.BRANCH_SECRETARY), date(2021, 1, 1), date(2022, 3, 31), "t1"),
    )


def test_a_further_office_is_added(tmp_path: Path) -> None:
    sheet = read(tmp_path, ["张三", "支书、村主任", "", "13900000000", "", ""])
    [row] = plan_roster(sheet, [SECRETARY]).rows
    assert row.fields == {
        "phone": ("13800000001", "13900000000"),
        "roles": ("村党支部书记", "村党支部书记、村委会主任"),
    }
    assert row.terms == (PlannedTerm(Office(Role.VILLAGE_DIRECTOR), None, None),)


def test_an_open_term_is_not_begun_a_second_time(tmp_path: Path) -> None:
    sheet = read(tmp_path, ["张三", "支书", "", "", "2022-01-01", ""])
    plan = plan_roster(sheet, [SECRETARY])
    assert endings(plan) == ["refused"]
    assert "人员调整" in plan.problems[0].hint


def test_a_new_term_follows_one_that_ended(tmp_path: Path) -> None:
    ended = ExistingTerm(
        "t1", Role.BRANCH_SECRETARY, None, False, date(2018, 1, 1), date(2020, 12, 31)
    )
    sheet = read(tmp_path, ["张三", "支书", "", "", "2021-01-01", ""])
    [row] = plan_roster(sheet, [ExistingCadre("c1", "张三", terms=(ended,))]).rows
    assert row.terms == (PlannedTerm(Office(Role.BRANCH_SECRETARY), date(2021, 1, 1), None),)


def test_several_rows_of_one_person_are_one_person(tmp_path: Path) -> None:
    sheet = read(
        tmp_path,
        ["张三", "支书", "男", "", "2018-01-01", "2020-12-31"],
        ["张三", "支书", "男", "", "2021-01-01", ""],
    )
    first, second = plan_roster(sheet, []).rows
    assert (first.same_as_row, second.same_as_row) == (None, 2)
    assert [row.ending.value for row in (first, second)] == ["new", "new"]


def test_two_cadres_of_one_name_are_asked(tmp_path: Path) -> None:
    others = [ExistingCadre("c1", "张三"), ExistingCadre("c2", "张三")]
    sheet = read(tmp_path, ["张三", "支书", "", "", "", ""])
    plan = plan_roster(sheet, others)
    assert endings(plan) == ["undecided"]
    assert plan.rows[0].candidates == ("c1", "c2")
    assert endings(plan_roster(sheet, others, {2: "c2"})) == ["changed"]
    assert endings(plan_roster(sheet, others, {2: "new"})) == ["new"]


def test_the_telephone_tells_two_of_one_name_apart(tmp_path: Path) -> None:
    others = [SECRETARY, ExistingCadre("c2", "张三", phone="13900000002")]
    sheet = read(tmp_path, ["张三", "支书", "", "13800000001", "", ""])
    assert plan_roster(sheet, others).rows[0].cadre_id == "c1"


def test_the_number_tells_who_it_is(tmp_path: Path) -> None:
    others = [ExistingCadre("c1", "张三", id_number=card(1)), ExistingCadre("c2", "张三")]
    head = [*HEAD[:2], "身份证号"]
    sheet = read(tmp_path, ["张三", "支书", card(1)], head=head)
    assert plan_roster(sheet, others).rows[0].cadre_id == "c1"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["", "支书", "", "", "", ""], "姓名"),
        (["张三", "", "男", "", "", ""], "职务"),
        (["张三", "会计", "", "", "", ""], "职务"),
        (["张三", "支书", "", "138", "", ""], "联系电话"),
        (["张三", "支书", "", "", "21.1.1", ""], "任职开始"),
        (["张三", "支书", "", "", "2021-1-1", "2020-1-1"], "任职结束"),
    ],
)
def test_what_is_wrong_is_refused_with_its_column(
    tmp_path: Path, row: list[str], column: str
) -> None:
    plan = plan_roster(read(tmp_path, row), [])
    assert endings(plan) == ["refused"]
    assert plan.problems[0].column == column


def test_a_decision_about_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        plan_roster(read(tmp_path, ["张三", "支书", "", "", "", ""]), [], {2: "nobody"})
