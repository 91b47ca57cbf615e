"""Cells copied out of Excel into batch entry: which column says what, and who is meant."""

from __future__ import annotations

import pytest

from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.domain.visit_paste import PastedVisit, read_pasted
from longshan_desk.errors import BadValueError

HOMES = {"马占山": ["a"], "李建国": ["b"], "王成": ["c", "d"], "1组8号": ["a"], "0107": ["b"]}


def one(text: str) -> PastedVisit:
    (found,) = read_pasted(text, HOMES).visits
    return found


@pytest.mark.rule("R10")
def test_columns_are_known_by_their_headings() -> None:
    found = one("走访内容\t户主姓名\t走访时间\t走访方式\t走访人员\n都好\t马占山\t4.2\t电话\t孙立\n")
    assert found == PastedVisit("a", "都好", "4.2", VisitWay.TELEPHONE, "孙立")


def test_without_headings_columns_are_known_by_what_stands_in_them() -> None:
    found = one("1\t马占山\t2022年4月2日\t入户\t羊圈修好了，身体也好\n")
    assert found == PastedVisit("a", "羊圈修好了，身体也好", "2022年4月2日", VisitWay.AT_HOME)


@pytest.mark.parametrize("name", ["1组8号", " 马 占 山 "])
def test_a_household_is_known_by_its_door_too_and_whatever_its_spaces(name: str) -> None:
    assert one(f"门牌\t情况\n{name}\t都好\n").household_id == "a"


def test_a_code_is_a_household_too() -> None:
    assert one("户编号\t情况\n0107\t都好\n").household_id == "b"


def test_a_cell_with_lines_of_its_own_stays_one() -> None:
    assert one('户主\t情况\n马占山\t"羊圈\n修好了"\n').text == "羊圈\n修好了"


def test_who_is_not_there_or_there_twice_is_named_and_not_guessed() -> None:
    found = read_pasted("户主\t情况\n王成\t都好\n赵六\t都好\n马占山\t都好\n", HOMES)
    assert found.strange == ("王成", "赵六")
    assert [each.household_id for each in found.visits] == ["a"]


@pytest.mark.parametrize("said", ["无", "/", "—"])
def test_a_cell_that_says_nothing_is_empty(said: str) -> None:
    assert one(f"户主\t情况\n马占山\t{said}\n").text == ""


def test_no_change_is_said() -> None:
    assert one("户主\t情况\n马占山\t无变化\n").text == "无变化"


@pytest.mark.parametrize("text", ["都好\n很好\n", "情况\n都好\n", "\n"])
def test_words_without_households_are_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="户主"):
        read_pasted(text, HOMES)
