"""A matter's life: its state is the sum of its moves up to a day (R7, R13–R17, R28, R41, R45)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.labels import Act, Answer, FindingKind, ListKind, Outcome, Stage
from longshan_desk.domain.procedure_labels import Phase

WITHOUT_FEEDBACK = frozenset({Outcome.VOID, Outcome.WITHDRAWN})
"""Endings that owe nobody an answer."""

OUTSIDE_RATES = frozenset({Outcome.VOID})
"""登记错误 counts nowhere (R45)."""


@dataclass(frozen=True)
class MoveFact:
    """One step as it was recorded. ``stamp`` is the order of entry; ``data`` what the step asks."""

    act: Act
    on: date
    stamp: int = 0
    by: str = ""
    text: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    entered_on: date | None = None

    def day(self, key: str) -> date | None:
        """A date kept in ``data`` as ISO text."""
        value = self.data.get(key)
        return date.fromisoformat(value) if value else None


@dataclass(frozen=True)
class MatterState:
    """Where a matter stands on a day. Dates are days, ``None`` is “not yet”."""

    list_kind: ListKind
    heard_on: date
    finding: FindingKind | None = None
    stage: Stage = Stage.HEARD
    outcome: Outcome | None = None
    responsible: str | None = None
    due_on: date | None = None
    deliberated_on: date | None = None
    assigned_on: date | None = None
    progress_on: date | None = None
    reported_on: date | None = None
    noted_on: date | None = None
    """When the township's word on a reported matter last came by telephone or letter (R44)."""
    answered_above_on: date | None = None
    """When the township answered; told by its own moves, none of the village's (R15)."""
    closed_on: date | None = None
    """办理完毕: the deadline stops here (R41)."""
    stage_before_closing: Stage = Stage.HEARD
    result: str | None = None
    told_on: date | None = None
    answer: Answer | None = None
    tries: int = 0
    """How often 联系不上 was recorded (R45)."""
    main_closed_on: date | None = None
    """When the matter that this one repeats was settled: now its raisers are to be told (R54)."""
    cancelled_on: date | None = None
    """销号: needs the feedback (R41)."""
    reopened_on: date | None = None
    informed_on: date | None = None
    extended_on: date | None = None
    replied_on: date | None = None
    review_on: date | None = None
    last_turn_on: date | None = None
    """The day of the last act that changed the stage or told the villager: no later one may be
    dated before it."""
    handed_on: int = 0
    """How often the matter went from one responsible person to another (推)."""
    deadline_moved: int = 0
    """How often the deadline was put off (拖)."""
    procedure: Phase | None = None
    """Where its 四议两公开 stands (R14); it is told by every move of that."""
    procedure_on: date | None = None
    decided_on: date | None = None
    """The day on which 四议两公开 resolved it."""
    listed_on: date | None = None
    """The day it was put on another list, the last time."""
    moved_lists: int = 0
    """How often it went to another list since anything was last done for it (绕)."""

    @property
    def is_open(self) -> bool:
        return self.stage not in (Stage.CLOSED, Stage.RATED)

    @property
    def waits_above(self) -> bool:
        """R15: reported to the township, in whose hands it is until the answer has come."""
        is_reported = self.list_kind is ListKind.ESCALATED and self.reported_on is not None
        return is_reported and self.answered_above_on is None

    @property
    def own_due_on(self) -> date | None:
        """The deadline as far as it is the village's: one that was set before the report waits
        with the matter at the township (R15)."""
        set_on, reported_on = self.assigned_on, self.reported_on
        before = set_on is None or reported_on is None or set_on <= reported_on
        return None if self.waits_above and before else self.due_on

    @property
    def waits_for_procedure(self) -> bool:
        """R14: a major public matter is carried out only after 四议两公开 has decided it."""
        return self.list_kind is ListKind.MAJOR_PUBLIC and self.decided_on is None

    @property
    def gone_on(self) -> date | None:
        """R14: the day since which there is nothing to decide any more by 四议两公开: it was
        closed otherwise, or put on another list, before a resolution."""
        if self.decided_on is not None:
            return None
        if self.closed_on is not None:
            return self.closed_on
        return self.listed_on if self.list_kind is not ListKind.MAJOR_PUBLIC else None

    @property
    def gone_words(self) -> str:
        """事项 3月5日已办结（撤回）, 事项 3月5日已调整到“需上级支持解决”清单."""
        if self.gone_on is None:
            return ""
        day = short_date(self.gone_on)
        if self.closed_on is not None and self.outcome is not None:
            return f"事项 {day}已办结（{self.outcome.label}）"
        return f"事项 {day}已调整到“{self.list_kind.label}”清单"

    @property
    def leaves_procedure(self) -> bool:
        """R14: its 四议两公开 was begun and, with nothing left to decide, is still open."""
        phase = self.procedure
        return self.gone_on is not None and phase is not None and phase.is_open

    @property
    def awaits_feedback(self) -> bool:
        """待反馈: done, and the villager has not been told yet (R41)."""
        return self.feedback_from is not None

    @property
    def feedback_from(self) -> date | None:
        """The day from which the villager waits to be told; a duplicate's raisers wait from the
        day their main matter was settled (R54)."""
        if self.stage is not Stage.CLOSED or self.told_on is not None:
            return None
        if self.outcome is Outcome.DUPLICATE:
            return self.main_closed_on
        return None if self.outcome in WITHOUT_FEEDBACK else self.closed_on

    @property
    def last_activity_on(self) -> date:
        days = (
            self.deliberated_on,
            self.assigned_on,
            self.progress_on,
            self.reopened_on,
            self.procedure_on,
            self.answered_above_on,
        )
        return max((day for day in days if day), default=self.heard_on)


