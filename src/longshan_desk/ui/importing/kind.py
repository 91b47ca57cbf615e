"""What one kind of sheet gives the wizard: its acts, its words, and how a value is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.choices import Option

Step = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """What is to be read: ``sheet`` None is the one recognised best, ``for_all`` what was chosen
    for every row because no column says it."""

    file: Path
    sheet: str | None = None
    for_all: str | None = None


@dataclass(frozen=True)
class AskedOnce:
    """A field that may be chosen for all rows of a sheet that has no such column."""

    field: str
    label: str
    hint: str
    options: Callable[[Context], tuple[Option, ...]]


@dataclass(frozen=True)
class ImportKind:
    """``shown`` columns are those of a preview's new rows, as far as the sheet has them; ``which``
    and what follows are the words of deciding an undecided row."""

    title: str
    about: str
    template: str
    unit: str
    name: str
    fields: Mapping[str, str]
    shown: tuple[str, ...]
    preview: Callable[[Context, Wanted, Step], Any]
    apply: Callable[[Context, Any, Step], dict[str, int]]
    write_refused: Callable[[Any, Path], Path]
    value: Callable[[Any, Any, str], Any]
    say: Callable[[Context, str, Any], str]
    decide: Callable[[Context, Any, dict[int, str]], Any] | None = None
    candidate: Callable[[Context, str], str] = lambda context, one: one
    asked_once: AskedOnce | None = None
    which: str = "是哪个人"
    as_new: str = "新登记为另一个人"
    all_new: str = "待判定的都按新登记"
    may_be_new: Callable[[Any], bool] = lambda row: True

    def field(self, name: str) -> str:
        return self.fields.get(name, name)


def value_of_row(shown: Any, row: Any, field: str) -> Any:
    """What a planned row holds for a field."""
    return row.values.get(field)


def said(value: Any) -> str:
    """A value of a sheet in words."""
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, list | tuple):
        return "、".join(map(said, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "label", value))
