"""Founding a village's desk, its particulars and its fixed hearing day (R2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desk import Desk
from longshan_desk.actions import office
from longshan_desk.domain.labels import MeetingKind, OfficeKind, OfficeRole
from longshan_desk.domain.office_facts import OfficeFacts
from longshan_desk.errors import (
    AppError,
    BadValueError,
    ChangedSinceError,
    NoDeskError,
    NothingToUndoError,
)
from longshan_desk.queries import office as queries


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Desk]:
    """A database in which no office was founded yet."""
    desk = Desk(tmp_path / "home")
    yield desk
    desk.close()


def dates(desk: Desk, count: int = 3) -> list[date]:
    return [each.on for each in queries.next_hearing_dates(desk.store, count=count)]


def test_a_new_desk_knows_its_village_and_who_works_there(desk: Desk) -> None:
    row = queries.office(desk.store)
    assert (row.role, row.code, row.name) == (OfficeRole.VILLAGE, "07", "大湾村")
    assert row.facts == OfficeFacts("大湾村", OfficeKind.VILLAGE, "龙山镇")
    assert [user.name for user in queries.users(desk.store) if user.is_current] == ["王会计"]


def test_before_founding_there_is_no_office(empty: Desk) -> None:
    with pytest.raises(NoDeskError):
        queries.office(empty.store)


def test_founding_is_not_undone(desk: Desk) -> None:
    with pytest.raises(NothingToUndoError):
        desk.store.undo()


def test_a_desk_is_founded_once(desk: Desk) -> None:
    with pytest.raises(AppError) as refused:
        office.create_village_office(desk.store, code="08", name="小湾村", user="李会计")
    assert refused.value.code == "desk_exists"


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"code": "七"}, "村的编号"),
        ({"name": " "}, "名称"),
        ({"user": ""}, "使用人"),
        ({"hearing_day": "每周五"}, "固定说事日"),
    ],
)
def test_a_desk_that_cannot_be_is_refused(empty: Desk, wrong: dict[str, str], where: str) -> None:
    right = {"code": "07", "name": "大湾村", "user": "王会计"}
    with pytest.raises(BadValueError) as refused:
        office.create_village_office(empty.store, **{**right, **wrong})
    assert refused.value.where == where


def test_a_community_is_founded_without_a_fixed_day(empty: Desk) -> None:
    office.create_village_office(
        empty.store, code="01", name="东关社区", user="王会计", kind=OfficeKind.COMMUNITY
    )
    assert queries.office(empty.store).hearing_day is None
    assert queries.next_hearing_dates(empty.store) == []


def test_the_particulars_are_edited(desk: Desk) -> None:
    with desk.taken_back():
        office.edit_office(
            desk.store, OfficeFacts("大湾村", township="龙山镇", phone="0938-7654321")
        )
    assert queries.office(desk.store).facts.phone == "0938-7654321"


def test_particulars_changed_meanwhile_are_not_overwritten(desk: Desk) -> None:
    opened = queries.office(desk.store).facts
    office.edit_office(desk.store, OfficeFacts("大湾村", address="大湾村 12 号"))
    with pytest.raises(ChangedSinceError):
        office.edit_office(desk.store, OfficeFacts("大湾村", address="村部"), expected=opened)


# -- R2 -----------------------------------------------------------------------------------------


def test_r2_the_next_twelve_dates_are_shown(desk: Desk) -> None:
    found = queries.next_hearing_dates(desk.store)
    assert len(found) == 12
    assert [found[0].on, found[-1].on] == [date(2022, 4, 5), date(2023, 3, 5)]


def test_r2_the_day_is_changed_from_a_date_on(desk: Desk) -> None:
    with desk.taken_back():
        office.set_hearing_day(desk.store, "每月第一个星期五", from_on=date(2022, 5, 1))
    assert dates(desk) == [date(2022, 4, 5), date(2022, 5, 6), date(2022, 6, 3)]
    assert [row.text for row in queries.fixed_day_history(desk.store)] == [
        "每月5日",
        "每月第一个星期五",
    ]


def test_r2_what_held_before_still_holds_for_its_days(desk: Desk) -> None:
    office.set_hearing_day(desk.store, "每月20日", from_on=date(2022, 5, 1))
    with desk.store.read() as session:
        assert [
            queries.hearing_day_on(session, day).text  # type: ignore[union-attr]
            for day in (date(2022, 1, 1), date(2022, 4, 30), date(2022, 5, 1))
        ] == ["每月5日", "每月5日", "每月20日"]


def test_r2_a_month_whose_day_is_over_gets_no_second_one(desk: Desk) -> None:
    office.set_hearing_day(desk.store, "每月20日", from_on=date(2022, 4, 10))
    assert dates(desk, 2) == [date(2022, 4, 5), date(2022, 5, 20)]


def test_r2_a_month_whose_new_day_is_over_keeps_the_old_one(desk: Desk) -> None:
    office.set_hearing_day(desk.store, "每月25日", from_on=date(2022, 4, 30))
    office.set_hearing_day(desk.store, "每月5日", from_on=date(2022, 5, 10))
    desk.today = date(2022, 5, 10)
    assert dates(desk, 2) == [date(2022, 5, 25), date(2022, 6, 5)]


def test_r2_setting_the_same_date_again_replaces_the_day(desk: Desk) -> None:
    office.set_hearing_day(desk.store, "每月20日", from_on=date(2022, 5, 1))
    office.set_hearing_day(desk.store, "每月21日", from_on=date(2022, 5, 1))
    assert dates(desk, 2) == [date(2022, 4, 5), date(2022, 5, 21)]


def test_a_fixed_day_set_by_mistake_is_taken_away(desk: Desk) -> None:
    rule = office.set_hearing_day(desk.store, "每月20日", from_on=date(2022, 5, 1))
    with desk.taken_back():
        office.remove_hearing_day(desk.store, rule)
    assert dates(desk, 2) == [date(2022, 4, 5), date(2022, 5, 5)]


def test_the_last_fixed_day_stays(desk: Desk) -> None:
    (row,) = queries.fixed_day_history(desk.store)
    with pytest.raises(BadValueError):
        office.remove_hearing_day(desk.store, row.id)


def plan_hearing(desk: Desk, month: str, on: date, *, moved: str = "", closed: bool = False) -> str:
    from longshan_desk.data.tables.meetings import Meeting, MeetingMove

    with desk.store.change("新建说事会") as session:
        meeting = Meeting(
            kind=MeetingKind.HEARING,
            on=on,
            month=month,
            entered_on=desk.today,
            closed_on=on if closed else None,
        )
        session.add(meeting)
        session.flush()
        if moved:
            session.add(
                MeetingMove(
                    meeting_id=meeting.id, from_on=date(2022, 4, 5), to_on=on, reason=moved,
                    entered_on=desk.today,
                )
            )  # fmt: skip
        return meeting.id


def test_r2_a_moved_hearing_counts_from_its_new_day(desk: Desk) -> None:
    meeting = plan_hearing(desk, "2022-04", date(2022, 4, 8), moved="大雪封路")
    first = queries.next_hearing_dates(desk.store)[0]
    assert (first.on, first.fixed_on) == (date(2022, 4, 8), date(2022, 4, 5))
    assert (first.is_moved, first.moved_reason, first.meeting_id) == (True, "大雪封路", meeting)


def test_r2_a_hearing_moved_into_the_next_month_is_still_to_come(desk: Desk) -> None:
    plan_hearing(desk, "2022-04", date(2022, 5, 3), moved="大雪封路")
    desk.today = date(2022, 5, 1)
    found = queries.next_hearing_dates(desk.store, count=2)
    assert [(each.month, each.on) for each in found] == [
        ("2022-04", date(2022, 5, 3)),
        ("2022-05", date(2022, 5, 5)),
    ]


def test_r2_a_hearing_held_before_its_fixed_day_is_not_shown_again(desk: Desk) -> None:
    plan_hearing(desk, "2022-04", date(2022, 4, 2), moved="提前", closed=True)
    desk.today = date(2022, 4, 3)
    assert dates(desk, 1) == [date(2022, 5, 5)]
