"""The four stalls and the three signals at their edges: the last good day and the one after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from longshan_desk.domain.deadlines import Heard
from longshan_desk.domain.labels import Answer, ListKind, Outcome, Stage, Stall, StyleSignal
from longshan_desk.domain.matters import MatterState
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.stalls import RaisedAgain, SignalFinding, StallFinding, signals, stalls

POLICY = Policy()
DAY = date(2022, 4, 5)
AT_HEARING = Heard(at_hearing=True)

HEARD = MatterState(ListKind.SELF_HANDLED, DAY)
DELIBERATED = replace(HEARD, stage=Stage.DELIBERATED, deliberated_on=DAY)
ACTING = replace(
    DELIBERATED,
    stage=Stage.ACTING,
    responsible="李建国",
    assigned_on=DAY,
    progress_on=DAY,
    due_on=DAY + timedelta(days=300),
)
CLOSED = replace(ACTING, stage=Stage.CLOSED, outcome=Outcome.SOLVED, closed_on=DAY, due_on=DAY)
TOLD = replace(CLOSED, told_on=DAY, answer=Answer.SATISFIED)

pytestmark = pytest.mark.rule("R22")


def found(
    state: MatterState,
    days: int,
    heard: Heard = AT_HEARING,
    policy: Policy = POLICY,
    again: RaisedAgain | None = None,
) -> tuple[StallFinding, ...]:
    return stalls(state, heard, policy, DAY + timedelta(days=days), again)


def signs(state: MatterState, days: int = 0, policy: Policy = POLICY) -> tuple[SignalFinding, ...]:
    return signals(state, policy, DAY + timedelta(days=days))


# -- the last good day and the first bad one ------------------------------------------------

EDGES = [
    ("self-handled, not deliberated", HEARD, 3, Stall.NOT_DELIBERATED),
    ("major", replace(HEARD, list_kind=ListKind.MAJOR_PUBLIC), 15, Stall.NOT_DELIBERATED),
    ("escalated", replace(HEARD, list_kind=ListKind.ESCALATED), 7, Stall.NOT_DELIBERATED),
    ("nobody named", DELIBERATED, 0, Stall.NOT_ACTED),
    (
        "major in its procedure",
        replace(DELIBERATED, list_kind=ListKind.MAJOR_PUBLIC),
        15,
        Stall.NOT_ACTED,
    ),
    ("no progress", ACTING, 15, Stall.NOT_ACTED),
    (
        "past the deadline",
        replace(ACTING, due_on=DAY + timedelta(days=5)),
        5,
        Stall.NOT_CLOSED,
    ),
    (
        "past the promise",
        replace(ACTING, outcome=Outcome.PROMISED, due_on=DAY + timedelta(days=5)),
        5,
        Stall.NOT_CLOSED,
    ),
    ("nobody told", CLOSED, 7, Stall.NO_EFFECT),
    (
        "a duplicate not told",
        replace(CLOSED, outcome=Outcome.DUPLICATE, main_closed_on=DAY),
        7,
        Stall.NO_EFFECT,
    ),
]


@pytest.mark.parametrize(
    ("state", "last_good", "stall"),
    [edge[1:] for edge in EDGES],
    ids=[edge[0] for edge in EDGES],
)
def test_a_stall_begins_on_the_day_after_the_last_good_one(
    state: MatterState, last_good: int, stall: Stall
) -> None:
    assert found(state, last_good) == ()
    (one,) = found(state, last_good + 1)
    assert one.stall is stall
    assert one.days == (last_good + 1 if stall is not Stall.NOT_CLOSED else 1)


@pytest.mark.parametrize("days", [0, 3, 400])
@pytest.mark.parametrize(
    "state",
    [
        TOLD,
        replace(TOLD, answer=Answer.NONE),
        replace(CLOSED, outcome=Outcome.WITHDRAWN),
        replace(CLOSED, outcome=Outcome.VOID),
        replace(CLOSED, outcome=Outcome.DUPLICATE),
        replace(ACTING, list_kind=ListKind.ESCALATED, reported_on=DAY, responsible=None),
    ],
)
def test_what_is_as_it_should_be_never_stalls(state: MatterState, days: int) -> None:
    state = replace(state, due_on=None)
    assert found(state, days) == ()


def test_no_effect_at_once_when_the_villager_is_dissatisfied() -> None:
    (one,) = found(replace(TOLD, answer=Answer.DISSATISFIED), 2)
    assert (one.stall, one.days, one.reason) == (Stall.NO_EFFECT, 2, "4月5日办理完毕，群众不满意")


def test_no_effect_while_a_reopened_matter_is_not_closed() -> None:
    state = replace(ACTING, reopened_on=DAY + timedelta(days=1))
    (one,) = found(state, 4)
    assert (one.stall, one.days) == (Stall.NO_EFFECT, 3)
    assert "重新办理" in one.reason


def test_no_effect_when_the_same_is_raised_again_and_its_number_is_named() -> None:
    again = RaisedAgain(DAY + timedelta(days=30), "2022-05-003")
    assert found(TOLD, 29, again=again) == ()
    (one,) = found(TOLD, 30, again=again)
    assert one.reason == "4月5日办理完毕，5月5日同一户又反映同类事项（2022-05-003）"


def test_an_overdue_matter_without_progress_has_both_stalls() -> None:
    state = replace(ACTING, due_on=DAY + timedelta(days=5))
    assert [one.stall for one in found(state, 20)] == [Stall.NOT_ACTED, Stall.NOT_CLOSED]


# -- the words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "heard", "reason"),
    [
        (HEARD, AT_HEARING, "说事日 4月5日，已 9 天未议"),
        (HEARD, Heard(at_hearing=False), "登记日 4月5日，已 9 天未议"),
        (
            replace(HEARD, list_kind=ListKind.ESCALATED),
            AT_HEARING,
            "说事日 4月5日，已 9 天未上报",
        ),
        (DELIBERATED, AT_HEARING, "4月5日议定，已 9 天没有明确承办人"),
        (
            replace(ACTING, due_on=DAY + timedelta(days=4)),
            AT_HEARING,
            "办结时限 4月9日，已超 5 天",
        ),
        (
            replace(ACTING, outcome=Outcome.PROMISED, due_on=DAY + timedelta(days=4)),
            AT_HEARING,
            "承诺兑现日 4月9日，已超 5 天",
        ),
        (CLOSED, AT_HEARING, "4月5日办理完毕，已 9 天没有反馈"),
    ],
)
def test_the_reason_says_what_was_counted(state: MatterState, heard: Heard, reason: str) -> None:
    assert [one.reason for one in found(state, 9, heard)] == [reason]


# -- other rules that reach in --------------------------------------------------------------


@pytest.mark.rule("R47")
def test_a_meeting_put_off_puts_off_the_stall() -> None:
    put_off = Heard(at_hearing=True, postponed=DAY + timedelta(days=6), reason="防汛")
    assert found(HEARD, 6, put_off) == ()
    assert [one.stall for one in found(HEARD, 7, put_off)] == [Stall.NOT_DELIBERATED]


@pytest.mark.rule("R43")
def test_before_the_start_date_nothing_stalls_and_days_count_from_it() -> None:
    policy = Policy(starts_on=DAY + timedelta(days=100))
    assert found(HEARD, 99, policy=policy) == ()
    assert found(HEARD, 103, policy=policy) == ()
    (one,) = found(HEARD, 104, policy=policy)
    assert one.days == 4
    assert signs(replace(CLOSED, handed_on=5), 99, policy) == ()


@pytest.mark.rule("R43")
@pytest.mark.parametrize(
    ("state", "words"),
    [
        (HEARD, "启用日 7月14日，已 20 天未议"),
        (DELIBERATED, "4月5日（从启用日 7月14日算起）议定，已 20 天没有明确承办人"),
        (replace(ACTING, due_on=DAY), "办结时限 4月5日（从启用日 7月14日算起），已超 20 天"),
        (CLOSED, "4月5日（从启用日 7月14日算起）办理完毕，已 20 天没有反馈"),
    ],
)
def test_a_reason_tells_the_true_day_and_from_when_it_counts(
    state: MatterState, words: str
) -> None:
    policy = Policy(starts_on=DAY + timedelta(days=100))
    assert words in [one.reason for one in found(state, 120, policy=policy)]


@pytest.mark.rule("R45")
def test_a_wrong_entry_shows_no_signal_either() -> None:
    void = replace(CLOSED, outcome=Outcome.VOID, handed_on=9, deadline_moved=9)
    assert signs(void, 50) == ()


def test_the_figures_are_the_policys() -> None:
    policy = Policy(committees_days=5, no_progress_days=30, no_effect_feedback_days=10)
    assert found(HEARD, 5, policy=policy) == ()
    assert found(ACTING, 30, policy=policy) == ()
    assert found(CLOSED, 10, policy=policy) == ()


# -- signals --------------------------------------------------------------------------------


@pytest.mark.parametrize(("times", "is_signal"), [(0, False), (1, False), (2, True), (5, True)])
def test_passed_on_counts_from_two_times(times: int, is_signal: bool) -> None:
    assert [one.count for one in signs(replace(ACTING, handed_on=times))] == [times] * is_signal


@pytest.mark.parametrize(("times", "is_signal"), [(1, False), (2, True), (3, True)])
def test_delayed_counts_from_two_moves_of_the_deadline(times: int, is_signal: bool) -> None:
    assert bool(signs(replace(ACTING, deadline_moved=times))) is is_signal


def test_delayed_also_long_after_the_deadline() -> None:
    state = replace(ACTING, due_on=DAY)
    assert signs(state, 15) == ()
    (one,) = signs(state, 16)
    assert (one.signal, one.count, one.reason) == (StyleSignal.DELAYED, 16, "超过办结时限已 16 天")


def test_sidestepped_where_another_list_was_all_that_happened() -> None:
    (one,) = signs(replace(ACTING, moved_lists=1))
    assert (one.signal, one.count) == (StyleSignal.SIDESTEPPED, 1)
    assert signs(replace(TOLD, moved_lists=1), 50) == ()


def test_sidestepped_where_nobody_was_told() -> None:
    assert signs(CLOSED, 7) == ()
    assert [one.signal for one in signs(CLOSED, 8)] == [StyleSignal.SIDESTEPPED]


def test_three_signals_can_stand_on_one_matter() -> None:
    state = replace(ACTING, handed_on=2, deadline_moved=2, moved_lists=1)
    assert [one.signal for one in signs(state)] == list(StyleSignal)
