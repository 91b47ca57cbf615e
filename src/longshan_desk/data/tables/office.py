"""The office itself: name, users, fixed day, policy, the village's own plan (R2, R48, R56)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Exchanged, Table
from longshan_desk.data.types import Code, JsonText
from longshan_desk.domain.labels import OfficeKind, OfficeRole


class Office(Exchanged, Table):
    __tablename__ = "office"
    OWNER: ClassVar[str] = "village"
    PARTS: ClassVar[tuple[str, ...]] = ("village", "shared")

    role: Mapped[OfficeRole] = mapped_column(Code(OfficeRole))
    kind: Mapped[OfficeKind] = mapped_column(Code(OfficeKind))
    code: Mapped[str]
    name: Mapped[str]
    township: Mapped[str | None]
    county: Mapped[str | None]
    address: Mapped[str | None]
    phone: Mapped[str | None]


class User(Exchanged, Table):
    """A person who works at this desk. Passwords never stand here (they stay local)."""

    __tablename__ = "user"
    OWNER: ClassVar[str] = "village"
    PARTS: ClassVar[tuple[str, ...]] = ("village", "internal")

    name: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)


class HearingDayRule(Exchanged, Table):
    """The fixed day (R2), from a date on."""

    __tablename__ = "hearing_day_rule"
    OWNER: ClassVar[str] = "village"
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {"rule": ("from_on", "recurrence")}

    from_on: Mapped[date]
    recurrence: Mapped[str]


class PolicyVersionRow(Exchanged, Table):
    """All figures of the rules, valid from a date; the township's property once joined."""

    __tablename__ = "policy_version"
    OWNER: ClassVar[str] = "township"

    from_on: Mapped[date]
    figures: Mapped[dict[str, Any]] = mapped_column(JsonText)
    note: Mapped[str | None]


class PlanTask(Exchanged, Table):
    """One task of the village's own plan (R56)."""

    __tablename__ = "plan_task"
    OWNER: ClassVar[str] = "village"

    year: Mapped[int] = mapped_column(index=True)
    month_from: Mapped[int]
    month_until: Mapped[int]
    text: Mapped[str]
    responsible: Mapped[str | None]
    done_on: Mapped[date | None]
    result: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)
