"""Meetings of every kind: plan, move, attend, decide (R2–R4, R12, R36, R47)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.attendances import Mark, mark, suggested
from longshan_desk.data.moves import Moved, moved, state_of, take_step
from longshan_desk.data.procedures import NewProcedure, begin_procedure, open_procedure
from longshan_desk.data.records import policy_for, require
from longshan_desk.data.registering import add_row
from longshan_desk.data.roster import roster_on, secretary_on
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import AgendaItem, Attendance, Meeting, MeetingMove
from longshan_desk.domain.calendar import Month, check_month, chinese_date, short_date
from longshan_desk.domain.deadlines import committees_due
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import (
    Act,
    AttendanceState,
    Decision,
    ItemKind,
    ListKind,
    MeetingKind,
    Outcome,
    Role,
    Stage,
)
from longshan_desk.domain.steps import Request, check_day
from longshan_desk.errors import AppError, BadValueError, ReasonRequiredError, WrongStageError

LABELS = {MeetingKind.HEARING: "安排说事会", MeetingKind.COMMITTEES: "新建村“两委”会议"}


@dataclass(frozen=True)
class MeetingWords:
    """What stands at the head of a meeting; ``None`` is left as it is when editing."""

    place: str | None = None
    starts_at: time | None = None
    ended_at: time | None = None
    chair: str | None = None
    chair_reason: str | None = None
    recorder: str | None = None
    title: str | None = None
    note: str | None = None


def new_meeting(
    store: Store,
    kind: MeetingKind,
    on: date,
    *,
    month: str | None = None,
    hearing_id: str | None = None,
    words: MeetingWords = MeetingWords(),
) -> str:
    """A meeting of any kind; it may lie ahead. A hearing is chaired by the secretary, anybody
    else needs a reason (R3). A committees' meeting names the hearing whose matters it decides."""
    with store.change(LABELS.get(kind, f"新建{kind.label}")) as session:
        _refuse_double(session, kind, on)
        if hearing_id:
            hearing = require(session, Meeting, hearing_id, "说事会")
            if on < hearing.on:
                raise BadValueError(
                    f"会议日期 {chinese_date(on)} 早于说事日 {chinese_date(hearing.on)}。",
                    hint="请核对会议日期。",
                    where="日期",
                )
        if kind is MeetingKind.HEARING and month:
            check_month(on, Month.parse(month))
        meeting = Meeting(
            kind=kind,
            on=on,
            month=str(Month.parse(month)) if month else str(Month.of(on)),
            hearing_id=hearing_id,
            entered_on=store.today(),
        )
        _write_words(session, meeting, words)
        if kind is MeetingKind.HEARING and not meeting.chair:
            secretary = secretary_on(session, on)
            meeting.chair = secretary.name if secretary else None
        session.add(meeting)
        return meeting.id


def _refuse_double(session: Session, kind: MeetingKind, on: date) -> None:
    """R48: two clerks do not hold the same hearing twice."""
    if kind not in LABELS:
        return
    found = session.execute(
        select(Meeting).where(Meeting.kind == kind, Meeting.on == on, is_shown(Meeting))
    ).first()
    if found is not None:
        raise BadValueError(
            f"{chinese_date(on)}已经有一次{kind.label}。",
            hint="请打开那一次会议；同一天确有两次的，请用“其他会议”。",
            where="日期",
        )


def edit_meeting(store: Store, meeting_id: str, words: MeetingWords) -> None:
    """Change the head of a meeting: place, times, chair, recorder, title, note."""
    with store.change("修改会议") as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        _write_words(session, meeting, words)


