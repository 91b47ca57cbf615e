"""Blocks → pages: every line of words and every rule at its place, in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from longshan_desk.documents.model import (
    Align,
    Block,
    Face,
    Fields,
    Gap,
    Heading,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    RedHead,
    Signature,
    Span,
    Table,
    TailBlock,
    Title,
)
from longshan_desk.documents.pages import MM, Page
from longshan_desk.documents.placing import (
    HEADING_FACES,
    Slot,
    dash_from_top,
    field_lines,
    kept_together,
    organ_size,
    signature_lines,
    title_lines,
)
from longshan_desk.ui.paper.lines import Line, broken

BASELINE = 0.8
"""How far down its line a baseline lies, as in Word and WPS."""
RED = "#ff0000"
_KEPT_LINES = 2


@dataclass(frozen=True, slots=True)
class Words:
    x: float
    y: float
    """The baseline."""
    text: str
    face: Face
    size: float
    spacing: float = 0
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Rule:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: str = "#000000"


Mark = Words | Rule


@dataclass(frozen=True, slots=True)
class Strip:
    """A horizontal strip that stays on one page; its marks count from its upper left corner."""

    height: float
    marks: tuple[Mark, ...] = ()
    keeps_next: bool = False
    breaks: bool = False
    head: Strip | None = None
    """For a table's row: what stands above it again on a new page."""
    foot: tuple[Mark, ...] = ()
    """Drawn where the next strip is on another page: the rule that closes a parted row."""
    to_foot: bool = False


@dataclass
class Sheet:
    """One laid out page; its marks count from the paper's corner."""

    page: Page
    marks: list[Mark] = field(default_factory=list)


def laid_out(paper: Paper, first_number: int = 1) -> list[Sheet]:
    """The paper's pages; the first numbered one bears ``first_number``."""
    parts = paper.parts
    laid = [_laid(blocks, page) for page, blocks in parts]
    starts = _starts(laid, first_number)
    for place, (page, blocks) in enumerate(parts):
        if _names_parts(blocks):
            laid[place] = _laid(tuple(_with_pages(block, starts) for block in blocks), page)
    number = first_number
    for sheet in (sheet for sheets in laid for sheet in sheets if sheet.page.numbered):
        sheet.marks.append(_number(number, sheet.page))
        number += 1
    return [sheet for sheets in laid for sheet in sheets]


def _laid(blocks: tuple[Block, ...], page: Page) -> list[Sheet]:
    kept = kept_together(blocks)
    return _placed([strip for block in kept for strip in strips_of(block, page)], page)


def _starts(laid: Sequence[Sequence[Sheet]], first_number: int) -> list[int]:
    """The number of each part's first page."""
    starts, number = [], first_number
    for sheets in laid:
        starts.append(number)
        number += sum(sheet.page.numbered for sheet in sheets)
    return starts


def _names_parts(blocks: Sequence[Block]) -> bool:
    tables = (block for block in blocks if isinstance(block, Table))
    return any(
        cell.part is not None for table in tables for row in table.rows for cell in row.cells
    )


def _with_pages(block: Block, starts: Sequence[int]) -> Block:
    """A table of contents with the pages of the parts that it names."""
    if not isinstance(block, Table):
        return block
    rows = (
        replace(row, cells=tuple(
            one if one.part is None else replace(one, text=str(starts[one.part]), part=None)
            for one in row.cells
        ))
        for row in block.rows
    )  # fmt: skip
    return replace(block, rows=tuple(rows))


def _placed(strips: Sequence[Strip], page: Page) -> list[Sheet]:
    room = page.type_height + 0.01
    left, top = page.left * MM, page.top * MM
    sheets, used = [Sheet(page)], 0.0
    for place, strip in enumerate(strips):
        start = room - strip.height if strip.to_foot else used
        if strip.breaks or (used and used + _chain(strips, place, room) > room):
            if place and strips[place - 1].foot:
                above = used - strips[place - 1].height
                sheets[-1].marks += moved(strips[place - 1].foot, left, top + above)
            sheets.append(Sheet(page))
            used, start = 0.0, room - strip.height if strip.to_foot else 0.0
            if strip.head is not None:
                sheets[-1].marks += moved(strip.head.marks, left, top)
                start = used = strip.head.height
        sheets[-1].marks += moved(strip.marks, left, top + start)
        used = start + strip.height
    return sheets


