"""The four stalls and the three style signals, computed for any day with their reasons (R22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.deadlines import Heard, clock_start, deliberation_due
from longshan_desk.domain.labels import Answer, ListKind, Outcome, Stage, Stall, StyleSignal
from longshan_desk.domain.matters import OUTSIDE_RATES, WITHOUT_FEEDBACK, MatterState
from longshan_desk.domain.policy import Policy


@dataclass(frozen=True)
class StallFinding:
    """A stall on one matter; ``days`` counts from the day its reason names."""

    stall: Stall
    days: int
    reason: str


@dataclass(frozen=True)
class SignalFinding:
    """A style signal, for people to judge; ``count`` is what was counted (times or days)."""

    signal: StyleSignal
    count: int
    reason: str


@dataclass(frozen=True)
class RaisedAgain:
    """The same household raised the same topic again after this matter was closed."""

    on: date
    number: str | None


def stalls(
    state: MatterState,
    heard: Heard,
    policy: Policy,
    on: date,
    raised_again: RaisedAgain | None = None,
) -> tuple[StallFinding, ...]:
    """All stalls of a matter on a day. ``state`` must be the state of that day.

    Before the policy's start date nothing is a stall (R43), and 登记错误 never is.
    """
    if state.outcome in OUTSIDE_RATES or _is_before_start(policy, on):
        return ()
    found = (
        _not_deliberated(state, heard, policy, on),
        _not_acted(state, policy, on),
        _not_closed(state, policy, on),
        _no_effect(state, policy, on, raised_again),
    )
    return tuple(finding for finding in found if finding is not None)


def _is_before_start(policy: Policy, on: date) -> bool:
    return policy.starts_on is not None and on < policy.starts_on


def _since(day: date, policy: Policy) -> date:
    return max(day, policy.starts_on or day)


def _said(day: date, policy: Policy) -> str:
    """A day as it was, and from when it counts if that is later: the words must bear the sum."""
    start = _since(day, policy)
    counted = f"（从启用日 {short_date(start)}算起）" if start != day else ""
    return f"{short_date(day)}{counted}"


def _not_deliberated(
    state: MatterState, heard: Heard, policy: Policy, on: date
) -> StallFinding | None:
    if state.stage is not Stage.HEARD or on <= deliberation_due(state, heard, policy).on:
        return None
    start, what = clock_start(state, heard, policy)
    days = (on - start).days
    missing = "未上报" if state.list_kind is ListKind.ESCALATED else "未议"
    reason = f"{what} {short_date(start)}，已 {days} 天{missing}{_procedure_words(state)}"
    return StallFinding(Stall.NOT_DELIBERATED, days, reason)


def _not_acted(state: MatterState, policy: Policy, on: date) -> StallFinding | None:
    """What was reported upward waits in the township's hands and is not idle here."""
    if state.stage not in (Stage.DELIBERATED, Stage.ACTING) or state.waits_above:
        return None
    if state.answered_above_on is not None and state.list_kind is ListKind.ESCALATED:
        return _not_settled_after_answer(state, policy, on)
    days = (on - _since(state.last_activity_on, policy)).days
    last = _said(state.last_activity_on, policy)
    if state.responsible is None and not state.waits_for_procedure and days > 0:
        reason = f"{last}议定，已 {days} 天没有明确承办人{_procedure_words(state)}"
        return StallFinding(Stall.NOT_ACTED, days, reason)
    if days > policy.no_progress_days:
        reason = f"{last}以后没有进展记录，已 {days} 天{_procedure_words(state)}"
        return StallFinding(Stall.NOT_ACTED, days, reason)
    return None


def _not_settled_after_answer(state: MatterState, policy: Policy, on: date) -> StallFinding | None:
    """R15: the township has answered; now it is the village's again."""
    days = (on - _since(state.last_activity_on, policy)).days
    if days <= policy.no_progress_days:
        return None
    answered = state.answered_above_on or state.last_activity_on
    reason = f"镇上 {_said(answered, policy)}已答复，已 {days} 天没有进展或办结"
    return StallFinding(Stall.NOT_ACTED, days, reason)


