"""Tables of fixed width with a repeated head, for the Word file."""

from __future__ import annotations

from longshan_desk.documents.breaking import width_of
from longshan_desk.documents.model import Align, Cell, Face, Row, RowKind, Table
from longshan_desk.documents.pages import Page
from longshan_desk.documents.placing import (
    CELL_PADDING,
    ROW_PADDING,
    TABLE_PITCH,
    column_widths,
    from_mm,
)
from longshan_desk.documents.word_xml import page_of, paragraph, run, twips

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_xml(block: Table, page: Page) -> str:
    widths = [twips(width) for width in column_widths(block.columns, page)]
    size = block.size or page.table
    kind = "single" if block.borders else "nil"
    borders = "".join(
        f'<w:{side} w:val="{kind}"'
        + (' w:sz="4" w:space="0" w:color="000000"/>' if block.borders else "/>")
        for side in _SIDES
    )
    pad = twips(CELL_PADDING)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (
            ("top", twips(ROW_PADDING)),
            ("left", pad),
            ("bottom", twips(ROW_PADDING)),
            ("right", pad),
        )
    )
    props = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    last = len(block.rows) - 1
    rows = "".join(
        _row(row, widths, size, page, keep_next=_keeps(row, block, place == last))
        for place, row in enumerate(block.rows)
    )
    return f"<w:tbl>{props}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _keeps(row: Row, block: Table, is_last: bool) -> bool:
    """Whether a row stays with what follows: a group's name with its first row, and the last row
    with the rules to sign on."""
    return block.keep_next if is_last else row.kind is RowKind.GROUP


def _row(row: Row, widths: list[int], size: float, page: Page, *, keep_next: bool) -> str:
    is_tall = _is_taller_than_page(row, widths, size, page)
    props = "" if is_tall else "<w:cantSplit/>"
    if row.height:
        props += f'<w:trHeight w:val="{twips(from_mm(row.height))}" w:hRule="atLeast"/>'
    if row.kind is RowKind.HEAD:
        props += "<w:tblHeader/>"
    cells, column = "", 0
    for cell in row.cells:
        width = sum(widths[column : column + cell.span])
        cells += _cell(cell, row.kind, width, size, keep_next)
        column += cell.span
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{cells}</w:tr>"


def _is_taller_than_page(row: Row, widths: list[int], size: float, page: Page) -> bool:
    """Whether a row cannot stand on one page, by a careful estimate; then it may split."""
    column, most = 0, 0.0
    for cell in row.cells:
        width = sum(widths[column : column + cell.span]) / 20 - 2 * CELL_PADDING
        column += cell.span
        lines = sum(width_of(line) * size // max(width, size) + 1 for line in cell.text.split("\n"))
        most = max(most, lines)
    return most * size * TABLE_PITCH > page.type_height * 0.6


def _cell(cell: Cell, kind: RowKind, width: int, size: float, keep_next: bool) -> str:
    spanned = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    props = (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>'
    )
    face = Face.HEI if kind in (RowKind.HEAD, RowKind.GROUP) else cell.face
    align = Align.CENTER if kind is RowKind.HEAD else cell.align
    lines = "".join(
        paragraph(content, "Cell", pitch=size * TABLE_PITCH, align=align, keep_next=keep_next)
        for content in _contents(cell, face, size)
    )
    return f"<w:tc>{props}{lines}</w:tc>"


def _contents(cell: Cell, face: Face, size: float) -> list[str]:
    if cell.part is not None:
        return [page_of(cell.part, run("0", face, size))]
    return [run(line, face, size) if line else "" for line in cell.text.split("\n")]
