"""The view below every table: comfortable rows, ticks to choose several, badges, keys."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from longshan_desk.ui.theme import colour, em, text_height
from longshan_desk.ui.widgets.icons import pixmap
from longshan_desk.ui.widgets.rows import TONE_ROLE, Column, PagedTableModel

CELL_PAD = 10
_TICK = 16
_TONE_INK = {"late": "late", "soon": "soon", "accent": "accent_deep", "muted": "ink_soft"}
_TONE_TINT = {"late": "late_tint", "soon": "soon_tint", "accent": "accent_tint"}

Index = QModelIndex | QPersistentModelIndex
_State = QStyle.StateFlag


class RowsView(QTableView):
    """Enter opens, Space chooses, Ctrl+A chooses all, typing is handed to the find line."""

    activated_row = Signal(int)
    typed = Signal(str)
    resized = Signal()
    font_scaled = Signal(float)

    def __init__(self, model: PagedTableModel, *, ticks: bool, parent: QWidget | None = None):
        super().__init__(parent)
        self.ticks = ticks
        self._em = em()
        self.hovered_row = -1
        self.rows_model = model
        self.setModel(model)
        self.setItemDelegate(_CellPainter(model.columns, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if ticks else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self._lay_out_headers()
        self.doubleClicked.connect(lambda index: self.activated_row.emit(index.row()))

    def fit_to_font(self) -> None:
        """Row height follows the font; one height for all rows, so that 60,000 cost nothing."""
        height = round(text_height() * 1.95)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def selected_rows(self) -> list[int]:
        """Positions of the chosen rows, from ranges: Ctrl+A makes one range, not 60,000 items."""
        rows: set[int] = set()
        selection = self.selectionModel().selection()
        for part in (selection.at(number) for number in range(selection.count())):
            rows.update(range(part.top(), part.bottom() + 1))
        return sorted(rows)

    def select_rows(self, rows: list[int]) -> None:
        selection = QItemSelection()
        model = self.model()
        for first, last in _ranges(rows):
            selection.select(model.index(first, 0), model.index(last, model.columnCount() - 1))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        command = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row >= 0 and not command:
                self.activated_row.emit(row)
            else:
                event.ignore()
        elif event.key() == Qt.Key.Key_Space and row >= 0:
            self._toggle(self.currentIndex())
        elif event.text().isprintable() and event.text() and not command:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.typed.emit(event.commitString())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self.ticks and index.isValid() and event.position().x() < self._tick_edge():
            self._toggle(index)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange and em() != self._em:
            self.fit_to_font()
            self.font_scaled.emit(em() / self._em)
            self._em = em()
        super().changeEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    def _toggle(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(index, flags.Toggle | flags.Rows)

    def _tick_edge(self) -> float:
        first = self.horizontalHeader().logicalIndex(0)
        return self.columnViewportPosition(first) + CELL_PAD + _TICK + CELL_PAD / 2

    def _lay_out_headers(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(44)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.fit_to_font()


class _CellPainter(QStyledItemDelegate):
    """Paints words, badges, ticks and a calm mark on the row that the keyboard stands on."""

    def __init__(self, columns: tuple[Column, ...], view: RowsView) -> None:
        super().__init__(view)
        self._columns = columns
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        self._ground(painter, rect, state, index)
        inside = rect.adjusted(CELL_PAD, 0, -CELL_PAD, 0)
        if self._view.ticks and self._is_first(index):
            self._tick(painter, inside, bool(state & _State.State_Selected))
            inside.setLeft(inside.left() + _TICK + CELL_PAD)
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        tone = index.data(TONE_ROLE) or ""
        painter.setFont(option.font)
        if text and self._columns[index.column()].badge:
            centred = self._columns[index.column()].align == "center"
            self._badge(painter, inside, text, tone, centred)
        elif text:
            align = index.data(Qt.ItemDataRole.TextAlignmentRole)
            painter.setPen(colour(_TONE_INK.get(tone, "ink")))
            metrics = painter.fontMetrics()
            one_line = " ".join(text.split())
            shown = metrics.elidedText(one_line, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, int(align), shown)
        painter.restore()

    def _ground(
        self, painter: QPainter, rect: QRect, state: QStyle.StateFlag, index: Index
    ) -> None:
        if state & _State.State_Selected:
            painter.fillRect(rect, colour("accent_tint"))
        elif self._view.hovered_row == index.row():
            painter.fillRect(rect, colour("hover"))
        painter.setPen(colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if self._view.hasFocus() and self._view.currentIndex().row() == index.row():
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawLine(rect.topLeft(), rect.topRight())
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            if self._is_first(index):
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), colour("accent"))

    def _is_first(self, index: Index) -> bool:
        return self._view.horizontalHeader().visualIndex(index.column()) == 0

    def _tick(self, painter: QPainter, inside: QRect, on: bool) -> None:
        box = QRectF(inside.left(), inside.center().y() - _TICK / 2 + 0.5, _TICK, _TICK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("accent" if on else "ink_faint"))
        painter.setBrush(colour("accent" if on else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            scale = self._view.devicePixelRatioF()
            painter.drawPixmap(box.toRect(), pixmap("check-white", "surface", _TICK, scale))

    def _badge(self, painter: QPainter, inside: QRect, text: str, tone: str, centred: bool) -> None:
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() - 1)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = min(metrics.horizontalAdvance(text) + 16, inside.width())
        height = metrics.height() + 4
        top = inside.center().y() - height / 2 + 0.5
        left = inside.left()
        if centred:
            left = round(inside.center().x() - width / 2)
        box = QRectF(left, top, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour(_TONE_TINT.get(tone, "neutral_tint"))))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(colour(_TONE_INK.get(tone, "ink_soft")))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(width) - 8)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)


def _ranges(rows: list[int]) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    for row in sorted(rows):
        if parts and parts[-1][1] == row - 1:
            parts[-1] = (parts[-1][0], row)
        else:
            parts.append((row, row))
    return parts
