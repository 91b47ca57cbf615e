"""The day under a hearing's notice: when it went out, never the hearing's own for want of one."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions.issued_papers import issue_paper, void_paper
from longshan_desk.queries.papers import meeting_facts
from longshan_desk.queries.prepared import prepared

HEARING = date(2022, 4, 15)


@pytest.fixture
def hearing(desk: Desk) -> str:
    return desk.plan_hearing(HEARING)


def issue(desk: Desk, hearing: str) -> str:
    made = prepared(desk.store, "hearing_notice", hearing)
    return issue_paper(desk.store, made.papers[0], for_id=hearing, facts=made.facts)


def day(desk: Desk, hearing: str) -> date | None:
    return meeting_facts(desk.store, hearing).posted_on


def test_before_the_hearing_it_is_the_day_of_printing(desk: Desk, hearing: str) -> None:
    desk.go_to(date(2022, 4, 8))
    assert day(desk, hearing) == date(2022, 4, 8)


def test_on_the_hearings_day_it_is_that_day(desk: Desk, hearing: str) -> None:
    desk.go_to(HEARING)
    assert day(desk, hearing) == HEARING


def test_after_the_hearing_it_is_the_day_on_which_it_was_issued(desk: Desk, hearing: str) -> None:
    desk.go_to(date(2022, 4, 10))
    issue(desk, hearing)
    desk.go_to(date(2022, 5, 5))
    assert day(desk, hearing) == date(2022, 4, 10)


def test_of_a_past_hearing_without_a_notice_it_is_left_to_write(desk: Desk, hearing: str) -> None:
    desk.go_to(date(2022, 4, 16))
    assert day(desk, hearing) is None
    (paper,) = prepared(desk.store, "hearing_notice", hearing).papers
    assert "2022年4月16日" not in str(paper.blocks)


def test_what_was_issued_after_the_hearing_or_voided_tells_no_day(desk: Desk, hearing: str) -> None:
    desk.go_to(date(2022, 4, 10))
    void_paper(desk.store, issue(desk, hearing), reason="地点写错")
    desk.go_to(date(2022, 4, 20))
    issue(desk, hearing)
    assert day(desk, hearing) is None
