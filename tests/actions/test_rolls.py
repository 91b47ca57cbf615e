"""Seats in the bodies (R14), their terms and deaths (R40, R46): each act done and undone."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions import rolls
from longshan_desk.actions.cadres import NewTerm, add_term
from longshan_desk.actions.rolls import NewExclusion, SeatFacts
from longshan_desk.data.records import require
from longshan_desk.data.tables.people import Person
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import AbsenceReason
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Role, Sex
from longshan_desk.errors import (
    AppError,
    BadValueError,
    InTheFutureError,
    NotFoundError,
    ReasonRequiredError,
)
from longshan_desk.queries.rolls import former, roll, seat

APPROVED = NewExclusion(AbsenceReason.AWAY, "龙山镇党委", date(2022, 3, 1))


def add(desk: Desk, name: str, body: Body = Body.PARTY_MEMBERS, **facts: object) -> str:
    return rolls.add_seat(desk.store, body, SeatFacts(name, **facts))  # type: ignore[arg-type]


def expected(desk: Desk, body: Body = Body.PARTY_MEMBERS, day: date | None = None) -> int | None:
    return roll(desk.store, body, day).expected


def names(desk: Desk, body: Body, day: date | None = None) -> list[str]:
    return [one.name for one in roll(desk.store, body, day).members]


@pytest.mark.rule("R14")
def test_somebody_is_put_on_a_roll(desk: Desk) -> None:
    assert expected(desk) is None
    with desk.taken_back():
        add(desk, "马占山", sex=Sex.MALE)
    assert expected(desk) == 1


def test_a_worked_out_body_has_no_roll_to_write_into(desk: Desk) -> None:
    with pytest.raises(BadValueError, match="没有单独的名单") as refused:
        add(desk, "马占山", Body.TWO_COMMITTEES)
    assert "干部名册" in refused.value.hint


def test_nobody_sits_twice_at_once(desk: Desk) -> None:
    add(desk, "马占山", until_on=date(2022, 3, 31))
    add(desk, "马占山", from_on=date(2022, 4, 1))
    with pytest.raises(BadValueError, match="已经在党员大会的名单里"):
        add(desk, "马占山")


def test_two_of_one_name_are_told_apart_by_group(desk: Desk) -> None:
    add(desk, "马占山", group_no=1)
    add(desk, "马占山", group_no=2)
    assert expected(desk) == 2


@pytest.mark.rule("R40")
def test_a_term_ends_and_stays_on_record(desk: Desk) -> None:
    entry = add(desk, "马占山", from_on=date(2021, 1, 1))
    with desk.taken_back():
        rolls.end_seat(desk.store, entry, until_on=date(2022, 4, 1), reason="转出")
    assert expected(desk, day=date(2022, 4, 1)) == 1
    assert expected(desk, day=date(2022, 4, 2)) is None
    (gone,) = former(desk.store, Body.PARTY_MEMBERS)
    assert (gone.facts.name, gone.ended_reason) == ("马占山", "转出")
    with pytest.raises(BadValueError, match="已于 2022年4月1日 离开"):
        rolls.end_seat(desk.store, entry)


@pytest.mark.rule("R40")
def test_an_election_ends_a_whole_roll_in_one_act(desk: Desk) -> None:
    for name in ("马占山", "李建国"):
        add(desk, name, Body.REPRESENTATIVES)
    with desk.taken_back():
        assert rolls.end_body(desk.store, Body.REPRESENTATIVES, until_on=date(2022, 3, 31)) == 2
    assert expected(desk, Body.REPRESENTATIVES) is None
    assert expected(desk, Body.REPRESENTATIVES, date(2022, 3, 31)) == 2
    with pytest.raises(NotFoundError):
        rolls.end_body(desk.store, Body.REPRESENTATIVES)


def test_a_probationary_member_counts_from_the_day_of_confirmation(desk: Desk) -> None:
    entry = add(desk, "李小花", is_probationary=True)
    assert expected(desk) == 0
    with desk.taken_back():
        rolls.confirm_member(desk.store, entry, on=date(2022, 4, 3))
    assert expected(desk, day=date(2022, 4, 2)) == 0
    assert expected(desk, day=date(2022, 4, 3)) == 1
    with pytest.raises(BadValueError, match="已经是正式党员"):
        rolls.confirm_member(desk.store, entry)


def test_only_the_party_knows_probation(desk: Desk) -> None:
    with pytest.raises(BadValueError, match="没有预备党员"):
        add(desk, "马占山", Body.REPRESENTATIVES, is_probationary=True)


@pytest.mark.rule("R14")
def test_an_approved_exclusion_leaves_a_member_out(desk: Desk) -> None:
    entry = add(desk, "马占山")
    add(desk, "李建国")
    with desk.taken_back():
        exclusion = rolls.exclude(desk.store, entry, APPROVED)
    assert expected(desk) == 1
    assert roll(desk.store, Body.PARTY_MEMBERS).words.endswith("1 人外出不计")
    with desk.taken_back():
        rolls.end_exclusion(desk.store, exclusion, until_on=date(2022, 4, 4))
    assert expected(desk) == 2
    assert expected(desk, day=date(2022, 4, 4)) == 1
    with desk.taken_back():
        rolls.remove_exclusion(desk.store, exclusion)
    assert expected(desk, day=date(2022, 4, 4)) == 2


@pytest.mark.rule("R14")
@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewExclusion(AbsenceReason.AWAY, " ", date(2022, 3, 1)), ReasonRequiredError),
        (NewExclusion(AbsenceReason.AWAY, "镇党委", date(2022, 4, 6)), InTheFutureError),
        (
            NewExclusion(
                AbsenceReason.ABROAD,
                "镇党委",
                date(2022, 3, 1),
                from_on=date(2022, 3, 1),
                until_on=date(2022, 5, 1),
            ),
            BadValueError,
        ),
    ],
)
def test_an_exclusion_wants_its_approval_and_its_length(
    desk: Desk, new: NewExclusion, error: type[AppError]
) -> None:
    entry = add(desk, "马占山")
    with pytest.raises(error):
        rolls.exclude(desk.store, entry, new)
    assert expected(desk) == 1


def test_two_exclusions_never_overlap(desk: Desk) -> None:
    entry = add(desk, "马占山")
    rolls.exclude(desk.store, entry, APPROVED)
    with pytest.raises(BadValueError, match="已登记不计入应到"):
        rolls.exclude(desk.store, entry, APPROVED)


def test_a_representative_is_never_left_out(desk: Desk) -> None:
    entry = add(desk, "马占山", Body.REPRESENTATIVES)
    with pytest.raises(BadValueError, match="没有不计入应到的规定"):
        rolls.exclude(desk.store, entry, APPROVED)


def test_a_representative_stands_for_households_with_their_dates(desk: Desk) -> None:
    homes = [desk.add_household(name) for name in ("马占山", "李建国", "苏玉兰")]
    entry = rolls.add_seat(
        desk.store,
        Body.REPRESENTATIVES,
        SeatFacts("马占山", from_on=date(2021, 1, 1)),
        household_ids=homes[:2],
    )
    with desk.taken_back():
        rolls.stand_for(desk.store, entry, homes[1:], from_on=date(2022, 4, 1))

    def stood(day: date) -> list[str]:
        (member,) = roll(desk.store, Body.REPRESENTATIVES, day).members
        return [home.head for home in member.stands_for]

    assert stood(date(2022, 3, 31)) == ["李建国", "马占山"]
    assert stood(date(2022, 4, 1)) == ["李建国", "苏玉兰"]
    assert set(seat(desk.store, entry).household_ids) == set(homes[1:])


def test_party_members_stand_for_nobody(desk: Desk) -> None:
    home = desk.add_household("马占山")
    entry = add(desk, "马占山")
    with pytest.raises(BadValueError, match="不代表哪几户"):
        rolls.stand_for(desk.store, entry, [home])


def test_a_mistake_is_removed_with_all_that_hangs_on_it(desk: Desk) -> None:
    entry = add(desk, "马占山")
    rolls.exclude(desk.store, entry, APPROVED)
    with desk.taken_back():
        rolls.remove_seat(desk.store, entry)
    with pytest.raises(NotFoundError):
        seat(desk.store, entry)


def test_facts_are_put_right(desk: Desk) -> None:
    entry = add(desk, "马占山")
    with desk.taken_back():
        rolls.edit_seat(desk.store, entry, SeatFacts("马占山", phone="13812345678"))
    assert seat(desk.store, entry).facts.phone == "13812345678"


# -- where the other bodies come from -------------------------------------------------------------


@pytest.mark.rule("R14", "R40")
def test_the_committees_come_from_the_roster(desk: Desk) -> None:
    desk.fill_roster()
    assert names(desk, Body.BRANCH_COMMITTEE) == ["马文秀", "李建国"]
    assert names(desk, Body.TWO_COMMITTEES) == ["马文秀", "李建国", "苏玉兰"]
    assert expected(desk, Body.TWO_COMMITTEES, date(2020, 12, 31)) is None


def test_the_oversight_committee_is_the_rosters_until_it_has_a_roll(desk: Desk) -> None:
    desk.fill_roster()
    assert names(desk, Body.OVERSIGHT_COMMITTEE) == ["杨生虎"]
    add(desk, "撒万林", Body.OVERSIGHT_COMMITTEE)
    assert names(desk, Body.OVERSIGHT_COMMITTEE) == ["撒万林"]


@pytest.mark.rule("R14")
def test_the_village_committee_sits_with_the_representatives_once_each(desk: Desk) -> None:
    desk.fill_roster()
    assert expected(desk, Body.REPRESENTATIVES) is None
    add(desk, "马占山", Body.REPRESENTATIVES)
    add(desk, "苏玉兰", Body.REPRESENTATIVES)
    assert names(desk, Body.REPRESENTATIVES) == ["马占山", "苏玉兰", "马文秀"]


def test_who_leads_the_branch_from_outside_is_not_expected(desk: Desk) -> None:
    desk.fill_roster()
    cadre = desk.add_cadre("周建")
    add_term(desk.store, cadre, NewTerm(Role.RESIDENT_CADRE, is_acting_secretary=True))
    one = roll(desk.store, Body.BRANCH_COMMITTEE).members[-1]
    assert (one.name, one.counted) == ("周建", False)


@pytest.mark.rule("R46")
def test_the_dead_leave_every_roll_from_that_day_on(desk: Desk) -> None:
    home = desk.add_household(PersonFacts("马占山", born_on=date(1950, 1, 1)))
    person = desk.head_of(home)
    add(desk, "马占山", person_id=person)
    assert expected(desk, Body.VILLAGERS) == 1
    with desk.store.change("死亡") as session:
        require(session, Person, person, "人").died_on = date(2022, 4, 3)
    for body in (Body.PARTY_MEMBERS, Body.VILLAGERS):
        assert expected(desk, body, date(2022, 4, 2)) == 1
        assert expected(desk, body, date(2022, 4, 3)) is None


def test_households_are_counted_by_the_register(desk: Desk) -> None:
    desk.add_household("马占山")
    desk.add_household("李建国", group=2)
    found = roll(desk.store, Body.HOUSEHOLDS)
    assert (found.expected, found.words) == (2, "应到 2 户")


def test_villagers_without_a_birthday_are_named(desk: Desk) -> None:
    desk.add_household(PersonFacts("马占山", born_on=date(1950, 1, 1)), "马小龙")
    found = roll(desk.store, Body.VILLAGERS)
    assert found.expected == 1
    assert [one.code for one in found.findings] == ["born_unknown"]


@pytest.mark.rule("R14")
def test_the_collective_begins_with_everybody_of_the_register(desk: Desk) -> None:
    desk.add_household(PersonFacts("马占山", born_on=date(1950, 1, 1)), "马小龙")
    with desk.taken_back():
        assert rolls.enlist_villagers(desk.store) == 2
    desk.add_household("李建国")
    assert rolls.enlist_villagers(desk.store) == 1
    with pytest.raises(NotFoundError):
        rolls.enlist_villagers(desk.store)


def test_who_is_watched_does_not_watch(desk: Desk) -> None:
    """村民委员会组织法 (2018) art. 32."""
    desk.fill_roster()
    assert not roll(desk.store, Body.OVERSIGHT_COMMITTEE).findings
    add(desk, "苏玉兰", Body.OVERSIGHT_COMMITTEE)
    (finding,) = roll(desk.store, Body.OVERSIGHT_COMMITTEE).findings
    assert finding.code == "watches_itself"
