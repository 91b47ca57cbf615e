"""Keeps a grid's rows and what is stored together: nothing typed is lost, nothing stands twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QApplication

from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridRow, GridRows


def says(values: dict[str, Any]) -> str:
    """What a row says, to see whether what is stored still says the same."""
    shown = ((key, str(value)) for key, value in values.items() if not key.endswith("_id"))
    return repr(sorted((key, value) for key, value in shown if value not in ("", "None", "False")))


def stored_row(item_id: str, values: dict[str, Any], **extra: Any) -> GridRow:
    """A row as the database has it."""
    return GridRow(values, extra={"id": item_id, "saved": says(values), **extra})


def is_unsaved(row: GridRow) -> bool:
    """Whether the row says something that is not stored."""
    return bool(row.extra.get("saved") != says(row.values))


def merged(typed: Sequence[GridRow], stored: Sequence[GridRow]) -> list[GridRow]:
    """The stored rows in their order, each with what is typed and not saved; a row that is only
    typed stays behind the one it stood behind. What was saved and is gone, goes."""
    by_id = {row.extra["id"]: row for row in stored}
    _find_twins(typed, by_id)
    kept: dict[str, GridRow] = {}
    only_typed: dict[str, list[GridRow]] = {}
    behind = ""
    for row in typed:
        item_id = row.extra.get("id") or ""
        if item_id in by_id:
            kept[item_id] = row if is_unsaved(row) else _refreshed(row, by_id[item_id])
            behind = item_id
        elif not item_id or is_unsaved(row):
            row.extra.pop("id", None)
            only_typed.setdefault(behind, []).append(row)
    found = only_typed.pop("", [])
    for item_id, row in by_id.items():
        found += [kept.get(item_id, row), *only_typed.pop(item_id, [])]
    return found


def _find_twins(typed: Sequence[GridRow], by_id: dict[str, GridRow]) -> None:
    """A draft written just before its row was saved does not know the row's id yet."""
    held = {row.extra.get("id") for row in typed}
    free = [row for item_id, row in by_id.items() if item_id not in held]
    for row in typed:
        twin = next((one for one in free if says(one.values) == says(row.values)), None)
        if not row.extra.get("id") and twin is not None:
            free.remove(twin)
            row.extra.update(twin.extra)


def _refreshed(row: GridRow, stored: GridRow) -> GridRow:
    if row.extra["saved"] == stored.extra["saved"]:
        return row
    return GridRow(stored.values, row.key, stored.extra)


def refill(grid: FastGrid, rows: Sequence[GridRow]) -> None:
    """Show these rows; whoever is typing goes on in the same cell. Nothing happens when they are
    the rows that stand there."""
    before = grid.rows()
    if len(before) == len(rows) and all(a is b for a, b in zip(before, rows, strict=True)):
        return
    focus = QApplication.focusWidget()
    had_focus = focus is not None and (focus is grid or grid.isAncestorOf(focus))
    column, row = grid.currentIndex().column(), current_row(grid)
    grid.set_rows(rows)
    if not had_focus or column < 0:
        return
    place = rows_of(grid).position_of(row.key) if row is not None else -1
    grid.setFocus()
    last = grid.model().rowCount() - 1
    grid.setCurrentIndex(grid.model().index(place if place >= 0 else last, column))


def rows_of(grid: FastGrid) -> GridRows:
    """The grid's rows with the blank ones."""
    model = grid.model()
    assert isinstance(model, GridRows)
    return model


def current_row(grid: FastGrid) -> GridRow | None:
    """The row that the cursor stands in, if anything is written in it."""
    model, at = rows_of(grid), grid.currentIndex().row()
    if not 0 <= at < model.rowCount() or model.is_blank(model.row_at(at)):
        return None
    return model.row_at(at)


def type_on(grid: FastGrid, row: GridRow, column: str) -> None:
    """Put the cursor into a cell of this row."""
    at, keys = rows_of(grid).position_of(row.key), [one.key for one in rows_of(grid).columns]
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(at, keys.index(column)))
