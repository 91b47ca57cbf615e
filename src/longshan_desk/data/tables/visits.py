"""Visits as the diary holds them, sessions with their findings, and the work ledger (R8–R10).

The diary is append-only: a correction is a further version of its entry, so that what was said
before stays readable and two desks that correct the same entry cannot conflict. The version
written last (``stamp``, then ``id``) is the one that counts. ``owner`` is the office whose word a
row is: those of the liaison leaders and township cadres are the township's (R49).
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code, JsonText
from longshan_desk.domain.labels import FindingKind, OfficeRole
from longshan_desk.domain.visit_labels import FollowUpKind, LedgerAct, SessionKind, VisitWay

# All that says which version counts, in the order of the diary: a whole diary of many years is
# put in order without reading its entries.
_COUNTED = ("on", "stamp", "entry_id", "is_deleted", "corrected_on", "merged_into", "id")
_IS_PROMISED = text("promise_due IS NOT NULL")


class Visit(Exchanged, Table):
    """One version of an entry of the diary; the first has itself as ``entry_id``."""

    __tablename__ = "visit"
    OWNER: ClassVar[str] = "maker"
    APPEND_ONLY: ClassVar[bool] = True
    __table_args__ = (
        Index("ix_visit_household_on", "household_id", "on"),
        Index("ix_visit_finding_on", "finding", "on"),
        Index("ix_visit_diary", *_COUNTED, "visitors"),
        Index("ix_visit_promises", *_COUNTED, "promise_due", sqlite_where=_IS_PROMISED),
    )

    entry_id: Mapped[str] = link("visit.id")
    household_id: Mapped[str] = mapped_column(
        ForeignKey("household.id", deferrable=True, initially="DEFERRED")
    )
    on: Mapped[date]
    way: Mapped[VisitWay] = mapped_column(Code(VisitWay))
    place: Mapped[str | None]
    visitors: Mapped[list[str]] = mapped_column(JsonText)
    met: Mapped[list[str]] = mapped_column(JsonText)
    topics: Mapped[list[str]] = mapped_column(JsonText)
    """Codes of the policy's lists (R8, R10)."""
    text: Mapped[str | None] = mapped_column(Text)
    is_unchanged: Mapped[bool] = mapped_column(default=False)
    """无变化: seen, and nothing to say; counted apart."""
    finding: Mapped[FindingKind | None] = mapped_column(Code(FindingKind))
    is_internal: Mapped[bool] = mapped_column(default=False)
    """内部: never on a paper or picture for the public."""
    promise: Mapped[str | None] = mapped_column(Text)
    promise_due: Mapped[date | None]
    promise_by: Mapped[str | None]
    owner: Mapped[OfficeRole] = mapped_column(Code(OfficeRole), default=OfficeRole.VILLAGE)
    entered_on: Mapped[date]
    """The day on which the entry was first written; a correction repeats it."""
    corrected_on: Mapped[date | None] = mapped_column(index=True)
    reason: Mapped[str | None]
    """Why this version takes the place of the one before."""
    merged_into: Mapped[str | None] = mapped_column(String, index=True)
    """The entry that this double was joined to (R48)."""
    by: Mapped[str]
    at: Mapped[str]
    """The real clock, UTC, ISO 8601."""
    stamp: Mapped[int]

    def search_text(self) -> tuple[str, str] | None:
        words = (self.text, self.promise, self.place, *self.visitors, *self.met)
        return " ".join(filter(None, (self.on.isoformat(), *words))), ""


class VisitFollowUp(Exchanged, Table):
    """What came after an entry: the leader's 批阅, and what became of its promise."""

    __tablename__ = "visit_follow_up"
    OWNER: ClassVar[str] = "maker"
    APPEND_ONLY: ClassVar[bool] = True

    entry_id: Mapped[str] = link("visit.id")
    kind: Mapped[FollowUpKind] = mapped_column(Code(FollowUpKind))
    on: Mapped[date] = mapped_column(index=True)
    by: Mapped[str]
    """Who says so: the leader of a 批阅, the person of a promise."""
    text: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[OfficeRole] = mapped_column(Code(OfficeRole), default=OfficeRole.VILLAGE)
    entered_on: Mapped[date]
    at: Mapped[str]
    stamp: Mapped[int]


