"""Meetings as lists and as one page each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desk import Desk, answered, new_matter, speech
from longshan_desk.actions.hearings import GridRow, put_on_agenda, void_row
from longshan_desk.actions.meetings import attend, fill_attendance, move_meeting
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import (
    AttendanceState,
    Decision,
    ItemKind,
    ListKind,
    MeetingKind,
    Role,
    Source,
)
from longshan_desk.queries.meetings import (
    hearing_of_month,
    list_meetings,
    meeting_page,
    offered_matters,
    to_deliberate,
)
from longshan_desk.queries.office import next_hearing_dates


def test_meetings_are_listed_newest_first_by_kind_and_year(desk: Desk) -> None:
    held = desk.hold_hearing("甲", answered(), speech())
    desk.go_to(date(2022, 4, 7))
    desk.meet(held.id)
    desk.go_to(date(2023, 1, 5))
    desk.plan_hearing()
    listed = list_meetings(desk.store)
    assert [row.on.isoformat() for row in listed] == ["2023-01-05", "2022-04-07", "2022-04-05"]
    assert [row.matters for row in listed] == [0, 0, 2]
    hearings = list_meetings(desk.store, kind=MeetingKind.HEARING, year=2022)
    assert [row.id for row in hearings] == [held.id]


@pytest.mark.rule("R29")
def test_a_former_day_knows_only_the_meetings_to_come_that_were_planned_by_then(
    desk: Desk,
) -> None:
    planned = desk.plan_hearing(date(2022, 4, 20))
    desk.go_to(date(2022, 4, 20))
    desk.say(planned, "甲")
    desk.go_to(date(2022, 5, 5))
    desk.plan_hearing()
    on_a_former_day = list_meetings(desk.store, on=date(2022, 4, 10))
    assert [(row.id, row.matters) for row in on_a_former_day] == [(planned, 0)]
    assert len(list_meetings(desk.store, on=date(2022, 5, 5))) == 2


@pytest.mark.rule("R29")
def test_what_was_closed_later_counts_as_open_on_a_former_day(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    desk.say(hearing, "甲")
    desk.go_to(date(2022, 4, 9))
    from longshan_desk.actions.hearings import close_hearing

    close_hearing(desk.store, hearing)
    (before,) = list_meetings(desk.store, on=date(2022, 4, 8))
    (after,) = list_meetings(desk.store, on=date(2022, 4, 9))
    assert (before.is_closed, after.is_closed) == (False, True)


@pytest.mark.rule("R42")
def test_a_hearings_page_tells_its_lines_in_the_spoken_order(desk: Desk) -> None:
    both = GridRow(ItemKind.MATTER, "马占山", matter=new_matter("甲", raisers=["马占山", "马占海"]))
    held = desk.hold_hearing(both, speech("大家放开说。"), answered())
    void_row(desk.store, held.items[0], reason="记重了")
    first, second, third = meeting_page(desk.store, held.id).items
    assert (first.words, first.raisers, first.voided_reason) == (
        "甲",
        ("马占山", "马占海"),
        "记重了",
    )
    assert (second.text, second.number) == ("大家放开说。", None)
    assert (third.number, third.result, third.answerer) == (
        "2022-04-002",
        "十二月底以前。",
        "马文秀",
    )


@pytest.mark.rule("R4")
def test_the_page_counts_who_was_expected_and_who_came(desk: Desk) -> None:
    desk.fill_roster()
    hearing = desk.plan_hearing()
    fill_attendance(desk.store, hearing)
    attend(
        desk.store, hearing, name="马老三", role=Role.MASS_REPRESENTATIVE,
        state=AttendanceState.ABSENT,
    )  # fmt: skip
    page = meeting_page(desk.store, hearing)
    assert (page.expected, page.present) == (9, 6)
    assert all(row.id for row in page.attendance)


@pytest.mark.rule("R4")
def test_before_anybody_signs_in_the_expected_stand_on_the_sheet(desk: Desk) -> None:
    desk.fill_roster()
    page = meeting_page(desk.store, desk.plan_hearing())
    assert [row.id for row in page.attendance] == [None] * 9
    assert page.present == 0


@pytest.mark.rule("R12")
def test_a_hearing_knows_the_meetings_that_decide_on_it(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    desk.go_to(date(2022, 4, 7))
    meeting = desk.meet(held.id)
    page = meeting_page(desk.store, held.id)
    assert page.committees_due is not None and page.committees_due.on == date(2022, 4, 8)
    assert [row.id for row in page.committees] == [meeting]
    assert meeting_page(desk.store, meeting).hearing_id == held.id


@pytest.mark.rule("R29")
def test_a_hearing_written_down_later_is_marked(desk: Desk) -> None:
    desk.go_to(date(2022, 4, 20))
    in_time = desk.plan_hearing(date(2022, 4, 17))
    late = desk.plan_hearing(date(2022, 4, 16))
    assert not meeting_page(desk.store, in_time).is_entered_late
    assert meeting_page(desk.store, late).is_entered_late


@pytest.mark.rule("R12")
def test_what_is_to_be_deliberated_is_what_was_heard_by_the_meetings_day(desk: Desk) -> None:
    held = desk.hold_hearing("甲", "乙", answered())
    desk.go_to(date(2022, 4, 7))
    meeting = desk.meet(held.id)
    desk.go_to(date(2022, 4, 8))
    desk.add_matter("丙")
    assert [row.number for row in to_deliberate(desk.store, meeting)] == list(held.numbers[:2])
    desk.decide(meeting, held.numbers[0], Decision.ASSIGNED, to="李建国", due=desk.today)
    assert [row.number for row in to_deliberate(desk.store, meeting)] == [held.numbers[1]]


# -- the calendar (R2, R3, R47) -------------------------------------------------------------


@pytest.mark.rule("R2")
def test_the_next_twelve_dates_follow_the_fixed_day(desk: Desk) -> None:
    dates = next_hearing_dates(desk.store)
    assert [one.on.day for one in dates] == [5] * 12
    assert (dates[0].month, dates[-1].month) == ("2022-04", "2023-03")


@pytest.mark.rule("R2", "R47")
def test_a_moved_hearing_stands_on_its_new_day_with_the_reason(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    move_meeting(desk.store, hearing, date(2022, 5, 2), reason="大雪封路")
    first, second = next_hearing_dates(desk.store, count=2)
    assert (first.month, first.on, first.fixed_on) == (
        "2022-04",
        date(2022, 5, 2),
        date(2022, 4, 5),
    )
    assert (first.is_moved, first.moved_reason, second.month) == (True, "大雪封路", "2022-05")


@pytest.mark.rule("R3", "R47")
def test_a_month_has_its_hearing_also_when_it_was_held_in_the_next(desk: Desk) -> None:
    hearing = desk.plan_hearing(date(2022, 4, 28))
    move_meeting(desk.store, hearing, date(2022, 5, 2), reason="雪")
    with desk.store.read() as session:
        april = hearing_of_month(session, Month(2022, 4))
        assert april is not None and april.id == hearing
        assert hearing_of_month(session, Month(2022, 5)) is None


@pytest.mark.rule("R2")
def test_a_new_fixed_day_leaves_the_past_as_it_was(desk: Desk) -> None:
    from longshan_desk.actions.office import set_hearing_day

    set_hearing_day(desk.store, "每月第一个星期五", from_on=date(2022, 6, 1))
    dates = next_hearing_dates(desk.store, count=3)
    assert [one.on for one in dates] == [date(2022, 4, 5), date(2022, 5, 5), date(2022, 6, 3)]
    assert desk.today + timedelta(days=0) == dates[0].on


# -- what callers and visits brought (R42) --------------------------------------------------


@pytest.mark.rule("R42")
def test_what_callers_and_visits_brought_since_the_last_hearing_is_offered(desk: Desk) -> None:
    desk.add_matter("甲", on=date(2022, 4, 1))
    desk.hold_hearing("乙")
    desk.go_to(date(2022, 5, 5))
    caller = desk.add_matter("丙", on=date(2022, 4, 20))
    desk.add_matter("丁", on=date(2022, 4, 21), source=Source.TOWNSHIP)
    done = desk.add_matter("戊", on=date(2022, 4, 22))
    desk.solve(done)
    hearing = desk.plan_hearing()
    assert [row.id for row in offered_matters(desk.store, hearing)] == [caller]
    put_on_agenda(desk.store, hearing, [caller])
    assert offered_matters(desk.store, hearing) == []


@pytest.mark.rule("R12", "R14")
def test_what_waits_for_the_procedure_is_not_asked_again(desk: Desk) -> None:
    held = desk.hold_hearing(GridRow(ItemKind.MATTER, matter=new_matter(
        "修路", list_kind=ListKind.MAJOR_PUBLIC)))  # fmt: skip
    meeting = desk.meet(held.id)
    desk.decide(meeting, held.numbers[0], Decision.PROCEDURE)
    assert to_deliberate(desk.store, meeting) == []
    desk.go_to(date(2022, 4, 8))
    assert to_deliberate(desk.store, desk.meet()) == []
