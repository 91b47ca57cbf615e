"""Finds the header of a sheet: which row or two rows, and which column holds what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from longshan_desk.domain.text import squeeze
from longshan_desk.errors import BadValueError, FileUnreadableError
from longshan_desk.sheets.columns import SheetKind, plain
from longshan_desk.sheets.grid import Grid, cell, cell_text
from longshan_desk.sheets.workbook import Workbook

_HEADER_ROWS = 10
_HEAD_SIGN = "户主"
# Under an upper heading 户主信息 these say something of the household; the rest is a person's.
_OF_HEAD = {"name": "head_name"}
_FROM_UPPER = {
    "group",
    "household_code",
    "household_mark",
    "head_name",
    "address",
    "household_note",
}


@dataclass(frozen=True, slots=True)
class Header:
    """Rows and columns count from 0; ``first_row`` is where the data begin."""

    first_row: int
    fields: dict[str, int]
    headings: dict[int, str]
    ignored: tuple[str, ...]
    doubled: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """Heading → field, in the sheet's order."""
        by_column = sorted((column, field) for field, column in self.fields.items())
        return {self.headings[column]: field for column, field in by_column}

    def heading(self, field: str) -> str:
        column = self.fields.get(field)
        return "" if column is None else self.headings[column]


@dataclass(frozen=True, slots=True)
class FoundSheet:
    grid: Grid
    header: Header
    others: tuple[str, ...] = ()
    """Other sheets of the file that look like lists of this kind too and were not read."""


def choose_sheet(book: Workbook, kind: SheetKind, name: str | None) -> FoundSheet:
    """The sheet named, else the one whose header is recognised best.

    Raises NotFoundError, FileUnreadableError when no header is found, BadValueError when two
    columns claim to be the same.
    """
    grids = [book.sheet(name)] if name else [book.sheet(each) for each in book.names]
    found = [(grid, header) for grid in grids if (header := find_header(grid, kind))]
    if not found:
        raise _no_header(book, kind, name)
    grid, header = max(found, key=lambda pair: len(pair[1].fields))
    if header.doubled:
        raise BadValueError(
            f"工作表“{grid.name}”里有两列是同一项内容：{'、'.join(header.doubled)}。",
            hint="请删去其中一列，或把它的列名改成别的，再重新导入。",
            where=grid.name,
        )
    others = tuple(
        other.name for other, its in found if other is not grid and len(other.rows) > its.first_row
    )
    return FoundSheet(grid, header, others)


def _no_header(book: Workbook, kind: SheetKind, name: str | None) -> FileUnreadableError:
    which = f"工作表“{name}”" if name else f"“{book.name}”"
    return FileUnreadableError(
        f"在{which}的前 {_HEADER_ROWS} 行里没有认出{kind.title}的表头。",
        hint=f"表头里要有{kind.needs}这样的列名。可以先导出一份模板，照着它的列名填写。",
        where=name or book.name,
    )


def find_header(grid: Grid, kind: SheetKind) -> Header | None:
    """The best header within the first rows, of one row or of two; None if there is none."""
    top = _Top(grid)
    found = [
        (len(header.fields), -depth, -row, header)
        for row in range(min(_HEADER_ROWS, len(grid.rows)))
        for depth, header in enumerate((_one_row(top, kind, row), _two_rows(top, kind, row)), 1)
        if kind.is_enough(header.fields)
    ]
    return max(found, key=lambda each: each[:3])[3] if found else None


class _Top:
    """The first rows, where a merged area's words stand in each of its cells."""

    def __init__(self, grid: Grid) -> None:
        depth = min(_HEADER_ROWS + 1, len(grid.rows))
        self.width = max((len(row) for row in grid.rows[:depth]), default=0)
        self.words = [
            [cell_text(cell(grid.rows, row, column)) for column in range(self.width)]
            for row in range(depth)
        ]
        self.from_left: set[tuple[int, int]] = set()
        self.from_above: set[tuple[int, int]] = set()
        for merge in grid.merges:
            if merge.top >= depth or merge.left >= self.width:
                continue
            words = self.words[merge.top][merge.left]
            for row in range(merge.top, min(merge.bottom + 1, depth)):
                for column in range(merge.left, min(merge.right + 1, self.width)):
                    self.words[row][column] = words
                    if column > merge.left:
                        self.from_left.add((row, column))
                    if row > merge.top:
                        self.from_above.add((row, column))


