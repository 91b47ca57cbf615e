"""The page a paper stands on: its paper, margins, type and lines, in millimetres and points."""

from __future__ import annotations

from dataclasses import dataclass, replace

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page. Lengths are millimetres; type, pitch and spacing are points.

    The defaults are GB/T 9704-2012: 22 lines of 28 characters in a type area of 156 × 225 mm.
    """

    width: float = 210.0
    height: float = 297.0
    top: float = 37.0
    left: float = 28.0
    right: float = 26.0
    bottom: float = 35.0
    body: float = 16.0
    pitch: float = 28.95
    tracking: float = -0.3
    """Added to every character, so that 28 of 16 pt fit into 156 mm."""
    title: float = 22.0
    title_pitch: float = 28.95
    table: float = 12.0
    table_pitch: float = 20.0
    numbered: bool = True

    @property
    def type_width(self) -> float:
        """Points between the margins."""
        return (self.width - self.left - self.right) * MM

    @property
    def type_height(self) -> float:
        return (self.height - self.top - self.bottom) * MM

    @property
    def is_landscape(self) -> bool:
        return self.width > self.height

    @property
    def lines(self) -> int:
        """How many body lines a page holds."""
        return int(self.type_height / self.pitch)

    @property
    def characters(self) -> int:
        """How many body characters a line holds."""
        return int(self.type_width / (self.body + self.tracking))


OFFICIAL = Page()
"""The body format: notices, reports, requests, minutes of a meeting as 纪要."""

FORM = Page(
    top=25,
    left=25,
    right=20,
    bottom=25,
    body=14,
    pitch=24,
    tracking=0,
    title_pitch=32,
    numbered=True,
)
"""Forms to fill in: a narrower margin, still bound at the left."""

REGISTER = Page(
    width=297, height=210, top=25, left=18, right=18, bottom=20, body=14, pitch=24, tracking=0,
    title=20, title_pitch=30, table=10.5, table_pitch=16,
)  # fmt: skip
"""Landscape lists."""

POSTER_A4 = Page(
    top=30, left=25, right=25, bottom=28, body=22, pitch=33, tracking=0, title=40,
    title_pitch=52, table=18, table_pitch=28, numbered=False,
)  # fmt: skip
POSTER_A3 = Page(
    width=297, height=420, top=42, left=35, right=35, bottom=40, body=32, pitch=48, tracking=0,
    title=60, title_pitch=76, table=26, table_pitch=40, numbered=False,
)  # fmt: skip
"""What is posted on the wall, to be read from two steps away."""


def scaled(page: Page, factor: float) -> Page:
    """The same page with all its type larger or smaller."""
    sizes = ("body", "pitch", "title", "title_pitch", "table", "table_pitch", "tracking")
    return replace(page, **{name: round(getattr(page, name) * factor, 2) for name in sizes})
