"""What is due next on a matter, and the sum that leads there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from longshan_desk.domain.deadlines import (
    Heard,
    committees_due,
    deliberation_due,
    feedback_due,
    next_due,
    petition_clocks,
)
from longshan_desk.domain.labels import DayCount, FindingKind, ListKind, Outcome, Stage
from longshan_desk.domain.matters import MatterState
from longshan_desk.domain.policy import Policy

POLICY = Policy()
HEARING_ON = date(2022, 4, 5)
AT_HEARING = Heard(at_hearing=True)
BY_CALL = Heard(at_hearing=False)
HEARD = MatterState(ListKind.SELF_HANDLED, HEARING_ON)
CLOSED = replace(HEARD, stage=Stage.CLOSED, outcome=Outcome.SOLVED, closed_on=date(2022, 4, 20))
PETITION = replace(HEARD, finding=FindingKind.PETITION)


@pytest.mark.rule("R12")
def test_the_committees_meet_within_three_calendar_days() -> None:
    due = committees_due(HEARING_ON, POLICY)
    assert due.on == date(2022, 4, 8)
    assert due.rule == "说事日 4月5日 + 3日 = 4月8日"


@pytest.mark.rule("R12")
def test_working_days_skip_the_holidays_and_say_so() -> None:
    policy = Policy(
        committees_day_count=DayCount.WORKING,
        holidays=(date(2022, 4, 4), date(2022, 4, 5)),
        workdays=(date(2022, 4, 2),),
    )
    due = committees_due(date(2022, 4, 1), policy)
    assert due.on == date(2022, 4, 7)
    assert "跳过" in due.rule and "4月2日调休上班" in due.rule


@pytest.mark.rule("R12", "R14", "R15")
@pytest.mark.parametrize(
    ("kind", "on"),
    [
        (ListKind.SELF_HANDLED, date(2022, 4, 8)),
        (ListKind.MAJOR_PUBLIC, date(2022, 4, 20)),
        (ListKind.ESCALATED, date(2022, 4, 12)),
    ],
)
def test_each_list_has_its_own_window(kind: ListKind, on: date) -> None:
    assert deliberation_due(replace(HEARD, list_kind=kind), AT_HEARING, POLICY).on == on


@pytest.mark.parametrize(("heard", "word"), [(AT_HEARING, "说事日"), (BY_CALL, "登记日")])
def test_the_sum_names_where_it_counts_from(heard: Heard, word: str) -> None:
    assert deliberation_due(HEARD, heard, POLICY).rule.startswith(f"{word} 4月5日")


@pytest.mark.rule("R47")
def test_a_meeting_that_was_put_off_is_due_on_its_new_day_with_the_reason() -> None:
    put_off = Heard(at_hearing=True, postponed=date(2022, 4, 11), reason="防汛")
    due = deliberation_due(HEARD, put_off, POLICY)
    assert due.on == date(2022, 4, 11)
    assert due.rule == "说事日 4月5日 + 3日 = 4月8日，顺延到 4月11日（防汛）"


@pytest.mark.rule("R47")
def test_putting_off_never_shortens_the_term() -> None:
    earlier = Heard(at_hearing=True, postponed=date(2022, 4, 7), reason="防汛")
    assert deliberation_due(HEARD, earlier, POLICY).on == date(2022, 4, 8)


@pytest.mark.rule("R47")
def test_putting_off_the_committees_does_not_put_off_the_other_lists() -> None:
    put_off = Heard(at_hearing=True, postponed=date(2022, 4, 29), reason="防汛")
    escalated = replace(HEARD, list_kind=ListKind.ESCALATED)
    assert deliberation_due(escalated, put_off, POLICY).on == date(2022, 4, 12)


@pytest.mark.rule("R43")
def test_before_the_start_date_no_term_runs() -> None:
    policy = Policy(starts_on=date(2022, 6, 1))
    due = deliberation_due(HEARD, BY_CALL, policy)
    assert (due.on, due.rule) == (date(2022, 6, 4), "启用日 6月1日 + 3日 = 6月4日")


# -- next_due -------------------------------------------------------------------------------


@pytest.mark.rule("R13")
def test_an_assigned_matter_is_due_on_its_deadline() -> None:
    state = replace(
        HEARD, stage=Stage.ACTING, assigned_on=date(2022, 4, 8), due_on=date(2022, 4, 20)
    )
    due = next_due(state, AT_HEARING, POLICY)
    assert due is not None and due.on == date(2022, 4, 20)
    assert due.rule == "4月8日安排，办结时限 4月20日"


@pytest.mark.rule("R16")
def test_a_promise_is_due_on_its_day() -> None:
    state = replace(HEARD, stage=Stage.ACTING, outcome=Outcome.PROMISED, due_on=date(2022, 8, 1))
    due = next_due(state, AT_HEARING, POLICY)
    assert due is not None and due.rule == "承诺兑现日 8月1日"


@pytest.mark.parametrize("stage", [Stage.DELIBERATED, Stage.ACTING])
def test_without_a_deadline_nothing_is_due(stage: Stage) -> None:
    assert next_due(replace(HEARD, stage=stage), AT_HEARING, POLICY) is None


@pytest.mark.rule("R41")
def test_after_the_end_of_the_work_the_telling_is_due() -> None:
    due = next_due(CLOSED, AT_HEARING, POLICY)
    assert due is not None and due.on == date(2022, 4, 23)
    assert due.rule == "办理完毕 4月20日 + 3日 = 4月23日"


@pytest.mark.rule("R41")
def test_the_telling_is_due_the_same_day_where_the_policy_says_so() -> None:
    due = feedback_due(CLOSED, Policy(feedback_days=0))
    assert due is not None and due.rule == "办理完毕 4月20日当天"


@pytest.mark.rule("R41")
@pytest.mark.parametrize(
    "state",
    [
        replace(CLOSED, told_on=date(2022, 4, 21)),
        replace(CLOSED, outcome=Outcome.WITHDRAWN),
        replace(CLOSED, outcome=Outcome.VOID),
        replace(CLOSED, outcome=Outcome.DUPLICATE),
        replace(CLOSED, stage=Stage.RATED),
    ],
)
def test_nothing_is_due_where_nobody_waits(state: MatterState) -> None:
    assert next_due(state, AT_HEARING, POLICY) is None


@pytest.mark.rule("R54")
def test_the_telling_of_a_duplicate_counts_from_its_main_matter() -> None:
    state = replace(CLOSED, outcome=Outcome.DUPLICATE, main_closed_on=date(2022, 5, 10))
    due = feedback_due(state, POLICY)
    assert due is not None and due.rule == "主事项办结 5月10日 + 3日 = 5月13日"


# -- petitions (R28) ------------------------------------------------------------------------


def clocks(state: MatterState) -> dict[str, tuple[date, date | None]]:
    return {one.name: (one.due.on, one.done_on) for one in petition_clocks(state, POLICY)}


@pytest.mark.rule("R28")
def test_only_a_petition_has_clocks_of_its_own() -> None:
    assert petition_clocks(HEARD, POLICY) == ()


@pytest.mark.rule("R28")
def test_fifteen_days_to_inform_and_sixty_to_settle() -> None:
    assert clocks(PETITION) == {
        "告知是否受理": (date(2022, 4, 20), None),
        "办结并答复": (date(2022, 6, 4), None),
    }


@pytest.mark.rule("R28")
def test_thirty_days_more_where_it_was_approved_and_the_sum_shows_both() -> None:
    settle = petition_clocks(replace(PETITION, extended_on=date(2022, 5, 20)), POLICY)[1]
    assert settle.due.on == date(2022, 7, 4)
    assert settle.due.rule == "收到信访 4月5日 + 60日 = 6月4日；经批准延长 6月4日 + 30日 = 7月4日"


@pytest.mark.rule("R28")
def test_a_clock_stops_on_the_day_of_its_act() -> None:
    done = replace(PETITION, informed_on=date(2022, 4, 10), replied_on=date(2022, 5, 1))
    assert [done_on for _, done_on in clocks(done).values()] == [
        date(2022, 4, 10),
        date(2022, 5, 1),
    ]


@pytest.mark.rule("R28")
def test_a_petition_that_ended_otherwise_has_no_running_clock() -> None:
    ended = replace(PETITION, stage=Stage.CLOSED, outcome=Outcome.WITHDRAWN, closed_on=HEARING_ON)
    assert all(done_on == HEARING_ON for _, done_on in clocks(ended).values())


@pytest.mark.rule("R28")
def test_a_review_runs_thirty_days_until_the_petitioner_is_told() -> None:
    asked = replace(PETITION, told_on=date(2022, 5, 2), review_on=date(2022, 5, 10))
    assert clocks(asked)["复查"] == (date(2022, 6, 9), None)
    told = replace(asked, told_on=date(2022, 6, 1))
    assert clocks(told)["复查"] == (date(2022, 6, 9), date(2022, 6, 1))
