"""A small meter that is one button: how many were visited, and behind it who is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar

from longshan_desk.ui.theme import em
from longshan_desk.ui.widgets.card import LinkRow
from longshan_desk.ui.widgets.dates import place_below
from longshan_desk.ui.widgets.meter import NamesPopup
from longshan_desk.ui.widgets.words import words

_WIDTH = 9


class GroupMeter(LinkRow):
    """``GroupMeter("一组", 30, 40, missing=[(id, name), …])``; a name emits ``picked(id)``."""

    picked = Signal(str)

    def __init__(
        self, title: str, done: int, total: int, missing: Sequence[tuple[str, str]], tip: str
    ) -> None:
        super().__init__(words(title), words(f"{done:,}/{total:,}", "strong"))
        self.missing = missing
        self._row.setContentsMargins(6, 3, 6, 8)
        self._bar = QProgressBar(self, textVisible=False)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(min(done, total))
        self.setMinimumWidth(em() * _WIDTH)
        self.setToolTip(f"{tip}\n点开看还差哪些户" if missing else tip)
        self.setAccessibleName(f"{title} 走访 {done} 户，应走访 {total} 户")
        if not missing:
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.opened.connect(self.show_missing)

    def show_missing(self) -> None:
        if not self.missing:
            return
        popup = NamesPopup(self, self.missing)
        popup.picked.connect(self.picked)
        place_below(popup, self)
        popup.show()
        popup.names.setFocus()

    def resizeEvent(self, event: object) -> None:
        height = self._bar.sizeHint().height()
        self._bar.setGeometry(6, self.height() - height - 2, self.width() - 12, height)
