"""Decisions by 四议两公开: each with the rules it began with, and acts only ever added (R14)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code, JsonText
from longshan_desk.domain.procedure_labels import Deed, Motion


class Procedure(Exchanged, Table):
    __tablename__ = "procedure"
    OWNER: ClassVar[str] = "village"

    matter_id: Mapped[str | None] = link("matter.id")
    title: Mapped[str]
    proposal: Mapped[str] = mapped_column(Text)
    """What is to be decided, as it was first put."""
    type_code: Mapped[str]
    motion: Mapped[Motion] = mapped_column(Code(Motion))
    began_on: Mapped[date] = mapped_column(index=True)
    entered_on: Mapped[date]
    begun_by: Mapped[str]
    rules: Mapped[dict[str, Any]] = mapped_column(JsonText)
    """The rule set it began with, whole."""

    def search_text(self) -> tuple[str, str]:
        return f"四议两公开 {self.title} {self.proposal}", ""


class ProcedureAct(Exchanged, Table):
    """One act in a procedure; ``data`` holds what the deed requires, by name."""

    __tablename__ = "procedure_act"
    OWNER: ClassVar[str] = "village"
    APPEND_ONLY: ClassVar[bool] = True

    procedure_id: Mapped[str] = link("procedure.id")
    deed: Mapped[Deed] = mapped_column(Code(Deed))
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
