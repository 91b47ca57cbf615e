"""A white surface with a heading: the piece that pages are put together from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.words import SectionHeading, rule


class Card(QFrame):
    """``card.add(widget)`` puts things below the heading; ``tone`` marks the left edge."""

    def __init__(self, title: str = "", note: str = "", *actions: QWidget, tone: str = "") -> None:
        super().__init__()
        mark(self, role="card", tone=tone)
        self.heading = SectionHeading(title, note, *actions)
        self.heading.setVisible(bool(title))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 14, 18, 16)
        self._column.setSpacing(10)
        self._column.addWidget(self.heading)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self._column.addWidget(widget, stretch)

    def add_rows(self, rows: Sequence[QWidget]) -> None:
        """Put rows close below each other, with thin lines between them."""
        column = QVBoxLayout()
        column.setSpacing(1)
        for position, row in enumerate(rows):
            if position:
                column.addWidget(rule())
            column.addWidget(row)
        self._column.addLayout(column)

    def add_stretch(self) -> None:
        self._column.addStretch(1)

    def set_tone(self, tone: str) -> None:
        mark(self, tone=tone)


class LinkRow(QFrame):
    """A row that is one link: a click, Enter or Space emits ``opened``."""

    opened = Signal()

    def __init__(self, *parts: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, role="link-row")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 7, 10, 7)
        self._row.setSpacing(10)
        for position, part in enumerate(parts):
            self._row.addWidget(part, 1 if position == 0 else 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)
