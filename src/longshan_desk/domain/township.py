"""What the township does with a matter reported to it: receives, decides, refers, answers (R15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from longshan_desk.domain.calendar import chinese_date, due_after, short_date
from longshan_desk.domain.labels import TownshipAct, TownshipStage
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.steps import check_day
from longshan_desk.errors import BadValueError, WrongStageError


@dataclass(frozen=True)
class TownshipFact:
    """One step at the township; without an ``act`` it is the village's report."""

    act: TownshipAct | None
    on: date
    stamp: int = 0
    text: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TownshipState:
    """Where a reported matter stands at the township on a day.

    A report that follows an answer begins anew; what was answered before stays on the timeline.
    """

    reported_on: date
    stage: TownshipStage = TownshipStage.REPORTED
    received_on: date | None = None
    decided_on: date | None = None
    decision: str | None = None
    referred_on: date | None = None
    department: str | None = None
    due_on: date | None = None
    progress_on: date | None = None
    progress: str | None = None
    answered_on: date | None = None
    answer: str | None = None

    @property
    def is_answered(self) -> bool:
        return self.stage is TownshipStage.ANSWERED

    @property
    def last_on(self) -> date:
        days = (self.received_on, self.decided_on, self.referred_on, self.progress_on,
                self.answered_on)  # fmt: skip
        return max((day for day in days if day is not None), default=self.reported_on)


def fold(facts: Iterable[TownshipFact], until: date | None = None) -> TownshipState | None:
    """The state after all reports and steps up to a day; nothing while nothing was reported."""
    state: TownshipState | None = None
    for one in sorted(facts, key=lambda one: (one.on, one.stamp)):
        if until is not None and one.on > until:
            break
        if one.act is None:
            begins = state is None or state.is_answered
            state = TownshipState(one.on) if begins else state
        else:
            state = _TURNS[one.act](state or TownshipState(one.on), one)
    return state


def _received(state: TownshipState, one: TownshipFact) -> TownshipState:
    return replace(state, stage=TownshipStage.RECEIVED, received_on=one.on)


def _decided(state: TownshipState, one: TownshipFact) -> TownshipState:
    stage = TownshipStage.REFERRED if state.department else TownshipStage.DECIDED
    return replace(state, stage=stage, decided_on=one.on, decision=one.text)


def _referred(state: TownshipState, one: TownshipFact) -> TownshipState:
    due = one.data.get("due")
    return replace(
        state,
        stage=TownshipStage.REFERRED,
        referred_on=one.on,
        department=one.data.get("department"),
        due_on=date.fromisoformat(due) if due else None,
    )


def _progressed(state: TownshipState, one: TownshipFact) -> TownshipState:
    return replace(state, progress_on=one.on, progress=one.text)


def _answered(state: TownshipState, one: TownshipFact) -> TownshipState:
    return replace(state, stage=TownshipStage.ANSWERED, answered_on=one.on, answer=one.text)


_TURNS: Mapping[TownshipAct, Callable[[TownshipState, TownshipFact], TownshipState]] = {
    TownshipAct.RECEIVE: _received,
    TownshipAct.DECIDE: _decided,
    TownshipAct.REFER: _referred,
    TownshipAct.PROGRESS: _progressed,
    TownshipAct.ANSWER: _answered,
}


# -- what a step requires -------------------------------------------------------------------------


def possible(state: TownshipState | None) -> tuple[TownshipAct, ...]:
    """The steps that are open, the one that comes next first (R15).

    What is urgent may be referred or answered before the committee has met; the page then says
    that a decision is still missing.
    """
    if state is None or state.is_answered:
        return ()
    if state.stage is TownshipStage.REPORTED:
        return (TownshipAct.RECEIVE,)
    after = (TownshipAct.DECIDE, TownshipAct.REFER, TownshipAct.PROGRESS, TownshipAct.ANSWER)
    if state.stage is TownshipStage.RECEIVED:
        return after
    if state.stage is TownshipStage.DECIDED:
        return (*after[1:], TownshipAct.DECIDE)
    return (TownshipAct.ANSWER, TownshipAct.PROGRESS, TownshipAct.REFER, TownshipAct.DECIDE)