Claim = tuple[str, int]
"""A field, and how sure the heading makes us (2 or 1)."""


def _one_row(top: _Top, kind: SheetKind, row: int) -> Header:
    headings: dict[int, str] = {}
    claims: dict[int, Claim] = {}
    for column, words in enumerate(top.words[row]):
        if words and (row, column) not in top.from_left:
            headings[column] = words
            if claim := kind.find(words):
                claims[column] = claim
    end = row + 1
    while end < len(top.words) and any((end, column) in top.from_above for column in headings):
        end += 1  # headings merged downwards
    return _settle(end, headings, claims)


def _two_rows(top: _Top, kind: SheetKind, row: int) -> Header:
    nothing = Header(row + 2, {}, {}, ())
    if row + 1 >= len(top.words):
        return nothing
    headings: dict[int, str] = {}
    claims: dict[int, Claim] = {}
    lower_cells = lower_known = 0
    for column, (upper, lower) in enumerate(zip(*top.words[row : row + 2], strict=True)):
        is_split = bool(lower) and (row + 1, column) not in top.from_above
        if is_split:
            lower_cells += 1
            claim = _under(kind, upper, lower)
            lower_known += claim is not None
            headings[column] = f"{upper} {lower}" if upper and upper != lower else lower
        elif upper and (row, column) not in top.from_left:
            claim = kind.find(upper)
            headings[column] = upper
        else:
            continue
        if claim:
            claims[column] = claim
    # A title above, or a row of data below, is no part of the header.
    if len(set(filter(None, top.words[row]))) < 2 or lower_known * 2 < max(1, lower_cells):
        return nothing
    return _settle(row + 2, headings, claims)


def _under(kind: SheetKind, upper: str, lower: str) -> Claim | None:
    together = kind.find(upper + lower) if upper else None
    claim = together or kind.find(lower)
    if claim and not together and _HEAD_SIGN in upper and "关系" not in upper:
        field, _ = claim
        if field in _OF_HEAD:
            return _OF_HEAD[field], 2
        if field not in _FROM_UPPER:
            return field, 1
    return claim


def _settle(first_row: int, headings: dict[int, str], claims: dict[int, Claim]) -> Header:
    """Each field gets one column; two that are equally sure are reported, not chosen from."""
    fields: dict[str, int] = {}
    doubled: list[str] = []
    for strength in (2, 1):
        taken = set(fields)
        for column, (field, sure) in sorted(claims.items()):
            if sure != strength or field in taken:
                continue
            if field not in fields:
                fields[field] = column
            elif strength == 2:
                pair = (fields[field], column)
                doubled.extend(f"“{headings[c]}”（{letter(c)} 列）" for c in pair)
    used = set(fields.values())
    named = _apart({column: words.replace("\n", "") for column, words in headings.items()})
    ignored = tuple(words for column, words in named.items() if column not in used)
    return Header(first_row, fields, named, ignored, tuple(dict.fromkeys(doubled)))


def _apart(headings: dict[int, str]) -> dict[int, str]:
    """Two columns of one heading are told apart by their letter."""
    seen = [plain(words) for words in headings.values()]
    return {
        column: f"{words}（{letter(column)} 列）" if seen.count(plain(words)) > 1 else words
        for column, words in headings.items()
    }


def letter(column: int) -> str:
    """0 → A, 27 → AB, as spreadsheets name columns."""
    out = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def is_heading_again(kind: SheetKind, header: Header, row: Sequence[object]) -> bool:
    """Whether a row of the body repeats the header, as printed rosters do on every page."""
    same = [
        squeeze(str(row[column])) == squeeze(words)
        for column, words in header.headings.items()
        if column < len(row) and row[column] not in ("", None)
    ]
    return len(same) >= 2 and all(same)


def counts_columns(row: Sequence[object]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 4 …"""
    numbers = [value for value in row if value not in ("", None)]
    if len(numbers) < 3 or not all(
        str(value).rstrip("0").rstrip(".").isdigit() for value in numbers
    ):
        return False
    return all(float(str(b)) == float(str(a)) + 1 for a, b in pairwise(numbers))