def _procedure_words(state: MatterState) -> str:
    """Where 四议两公开 stands, in whose hands a major matter is (R14)."""
    return f"（四议两公开：{state.procedure.label}）" if state.procedure else ""


def _not_closed(state: MatterState, policy: Policy, on: date) -> StallFinding | None:
    due = state.own_due_on
    if not state.is_open or due is None:
        return None
    days = (on - _since(due, policy)).days
    if days <= 0:
        return None
    what = "承诺兑现日" if state.outcome is Outcome.PROMISED else "办结时限"
    return StallFinding(Stall.NOT_CLOSED, days, f"{what} {_said(due, policy)}，已超 {days} 天")


def _no_effect(
    state: MatterState, policy: Policy, on: date, again: RaisedAgain | None
) -> StallFinding | None:
    if state.is_open:
        return _reopened(state, policy, on)
    if state.closed_on is None or state.outcome in WITHOUT_FEEDBACK:
        return None
    if state.outcome is Outcome.DUPLICATE and state.main_closed_on is None:
        return None
    closed = state.main_closed_on or state.closed_on
    days = (on - _since(closed, policy)).days
    done = f"{_said(closed, policy)}办理完毕"
    if state.answer is Answer.DISSATISFIED:
        return StallFinding(Stall.NO_EFFECT, days, f"{done}，群众不满意")
    if state.told_on is None and days > policy.no_effect_feedback_days:
        return StallFinding(Stall.NO_EFFECT, days, f"{done}，已 {days} 天没有反馈")
    if again is not None and again.on <= on:
        number = f"（{again.number}）" if again.number else ""
        words = f"{done}，{short_date(again.on)}同一户又反映同类事项{number}"
        return StallFinding(Stall.NO_EFFECT, days, words)
    return None


def _reopened(state: MatterState, policy: Policy, on: date) -> StallFinding | None:
    if state.reopened_on is None or state.stage is Stage.HEARD:
        return None
    days = (on - _since(state.reopened_on, policy)).days
    words = f"办结以后在 {_said(state.reopened_on, policy)}重新办理，还没有办结"
    return StallFinding(Stall.NO_EFFECT, days, words)


def signals(state: MatterState, policy: Policy, on: date) -> tuple[SignalFinding, ...]:
    """推、拖、绕 on one matter on a day."""
    if state.outcome in OUTSIDE_RATES or _is_before_start(policy, on):
        return ()
    return (
        *_passed_on(state, policy),
        *_delayed(state, policy, on),
        *_sidestepped(state, policy, on),
    )


def _passed_on(state: MatterState, policy: Policy) -> Iterator[SignalFinding]:
    times = state.handed_on
    if times >= policy.passed_on_count:
        yield SignalFinding(StyleSignal.PASSED_ON, times, f"换过 {times} 次承办人")


def _delayed(state: MatterState, policy: Policy, on: date) -> Iterator[SignalFinding]:
    times = state.deadline_moved
    if times >= policy.delayed_count:
        yield SignalFinding(StyleSignal.DELAYED, times, f"办结时限推迟过 {times} 次")
    elif state.is_open and state.own_due_on is not None:
        over = (on - _since(state.own_due_on, policy)).days
        if over > policy.overdue_signal_days:
            yield SignalFinding(StyleSignal.DELAYED, over, f"超过办结时限已 {over} 天")


def _sidestepped(state: MatterState, policy: Policy, on: date) -> Iterator[SignalFinding]:
    if state.is_open and state.moved_lists:
        times = state.moved_lists
        reason = f"调整过 {times} 次清单，以后没有进展或反馈"
        yield SignalFinding(StyleSignal.SIDESTEPPED, times, reason)
    elif state.feedback_from is not None:
        days = (on - _since(state.feedback_from, policy)).days
        if days > policy.no_effect_feedback_days:
            reason = f"办理完毕 {days} 天，没有向群众反馈"
            yield SignalFinding(StyleSignal.SIDESTEPPED, days, reason)
