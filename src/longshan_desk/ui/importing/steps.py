"""The wizard's first, second and last step; the third is the preview."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.ui.context import Context
from longshan_desk.ui.importing.kind import ImportKind
from longshan_desk.ui.theme import colour, em, mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import ChoiceBox, Option
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import words


class FileStep(QWidget):
    """选文件: what is expected, the choice, and a sample to look at."""

    def __init__(self, about: str, choose: Callable[[], object], sample: Callable[[], object]):
        super().__init__()
        self.chosen = words("还没有选文件。", "strong", wrap=True, copy=True)
        self.choose_button = button("选文件…", choose, kind="primary")
        self.sample_button = button("打开样表，照着填", sample)
        row = QHBoxLayout()
        row.addWidget(self.choose_button)
        row.addWidget(self.sample_button)
        row.addStretch(1)
        column = _column(self)
        column.addWidget(words(about, wrap=True))
        column.addLayout(row)
        column.addWidget(self.chosen)
        column.addStretch(1)
        self.setFocusProxy(self.choose_button)


class ColumnStep(QWidget):
    """认列: which sheet, what its columns were taken for, and what to choose for all rows."""

    sheet_chosen = Signal(str)

    def __init__(self, context: Context, kind: ImportKind) -> None:
        super().__init__()
        self._context = context
        self._kind = kind
        self._sheet_line, self._once_line = QWidget(), QWidget()
        self._sheets = QHBoxLayout(self._sheet_line)
        self._sheets.setContentsMargins(0, 0, 0, 0)
        self._once = QHBoxLayout(self._once_line)
        self._once.setContentsMargins(0, 0, 0, 0)
        self.sheet_box: ChoiceBox | None = None
        self.once_box: ChoiceBox | None = None
        self.warnings = Notice()
        self.table = _plain_table(("表里的列", "认作"))
        column = _column(self)
        column.addWidget(self._sheet_line)
        column.addWidget(self._once_line)
        column.addWidget(self.warnings)
        about = "程序这样认表里的列。认错了的，请在表里改好列名，再回到上一步重新读。"
        column.addWidget(words(about, "note", wrap=True))
        column.addWidget(self.table, 1)

    @property
    def for_all(self) -> str | None:
        """What was chosen for every row, if it was asked."""
        return self.once_box.code() if self.once_box is not None else None

    def show_sheet(self, sheet: Any, sheets: Sequence[str], for_all: str | None) -> None:
        """What was read; ``sheets`` are all of this kind in the file."""
        self._show_sheets(sheet.sheet, sheets)
        self._ask_once(sheet.columns.values(), for_all)
        if sheet.warnings:
            self.warnings.say("\n".join(sheet.warnings), "soon")
        else:
            self.warnings.hide()
        recognised = list(sheet.columns.items())
        self.table.setRowCount(len(recognised) + len(sheet.ignored))
        for place, (heading, field) in enumerate(recognised):
            self._put(place, heading.replace("\n", ""), self._kind.field(field))
        for place, heading in enumerate(sheet.ignored, start=len(recognised)):
            self._put(place, heading.replace("\n", ""), "不导入这一列", faint=True)

    def _show_sheets(self, current: str, sheets: Sequence[str]) -> None:
        _empty(self._sheets)
        self.sheet_box = None
        self._sheet_line.setVisible(len(sheets) > 1)
        if len(sheets) > 1:
            self.sheet_box = ChoiceBox([Option(one, one) for one in sheets])
            self.sheet_box.set_code(current)
            self.sheet_box.chosen.connect(self.sheet_chosen)
            self._sheets.addWidget(words("工作表", "label"))
            self._sheets.addWidget(self.sheet_box)
            note = f"文件里这样的工作表有 {len(sheets)} 张，一次导入一张"
            self._sheets.addWidget(words(note, "note"), 1)

    def _ask_once(self, fields: object, chosen: str | None) -> None:
        _empty(self._once)
        self.once_box = None
        asked = self._kind.asked_once
        is_missing = asked is not None and asked.field not in list(fields)  # type: ignore[call-overload]
        self._once_line.setVisible(is_missing)
        if asked is not None and is_missing:
            self.once_box = ChoiceBox([Option("", "不选"), *asked.options(self._context)])
            self.once_box.set_code(chosen or "")
            self._once.addWidget(words(asked.label, "label"))
            self._once.addWidget(self.once_box)
            self._once.addWidget(words(asked.hint, "note", wrap=True), 1)

    def _put(self, place: int, heading: str, field: str, *, faint: bool = False) -> None:
        for column, text in enumerate((heading, field)):
            item = QTableWidgetItem(text)
            if faint:
                item.setForeground(colour("ink_soft"))
            self.table.setItem(place, column, item)


class DoneStep(QWidget):
    """完成: what was taken, what was not, and the file's other sheets."""

    next_sheet = Signal(str)

    def __init__(self, save_refused: Callable[[], object]) -> None:
        super().__init__()
        self.outcome = words("", "strong", wrap=True)
        self.left: QLabel = words("", "", "soon", wrap=True)
        self.save_refused = button("把没有导入的行存成表", save_refused)
        self._others = QVBoxLayout()
        line = QHBoxLayout()
        line.addWidget(self.save_refused)
        line.addStretch(1)
        column = _column(self)
        column.addWidget(self.outcome)
        column.addWidget(self.left)
        column.addLayout(line)
        column.addLayout(self._others)
        note = "导入前已自动备份。关闭以后，可以用“撤销”把这次导入整个退回。"
        column.addWidget(words(note, "note", wrap=True))
        column.addStretch(1)

    def show_result(self, taken: str, left: str, others: Sequence[str]) -> None:
        self.outcome.setText(taken)
        self.left.setText(left)
        self.left.setVisible(bool(left))
        self.save_refused.setVisible(bool(left))
        for name in others:
            row = QHBoxLayout()
            row.addWidget(
                button(f"接着导入“{name}”", lambda one=name: self.next_sheet.emit(one))  # type: ignore[misc]
            )
            row.addStretch(1)
            self._others.addLayout(row)


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return column


def _empty(row: QHBoxLayout) -> None:
    while (item := row.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _plain_table(headings: Sequence[str]) -> QTableWidget:
    table = QTableWidget(0, len(headings))
    mark(table, role="preview")
    table.setHorizontalHeaderLabels(list(headings))
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setColumnWidth(0, em() * 20)
    header = table.horizontalHeader()
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return table
