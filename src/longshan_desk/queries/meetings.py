"""Meetings as lists and as one page: head, attendance, rows, what is missing (R2–R4, R36, R42)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.attendances import attendances_of, expected_people, suggested
from longshan_desk.data.records import policy_for, require
from longshan_desk.data.standing import is_shown, main_of, same_as
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import AgendaItem, Attendance, Meeting, MeetingMove
from longshan_desk.domain.calendar import Due, Month, short_date
from longshan_desk.domain.deadlines import committees_due
from longshan_desk.domain.labels import (
    AttendanceState,
    Decision,
    FindingKind,
    ItemKind,
    ListKind,
    MeetingKind,
    Role,
    Source,
    Stage,
    Topic,
)
from longshan_desk.domain.policy import Policy
from longshan_desk.queries.matters import MatterRow, Snapshot, existing, in_order


@dataclass(frozen=True, slots=True)
class MeetingRow:
    id: str
    kind: MeetingKind
    on: date
    month: str
    title: str
    place: str | None
    chair: str | None
    closed_on: date | None
    matters: int

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One person's attendance; without an ``id`` it is only expected, not yet entered."""

    id: str | None
    name: str
    role: Role | None
    state: AttendanceState
    reason: str | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One row of a meeting, with the matter it raised or decided."""

    id: str
    kind: ItemKind
    position: int
    speaker: str | None
    text: str | None
    result: str | None
    answerer: str | None
    decision: Decision | None
    voided_reason: str | None
    entered_on: date
    matter_id: str | None
    number: str | None
    words: str | None
    summary: str | None
    topic: Topic | None
    finding: FindingKind | None
    list_kind: ListKind | None
    raisers: tuple[str, ...]
    is_anonymous: bool
    signatures: int
    contact_phone: str | None
    household_id: str | None
    is_registered_before: bool
    """Its matter came by another way and was put on this agenda (R42)."""


@dataclass(frozen=True, slots=True)
class Moved:
    from_on: date
    to_on: date
    reason: str


@dataclass(frozen=True)
class MeetingPage:
    row: MeetingRow
    starts_at: time | None
    ended_at: time | None
    chair_reason: str | None
    recorder: str | None
    note: str | None
    hearing_id: str | None
    entered_on: date
    is_entered_late: bool
    moves: tuple[Moved, ...]
    attendance: tuple[AttendanceRow, ...]
    """Who is entered, then who is expected and not yet entered."""
    expected: int
    present: int
    items: tuple[ItemRow, ...]
    committees_due: Due | None
    """For a hearing: until when the committees meet, with its sum (R12)."""
    committees_reason: str | None
    committees: tuple[MeetingRow, ...]
    """For a hearing: the committees' meetings that decide its matters."""
    late_days: int
    """For a committees' meeting: how many days after the policy's term it was held, put off or
    not (R47): ``committees_due`` tells the reason where it was put off."""
    missing_observers: tuple[Role, ...]
    """For a hearing with attendance: who has to sit in every month and did not (R4)."""


def list_meetings(
    store: Store,
    *,
    kind: MeetingKind | None = None,
    year: int | None = None,
    on: date | None = None,
) -> list[MeetingRow]:
    """Meetings, newest first, as known ``on`` a day: what was closed later counts as not yet
    closed, and of the meetings still to come those stand here that had been planned by then."""
    statement = select(Meeting).where(is_shown(Meeting))
    if kind is not None:
        statement = statement.where(Meeting.kind == kind)
    if year is not None:
        statement = statement.where(Meeting.month.startswith(f"{year:04d}-"))
    if on is not None:
        statement = statement.where(or_(Meeting.on <= on, Meeting.entered_on <= on))
    with store.read() as session:
        meetings = list(session.execute(statement.order_by(Meeting.on.desc())).scalars())
        return _rows(session, meetings, on)


def _rows(
    session: Session, meetings: Sequence[Meeting], on: date | None = None
) -> list[MeetingRow]:
    statement = (
        select(AgendaItem.meeting_id, func.count(AgendaItem.matter_id.distinct()))
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.is_deleted.is_(False), AgendaItem.matter_id.is_not(None))
        .group_by(AgendaItem.meeting_id)
    )
    if on is not None:
        statement = statement.where(or_(Meeting.on <= on, AgendaItem.entered_on <= on))
    counts = dict(session.execute(statement).all())
    return [_row(meeting, counts.get(meeting.id, 0), on) for meeting in meetings]


