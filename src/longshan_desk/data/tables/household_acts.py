"""What happened to households, act by act, and who belonged where before (R46)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code, JsonText
from longshan_desk.domain.household_changes import Change


class HouseholdAct(Exchanged, Table):
    """迁入 迁出 分户 并户 变更户主 出生 死亡, and the taking back of one.

    ``data`` holds what the act wrote over (``before``) and made (``made``), for taking it back.
    """

    __tablename__ = "household_act"
    OWNER: ClassVar[str] = "village"
    APPEND_ONLY: ClassVar[bool] = True

    act: Mapped[Change] = mapped_column(Code(Change))
    on: Mapped[date] = mapped_column(index=True)
    household_id: Mapped[str] = link("household.id")
    to_household_id: Mapped[str | None] = link("household.id")
    people: Mapped[list[str]] = mapped_column(JsonText)
    """The ids of those who moved, were born, died or became head."""
    touched: Mapped[list[str]] = mapped_column(JsonText)
    """The same, with heads that came or went along with it."""
    place: Mapped[str | None]
    """Where they came from or went to."""
    reason: Mapped[str | None] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JsonText)
    cancels_id: Mapped[str | None] = link("household_act.id")
    at: Mapped[str]
    """The real clock, UTC, ISO 8601."""
    stamp: Mapped[int]
    """Order of entry on this desk (the log's ordering stamp)."""
    entered_on: Mapped[date]
    by: Mapped[str]


class FormerStay(Exchanged, Table):
    """A household that a person belonged to before the present one, until before a day."""

    __tablename__ = "former_stay"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {"period": ("from_on", "before")}

    person_id: Mapped[str] = link("person.id")
    household_id: Mapped[str] = link("household.id")
    from_on: Mapped[date | None]
    before: Mapped[date]
    relation: Mapped[str | None]


class FormerHead(Exchanged, Table):
    """Who headed a household until before a day."""

    __tablename__ = "former_head"
    OWNER: ClassVar[str] = "village"

    household_id: Mapped[str] = link("household.id")
    person_id: Mapped[str] = link("person.id")
    name: Mapped[str]
    before: Mapped[date]
