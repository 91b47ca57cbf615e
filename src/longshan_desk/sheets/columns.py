"""What the columns of a sheet are called: one definition for those who read and who write."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from longshan_desk.domain.text import squeeze

CellKind = Literal["text", "date", "number"]


@dataclass(frozen=True, slots=True)
class Column:
    """``heading`` is written by exports; ``others`` are read as well, ``weak`` only for want of
    better ones (a roster may have both 家庭住址 and 户籍地址)."""

    field: str
    heading: str
    others: str = ""
    weak: str = ""
    width: int = 12
    kind: CellKind = "text"
    exported: bool = True
    is_hidden: bool = False
    """Written for the program alone: an import recognises the record by it."""


@dataclass(frozen=True)
class SheetKind:
    """One kind of list; ``is_enough`` says whether these fields make it one."""

    title: str
    columns: tuple[Column, ...]
    is_enough: Callable[[Collection[str]], bool]
    needs: str

    @cached_property
    def by_heading(self) -> dict[str, tuple[str, int]]:
        """Heading as compared → (field, strength: 2 for its own words, 1 for weak ones)."""
        found: dict[str, tuple[str, int]] = {}
        for column in self.columns:
            for word in column.weak.split():
                found.setdefault(plain(word), (column.field, 1))
        for column in self.columns:
            for word in (column.heading, *column.others.split()):
                found[plain(word)] = (column.field, 2)
        return found

    def find(self, heading: str) -> tuple[str, int] | None:
        """The field of a heading; marks and remarks in brackets do not count."""
        full = plain(heading)
        return self.by_heading.get(full) or self.by_heading.get(_without_remark(full))

    def exports(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.exported)

    def heading_of(self, field: str) -> str:
        return next(column.heading for column in self.columns if column.field == field)


_BRACKETS = str.maketrans("（）【】〔〕［］", "()[][][]")
_MARKS = re.compile(r"[*＊:：\"“”'。.,，]")


def plain(heading: str) -> str:
    """A heading as it is compared: no spaces, no marks, one kind of bracket."""
    return _MARKS.sub("", squeeze(heading).translate(_BRACKETS)).replace("／", "/").upper()


def _without_remark(heading: str) -> str:
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", heading)
