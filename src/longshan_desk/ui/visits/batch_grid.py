"""The grid of batch entry: households are given, a row is a digit and Enter (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.theme import colour
from longshan_desk.ui.visits.batch_rows import (
    DONE,
    OPEN,
    Defaults,
    is_open,
    is_written,
    of_household,
    written_words,
)
from longshan_desk.ui.visits.phrase_list import PhraseList
from longshan_desk.ui.widgets.choices import ChoiceBox, options_of
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_cells import GridCells
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow

Index = QModelIndex | QPersistentModelIndex

ROW_KEYS = {
    Qt.Key.Key_F2: "way",
    Qt.Key.Key_F3: "away",
    Qt.Key.Key_F5: "again",
    Qt.Key.Key_F6: "matter",
    Qt.Key.Key_F7: "ledger",
    Qt.Key.Key_F8: "promise",
}
_SUBMIT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAD = 8


class BatchGrid(FastGrid):
    """``act_asked("matter")`` for the keys of a row, ``pasted(text)`` for copied cells.

    In an empty cell a digit takes the phrase of that number, letters narrow the phrases and Enter
    takes the first. ``finished`` is emitted by Enter when no open row is left.
    """

    act_asked = Signal(str)
    pasted = Signal(str)
    finished = Signal()

    def __init__(self, context: Context, phrases: PhraseList) -> None:
        super().__init__(_columns(context), enter_to="text")
        self.defaults: Defaults | None = None
        self._phrases = phrases
        self.setItemDelegate(_Cells(self, self._rows))
        self._rows.resting_column = self._enter_to

    def resizeRowsToContents(self) -> None:
        """Every row is one line: eight thousand are not measured one by one."""

    def fit_row(self, position: int) -> None:
        """A row stays one line however much is typed."""

    def current_row(self) -> GridRow | None:
        at = self.currentIndex().row()
        return self._rows.row_at(at) if 0 <= at < self._rows.rowCount() else None

    def go_to(self, key: str) -> None:
        """Stand in this household's words."""
        at = self._rows.position_of(key)
        if at >= 0:
            self._go(at, self._enter_to)

    def start(self) -> None:
        """Where typing goes on: the first row with nothing in it."""
        at = self._next_open(-1)
        self._go(at if at >= 0 else 0, self._enter_to)

    def go_on(self) -> None:
        """After saving: from a row that is done to the next that is not."""
        row, at = self.current_row(), self.currentIndex().row()
        if row is None or not is_open(row):
            after = self._next_open(at)
            after = after if after >= 0 else self._next_open(-1)
            if after >= 0:
                self._go(after, self._enter_to)

    def take(self, phrase: str) -> None:
        """Write a phrase into the row, behind what stands there; letters that were typed to find
        it go."""
        row = self.current_row()
        if row is None or not is_open(row):
            return
        said = row.values.get("text") or ""
        said = "" if said.isascii() else said
        part = "，" if said and said[-1] not in "，。；、！？：" else ""
        self._rows.put(self.currentIndex().row(), "text", f"{said}{part}{phrase}")
        self._phrases.narrow("")

    def handle_key(self, editor: QObject, event: QKeyEvent) -> bool:
        name = ROW_KEYS.get(Qt.Key(event.key()))
        if name and not event.modifiers():
            self.act_asked.emit(name)
            return True
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if "\t" in text or "\n" in text.strip():
                self.pasted.emit(text)
                return True
        if self._types_words(editor) and self._phrase_key(editor, event):
            return True
        return super().handle_key(editor, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on a household leads to its words."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._rows.is_open(index.row(), index.column()):
            self.setFocus()
            self._go(index.row(), self._enter_to)
        else:
            super().mousePressEvent(event)

    def _types_words(self, editor: QObject) -> bool:
        column = self.currentIndex().column()
        return isinstance(editor, QLineEdit) and column == self._enter_to

    def _phrase_key(self, editor: QObject, event: QKeyEvent) -> bool:
        assert isinstance(editor, QLineEdit)
        said, key = editor.text(), event.text()
        if said and editor.selectedText() == said:
            said = ""
        if not (said == "" or (said.isascii() and said.isalpha())):
            return False
        command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        phrase = ""
        if event.key() in _SUBMIT and said:
            phrase = self._phrases.first()
        elif key.isascii() and key.isdigit() and not event.modifiers() & command:
            phrase = self._phrases.numbered(int(key))
        if phrase:
            editor.setText(phrase)
        return bool(phrase) and event.key() not in _SUBMIT

    def _enter(self, editor: QObject, shifted: bool) -> bool:
        at = self.currentIndex().row()
        after = self._next_open(at)
        if after < 0:
            after = self._next_open(-1)
        if after < 0:
            self.save_now()
            self.finished.emit()
        else:
            self._go(after, self._enter_to)
        return True

    def _next_open(self, at: int) -> int:
        """The next row below that has nothing in it, or -1."""
        for place in range(at + 1, self._rows.rowCount()):
            row = self._rows.row_at(place)
            if is_open(row) and not is_written(row):
                return place
        return -1


class _Cells(GridCells):
    """Cells with what holds anyway shown faintly: last month's words, the day, the way, who."""

    _grid: BatchGrid

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if self._shown(index):
            return
        text, tone = self._faint(index)
        if not text:
            return
        painter.save()
        painter.setPen(colour(tone))
        painter.setFont(option.font)
        inside = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        end = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(text, end, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft), text)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit | ChoiceBox):
            editor.setPlaceholderText(self._faint(index)[0])
        return editor

    def _faint(self, index: Index) -> tuple[str, str]:
        row = self._rows.row_at(index.row())
        key = self._column(index).key
        if row.values["kind"] == DONE:
            said = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            return (f"✓ {said}" if key == "text" else said), "ink_soft"
        return self._hint(row, key), "ink_faint"

    def _hint(self, row: GridRow, key: str) -> str:
        found, defaults = of_household(row), self._grid.defaults
        if key == "text":
            before = found.before
            if before is None:
                return ""
            return f"上次{before.on.month}月{before.on.day}日：{written_words(before)}"
        if defaults is None:
            return ""
        shown: dict[str, Any] = {
            "on": f"{defaults.on.month}.{defaults.on.day}",
            "way": defaults.way_of(found).label,
            "by": "、".join(defaults.visitors),
        }
        return str(shown.get(key, ""))


def _columns(context: Context) -> Sequence[GridColumn]:
    typed = (OPEN,)
    by = suggest_cadres(context)
    ways = options_of(VisitWay)
    return [
        GridColumn("who", "户主", width=5, fixed=True),
        GridColumn("marks", "提示", width=7, fixed=True),
        GridColumn("text", "走访情况", width=10, only_for=typed, stretch=True),
        GridColumn("on", "日期", width=3, only_for=typed),
        GridColumn("way", "方式", "choice", 4, options=ways, only_for=typed),
        GridColumn("by", "走访人", width=5, only_for=typed, suggest=by),
    ]
