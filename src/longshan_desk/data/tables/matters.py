"""Matters, who raised them, and the moves that are only ever added (R7, R13–R17)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.pinyin import initials, sort_key
from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code, JsonText
from longshan_desk.domain.labels import (
    Act,
    Answer,
    FindingKind,
    ListKind,
    Outcome,
    Source,
    Stage,
    Topic,
    TownshipAct,
    TownshipStage,
)


class Matter(Exchanged, Table):
    __tablename__ = "matter"
    OWNER: ClassVar[str] = "village"
    OWNERS: ClassVar[dict[str, str]] = {"township": "township"}
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "township": (
            "township_stage",
            "township_received_on",
            "township_decided_on",
            "township_decision",
            "township_department",
            "township_due_on",
            "township_progress",
            "township_answered_on",
            "township_answer",
        ),
        "state": (
            "list_kind",
            "stage",
            "outcome",
            "responsible",
            "due_on",
            "closed_on",
            "feedback_from",
            "answer",
            "cancelled_on",
        ),
        "contact": ("contact_name", "contact_phone"),
    }

    number: Mapped[str | None] = mapped_column(String, index=True)
    former_number: Mapped[str | None] = mapped_column(String, index=True)
    month: Mapped[str] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(Text)
    summary: Mapped[str | None] = mapped_column(Text)
    topic: Mapped[Topic] = mapped_column(Code(Topic), index=True)
    finding: Mapped[FindingKind | None] = mapped_column(Code(FindingKind))
    source: Mapped[Source] = mapped_column(Code(Source))
    heard_on: Mapped[date] = mapped_column(index=True)
    entered_on: Mapped[date]
    hearing_id: Mapped[str | None] = link("meeting.id")
    household_id: Mapped[str | None] = link("household.id")
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    signatures: Mapped[int] = mapped_column(default=1)
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    is_opening: Mapped[bool] = mapped_column(default=False)
    """期初: taken over from the lists kept until now (R43)."""
    main_id: Mapped[str | None] = link("matter.id")
    """The matter this one repeats."""
    merged_into: Mapped[str | None] = mapped_column(String, index=True)
    """The record that this double was joined to (R46, R48)."""
    list_kind: Mapped[ListKind] = mapped_column(Code(ListKind), index=True)
    stage: Mapped[Stage] = mapped_column(Code(Stage), index=True)
    outcome: Mapped[Outcome | None] = mapped_column(Code(Outcome))
    responsible: Mapped[str | None] = mapped_column(index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    closed_on: Mapped[date | None] = mapped_column(index=True)
    feedback_from: Mapped[date | None] = mapped_column(index=True)
    answer: Mapped[Answer | None] = mapped_column(Code(Answer))
    cancelled_on: Mapped[date | None]
    township_stage: Mapped[TownshipStage | None] = mapped_column(Code(TownshipStage), index=True)
    """R15: how the township dealt with the report; repeats the sum of the township's moves."""
    township_received_on: Mapped[date | None]
    township_decided_on: Mapped[date | None]
    township_decision: Mapped[str | None] = mapped_column(Text)
    township_department: Mapped[str | None]
    township_due_on: Mapped[date | None]
    township_progress: Mapped[str | None] = mapped_column(Text)
    township_answered_on: Mapped[date | None]
    township_answer: Mapped[str | None] = mapped_column(Text)
    words_key: Mapped[str] = mapped_column(default="", info={"derived": True})

    def derive(self) -> None:
        self.words_key = sort_key((self.summary or self.words)[:12])

    def search_text(self) -> tuple[str, str]:
        parts = (self.number, self.former_number, self.summary, self.words)
        who = None if self.is_anonymous else self.contact_name
        above = (self.township_department, self.township_decision, self.township_answer)
        text = " ".join(part for part in (*parts, who, self.responsible, *above) if part)
        return text, initials((self.summary or self.words)[:12])


class Raiser(Exchanged, Table):
    """One of those who raised a matter (R54)."""

    __tablename__ = "raiser"
    OWNER: ClassVar[str] = "village"

    matter_id: Mapped[str] = link("matter.id")
    name: Mapped[str]
    person_id: Mapped[str | None] = link("person.id")
    position: Mapped[int] = mapped_column(default=0)


class Move(Exchanged, Table):
    """One step on a matter's timeline; ``data`` holds what the step requires, by name."""

    __tablename__ = "move"
    OWNER: ClassVar[str] = "village"
    APPEND_ONLY: ClassVar[bool] = True

    matter_id: Mapped[str] = link("matter.id")
    act: Mapped[Act] = mapped_column(Code(Act))
    on: Mapped[date] = mapped_column(index=True)
    at: Mapped[str]
    """The real clock, UTC, ISO 8601."""
    stamp: Mapped[int]
    """Order of entry on this desk (the log's ordering stamp)."""
    entered_on: Mapped[date]
    by: Mapped[str]
    text: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JsonText)
    meeting_id: Mapped[str | None] = link("meeting.id")


class TownshipMove(Exchanged, Table):
    """One step of the township on a matter that was reported to it; only ever added to (R15).

    It stands in the village's partition, so that it comes home with the return package.
    """

    __tablename__ = "township_move"
    OWNER: ClassVar[str] = "township"
    PARTS: ClassVar[tuple[str, ...]] = ("village",)
    APPEND_ONLY: ClassVar[bool] = True

    matter_id: Mapped[str] = link("matter.id")
    act: Mapped[TownshipAct] = mapped_column(Code(TownshipAct))
    on: Mapped[date] = mapped_column(index=True)
    at: Mapped[str]
    """The real clock, UTC, ISO 8601."""
    stamp: Mapped[int]
    entered_on: Mapped[date]
    by: Mapped[str]
    text: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JsonText)
