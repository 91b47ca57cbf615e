"""Writes any list as a workbook that Excel and WPS open as it was meant.

Text stays text: an identity number keeps its digits, a telephone number its zeros, and words that
begin like a formula are never one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from longshan_desk.domain.labels import Labelled
from longshan_desk.files import write_atomically

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

Save = Callable[[Path, bytes], object]
Step = Callable[[int, int], object]

_LIKE_NUMBER = re.compile(r"[0-9][0-9Xx .,:/\-]*")
_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r", "#")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]']")
_LONGEST = 32_000


class Heading(Protocol):
    """What a column of a list needs to be written; a ``Column`` of an import is one."""

    @property
    def heading(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def is_hidden(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class PlainHeading:
    heading: str
    width: int = 14
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Red:
    """A cell to look at."""

    value: object


def write_table(
    path: Path,
    title: str,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[object]],
    *,
    save: Save = write_atomically,
    step: Step | None = None,
    total: int = 0,
) -> int:
    """Write one sheet called ``title``; returns the number of rows.

    Cells may be text, numbers, dates, enum members (their label), tuples (joined by 、) or None.
    Raises FileOpenError, DiskFullError or MediumError; ``path`` then keeps what it had.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", title)[:31].strip() or "表")
    _set_up(sheet, headings)
    sheet.append(list(_header(sheet, headings)))
    count = 0
    for count, row in enumerate(rows, 1):
        sheet.append([_cell(sheet, value) for value in row])
        if step and count % 500 == 0:
            step(count, max(count, total))
    sheet.auto_filter.ref = f"A1:{_letter(len(headings))}{count + 1}"
    packed = io.BytesIO()
    book.save(packed)
    save(path, packed.getvalue())
    if step:
        step(count, count)
    return count


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _set_up(sheet: Any, headings: Sequence[Heading]) -> None:
    """All that must stand before the rows in the file."""
    sheet.freeze_panes = "A2"
    for number, heading in enumerate(headings, 1):
        column = sheet.column_dimensions[_letter(number)]
        column.width, column.hidden = heading.width, heading.is_hidden


def _header(sheet: Any, headings: Sequence[Heading]) -> Iterator[Cell]:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    bold, centre = Font(bold=True), Alignment(horizontal="center", vertical="center")
    grey = PatternFill("solid", fgColor="FFE7EAEE")
    for heading in headings:
        cell = WriteOnlyCell(sheet, heading.heading)
        cell.font, cell.alignment, cell.fill = bold, centre, grey
        yield cell


def _cell(sheet: Any, value: object) -> object:
    if isinstance(value, Red):
        return _red(sheet, value.value)
    plain = as_cell(value)
    if isinstance(plain, str) and _needs_care(plain):
        return _text_cell(sheet, plain)
    return plain


def as_cell(value: object) -> str | int | float | date | None:
    """A value of the program as a person reads it in a sheet."""
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None or isinstance(value, int | float | date):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(str(as_cell(each)) for each in value)
    return _ILLEGAL.sub("", str(value))[:_LONGEST]


def _needs_care(text: str) -> bool:
    return text.startswith(_LIKE_FORMULA) or _LIKE_NUMBER.fullmatch(text) is not None


def _text_cell(sheet: Any, text: str) -> Cell:
    """Text for good: also when somebody edits the cell, which reads it anew."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(_LIKE_FORMULA):
        cell.quotePrefix = True
    return cell


def _red(sheet: Any, value: object) -> Cell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import PatternFill

    plain: Any = as_cell(value)
    if plain is None or isinstance(plain, str):
        cell = _text_cell(sheet, plain or "")
    else:
        cell = WriteOnlyCell(sheet, plain)
    cell.fill = PatternFill("solid", fgColor="FFFFC7CE")
    return cell
