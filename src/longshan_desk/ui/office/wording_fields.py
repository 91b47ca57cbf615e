"""One phrase of a paper as a field: its default below it, and what is wrong marked at its place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit

from longshan_desk.documents.wording import Wording, WordingError
from longshan_desk.errors import AppError
from longshan_desk.queries.wording import PhraseRow
from longshan_desk.ui.theme import colour
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.fields import Text

_MOST_ROWS = 8


class PhraseField(Text):
    """``value()`` is the checked phrase; ``entered`` tells that typing goes on in this field."""

    entered = Signal()

    def __init__(self, row: PhraseRow, wording: Wording) -> None:
        self.row = row
        self._wording = wording
        self.reset_button = button("恢复默认", self.reset, kind="link")
        rows = 1 if row.phrase.one_line else min(4, 1 + row.phrase.default.count("\n"))
        super().__init__(row.phrase.key, row.phrase.place, rows=rows, max_rows=_MOST_ROWS)
        self._text.setReadOnly(row.is_fixed)
        self._text.installEventFilter(self)
        self._text.textChanged.connect(self._changed)
        self.set_value(row.text)
        self._changed()

    def value(self) -> str:
        return self._wording.checked(self.key, self._text.toPlainText())

    def set_value(self, value: Any) -> None:
        self._text.setPlainText(value)

    def reset(self) -> None:
        """恢复默认; kept with the form, like what is typed."""
        self._text.selectAll()
        self._text.insertPlainText(self.row.phrase.default)  # so that Ctrl+Z brings it back
        self._text.setFocus()

    def insert(self, token: str) -> None:
        """Put a placeholder where the cursor stands."""
        if not self.row.is_fixed:
            self._text.insertPlainText(token)
        self._text.setFocus()

    def is_empty(self) -> bool:
        return not self._text.toPlainText().strip()

    def show_error(self, error: AppError | None) -> None:
        super().show_error(error)
        wrong = []
        if isinstance(error, WordingError):
            wrong.append(self._selection(error.offset))
        self._text.setExtraSelections(wrong)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def _label(self) -> QHBoxLayout:
        row = super()._label()
        row.addWidget(self.reset_button)
        return row

    def _changed(self) -> None:
        phrase = self.row.phrase
        is_default = self._text.toPlainText() == phrase.default
        self.reset_button.setVisible(not is_default and not self.row.is_fixed)
        if self.row.is_fixed:
            said = f"乡镇统一规定，村里不能改。默认：{phrase.default}"
        elif is_default:
            said = f"默认用语。{phrase.note}"
        else:
            said = f"默认：{phrase.default}"
            said += f"\n{phrase.note}" if phrase.note else ""
        self.say(said)

    def _selection(self, offset: int) -> QTextEdit.ExtraSelection:
        """From the wrong character to the end of its placeholder."""
        text = self._text.toPlainText()
        closing = text.find("}", offset)
        has_end = closing >= 0 and "\n" not in text[offset:closing]
        end = closing + 1 if has_end else min(len(text), offset + 1)
        cursor = self._text.textCursor()
        cursor.setPosition(_units(text[:offset]))
        cursor.setPosition(_units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(colour("late"))
        look.setBackground(colour("late_tint"))
        made = QTextEdit.ExtraSelection()
        made.cursor, made.format = cursor, look
        return made


def _units(text: str) -> int:
    """Qt counts characters beyond the first plane as two."""
    return len(text.encode("utf-16-le")) // 2
