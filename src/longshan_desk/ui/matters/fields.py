"""Fields that only the forms of matters have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries.matters import MatterRow, similar_matters
from longshan_desk.queries.search import search
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.listed import status_of
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.fields import Field, People, Text
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.suggestions import Suggestion
from longshan_desk.ui.widgets.words import words

_LOOK_AFTER_MS = 350


class Remark(Field):
    """Words between the fields; it holds nothing and is never asked for."""

    def __init__(self, text: str, *, key: str = "_remark", tone: str = "muted") -> None:
        super().__init__(key, "", words(text, "", tone, wrap=True), wide=True)

    def value(self) -> None:
        return None

    def set_value(self, value: Any) -> None:
        """Nothing to set: a remark is the program's."""

    def is_empty(self) -> bool:
        return False


class PhraseText(Text):
    """A text with everyday sentences below it; a click writes one where the cursor stands."""

    def __init__(self, key: str, title: str, phrases: Sequence[str], **looks: Any) -> None:
        super().__init__(key, title, **looks)
        row = QWidget()
        flow = FlowLayout(row, gap=6)
        flow.setContentsMargins(0, 0, 0, 0)
        for phrase in phrases:
            chip = button(phrase, partial(self.insert, phrase), kind="chip")
            chip.setAutoDefault(False)
            flow.addWidget(chip)
        row.setVisible(bool(phrases))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self.input) + 1, row)

    def insert(self, phrase: str) -> None:
        """Write a phrase at the cursor, parted from what stands before it."""
        before = self._text.textCursor().block().text()[: self._text.textCursor().positionInBlock()]
        part = "，" if before and before[-1] not in "，。；、！？：" else ""
        self._text.insertPlainText(part + phrase)
        self._text.setFocus()


class MatterField(People):
    """Another matter, found by number or words; the value is its id."""

    def __init__(self, context: Context, key: str, title: str, own_id: str, **looks: Any) -> None:
        def suggest(typed: str) -> list[Suggestion]:
            try:
                hits = search(context.store, typed, limit=9, kinds=("matter",))
            except AppError:
                return []
            parted = ((hit.id, *hit.text.partition(" ")) for hit in hits if hit.id != own_id)
            return [Suggestion(one, number, title) for one, number, _, title in parted]

        looks = {"placeholder": "编号或其中几个字", **looks}
        super().__init__(key, title, suggest=suggest, at_most=1, **looks)

    def value(self) -> str | None:  # type: ignore[override]
        people = self._people.people()
        if not people:
            return None
        if not people[0].id:
            raise BadValueError(
                f"没有找到事项“{people[0].name}”。",
                hint="请从输入时出现的事项里选。",
                where=self.key,
            )
        return people[0].id

    def is_empty(self) -> bool:
        return not self._people.people()


class Similar(Field):
    """Open matters like the one being typed; ``opened(id)`` when one is clicked."""

    opened = Signal(str)

    def __init__(self, context: Context, source: Text) -> None:
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        super().__init__("_similar", "", self._box, wide=True)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._context = context
        self._source = source
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._timer.timeout.connect(self.look)
        source.edited.connect(self._timer.start)
        self.hide()

    def look(self) -> None:
        """Ask now what is like the words so far."""
        self._timer.stop()
        try:
            found = similar_matters(self._context.store, self._source.value())
        except AppError:
            found = []
        self._show(found)

    def shown(self) -> list[str]:
        """What is offered now, in words."""
        return [made.text() for made in self._box.findChildren(QPushButton)]

    def value(self) -> None:
        return None

    def set_value(self, value: Any) -> None:
        """Nothing to set: what is alike follows from the words."""

    def is_empty(self) -> bool:
        return False

    def _show(self, rows: Sequence[MatterRow]) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        if rows:
            self._column.addWidget(words("可能已经登记过，点开看看：", "note", "soon"))
        for row in rows:
            self._column.addWidget(self._link(row))
        self.setVisible(bool(rows))

    def _link(self, row: MatterRow) -> QWidget:
        title = row.title if len(row.title) <= 28 else f"{row.title[:28]}…"
        who = f" · 承办 {row.responsible}" if row.responsible else ""
        text = f"{row.number}  {title}（{status_of(row)}{who}）"
        made = button(text, lambda: self.opened.emit(row.id), kind="link")
        made.setToolTip(row.words)
        return made


class SealedWay(Field):
    """Says that words about a named cadre do not belong here, and leads to where they do."""

    def __init__(self, go: Callable[[], object]) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            words(
                "指名反映某位干部的内容不能登记成普通事项：村里的人会看到。"
                "您写下的内容没有保存，也没有留草稿。",
                "",
                "late",
                wrap=True,
            )
        )
        self.go_button = button("转到密封登记", go, icon_name="lock")
        column.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignLeft)
        super().__init__("_sealed", "", box, wide=True)

    def value(self) -> None:
        return None

    def set_value(self, value: Any) -> None:
        """Nothing to set: it only speaks."""

    def is_empty(self) -> bool:
        return False
