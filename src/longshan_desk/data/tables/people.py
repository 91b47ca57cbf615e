"""Groups, households, people and the special groups they belong to (R11, R34, R46)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.pinyin import initials, sort_key
from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.labels import IdKind, Sex


class VillageGroup(Exchanged, Table):
    """村民小组."""

    __tablename__ = "village_group"
    OWNER: ClassVar[str] = "village"

    number: Mapped[int]
    name: Mapped[str | None]


class Household(Exchanged, Table):
    __tablename__ = "household"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "life": ("began_on", "moved_out_on", "ended_reason")
    }

    group_no: Mapped[int] = mapped_column(index=True)
    code: Mapped[str | None]
    head_id: Mapped[str | None] = mapped_column(String, index=True)
    head_name: Mapped[str]
    address: Mapped[str | None]
    note: Mapped[str | None]
    began_on: Mapped[date | None]
    """The first day of a household that was made by an act; nothing for those always there."""
    moved_out_on: Mapped[date | None]
    """The first day on which it is no household any more, whatever ended it."""
    ended_reason: Mapped[str | None]
    merged_into: Mapped[str | None] = mapped_column(String, index=True)
    """The record that this double was joined to (R46, R48)."""
    head_key: Mapped[str] = mapped_column(default="", info={"derived": True}, index=True)

    def derive(self) -> None:
        self.head_key = sort_key(self.head_name)

    def search_text(self) -> tuple[str, str]:
        group = f"{group_label(self.group_no)} {self.group_no}组"
        parts = filter(None, (self.head_name, group, self.address, self.code))
        return " ".join(parts), initials(self.head_name)


class HouseholdAway(Exchanged, Table):
    """A household away from the village for a time."""

    __tablename__ = "household_away"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {"period": ("from_on", "until_on")}

    household_id: Mapped[str] = link("household.id")
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[str | None]


class Person(Exchanged, Table):
    __tablename__ = "person"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {
        "identity": ("id_kind", "id_number"),
        "stay": ("household_id", "joined_on", "left_on", "died_on"),
    }

    household_id: Mapped[str] = link("household.id")
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(index=True)
    id_kind: Mapped[IdKind | None] = mapped_column(Code(IdKind))
    id_number: Mapped[str | None] = mapped_column(index=True)
    sex: Mapped[Sex | None] = mapped_column(Code(Sex))
    born_on: Mapped[date | None]
    relation: Mapped[str | None]
    phone: Mapped[str | None]
    ethnicity: Mapped[str | None]
    political: Mapped[str | None]
    education: Mapped[str | None]
    health: Mapped[str | None]
    work_place: Mapped[str | None]
    resident: Mapped[str | None]
    note: Mapped[str | None]
    mother_id: Mapped[str | None]
    father_id: Mapped[str | None]
    joined_on: Mapped[date | None]
    """The first day in this household; nothing for those always there."""
    left_on: Mapped[date | None]
    """The first day out of the village."""
    died_on: Mapped[date | None]
    merged_into: Mapped[str | None] = mapped_column(String, index=True)
    """The record that this double was joined to (R46, R48)."""
    name_key: Mapped[str] = mapped_column(default="", info={"derived": True}, index=True)

    def derive(self) -> None:
        self.name_key = sort_key(self.name)

    def search_text(self) -> tuple[str, str]:
        words = " ".join(filter(None, (self.name, self.phone, self.id_number)))
        return words, initials(self.name)


class SpecialGroup(Exchanged, Table):
    """A household or person in a special group, with dates (R11)."""

    __tablename__ = "special_group"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {"period": ("from_on", "until_on")}

    household_id: Mapped[str] = link("household.id")
    person_id: Mapped[str | None] = link("person.id")
    kind: Mapped[str]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    note: Mapped[str | None]
