"""How many rows to write in by hand a list still has room for, over the rules to sign on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from longshan_desk.documents.breaking import width_of
from longshan_desk.documents.model import Block, Fields, Gap, Row, RowKind, Title
from longshan_desk.documents.pages import Page
from longshan_desk.documents.placing import (
    CELL_PADDING,
    ROW_PADDING,
    TABLE_PITCH,
    column_widths,
    field_lines,
    from_mm,
    title_lines,
)

_TALLER = (0.0, 0.8)
"""Points by which a row is set taller than planned: by Qt, and by Word and its like, which add the
borders. What is chosen must be right for all of them."""


def blank_rows(
    above: Sequence[Block],
    columns: Sequence[float],
    rows: Sequence[Row],
    below: Sequence[Block],
    page: Page,
    *,
    height: float,
    fewest: int,
    usual: int,
) -> int:
    """How many blank rows of ``height`` mm after ``rows`` fill the page down to what stands
    ``below`` the table. Where not even ``fewest`` fit, ``usual`` of them stand on a page more: no
    page carries the rules to sign on with a row or two."""
    widths = column_widths(columns, page)
    heights = [(row.kind, _height(row, widths, page)) for row in rows]
    filled = [
        _Filled(heights, _tall(above, page), _tall(below, page), from_mm(height), more, page)
        for more in _TALLER
    ]
    pages = [one.last(0)[0] for one in filled]
    most = fewest - 1
    while all(one.last(most + 1)[0] == count for one, count in zip(filled, pages, strict=True)):
        most += 1
    if most >= fewest and all(one.last(most)[1] >= fewest for one in filled):
        return most
    blanks = usual
    while any(one.last(blanks)[1] < usual for one in filled):
        blanks += 1
    return blanks


@dataclass(frozen=True)
class _Filled:
    """A table with ``blank`` rows set on pages, every row ``more`` points taller than it asks."""

    rows: Sequence[tuple[RowKind, float]]
    above: float
    below: float
    blank: float
    more: float
    page: Page

    def last(self, blanks: int) -> tuple[int, int]:
        """The last page's number, and how many rows stand on it over what is below the table. A
        group's name moves with its first row, and the last row with what is below."""
        room = self.page.type_height
        heads = sum(height + self.more for kind, height in self.rows if kind is RowKind.HEAD)
        rows = [one for one in self.rows if one[0] is not RowKind.HEAD]
        rows += [(RowKind.BODY, self.blank)] * blanks
        number, count, used, waiting = 1, 0, self.above + heads, 0.0
        for place, (kind, height) in enumerate(rows, 1):
            waiting += height + self.more
            if kind is RowKind.GROUP:
                continue
            if used + waiting + (self.below if place == len(rows) else 0) > room:
                number, count, used = number + 1, 0, heads
            used, count, waiting = used + waiting, count + 1, 0.0
        return number, count


def _height(row: Row, widths: Sequence[float], page: Page) -> float:
    column, most = 0, 1
    for cell in row.cells:
        room = sum(widths[column : column + cell.span]) - 2 * CELL_PADDING
        column += cell.span
        lines = cell.text.split("\n")
        most = max(most, sum(max(1, math.ceil(width_of(one) * page.table / room)) for one in lines))
    return max(most * page.table * TABLE_PITCH + 2 * ROW_PADDING, from_mm(row.height))


def _tall(blocks: Sequence[Block], page: Page) -> float:
    return sum(_points(block, page) for block in blocks)


def _points(block: Block, page: Page) -> float:
    if isinstance(block, Title):
        return len(title_lines(block, page)) * page.title_pitch
    if isinstance(block, Gap):
        return block.lines * page.pitch
    if isinstance(block, Fields):
        return len(field_lines(block, page)) * page.pitch
    raise TypeError(type(block).__name__)