def _write_words(session: Session, meeting: Meeting, words: MeetingWords) -> None:
    for name, value in vars(words).items():
        if value is not None:
            setattr(meeting, name, optional_text(value) if isinstance(value, str) else value)
    if _needs_chair_reason(session, meeting) and not meeting.chair_reason:
        raise ReasonRequiredError(
            f"说事会由村党支部书记主持，“{meeting.chair}”不是书记。",
            hint="请写明由他人主持的原因，例如“书记住院，委托副书记主持”。",
            where="原因",
        )
    if meeting.ended_at and meeting.starts_at and meeting.ended_at < meeting.starts_at:
        raise BadValueError("散会时间早于开会时间。", hint="请核对时间。", where="散会时间")


def _needs_chair_reason(session: Session, meeting: Meeting) -> bool:
    """R3: somebody else in the chair while the village has a secretary."""
    if meeting.kind is not MeetingKind.HEARING or meeting.chair is None:
        return False
    leading = [
        member.name
        for member in roster_on(session, meeting.on)
        if any(held.leads_branch for held in member.roles)
    ]
    return bool(leading) and meeting.chair not in leading


def move_meeting(store: Store, meeting_id: str, to: date, *, reason: str) -> None:
    """Put a meeting on another day. A hearing keeps the month it belongs to (R47)."""
    with store.change("改期") as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        if not optional_text(reason):
            raise ReasonRequiredError("没有写改期的原因。", hint="请写明原因。", where="原因")
        if meeting.closed_on is not None:
            raise WrongStageError("会议已经收尾，不能改期。", hint="日期记错了的，请先撤销收尾。")
        if to == meeting.on:
            raise BadValueError("新日期和原来的一样。", hint="请选另一天。", where="日期")
        _refuse_double(session, meeting.kind, to)
        if _has_votes(session, meeting.id):
            raise WrongStageError(
                "会上已有“四议两公开”的表决，不能改期。", hint="日期记错了的，请先撤销表决。"
            )
        session.add(
            MeetingMove(
                meeting_id=meeting.id,
                from_on=meeting.on,
                to_on=to,
                reason=reason.strip(),
                entered_on=store.today(),
            )
        )
        meeting.on = to
        for matter in _matters_of(session, meeting.id):
            matter.heard_on = to


def _has_votes(session: Session, meeting_id: str) -> bool:
    """R29: a vote was taken on its day, and the meeting cannot be put on another under it."""
    found = session.execute(
        select(AgendaItem.id).where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.procedure_id.is_not(None),
            AgendaItem.result.is_not(None),
            AgendaItem.is_deleted.is_(False),
        )
    )
    return found.first() is not None


def _matters_of(session: Session, meeting_id: str) -> list[Matter]:
    """The matters written down at a meeting, in the order of its rows."""
    found = session.execute(
        select(Matter)
        .join(AgendaItem, AgendaItem.matter_id == Matter.id)
        .where(
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.is_deleted.is_(False),
            is_shown(Matter),
            Matter.hearing_id == meeting_id,
        )
        .order_by(AgendaItem.position)
    )
    return list(found.scalars())


def delete_meeting(store: Store, meeting_id: str) -> None:
    """Take a meeting off that was entered by mistake; one with matters or decisions stays."""
    with store.change("删除会议") as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        rows = session.execute(
            select(AgendaItem).where(
                AgendaItem.meeting_id == meeting.id, AgendaItem.is_deleted.is_(False)
            )
        ).first()
        if rows is not None or meeting.closed_on is not None:
            raise WrongStageError(
                "会议已有记录，不能删除。", hint="请先删除其中的记录，或改为“改期”。"
            )
        meeting.is_deleted = True


def attend(
    store: Store,
    meeting_id: str,
    *,
    name: str,
    role: Role | None,
    state: AttendanceState,
    reason: str | None = None,
    attendance_id: str | None = None,
) -> str:
    """Who was there, who sat in, who was excused or absent, by role (R4); returns the row's id.

    Without ``attendance_id`` the person's row is found by name and role.
    """
    with store.change("记录到会") as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        row = require(session, Attendance, attendance_id, "到会记录") if attendance_id else None
        entry = Mark(name, role, state, optional_text(reason))
        return mark(session, meeting, entry, row).id


