"""Hands and eyes at 走访日记: a typist whose keys are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.queries.visits import VisitRow, list_visits
from longshan_desk.ui.visits.batch_panel import BatchPanel
from longshan_desk.ui.visits.page import VisitsPage

Commit = Callable[[QWidget, str], None]


class Typist:
    """Types into whatever has the focus; ``keys`` and ``phrases`` count what that took."""

    def __init__(self, qtbot: QtBot, commit: Commit) -> None:
        self._qtbot = qtbot
        self._commit = commit
        self.keys = 0
        self.phrases = 0

    def press(self, *keys: Key | str, mod: Qt.KeyboardModifier | None = None) -> None:
        """Keys by name, or letters and digits as on an English keyboard."""
        for key in keys:
            target = QApplication.activePopupWidget() or QApplication.focusWidget()
            assert target is not None
            self.keys += 1
            if isinstance(key, str):
                self._qtbot.keyClicks(target, key)
            else:
                self._qtbot.keyClick(target, key, mod or Qt.KeyboardModifier.NoModifier)

    def say(self, phrase: str) -> None:
        """Type a phrase with an input method."""
        target = QApplication.focusWidget()
        assert target is not None
        self.phrases += 1
        self._commit(target, phrase)

    @property
    def cell(self) -> str:
        """What stands in the cell that is typed into."""
        focus = QApplication.focusWidget()
        assert isinstance(focus, QLineEdit)
        return focus.text()


def visits_page(clerk: Clerk) -> VisitsPage:
    """The page on the screen of an active window, its figures there."""
    if not hasattr(clerk, "app"):
        clerk.open()
        clerk.window.activateWindow()
        clerk.bot.waitUntil(clerk.window.isActiveWindow)
    clerk.window.show_page("visits")
    clerk.settle()
    page = clerk.window.page("visits")
    assert isinstance(page, VisitsPage)
    return page


def batch_of(clerk: Clerk) -> BatchPanel:
    panel = visits_page(clerk).panel("batch")
    assert isinstance(panel, BatchPanel)
    return panel


def heads(panel: BatchPanel) -> list[str]:
    """The households as they are listed."""
    model = panel.grid._rows
    return [model.row_at(at).values["who"] for at in range(model.rowCount())]


def head_at_hand(panel: BatchPanel) -> str:
    row = panel.grid.current_row()
    assert row is not None
    return str(row.values["who"])


def written(desk: Desk, on: date | None = None) -> Sequence[VisitRow]:
    """What is on record, the oldest first."""
    return [row for row in list_visits(desk.store) if on is None or row.on == on]