def _chain(strips: Sequence[Strip], place: int, room: float) -> float:
    """The height of a strip with those that must stand on its page; if that is more than any
    page has, only its own."""
    height = strips[place].height
    for before, strip in pairwise(strips[place:]):
        if not before.keeps_next:
            break
        height += strip.height
    return height if height <= room else strips[place].height


def moved(marks: Sequence[Mark], x: float, y: float) -> list[Mark]:
    return [
        replace(one, x=one.x + x, y=one.y + y)
        if isinstance(one, Words)
        else replace(one, x1=one.x1 + x, y1=one.y1 + y, x2=one.x2 + x, y2=one.y2 + y)
        for one in marks
    ]


def _number(number: int, page: Page) -> Words:
    """— 1 —, a character in from the outer margin: odd pages right, even pages left."""
    words, size = f"— {number} —", 14.0
    line = broken([Span(words, Face.SONG)], size, 999)[0]
    left = page.left * MM + size
    if number % 2:
        left = (page.width - page.right) * MM - size - line.width
    return Words(left, dash_from_top(page) + 0.36 * size, words, Face.SONG, size)


# -- blocks ---------------------------------------------------------------------------------


def strips_of(block: Block, page: Page) -> list[Strip]:
    if isinstance(block, Table):
        from longshan_desk.ui.paper.table_layout import table_strips

        return table_strips(block, page)
    return _LAYERS[type(block)](block, page)


def words_of(line: Line, x: float, y: float, size: float, colour: str = "#000000") -> list[Mark]:
    return [Words(x + d.x, y, d.text, d.face, size, d.spacing, colour) for d in line.drawn]


def shift_of(align: Align, line: Line, width: float, tracking: float = 0) -> float:
    if align is Align.CENTER:
        return (width - line.width + tracking) / 2
    return width - line.width if align is Align.RIGHT else 0.0


def _strip(line: Line, page: Page, size: float, pitch: float, x: float = 0) -> Strip:
    return Strip(pitch, tuple(words_of(line, x, pitch * BASELINE, size)))


def _paragraph(block: Paragraph, page: Page) -> list[Strip]:
    char = page.body + page.tracking
    lines = broken(
        block.spans,
        page.body,
        page.type_width,
        tracking=page.tracking,
        first=0 if block.hanging else block.indent * char,
        hanging=block.hanging * char,
        justified=block.align is Align.BOTH,
    )
    strips = [
        _strip(line, page, page.body, page.pitch, shift_of(block.align, line, page.type_width))
        for line in lines
    ]
    if block.keep_next:
        # As Word parts it: two lines at least on either page, the last two with what follows.
        free = range(_KEPT_LINES - 1, len(strips) - _KEPT_LINES)
        strips = [
            strip if place in free else replace(strip, keeps_next=True)
            for place, strip in enumerate(strips)
        ]
    return strips


def _heading(block: Heading, page: Page) -> list[Strip]:
    face = HEADING_FACES.get(block.level, Face.FANG)
    return _paragraph(Paragraph((Span(block.text, face),), keep_next=True), page)


def _items(block: Items, page: Page) -> list[Strip]:
    lines = (f"{n}.{line}" if block.numbered else line for n, line in enumerate(block.lines, 1))
    return [strip for line in lines for strip in _paragraph(Paragraph((Span(line),)), page)]


def _title(block: Title, page: Page) -> list[Strip]:
    size = block.size or page.title
    pitch = max(page.title_pitch, size * 1.25) if block.size else page.title_pitch
    strips = []
    for words in title_lines(block, page):
        line = broken([Span(words, Face.TITLE)], size, 9999)[0]
        x = (page.type_width - line.width) / 2
        strips.append(replace(_strip(line, page, size, pitch, x), keeps_next=True))
    return strips


def _fields(block: Fields, page: Page) -> list[Strip]:
    strips = [strip for line in field_lines(block, page) for strip in _field_line(line, page)]
    return _kept_whole(strips, keep_next=block.keep_next)


def _kept_whole(strips: Sequence[Strip], *, keep_next: bool) -> list[Strip]:
    whole = [replace(strip, keeps_next=True) for strip in strips[:-1]]
    return [*whole, replace(strips[-1], keeps_next=keep_next)] if strips else []