def fold(opening: MatterState, moves: Iterable[MoveFact], until: date | None = None) -> MatterState:
    """The state after all moves dated up to ``until`` (all of them if ``None``).

    Moves are taken in the order of their dates, and of entry within a day.
    """
    state = opening
    for move in sorted(moves, key=lambda move: (move.on, move.stamp)):
        if until is None or move.on <= until:
            state = apply(state, move)
    return state


def apply(state: MatterState, move: MoveFact) -> MatterState:
    """The state after one more move; what a move requires is checked in ``steps``."""
    turn = _TURNS.get(move.act)
    return state if turn is None else turn(state, move)


def _classify(state: MatterState, move: MoveFact) -> MatterState:
    return replace(
        state,
        list_kind=ListKind(move.data["list"]),
        listed_on=move.on,
        moved_lists=state.moved_lists + 1,
    )


def _deliberate(state: MatterState, move: MoveFact) -> MatterState:
    return replace(state, stage=Stage.DELIBERATED, deliberated_on=move.on, last_turn_on=move.on)


def _assign(state: MatterState, move: MoveFact) -> MatterState:
    to, due = move.data["to"], move.day("due")
    handed = state.responsible not in (None, to) and not move.data.get("handover")
    later = state.due_on is not None and due is not None and due > state.due_on
    return replace(
        state,
        stage=Stage.ACTING,
        outcome=None,
        responsible=to,
        due_on=due,
        assigned_on=move.on,
        last_turn_on=move.on,
        handed_on=state.handed_on + int(handed),
        deadline_moved=state.deadline_moved + int(later),
    )


def _progress(state: MatterState, move: MoveFact) -> MatterState:
    return replace(state, progress_on=move.on, moved_lists=0)


def _promise(state: MatterState, move: MoveFact) -> MatterState:
    after = _assign(state, replace(move, data={**move.data, "to": move.data["by"]}))
    return replace(after, outcome=Outcome.PROMISED)


def _report(state: MatterState, move: MoveFact) -> MatterState:
    return replace(
        state,
        stage=Stage.ACTING,
        deliberated_on=state.deliberated_on or move.on,
        reported_on=move.on,
        noted_on=None,
        last_turn_on=move.on,
    )


def _close(state: MatterState, move: MoveFact) -> MatterState:
    outcome = Outcome(move.data["outcome"])
    deliberated = state.deliberated_on
    before = state.stage if state.is_open else state.stage_before_closing
    if outcome is Outcome.SOLVED and state.stage is Stage.HEARD:  # 当场解决 counts as deliberated
        deliberated, before = move.on, Stage.DELIBERATED
    return replace(
        state,
        stage=Stage.CLOSED,
        outcome=outcome,
        deliberated_on=deliberated,
        closed_on=move.on,
        stage_before_closing=before,
        result=move.data.get("result") or move.text,
        told_on=move.on if move.data.get("told_before") else None,  # 期初 (R43)
        answer=None,
        tries=0,
        main_closed_on=None,
        last_turn_on=move.on,
    )


