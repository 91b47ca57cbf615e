"""The search of the top bar: one line, results in groups below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui.theme import colour, mark, text_height
from longshan_desk.ui.widgets.icons import icon

_LOOK_AFTER_MS = 150
_PLACE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Hit:
    """One thing found; choosing it opens the record."""

    kind: str
    id: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class HitGroup:
    title: str
    hits: Sequence[Hit]
    more: int = 0


Search = Callable[[str], Sequence[HitGroup]]


class SearchField(QLineEdit):
    """``chosen(kind, id)`` by a click or ↑ ↓ Enter; Esc closes the results, then empties."""

    chosen = Signal(str, str)

    def __init__(self, search: Search, placeholder: str = "查找", parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, looks=True)
        self._search = search
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._timer.timeout.connect(self.look)
        self.results: _Results | None = None
        self.setPlaceholderText(placeholder)
        self.setAccessibleName("查找")
        self.addAction(icon("search", "ink_faint", 16), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.textChanged.connect(lambda: self._timer.start())

    def look(self) -> None:
        """Ask now and show what was found."""
        self._timer.stop()
        text = self.text().strip()
        if not text:
            self._hide_results()
            return
        if self.results is None:
            self.results = _Results(self)
            self.results.list.itemClicked.connect(self._take)
        try:
            self.results.show_groups(self._search(text))
        except AppError as exc:
            self.results.say(f"查找失败：{exc.message}")
        self.results.place_under(self)
        self.results.show()
        self.results.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        shown = self.results is not None and self.results.isVisible()
        if event.key() in (keys.Key_Down, keys.Key_Up) and self.results is not None and shown:
            self.results.step(1 if event.key() == keys.Key_Down else -1)
        elif event.key() in (keys.Key_Return, keys.Key_Enter):
            self._enter()
        elif event.key() == keys.Key_Escape:
            if shown:
                self._hide_results()
            else:
                self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide_results()

    def _enter(self) -> None:
        if self._timer.isActive() or self.results is None or not self.results.isVisible():
            self.look()
        item = self.results.list.currentItem() if self.results is not None else None
        if item is not None:
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        hit = item.data(_PLACE)
        if isinstance(hit, Hit):
            self._hide_results()
            self.chosen.emit(hit.kind, hit.id)

    def _hide_results(self) -> None:
        if self.results is not None:
            self.results.hide()


class _Results(QFrame):
    """Lies over the window below the field; it never takes the focus from the typing."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(field.window())
        mark(self, role="popup")
        self.list = QListWidget()
        mark(self.list, role="bare")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list)
        field.window().installEventFilter(self)
        self.hide()

    def show_groups(self, groups: Sequence[HitGroup]) -> None:
        self.list.clear()
        for group in groups:
            if not group.hits:
                continue
            self._heading(group)
            for hit in group.hits:
                item = QListWidgetItem(f"{hit.text}    {hit.note}" if hit.note else hit.text)
                item.setData(_PLACE, hit)
                item.setToolTip(hit.text)
                self.list.addItem(item)
        if self.list.count():
            self.step(1)
        else:
            self.say("没有找到。可以输入姓名、编号、几个字，或拼音首字母。")

    def say(self, text: str) -> None:
        self.list.clear()
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(colour("ink_soft"))
        self.list.addItem(item)

    def step(self, by: int) -> None:
        """Move the choice, past the headings."""
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if isinstance(self.list.item(row).data(_PLACE), Hit):
                self.list.setCurrentRow(row)
                return
            row += by

    def place_under(self, field: QWidget) -> None:
        window = self.parentWidget()
        if window is None:
            return
        corner = field.mapTo(window, QPoint(0, field.height() + 3))
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        width = max(field.width(), text_height() * 26)
        room = window.height() - corner.y() - 24
        self.setGeometry(corner.x(), corner.y(), width, min(rows + 16, room))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.WindowDeactivate):
            self.hide()
        return False

    def _heading(self, group: HitGroup) -> None:
        more = f"（还有 {group.more} 条）" if group.more else ""
        item = QListWidgetItem(f"{group.title}{more}")
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.list.font()
        font.setPointSizeF(font.pointSizeF() - 1)
        item.setFont(font)
        item.setForeground(colour("ink_soft"))
        self.list.addItem(item)
