"""People: adding, editing, the head, one number for one person, special groups (R11, R34)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import Desk, id_number
from longshan_desk.actions import cadres, household_changes, matters, people
from longshan_desk.data.registering import NewMatter
from longshan_desk.domain.household_facts import CadreFacts, PersonFacts
from longshan_desk.domain.labels import IdKind, ListKind, Sex, Topic
from longshan_desk.errors import (
    BadValueError,
    ChangedSinceError,
    InTheFutureError,
    NotFoundError,
)
from longshan_desk.queries.people import PersonRow, person_ids, person_rows


def person(desk: Desk, person_id: str) -> PersonRow:
    (row,) = person_rows(desk.store, [person_id])
    return row


@pytest.fixture
def household(desk: Desk) -> str:
    return desk.add_household("马占山")


def test_a_person_is_added_at_the_end(desk: Desk, household: str) -> None:
    desk.add_person(household, "冶玉兰", relation="妻子")
    with desk.taken_back():
        desk.add_person(household, "马小虎", relation="儿子")
    names = [row.name for row in desk.household(household).people]
    assert names == ["马占山", "冶玉兰", "马小虎"]


def test_sex_and_birthday_come_from_the_number(desk: Desk, household: str) -> None:
    number = id_number(date(1972, 3, 4), 12)
    one = person(desk, desk.add_person(household, "冶玉兰", id_number=number))
    assert (one.sex, one.born_on, one.facts.id_kind) == (
        Sex.FEMALE,
        date(1972, 3, 4),
        IdKind.RESIDENT,
    )
    assert one.age == 50


def test_a_birthday_against_the_number_is_refused(desk: Desk, household: str) -> None:
    with pytest.raises(BadValueError) as refused:
        desk.add_person(
            household, "冶玉兰", id_number=id_number(date(1972, 3, 4)), born_on=date(1972, 3, 5)
        )
    assert refused.value.where == "出生日期"


def test_nobody_is_born_tomorrow(desk: Desk, household: str) -> None:
    with pytest.raises(InTheFutureError):
        desk.add_person(household, "马小虎", born_on=date(2022, 4, 6))


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"id_number": "62052519700101001"}, "身份证号"),
        ({"phone": "1381234"}, "电话"),
        ({"ethnicity": "火星族"}, "民族"),
        ({"resident": "也许"}, "是否常住"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    desk: Desk, household: str, facts: dict[str, str], where: str
) -> None:
    with pytest.raises(BadValueError) as refused:
        desk.add_person(household, "马小虎", **facts)
    assert refused.value.where == where


def test_r34_a_long_rare_name_is_kept_whole_and_found(desk: Desk, household: str) -> None:
    long_name = "阿卜杜热合曼•买买提艾则孜·伊布拉音䶮㐂𠂇玉素甫江木"
    one = desk.add_person(household, long_name)
    kept = long_name.replace("•", "·")
    assert len(kept) >= 25
    assert person(desk, one).name == kept
    assert person_ids(desk.store, text=long_name) == [one]
    assert person_ids(desk.store, text="䶮㐂𠂇") == [one]


def test_r34_names_are_sorted_by_their_pinyin(desk: Desk) -> None:
    for name in ("张三", "马占山", "单小红", "曾强", "仇二"):
        desk.add_household(name)
    rows = person_rows(desk.store, person_ids(desk.store, sort="name"))
    assert [row.name for row in rows] == ["马占山", "仇二", "单小红", "曾强", "张三"]


# -- one number, one person ---------------------------------------------------------------------


def test_a_number_somebody_has_is_refused_and_says_who(desk: Desk, household: str) -> None:
    desk.add_person(household, "冶玉兰", id_number=id_number())
    other = desk.add_household("李建国", group=3)
    with pytest.raises(BadValueError) as refused:
        desk.add_person(other, "冶玉兰", id_number=id_number())
    assert "1组马占山户的冶玉兰" in refused.value.message
    assert id_number() not in refused.value.message


def test_a_disability_card_with_the_same_identity_is_the_same_person(
    desk: Desk, household: str
) -> None:
    desk.add_person(household, "冶玉兰", id_number=id_number() + "43")
    with pytest.raises(BadValueError, match="冶玉兰"):
        desk.add_person(household, "冶兰", id_number=id_number())


def test_a_deleted_persons_number_is_free(desk: Desk, household: str) -> None:
    one = desk.add_person(household, "冶玉兰", id_number=id_number())
    people.delete_person(desk.store, one)
    desk.add_person(household, "冶玉兰", id_number=id_number())


def test_editing_refuses_a_number_somebody_has_and_keeps_ones_own(
    desk: Desk, household: str
) -> None:
    desk.add_person(household, "冶玉兰", id_number=id_number(order=2))
    one = desk.add_person(household, "马小虎", id_number=id_number(order=1))
    facts = person(desk, one).facts
    with pytest.raises(BadValueError, match="冶玉兰"):
        people.edit_person(
            desk.store,
            one,
            replace(facts, id_number=id_number(order=2), sex=None),
        )
    people.edit_person(desk.store, one, replace(facts, phone="13812345678"))
    assert person(desk, one).phone == "13812345678"


# -- editing ------------------------------------------------------------------------------------


def test_a_person_is_edited(desk: Desk, household: str) -> None:
    one = desk.add_person(household, "马小虎")
    with desk.taken_back():
        people.edit_person(
            desk.store, one, PersonFacts("马晓虎", relation="次子", political="党员")
        )
    facts = person(desk, one).facts
    assert (facts.name, facts.relation, facts.political) == ("马晓虎", "次子", "中共党员")


def test_a_person_changed_meanwhile_is_not_overwritten(desk: Desk, household: str) -> None:
    one = desk.add_person(household, "马小虎")
    opened = person(desk, one).facts
    people.edit_person(desk.store, one, replace(opened, phone="13812345678"))
    with pytest.raises(ChangedSinceError, match="电话”已被改为“13812345678"):
        people.edit_person(desk.store, one, replace(opened, phone="13900000000"), expected=opened)


def test_the_heads_new_name_is_the_households(desk: Desk, household: str) -> None:
    head = desk.head_of(household)
    with desk.taken_back():
        people.edit_person(desk.store, head, replace(person(desk, head).facts, name="马占川"))
    assert desk.household(household).row.head == "马占川"


def test_a_person_entered_by_mistake_is_deleted(desk: Desk, household: str) -> None:
    one = desk.add_person(household, "马小虎")
    people.add_special_group(desk.store, household, "残疾", person_id=one)
    with desk.taken_back():
        people.delete_person(desk.store, one)
    page = desk.household(household)
    assert len(page.people) == 1
    assert page.special == ()


def test_the_head_is_not_deleted(desk: Desk, household: str) -> None:
    with pytest.raises(BadValueError, match="户主"):
        people.delete_person(desk.store, desk.head_of(household))


def test_who_stands_on_the_roster_is_not_deleted(desk: Desk, household: str) -> None:
    one = desk.add_person(household, "马小虎")
    cadres.add_cadre(desk.store, CadreFacts("马小虎", person_id=one))
    with pytest.raises(BadValueError, match="干部名册"):
        people.delete_person(desk.store, one)


# -- the head -----------------------------------------------------------------------------------


def test_another_member_becomes_head(desk: Desk, household: str) -> None:
    son = desk.add_person(household, "马小虎", relation="长子")
    old = desk.head_of(household)
    with desk.taken_back():
        household_changes.new_head(desk.store, household, son, relations={old: "父亲"})
    page = desk.household(household)
    assert (page.row.head, page.row.head_id) == ("马小虎", son)
    assert [(row.name, row.relation) for row in page.people] == [
        ("马占山", "父亲"),
        ("马小虎", "户主"),
    ]


def test_how_the_former_head_stands_is_left_open_when_nobody_says(
    desk: Desk, household: str
) -> None:
    son = desk.add_person(household, "马小虎", relation="长子")
    household_changes.new_head(desk.store, household, son)
    assert desk.household(household).people[0].relation is None


def test_somebody_of_another_household_is_no_head(desk: Desk, household: str) -> None:
    other = desk.add_household("李建国")
    with pytest.raises(BadValueError):
        household_changes.new_head(desk.store, household, desk.head_of(other))


def test_a_second_head_is_refused(desk: Desk, household: str) -> None:
    with pytest.raises(BadValueError, match="已有户主马占山"):
        desk.add_person(household, "马小虎", relation="户主")


def test_the_head_stays_head_in_its_form(desk: Desk, household: str) -> None:
    head = desk.head_of(household)
    with pytest.raises(BadValueError, match="只能填“户主”"):
        people.edit_person(desk.store, head, PersonFacts("马占山", relation="父亲"))


# -- R11 ----------------------------------------------------------------------------------------


def test_r11_a_person_is_in_a_special_group_from_a_date(desk: Desk, household: str) -> None:
    child = desk.add_person(household, "马小虎")
    with desk.taken_back():
        people.add_special_group(
            desk.store, household, "留守儿童", person_id=child, from_on=date(2022, 3, 1)
        )
    assert person(desk, child).special_groups == ("left_behind_child",)
    assert desk.household(household).row.special_words == "留守儿童"
    (before,) = person_rows(desk.store, [child], on=date(2022, 2, 28))
    assert before.special_groups == ()


def test_r11_a_household_is_in_a_special_group(desk: Desk, household: str) -> None:
    people.add_special_group(desk.store, household, "low_income")
    (row,) = desk.household(household).special
    assert (row.label, row.person_id) == ("低保", None)


def test_r11_leaving_a_group_keeps_its_history(desk: Desk, household: str) -> None:
    special = people.add_special_group(desk.store, household, "低保", from_on=date(2021, 1, 1))
    with desk.taken_back():
        people.end_special_group(desk.store, special, until_on=date(2022, 3, 31))
    page = desk.household(household)
    assert page.row.special_groups == ()
    assert page.special[0].until_on == date(2022, 3, 31)


def test_r11_a_group_can_be_joined_again_later(desk: Desk, household: str) -> None:
    special = people.add_special_group(desk.store, household, "低保", from_on=date(2021, 1, 1))
    with pytest.raises(BadValueError, match="已经登记"):
        people.add_special_group(desk.store, household, "低保", from_on=date(2022, 4, 1))
    people.end_special_group(desk.store, special, until_on=date(2022, 3, 31))
    people.add_special_group(desk.store, household, "低保", from_on=date(2022, 4, 1))
    assert len(desk.household(household).special) == 2


def test_r11_dates_and_note_are_edited(desk: Desk, household: str) -> None:
    special = people.add_special_group(desk.store, household, "低保")
    with desk.taken_back():
        people.edit_special_group(desk.store, special, from_on=date(2022, 1, 1), note="二档")
    assert desk.household(household).special[0].note == "二档"


def test_r11_a_group_entered_by_mistake_is_removed(desk: Desk, household: str) -> None:
    special = people.add_special_group(desk.store, household, "低保")
    with desk.taken_back():
        people.remove_special_group(desk.store, special)
    assert desk.household(household).special == ()


def test_r11_a_group_not_on_the_list_is_refused_with_the_list(desk: Desk, household: str) -> None:
    with pytest.raises(BadValueError) as refused:
        people.add_special_group(desk.store, household, "贫困")
    assert "留守儿童" in refused.value.hint


def test_r11_a_group_of_persons_wants_a_person_of_the_household(desk: Desk, household: str) -> None:
    with pytest.raises(BadValueError, match="登记到个人"):
        people.add_special_group(desk.store, household, "残疾")
    stranger = desk.head_of(desk.add_household("李建国"))
    with pytest.raises(BadValueError, match="不是这一户"):
        people.add_special_group(desk.store, household, "残疾", person_id=stranger)


def test_r11_a_period_that_ends_before_it_begins_is_refused(desk: Desk, household: str) -> None:
    special = people.add_special_group(desk.store, household, "低保", from_on=date(2022, 4, 1))
    with pytest.raises(BadValueError, match="早于"):
        people.end_special_group(desk.store, special, until_on=date(2022, 3, 31))


def test_a_household_that_is_not_there_takes_nobody(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        desk.add_person("0" * 32, "马小虎")


def test_who_raised_a_matter_is_not_deleted(desk: Desk, household: str) -> None:
    from longshan_desk.data.tables.matters import Raiser

    one = desk.add_person(household, "马小虎")
    new = NewMatter("水渠漏水", Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED)
    matter = matters.register_matter(desk.store, new)
    with desk.store.change("登记反映人") as session:
        session.add(Raiser(matter_id=matter.id, name="马小虎", person_id=one))
    with pytest.raises(BadValueError, match="反映人"):
        people.delete_person(desk.store, one)