def remove_attendance(store: Store, attendance_id: str) -> None:
    """Take a name off the attendance that was entered by mistake."""
    with store.change("删除到会记录") as session:
        require(session, Attendance, attendance_id, "到会记录").is_deleted = True


def fill_attendance(store: Store, meeting_id: str) -> int:
    """Enter the roster as it would sign in, so that only differences are touched; returns how
    many names were added."""
    with store.change("按名单填写到会") as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        missing = suggested(session, meeting)
        for row in missing:
            session.add(row)
        return len(missing)


@dataclass(frozen=True)
class Ruling:
    """What the committees decided on one matter: the decision and its step's fields."""

    matter_id: str
    decision: Decision
    data: Mapping[str, Any] = field(default_factory=dict)
    text: str | None = None


def decide_matters(store: Store, meeting_id: str, rulings: Sequence[Ruling]) -> list[Moved]:
    """One meeting decides many matters (R12): all of them or none.

    Each matter is deliberated on the meeting's day, and the decision's own step follows.
    Raises what the step requires (``needs_responsible``, ``basis_required`` …).
    """
    with store.change("议定事项") as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        check_day(meeting.on, earliest=date.min, today=store.today(), what="会议")
        done = []
        for ruling in rulings:
            matter = require(session, Matter, ruling.matter_id, "事项")
            try:
                _decide(session, store, meeting, matter, ruling)
            except AppError as exc:
                if len(rulings) > 1:
                    exc.message = f"{matter.number}：{exc.message}"
                raise
            done.append(moved(matter))
        return done


def _decide(
    session: Session, store: Store, meeting: Meeting, matter: Matter, ruling: Ruling
) -> None:
    on, at = meeting.on, meeting.id
    decision = ruling.decision
    wanted = _LISTS.get(decision)
    if wanted is not None and matter.list_kind is not wanted:
        reason = (
            optional_text(ruling.data.get("reason")) or f"{meeting.kind.label}议定{decision.label}"
        )
        change = Request(Act.CLASSIFY, on, {"list": wanted.value, "reason": reason})
        take_step(session, store, matter, change, meeting_id=at)
    if state_of(session, matter).stage is Stage.HEARD:
        take_step(session, store, matter, Request(Act.DELIBERATE, on, {}), meeting_id=at)
    step = _step_of(ruling, on)
    if step is not None:
        take_step(session, store, matter, step, meeting_id=at)
    if decision is Decision.PROCEDURE and open_procedure(session, matter) is None:
        new = NewProcedure(ruling.data.get("type"))
        begin_procedure(session, store, new, on, matter, meeting_id=at)
    row = _row_of(session, store, meeting, matter)
    row.decision = decision
    row.result = optional_text(ruling.data.get("result")) or optional_text(ruling.text)


_LISTS = {Decision.PROCEDURE: ListKind.MAJOR_PUBLIC, Decision.ESCALATED: ListKind.ESCALATED}
"""Decisions that put a matter on another list."""

_STEPS = {
    Decision.ASSIGNED: Act.ASSIGN,
    Decision.ESCALATED: Act.REPORT,
    Decision.PROMISED: Act.PROMISE,
    Decision.EXPLAINED: Act.EXPLAIN,
}


def _step_of(ruling: Ruling, on: date) -> Request | None:
    """The like-named step of a decision; 进入四议两公开 begins a procedure instead."""
    if ruling.decision is Decision.PROCEDURE:
        return None
    if ruling.decision is Decision.SETTLED:
        result = ruling.data.get("result") or ruling.text
        data = {**ruling.data, "outcome": Outcome.SOLVED.value, "result": result}
        return Request(Act.CLOSE, on, data)
    return Request(_STEPS[ruling.decision], on, dict(ruling.data), optional_text(ruling.text))


