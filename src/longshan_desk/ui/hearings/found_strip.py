"""Above the hearing's grid: what visits and sessions found, offered one by one as a row (R42)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from longshan_desk.domain.labels import ItemKind
from longshan_desk.queries.found_before import Found, found_before
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.grid_sync import rows_of, type_on
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button, shortcut
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridRow
from longshan_desk.ui.widgets.words import words

_SHOWN = 60


class FoundStrip(QFrame):
    """F6 anywhere in ``host``, or the button, writes the one shown as a row of ``grid``; the
    cursor goes to its topic (R35). Nothing is shown where nothing is offered."""

    def __init__(self, context: Context, grid: FastGrid, host: QWidget) -> None:
        super().__init__()
        self._context = context
        self._grid = grid
        self._day: date | None = None
        self._offers: list[Found] = []
        self._at = 0
        self._words = words("", wrap=True)
        self.take_button = button("列为一行 F6", self.take)
        self.next_button = button("下一条", self.turn, kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self.next_button)
        row.addWidget(self.take_button)
        for made in (self.take_button, self.next_button):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cursor stays in the grid
        mark(self, role="notice", tone="")
        shortcut("F6", host, self.take)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text() if not self.isHidden() else ""

    def load(self, day: date) -> None:
        """The offers for a hearing on this day."""
        self._day = day
        self.refresh()

    def refresh(self) -> None:
        """What stands in a row already, on record or not, is not offered; who has leafed on
        stays where that was."""
        if self._day is None:
            return
        held = {
            key for row in self._grid.rows() for key in row.extra.get("found", {}).values() if key
        }
        found = found_before(self._context.store, self._day)
        before = self._offers[self._at].key if self._offers else ""
        self._offers = [one for one in found if one.key not in held]
        keys = [one.key for one in self._offers]
        self._at = keys.index(before) if before in keys else min(self._at, max(len(keys) - 1, 0))
        self._show()

    def take(self) -> None:
        if not self._offers:
            return
        row = row_of(self._offers[self._at])
        self._grid.put_back(row, rows_of(self._grid).rowCount() - 1)
        type_on(self._grid, row, "topic")
        self.refresh()

    def turn(self) -> None:
        self._at = (self._at + 1) % len(self._offers)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._offers))
        if not self._offers:
            return
        one, count = self._offers[self._at], len(self._offers)
        place = f"（{self._at + 1}/{count}）" if count > 1 else ""
        said = one.words if len(one.words) <= _SHOWN else f"{one.words[:_SHOWN]}…"
        day = f"{one.on.month}月{one.on.day}日"
        self._words.setText(f"走访发现{place}　{day} {one.where}〔{one.kind.label}〕{said}")
        self.next_button.setVisible(count > 1)


def row_of(found: Found) -> GridRow:
    """The finding as a 事项; topic and list are the clerk's to say."""
    who = "、".join(found.raisers)
    values = {
        "kind": ItemKind.MATTER.value, "who": who, "topic": "", "words": found.words,
        "summary": "", "list": "", "result": "", "answerer": "", "finding": found.kind.value,
    }  # fmt: skip
    homes = {found.raisers[0]: found.household_id} if found.raisers and found.household_id else {}
    held = {"entry_id": found.entry_id, "finding_id": found.finding_id}
    return GridRow(values, extra={"homes": homes, "found": held})
