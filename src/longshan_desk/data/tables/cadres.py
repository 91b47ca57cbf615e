"""Cadres and members of the hearing, with their terms of office (R1).

The township's own people stand in its shared partition, once for all its villages; a village takes
one of them in by a term of its own.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.pinyin import initials, sort_key
from longshan_desk.data.tables.exchanged import Exchanged, Table, link
from longshan_desk.data.types import Code
from longshan_desk.domain.labels import Role, Sex


class Cadre(Exchanged, Table):
    __tablename__ = "cadre"
    OWNER: ClassVar[str] = "village"
    PARTS: ClassVar[tuple[str, ...]] = ("village", "shared")

    name: Mapped[str] = mapped_column(index=True)
    sex: Mapped[Sex | None] = mapped_column(Code(Sex))
    phone: Mapped[str | None]
    person_id: Mapped[str | None] = link("person.id")
    note: Mapped[str | None]
    name_key: Mapped[str] = mapped_column(default="", info={"derived": True})

    def derive(self) -> None:
        self.name_key = sort_key(self.name)

    def search_text(self) -> tuple[str, str]:
        return f"{self.name} {self.phone or ''}", initials(self.name)


class Term(Exchanged, Table):
    """One office held from a date until a date; a person may hold several."""

    __tablename__ = "term"
    OWNER: ClassVar[str] = "village"
    PARTS: ClassVar[tuple[str, ...]] = ("village", "shared")
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {"period": ("from_on", "until_on")}

    cadre_id: Mapped[str] = link("cadre.id")
    role: Mapped[Role] = mapped_column(Code(Role), index=True)
    title: Mapped[str | None]
    """What the person is called where the role's label is not it (“主持工作”, “第一书记”)."""
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    is_acting_secretary: Mapped[bool] = mapped_column(default=False)
    """主持工作: satisfies R3 in the secretary's place (R40)."""