def _row_of(session: Session, store: Store, meeting: Meeting, matter: Matter) -> AgendaItem:
    """The meeting's row for a matter; a new one if it was not on the agenda."""
    found = (
        session.execute(
            select(AgendaItem).where(
                AgendaItem.meeting_id == meeting.id,
                AgendaItem.matter_id == matter.id,
                AgendaItem.is_deleted.is_(False),
            )
        )
        .scalars()
        .first()
    )
    return found or add_row(session, store, meeting, ItemKind.DECISION, matter_id=matter.id)


def postpone_committees(
    store: Store, hearing_id: str, *, due_on: date, reason: str, on: date | None = None
) -> None:
    """Put off the 3-day meeting (顺延, R47): shown as explained, never as on time.

    ``on`` (default today) is the day it was decided. Once the term is over nothing can be put
    off any more: the meeting is held late, and says so.
    """
    with store.change("顺延村“两委”会议") as session:
        hearing = require(session, Meeting, hearing_id, "说事会")
        if not optional_text(reason):
            raise ReasonRequiredError("没有写顺延的原因。", hint="请写明原因。", where="原因")
        if due_on <= hearing.on:
            raise BadValueError(
                "顺延的日期要在说事日以后。", hint="请选说事日以后的一天。", where="日期"
            )
        day = on or store.today()
        check_day(day, earliest=hearing.on, today=store.today(), what="顺延")
        term = committees_due(hearing.on, policy_for(session, hearing.on))
        if day > term.on:
            raise BadValueError(
                f"期限 {short_date(term.on)}已过，不能再顺延。",
                hint="请照常开会，迟开的天数会注明；期限内已决定顺延的，请填当时的日期。",
                where="顺延日期",
            )
        hearing.committees_due_on, hearing.committees_reason = due_on, reason.strip()
        hearing.committees_put_off_on = day


def save_item(
    store: Store,
    meeting_id: str,
    kind: ItemKind,
    *,
    item_id: str | None = None,
    text: str | None = None,
    speaker: str | None = None,
    result: str | None = None,
) -> str:
    """A row of any meeting that is no matter: 主题党日, 发言, 其他议题 (R36, R42)."""
    with store.change(f"记录{kind.label}") as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        if item_id is None:
            row = add_row(session, store, meeting, kind)
        else:
            row = require(session, AgendaItem, item_id, "记录")
        row.text, row.speaker, row.result = (
            optional_text(text),
            optional_text(speaker),
            optional_text(result),
        )
        return row.id


def remove_item(store: Store, item_id: str) -> None:
    """Take a row that is no matter off a meeting's agenda; on a closed hearing it is voided."""
    with store.change("删除一行记录") as session:
        item = require(session, AgendaItem, item_id, "记录")
        meeting = require(session, Meeting, item.meeting_id, "会议")
        if item.matter_id is not None or item.decision is not None:
            raise WrongStageError("这一行是事项，不能这样删除。", hint="请撤销，或打开事项更正。")
        if item.procedure_id is not None and item.result is not None:
            raise WrongStageError("这一行是“四议两公开”的表决，不能删除。", hint="请撤销。")
        if meeting.kind is MeetingKind.HEARING and meeting.closed_on is not None:
            raise WrongStageError("说事会已经收尾。", hint="请用“作废”，写明原因。")
        item.is_deleted = True


def close_meeting(
    store: Store, meeting_id: str, *, on: date | None = None, ended_at: time | None = None
) -> None:
    """散会 (``on``, default today): the record is complete. A hearing has a closing of its own."""
    with store.change("会议收尾") as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        if meeting.kind is MeetingKind.HEARING:
            raise WrongStageError("说事会请用“收尾”。", hint="收尾时事项得到编号。")
        check_day(meeting.on, earliest=date.min, today=store.today(), what="会议")
        day = on or store.today()
        check_day(day, earliest=meeting.on, today=store.today(), what="收尾")
        meeting.closed_on = day
        if ended_at is not None:
            meeting.ended_at = ended_at
