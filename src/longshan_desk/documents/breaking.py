"""Where titles break: as few lines as possible, of like length, and never inside a word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

_STICKS = "，。、；：？！）》”"


def width_of(words: str) -> float:
    """Characters wide, a Latin letter or figure being half of one."""
    return sum(0.55 if ord(char) < 0x2000 and char != "·" else 1.0 for char in words)


def balanced(parts: Sequence[str], most: float) -> list[str]:
    """The title's lines, at most ``most`` characters each; longer parts are cut where needed."""
    pieces = tuple(piece for part in parts for piece in _cut(part, most) if piece)
    if not pieces:
        return [""]
    whole = sum(map(width_of, pieces))
    for count in range(1, len(pieces) + 1):
        if whole <= most * count and (found := _split(pieces, count, most)):
            return found
    return list(pieces)


def _cut(part: str, most: float) -> list[str]:
    """A part that is too long for any line, in pieces that are not."""
    found, line = [], ""
    for char in part:
        if line and width_of(line + char) > most and char not in _STICKS:
            found.append(line)
            line = ""
        line += char
    return [*found, line]


def _split(pieces: tuple[str, ...], count: int, most: float) -> list[str] | None:
    """The most even way into ``count`` lines; of two the one whose last line is the shorter."""
    widths = [width_of(piece) for piece in pieces]
    ideal = sum(widths) / count

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]] | None:
        if lines == 1:
            width = sum(widths[start:])
            return (
                None if width > most else ((width - ideal) ** 2 * (1.1 if width > ideal else 1), ())
            )
        found: tuple[float, tuple[int, ...]] | None = None
        for end in range(start + 1, len(pieces) - lines + 2):
            width = sum(widths[start:end])
            rest = best(end, lines - 1) if width <= most else None
            if rest is not None and (found is None or (width - ideal) ** 2 + rest[0] < found[0]):
                found = ((width - ideal) ** 2 + rest[0], (end, *rest[1]))
        return found

    chosen = best(0, count)
    if chosen is None:
        return None
    ends = [0, *chosen[1], len(pieces)]
    return ["".join(pieces[a:b]) for a, b in pairwise(ends)]
