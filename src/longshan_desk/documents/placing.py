"""Places that both renderers must agree on: titles, signatures, form fields, heads. In points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from longshan_desk.documents.breaking import balanced, width_of
from longshan_desk.documents.model import (
    Block,
    Face,
    Field,
    Fields,
    Gap,
    Paragraph,
    RedHead,
    Signature,
    Table,
    TailBlock,
    Title,
)
from longshan_desk.documents.pages import MM, Page

HEADING_FACES = {1: Face.HEI, 2: Face.KAI}
CELL_PADDING = 4.0
"""Points left and right of a cell's words."""
ROW_PADDING = 2.0
"""Points above and below them."""

TABLE_PITCH = 20 / 12
"""Line pitch of a table's words, as a share of their size."""


def title_lines(title: Title, page: Page) -> list[str]:
    """The title's lines, each two characters short of the margins."""
    size = title.size or page.title
    return balanced(title.parts, page.type_width / size - 2)


def organ_size(block: RedHead, page: Page) -> float:
    """The red head as large as its line allows, and never larger than 初号 and a half."""
    return float(min(62, int(page.type_width / max(1.0, width_of(block.organ)))))


@dataclass(frozen=True, slots=True)
class Placed:
    """A line set to the right, ``right`` points in from the margin."""

    words: str
    right: float


def signature_lines(block: Signature, page: Page) -> list[Placed]:
    """GB/T 9704 7.3.5. With seal: the date four characters in, the organs centred on it. Without:
    the organ two characters in, the date two characters right of the organ's beginning."""
    char = page.body + page.tracking
    date = width_of(block.date) * char
    widest = max((width_of(organ) for organ in block.organs), default=0) * char
    if block.sealed:
        middle = max(4 * char + date / 2, widest / 2)
        lines = [(organ, middle - width_of(organ) * char / 2) for organ in block.organs]
        return [Placed(w, max(0.0, r)) for w, r in [*lines, (block.date, middle - date / 2)]]
    last = width_of(block.organs[-1]) * char if block.organs else date
    organ_right, date_right = 2 * char, last - date  # the date begins 2 characters further in
    if date_right < 2 * char:
        organ_right, date_right = 4 * char + date - last, 2 * char
    organ_right = max(organ_right, 2 * char)
    return [*(Placed(o, organ_right) for o in block.organs), Placed(block.date, date_right)]


@dataclass(frozen=True, slots=True)
class Slot:
    """A form field on its line, from ``left`` to ``right``; the next begins at ``next_left``."""

    field: Field
    left: float
    right: float
    """Where its words must end, and its rule does."""


def field_lines(block: Fields, page: Page) -> list[list[Slot]]:
    """All fields on one line, or each on its own where one of them is too long for its place."""
    whole = sum(field.width for field in block.fields) or 1
    gap, left, line = page.body, 0.0, []
    for place, field in enumerate(block.fields):
        right = left + page.type_width * field.width / whole
        is_last = place == len(block.fields) - 1
        # A rule up to the margin would be set on a line of its own.
        room = gap * 1.5 if is_last and not field.value else 0 if is_last else gap
        line.append(Slot(field, left, right - room))
        left = right
    if all(_fits(slot, page) for slot in line):
        return [line]
    whole_line = page.type_width
    return [
        [Slot(field, 0.0, whole_line if field.value else whole_line - gap * 1.5)]
        for field in block.fields
    ]


def _fits(slot: Slot, page: Page) -> bool:
    return width_of(f"{slot.field.label}：{slot.field.value}") * page.body <= slot.right - slot.left


def column_widths(columns: Sequence[float], page: Page) -> list[float]:
    """The columns in points, filling the type area: their millimetres are shares of it."""
    whole = sum(columns)
    return [column / whole * page.type_width for column in columns]


def from_mm(length: float) -> float:
    return length * MM


def kept_together(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with those marked that must not be parted from what follows: no page may carry a
    signature alone, or rules to sign on. Of a paragraph its last lines stay, not the whole."""
    found = list(blocks)
    signed = _last_signature(found)
    for place in range(len(found) - 2, -1, -1):
        block = found[place]
        if isinstance(block, Paragraph) and place < signed:
            if _leads_to_signing(found, place + 1):
                found[place] = replace(block, keep_next=True)
        elif isinstance(block, Gap | Paragraph | Signature | Fields | Table) and (
            place >= signed or _leads_to_signing(found, place + 1)
        ):
            found[place] = replace(block, keep_next=True)
    return found


def _last_signature(blocks: Sequence[Block]) -> int:
    """Where the signature stands that only a few lines follow: 附注, 签收人, 张贴日期."""
    for place in range(len(blocks) - 1, -1, -1):
        if isinstance(blocks[place], Signature):
            return place
        if not isinstance(blocks[place], Gap | Paragraph | Fields):
            break
    return len(blocks)


def _leads_to_signing(blocks: Sequence[Block], place: int) -> bool:
    block = blocks[place]
    if isinstance(block, Fields):
        return block.keep_next or place == len(blocks) - 1
    return isinstance(block, Signature) or (isinstance(block, Gap) and block.keep_next)


_FOOTER_MM = 24.2
_DASH_MM = 3.8


def footer_distance(page: Page) -> float:
    """Points from the page's lower edge to the page number's line."""
    return min(_FOOTER_MM, page.bottom - 8) * MM


def dash_from_top(page: Page) -> float:
    """Points from the page's upper edge to the dashes of its number: GB/T 9704 puts them 7 mm
    under the type area."""
    return (page.height - min(_FOOTER_MM, page.bottom - 8) - _DASH_MM) * MM


def tail_lines(block: TailBlock, page: Page) -> int:
    """How many lines the copies of a tail block take."""
    size = page.body - 2
    line = page.type_width / size - 5
    return max(1, math.ceil((width_of(block.copies) + 1) / line))
