"""Fields that only the forms of decisions have: who came, who said what, an amount in yuan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.actions.procedures import Speech
from longshan_desk.errors import BadValueError
from longshan_desk.queries.rolls import RollMember
from longshan_desk.ui.theme import em, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.fields import Field
from longshan_desk.ui.widgets.grid_rows import GridColumn
from longshan_desk.ui.widgets.suggestions import Suggest
from longshan_desk.ui.widgets.words import words

_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
MOST_TICKED = 150
"""A longer roll is not ticked name by name: the counts of the signed list are entered."""

_ROWS_SHOWN = 6


class _Ticks(QWidget):
    """Names side by side, each with its box; Space ticks, letters find a name."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setGridSize(QSize(em() * 7 + 30, round(text_height() * 1.7)))
        self.list.setTabKeyNavigation(False)
        self.list.itemChanged.connect(lambda item: self._changed())
        self.all_button = button("全部到会", self.tick_all, kind="quiet")
        self.none_button = button("全部清除", self.tick_none, kind="quiet")
        for made in (self.all_button, self.none_button):
            made.setAutoDefault(False)
        self.count = words("", "note")
        top = QHBoxLayout()
        top.addWidget(self.count, 1)
        top.addWidget(self.all_button)
        top.addWidget(self.none_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.list)
        self.setFocusProxy(self.list)

    def show_members(self, members: Sequence[RollMember]) -> None:
        """Offer these names; those ticked before that are still there stay ticked."""
        kept = set(self.names())
        blocker = QSignalBlocker(self.list)
        self.list.clear()
        for one in members:
            item = QListWidgetItem(one.name, self.list)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
                          | Qt.ItemFlag.ItemIsSelectable)  # fmt: skip
            item.setCheckState(_CHECKED if one.name in kept else _UNCHECKED)
            item.setToolTip(one.office or one.name)
        blocker.unblock()
        rows = min(-(-len(members) // 5), _ROWS_SHOWN)
        self.list.setFixedHeight(max(rows, 1) * round(text_height() * 1.7) + 10)
        self._say()

    def names(self) -> list[str]:
        return [one.text() for one in self._items() if one.checkState() is _CHECKED]

    def set_names(self, names: Sequence[str]) -> None:
        blocker = QSignalBlocker(self.list)
        for item in self._items():
            item.setCheckState(_CHECKED if item.text() in names else _UNCHECKED)
        blocker.unblock()
        self._say()

    def tick_all(self) -> None:
        self.set_names([item.text() for item in self._items()])
        self.ticked.emit()

    def tick_none(self) -> None:
        self.set_names([])
        self.ticked.emit()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _changed(self) -> None:
        self._say()
        self.ticked.emit()

    def _say(self) -> None:
        came, every = len(self.names()), self.list.count()
        self.count.setText(f"名单 {every} 人，已勾 {came} 人，未勾 {every - came} 人")


class CameField(Field):
    """Who of the roll came. The value is the names, or None while nobody was ticked: then the
    counts alone are entered."""

    def __init__(self, key: str) -> None:
        self.ticks = _Ticks()
        self._waiting: list[str] = []
        super().__init__(
            key, "按名单签到", self.ticks, wide=True,
            hint="到一个勾一个（空格键也行），实到人数自动算。不勾名字的，直接填实到人数。",
        )  # fmt: skip
        self.ticks.ticked.connect(self.edited)

    def show_members(self, members: Sequence[RollMember]) -> None:
        few = [one for one in members if one.counted] if len(members) <= MOST_TICKED else []
        self.ticks.show_members(few)
        if self._waiting:
            self.ticks.set_names(self._waiting)
        self.setVisible(bool(few))

    def value(self) -> list[str] | None:
        return self.ticks.names() or None

    def set_value(self, value: Any) -> None:
        self._waiting = list(value or [])
        self.ticks.set_names(self._waiting)

    def draft(self) -> list[str]:
        return self.ticks.names()


class SpeechField(Field):
    """发言: who said what, a row each; Enter is the next row."""

    def __init__(self, key: str, title: str, suggest: Suggest) -> None:
        self.grid = FastGrid(
            (
                GridColumn("speaker", "发言人", "line", 8, suggest=suggest),
                GridColumn("text", "说了什么", "text", 24, stretch=True),
            ),
            kind_key="_kind",
            enter_to="speaker",
        )
        self.grid.setFixedHeight(text_height() * 8)
        super().__init__(key, title, self.grid, wide=True, hint="回车换行，Tab 换格；可以不填")
        self.grid.edited.connect(self.edited)

    def value(self) -> list[Speech]:
        found = []
        for row in self.grid.rows():
            speaker = str(row.values.get("speaker") or "").strip()
            text = str(row.values.get("text") or "").strip()
            if text and not speaker:
                raise BadValueError("发言没有写发言人。", hint="请补上姓名。", where=self.key)
            if text:
                found.append(Speech(speaker, text))
        return found

    def set_value(self, value: Any) -> None:
        self.grid.set_rows([])

    def draft(self) -> dict[str, Any]:
        return self.grid.draft()

    def set_draft(self, raw: Any) -> None:
        self.grid.set_draft(raw)


class Yuan(Field):
    """An amount typed in yuan (1,200 or 1200.50); the value is fen."""

    def __init__(self, key: str, title: str, **looks: Any) -> None:
        self._line = QLineEdit(placeholderText="如 12000 或 1200.50")
        self._line.setMaximumWidth(text_height() * 9)
        super().__init__(key, f"{title}（元）", self._line, **looks)
        self._line.textChanged.connect(self.edited)

    def value(self) -> int | None:
        text = re.sub(r"[\s,，元]", "", self._line.text())
        if not text:
            return None
        if not re.fullmatch(r"\d{1,10}(\.\d{1,2})?", text):
            raise BadValueError(
                f"“{self._line.text()}”不是金额。", hint="按元填写，最多两位小数。", where=self.key
            )
        return int(Decimal(text) * 100)

    def set_value(self, value: Any) -> None:
        self._line.setText("" if value is None else yuan_words(value))

    def draft(self) -> str:
        return self._line.text()

    def set_draft(self, raw: Any) -> None:
        self._line.setText(str(raw))


def yuan_words(fen: int) -> str:
    """12,000 or 1,200.50."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan:,}.{rest:02d}" if rest else f"{yuan:,}"
