"""Words set in columns for a terminal, where a Chinese character is two letters wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from longshan_desk.domain.labels import Labelled

_GAP = "  "
_WIDEST = 44


def width_of(text: str) -> int:
    """How many letters wide a text is on a terminal."""
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - width_of(text))


def cut(text: str, width: int = _WIDEST) -> str:
    """One line, ended by … where it is too long."""
    line = " ".join(text.split())
    if width_of(line) <= width:
        return line
    while width_of(line) > width - 1:
        line = line[:-1]
    return f"{line}…"


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most ``width`` letters; ASCII words stay whole."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterable[str]:
    piece = ""
    for char in " ".join(text.split()):
        if char.isascii() and char != " ":
            piece += char
            continue
        if piece:
            yield piece
            piece = ""
        yield char
    if piece:
        yield piece


def words(value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, (list, tuple)):
        return "、".join(map(words, value))
    return str(value)


def table(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, empty: str = "没有记录。"
) -> str:
    """Columns under headings, with the number of lines below; ``empty`` where there are none."""
    cells = [[cut(words(value)) for value in row] for row in rows]
    if not cells:
        return empty
    columns = list(zip(headings, *cells, strict=True))
    widths = [max(map(width_of, column)) for column in columns]
    lines = [_line(headings, widths), _GAP.join("-" * width for width in widths)]
    lines += [_line(row, widths) for row in cells]
    return "\n".join([*lines, f"共 {len(cells)} 条"])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(map(padded, row, widths)).rstrip()


def listed(pairs: Iterable[tuple[str, Any]]) -> str:
    """名称：值, one a line and aligned; what says nothing is left out."""
    shown = [(name, words(value)) for name, value in pairs]
    shown = [(name, text) for name, text in shown if text]
    width = max((width_of(name) for name, _ in shown), default=0)
    return "\n".join(f"{padded(name, width)}  {text}" for name, text in shown)
