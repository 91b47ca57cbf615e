"""One matter whole: what its page says on any day."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions.meetings import postpone_committees
from longshan_desk.domain.labels import Act, FindingKind, ListKind, Stall, StyleSignal
from longshan_desk.errors import NotFoundError


@pytest.mark.rule("R12")
def test_the_page_of_a_matter_just_heard_counts_the_days_of_the_committees(desk: Desk) -> None:
    held = desk.hold_hearing("水渠堵了。")
    page = desk.matter(held.numbers[0])
    assert page.due is not None and page.due.rule == "说事日 4月5日 + 3日 = 4月8日"
    assert page.hearing_on == date(2022, 4, 5)
    assert page.stalls == () and page.signals == ()


@pytest.mark.rule("R47")
def test_the_page_shows_why_the_committees_meet_later(desk: Desk) -> None:
    held = desk.hold_hearing("水渠堵了。")
    postpone_committees(desk.store, held.id, due_on=date(2022, 4, 12), reason="防汛")
    page = desk.matter(held.numbers[0])
    assert page.due is not None and page.due.rule.endswith("顺延到 4月12日（防汛）")


@pytest.mark.rule("R37", "R41")
def test_the_timeline_tells_everything_in_the_order_of_days(desk: Desk) -> None:
    matter = desk.add_matter()
    desk.go_to(date(2022, 4, 20))
    desk.deliberate(matter, on=date(2022, 4, 7))
    desk.assign(matter, on=date(2022, 4, 7))
    desk.solve(matter, on=date(2022, 4, 15))
    desk.tell(matter)
    desk.step(matter, Act.NOTE, "镇上来电问情况", on=date(2022, 4, 10), way="telephone")
    timeline = desk.matter(matter).timeline
    assert [(entry.act.value, entry.on.day) for entry in timeline] == [
        ("add", 5), ("deliberate", 7), ("assign", 7), ("note", 10), ("close", 15),
        ("feedback", 20),
    ]  # fmt: skip
    assert [entry.is_entered_late for entry in timeline] == [False, True, True, True, True, False]


@pytest.mark.rule("R29")
def test_the_page_of_a_former_day_ends_there(desk: Desk) -> None:
    matter = desk.add_matter()
    desk.go_to(date(2022, 4, 20))
    desk.deliberate(matter, on=date(2022, 4, 18))
    before = desk.matter(matter, on=date(2022, 4, 17))
    assert [entry.act for entry in before.timeline] == [Act.ADD]
    assert [one.stall for one in before.stalls] == [Stall.NOT_DELIBERATED]
    assert before.open_acts == desk.matter(matter, on=date(2022, 4, 5)).open_acts
    assert Act.ASSIGN not in before.open_acts and Act.DELIBERATE in before.open_acts


@pytest.mark.rule("R28")
def test_a_petition_shows_its_own_clocks(desk: Desk) -> None:
    matter = desk.add_matter(finding=FindingKind.PETITION)
    assert [clock.name for clock in desk.matter(matter).clocks] == ["告知是否受理", "办结并答复"]
    assert desk.matter(desk.add_matter()).clocks == ()


@pytest.mark.rule("R22")
def test_stalls_and_signals_stand_on_the_page(desk: Desk) -> None:
    matter = desk.add_matter()
    desk.deliberate(matter)
    for name in ("甲", "乙", "丙"):
        desk.assign(matter, name, due=date(2022, 4, 8))
    desk.go_to(date(2022, 4, 12))
    page = desk.matter(matter)
    assert [one.reason for one in page.stalls] == ["办结时限 4月8日，已超 4 天"]
    assert [one.signal for one in page.signals] == [StyleSignal.PASSED_ON]


@pytest.mark.rule("R22")
def test_the_page_says_when_the_same_household_came_again(desk: Desk) -> None:
    home = desk.add_household()
    matter = desk.add_matter(household_id=home)
    desk.deliberate(matter)
    desk.solve(matter)
    desk.tell(matter)
    desk.go_to(date(2022, 5, 5))
    again = desk.add_matter("又堵了。", household_id=home)
    (stall,) = desk.matter(matter).stalls
    number = desk.matter(again).row.number
    assert number is not None and number in stall.reason
    assert desk.matter(matter, on=date(2022, 5, 4)).stalls == ()


@pytest.mark.rule("R15", "R44")
def test_what_the_township_telephoned_stands_beside_the_report(desk: Desk) -> None:
    matter = desk.add_matter(list_kind=ListKind.ESCALATED)
    desk.step(matter, Act.REPORT, "请协调修路", form="request")
    desk.step(matter, Act.NOTE, "镇上来电：已报县里", way="telephone")
    assert [entry.text for entry in desk.matter(matter).timeline[1:]] == [
        "请协调修路",
        "镇上来电：已报县里",
    ]


def test_a_matter_that_is_not_there_has_no_page(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        desk.matter("2022-04-001")
