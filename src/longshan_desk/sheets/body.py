"""The rows below a header, read column by column: each different cell is understood once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from longshan_desk.domain.text import is_nothing
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.columns import SheetKind
from longshan_desk.sheets.endings import Problem
from longshan_desk.sheets.grid import Cell, Row, cell_text
from longshan_desk.sheets.headers import FoundSheet, Header, counts_columns, is_heading_again

Step = Callable[[int, int], object]
"""Told how many of how many rows are read; what it raises ends the reading (取消)."""

Reader = Callable[[Cell, str], Any]
"""Understands a cell below a heading: a value, None for nothing; raises BadValueError."""

DITTO = frozenset({"同上", "〃", "″", "＂", '"', "''", "””"})
TOTALS = frozenset({"合计", "总计", "小计", "共计", "总人数", "合 计"})
_FOOTER = re.compile(
    r"(?:合计|总计|小计|共计|填表|填报|制表|审核|统计|登记人|负责人|单位|日期|说明|备注|注)[^\s]{0,6}[：:]"
    r"|(?:合计|总计|小计|共计)|[注说][：:明]"
)


@dataclass(slots=True)
class Body:
    """Indices count the rows below the header from 0; ``values[field][index]`` is what was read.

    ``areas[field][index]`` is the row where a merged area begins, for fields filled down.
    """

    found: FoundSheet
    rows: list[Row]
    values: dict[str, list[Any]] = field(default_factory=dict)
    bad: dict[str, dict[int, BadValueError]] = field(default_factory=dict)
    areas: dict[str, dict[int, int]] = field(default_factory=dict)

    @property
    def header(self) -> Header:
        return self.found.header

    def row_number(self, index: int) -> int:
        return self.header.first_row + index + 1

    def raw(self, name: str, index: int) -> Cell:
        column = self.header.fields[name]
        row = self.rows[index]
        return row[column] if column < len(row) else None

    def said(self, index: int) -> tuple[dict[str, Any], dict[str, BadValueError]]:
        """What a row says, by field, and what in it could not be understood."""
        values = {
            name: value
            for name, column in self.values.items()
            if (value := column[index]) is not None
        }
        return values, {name: bad[index] for name, bad in self.bad.items() if index in bad}

    def problem(self, name: str, index: int, error: BadValueError) -> Problem:
        return Problem.of(
            error,
            self.row_number(index),
            self.header.heading(name),
            cell_text(self.raw(name, index)) if name in self.header.fields else "",
        )


def read_body(
    found: FoundSheet,
    readers: Mapping[str, Reader],
    *,
    fill_down: Collection[str] = (),
    step: Step | None = None,
) -> Body:
    """Read the recognised columns alone; cells merged downwards count for ``fill_down`` only."""
    header = found.header
    body = Body(found, found.grid.rows[header.first_row :])
    total = len(body.rows)
    for done, (name, column) in enumerate(header.fields.items(), 1):
        _read_column(body, name, column, readers[name])
        if name in fill_down:
            _fill_down(body, name, column, readers[name])
        if step:
            step(total * done // (2 * len(header.fields)), total)
    return body


def _read_column(body: Body, name: str, column: int, read: Reader) -> None:
    heading = body.header.headings[column]
    known: dict[Cell, Any] = {"": None, None: None}
    bad: dict[int, BadValueError] = {}
    values: list[Any] = []
    for index, row in enumerate(body.rows):
        raw = row[column] if column < len(row) else None
        if raw.__class__ is bool:
            raw = cell_text(raw)  # True is 1 to a dictionary
        try:
            value = known[raw]
        except KeyError:
            value = known[raw] = _understood(read, raw, heading)
        if value.__class__ is BadValueError:
            bad[index] = value
            value = None
        values.append(value)
    body.values[name] = values
    body.bad[name] = bad


def _understood(read: Reader, raw: Cell, heading: str) -> Any:
    try:
        return read(raw, heading)
    except BadValueError as error:
        return BadValueError(error.message, hint=error.hint)


def _fill_down(body: Body, name: str, column: int, read: Reader) -> None:
    values, first = body.values[name], body.header.first_row
    areas: dict[int, int] = {}
    for row, (top, raw) in body.found.grid.filled_down(column).items():
        if row < first:
            continue
        areas[row - first] = top
        if row == top:
            continue
        value = _understood(read, raw, body.header.headings[column]) if raw != "" else None
        values[row - first] = None if isinstance(value, BadValueError) else value
        body.bad[name].pop(row - first, None)
    body.areas[name] = areas


# -- cells ------------------------------------------------------------------------------------


def text_cell(raw: Cell, heading: str = "") -> str | None:
    text = cell_text(raw)
    return None if is_nothing(text) or text in DITTO else text


# -- rows that are no records -----------------------------------------------------------------


def is_footer(row: Row) -> bool:
    """合计, 填表人：… and the like below or between the records."""
    first = next((text for raw in row if (text := cell_text(raw))), "")
    return _FOOTER.match(first) is not None


def is_decoration(kind: SheetKind, body: Body, index: int) -> bool:
    """The header again on a new page, or a row that numbers the columns."""
    row = body.rows[index]
    return is_heading_again(kind, body.header, row) or (index < 2 and counts_columns(row))
