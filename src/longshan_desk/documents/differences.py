"""What two versions of a paper say differently, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from longshan_desk.documents.model import (
    Block,
    Fields,
    Heading,
    Items,
    Paper,
    Paragraph,
    Row,
    Table,
    Title,
)
from longshan_desk.documents.office_papers import Changed

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]*")


def differences(old: Paper, new: Paper) -> tuple[Changed, ...]:
    """The places that changed, in the paper's order; a signature's date is no content."""
    before, after = list(_sentences(old)), list(_sentences(new))
    found: list[Changed] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            pairs = zip_longest(before[a:b], after[c:d], fillvalue="")
            found += [Changed(was, now) for was, now in pairs]
    return tuple(found)


def _sentences(paper: Paper) -> Iterator[str]:
    for block in paper.blocks:
        for line in _lines(block):
            yield from (part.strip() for part in _SENTENCE.findall(line) if part.strip())


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Title():
            yield "".join(block.parts)
        case Heading():
            yield block.text
        case Paragraph():
            yield "".join(span.text for span in block.spans)
        case Items():
            yield from block.lines
        case Table():
            yield from map(_row, block.rows)
        case Fields():
            yield from (f"{one.label}：{one.value}" for one in block.fields if one.value)


def _row(row: Row) -> str:
    """A row is one sentence: its cells mean nothing apart."""
    said = "　".join(" ".join(cell.text.split()) for cell in row.cells if cell.text.strip())
    return said.translate(str.maketrans("。；！？", "，，，，"))
