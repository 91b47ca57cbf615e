"""户情变动: each act done, taken back, and refused; who belongs where on any day (R46)."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk, id_number
from longshan_desk.actions import household_changes as changes
from longshan_desk.actions import households, people
from longshan_desk.data.checkup import checkup
from longshan_desk.data.membership import members_on, person_span, resident_on
from longshan_desk.data.tables.people import Person
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.errors import BadValueError, InTheFutureError, ReasonRequiredError
from longshan_desk.queries import households as queries
from longshan_desk.queries.household_changes import household_acts
from longshan_desk.queries.people import person_ids

pytestmark = pytest.mark.rule("R46")

FEB, MARCH, TODAY = date(2022, 2, 10), date(2022, 3, 10), date(2022, 4, 5)
BEFORE = date(2022, 2, 9)


@pytest.fixture
def home(desk: Desk) -> str:
    return desk.add_household(
        PersonFacts("马占山", sex=Sex.MALE, born_on=date(1950, 1, 1)),
        PersonFacts("冶玉兰", relation="妻", sex=Sex.FEMALE, born_on=date(1952, 1, 1)),
        PersonFacts("马小虎", relation="长子", sex=Sex.MALE, born_on=date(1980, 1, 1)),
    )


def names(desk: Desk, household: str, on: date | None = None) -> list[str]:
    page = queries.household(desk.store, household, on=on)
    return [row.name for row in page.people if row.is_here]


def of(desk: Desk, household: str, name: str) -> str:
    return next(row.id for row in desk.household(household).people if row.name == name)


def heads(desk: Desk, on: date | None = None) -> list[str]:
    ids = queries.household_ids(desk.store, on=on)
    return [row.head for row in queries.household_rows(desk.store, ids, on=on)]


# -- moving out -------------------------------------------------------------------------------


def test_one_who_moves_out_belongs_until_the_day_before(desk: Desk, home: str) -> None:
    son = of(desk, home, "马小虎")
    with desk.taken_back():
        changes.move_out(desk.store, home, on=FEB, people=[son], place="兰州市")
    assert names(desk, home) == ["马占山", "冶玉兰"]
    assert names(desk, home, BEFORE) == ["马占山", "冶玉兰", "马小虎"]
    assert son not in person_ids(desk.store) and son in person_ids(desk.store, on=BEFORE)


def test_a_household_that_moves_out_is_off_the_list_from_the_day(desk: Desk, home: str) -> None:
    with desk.taken_back():
        changes.move_out(desk.store, home, on=FEB, place="兰州市")
    assert heads(desk) == [] and heads(desk, BEFORE) == ["马占山"]
    assert queries.household_ids(desk.store, moved_out=True) == [home]
    assert desk.household(home).row.persons == 0
    assert [group.persons for group in queries.groups(desk.store)] == []


def test_a_head_who_moves_out_asks_for_the_new_one(desk: Desk, home: str) -> None:
    with pytest.raises(BadValueError, match="还没有选新户主") as refused:
        changes.move_out(desk.store, home, on=FEB, people=[desk.head_of(home)])
    assert refused.value.where == "新户主"
    assert "冶玉兰、马小虎" in refused.value.hint


def test_the_only_one_left_is_head_without_being_asked_for(desk: Desk, home: str) -> None:
    leaving = [desk.head_of(home), of(desk, home, "马小虎")]
    changes.move_out(desk.store, home, on=FEB, people=leaving)
    assert desk.household(home).row.head == "冶玉兰"


def test_a_household_without_members_can_move_out(desk: Desk, home: str) -> None:
    with desk.store.change("x") as session:
        for person in session.query(Person):
            person.is_deleted = True
    changes.move_out(desk.store, home, on=FEB)
    assert queries.household_ids(desk.store) == []


# -- death --------------------------------------------------------------------------------------


def test_the_dead_no_longer_count_and_the_new_head_does(desk: Desk, home: str) -> None:
    old, son = desk.head_of(home), of(desk, home, "马小虎")
    with desk.taken_back():
        changes.died(desk.store, old, on=FEB, new_head=son, relations={old: "父亲"})
    row = desk.household(home).row
    assert (row.head, row.persons) == ("马小虎", 2)
    before = queries.household(desk.store, home, on=BEFORE)
    assert (before.row.head, before.row.persons) == ("马占山", 3)
    assert [one.name for one in before.people if one.is_head] == ["马占山"]


def test_nobody_acts_after_death(desk: Desk, home: str) -> None:
    son = of(desk, home, "马小虎")
    changes.died(desk.store, son, on=FEB)
    for act in (
        lambda: changes.died(desk.store, son, on=MARCH),
        lambda: changes.move_out(desk.store, home, on=MARCH, people=[son]),
        lambda: changes.split(desk.store, home, [son], on=MARCH),
        lambda: changes.move_in(desk.store, on=MARCH, household_id=home, returning=[son]),
    ):
        with pytest.raises(BadValueError, match="马小虎已于2022年2月10日去世"):
            act()
    with pytest.raises(BadValueError, match="新户主应当是"):
        changes.new_head(desk.store, home, son, on=MARCH)


def test_the_household_of_the_last_one_ends_on_the_day(desk: Desk) -> None:
    alone = desk.add_household("李建国")
    with desk.taken_back():
        changes.died(desk.store, desk.head_of(alone), on=FEB)
    with desk.store.read() as session:
        assert members_on(session, alone, TODAY) == set()
    row = queries.household_rows(desk.store, [alone])[0]
    assert (row.moved_out_on, row.ended_reason) == (FEB, "无人")


def test_special_groups_end_the_day_before(desk: Desk, home: str) -> None:
    wife = of(desk, home, "冶玉兰")
    people.add_special_group(desk.store, home, "disabled", person_id=wife)
    with desk.taken_back():
        changes.died(desk.store, wife, on=FEB)
    assert [one.until_on for one in desk.household(home).special] == [BEFORE]


def test_what_has_not_happened_yet_is_refused(desk: Desk, home: str) -> None:
    with pytest.raises(InTheFutureError, match="还没有到"):
        changes.died(desk.store, desk.head_of(home), on=date(2022, 4, 6))


def test_dates_of_one_person_stay_in_order(desk: Desk, home: str) -> None:
    wife = of(desk, home, "冶玉兰")
    changes.new_head(desk.store, home, wife, on=MARCH)
    with pytest.raises(BadValueError, match="马占山在2022年3月10日已有一条“变更户主”"):
        changes.died(desk.store, of(desk, home, "马占山"), on=FEB)


def test_nobody_dies_before_birth(desk: Desk, home: str) -> None:
    with pytest.raises(BadValueError, match="1980年1月1日才出生"):
        changes.died(desk.store, of(desk, home, "马小虎"), on=date(1979, 1, 1))


# -- splitting and joining ----------------------------------------------------------------------


def test_a_split_makes_a_household_and_leaves_the_past_alone(desk: Desk, home: str) -> None:
    son = of(desk, home, "马小虎")
    with desk.taken_back():
        made = changes.split(desk.store, home, [son], on=FEB, facts=HouseholdFacts(2))
    assert heads(desk) == ["马占山", "马小虎"] and heads(desk, BEFORE) == ["马占山"]
    assert names(desk, made.household_id) == ["马小虎"]
    assert names(desk, home) == ["马占山", "冶玉兰"]
    assert names(desk, home, BEFORE) == ["马占山", "冶玉兰", "马小虎"]
    assert [g.persons for g in queries.groups(desk.store)] == [2, 1]


def test_a_split_takes_the_special_groups_along(desk: Desk, home: str) -> None:
    son = of(desk, home, "马小虎")
    people.add_special_group(desk.store, home, "disabled", person_id=son)
    made = changes.split(desk.store, home, [son], on=FEB)
    (own,) = desk.household(made.household_id).special
    assert (own.kind, own.from_on, own.until_on) == ("disabled", FEB, None)
    assert [one.until_on for one in desk.household(home).special] == [BEFORE]


def test_a_split_of_everybody_is_none(desk: Desk, home: str) -> None:
    everybody = [row.id for row in desk.household(home).people]
    with pytest.raises(BadValueError, match="这样就不是分户"):
        changes.split(desk.store, home, everybody, on=FEB)


def test_a_split_of_two_asks_for_their_head(desk: Desk, home: str) -> None:
    two = [of(desk, home, "马小虎"), of(desk, home, "冶玉兰")]
    with pytest.raises(BadValueError, match="新户还没有户主"):
        changes.split(desk.store, home, two, on=FEB)


def test_a_joined_household_ends_and_its_people_go_on(desk: Desk, home: str) -> None:
    other = desk.add_household("李建国", "李小妹")
    girl = of(desk, other, "李小妹")
    with desk.taken_back():
        changes.join(desk.store, other, home, on=FEB, relations={girl: "儿媳"})
    assert names(desk, home) == ["马占山", "冶玉兰", "马小虎", "李建国", "李小妹"]
    assert heads(desk) == ["马占山"]
    assert queries.household_rows(desk.store, [other])[0].ended_reason == "并户"
    assert names(desk, other, BEFORE) == ["李建国", "李小妹"]
    with desk.store.read() as session:
        span = person_span(session, girl)
    assert (span.household_on(BEFORE), span.household_on(FEB)) == (other, home)


def test_a_household_cannot_join_itself_or_an_ended_one(desk: Desk, home: str) -> None:
    other = desk.add_household("李建国")
    with pytest.raises(BadValueError, match="不能并到自己"):
        changes.join(desk.store, home, home, on=FEB)
    changes.move_out(desk.store, other, on=FEB)
    with pytest.raises(BadValueError, match="已于2022年2月10日销户"):
        changes.join(desk.store, home, other, on=MARCH)


# -- coming -------------------------------------------------------------------------------------


def test_people_move_in_as_a_household_of_their_own(desk: Desk, home: str) -> None:
    with desk.taken_back():
        made = changes.move_in(
            desk.store,
            on=FEB,
            facts=HouseholdFacts(3),
            people=[PersonFacts("王强"), PersonFacts("孙梅", relation="妻")],
            place="邻县",
        )
    assert names(desk, made.household_id) == ["王强", "孙梅"]
    assert desk.household(made.household_id).row.head == "王强"
    assert made.household_id not in queries.household_ids(desk.store, on=BEFORE)


def test_one_who_moves_in_counts_from_the_day(desk: Desk, home: str) -> None:
    changes.move_in(
        desk.store, on=FEB, household_id=home, people=[PersonFacts("孙梅", relation="儿媳")]
    )
    assert len(names(desk, home, BEFORE)) == 3 and len(names(desk, home)) == 4


def test_who_comes_back_keeps_the_record(desk: Desk, home: str) -> None:
    son = of(desk, home, "马小虎")
    changes.move_out(desk.store, home, on=FEB, people=[son])
    with desk.taken_back():
        changes.move_in(desk.store, on=MARCH, household_id=home, returning=[son])
    with desk.store.read() as session:
        span = person_span(session, son)
    assert [span.is_here(day) for day in (BEFORE, FEB, date(2022, 3, 9), MARCH)] == [
        True, False, False, True,
    ]  # fmt: skip


def test_who_is_here_cannot_move_in(desk: Desk, home: str) -> None:
    with pytest.raises(BadValueError, match="现在就登记在本村"):
        changes.move_in(desk.store, household_id=home, returning=[of(desk, home, "马小虎")])


def test_a_number_of_one_who_left_is_not_registered_twice(desk: Desk, home: str) -> None:
    number = id_number()
    son = desk.add_person(home, "马二虎", id_number=number)
    changes.move_out(desk.store, home, on=FEB, people=[son])
    with pytest.raises(BadValueError, match="马二虎名下"):
        changes.move_in(
            desk.store, household_id=home, people=[PersonFacts("马二虎", id_number=number)]
        )


def test_a_birth_needs_no_number(desk: Desk, home: str) -> None:
    child = PersonFacts("马小宝", relation="孙子", sex=Sex.MALE)
    mother = of(desk, home, "冶玉兰")
    with desk.taken_back():
        made = changes.born(desk.store, home, child, on=FEB, mother=mother)
    assert names(desk, home)[-1] == "马小宝" and "马小宝" not in names(desk, home, BEFORE)
    with desk.store.read() as session:
        row = session.get_one(Person, made.people[0])
        assert (row.born_on, row.mother_id) == (FEB, mother)


def test_a_birth_needs_a_sex_and_a_mother_who_is_a_woman(desk: Desk, home: str) -> None:
    with pytest.raises(BadValueError, match="没有写孩子的性别"):
        changes.born(desk.store, home, PersonFacts("马小宝"), on=FEB)
    child = PersonFacts("马小宝", sex=Sex.MALE)
    with pytest.raises(BadValueError, match="登记的性别是男"):
        changes.born(desk.store, home, child, on=FEB, mother=of(desk, home, "马小虎"))


# -- mistakes -----------------------------------------------------------------------------------


def test_a_mistaken_act_is_taken_back_and_both_stay_on_record(desk: Desk, home: str) -> None:
    before = desk.household(home)
    act = changes.died(desk.store, desk.head_of(home), on=FEB, new_head=of(desk, home, "马小虎"))
    with desk.taken_back():
        changes.cancel_change(desk.store, act.act_id, reason="同名的另一个人。")
    assert desk.household(home) == before


def test_a_split_taken_back_leaves_no_household(desk: Desk, home: str) -> None:
    before = desk.household(home)
    act = changes.split(desk.store, home, [of(desk, home, "马小虎")], on=FEB)
    changes.cancel_change(desk.store, act.act_id, reason="没有办成。")
    assert desk.household(home) == before
    assert queries.household_ids(desk.store, moved_out=None) == [home]


def test_taking_back_asks_why_and_only_once(desk: Desk, home: str) -> None:
    act = changes.died(desk.store, of(desk, home, "马小虎"), on=FEB)
    with pytest.raises(ReasonRequiredError):
        changes.cancel_change(desk.store, act.act_id, reason=" ")
    changes.cancel_change(desk.store, act.act_id, reason="登记错了。")
    with pytest.raises(BadValueError, match="已经更正过了"):
        changes.cancel_change(desk.store, act.act_id, reason="登记错了。")


def test_later_acts_are_taken_back_first(desk: Desk, home: str) -> None:
    son = of(desk, home, "马小虎")
    first = changes.split(desk.store, home, [son], on=FEB)
    changes.died(desk.store, son, on=MARCH)
    with pytest.raises(BadValueError, match="2022年3月10日的“死亡”"):
        changes.cancel_change(desk.store, first.act_id, reason="错了。")


def test_the_condition_of_being_here_agrees_with_the_span(desk: Desk, home: str) -> None:
    son, wife = of(desk, home, "马小虎"), of(desk, home, "冶玉兰")
    changes.split(desk.store, home, [son], on=FEB)
    changes.move_out(desk.store, home, on=MARCH, people=[wife])
    with desk.store.read() as session:
        for day in (BEFORE, FEB, MARCH, TODAY):
            there = {one for (one,) in session.query(Person.id).where(resident_on(day))}
            spans = {one for one in (son, wife) if person_span(session, one).is_here(day)}
            assert there & {son, wife} == spans


# -- after the end ------------------------------------------------------------------------------


def test_nothing_new_happens_to_a_household_that_ended(desk: Desk, home: str) -> None:
    changes.move_out(desk.store, home, on=FEB)
    for act in (
        lambda: desk.add_person(home, "马小龙"),
        lambda: households.mark_away(desk.store, home, from_on=MARCH),
        lambda: changes.move_in(desk.store, household_id=home, people=[PersonFacts("王强")]),
        lambda: changes.born(desk.store, home, PersonFacts("马小宝", sex=Sex.MALE), on=MARCH),
    ):
        with pytest.raises(BadValueError, match="已于2022年2月10日销户"):
            act()


def test_nobody_joins_a_special_group_after_death(desk: Desk, home: str) -> None:
    son = of(desk, home, "马小虎")
    changes.died(desk.store, son, on=FEB)
    with pytest.raises(BadValueError, match="已经去世"):
        people.add_special_group(desk.store, home, "disabled", person_id=son)
    people.add_special_group(desk.store, home, "disabled", person_id=son, until_on=BEFORE)


def test_whom_acts_are_about_is_not_deleted_as_a_mistake(desk: Desk, home: str) -> None:
    son = of(desk, home, "马小虎")
    act = changes.died(desk.store, son, on=FEB)
    with pytest.raises(BadValueError, match="户情变动"):
        people.delete_person(desk.store, son)
    with pytest.raises(BadValueError, match="户情变动"):
        households.delete_household(desk.store, home)
    changes.cancel_change(desk.store, act.act_id, reason="登记错了。")
    people.delete_person(desk.store, son)


def test_a_late_entry_is_marked(desk: Desk, home: str) -> None:
    changes.died(desk.store, of(desk, home, "马小虎"), on=FEB)
    (row,) = household_acts(desk.store, home)
    assert row.is_entered_late and row.words == "马小虎去世"


def test_the_checkup_finds_nothing_wrong_after_all_this(desk: Desk, home: str) -> None:
    other, alone = desk.add_household("李建国"), desk.add_household("王强")
    made = changes.split(desk.store, home, [of(desk, home, "马小虎")], on=FEB)
    changes.cancel_change(desk.store, made.act_id, reason="没有办成。")
    changes.join(desk.store, other, home, on=MARCH)
    changes.died(desk.store, desk.head_of(home), on=MARCH, new_head=of(desk, home, "冶玉兰"))
    changes.move_out(desk.store, alone, on=MARCH)
    assert checkup(desk.store) == []
