"""What is due next on a matter, with the sum that leads to the day (R12, R13, R16, R28, R41)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.calendar import Due, due_after, short_date
from longshan_desk.domain.labels import FindingKind, ListKind, Outcome, Stage
from longshan_desk.domain.matters import MatterState
from longshan_desk.domain.policy import Policy


@dataclass(frozen=True)
class Heard:
    """How the clock of a matter began. ``postponed`` is the 3-day meeting put off (顺延, R47)."""

    at_hearing: bool
    postponed: date | None = None
    reason: str | None = None


def committees_due(hearing_on: date, policy: Policy, what: str = "说事日") -> Due:
    """R12: the last day for the committees' meeting after a hearing."""
    return due_after(
        hearing_on,
        policy.committees_days,
        policy.committees_day_count,
        policy.holidays,
        policy.workdays,
        what,
    )


def clock_start(state: MatterState, heard: Heard, policy: Policy) -> tuple[date, str]:
    """R12, R43: the day a matter's first clock counts from, and what that day is called."""
    if policy.starts_on is not None and policy.starts_on > state.heard_on:
        return policy.starts_on, "启用日"
    return state.heard_on, "说事日" if heard.at_hearing else "登记日"


def deliberation_due(state: MatterState, heard: Heard, policy: Policy) -> Due:
    """R12, R14, R15: until when a matter must have been deliberated (or reported upward)."""
    start, what = clock_start(state, heard, policy)
    if state.list_kind is ListKind.MAJOR_PUBLIC:
        return due_after(start, policy.major_deliberation_days, what=what)
    if state.list_kind is ListKind.ESCALATED:
        return due_after(start, policy.escalation_report_days, what=what)
    due = committees_due(start, policy, what)
    if heard.postponed is not None and heard.postponed > due.on:
        words = f"{due.rule}，顺延到 {short_date(heard.postponed)}（{heard.reason}）"
        return Due(heard.postponed, words)
    return due


def feedback_due(state: MatterState, policy: Policy) -> Due | None:
    """R41: until when the villager is to be told; nothing when nobody waits to be told."""
    start = state.feedback_from
    if start is None:
        return None
    what = "主事项办结" if state.outcome is Outcome.DUPLICATE else "办理完毕"
    return due_after(start, policy.feedback_days, what=what)


def next_due(state: MatterState, heard: Heard, policy: Policy) -> Due | None:
    """The one day this matter waits for now, or nothing."""
    if state.stage is Stage.HEARD:
        return deliberation_due(state, heard, policy)
    if state.stage in (Stage.CLOSED, Stage.RATED):
        return feedback_due(state, policy)
    due_on = state.own_due_on
    if due_on is None:
        return None
    what = "承诺兑现日" if state.outcome is Outcome.PROMISED else "办结时限"
    when = f"{short_date(state.assigned_on)}安排，" if state.assigned_on else ""
    return Due(due_on, f"{when}{what} {short_date(due_on)}")


@dataclass(frozen=True)
class PetitionClock:
    """One of the petition's own clocks; ``done_on`` is empty while it runs."""

    name: str
    due: Due
    done_on: date | None


def petition_clocks(state: MatterState, policy: Policy) -> tuple[PetitionClock, ...]:
    """R28 (信访工作条例): informing, settling (with its extension) and review."""
    if state.finding is not FindingKind.PETITION:
        return ()
    inform = due_after(state.heard_on, policy.petition_inform_days, what="收到信访")
    settle = due_after(state.heard_on, policy.petition_settle_days, what="收到信访")
    if state.extended_on is not None:
        longer = due_after(settle.on, policy.petition_extend_days, what="经批准延长")
        settle = Due(longer.on, f"{settle.rule}；{longer.rule}")
    clocks = [
        PetitionClock("告知是否受理", inform, state.informed_on or state.closed_on),
        PetitionClock("办结并答复", settle, state.replied_on or state.closed_on),
    ]
    if state.review_on is not None:
        review = due_after(state.review_on, policy.petition_review_days, what="申请复查")
        answered = state.told_on is not None and state.told_on > state.review_on
        clocks.append(PetitionClock("复查", review, state.told_on if answered else None))
    return tuple(clocks)
