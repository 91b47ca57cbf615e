"""Breaking a paragraph into lines as Chinese papers do: 避头尾, hanging stops, full lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from longshan_desk.documents.model import Face, Span
from longshan_desk.ui.paper.faces import em_width

_NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉”’·…—％℃,.;:?!)]}%～")
_NEVER_LAST = frozenset("（《「『【〔〈“‘([{")
_HANGING = frozenset("，。、；：？！．")
_CLING = 0.2
"""Space between a Chinese and a Latin letter, as a share of the type size."""
_SLACK = 0.05


@dataclass(frozen=True, slots=True)
class Piece:
    """What is set without a break: one Chinese character, or a Latin word with its figures."""

    text: str
    face: Face
    width: float
    gap: float
    """Space before it, where Chinese and Latin letters meet."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Words of one face at one place of a line; ``x`` in points from the line's beginning."""

    x: float
    text: str
    face: Face
    spacing: float


@dataclass(frozen=True, slots=True)
class Line:
    drawn: tuple[Drawn, ...]
    width: float


def broken(
    spans: Sequence[Span], size: float, width: float, *, tracking: float = 0, first: float = 0,
    hanging: float = 0, justified: bool = True,
) -> list[Line]:  # fmt: skip
    """The lines of a paragraph; the first begins ``first`` points in, the others ``hanging``."""
    lines: list[Line] = []
    for part in _hard_lines(spans):
        pieces = _pieces(part, size, tracking)
        begin = hanging if lines else first
        while True:
            count = _fitting(pieces, width - begin)
            is_last = count >= len(pieces)
            full = width - begin if justified and not is_last else None
            lines.append(_line(pieces[:count], begin, tracking, full))
            pieces, begin = pieces[count:], hanging
            if is_last:
                break
    return lines


def _hard_lines(spans: Sequence[Span]) -> list[list[Span]]:
    found: list[list[Span]] = [[]]
    for span in spans:
        first, *others = span.text.split("\n")
        found[-1].append(Span(first, span.face))
        found += [[Span(other, span.face)] for other in others]
    return found


def _pieces(spans: Sequence[Span], size: float, tracking: float) -> list[Piece]:
    found: list[Piece] = []
    before = ""
    for span in spans:
        for text in _clusters(span.text):
            width = sum(em_width(char, span.face) * size + tracking for char in _glyphs(text))
            meets = before and _is_letter(before) and _is_letter(text[0])
            is_seam = bool(meets) and _is_latin(before) != _is_latin(text[0])
            gap = _CLING * size if is_seam else 0.0
            found.append(Piece(text, span.face, width, gap))
            before = text[-1]
    return found


def _clusters(text: str) -> list[str]:
    """Latin words whole (broken after a hyphen), other characters one by one with their marks."""
    found: list[str] = []
    for char in text:
        joins = found and (
            unicodedata.combining(char)
            or char in "\ufe00\ufe01\ufe0f"
            or 0xE0100 <= ord(char) <= 0xE01EF
            or (_is_latin(char) and _is_latin(found[-1][-1]) and found[-1][-1] != "-")
        )
        if joins:
            found[-1] += char
        else:
            found.append(char)
    return found


def _glyphs(text: str) -> list[str]:
    """The characters that have a width of their own."""
    return [c for c in text if not unicodedata.combining(c) and not 0xFE00 <= ord(c) <= 0xFE0F]


def _is_latin(char: str) -> bool:
    return char.isascii() and not char.isspace()


def _is_letter(char: str) -> bool:
    return char.isalnum()


def _fitting(pieces: Sequence[Piece], width: float) -> int:
    """How many pieces stand on the next line; at least one."""
    used, count = 0.0, 0
    for piece in pieces:
        more = piece.width + (piece.gap if count else 0)
        if used + more > width + _SLACK and piece.text != " ":
            break
        used += more
        count += 1
    if count >= len(pieces):
        return len(pieces)
    if count and pieces[count].text in _HANGING:
        count += 1  # a stop hangs in the margin
        return count if count == len(pieces) or _may_begin(pieces, count) else _back(pieces, count)
    return _back(pieces, count) if count else 1


def _may_begin(pieces: Sequence[Piece], place: int) -> bool:
    return pieces[place].text[0] not in _NEVER_FIRST and (
        pieces[place - 1].text[-1] not in _NEVER_LAST
    )


def _back(pieces: Sequence[Piece], count: int) -> int:
    """The last place at or before ``count`` where a line may end."""
    for place in range(count, 0, -1):
        if _may_begin(pieces, place):
            return place
    return count


def _line(pieces: Sequence[Piece], begin: float, tracking: float, full: float | None) -> Line:
    """The pieces placed; with ``full`` spread over that width."""
    shown = list(pieces)
    while full is not None and shown and shown[-1].text.isspace():
        shown.pop()
    inside = [p for p in shown if p is not shown[-1] or p.text not in _HANGING] if shown else []
    used = sum(piece.width + (piece.gap if n else 0) for n, piece in enumerate(inside))
    seams = sum(len(_glyphs(piece.text)) for piece in inside) - 1
    is_ragged = full is None or seams < 1
    spread = 0.0 if is_ragged else max(0.0, (full or 0) - used + tracking) / seams
    drawn: list[Drawn] = []
    x = begin
    for n, piece in enumerate(shown):
        x += piece.gap if n else 0
        last = drawn[-1] if drawn else None
        if last is not None and last.face is piece.face and not piece.gap:
            drawn[-1] = Drawn(last.x, last.text + piece.text, last.face, last.spacing)
        else:
            drawn.append(Drawn(x, piece.text, piece.face, tracking + spread))
        x += piece.width + spread * len(_glyphs(piece.text))
    return Line(tuple(drawn), x - begin)
