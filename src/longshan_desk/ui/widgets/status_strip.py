"""The strip along the lower edge: last backup, last handover, what waits, who works."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button

RIGHT = ("user",)


class StatusStrip(QFrame):
    """``say(key, text, tone)`` sets a segment, an empty text removes it; ``clicked(key)``."""

    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        mark(self, role="status")
        self._segments: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 2, 14, 2)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self._left = 0

    def say(self, key: str, text: str, tone: str = "") -> None:
        segment = self._segments.get(key) or self._add(key)
        segment.setText(text)
        segment.setVisible(bool(text))
        mark(segment, tone=tone)

    def text(self, key: str) -> str:
        segment = self._segments.get(key)
        return segment.text() if segment else ""

    def _add(self, key: str) -> QPushButton:
        made = button("", lambda: self.clicked.emit(key), kind="status")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._segments[key] = made
        if key in RIGHT:
            self._row.addWidget(made)
        else:
            self._row.insertWidget(self._left, made)
            self._left += 1
        return made
