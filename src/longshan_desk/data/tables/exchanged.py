"""What every table has, and what makes a table one that is logged and exchanged."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from longshan_desk.data.ids import new_id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


class Exchanged:
    """A record that belongs to one partition, is logged, and is never physically deleted.

    Every table says for itself who may write it: ``OWNER`` is ``village``, ``township``, or
    ``maker`` (whoever made the row). ``OWNERS`` names the field groups that are somebody else's.
    ``PARTS`` says in which kinds of partition its records live, where the owner does not say it
    already (``data/log/authority.py``). ``GROUPS`` names the columns that change only together;
    every other column is a field group of its own.
    Columns with ``info={"derived": True}`` are computed here and neither logged nor exchanged.
    """

    OWNER: ClassVar[str]
    OWNERS: ClassVar[dict[str, str]] = {}
    PARTS: ClassVar[tuple[str, ...]] = ()
    APPEND_ONLY: ClassVar[bool] = False
    GROUPS: ClassVar[dict[str, tuple[str, ...]]] = {}

    id: Mapped[str] = mapped_column(String, primary_key=True)
    part: Mapped[str] = mapped_column(String, index=True)
    is_deleted: Mapped[bool] = mapped_column(default=False)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        values.setdefault("is_deleted", False)
        super().__init__(**values)

    def derive(self) -> None:
        """Fill the derived columns; called before every write of the row."""

    def search_text(self) -> tuple[str, str] | None:
        """What the search field finds this record by: (text, pinyin initials), or nothing."""
        return None


def link(target: str, **options: Any) -> Any:
    """A foreign key that is checked at the commit, so that packages may arrive in any order."""
    return mapped_column(
        ForeignKey(target, deferrable=True, initially="DEFERRED"), index=True, **options
    )
