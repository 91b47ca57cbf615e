"""What happened to a record, newest or oldest first, on one line down the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from longshan_desk.ui.theme import colour, text_height
from longshan_desk.ui.widgets.words import badge, words


@dataclass(frozen=True)
class Entry:
    """One thing that happened: the day, the act, who did it, what was written; ``marks`` are
    small labels such as 补录, each with its tone.
    """

    day: str
    act: str
    by: str = ""
    text: str = ""
    tone: str = ""
    marks: tuple[tuple[str, str], ...] = ()


class Timeline(QWidget):
    """``timeline.set_entries([...])`` in the order they are to be read."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, entry in enumerate(entries):
            self._column.addWidget(_EntryRow(entry, at == 0, at == len(entries) - 1))
        self._column.addStretch(1)


class _EntryRow(QWidget):
    def __init__(self, entry: Entry, first: bool, last: bool) -> None:
        super().__init__()
        day = words(entry.day, "note")
        day.setFixedWidth(round(text_height() * 4.6))
        day.setContentsMargins(0, 1, 0, 0)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(words(entry.act, "strong", entry.tone))
        for text, tone in entry.marks:
            top.addWidget(badge(text, tone))
        top.addWidget(words(entry.by, "note"))
        top.addStretch(1)
        body = QVBoxLayout()
        body.setSpacing(3)
        body.setContentsMargins(0, 0, 0, 14)
        body.addLayout(top)
        if entry.text:
            body.addWidget(words(entry.text, wrap=True, copy=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_Rail(entry.tone, first, last))
        row.addLayout(body, 1)


class _Rail(QLabel):
    """The line with its dot; drawn, so that it runs through from entry to entry."""

    def __init__(self, tone: str, first: bool, last: bool) -> None:
        super().__init__()
        self._ink = colour({"late": "late", "soon": "soon_line"}.get(tone, "accent"))
        self._first, self._last = first, last
        self.setFixedWidth(14)

    def sizeHint(self) -> QSize:
        return QSize(14, text_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, dot = self.width() / 2, text_height() / 2
        painter.setPen(QPen(colour("line_strong"), 1.5))
        start = dot if self._first else 0.0
        end = dot if self._last else float(self.height())
        painter.drawLine(QPointF(middle, start), QPointF(middle, end))
        painter.setPen(QPen(colour("surface"), 2))
        painter.setBrush(self._ink)
        painter.drawEllipse(QRectF(middle - 5, dot - 5, 10, 10))
        painter.end()
