"""Tables as rows that stay whole, with their head again on every page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce

from longshan_desk.documents.model import Align, Cell, Face, Row, RowKind, Span, Table
from longshan_desk.documents.pages import Page
from longshan_desk.documents.placing import (
    CELL_PADDING,
    ROW_PADDING,
    TABLE_PITCH,
    column_widths,
    from_mm,
)
from longshan_desk.ui.paper.layout import BASELINE, Mark, Rule, Strip, moved, shift_of, words_of
from longshan_desk.ui.paper.lines import Line, broken

_SPLIT_SHARE = 0.9
"""A row higher than this share of a page is set in parts."""


@dataclass(frozen=True)
class _Set:
    """A row whose cells are broken into lines."""

    row: Row
    lines: list[list[Line]]
    edges: list[float]
    size: float
    has_borders: bool

    @property
    def pitch(self) -> float:
        return self.size * TABLE_PITCH

    @property
    def count(self) -> int:
        return max((len(lines) for lines in self.lines), default=0)

    @property
    def height(self) -> float:
        return max(self.count * self.pitch + 2 * ROW_PADDING, from_mm(self.row.height))

    def part(self, start: int, end: int) -> _Set:
        return replace(
            self,
            lines=[lines[start:end] for lines in self.lines],
            row=replace(self.row, height=0),
        )


def table_strips(block: Table, page: Page) -> list[Strip]:
    widths = column_widths(block.columns, page)
    size = block.size or page.table
    heads = [row for row in block.rows if row.kind is RowKind.HEAD]
    set_heads = [_strip(_set(row, widths, size, block.borders)) for row in heads]
    head = reduce(_under, set_heads) if set_heads else None
    strips = [replace(strip, keeps_next=True) for strip in set_heads]
    for row in block.rows:
        if row.kind is not RowKind.HEAD:
            room = page.type_height - (head.height if head else 0)
            strips += [
                replace(strip, head=head) for strip in _row_strips(row, widths, size, block, room)
            ]
    if strips:
        strips[-1] = replace(strips[-1], keeps_next=block.keep_next)
    return strips


def _under(above: Strip, below: Strip) -> Strip:
    marks = (*above.marks, *moved(below.marks, 0, above.height))
    return Strip(above.height + below.height, marks)


def _row_strips(
    row: Row, widths: list[float], size: float, block: Table, room: float
) -> list[Strip]:
    whole = _set(row, widths, size, block.borders)
    if whole.height <= room * _SPLIT_SHARE:
        strip = _strip(whole)
        return [replace(strip, keeps_next=True)] if row.kind is RowKind.GROUP else [strip]
    # As a page holds many lines, parts of a few lines fill it well and may part anywhere.
    parts = [whole.part(start, start + 3) for start in range(0, whole.count, 3)]
    return [
        _strip(part, is_first=n == 0, is_last=n == len(parts) - 1) for n, part in enumerate(parts)
    ]


def _set(row: Row, widths: list[float], size: float, has_borders: bool) -> _Set:
    lines, edges, column = [], [0.0], 0
    for cell in row.cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        edges.append(edges[-1] + width)
        face = Face.HEI if row.kind in (RowKind.HEAD, RowKind.GROUP) else cell.face
        lines.append(
            broken([Span(cell.text, face)], size, width - 2 * CELL_PADDING, justified=_fills(cell))
        )
    return _Set(row, lines, edges, size, has_borders)


def _fills(cell: Cell) -> bool:
    return cell.align is Align.BOTH


def _strip(one: _Set, *, is_first: bool = True, is_last: bool = True) -> Strip:
    is_whole = is_first and is_last
    above, below = ROW_PADDING * is_first, ROW_PADDING * is_last
    height = one.height if is_whole else one.count * one.pitch + above + below
    marks: list[Mark] = []
    for place, (cell, lines) in enumerate(zip(one.row.cells, one.lines, strict=True)):
        left, width = one.edges[place], one.edges[place + 1] - one.edges[place]
        align = Align.CENTER if one.row.kind is RowKind.HEAD else cell.align
        free = (height - len(lines) * one.pitch) / 2 if is_whole else above
        for number, line in enumerate(lines):
            inner = width - 2 * CELL_PADDING
            x = left + CELL_PADDING + shift_of(align, line, inner)
            marks += words_of(line, x, free + (number + BASELINE) * one.pitch, one.size)
    if not one.has_borders:
        return Strip(height, tuple(marks))
    marks += [Rule(x, 0, x, height) for x in one.edges]
    marks += [_across(one, 0.0)] if is_first else []
    marks += [_across(one, height)] if is_last else []
    return Strip(height, tuple(marks), foot=() if is_last else (_across(one, height),))


def _across(one: _Set, y: float) -> Rule:
    return Rule(one.edges[0], y, one.edges[-1], y)
