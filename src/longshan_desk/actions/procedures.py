"""Deciding by 四议两公开: begin, meet, post, carry out, close (R14, R29–R31, R36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from longshan_desk.data.attendances import sign_in
from longshan_desk.data.procedure_meetings import enter_on_agenda, meeting_for
from longshan_desk.data.procedures import (
    Done,
    NewProcedure,
    begin_procedure,
    procedure_state,
    require_procedure,
    take_act,
)
from longshan_desk.data.records import require
from longshan_desk.data.rolls import roll_on
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.procedures import Procedure
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.procedure import ProcedureState, held
from longshan_desk.domain.procedure_labels import Deed, Notice, Step, VoteForm
from longshan_desk.domain.procedure_steps import check_body, check_open
from longshan_desk.domain.rolls import Roll
from longshan_desk.domain.votes import Verdict
from longshan_desk.errors import BadValueError, NotFoundError, ReasonRequiredError

__all__ = ["NewProcedure", "Sitting", "Voted", "new_procedure", "take_vote"]


@dataclass(frozen=True)
class Speech:
    speaker: str
    text: str


@dataclass(frozen=True)
class Sitting:
    """One meeting on one step as it was held: who sat, how they voted, what was said.

    ``body`` defaults to the step's usual one, ``expected`` to the roll of the day; another
    ``expected`` than the roll's needs ``reason``. With ``meeting_id`` it is an item of that
    meeting (R36), whose date, place, chair and recorder it takes where none are given.
    """

    step: Step
    present: int
    in_favour: int
    against: int = 0
    abstained: int = 0
    on: date | None = None
    body: Body | None = None
    expected: int | None = None
    reason: str | None = None
    starts_at: time | None = None
    ended_at: time | None = None
    place: str | None = None
    chair: str | None = None
    recorder: str | None = None
    form: VoteForm = VoteForm.HANDS
    text: str | None = None
    amendment: str | None = None
    notified_on: date | None = None
    speeches: Sequence[Speech] = ()
    township: Sequence[str] = ()
    """乡镇参会人员 with their offices."""
    came: Sequence[str] | None = None
    """Who of the roll came, by name, where it was checked off; the others of it were away."""
    meeting_id: str | None = None


@dataclass(frozen=True)
class Voted:
    """How a vote ended, and what comes next."""

    act_id: str
    meeting_id: str
    verdict: Verdict
    state: ProcedureState


def new_procedure(
    store: Store, new: NewProcedure, *, matter_id: str | None = None, on: date | None = None
) -> str:
    """Put a decision up; returns its id. From a major public matter, or without one (动议事由)."""
    with store.change("四议两公开立项") as session:
        matter = require(session, Matter, matter_id, "事项") if matter_id else None
        return begin_procedure(session, store, new, on or store.today(), matter).id


def take_vote(store: Store, procedure_id: str, sitting: Sitting) -> Voted:
    """Record one meeting on one step. A lapsed quorum and a lost vote are recorded, not refused.

    Raises ``not_open``, ``votes_do_not_add_up``, ``before_previous_step``, ``body_not_competent``.
    """
    with store.change(sitting.step.label) as session:
        procedure = require_procedure(session, procedure_id)
        return _take_vote(session, store, procedure, sitting)


def take_votes(store: Store, sittings: Sequence[tuple[str, Sitting]]) -> list[Voted]:
    """Several decisions at one meeting (R36): all of them or none."""
    with store.change("会议表决") as session:
        return [
            _take_vote(session, store, require_procedure(session, one), sitting)
            for one, sitting in sittings
        ]


def _take_vote(session: Session, store: Store, procedure: Procedure, sitting: Sitting) -> Voted:
    state = procedure_state(session, procedure)
    body = sitting.body or state.rules.bodies_for(sitting.step, state.type_code)[0]
    if sitting.body is None and sitting.step is Step.RESOLUTION:
        body = Body.REPRESENTATIVES
    meeting = meeting_for(session, store, procedure, body, sitting)
    on = meeting.on
    check_open(state, sitting.step)
    check_body(state, sitting.step, body, on)
    on_roll = roll_on(session, body, on, state.rules.counting)
    expected, roll, reason = _expected(on_roll, sitting)
    data: dict[str, Any] = {
        "step": sitting.step.value,
        "body": body.value,
        "expected": expected,
        "roll": roll,
        "reason": reason,
        "present": sitting.present,
        "in_favour": sitting.in_favour,
        "against": sitting.against,
        "abstained": sitting.abstained,
        "form": sitting.form.value,
        "place": sitting.place or meeting.place,
        "chair": sitting.chair or meeting.chair,
        "recorder": sitting.recorder or meeting.recorder,
        "time": _clock(sitting.starts_at or meeting.starts_at),
        "ended": _clock(sitting.ended_at or meeting.ended_at),
        "amendment": sitting.amendment,
        "notified_on": sitting.notified_on and sitting.notified_on.isoformat(),
        "speeches": [vars(one) for one in sitting.speeches] or None,
        "township": list(sitting.township) or None,
    }
    for key, what in (("place", "地点"), ("chair", "主持人"), ("recorder", "记录人")):
        if not data[key]:
            raise BadValueError(f"没有填写{what}。", hint=f"请填写{what}。", where=what)
    done = take_act(
        session,
        store,
        procedure,
        Deed.STEP,
        on,
        text=sitting.text,
        data=data,
        meeting_id=meeting.id,
    )
    if sitting.came is not None:
        counted = [one.name for one in on_roll.members if one.counted]
        away = [name for name in counted if name not in sitting.came]
        sign_in(session, meeting, sitting.came, away)
    verdict = held(done.state, done.fact).verdict
    enter_on_agenda(session, store, meeting, procedure, sitting.step, verdict.words)
    return Voted(done.fact.id, meeting.id, verdict, done.state)


def _clock(at: time | None) -> str | None:
    return at.isoformat("minutes") if at else None


def _expected(on_roll: Roll, sitting: Sitting) -> tuple[int, int | None, str | None]:
    """应到: the roll of the meeting's day, or what is given with the reason why it differs."""
    roll = on_roll.expected
    if sitting.expected is None:
        if roll is None:
            raise BadValueError(
                f"还没有{on_roll.title}的名单，不知道应到多少人。",
                hint="请先建立名单，或填写应到人数。",
                where="应到",
            )
        return roll, roll, None
    if roll is not None and sitting.expected != roll and not (sitting.reason or "").strip():
        raise ReasonRequiredError(
            f"应到填的是 {sitting.expected} 人，名单上是 {roll} 人。",
            hint="请核对名单；确有不同的，请写明原因。",
            where="原因",
        )
    return sitting.expected, roll, sitting.reason


