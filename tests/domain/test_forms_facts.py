"""What forms say, brought into the form that is kept, or refused by the field's own name."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.household_facts import CadreFacts, HouseholdFacts, PersonFacts
from longshan_desk.domain.office_facts import OfficeFacts
from longshan_desk.domain.plan_facts import TaskFacts
from longshan_desk.errors import BadValueError

TODAY = date(2022, 4, 5)


@pytest.mark.parametrize("typed", [None, "", "  ", "　", "\n", "\u200b"])
def test_what_says_nothing_is_none(typed: str | None) -> None:
    assert optional_text(typed) is None


def test_full_width_figures_and_spaces_are_brought_into_one_form() -> None:
    assert optional_text("　河滩　３号 ") == "河滩 3号"


def test_lines_of_a_note_stay_lines() -> None:
    assert optional_text("第一行\r\n第二行") == "第一行\n第二行"


@pytest.mark.parametrize("typed", [None, " ", "很" * 11])
def test_a_required_text_is_there_and_not_too_long(typed: str | None) -> None:
    with pytest.raises(BadValueError) as refused:
        required_text(typed, "名称", 10)
    assert refused.value.where == "名称"


@pytest.mark.parametrize("kind", [HouseholdFacts, PersonFacts, CadreFacts, OfficeFacts, TaskFacts])
def test_every_field_of_a_form_has_a_name_in_chinese(kind: Any) -> None:
    assert [each.name for each in fields(kind)] == list(kind.LABELS)


def test_a_person_is_kept_in_the_words_of_the_lists() -> None:
    said = PersonFacts(
        " 马 占山 ",
        relation="妻子",
        phone="１３８ 1234 5678",
        ethnicity="回",
        political="党员",
        resident="在家",
        health=" ",
    )
    assert said.checked(TODAY) == PersonFacts(
        "马占山",
        relation="配偶",
        phone="13812345678",
        ethnicity="回族",
        political="中共党员",
        resident="常住",
    )


def test_checking_what_was_checked_changes_nothing() -> None:
    once = PersonFacts("马占山", phone="0938-7654321", ethnicity="回族").checked(TODAY)
    assert once.checked(TODAY) == once


@pytest.mark.parametrize(
    ("number", "name", "label"),
    [(1, None, "一组"), (12, "马家湾", "十二组（马家湾）"), (0, None, "未分组")],
)
def test_a_group_is_spoken_of_by_its_number_and_name(
    number: int, name: str | None, label: str
) -> None:
    assert group_label(number, name) == label
