"""Papers that were issued, as they were issued, the uses of the office's seal (R37, R38), and the
words of papers that an office chose itself.

A paper is kept with its blocks in the exchanged tables: every PC of the village reprints it, and
the township sees what replaced it after a correction.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code, JsonText
from longshan_desk.domain.paper_life import PaperStatus


class IssuedPaper(Exchanged, Table):
    __tablename__ = "issued_paper"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "voided": ("voided_on", "voided_reason"),
        "final": ("final_name", "final_digest"),
    }

    kind: Mapped[str] = mapped_column(index=True)
    for_id: Mapped[str] = mapped_column(index=True)
    """The record it was made from: an id, a matter's number or a month."""
    title: Mapped[str]
    month: Mapped[str] = mapped_column(index=True)
    issued_on: Mapped[date]
    issued_by: Mapped[str]
    blocks: Mapped[dict[str, Any]] = mapped_column(JsonText)
    facts: Mapped[str]
    """The fingerprint of what it was filled from."""
    size: Mapped[str]
    names: Mapped[str]
    status: Mapped[PaperStatus] = mapped_column(Code(PaperStatus), index=True)
    box_number: Mapped[str | None]
    version: Mapped[int]
    replaces_id: Mapped[str | None] = link("issued_paper.id")
    voided_on: Mapped[date | None]
    voided_reason: Mapped[str | None]
    final_name: Mapped[str | None]
    """The scan or file of the signed original, in the desk's folder of papers."""
    final_digest: Mapped[str | None]

    def search_text(self) -> tuple[str, str]:
        return f"{self.title} {self.month} {self.box_number or ''}", ""


class SealUse(Exchanged, Table):
    """One line of the 用章登记簿."""

    __tablename__ = "seal_use"
    OWNER: ClassVar[str] = "village"

    on: Mapped[date] = mapped_column(index=True)
    paper_id: Mapped[str | None] = link("issued_paper.id")
    title: Mapped[str]
    copies: Mapped[int]
    seal: Mapped[str]
    """Which seal: 村党支部, 村民委员会 …"""
    approved_by: Mapped[str | None]
    handled_by: Mapped[str]


class VillageWording(Exchanged, Table):
    """A phrase of a paper as this village words it; counts where the township has none."""

    __tablename__ = "village_wording"
    OWNER: ClassVar[str] = "village"

    kind: Mapped[str] = mapped_column(index=True)
    """The paper's code, or ``office`` for the names that stand on all of them."""
    key: Mapped[str]
    text: Mapped[str]


class TownshipWording(Exchanged, Table):
    """A phrase that the township has settled for all its villages."""

    __tablename__ = "township_wording"
    OWNER: ClassVar[str] = "township"

    kind: Mapped[str] = mapped_column(index=True)
    key: Mapped[str]
    text: Mapped[str]
