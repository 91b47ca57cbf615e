"""What decisions wait for: the meetings a step can join, and what is due on the home page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.attendances import attendances_of
from longshan_desk.data.procedure_meetings import KINDS
from longshan_desk.data.procedures import facts_by_procedure, matter_waiting, opening
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.procedures import Procedure
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import chinese_date, short_date
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.domain.procedure import ProcedureState, fold
from longshan_desk.domain.procedure_findings import notice_due
from longshan_desk.domain.procedure_labels import Notice, Phase

_SITS_IN = {
    Body.PARTY_MEMBERS: (MeetingKind.HEARING,),
    Body.BRANCH_COMMITTEE: (MeetingKind.COMMITTEES,),
}
"""R36: a party day is part of a hearing; the branch's committee sits with the other one."""

_LOOKED_BACK = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class MeetingToJoin:
    """R36: a meeting on record that a step can be an item of."""

    id: str
    words: str
    on: date
    starts_at: time | None
    ended_at: time | None
    place: str | None
    chair: str | None
    recorder: str | None
    there: tuple[str, ...]
    """The names entered as present, once for all of its items."""


def meetings_to_join(store: Store, body: Body, since: date) -> list[MeetingToJoin]:
    """The meetings in which a body can have sat, from a day on until today, the newest first."""
    kinds = [KINDS.get(body, MeetingKind.OTHER), *_SITS_IN.get(body, ())]
    today = store.today()
    with store.read() as session:
        rows = session.execute(
            select(Meeting)
            .where(
                Meeting.kind.in_(kinds),
                is_shown(Meeting),
                Meeting.on >= max(since, today - _LOOKED_BACK),
                Meeting.on <= today,
            )
            .order_by(Meeting.on.desc(), Meeting.starts_at, Meeting.id)
        ).scalars()
        return [_to_join(session, row) for row in rows]


def _to_join(session: Session, row: Meeting) -> MeetingToJoin:
    at = f" {row.starts_at:%H:%M}" if row.starts_at else ""
    named = row.title or row.kind.label
    words = f"{chinese_date(row.on)}{at} {named}{'，' + row.place if row.place else ''}"
    came = [one.name for one in attendances_of(session, row.id) if one.state.was_there]
    return MeetingToJoin(
        row.id,
        words,
        row.on,
        row.starts_at,
        row.ended_at,
        row.place,
        row.chair,
        row.recorder,
        tuple(came),
    )


# -- what is due -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that a decision waits for. Without a day it waits for the office alone."""

    procedure_id: str
    title: str
    what: str
    rule: str
    due_on: date | None
    is_stopped: bool = False
    """A meeting lapsed or a vote was lost: somebody has to say how to go on."""


def waiting(session: Session, today: date) -> list[Waiting]:
    """R14, R31: notices to post and to take down, answers, works to finish, meetings to hold."""
    statement = select(Procedure).where(
        Procedure.is_deleted.is_(False), Procedure.began_on <= today
    )
    procedures = list(session.execute(statement).scalars())
    facts = facts_by_procedure(session, [one.id for one in procedures])
    found: list[Waiting] = []
    for one in procedures:
        state = fold(opening(one), facts[one.id], today)
        matter = matter_waiting(session, one, state, today)
        gone = matter.gone_words if matter else ""
        found += [
            Waiting(one.id, one.title, what, rule, due, stopped)
            for what, rule, due, stopped in _waits(state, gone)
        ]
    return found


_Wait = tuple[str, str, date | None, bool]


def _waits(state: ProcedureState, gone: str) -> Iterator[_Wait]:
    """``gone`` says in words why its matter has nothing more to decide."""
    yield from _of_postings(state)
    if state.closed_on is not None:
        return
    if gone:
        yield "终止决策", f"{gone}，请写明原因“终止”", None, True
        return
    yield from _of_meetings(state)
    for notice in (Notice.RESOLUTION_NOTICE, Notice.OUTCOME_NOTICE):
        due = notice_due(state, notice)
        if due is not None and not state.posted(notice):
            rule = f"{state.rules.event.days} 天内公开，到 {short_date(due)}"
            yield notice.label, rule, due, False
    now = state.implementation
    if now is not None and now.accepted_on is None:
        yield f"实施 {now.who}", f"{short_date(now.due_on)}以前完成", now.due_on, False
    if state.phase is Phase.IMPLEMENTATION:
        yield "待组织实施", "决议已公开，要明确谁负责、什么时候完成", None, False
    if state.phase is Phase.CLOSING:
        yield "待结案", "实施结果已经公开", None, False


def _of_postings(state: ProcedureState) -> Iterator[_Wait]:
    for one in state.postings:
        if one.taken_down_on is None:
            rule = f"{short_date(one.from_on)}张贴，贴到 {short_date(one.until_on)}"
            yield f"撤下{one.notice.label}", rule, one.until_on, False
        for said in one.objections:
            if said.answered_on is None:
                due = said.on + state.rules.objection.span
                days = state.rules.objection.days
                rule = f"{short_date(said.on)} + {days} 天 = {short_date(due)}"
                yield f"答复{said.by}的异议", rule, due, False


def _of_meetings(state: ProcedureState) -> Iterator[_Wait]:
    last = state.round.last
    if state.phase is Phase.FAILED and last is not None:
        rule = f"{short_date(last.on)}没有通过，要重新提出或者终止"
        yield f"{last.step.label}没有通过", rule, None, True
    step = state.open_step
    if step is None:
        return
    if last is not None and last.lapsed:
        rule = f"{short_date(last.on)}到会人数不够，要重新召开"
        yield f"重新召开{step.label}会", rule, None, True
    else:
        before = f"{last.step.label} {short_date(last.on)}已通过" if last else "已经立项"
        yield f"待{step.label}", before, None, False
