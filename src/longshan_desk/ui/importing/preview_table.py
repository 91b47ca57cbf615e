"""The rows of a preview: new ones by their columns, changes, refusals, and doubts to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from longshan_desk.domain.people import mask_id_number
from longshan_desk.ui.context import Context
from longshan_desk.ui.importing.kind import ImportKind
from longshan_desk.ui.theme import colour, em, mark
from longshan_desk.ui.widgets.choices import ChoiceBox, Option

REFUSED, UNDECIDED, NEW_ROWS, CHANGED, SAME = "refused", "undecided", "new", "changed", "same"
SHOWN = 300
"""Of a long list the first and the last rows are drawn, half of this each."""

NEW = "new"
LEAVE_OUT = ""
_WHY = 2


class PreviewTable(QTableWidget):
    """``decided(row, choice)``: somebody's person, ``"new"``, or ``""`` to leave the row out."""

    decided = Signal(int, str)

    def __init__(self, context: Context, kind: ImportKind) -> None:
        super().__init__()
        mark(self, role="preview")
        self._context = context
        self._kind = kind
        self._shown: Any = None
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setShowGrid(False)
        self.setWordWrap(True)

    def show_rows(
        self,
        shown: Any,
        ending: str,
        rows: Sequence[Any],
        decisions: Mapping[int, str],
    ) -> None:
        """``rows`` of a preview that end in one way."""
        self._shown = shown
        columns = list(shown.sheet.columns.values()) if ending == NEW_ROWS else []
        fields = [one for one in self._kind.shown if one in columns]
        headings = [
            "行号",
            self._kind.name,
            *map(self._kind.field, fields),
            *self._headings(ending),
        ]
        self.clear()
        self.setRowCount(0)
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(headings)
        half = SHOWN // 2
        cut = len(rows) > SHOWN
        for row in rows[:half] if cut else rows:
            self._add(row, ending, fields, decisions)
        if cut:
            self._add_gap(len(rows) - SHOWN)
            for row in rows[-half:]:
                self._add(row, ending, fields, decisions)
        self._fit(ending, len(headings))

    def _headings(self, ending: str) -> tuple[str, ...]:
        return (*_MORE[ending], self._kind.which) if ending == UNDECIDED else _MORE[ending]

    def _add(
        self, row: Any, ending: str, fields: Sequence[str], decisions: Mapping[int, str]
    ) -> None:
        place = self.rowCount()
        self.insertRow(place)
        cells = [str(row.row), row.name, *(self._cell(row, one) for one in fields)]
        cells += self._more(row, ending)
        for column, text in enumerate(cells):
            ink = "late" if ending == REFUSED and column == _WHY else "ink"
            self._put(place, column, text, ink)
        if ending == UNDECIDED and row.candidates:
            self.setCellWidget(place, 3, self._choice(row, decisions.get(row.row, LEAVE_OUT)))

    def _more(self, row: Any, ending: str) -> list[str]:
        if ending == REFUSED:
            return [
                "\n".join(map(_problem, row.problems)),
                "\n".join(dict.fromkeys(p.hint for p in row.problems)),
            ]
        if ending == UNDECIDED:
            hints = dict.fromkeys(one.hint for one in row.problems)
            return [row.why, "" if row.candidates else "\n".join(hints)]
        if ending == CHANGED:
            return ["\n".join(self._change(name, *pair) for name, pair in row.fields.items())]
        return []

    def _cell(self, row: Any, field: str) -> str:
        value = self._kind.value(self._shown, row, field)
        if value is None:
            return ""
        text = self._kind.say(self._context, field, value)
        return mask_id_number(text) if field == "id_number" else text

    def _change(self, field: str, old: Any, new: Any) -> str:
        before, after = (self._kind.say(self._context, field, one) for one in (old, new))
        return f"{self._kind.field(field)}：{before or '（空）'} → {after or '（空）'}"

    def _choice(self, row: Any, chosen: str) -> ChoiceBox:
        options = [Option(LEAVE_OUT, "先不导入")]
        if self._kind.may_be_new(row):
            options.append(Option(NEW, self._kind.as_new))
        options += [
            Option(one, f"就是 {self._kind.candidate(self._context, one)}")
            for one in row.candidates
        ]
        box = ChoiceBox(options)
        box.set_code(chosen)
        box.chosen.connect(lambda choice, at=row.row: self.decided.emit(at, choice))
        return box

    def choice_of(self, row: int) -> ChoiceBox | None:
        """The box in which a row of the sheet is decided."""
        for place in range(self.rowCount()):
            item, box = self.item(place, 0), self.cellWidget(place, 3)
            if item is not None and item.text() == str(row) and isinstance(box, ChoiceBox):
                return box
        return None

    def _put(self, place: int, column: int, text: str, ink: str = "ink") -> None:
        item = QTableWidgetItem(text)
        item.setForeground(colour(ink))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        item.setToolTip(text)
        self.setItem(place, column, item)

    def _add_gap(self, left_out: int) -> None:
        place = self.rowCount()
        self.insertRow(place)
        self._put(place, 1, f"…… 中间 {left_out:,} 行没有列出 ……", "ink_soft")
        self.setSpan(place, 1, 1, self.columnCount() - 1)

    def _fit(self, ending: str, count: int) -> None:
        header = self.horizontalHeader()
        header.setStretchLastSection(ending in (NEW_ROWS, SAME, CHANGED))
        for column in range(count):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        self.resizeColumnsToContents()
        widest = em() * 16
        for column in range(count):
            self.setColumnWidth(column, min(self.columnWidth(column) + em(), widest))
        if ending in (REFUSED, UNDECIDED):
            self.setColumnWidth(3, em() * 24)
            header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.resizeRowsToContents()


def _problem(one: Any) -> str:
    """Column and value stand before the reason, unless it names them itself."""
    if one.value and one.value in one.reason:
        return str(one.reason)
    return (
        f"{one.column}“{one.value}”：{one.reason}" if one.value else f"{one.column}：{one.reason}"
    )


_MORE = {
    REFUSED: ("为什么不能导入", "怎么改"),
    UNDECIDED: ("为什么要判定",),
    CHANGED: ("原来 → 改为",),
    NEW_ROWS: (),
    SAME: (),
}
