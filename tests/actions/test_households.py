"""Households: registering, editing, away periods, names of groups, entries made by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import Desk, id_number
from longshan_desk.actions import households, matters
from longshan_desk.data.registering import NewMatter
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts
from longshan_desk.domain.labels import ListKind, Topic
from longshan_desk.errors import BadValueError, ChangedSinceError, NotFoundError
from longshan_desk.queries import households as queries

APRIL, MAY = date(2022, 4, 1), date(2022, 5, 31)


def test_a_household_is_registered_with_its_head_and_members(desk: Desk) -> None:
    with desk.taken_back():
        household = desk.add_household(
            "马占山", PersonFacts("冶玉兰", relation="妻"), group=2, address=" 马家湾 3 号 "
        )
    page = desk.household(household)
    assert (page.row.head, page.row.group, page.row.address) == ("马占山", "二组", "马家湾 3 号")
    assert [(person.name, person.relation, person.is_head) for person in page.people] == [
        ("马占山", "户主", True),
        ("冶玉兰", "配偶", False),
    ]


def test_what_says_nothing_is_not_kept(desk: Desk) -> None:
    household = desk.add_household(note="　 ", code="")
    assert desk.household(household).row.facts == HouseholdFacts(group_no=1)


@pytest.mark.parametrize("group", [0, 100, -1])
def test_a_group_is_one_to_ninety_nine(desk: Desk, group: int) -> None:
    with pytest.raises(BadValueError) as refused:
        desk.add_household(group=group)
    assert refused.value.where == "组别"


def test_a_household_is_refused_whole_or_not_at_all(desk: Desk) -> None:
    with pytest.raises(BadValueError):
        desk.add_household("马占山", PersonFacts("马小虎", id_number="123"))
    assert queries.household_ids(desk.store) == []


def test_two_in_one_form_with_one_number_are_refused(desk: Desk) -> None:
    number = id_number()
    with pytest.raises(BadValueError, match="马占山"):
        desk.add_household(
            PersonFacts("马占山", id_number=number), PersonFacts("马小虎", id_number=number)
        )


def test_a_household_is_edited(desk: Desk) -> None:
    household = desk.add_household(address="3 号")
    with desk.taken_back():
        households.edit_household(desk.store, household, HouseholdFacts(2, note="房屋危旧"))
    facts = desk.household(household).row.facts
    assert facts == HouseholdFacts(2, note="房屋危旧")


def test_a_field_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    household = desk.add_household(address="3 号")
    opened = desk.household(household).row.facts
    households.edit_household(desk.store, household, replace(opened, address="4 号"))
    with pytest.raises(ChangedSinceError, match="住址”已被改为“4 号"):
        households.edit_household(
            desk.store, household, replace(opened, address="5 号"), expected=opened
        )
    assert desk.household(household).row.address == "4 号"


def test_a_field_left_alone_meanwhile_changed_is_not_put_back(desk: Desk) -> None:
    household = desk.add_household(address="3 号")
    opened = desk.household(household).row.facts
    households.edit_household(desk.store, household, replace(opened, address="4 号"))
    with pytest.raises(ChangedSinceError):
        households.edit_household(
            desk.store, household, replace(opened, note="危房"), expected=opened
        )


def test_the_same_change_made_twice_is_no_quarrel(desk: Desk) -> None:
    household = desk.add_household(address="3 号")
    opened = desk.household(household).row.facts
    changed = replace(opened, address="4 号")
    households.edit_household(desk.store, household, changed)
    households.edit_household(desk.store, household, changed, expected=opened)
    assert desk.household(household).row.address == "4 号"


def test_a_household_entered_by_mistake_goes_with_all_its_records(desk: Desk) -> None:
    household = desk.add_household("马占山", "冶玉兰")
    households.mark_away(desk.store, household, from_on=APRIL)
    with desk.taken_back():
        households.delete_household(desk.store, household)
    assert queries.household_ids(desk.store, text="马占山") == []
    with pytest.raises(NotFoundError):
        desk.household(household)


def test_a_household_that_raised_something_was_no_mistake(desk: Desk) -> None:
    household = desk.add_household()
    matters.register_matter(
        desk.store,
        NewMatter("水渠漏水", Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED, household_id=household),
    )
    with pytest.raises(BadValueError, match="1 件事项"):
        households.delete_household(desk.store, household)


# -- away ---------------------------------------------------------------------------------------


def test_a_household_is_away_until_it_returns(desk: Desk) -> None:
    household = desk.add_household()
    with desk.taken_back():
        households.mark_away(desk.store, household, from_on=APRIL, reason=" 新疆务工 ")
    away = desk.household(household).row.away
    assert away is not None
    assert (away.from_on, away.until_on, away.reason) == (APRIL, None, "新疆务工")


def test_on_the_day_of_return_the_household_is_here(desk: Desk) -> None:
    household = desk.add_household()
    households.mark_away(desk.store, household, from_on=APRIL)
    with desk.taken_back():
        households.mark_returned(desk.store, household)
    page = desk.household(household)
    assert page.row.away is None
    assert page.away[0].until_on == date(2022, 4, 4)


def test_who_returns_on_the_day_of_leaving_was_never_away(desk: Desk) -> None:
    household = desk.add_household()
    households.mark_away(desk.store, household, from_on=APRIL)
    households.mark_returned(desk.store, household, on=APRIL)
    assert desk.household(household).away == ()


def test_who_is_not_away_does_not_return(desk: Desk) -> None:
    household = desk.add_household()
    with pytest.raises(BadValueError, match="没有登记外出"):
        households.mark_returned(desk.store, household)


def test_a_period_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    household = desk.add_household()
    with pytest.raises(BadValueError, match="早于"):
        households.mark_away(desk.store, household, from_on=MAY, until_on=APRIL)


def test_two_periods_do_not_share_a_day(desk: Desk) -> None:
    household = desk.add_household()
    households.mark_away(desk.store, household, from_on=APRIL, until_on=MAY)
    with pytest.raises(BadValueError, match="重叠"):
        households.mark_away(desk.store, household, from_on=MAY)
    households.mark_away(desk.store, household, from_on=date(2022, 6, 1))
    assert len(desk.household(household).away) == 2


def test_a_period_is_edited_without_being_in_its_own_way(desk: Desk) -> None:
    household = desk.add_household()
    away = households.mark_away(desk.store, household, from_on=APRIL)
    with desk.taken_back():
        households.edit_away(desk.store, away, from_on=APRIL, until_on=MAY, reason="看病")
    assert desk.household(household).away[0].until_on == MAY


def test_a_period_entered_by_mistake_is_removed(desk: Desk) -> None:
    household = desk.add_household()
    away = households.mark_away(desk.store, household, from_on=APRIL)
    with desk.taken_back():
        households.remove_away(desk.store, away)
    assert desk.household(household).away == ()


# -- groups -------------------------------------------------------------------------------------


def test_a_group_goes_by_a_name(desk: Desk) -> None:
    household = desk.add_household(group=2)
    with desk.taken_back():
        households.name_group(desk.store, 2, "马家湾")
    assert desk.household(household).row.group == "二组（马家湾）"


def test_a_group_is_named_anew_and_not_twice(desk: Desk) -> None:
    households.name_group(desk.store, 2, "马家湾")
    with desk.taken_back():
        households.name_group(desk.store, 2, "")
    assert [(row.number, row.label) for row in queries.groups(desk.store)] == [(2, "二组")]
