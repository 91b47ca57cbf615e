"""A page's list of records: find line, columns of the clerk's choice, choosing several, Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedLayout, QVBoxLayout, QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui.settings import Settings
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button, icon_button
from longshan_desk.ui.widgets.empty_state import EmptyState
from longshan_desk.ui.widgets.icons import icon
from longshan_desk.ui.widgets.rows import Column, PagedTableModel, RowSource, Sort
from longshan_desk.ui.widgets.table_columns import ColumnLooks
from longshan_desk.ui.widgets.table_view import RowsView
from longshan_desk.ui.widgets.words import words

_FIND_AFTER_MS = 180


class RecordTable(QWidget):
    """``RecordTable("matters", source, columns, context.settings)``.

    * ``opened(id)``: Enter or a double click. ``selection_changed(ids)``: with ``ticks``.
    * ``set_filters({...})`` comes from a ``FilterBar``; typing anywhere in the table goes to the
      find line, whose text the source gets too.
    * ``reload()`` after a change keeps the chosen rows, the current one and the place.
    * ``export_asked`` is emitted by 导出 Excel: take ``shown_columns()`` and ``ids()``.
    * ``set_empty(words, verb, act)`` says what to do while there is nothing.
    """

    opened = Signal(str)
    selection_changed = Signal(list)
    counted = Signal(int)
    export_asked = Signal()

    def __init__(
        self,
        name: str,
        source: RowSource,
        columns: Sequence[Column],
        settings: Settings,
        *,
        ticks: bool = True,
        find: bool = True,
        export: bool = True,
        sort: Sort | None = None,
    ) -> None:
        super().__init__()
        self._chosen: list[str] = []
        self.model = PagedTableModel(source, columns, self)
        self.view = RowsView(self.model, ticks=ticks)
        self.find_line = QLineEdit(placeholderText="在表中查找")
        self.find_line.setVisible(find)
        mark(self.find_line, looks=True)
        self._count = words("", "note")
        self._selected = words("", "note", "accent")
        self._empty = EmptyState()
        self._empty_words: tuple[str, str, Callable[[], object] | None] = ("还没有记录", "", None)
        self._find_timer = QTimer(self, singleShot=True, interval=_FIND_AFTER_MS)
        self._build(export)
        self._looks = ColumnLooks(self.view, settings, f"table/{name}", sort)
        self._connect()

    def reload(self) -> None:
        """Ask the source again; a failure is said in the table's place, never shown as none."""
        chosen, current = set(self._chosen), self.current_id()
        place = self.view.verticalScrollBar().value()
        try:
            self.model.reload()
        except AppError as exc:
            self._show_failure(exc)
            return
        self._choose_again(chosen, current, place)
        self._show_state()

    def ids(self) -> Sequence[str]:
        """All ids as filtered and sorted, for printing and exporting."""
        return self.model.ids

    def selected_ids(self) -> list[str]:
        """The chosen rows; without any, the one the keyboard stands on is not meant."""
        return list(self._chosen)

    def current_id(self) -> str:
        row = self.view.currentIndex().row()
        return self.model.ids[row] if 0 <= row < len(self.model.ids) else ""

    def set_filters(self, filters: Mapping[str, Any]) -> None:
        self.model.view.filters = dict(filters)
        self.reload()

    def set_empty(self, text: str, verb: str = "", act: Callable[[], object] | None = None) -> None:
        """What an empty list says, and the next step as a button."""
        self._empty_words = (text, verb, act)

    def shown_columns(self) -> list[Column]:
        """The columns on screen in their order."""
        return self._looks.shown()

    def show_for_now(self, at: int, shown: bool) -> None:
        """Show or hide a column for what the page shows now, without making it a choice."""
        self._looks.show_for_now(at, shown)

    def add_action(self, widget: QWidget) -> None:
        """Put a page's own button into the bar above the table."""
        self._bar.insertWidget(self._bar.count() - self._own_buttons, widget)

    def column_menu(self) -> QMenu:
        """The column chooser."""
        return self._looks.menu(self)

    def _build(self, export: bool) -> None:
        self.find_line.addAction(
            icon("search", "ink_faint", 16), QLineEdit.ActionPosition.LeadingPosition
        )
        self.find_line.setClearButtonEnabled(True)
        self.find_line.setMaximumWidth(text_height() * 14)
        self._bar = QHBoxLayout()
        self._bar.setSpacing(10)
        self._bar.addWidget(self.find_line, 2)
        self._bar.addWidget(self._count)
        self._bar.addWidget(self._selected)
        self._bar.addStretch(1)
        self._columns_button = icon_button("columns", "选择列", self._open_column_menu, looks=True)
        self.export_button = button("导出 Excel", self.export_asked.emit, icon_name="export")
        self.export_button.setVisible(export)
        self._bar.addWidget(self.export_button)
        self._bar.addWidget(self._columns_button)
        self._own_buttons = 2
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._bar)
        column.addLayout(self._stack, 1)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        header = self.view.horizontalHeader()
        header.sortIndicatorChanged.connect(self._sort)
        header.customContextMenuRequested.connect(lambda: self._open_column_menu())
        self.view.selectionModel().selectionChanged.connect(lambda: self._selection_moved())
        self.view.activated_row.connect(lambda row: self.opened.emit(self.model.ids[row]))
        self.view.typed.connect(self._type_to_find)
        self.find_line.textChanged.connect(lambda: self._find_timer.start())
        self.find_line.returnPressed.connect(self._find_and_enter)
        self._find_timer.timeout.connect(self._find)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if column >= 0 and self.model.columns[column].sortable:
            descending = order == Qt.SortOrder.DescendingOrder
            self.model.view.sort = Sort(self.model.columns[column].key, descending)
            self._looks.keep()
        self.reload()

    def _find(self) -> None:
        self._find_timer.stop()
        self.model.view.text = self.find_line.text().strip()
        self.reload()

    def _find_and_enter(self) -> None:
        self._find()
        if self.model.rowCount():
            self.view.setFocus()
            self.view.selectRow(0)

    def _type_to_find(self, text: str) -> None:
        if self.find_line.isVisible():
            self.find_line.setFocus()
            self.find_line.insert(text)

    def _selection_moved(self) -> None:
        self._chosen = [self.model.ids[row] for row in self.view.selected_rows()]
        count = len(self._chosen)
        self._selected.setText(f"已选 {count:,}" if self.view.ticks and count > 1 else "")
        self.selection_changed.emit(list(self._chosen))

    def _choose_again(self, chosen: set[str], current: str, place: int) -> None:
        ids = self.model.ids
        if chosen:
            self.view.select_rows([row for row, one in enumerate(ids) if one in chosen])
        if current and current in ids:
            index = self.model.index(list(ids).index(current), 0)
            flags = self.view.selectionModel()
            flags.setCurrentIndex(index, flags.SelectionFlag.NoUpdate)
        self.view.verticalScrollBar().setValue(place)

    def _show_state(self) -> None:
        count = self.model.rowCount()
        view = self.model.view
        self._count.setText(f"{count:,} 条" if count else "")
        self.counted.emit(count)
        if count:
            self._stack.setCurrentWidget(self.view)
            return
        if view.text or any(view.filters.values()):
            self._empty.say("没有符合条件的记录", "换个词，或去掉一些筛选条件再看。")
        else:
            text, verb, act = self._empty_words
            self._empty.say(text, "", verb, act)
        self._stack.setCurrentWidget(self._empty)

    def _show_failure(self, error: AppError) -> None:
        self._count.clear()
        self._empty.say(f"加载失败：{error.message}", error.hint, "重试", self.reload, tone="late")
        self._stack.setCurrentWidget(self._empty)

    def _open_column_menu(self) -> None:
        below = QPoint(0, self._columns_button.height())
        self.column_menu().popup(self._columns_button.mapToGlobal(below))