def check(state: TownshipState | None, one: TownshipFact, *, today: date) -> None:
    """Refuse a step that is not open yet, or that lacks what it must say.

    Raises ``wrong_stage``, ``in_the_future`` or ``bad_value``.
    """
    assert one.act is not None
    if state is None:
        raise WrongStageError(
            "村里还没有上报这件事项。", hint="村里“上报”并交来上报包以后，再在这里收件。"
        )
    if one.act not in possible(state):
        raise WrongStageError(
            f"这件事项在镇上“{state.stage.label}”，不能“{one.act.label}”。", hint=_first(state)
        )
    check_day(one.on, earliest=_earliest(state, one.act), today=today, what=one.act.label)
    if one.act is TownshipAct.REFER:
        _check_referral(one)
    elif one.act is not TownshipAct.RECEIVE and not one.text:
        what = _WORDS[one.act]
        raise BadValueError(f"没有写{what}。", hint=f"请写明{what}。", where=what)


_WORDS = {
    TownshipAct.DECIDE: "党委会的决定",
    TownshipAct.PROGRESS: "办理进展",
    TownshipAct.ANSWER: "给村里的答复",
}


def _earliest(state: TownshipState, act: TownshipAct) -> date:
    """R29: the day of what the step follows from; the committee's decision may be entered after
    the referral that it stands behind."""
    if act is TownshipAct.RECEIVE:
        return state.reported_on
    received = state.received_on or state.reported_on
    return received if act is TownshipAct.DECIDE else max(received, state.decided_on or received)


def _first(state: TownshipState) -> str:
    if state.stage is TownshipStage.REPORTED:
        return "请先“镇上收件”。"
    if state.is_answered:
        return "已经答复村里；村里再次上报以后，才能再办。"
    return "请看这件事项现在到了哪一步。"


def _check_referral(one: TownshipFact) -> None:
    if not one.data.get("department"):
        raise BadValueError(
            "没有写转给哪个部门。", hint="请填写办理的站所或县直部门。", where="办理部门"
        )
    due = one.data.get("due")
    if not due:
        raise BadValueError("没有写办理时限。", hint="请填写办理时限。", where="办理时限")
    if date.fromisoformat(due) < one.on:
        day = chinese_date(date.fromisoformat(due))
        raise BadValueError(
            f"办理时限 {day} 早于转办的日期 {chinese_date(one.on)}。",
            hint="请填转办当天或以后的日期。",
            where="办理时限",
        )


# -- what waits too long --------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """Why a report waits too long at the township, and since when; never the village's stall."""

    days: int
    reason: str


def waiting(state: TownshipState, policy: Policy, on: date) -> Waiting | None:
    """R15: not received, not decided or past its date, on a day; ``state`` is that day's."""
    if state.is_answered:
        return None
    if state.due_on is not None:
        over = (on - state.due_on).days
        words = f"{state.department}办理时限 {short_date(state.due_on)}，已超 {over} 天"
        return Waiting(over, words) if over > 0 else None
    if state.received_on is None:
        return _over(state.reported_on, policy.township_receive_days, on, "上报", "没有收件")
    last, what = state.last_on, "收件" if state.last_on == state.received_on else "以后"
    left = "没有研究或转办" if state.decided_on is None else "没有转办或答复"
    return _over(last, policy.township_decide_days, on, what, left)


def _over(since: date, days: int, on: date, what: str, missing: str) -> Waiting | None:
    if on <= due_after(since, days).on:
        return None
    passed = (on - since).days
    return Waiting(passed, f"{short_date(since)}{what}，已 {passed} 天{missing}")


# -- in words -------------------------------------------------------------------------------------


def township_words(state: TownshipState) -> str:
    """Where it stands at the township, in one sentence without its stop (R5, R15)."""
    if state.is_answered and state.answered_on is not None:
        return f"镇上 {short_date(state.answered_on)}答复：{plain(state.answer)}"
    if state.received_on is None:
        return f"{short_date(state.reported_on)}已上报，等镇上收件"
    said = [f"镇上 {short_date(state.received_on)}收件"]
    if state.decided_on is not None:
        said.append(f"{short_date(state.decided_on)}党委会研究：{plain(state.decision)}")
    if state.department:
        due = f"，时限 {short_date(state.due_on)}" if state.due_on else ""
        said.append(f"已转{state.department}办理{due}")
    if state.progress_on is not None:
        said.append(f"{short_date(state.progress_on)}进展：{plain(state.progress)}")
    return "；".join(said)


def township_move_words(act: TownshipAct, data: Mapping[str, Any], text: str | None) -> str:
    """What a step of the township on the timeline says."""
    said = [str(data["department"])] if data.get("department") else []
    if data.get("due"):
        said.append(f"办理时限：{chinese_date(date.fromisoformat(str(data['due'])))}")
    return "；".join(part for part in (*said, text or "") if part)


def plain(text: str | None) -> str:
    """Without the stop that the sentence around it puts."""
    return (text or "").rstrip().rstrip("。；;，,")
