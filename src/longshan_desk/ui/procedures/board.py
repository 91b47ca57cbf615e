"""The board: a column a step, a card a decision; arrows walk over it, Enter opens a card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.queries.procedures import ProcedureRow
from longshan_desk.ui.procedures.listed import (
    BOARD,
    DONE,
    column_of,
    days_here,
    next_words,
    tone_of,
)
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words

_TITLE_SHOWN = 34
_DONE_SHOWN = 12
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class BoardCard(QFrame):
    """One decision: its subject, number, days, and what comes next."""

    opened = Signal(str)
    walked = Signal(int, int)

    def __init__(self, row: ProcedureRow, today: date, soon_days: int) -> None:
        super().__init__()
        self.row = row
        tone = tone_of(row, today, soon_days)
        mark(self, role="board-card", tone=tone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        short = row.title if len(row.title) <= _TITLE_SHOWN else f"{row.title[:_TITLE_SHOWN]}…"
        told = next_words(row, today)
        self.setToolTip(row.title)
        self.setAccessibleName(f"{row.title}，{row.phase.label}，{told}")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 7, 8, 7)
        column.setSpacing(3)
        column.addWidget(words(short, "strong", wrap=True))
        about = [row.number or "", f"第 {row.round} 轮" if row.round > 1 else ""]
        if any(about):
            column.addWidget(words(" ".join(one for one in about if one), "note", wrap=True))
        if row.phase.is_open:
            column.addWidget(words(days_here(row, today), "note"))
        if told:
            column.addWidget(words(told, "note", tone or "accent", wrap=True))
        if row.open_findings:
            column.addWidget(words(f"注意 {row.open_findings} 条", "note", "late"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.row.id)
        elif key in _ARROWS:
            self.walked.emit(*_ARROWS[key])
        else:
            super().keyPressEvent(event)


class Board(QWidget):
    """``show_rows(rows)``; ``opened(id)`` for the card that was chosen."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._area: QScrollArea | None = None
        self._cards: list[list[BoardCard]] = []

    @property
    def cards(self) -> list[BoardCard]:
        return [card for column in self._cards for card in column]

    def show_rows(self, rows: Sequence[ProcedureRow], today: date, soon_days: int) -> None:
        focused = next((card.row.id for card in self.cards if card.hasFocus()), "")
        if self._area is not None:
            self._area.hide()
            self._layout.removeWidget(self._area)
            self._area.deleteLater()
        self._cards = []
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for key, title in BOARD:
            found = [one for one in rows if column_of(one) == key]
            row.addWidget(self._column(key, title, found, today, soon_days), 1)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        self._layout.addWidget(self._area)
        again = next((card for card in self.cards if card.row.id == focused), None)
        if again is not None:
            again.setFocus()

    def focus_first(self) -> None:
        if self.cards:
            self.cards[0].setFocus()

    def _column(
        self, key: str, title: str, rows: list[ProcedureRow], today: date, soon_days: int
    ) -> QWidget:
        box = QFrame()
        mark(box, role="board-column")
        box.setMinimumWidth(round(text_height() * 6.6))
        column = QVBoxLayout(box)
        column.setContentsMargins(6, 8, 6, 6)
        column.setSpacing(6)
        count = f" {len(rows)}" if rows else ""
        column.addWidget(words(f"{title}{count}", "strong"))
        shown = rows[:_DONE_SHOWN] if key == DONE else rows
        cards = [self._card(one, today, soon_days) for one in shown]
        self._cards.append(cards)
        inside = QVBoxLayout()
        inside.setSpacing(6)
        for card in cards:
            inside.addWidget(card)
        if len(rows) > len(shown):
            inside.addWidget(
                words(f"还有 {len(rows) - len(shown)} 项，在列表里看", "note", wrap=True)
            )
        inside.addStretch(1)
        area = scrolled(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(area, 1)
        return box

    def _card(self, row: ProcedureRow, today: date, soon_days: int) -> BoardCard:
        card = BoardCard(row, today, soon_days)
        card.opened.connect(self.opened)
        card.walked.connect(partial(self._walk, card))
        return card

    def _walk(self, card: BoardCard, across: int, down: int) -> None:
        at = next(place for place, column in enumerate(self._cards) if card in column)
        if down:
            row = self._cards[at].index(card) + down
            if 0 <= row < len(self._cards[at]):
                self._cards[at][row].setFocus()
            return
        place = self._cards[at].index(card)
        at += across
        while 0 <= at < len(self._cards):
            if self._cards[at]:
                self._cards[at][min(place, len(self._cards[at]) - 1)].setFocus()
                return
            at += across
