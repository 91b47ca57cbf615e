"""Tabs above a list, each with its count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QWidget

from longshan_desk.ui.theme import mark


class Tabs(QTabBar):
    """``Tabs([("all", "全部"), …])`` emits ``chosen(key)``."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, looks=True)
        self._tabs = tuple(tabs)
        self.setExpanding(False)
        self.setDrawBase(False)
        for _, title in self._tabs:
            self.addTab(title)
        self.currentChanged.connect(lambda at: self.chosen.emit(self._tabs[at][0]))

    @property
    def key(self) -> str:
        return self._tabs[self.currentIndex()][0]

    def go_to(self, key: str) -> None:
        self.setCurrentIndex(self._position(key))

    def set_count(self, key: str, count: int | None) -> None:
        """Show how many there are; ``None`` when nobody knows."""
        at = self._position(key)
        title = self._tabs[at][1]
        self.setTabText(at, title if count is None else f"{title} {count:,}")

    def _position(self, key: str) -> int:
        return [one for one, _ in self._tabs].index(key)
