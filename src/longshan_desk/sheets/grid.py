"""A sheet as plain rows of cells, with its real row numbers and its merged areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from longshan_desk.domain.text import normalise_text
from longshan_desk.errors import FileUnreadableError

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
Row: TypeAlias = list[Cell]

MAX_ROWS = 200_000
MAX_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area; rows and columns count from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows[0]`` is the sheet's row 1; an empty cell is ``""`` or None; rows may be short."""

    name: str
    rows: list[Row]
    merges: tuple[Merge, ...] = ()

    def filled_down(self, column: int) -> dict[int, tuple[int, Cell]]:
        """For rows inside an area merged downwards: (its top row, the value standing there)."""
        found: dict[int, tuple[int, Cell]] = {}
        for merge in self.merges:
            if merge.left <= column <= merge.right and merge.bottom > merge.top:
                value = cell(self.rows, merge.top, merge.left)
                for row in range(merge.top, min(merge.bottom + 1, len(self.rows))):
                    found[row] = (merge.top, value)
        return found


def cell(rows: list[Row], row: int, column: int) -> Cell:
    if row < len(rows) and column < len(rows[row]):
        return rows[row][column]
    return None


def cell_text(value: Cell) -> str:
    """A cell as a person reads it, normalised."""
    if isinstance(value, str):
        return normalise_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return _digits(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def _digits(value: float) -> str:
    """A number with the fifteen digits that Excel keeps and shows."""
    text = f"{value:.15g}"
    return f"{int(float(text))}" if "e+" in text and abs(value) < 1e21 else text


def check_size(name: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS or rows * columns > MAX_CELLS:
        raise FileUnreadableError(
            f"工作表“{name}”有 {rows} 行 {columns} 列，太大了，不像是名册。",
            hint=f"最多读 {MAX_ROWS} 行。请删去下面和右边多余的内容，或分成几个文件导入。",
        )
