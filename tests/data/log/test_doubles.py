"""What was entered twice is found, joined with both numbers kept, and never hidden (R46, R48)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.log.world import World
from desk import Desk, id_number
from longshan_desk.data.double_joining import join_doubles
from longshan_desk.data.doubles import find_doubles
from longshan_desk.data.standing import doubles_of, is_shown, main_of
from longshan_desk.data.store import Store
from longshan_desk.data.tables.meetings import AgendaItem, Attendance, Meeting
from longshan_desk.data.tables.peers import NotSame
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import AttendanceState, ItemKind, MeetingKind
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import AppError
from longshan_desk.queries.matters import list_matters, matter_ids
from longshan_desk.queries.search import search
from longshan_desk.queries.visits import visit_ids

WORDS = "二组巷道水渠堵了，雨天进不去人。"
pytestmark = pytest.mark.rule("R48")


def found(desk: Desk) -> list[tuple[str, str, str]]:
    with desk.store.read() as session:
        return find_doubles(session)


def join(desk: Desk, tbl: str, double: str, into: str) -> None:
    with desk.store.change("合并重复") as session:
        join_doubles(session, tbl, double, into)


def twice(desk: Desk) -> tuple[str, str]:
    """A matter that two clerks entered."""
    return desk.add_matter(WORDS), desk.add_matter("二组巷道水渠堵了，雨天进不去人")


def test_a_matter_entered_twice_is_found(desk: Desk) -> None:
    pair = twice(desk)
    assert found(desk) == [("matter", *sorted(pair))]


@pytest.mark.parametrize("other", [
    {"raisers": ["李二"]}, {"on": date(2022, 4, 1)}, {"words": "路灯坏了。"},
])  # fmt: skip
def test_what_another_said_or_on_another_day_is_no_double(
    desk: Desk, other: dict[str, Any]
) -> None:
    desk.add_matter(WORDS)
    desk.add_matter(**{"words": WORDS, **other})
    assert found(desk) == []


def test_who_was_told_apart_is_not_asked_about_again(desk: Desk) -> None:
    one, other = twice(desk)
    with desk.store.change("不是重复") as session:
        session.add(NotSame(tbl="matter", one=other, other=one, by="王会计", said_on=desk.today))
    assert found(desk) == []


def test_a_joined_double_leaves_the_lists_and_is_asked_about_no_more(desk: Desk) -> None:
    one, other = twice(desk)
    join(desk, "matter", other, one)
    assert [row.id for row in list_matters(desk.store)] == [one] == matter_ids(desk.store)
    assert found(desk) == []


def test_both_numbers_find_the_matter(desk: Desk) -> None:
    one, other = twice(desk)
    join(desk, "matter", other, one)
    assert desk.matter("2022-04-002").row.number == "2022-04-001"
    assert [each.number for each in desk.matter(one).joined] == ["2022-04-002"]
    (hit,) = search(desk.store, "2022-04-002")
    assert desk.matter(hit.id).row.id == one


def test_both_histories_stay(desk: Desk) -> None:
    one, other = twice(desk)
    desk.deliberate(other)
    join(desk, "matter", other, one)
    timeline = desk.matter(one).timeline
    assert [(step.act.value, step.number) for step in timeline] == [
        ("add", None), ("add", "2022-04-002"), ("deliberate", "2022-04-002"),
    ]  # fmt: skip


def test_joining_is_one_act(desk: Desk) -> None:
    one, other = twice(desk)
    with desk.taken_back():
        join(desk, "matter", other, one)


def test_a_record_is_not_joined_with_itself(desk: Desk) -> None:
    one, other = twice(desk)
    join(desk, "matter", other, one)
    with pytest.raises(AppError) as refused:
        join(desk, "matter", one, other)
    assert refused.value.code == "bad_value"


def meeting(desk: Desk, *names: str, closed: bool = False) -> str:
    """A hearing of today, past the check that one desk makes."""
    with desk.store.change("登记会议") as session:
        row = Meeting(
            kind=MeetingKind.HEARING, on=desk.today, month="2022-04", entered_on=desk.today,
            closed_on=desk.today if closed else None,
        )  # fmt: skip
        session.add(row)
        session.add(
            AgendaItem(
                meeting_id=row.id, kind=ItemKind.SPEECH, position=0, text=row.id,
                entered_on=desk.today,
            )
        )  # fmt: skip
        for name in names:
            session.add(Attendance(meeting_id=row.id, name=name, state=AttendanceState.PRESENT))
    return row.id


def test_a_hearing_held_twice_on_a_day_is_joined_with_its_rows_and_its_people(desk: Desk) -> None:
    one, other = meeting(desk, "马文秀"), meeting(desk, "马文秀", "李建国")
    assert found(desk) == [("meeting", *sorted((one, other)))]
    join(desk, "meeting", other, one)
    with desk.store.read() as session:
        items = session.execute(
            select(AgendaItem.text, AgendaItem.position).where(AgendaItem.meeting_id == one)
        ).all()
        people = session.execute(select(Attendance.name).where(Attendance.meeting_id == one))
        assert sorted(items, key=lambda row: row.position) == [(one, 0), (other, 1)]
        assert sorted(people.scalars()) == ["李建国", "马文秀"]


def test_a_closed_hearing_is_not_joined_with_an_open_one(desk: Desk) -> None:
    one, other = meeting(desk), meeting(desk, closed=True)
    with pytest.raises(AppError) as refused:
        join(desk, "meeting", one, other)
    assert refused.value.code == "wrong_stage"


def test_a_visit_written_twice_is_found_joined_and_counted_once(desk: Desk) -> None:
    home = desk.add_household()
    one, other = desk.visit(home), desk.visit(home)
    desk.visit(home, way=VisitWay.TELEPHONE)
    assert found(desk) == [("visit", *sorted((one, other)))]
    join(desk, "visit", other, one)
    assert other not in visit_ids(desk.store)
    assert one in visit_ids(desk.store)
    assert found(desk) == []


def test_two_entries_that_say_different_things_are_no_doubles(desk: Desk) -> None:
    home = desk.add_household()
    desk.visit(home, text="问了水渠，说下月清淤。")
    desk.visit(home, text="老人的药吃完了，答应代取。")
    assert found(desk) == []


@pytest.mark.failure("F46")
def test_the_same_id_number_twice_is_found(desk: Desk) -> None:
    home, second = desk.add_household("马占山"), desk.add_household("李二")
    same = PersonFacts("马小虎", id_number=id_number())
    one = desk.add_person(home, same)
    with desk.store.change("两台电脑") as session:
        row = session.get_one(Person, one)
        twin = Person(
            household_id=second, name="马小虎", id_number=row.id_number, id_kind=row.id_kind
        )
        session.add(twin)
    assert found(desk) == [("person", *sorted((one, twin.id)))]


# -- joined in opposite directions ----------------------------------------------------------------


@pytest.mark.failure("F47")
def test_two_desks_that_join_in_opposite_directions_hide_nothing(world: World) -> None:
    one, other = world.village(), world.village()
    first = one.add("马占山")
    second = one.add("马占山")
    world.exchange(one, other)
    one.put(first, merged_into=second)
    other.put(second, merged_into=first)
    world.exchange(one, other)
    for desk in (one, other):
        with desk.store.read() as session:
            shown = session.execute(select(Household.id).where(is_shown(Household))).scalars()
            assert list(shown) == [min(first, second)]
            assert main_of(session, Household, first) == min(first, second)


@pytest.mark.failure("F47")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.none() | st.integers(0, 5), min_size=6, max_size=6))
def test_however_records_are_joined_one_of_them_stands_for_each(
    store: Store, joined: list[int | None]
) -> None:
    with store.change("登记") as session:
        rows = [Household(group_no=1, head_name=str(n)) for n in range(6)]
        for row, at in zip(rows, joined, strict=True):
            row.merged_into = rows[at].id if at is not None and rows[at] is not row else None
        session.add_all(rows)
    ids = {row.id for row in rows}
    with store.read() as session:
        shown = set(session.execute(select(Household.id).where(is_shown(Household))).scalars())
        for each in ids:
            main = main_of(session, Household, each)
            assert main in shown
            assert each == main or each in doubles_of(session, Household, main)
        assert shown & ids == {main_of(session, Household, each) for each in ids}
