"""The rolls of the bodies that decide, with their terms and what leaves a member out (R14)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.pinyin import sort_key
from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import AbsenceReason
from longshan_desk.domain.labels import Sex


class RollEntry(Exchanged, Table):
    """One person's seat in one body, from a day until a day."""

    __tablename__ = "roll_entry"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "period": ("from_on", "until_on", "ended_reason"),
        "probation": ("is_probationary", "confirmed_on"),
    }

    body: Mapped[Body] = mapped_column(Code(Body), index=True)
    person_id: Mapped[str | None] = link("person.id")
    name: Mapped[str]
    sex: Mapped[Sex | None] = mapped_column(Code(Sex))
    group_no: Mapped[int | None]
    born_on: Mapped[date | None]
    phone: Mapped[str | None]
    is_probationary: Mapped[bool] = mapped_column(default=False)
    confirmed_on: Mapped[date | None]
    """转正: from this day on a full member."""
    lacks_capacity: Mapped[bool] = mapped_column(default=False)
    """无或者限制民事行为能力: belongs to the collective, not to its 成员大会."""
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    ended_reason: Mapped[str | None]
    note: Mapped[str | None]
    name_key: Mapped[str] = mapped_column(default="", info={"derived": True}, index=True)

    def derive(self) -> None:
        self.name_key = sort_key(self.name)


class RollHousehold(Exchanged, Table):
    """A household that a representative stands for."""

    __tablename__ = "roll_household"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {"period": ("from_on", "until_on")}

    entry_id: Mapped[str] = link("roll_entry.id")
    household_id: Mapped[str] = link("household.id")
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]


class RollExclusion(Exchanged, Table):
    """不计入应到, with its approval."""

    __tablename__ = "roll_exclusion"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "period": ("from_on", "until_on"),
        "approval": ("reason", "approved_by", "approved_on", "voted_on"),
    }

    entry_id: Mapped[str] = link("roll_entry.id")
    reason: Mapped[AbsenceReason] = mapped_column(Code(AbsenceReason))
    approved_by: Mapped[str]
    approved_on: Mapped[date]
    voted_on: Mapped[date | None]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    note: Mapped[str | None]


class AuthorisationRow(Exchanged, Table):
    """村民会议授权村民代表会议, with the paper it stands in (R30)."""

    __tablename__ = "authorisation"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {"period": ("on", "until_on")}

    on: Mapped[date]
    document: Mapped[str]
    scope: Mapped[str | None]
    until_on: Mapped[date | None]
