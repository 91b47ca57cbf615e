"""The meeting in which a step was taken: one record for all that was on its agenda (R36)."""

from __future__ import annotations

from datetime import date, time
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.registering import add_row
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.meetings import AgendaItem, Meeting
from longshan_desk.data.tables.procedures import Procedure
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import Month, chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.domain.procedure_labels import Step
from longshan_desk.errors import BadValueError

KINDS = {
    Body.BRANCH_COMMITTEE: MeetingKind.BRANCH_COMMITTEE,
    Body.TWO_COMMITTEES: MeetingKind.COMMITTEES,
    Body.PARTY_MEMBERS: MeetingKind.PARTY_MEMBERS,
    Body.PARTY_COUNCIL: MeetingKind.PARTY_MEMBERS,
    Body.REPRESENTATIVES: MeetingKind.REPRESENTATIVES,
    Body.JOINT_HOUSEHOLDS: MeetingKind.REPRESENTATIVES,
    Body.VILLAGERS: MeetingKind.VILLAGERS,
    Body.HOUSEHOLDS: MeetingKind.VILLAGERS,
}
"""The kind of meeting in which a body sits; any other is 其他会议."""


_TITLED = frozenset(
    {Body.PARTY_COUNCIL, Body.JOINT_HOUSEHOLDS, Body.HOUSEHOLDS, Body.COLLECTIVE_MEMBERS}
)
"""Bodies that the kind of meeting does not name."""


class Convened(Protocol):
    """What is known of the meeting when its vote is entered."""

    @property
    def step(self) -> Step: ...
    @property
    def on(self) -> date | None: ...
    @property
    def starts_at(self) -> time | None: ...
    @property
    def ended_at(self) -> time | None: ...
    @property
    def place(self) -> str | None: ...
    @property
    def chair(self) -> str | None: ...
    @property
    def recorder(self) -> str | None: ...
    @property
    def meeting_id(self) -> str | None: ...


def meeting_for(
    session: Session, store: Store, procedure: Procedure, body: Body, said: Convened
) -> Meeting:
    """The meeting named; else the one of that kind, day and place on record; else a new one."""
    if said.meeting_id is not None:
        meeting: Meeting = require(session, Meeting, said.meeting_id, "会议")
        if said.on is not None and said.on != meeting.on:
            raise BadValueError(
                f"会议在 {chinese_date(meeting.on)}，不是 {chinese_date(said.on)}。",
                hint="请核对日期，或核对是哪一次会议。",
                where="日期",
            )
        return meeting
    on = said.on or store.today()
    kind = KINDS.get(body, MeetingKind.OTHER)
    found = _on_record(session, procedure, kind, on, said)
    return found or _new_meeting(session, store, body, kind, on, said)


def _on_record(
    session: Session, procedure: Procedure, kind: MeetingKind, on: date, said: Convened
) -> Meeting | None:
    """A meeting that can be the same: nothing said of it differs, and this step was not voted on
    in it before."""
    meetings = session.execute(
        select(Meeting)
        .where(Meeting.kind == kind, Meeting.on == on, is_shown(Meeting))
        .order_by(Meeting.starts_at, Meeting.id)
    ).scalars()
    for meeting in meetings:
        if _agrees(meeting, said) and _item(session, meeting, procedure, said.step) is None:
            _fill(meeting, said)
            return meeting
    return None


_HEAD = ("place", "chair", "recorder", "starts_at", "ended_at")


def _agrees(meeting: Meeting, said: Convened) -> bool:
    """Whether nothing that is said of the meeting differs from what stands at its head."""
    pairs = ((getattr(said, name), getattr(meeting, name)) for name in _HEAD)
    return all(new is None or old is None or new == old for new, old in pairs)


def _fill(meeting: Meeting, said: Convened) -> None:
    """What was not known yet when the meeting was called."""
    for name in _HEAD:
        if getattr(meeting, name) is None:
            setattr(meeting, name, getattr(said, name))


def _new_meeting(
    session: Session, store: Store, body: Body, kind: MeetingKind, on: date, said: Convened
) -> Meeting:
    meeting = Meeting(
        kind=kind,
        on=on,
        month=str(Month.of(on)),
        title=body.label if body in _TITLED else None,
        starts_at=said.starts_at,
        ended_at=said.ended_at,
        place=optional_text(said.place),
        chair=optional_text(said.chair),
        recorder=optional_text(said.recorder),
        entered_on=store.today(),
        closed_on=on,
    )
    session.add(meeting)
    session.flush()
    return meeting


def _item(
    session: Session, meeting: Meeting, procedure: Procedure, step: Step
) -> AgendaItem | None:
    return session.execute(
        select(AgendaItem)
        .where(
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.procedure_id == procedure.id,
            AgendaItem.step == step,
            AgendaItem.is_deleted.is_(False),
        )
        .limit(1)
    ).scalar()


def enter_on_agenda(
    session: Session, store: Store, meeting: Meeting, procedure: Procedure, step: Step, result: str
) -> None:
    """R36: the vote is one item of the meeting, beside whatever else was on it."""
    row = _item(session, meeting, procedure, step)
    if row is None or row.result is not None:
        row = add_row(session, store, meeting, ItemKind.PROCEDURE, text=procedure.title)
        row.procedure_id, row.step = procedure.id, step
    row.result = result