def _row(meeting: Meeting, matters: int, on: date | None = None) -> MeetingRow:
    closed = meeting.closed_on
    if closed is not None and on is not None and closed > on:
        closed = None
    name = meeting.title or meeting.kind.label
    return MeetingRow(
        meeting.id,
        meeting.kind,
        meeting.on,
        meeting.month,
        name,
        meeting.place,
        meeting.chair,
        closed,
        matters,
    )


def meeting_page(store: Store, meeting_id: str) -> MeetingPage:
    """One meeting with everything on it."""
    with store.read() as session:
        meeting = require(session, Meeting, main_of(session, Meeting, meeting_id), "会议")
        policy = policy_for(session, meeting.on)
        entered = [_attendance(row) for row in attendances_of(session, meeting.id)]
        due, late = _committees(session, meeting)
        return MeetingPage(
            row=_rows(session, [meeting])[0],
            starts_at=meeting.starts_at,
            ended_at=meeting.ended_at,
            chair_reason=meeting.chair_reason,
            recorder=meeting.recorder,
            note=meeting.note,
            hearing_id=meeting.hearing_id,
            entered_on=meeting.entered_on,
            is_entered_late=(meeting.entered_on - meeting.on).days > policy.late_entry_days,
            moves=_moves(session, meeting.id),
            attendance=(*entered, *(_attendance(row) for row in suggested(session, meeting))),
            expected=len(expected_people(session, meeting)),
            present=sum(row.state is AttendanceState.PRESENT for row in entered),
            items=_items(session, meeting.id),
            committees_due=due,
            committees_reason=meeting.committees_reason,
            committees=_committees_meetings(session, meeting),
            late_days=late,
            missing_observers=_missing_observers(meeting, entered, policy),
        )


_MONTHLY_OBSERVERS = (Role.SUPPORT_TEAM_MEMBER, Role.RESIDENT_CADRE)


def _missing_observers(
    meeting: Meeting, entered: Sequence[AttendanceRow], policy: Policy
) -> tuple[Role, ...]:
    if meeting.kind is not MeetingKind.HEARING or not entered:
        return ()
    if not policy.support_team_monthly:
        return ()
    there = {row.role for row in entered if row.state.was_there}
    return tuple(role for role in _MONTHLY_OBSERVERS if role not in there)


def _attendance(row: Attendance) -> AttendanceRow:
    stored = row.id if row.part else None
    return AttendanceRow(stored, row.name, row.role, row.state, row.reason)


def _moves(session: Session, meeting_id: str) -> tuple[Moved, ...]:
    found = session.execute(
        select(MeetingMove)
        .where(
            MeetingMove.meeting_id.in_(same_as(Meeting, meeting_id)),
            MeetingMove.is_deleted.is_(False),
        )
        .order_by(MeetingMove.entered_on, MeetingMove.id)
    ).scalars()
    return tuple(Moved(move.from_on, move.to_on, move.reason) for move in found)


def _items(session: Session, meeting_id: str) -> tuple[ItemRow, ...]:
    rows = list(
        session.execute(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting_id, AgendaItem.is_deleted.is_(False))
            .order_by(AgendaItem.position)
        ).scalars()
    )
    rows = _each_matter_once(rows)
    ids = [row.matter_id for row in rows if row.matter_id]
    matters = list(session.execute(existing().where(Matter.id.in_(ids))).scalars())
    snapshot = Snapshot.of(session, matters, date.max)
    by_id = {matter.id: matter for matter in matters}
    return tuple(_item(row, by_id.get(row.matter_id or ""), snapshot) for row in rows)


