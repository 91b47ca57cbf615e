"""The cells of a fast grid: how they are painted, and what one types into."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QTextCursor, QTextOption
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from longshan_desk.ui.theme import colour, mark, text_height
from longshan_desk.ui.widgets.choices import ChoiceBox
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRows
from longshan_desk.ui.widgets.suggestions import LineSuggestions, Suggestion

if TYPE_CHECKING:
    from longshan_desk.ui.widgets.fast_grid import FastGrid

Index = QModelIndex | QPersistentModelIndex

_BORDER = 2
_MARGIN = 6
_PAD_X = _PAD_Y = _BORDER + _MARGIN  # a cell and its editor break lines at the same places


class GridCells(QStyledItemDelegate):
    """Writes into the model with every key stroke, so that nothing waits in an open cell."""

    def __init__(self, grid: FastGrid, rows: GridRows) -> None:
        super().__init__(grid)
        self._grid = grid
        self._rows = rows

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        painter.save()
        is_closed = not self._rows.is_open(index.row(), index.column())
        if is_closed and not self._column(index).fixed:
            painter.fillRect(rect, colour("ground"))
        elif self._grid.currentIndex().row() == index.row():
            painter.fillRect(rect, colour("hover"))
        painter.setPen(colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        text = self._shown(index)
        if text:
            painter.setPen(colour("ink"))
            painter.setFont(option.font)
            inside = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
            column = self._column(index)
            if column.kind != "text":
                end = Qt.TextElideMode.ElideRight
                text = painter.fontMetrics().elidedText(text, end, inside.width())
            painter.drawText(inside, _flags(column), text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._grid.columnWidth(index.column()) - 2 * _PAD_X
        height = text_height()
        text = self._shown(index)
        if text and self._column(index).kind == "text":
            box = QRect(0, 0, width, 10_000)
            metrics = option.fontMetrics
            height = metrics.boundingRect(box, _flags(self._column(index)), text).height()
        return QSize(width, height + 2 * _PAD_Y + 1)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column, position = self._column(index), QPersistentModelIndex(index)
        if column.kind == "choice":
            return self._choice(parent, column, position)
        if column.kind == "text":
            return self._text(parent, position)
        return self._line(parent, column, position)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole) or ""
        # The model echoes every key stroke; setting equal text again would move the cursor.
        if isinstance(editor, ChoiceBox):
            if editor.code() != (value or None):
                editor.set_code(value or None)
        elif isinstance(editor, QPlainTextEdit):
            if editor.toPlainText() != value:
                editor.setPlainText(value)
                editor.moveCursor(QTextCursor.MoveOperation.End)
        elif isinstance(editor, QLineEdit) and editor.text() != value:
            editor.setText(value)

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        """Nothing to do: it was written while it was typed."""

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._grid.handle_key(editor, event)
        return super().eventFilter(editor, event)

    def _column(self, index: Index) -> GridColumn:
        return self._rows.columns[index.column()]

    def _shown(self, index: Index) -> str:
        is_open = self._rows.is_open(index.row(), index.column())
        if not is_open and not self._column(index).fixed:
            return ""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")

    def _writes(self, position: QPersistentModelIndex, key: str) -> Callable[[object], None]:
        def write(value: object) -> None:
            if position.isValid():
                self._rows.put(position.row(), key, value)

        return write

    def _choice(
        self, parent: QWidget, column: GridColumn, position: QPersistentModelIndex
    ) -> QWidget:
        editor = ChoiceBox(column.options, "", parent)
        editor.set_code(position.data(Qt.ItemDataRole.EditRole) or None)
        mark(editor, role="cell")
        editor.chosen.connect(self._writes(position, column.key))
        return editor

    def _text(self, parent: QWidget, position: QPersistentModelIndex) -> QWidget:
        editor = QPlainTextEdit(parent)
        mark(editor, role="cell")
        editor.document().setDocumentMargin(_MARGIN)
        editor.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        write = self._writes(position, self._rows.columns[position.column()].key)

        def typed() -> None:
            write(editor.toPlainText())
            if position.isValid():
                self._grid.fit_row(position.row())

        editor.setPlainText(position.data(Qt.ItemDataRole.EditRole) or "")
        editor.moveCursor(QTextCursor.MoveOperation.End)
        editor.textChanged.connect(typed)
        return editor

    def _line(
        self, parent: QWidget, column: GridColumn, position: QPersistentModelIndex
    ) -> QWidget:
        editor = QLineEdit(position.data(Qt.ItemDataRole.EditRole) or "", parent)
        mark(editor, role="cell")
        write = self._writes(position, column.key)
        editor.textChanged.connect(write)
        if column.suggest is not None:
            write_id = self._writes(position, f"{column.key}_id")
            editor.textEdited.connect(lambda: write_id(""))

            def taken(hit: Suggestion) -> None:
                write(hit.text)
                write_id(hit.id)

            LineSuggestions(editor, column.suggest).taken.connect(taken)
        return editor


def _flags(column: GridColumn) -> int:
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    if column.kind == "text":
        return int(flags) | int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextWrapAnywhere)
    return int(flags) | int(Qt.TextFlag.TextSingleLine)
