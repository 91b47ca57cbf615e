"""Where a page comes to lie on a printer's sheet, so that nothing is cut at its edges."""

from __future__ import annotations

from dataclasses import dataclass

from longshan_desk.documents.pages import MM
from longshan_desk.ui.paper.faces import em_width
from longshan_desk.ui.paper.layout import Mark, Rule, Sheet

_ABOVE, _BELOW = 0.9, 0.25
"""How far type reaches above and below its baseline, as a share of its size."""
_SLACK = 0.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, from the sheet's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Fit:
    """Scale first, then move by ``x`` and ``y`` points."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0


def printable(width: float, height: float, margins: tuple[float, float, float, float]) -> Box:
    """What a printer reaches of a sheet; millimetres in (left, top, right, bottom), points out."""
    left, top, right, bottom = (side * MM for side in margins)
    return Box(left, top, width * MM - right, height * MM - bottom)


def inked(sheet: Sheet) -> Box | None:
    """What of the page bears ink at all."""
    boxes = [_box(mark) for mark in sheet.marks]
    if not boxes:
        return None
    return Box(
        min(one.left for one in boxes),
        min(one.top for one in boxes),
        max(one.right for one in boxes),
        max(one.bottom for one in boxes),
    )


def fitted(ink: Box | None, page: tuple[float, float], sheet: tuple[float, float],
           reach: Box) -> Fit:  # fmt: skip
    """Full size at its own place where that can be printed; else moved; else made smaller.

    ``page`` and ``sheet`` are the sides, in points, of the page as designed and of the paper in
    the printer.
    """
    scale = min(1.0, sheet[0] / page[0], sheet[1] / page[1])
    if ink is None:
        return Fit(scale)
    scale = min(scale, reach.width / max(1, ink.width), reach.height / max(1, ink.height))
    x = (sheet[0] - page[0] * scale) / 2
    y = (sheet[1] - page[1] * scale) / 2
    x = _moved(x, ink.left * scale, ink.right * scale, reach.left, reach.right)
    y = _moved(y, ink.top * scale, ink.bottom * scale, reach.top, reach.bottom)
    return Fit(scale, x, y)


def _moved(by: float, begin: float, end: float, low: float, high: float) -> float:
    if begin + by < low - _SLACK:
        return low - begin
    if end + by > high + _SLACK:
        return high - end
    return by


def _box(mark: Mark) -> Box:
    if isinstance(mark, Rule):
        half = mark.width / 2
        return Box(
            min(mark.x1, mark.x2) - half,
            min(mark.y1, mark.y2) - half,
            max(mark.x1, mark.x2) + half,
            max(mark.y1, mark.y2) + half,
        )
    width = sum(em_width(char, mark.face) * mark.size + mark.spacing for char in mark.text)
    top, bottom = mark.y - _ABOVE * mark.size, mark.y + _BELOW * mark.size
    return Box(mark.x, top, mark.x + width, bottom)
