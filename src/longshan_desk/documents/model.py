"""The blocks every paper is made of, once, for the Word file, the preview and the printer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from longshan_desk.documents.pages import OFFICIAL, Page


class Face(StrEnum):
    """The type faces of official papers."""

    FANG = "fang"  # 仿宋: the body
    KAI = "kai"  # 楷体: second headings, who signs
    HEI = "hei"  # 黑体: first headings, table heads
    SONG = "song"  # 宋体: page numbers
    TITLE = "title"  # 小标宋


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a paragraph in one face."""

    text: str
    face: Face = Face.FANG


@dataclass(frozen=True, slots=True)
class Title:
    """The paper's title; a line may only end after a part, so that no word is split."""

    parts: tuple[str, ...]
    size: float | None = None
    """Points; the page's own where not given."""


@dataclass(frozen=True, slots=True)
class RedHead:
    """发文机关标志 with number line and red rule; ``signers`` only for what goes upward."""

    organ: str
    number: str
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 黑体; （一） 楷体; 1. and （1） 仿宋."""

    level: int
    text: str


def _kept() -> Any:
    """Whether a block stays on the page of the next; kept papers without it read as before."""
    return field(default=False, metadata={"left_out_if_empty": True})


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: tuple[Span, ...]
    indent: int = 2
    """Characters before the first line."""
    hanging: int = 0
    """Characters before every line but the first, which starts ``hanging`` less."""
    align: Align = Align.BOTH
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """Numbered lines: 1. 2. 3. …, or unnumbered ones."""

    lines: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    text: str = ""
    span: int = 1
    align: Align = Align.LEFT
    face: Face = Face.FANG
    part: int | None = None
    """Prints the number of the page on which this part of the paper begins, instead of a text."""


class RowKind(StrEnum):
    HEAD = "head"  # repeated on every page
    BODY = "body"
    GROUP = "group"  # a line across that names what follows
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY
    height: float = 0
    """At least so many millimetres."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns in millimetres; heads come first and stand again on every page."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    size: float | None = None
    borders: bool = True
    keep_next: bool = _kept()


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    value: str = ""
    width: float = 1
    """Its share of the line."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Form fields beside each other on one line; an empty value is a rule to write on."""

    fields: tuple[Field, ...]
    keep_next: bool = _kept()


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and date. Sealed: the date four characters in, the organs centred over it."""

    organs: tuple[str, ...]
    date: str
    sealed: bool = True
    keep_next: bool = _kept()


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty lines."""

    lines: float = 1
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


@dataclass(frozen=True, slots=True)
class Part:
    """What follows begins on a new page, of its own kind. Numbers go on through numbered pages."""

    page: Page


@dataclass(frozen=True, slots=True)
class TailBlock:
    """版记 at the foot of the last page: 抄送, and who printed it when."""

    copies: str
    printed_by: str
    printed_on: str


Block = (
    Title
    | RedHead
    | Heading
    | Paragraph
    | Items
    | Table
    | Fields
    | Signature
    | Gap
    | PageBreak
    | Part
    | TailBlock
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: its kind, the name it goes by, its page and its blocks."""

    kind: str
    name: str
    blocks: tuple[Block, ...]
    page: Page = field(default=OFFICIAL)

    @property
    def parts(self) -> tuple[tuple[Page, tuple[Block, ...]], ...]:
        """The paper's blocks by the pages they stand on; most papers have one part."""
        found: list[tuple[Page, list[Block]]] = [(self.page, [])]
        for block in self.blocks:
            if isinstance(block, Part):
                found.append((block.page, []))
            else:
                found[-1][1].append(block)
        return tuple((page, tuple(blocks)) for page, blocks in found)


def words(said: str, *, indent: int = 2, align: Align = Align.BOTH, face: Face = Face.FANG,
          keep_next: bool = False) -> Paragraph:  # fmt: skip
    """A paragraph in one face."""
    return Paragraph((Span(said, face),), indent=indent, align=align, keep_next=keep_next)


def head(*names: str) -> Row:
    """A table's head."""
    return Row(tuple(Cell(n, align=Align.CENTER, face=Face.HEI) for n in names), RowKind.HEAD)