def _explain(state: MatterState, move: MoveFact) -> MatterState:
    outcome = Outcome.POLICY_LIMITED if move.data.get("policy_limited") else Outcome.EXPLAINED
    closing = replace(move, data={"outcome": outcome.value, "result": move.data["reason"]})
    after = _close(state, closing)
    before = after.stage_before_closing
    return replace(  # it counts as deliberated, as 当场解决 does
        after,
        told_on=move.on,
        deliberated_on=after.deliberated_on or move.on,
        stage_before_closing=Stage.DELIBERATED if before is Stage.HEARD else before,
    )


def _feedback(state: MatterState, move: MoveFact) -> MatterState:
    if move.data["way"] == "unreachable":
        tried = replace(state, tries=state.tries + 1, last_turn_on=move.on)
        gives_up = move.data.get("gives_up") and state.told_on is None
        return replace(tried, told_on=move.on, answer=Answer.NONE) if gives_up else tried
    return replace(
        state,
        told_on=move.on,
        answer=Answer(move.data["answer"]),
        moved_lists=0,
        last_turn_on=move.on,
    )


def _cancel_off(state: MatterState, move: MoveFact) -> MatterState:
    return replace(state, cancelled_on=move.on, last_turn_on=move.on)


def _reopen(state: MatterState, move: MoveFact) -> MatterState:
    return replace(
        state,
        stage=state.stage_before_closing,
        outcome=None,
        due_on=None,
        closed_on=None,
        told_on=None,
        answer=None,
        tries=0,
        main_closed_on=None,
        cancelled_on=None,
        reopened_on=move.on,
        last_turn_on=move.on,
    )


def _rate(state: MatterState, move: MoveFact) -> MatterState:
    return replace(
        state, stage=Stage.RATED, answer=Answer(move.data["answer"]), last_turn_on=move.on
    )


def _procedure(state: MatterState, move: MoveFact) -> MatterState:
    phase = Phase(move.data["phase"]) if "phase" in move.data else state.procedure
    decided = (state.decided_on or move.on) if phase and phase.is_decided else None
    moved = state.moved_lists if phase is Phase.ENDED else 0  # an end is nothing done for it
    return replace(
        state, procedure=phase, procedure_on=move.on, decided_on=decided, moved_lists=moved
    )


def _import(state: MatterState, move: MoveFact) -> MatterState:
    """期初: an open matter is taken over as it stood in the old list (R43)."""
    to, due = move.data.get("to"), move.day("due")
    if to is None:
        return state
    return replace(
        state,
        stage=Stage.ACTING,
        responsible=to,
        due_on=due,
        deliberated_on=move.on,
        assigned_on=move.on,
    )


def _note(state: MatterState, move: MoveFact) -> MatterState:
    """What a duplicate's raisers were told before their main matter was settled was not yet the
    answer (R54)."""
    waits = state.outcome is Outcome.DUPLICATE and state.cancelled_on is None
    if not move.data.get("main_closed"):
        return replace(state, noted_on=move.on) if state.reported_on else state
    if not waits:
        return state
    return replace(state, main_closed_on=move.on, told_on=None, answer=None, tries=0)


def _remember(name: str) -> Callable[[MatterState, MoveFact], MatterState]:
    def turn(state: MatterState, move: MoveFact) -> MatterState:
        return replace(state, **{name: move.on})  # type: ignore[arg-type]

    return turn


_TURNS: dict[Act, Callable[[MatterState, MoveFact], MatterState]] = {
    Act.CLASSIFY: _classify,
    Act.DELIBERATE: _deliberate,
    Act.ASSIGN: _assign,
    Act.PROGRESS: _progress,
    Act.PROMISE: _promise,
    Act.REPORT: _report,
    Act.CLOSE: _close,
    Act.EXPLAIN: _explain,
    Act.FEEDBACK: _feedback,
    Act.CANCEL_OFF: _cancel_off,
    Act.REOPEN: _reopen,
    Act.RATE: _rate,
    Act.NOTE: _note,
    Act.IMPORT: _import,
    Act.PROCEDURE: _procedure,
    Act.INFORM: _remember("informed_on"),
    Act.EXTEND: _remember("extended_on"),
    Act.REPLY: _remember("replied_on"),
    Act.REVIEW: _remember("review_on"),
}
