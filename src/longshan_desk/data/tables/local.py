"""What never leaves this computer: the search index, the users' PINs, and who printed what."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Table
from longshan_desk.data.types import Code
from longshan_desk.domain.paper_life import PaperWay
from longshan_desk.domain.redaction import Names


class SearchEntry(Table):
    """One findable record; kept in step with its row in the same transaction."""

    __tablename__ = "search_entry"

    kind: Mapped[str] = mapped_column(String, primary_key=True)
    id: Mapped[str] = mapped_column(String, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    initials: Mapped[str] = mapped_column(String)


class UserPin(Table):
    __tablename__ = "user_pin"

    user_id: Mapped[str] = mapped_column(String, primary_key=True)
    salt: Mapped[bytes]
    digest: Mapped[bytes]


class PaperUse(Table):
    """One paper that left the program: who, when, how, of which record, and nothing of its words.

    Only added to: triggers of its revision refuse any change. It stays here because it says
    what was done at this computer's printer, and to nobody else does it belong.
    """

    __tablename__ = "paper_use"

    id: Mapped[str] = mapped_column(String, primary_key=True)
    at: Mapped[str] = mapped_column(String, index=True)
    """UTC, ISO 8601."""
    user_id: Mapped[str]
    way: Mapped[PaperWay] = mapped_column(Code(PaperWay))
    kind: Mapped[str]
    for_id: Mapped[str]
    """The record's id, a month, a span of months; empty for a blank form."""
    names: Mapped[Names] = mapped_column(Code(Names))
    copies: Mapped[int]
    pages: Mapped[int]