# -- rounds, competence, the end --------------------------------------------------------------


def _act(
    store: Store,
    procedure_id: str,
    deed: Deed,
    on: date | None,
    text: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> Done:
    with store.change(deed.label) as session:
        procedure = require_procedure(session, procedure_id)
        return take_act(session, store, procedure, deed, on or store.today(), text=text, data=data)


def new_round(
    store: Store,
    procedure_id: str,
    *,
    reason: str,
    proposal: str | None = None,
    on: date | None = None,
) -> int:
    """Put the proposal up again after a lost vote, with what was changed; returns the round."""
    done = _act(store, procedure_id, Deed.ROUND, on, proposal, {"reason": reason})
    return done.state.round.number


def override_body(
    store: Store, procedure_id: str, body: Body, *, reason: str, on: date | None = None
) -> None:
    """R30: let another body decide than the law names; the reason is printed on the case."""
    _act(store, procedure_id, Deed.OVERRIDE, on, data={"body": body.value, "reason": reason})


def close_procedure(
    store: Store, procedure_id: str, *, reason: str | None = None, on: date | None = None
) -> ProcedureState:
    """结案 after the outcome was posted; without a resolution it is an end, with the reason."""
    return _act(store, procedure_id, Deed.CLOSE, on, reason).state


# -- 两公开 -----------------------------------------------------------------------------------


def draft_notice(
    store: Store, procedure_id: str, notice: Notice, text: str, *, on: date | None = None
) -> None:
    """What is to be posted, for the oversight committee to look at first (R31)."""
    _act(store, procedure_id, Deed.DRAFT, on, text, {"notice": notice.value})


def give_opinion(
    store: Store,
    procedure_id: str,
    notice: Notice,
    text: str,
    *,
    by: str | None = None,
    on: date | None = None,
) -> None:
    """监督意见: what the oversight committee says of it before it is posted (R31)."""
    _act(store, procedure_id, Deed.OPINION, on, text, {"notice": notice.value, "by": by})


def post_notice(
    store: Store,
    procedure_id: str,
    notice: Notice,
    *,
    from_on: date,
    until_on: date,
    where: str,
    text: str | None = None,
) -> str:
    """Post a notice, or post it again; returns the posting's id. Too short is a finding (R31)."""
    data = {"notice": notice.value, "until": until_on.isoformat(), "where": where}
    return _act(store, procedure_id, Deed.POST, from_on, text, data).fact.id


def take_down(
    store: Store, procedure_id: str, notice: Notice | str, *, on: date | None = None
) -> None:
    """Take a notice off the board: the one that hangs, or the posting with this id."""
    with store.change(Deed.TAKE_DOWN.label) as session:
        procedure = require_procedure(session, procedure_id)
        posting = _hanging(procedure_state(session, procedure), notice)
        data = {"posting": posting, "notice": str(notice)}
        take_act(session, store, procedure, Deed.TAKE_DOWN, on or store.today(), data=data)


def _hanging(state: ProcedureState, notice: Notice | str | None) -> str:
    """The posting that is meant; of several the one that was posted last."""
    found = [one for one in state.postings if notice in (None, one.notice, one.id)]
    if not found:
        raise NotFoundError("还没有张贴过。", hint="请先登记张贴。", where="公示")
    hanging = [one for one in found if one.taken_down_on is None]
    return (hanging or found)[-1].id


def object_to(
    store: Store,
    procedure_id: str,
    *,
    by: str,
    text: str,
    notice: Notice | str | None = None,
    answer: str | None = None,
    on: date | None = None,
    answered_on: date | None = None,
) -> str:
    """An objection to what is posted, with its answer if there is one already; returns its id.

    The same words of the same person again, now with an answer, answer the one on record.
    """
    with store.change(Deed.OBJECT.label) as session:
        procedure = require_procedure(session, procedure_id)
        state = procedure_state(session, procedure)
        posting = _hanging(state, notice)
        day = on or store.today()
        if answer and (known := _unanswered(state, by, text)):
            given = {"objection": known}
            take_act(
                session, store, procedure, Deed.ANSWER, answered_on or day, text=answer, data=given
            )
            return known
        data = {"posting": posting, "by": by}
        done = take_act(session, store, procedure, Deed.OBJECT, day, text=text, data=data)
        if answer:
            given = {"objection": done.fact.id}
            at = answered_on or day
            take_act(session, store, procedure, Deed.ANSWER, at, text=answer, data=given)
        return done.fact.id


def _unanswered(state: ProcedureState, by: str, text: str) -> str | None:
    every = [one for posting in state.postings for one in posting.objections]
    wanted = (by, text, None)
    return next((one.id for one in every if (one.by, one.text, one.answer) == wanted), None)


def answer_objection(
    store: Store, procedure_id: str, objection_id: str, *, text: str, on: date | None = None
) -> None:
    """Answer an objection; the policy's days run from its day (R31)."""
    _act(store, procedure_id, Deed.ANSWER, on, text, {"objection": objection_id})


# -- 实施 -------------------------------------------------------------------------------------


def carry_out(
    store: Store,
    procedure_id: str,
    *,
    who: str | None = None,
    due_on: date | None = None,
    progress: str | None = None,
    spent: int | None = None,
    accepted_on: date | None = None,
    acceptance: str | None = None,
    on: date | None = None,
) -> ProcedureState:
    """Who carries it out until when; later how far it is, what was spent (fen), its acceptance.

    Every call adds: what was spent is added up. The matter's own assignment and progress follow.
    """
    with store.change(Deed.IMPLEMENT.label) as session:
        procedure = require_procedure(session, procedure_id)
        day = on or accepted_on or store.today()
        state = procedure_state(session, procedure)
        data: dict[str, Any] = {"who": who, "due": due_on and due_on.isoformat(), "spent": spent}
        if state.implementation is None or progress or spent is not None or accepted_on is None:
            state = take_act(
                session, store, procedure, Deed.IMPLEMENT, day, text=progress, data=data
            ).state
        if accepted_on is not None:
            state = take_act(
                session, store, procedure, Deed.ACCEPT, accepted_on, text=acceptance
            ).state
        return state
