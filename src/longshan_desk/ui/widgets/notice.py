"""A strip inside a page or form: something to know, with an act beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.words import words


class Notice(QFrame):
    """Hidden until ``say``; tones ``late`` and ``soon``, or calm."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words("", wrap=True, copy=True)
        self._act: Callable[[], object] = self.hide
        self.action_button = button("", lambda: self._act(), kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.action_button)
        mark(self, role="notice", tone="")
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def say(
        self, text: str, tone: str = "", action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Show ``text`` and, if ``action`` names one, a button that does ``act``."""
        mark(self, tone=tone)
        self._words.setText(text)
        self._act = act or self.hide
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        self.show()