class VisitSession(Exchanged, Table):
    """A 座谈 or 现场办公: place, people, findings; never coverage (R9)."""

    __tablename__ = "visit_session"
    OWNER: ClassVar[str] = "maker"

    kind: Mapped[SessionKind] = mapped_column(Code(SessionKind))
    on: Mapped[date] = mapped_column(index=True)
    place: Mapped[str]
    visitors: Mapped[list[str]] = mapped_column(JsonText)
    met: Mapped[list[str]] = mapped_column(JsonText)
    text: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[OfficeRole] = mapped_column(Code(OfficeRole), default=OfficeRole.VILLAGE)
    entered_on: Mapped[date]

    def search_text(self) -> tuple[str, str] | None:
        words = (self.kind.label, self.place, self.text, *self.visitors, *self.met)
        return " ".join(filter(None, (self.on.isoformat(), *words))), ""


class SessionFinding(Exchanged, Table):
    """One thing that was found at a session, sorted (R9)."""

    __tablename__ = "session_finding"
    OWNER: ClassVar[str] = "maker"

    session_id: Mapped[str] = link("visit_session.id")
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[FindingKind] = mapped_column(Code(FindingKind))
    text: Mapped[str] = mapped_column(Text)
    said_by: Mapped[str | None]
    household_id: Mapped[str | None] = link("household.id")
    is_internal: Mapped[bool] = mapped_column(default=False)


class LedgerEntry(Exchanged, Table):
    """One line of the 工作台账 (R9)."""

    __tablename__ = "ledger_entry"
    OWNER: ClassVar[str] = "maker"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "decision": ("decided_on", "decision"),
        "closing": ("closed_on", "result"),
    }

    on: Mapped[date] = mapped_column(index=True)
    """The day it was put on the ledger."""
    finding: Mapped[FindingKind | None] = mapped_column(Code(FindingKind))
    problem: Mapped[str | None] = mapped_column(Text)
    """What was found, in words."""
    target: Mapped[str] = mapped_column(Text)
    leader: Mapped[str | None]
    unit: Mapped[str | None]
    person: Mapped[str]
    due_on: Mapped[date] = mapped_column(index=True)
    decided_on: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date | None] = mapped_column(index=True)
    result: Mapped[str | None] = mapped_column(Text)
    household_id: Mapped[str | None] = link("household.id")
    owner: Mapped[OfficeRole] = mapped_column(Code(OfficeRole), default=OfficeRole.VILLAGE)
    entered_on: Mapped[date]

    def search_text(self) -> tuple[str, str] | None:
        words = (self.target, self.problem, self.leader, self.unit, self.person)
        return " ".join(filter(None, words)), ""


class LedgerStep(Exchanged, Table):
    """What happened to a line of the ledger; only ever added to."""

    __tablename__ = "ledger_step"
    OWNER: ClassVar[str] = "maker"
    APPEND_ONLY: ClassVar[bool] = True

    ledger_id: Mapped[str] = link("ledger_entry.id")
    act: Mapped[LedgerAct] = mapped_column(Code(LedgerAct))
    on: Mapped[date]
    by: Mapped[str]
    text: Mapped[str | None] = mapped_column(Text)
    entered_on: Mapped[date]
    at: Mapped[str]
    stamp: Mapped[int]


class VisitLink(Exchanged, Table):
    """An entry or a session's finding, and the matter or ledger line that came of it."""

    __tablename__ = "visit_link"
    OWNER: ClassVar[str] = "maker"

    entry_id: Mapped[str | None] = link("visit.id")
    finding_id: Mapped[str | None] = link("session_finding.id")
    matter_id: Mapped[str | None] = link("matter.id")
    ledger_id: Mapped[str | None] = link("ledger_entry.id")
