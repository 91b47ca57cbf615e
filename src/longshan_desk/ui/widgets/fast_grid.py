"""A grid made for speed: a whole hearing is typed into it without touching the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from longshan_desk.ui.theme import em, mark, text_height
from longshan_desk.ui.widgets.grid_cells import GridCells
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow, GridRows, Index
from longshan_desk.ui.widgets.looking import is_offered

_SAVE_AFTER_MS = 1_000
_SUBMIT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FastGrid(QTableView):
    """``FastGrid(columns, kind_key="kind", enter_to="who")``

    * Enter goes to the next row (to ``enter_to``), Shift+Enter breaks the line inside a text,
      Tab and Shift+Tab go to the next and last open cell, ↑ ↓ leave a text at its ends.
    * A choice takes its number, a pinyin initial, or Space for the list.
    * Esc puts back what stood in the cell. Ctrl+Delete removes the row, Alt+↑ Alt+↓ move it.
    * There is always one blank row at the end; ``rows()`` leaves it out.

    ``edited`` tells of every key stroke (for a ``DraftKeeper``). ``row_changed(GridRow)`` tells
    once that a row is worth saving: when it is left, or a second after the last key.
    ``row_removed(GridRow, position)`` can be answered with ``put_back``; ``order_changed(keys)``.
    """

    edited = Signal()
    row_changed = Signal(object)
    row_removed = Signal(object, int)
    order_changed = Signal(list)
    current_row_changed = Signal(object)

    def __init__(
        self,
        columns: Sequence[GridColumn],
        *,
        kind_key: str = "kind",
        enter_to: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark(self, role="grid")
        self._rows = GridRows(columns, kind_key, self)
        keys = [column.key for column in columns]
        self._enter_to = keys.index(enter_to) if enter_to else 0
        self._unsaved: GridRow | None = None
        self._before: Any = None
        self._save_timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._save_timer.timeout.connect(self.save_now)
        self._fit_timer = QTimer(self, singleShot=True, interval=0)
        self._fit_timer.timeout.connect(self.resizeRowsToContents)
        self.setModel(self._rows)
        self.setItemDelegate(GridCells(self, self._rows))
        self._lay_out()
        self._rows.row_edited.connect(self._row_edited)

    def rows(self) -> list[GridRow]:
        """The rows that hold something, in order."""
        return self._rows.rows

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Fill the grid; does not count as typing."""
        self._unsaved = None
        self._save_timer.stop()
        self._rows.set_rows(rows)
        self._fit_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not is_offered(self):
            self._look_only()

    def _look_only(self) -> None:
        """Show the rows and take nothing in."""
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        if not self._rows.are_given:
            self._rows.are_given = True
            self._rows.set_rows(self.rows())

    def start(self) -> None:
        """Put the cursor where typing goes on: the first blank row."""
        self._go(self._rows.rowCount() - 1, self._enter_to)

    def put_back(self, row: GridRow, position: int) -> None:
        """Undo a removal."""
        self._rows.insert(position, row)
        self._fit_timer.start()
        self._row_edited(row)

    def set_value(self, row_key: str, column_key: str, value: Any) -> None:
        """Change a cell from outside, for a suggestion taken beside the grid."""
        position = self._rows.position_of(row_key)
        if position >= 0:
            self._rows.put(position, column_key, value)
            self.fit_row(position)

    def show_columns(self, keys: Sequence[str], shown: bool) -> None:
        """Leave out columns that no row needs now, so that the others have their room."""
        places = [at for at, column in enumerate(self._rows.columns) if column.key in keys]
        if any(self.isColumnHidden(at) == shown for at in places):
            for at in places:
                self.setColumnHidden(at, not shown)
            self._fit_columns()
            self._fit_timer.start()

    def draft(self) -> dict[str, Any]:
        return {
            "rows": [
                {"key": row.key, "values": row.values, "extra": row.extra} for row in self.rows()
            ]
        }

    def set_draft(self, values: dict[str, Any]) -> None:
        self.set_rows([GridRow(**row) for row in values["rows"]])

    def save_now(self) -> None:
        """Tell of a changed row now instead of a second later."""
        self._save_timer.stop()
        row, self._unsaved = self._unsaved, None
        if row is not None:
            self.row_changed.emit(row)

    def fit_row(self, position: int) -> None:
        self.resizeRowToContents(position)

    def remove_current(self) -> None:
        position = self.currentIndex().row()
        if self._rows.are_given or not 0 <= position < self._rows.rowCount() - 1:
            return
        column = self.currentIndex().column()
        removed = self._rows.remove(position)
        if removed is self._unsaved:
            self._unsaved = None
        self._go(min(position, self._rows.rowCount() - 1), column)
        self.row_removed.emit(removed, position)
        self.edited.emit()

    def move_current(self, step: int) -> None:
        position = self.currentIndex().row()
        if self._rows.are_given:
            return
        upper = position if step > 0 else position - 1
        if position == self._rows.rowCount() - 1 or not 0 <= upper < self._rows.rowCount() - 2:
            return
        self._rows.swap_down(upper)
        self._fit_timer.start()
        self.order_changed.emit([row.key for row in self.rows()])
        self.edited.emit()

    def handle_key(self, editor: QObject, event: QKeyEvent) -> bool:
        """Keys that mean something to the grid, wherever they are typed; whether it took one."""
        key, modifiers = event.key(), event.modifiers()
        mods = Qt.KeyboardModifier
        if modifiers & mods.ControlModifier:
            if key == Qt.Key.Key_Delete:
                self.remove_current()
                return True
            return False
        if modifiers & mods.AltModifier:
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.move_current(-1 if key == Qt.Key.Key_Up else 1)
                return True
            return False
        if key in _SUBMIT:
            return self._enter(editor, bool(modifiers & mods.ShiftModifier))
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._tab(-1 if key == Qt.Key.Key_Backtab else 1)
            return True
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self._step_row(editor, -1 if key == Qt.Key.Key_Up else 1)
        if key == Qt.Key.Key_Escape:
            return self._put_back_cell()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_offered(self) or not self.handle_key(self, event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        tabbed = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.OtherFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        if tabbed and not self.currentIndex().isValid():
            self.start()

    def _fit_columns(self) -> None:
        """Widths in characters; the stretched column takes the rest, never less than its own."""
        columns = self._rows.columns
        widths = [column.width * em() + 22 for column in columns]
        shown = [width for at, width in enumerate(widths) if not self.isColumnHidden(at)]
        rest = self.viewport().width() - sum(shown)
        for at, column in enumerate(columns):
            extra = max(rest, 0) if column.stretch else 0
            self.setColumnWidth(at, widths[at] + extra)
        self.verticalHeader().setDefaultSectionSize(text_height() + 17)
        self.verticalHeader().setFixedWidth(em() * 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_timer.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()
            self._fit_timer.start()

    def currentChanged(self, current: Index, previous: Index) -> None:
        self._before = current.data(Qt.ItemDataRole.EditRole)
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.save_now()
            self.viewport().update()
            if current.isValid():
                self.current_row_changed.emit(self._rows.row_at(current.row()))

    def _row_edited(self, row: GridRow) -> None:
        if self._unsaved is not None and self._unsaved is not row:
            self.save_now()
        self._unsaved = row
        self._save_timer.start()
        self.edited.emit()

    def _enter(self, editor: QObject, shifted: bool) -> bool:
        if shifted and isinstance(editor, QPlainTextEdit):
            return False
        row = self.currentIndex().row()
        self._go(min(row + 1, self._rows.rowCount() - 1), self._enter_to)
        return True

    def _tab(self, step: int) -> None:
        columns = self._rows.columnCount()
        place = self.currentIndex().row() * columns + self.currentIndex().column() + step
        while 0 <= place < self._rows.rowCount() * columns:
            row, column = divmod(place, columns)
            if self._rows.is_open(row, column):
                self._go(row, column)
                return
            place += step
        self.focusNextPrevChild(step > 0)

    def _step_row(self, editor: QObject, step: int) -> bool:
        if isinstance(editor, QPlainTextEdit) and not _at_end(editor, step):
            return False
        row = self.currentIndex().row() + step
        if not 0 <= row < self._rows.rowCount():
            return isinstance(editor, QLineEdit)
        column = self.currentIndex().column()
        if not self._rows.is_open(row, column):
            column = self._enter_to
        self._go(row, column)
        return True

    def _put_back_cell(self) -> bool:
        """The first Esc puts the cell back; the next is the page's."""
        index = self.currentIndex()
        if not index.isValid() or index.data(Qt.ItemDataRole.EditRole) == self._before:
            return False
        self._rows.setData(index, self._before)
        return True

    def _go(self, row: int, column: int) -> None:
        index = self._rows.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        editor = self.indexWidget(index)
        if editor is not None:
            editor.setFocus()

    def _lay_out(self) -> None:
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(True)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit_columns()
        numbers = self.verticalHeader()
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setSectionsClickable(False)
        header.sectionResized.connect(lambda: self._fit_timer.start())


def _at_end(editor: QPlainTextEdit, step: int) -> bool:
    """Whether ↑ or ↓ would leave the text."""
    cursor = editor.textCursor()
    moves = QTextCursor.MoveOperation
    return not cursor.movePosition(moves.Up if step < 0 else moves.Down)