def _field_line(line: list[Slot], page: Page) -> list[Strip]:
    if len(line) == 1 and line[0].field.value:
        alone = f"{line[0].field.label}：{line[0].field.value}"
        return _paragraph(Paragraph((Span(alone),), indent=0, align=Align.LEFT), page)
    marks: list[Mark] = []
    for slot in line:
        said = Span(f"{slot.field.label}：{slot.field.value}")
        (words,) = broken([said], page.body, 9999, tracking=page.tracking)
        marks += words_of(words, slot.left, page.pitch * BASELINE, page.body)
        if not slot.field.value:
            low = page.pitch * BASELINE + page.body * 0.14
            marks.append(Rule(slot.left + words.width, low, slot.right, low, 0.6))
    return [Strip(page.pitch, tuple(marks))]


def _signature(block: Signature, page: Page) -> list[Strip]:
    strips = []
    for placed in signature_lines(block, page):
        (line,) = broken([Span(placed.words)], page.body, 9999, tracking=page.tracking)
        x = page.type_width - placed.right - line.width
        strips.append(_strip(line, page, page.body, page.pitch, x))
    return _kept_whole(strips, keep_next=block.keep_next)


def _gap(block: Gap, page: Page) -> list[Strip]:
    whole = int(block.lines)
    heights = [page.pitch] * whole if whole == block.lines else [page.pitch * block.lines]
    return [Strip(height, keeps_next=block.keep_next) for height in heights]


def _red_head(block: RedHead, page: Page) -> list[Strip]:
    size = organ_size(block, page)
    (mark,) = broken([Span(block.organ, Face.TITLE)], size, 9999)
    pitch, above = size * 1.3, 35 * MM - size * 0.16
    x = (page.type_width - mark.width) / 2
    organ = tuple(words_of(mark, x, above + pitch * BASELINE, size, RED))
    char, base = page.body + page.tracking, page.pitch * BASELINE
    (number,) = broken([Span(block.number)], page.body, 9999, tracking=page.tracking)
    left = char if block.signers else (page.type_width - number.width) / 2
    marks = words_of(number, left, base, page.body)
    if block.signers:
        names = (Span("签发人："), Span("　".join(block.signers), Face.KAI))
        (signers,) = broken(names, page.body, 9999, tracking=page.tracking)
        marks += words_of(signers, page.type_width - char - signers.width, base, page.body)
    low = page.pitch + 11
    marks.append(Rule(0, low, page.type_width, low, 1.4, RED))
    return [
        Strip(above + pitch, organ, keeps_next=True),
        *[Strip(page.pitch, keeps_next=True)] * 2,
        Strip(low + 1, tuple(marks), keeps_next=True),
    ]


def _tail(block: TailBlock, page: Page) -> list[Strip]:
    size, pitch, width = page.body - 2, page.pitch * 0.9, page.type_width
    copies = broken(
        [Span(f"抄送：{block.copies}。")], size, width - 2 * size, hanging=3 * size, justified=False
    )
    marks: list[Mark] = []
    for place, line in enumerate(copies):
        marks += words_of(line, size, (place + BASELINE) * pitch, size)
    inner, low = len(copies) * pitch, (len(copies) + 1) * pitch
    (printed,) = broken([Span(block.printed_by)], size, 9999)
    (day,) = broken([Span(f"{block.printed_on}印发")], size, 9999)
    marks += words_of(printed, size, inner + BASELINE * pitch, size)
    marks += words_of(day, width - size - day.width, inner + BASELINE * pitch, size)
    marks += [Rule(0, y, width, y, w) for y, w in ((0, 1.0), (inner, 0.7), (low, 1.0))]
    return [Strip(low, tuple(marks), to_foot=True)]


def _page_break(block: PageBreak, page: Page) -> list[Strip]:
    return [Strip(0, breaks=True)]


_LAYERS: dict[type[Block], Callable[[Any, Page], list[Strip]]] = {
    Title: _title,
    RedHead: _red_head,
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Fields: _fields,
    Signature: _signature,
    Gap: _gap,
    PageBreak: _page_break,
    TailBlock: _tail,
}
