"""What is posted on the wall: the same words as large as one sheet holds, and posting dates."""

from __future__ import annotations

import math
from dataclasses import replace

from longshan_desk.documents.breaking import width_of
from longshan_desk.documents.model import (
    Block,
    Field,
    Fields,
    Gap,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signature,
    Title,
)
from longshan_desk.documents.pages import Page, scaled
from longshan_desk.documents.placing import title_lines

_STEPS = [factor / 100 for factor in range(160, 44, -2)]
_BLANK = "　　年　　月　　日"


def poster(paper: Paper, page: Page) -> Paper:
    """The paper on a poster's page: the largest type with which it is one sheet, and never so
    small that it cannot be read from the wall (then it takes two)."""
    dates = Field("张贴日期", f"{_BLANK}至{_BLANK}")
    return fitted_poster(replace(paper, blocks=(*paper.blocks, Gap(0.5), Fields((dates,)))), page)


def fitted_poster(paper: Paper, page: Page) -> Paper:
    """The same blocks in the type that fits them, for a poster that was added to."""
    for factor in _STEPS:
        fitted = scaled(page, factor)
        if _height(paper.blocks, fitted) <= fitted.type_height * 0.96:
            break
    return replace(paper, page=fitted)


def _height(blocks: tuple[Block, ...], page: Page) -> float:
    return sum(_lines(block, page) for block in blocks) * page.pitch + sum(
        len(title_lines(block, page)) * page.title_pitch
        for block in blocks
        if isinstance(block, Title)
    )


def _lines(block: Block, page: Page) -> float:
    """A careful estimate, for fonts differ."""
    match block:
        case Paragraph():
            width = sum(width_of(span.text) for span in block.spans) + block.indent
            return math.ceil((width + 0.5) / page.characters)
        case Heading():
            return math.ceil((width_of(block.text) + 2.5) / page.characters)
        case Items():
            return sum(math.ceil((width_of(one) + 4) / page.characters) for one in block.lines)
        case Signature():
            return len(block.organs) + 1
        case Gap():
            return block.lines
        case Fields():
            return 1
        case _:
            return 0
