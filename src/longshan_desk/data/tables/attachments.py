"""Photos and files that belong to a record; their bytes lie in the desk's folder by their hash."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Exchanged, Table
from longshan_desk.data.types import Code
from longshan_desk.domain.visit_labels import Attached


class Attachment(Exchanged, Table):
    __tablename__ = "attachment"
    OWNER: ClassVar[str] = "maker"

    kind: Mapped[Attached] = mapped_column(Code(Attached))
    record_id: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(index=True)
    """SHA-256 of the content; the file is named by it, so the same photo is kept once."""
    size: Mapped[int]
    caption: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)
    added_on: Mapped[date]
    by: Mapped[str]
