"""Hearings and all other meetings: one record each, with agenda items of any kind (R36)."""

from __future__ import annotations

from datetime import date, time
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code
from longshan_desk.domain.labels import AttendanceState, Decision, ItemKind, MeetingKind, Role
from longshan_desk.domain.procedure_labels import Step


class Meeting(Exchanged, Table):
    __tablename__ = "meeting"
    OWNER: ClassVar[str] = "village"

    kind: Mapped[MeetingKind] = mapped_column(Code(MeetingKind), index=True)
    on: Mapped[date] = mapped_column(index=True)
    month: Mapped[str] = mapped_column(index=True)
    """The month a hearing belongs to, ``2022-04``: kept when it is postponed (R47)."""
    title: Mapped[str | None]
    starts_at: Mapped[time | None]
    ended_at: Mapped[time | None]
    place: Mapped[str | None]
    chair: Mapped[str | None]
    chair_reason: Mapped[str | None]
    """Why somebody other than the secretary takes the chair (R3)."""
    recorder: Mapped[str | None]
    hearing_id: Mapped[str | None] = link("meeting.id")
    """The hearing whose matters a committees' meeting decides (R12)."""
    entered_on: Mapped[date]
    closed_on: Mapped[date | None]
    committees_due_on: Mapped[date | None]
    """A postponed day for the 3-day meeting (顺延, R47); empty means the policy's."""
    committees_reason: Mapped[str | None]
    committees_put_off_on: Mapped[date | None]
    """The day on which the meeting was put off: days before it know nothing of it."""
    merged_into: Mapped[str | None] = mapped_column(String, index=True)
    """The record that this double was joined to (R46, R48)."""
    cancelled_reason: Mapped[str | None]
    note: Mapped[str | None]
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "committees_postponed": (
            "committees_due_on",
            "committees_reason",
            "committees_put_off_on",
        ),
        "chairing": ("chair", "chair_reason"),
    }

    def search_text(self) -> tuple[str, str]:
        words = f"{self.kind.label} {self.on.isoformat()} {self.title or ''} {self.place or ''}"
        return words, ""


class MeetingMove(Exchanged, Table):
    """A hearing moved to another day, with the reason (R2, R47)."""

    __tablename__ = "meeting_move"
    OWNER: ClassVar[str] = "village"
    APPEND_ONLY: ClassVar[bool] = True

    meeting_id: Mapped[str] = link("meeting.id")
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str]
    entered_on: Mapped[date]


class Attendance(Exchanged, Table):
    __tablename__ = "attendance"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {"state": ("state", "reason")}

    meeting_id: Mapped[str] = link("meeting.id")
    name: Mapped[str]
    cadre_id: Mapped[str | None] = link("cadre.id")
    role: Mapped[Role | None] = mapped_column(Code(Role))
    state: Mapped[AttendanceState] = mapped_column(Code(AttendanceState))
    reason: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)


class AgendaItem(Exchanged, Table):
    """One row of a meeting, in spoken order. What was raised stands on its matter; the words of
    speeches and free items stand here (R42)."""

    __tablename__ = "agenda_item"
    OWNER: ClassVar[str] = "village"

    meeting_id: Mapped[str] = link("meeting.id")
    kind: Mapped[ItemKind] = mapped_column(Code(ItemKind))
    position: Mapped[int]
    matter_id: Mapped[str | None] = link("matter.id")
    speaker: Mapped[str | None]
    text: Mapped[str | None]
    result: Mapped[str | None]
    answerer: Mapped[str | None]
    decision: Mapped[Decision | None] = mapped_column(Code(Decision))
    procedure_id: Mapped[str | None] = mapped_column(index=True)
    """The decision whose step this item was; its votes stand on that procedure (R36)."""
    step: Mapped[Step | None] = mapped_column(Code(Step))
    entered_on: Mapped[date]
    voided_reason: Mapped[str | None]
