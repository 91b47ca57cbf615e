"""What a place says while there is nothing in it, with the next step as a button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.icons import pixmap
from longshan_desk.ui.widgets.words import words


class EmptyState(QFrame):
    """``say(text, hint, verb, act)``; with tone ``late`` it is a failure instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="card")
        self._picture = QLabel()
        self._text = words("", "strong")
        self._hint = words("", "note")
        self._act: Callable[[], object] = lambda: None
        self.action_button = button("", lambda: self._act(), kind="primary")
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        for widget in (self._picture, self._text, self._hint, self.action_button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    @property
    def text(self) -> str:
        return self._text.text()

    def say(
        self,
        text: str,
        hint: str = "",
        verb: str = "",
        act: Callable[[], object] | None = None,
        *,
        tone: str = "",
    ) -> None:
        name, ink = ("warning", "late") if tone == "late" else ("papers", "line_strong")
        self._picture.setPixmap(pixmap(name, ink, 40, self.devicePixelRatioF()))
        self._text.setText(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._act = act or (lambda: None)
        self.action_button.setText(verb)
        self.action_button.setVisible(bool(verb))
