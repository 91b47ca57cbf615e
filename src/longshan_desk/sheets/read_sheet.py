"""What every kind of sheet keeps of what was read, and of where it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from longshan_desk.sheets.grid import Grid
from longshan_desk.sheets.headers import FoundSheet, Header

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet(Generic[Line]):
    """``rows`` in the sheet's order; ``skipped`` are the numbers of rows that are no records."""

    path: Path
    sheet: str
    columns: dict[str, str]
    ignored: tuple[str, ...]
    rows: tuple[Line, ...]
    warnings: tuple[str, ...] = ()
    skipped: tuple[int, ...] = ()
    other_sheets: tuple[str, ...] = ()
    grid: Grid | None = field(default=None, repr=False)
    header: Header | None = field(default=None, repr=False)

    @classmethod
    def of(cls, found: FoundSheet, path: Path, rows: Sequence[Line], **own: Any) -> Self:
        """``own``: ``warnings``, ``skipped`` and what only this kind of sheet has."""
        return cls(
            path=Path(path),
            sheet=found.grid.name,
            columns=found.header.columns,
            ignored=found.header.ignored,
            rows=tuple(rows),
            other_sheets=found.others,
            grid=found.grid,
            header=found.header,
            **own,
        )