def _each_matter_once(rows: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Two rows that were found to be one matter are one row of the meeting (R48)."""
    first = {row.matter_id or row.id: row for row in reversed(rows)}
    return [row for row in rows if first[row.matter_id or row.id] is row]


def _item(row: AgendaItem, matter: Matter | None, snapshot: Snapshot) -> ItemRow:
    return ItemRow(
        id=row.id,
        kind=row.kind,
        position=row.position,
        speaker=row.speaker,
        text=row.text,
        result=row.result,
        answerer=row.answerer,
        decision=row.decision,
        voided_reason=row.voided_reason,
        entered_on=row.entered_on,
        matter_id=matter.id if matter else None,
        number=matter.number if matter else None,
        words=matter.words if matter else None,
        summary=matter.summary if matter else None,
        topic=matter.topic if matter else None,
        finding=matter.finding if matter else None,
        list_kind=matter.list_kind if matter else None,
        raisers=tuple(snapshot.raisers.get(matter.id, ())) if matter else (),
        is_anonymous=matter.is_anonymous if matter else False,
        signatures=matter.signatures if matter else 0,
        contact_phone=matter.contact_phone if matter else None,
        household_id=matter.household_id if matter else None,
        is_registered_before=matter is not None and matter.hearing_id != row.meeting_id,
    )


def due_of(session: Session, hearing: Meeting) -> Due:
    """R12 with R47: the last day for the committees' meeting, put off where that was explained."""
    due = committees_due(hearing.on, policy_for(session, hearing.on))
    put_off = hearing.committees_due_on
    if put_off is None or put_off <= due.on:
        return due
    words = f"{due.rule}，顺延到 {short_date(put_off)}（{hearing.committees_reason}）"
    return Due(put_off, words)


def _committees(session: Session, meeting: Meeting) -> tuple[Due | None, int]:
    if meeting.kind is MeetingKind.HEARING:
        return due_of(session, meeting), 0
    hearing = session.get(Meeting, meeting.hearing_id) if meeting.hearing_id else None
    if hearing is None:
        return None, 0
    term = committees_due(hearing.on, policy_for(session, hearing.on))
    return due_of(session, hearing), max(0, (meeting.on - term.on).days)


def _committees_meetings(session: Session, meeting: Meeting) -> tuple[MeetingRow, ...]:
    found = session.execute(
        select(Meeting)
        .where(Meeting.hearing_id == meeting.id, is_shown(Meeting))
        .order_by(Meeting.on)
    ).scalars()
    return tuple(_rows(session, list(found)))


def hearing_of_month(session: Session, month: Month) -> Meeting | None:
    """The hearing that belongs to a month, also when it was put off into the next (R47)."""
    return (
        session.execute(
            select(Meeting)
            .where(
                Meeting.kind == MeetingKind.HEARING,
                Meeting.month == str(month),
                is_shown(Meeting),
            )
            .order_by(Meeting.on)
        )
        .scalars()
        .first()
    )


def offered_matters(store: Store, hearing_id: str) -> list[MatterRow]:
    """What callers, calls and visits brought since the last hearing, still open, and stands on
    no hearing's agenda yet (R42)."""
    with store.read() as session:
        hearing = require(session, Meeting, hearing_id, "说事会")
        last = session.execute(
            select(func.max(Meeting.on)).where(
                Meeting.kind == MeetingKind.HEARING,
                Meeting.on < hearing.on,
                is_shown(Meeting),
            )
        ).scalar()
        on_agendas = (
            select(AgendaItem.matter_id)
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .where(
                Meeting.kind == MeetingKind.HEARING,
                AgendaItem.matter_id.is_not(None),
                AgendaItem.is_deleted.is_(False),
            )
        )
        statement = existing().where(
            Matter.source.in_((Source.CALLER, Source.TELEPHONE, Source.VISIT)),
            Matter.stage.in_((Stage.HEARD, Stage.DELIBERATED, Stage.ACTING)),
            Matter.number.is_not(None),
            Matter.is_opening.is_(False),
            Matter.heard_on <= hearing.on,
            Matter.heard_on >= (last or date.min),
            Matter.id.not_in(on_agendas),
        )
        matters = in_order(session.execute(statement).scalars())
        snapshot = Snapshot.of(session, matters, store.today())
        return [snapshot.row(matter) for matter in matters]


def to_deliberate(store: Store, meeting_id: str) -> list[MatterRow]:
    """What a committees' meeting has before it: matters heard by its day and not yet
    deliberated, and those deliberated with nobody to act. What waits for 四议两公开, and what
    this meeting has decided, is not asked again."""
    with store.read() as session:
        meeting = require(session, Meeting, meeting_id, "会议")
        decided = select(AgendaItem.matter_id).where(
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.matter_id.is_not(None),
            AgendaItem.decision.is_not(None),
            AgendaItem.is_deleted.is_(False),
        )
        nobody_acts = and_(
            Matter.stage == Stage.DELIBERATED,
            Matter.responsible.is_(None),
            Matter.list_kind != ListKind.MAJOR_PUBLIC,
        )
        statement = existing().where(
            or_(Matter.stage == Stage.HEARD, nobody_acts),
            Matter.number.is_not(None),
            Matter.heard_on <= meeting.on,
            Matter.id.not_in(decided),
        )
        matters = in_order(session.execute(statement).scalars())
        snapshot = Snapshot.of(session, matters, store.today())
        return [snapshot.row(matter) for matter in matters]
