"""What never leaves this computer: the search index and the users' PINs."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Table


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
