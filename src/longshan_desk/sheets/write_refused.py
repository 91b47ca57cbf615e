"""Refused and undecided rows as a workbook of their own: mend what is red and import it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from longshan_desk.files import write_atomically
from longshan_desk.sheets.endings import Ending
from longshan_desk.sheets.grid import Cell, Grid, cell, cell_text
from longshan_desk.sheets.headers import Header
from longshan_desk.sheets.household_columns import HOUSEHOLDS
from longshan_desk.sheets.household_plan import HouseholdPlan
from longshan_desk.sheets.import_plan import PlannedRow
from longshan_desk.sheets.read_households import HouseholdSheet, PersonRow
from longshan_desk.sheets.read_sheet import ReadSheet
from longshan_desk.sheets.write_table import Heading, PlainHeading, Red, Save, write_table

_REMARKS = (
    PlainHeading("原行号", 8),
    PlainHeading("哪一列", 16),
    PlainHeading("为什么", 44),
    PlainHeading("怎么改", 44),
)
_LEFT_OUT = (Ending.REFUSED, Ending.UNDECIDED)


Extra = Callable[[int], Mapping[str, object]]


def write_refused(
    path: Path,
    title: str,
    sheet: ReadSheet[Any],
    rows: Sequence[PlannedRow],
    *,
    fill_down: Collection[str] = (),
    extra_headings: Sequence[Heading] = (),
    extra: Extra = lambda row: {},
    save: Save = write_atomically,
) -> int:
    """The rows left out, under the source's headings, with where, why and how to mend.

    Cells merged downwards are written out for the fields ``fill_down``; ``extra`` gives what a
    row loses when it stands alone, by ``extra_headings``. Returns the number of rows.
    """
    assert sheet.grid is not None and sheet.header is not None
    source = _Source(sheet.grid, sheet.header, fill_down)
    left_out = [row for row in rows if row.ending in _LEFT_OUT]
    headings = [*source.headings(), *extra_headings, *_REMARKS]

    def lines() -> Iterator[list[object]]:
        for row in left_out:
            said = extra(row.row)
            beside = [said.get(heading.heading) for heading in extra_headings]
            yield [*source.cells(row), *beside, *_remarks(row)]

    return write_table(path, title, headings, lines(), save=save)


def _remarks(row: PlannedRow) -> list[object]:
    return [
        row.row,
        "\n".join(problem.column for problem in row.problems),
        "\n".join(problem.reason for problem in row.problems),
        "\n".join(dict.fromkeys(problem.hint for problem in row.problems)),
    ]


class _Source:
    def __init__(self, grid: Grid, header: Header, fill_down: Collection[str]) -> None:
        self._grid = grid
        self._columns = sorted(header.headings)
        self._headings = header.headings
        self._filled = {
            column: grid.filled_down(column)
            for field, column in header.fields.items()
            if field in fill_down
        }

    def headings(self) -> list[PlainHeading]:
        words = (self._headings[column] for column in self._columns)
        return [PlainHeading(word, max(10, min(24, 2 * len(word) + 2))) for word in words]

    def cells(self, row: PlannedRow) -> list[object]:
        wrong = {problem.column for problem in row.problems}
        return [
            Red(value) if self._headings[column] in wrong else value
            for column in self._columns
            for value in [self._as_text(self._value(row.row - 1, column))]
        ]

    def _value(self, row: int, column: int) -> Cell:
        filled = self._filled.get(column, {})
        return filled[row][1] if row in filled else cell(self._grid.rows, row, column)

    def _as_text(self, value: Cell) -> object:
        """A number of many digits is written out: what is left of it must be seen to be mended."""
        return cell_text(value) if isinstance(value, float) and abs(value) >= 1e11 else value


# -- households -------------------------------------------------------------------------------

_HEAD = HOUSEHOLDS.heading_of("head_name")
_MEMBERS = HOUSEHOLDS.heading_of("household_members")
_GROUP = HOUSEHOLDS.heading_of("group")


def write_refused_people(
    path: Path, sheet: HouseholdSheet, plan: HouseholdPlan, *, save: Save = write_atomically
) -> int:
    """People left out of a roster's import. Each row also names its household, so that it finds
    its way back when it is imported without the rows around it."""
    by_row = {row.row: row for row in sheet.rows}
    names: dict[int, list[PersonRow]] = {}
    for row in sheet.rows:
        names.setdefault(row.household_key, []).append(row)
    there = set(sheet.columns.values())
    is_loose = all(block.is_loose for block in sheet.households.values())
    headings = [] if "group" in there else [PlainHeading(_GROUP, 10)]
    if not is_loose:
        headings += [] if "head_name" in there else [PlainHeading(_HEAD, 12)]
        headings += [] if "household_members" in there else [PlainHeading(_MEMBERS, 24)]

    def extra(number: int) -> Mapping[str, object]:
        row = by_row[number]
        block = sheet.households[row.household_key]
        others = [other.name for other in names[row.household_key] if other is not row]
        return {
            _GROUP: block.values.get("group"),
            _HEAD: block.head_name,
            _MEMBERS: "、".join(name for name in dict.fromkeys(others) if name),
        }

    return write_refused(
        path,
        HOUSEHOLDS.title,
        sheet,
        plan.rows,
        fill_down=("group", "group_name", "household_code", "head_name", "address"),
        extra_headings=headings,
        extra=extra,
        save=save,
    )
