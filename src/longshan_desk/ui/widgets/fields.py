"""The fields of a form: a label above, the input, and room below for a hint or an error.

Each field gives its parsed ``value()`` for saving and its raw ``draft()`` for keeping what was
typed half.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from longshan_desk.errors import AppError, BadValueError
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.choices import ChoiceBox, ChoiceRow, Option
from longshan_desk.ui.widgets.corner import Corner
from longshan_desk.ui.widgets.dates import DayEdit
from longshan_desk.ui.widgets.growing_text import GrowingText
from longshan_desk.ui.widgets.looking import is_offered
from longshan_desk.ui.widgets.people import Named, PeopleEdit, nobody
from longshan_desk.ui.widgets.suggestions import LineSuggestions, Suggest
from longshan_desk.ui.widgets.words import words

_ROW_OF_BUTTONS = 4


class Field(QWidget):
    """One labelled field; subclasses say what its input is and what it holds."""

    edited = Signal()

    def __init__(
        self,
        key: str,
        title: str,
        input_widget: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        wide: bool = False,
    ) -> None:
        super().__init__()
        self.key = key
        self.title = title
        self.required = required
        self.wide = wide
        self.input = input_widget
        self.corner: Corner | None = None
        self._hint = hint
        self._below = words(hint, "note", wrap=True)
        self._below.setVisible(bool(hint))
        input_widget.setAccessibleName(title)
        self.setFocusProxy(input_widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if title:
            column.addLayout(self._label())
        column.addWidget(input_widget)
        column.addWidget(self._below)
        column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not is_offered(self):
            self.setEnabled(False)

    def show_corner(self, act: Callable[[], object]) -> None:
        """Two desks wrote it differently: a yellow corner, whose click does ``act``."""
        self.corner = Corner(self)
        self.corner.clicked.connect(lambda: act())
        self.corner.show()
        self._place_corner()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corner()

    def _place_corner(self) -> None:
        if self.corner is not None:
            place = self.input.geometry()
            self.corner.place(place.right() + 1, place.top())

    def value(self) -> Any:
        """What was entered, parsed; raises ``BadValueError`` if it cannot be."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def draft(self) -> Any:
        """What was entered, as it stands, in JSON values."""
        return self.value()

    def set_draft(self, raw: Any) -> None:
        self.set_value(raw)

    def is_empty(self) -> bool:
        return self.value() in (None, "", [])

    def trouble(self) -> BadValueError | None:
        """Why the form cannot be saved as far as this field goes."""
        try:
            if self.required and self.is_empty():
                return BadValueError(f"请填写“{self.title}”。", where=self.key)
            self.value()
        except BadValueError as exc:
            return exc
        return None

    def show_error(self, error: AppError | None) -> None:
        """Say under the field what is wrong with it, or say nothing more."""
        text = self._hint if error is None else f"{error.message}{error.hint}"
        self._below.setText(text)
        self._below.setVisible(bool(text))
        mark(self._below, role="note" if error is None else "error")
        mark(self.input, wrong=error is not None)

    def say(self, hint: str) -> None:
        """Replace the quiet hint under the field."""
        self._hint = hint
        self.show_error(None)

    @property
    def said(self) -> str:
        """What stands under the field now."""
        return self._below.text()

    def _label(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        label = words(self.title, "label")
        label.setBuddy(self.input)
        row.addWidget(label)
        if self.required:
            star = words("*", "label", "accent")
            star.setToolTip("必填")
            row.addWidget(star)
        row.addStretch(1)
        return row


class Line(Field):
    """One line of text, with suggestions if the page can make any."""

    def __init__(
        self,
        key: str,
        title: str,
        *,
        placeholder: str = "",
        suggest: Suggest | None = None,
        **looks: Any,
    ) -> None:
        self._line = QLineEdit(placeholderText=placeholder)
        super().__init__(key, title, self._line, **looks)
        self._line.textChanged.connect(self.edited)
        self.suggestions = LineSuggestions(self._line, suggest) if suggest else None

    def value(self) -> str:
        return self._line.text().strip()

    def set_value(self, value: Any) -> None:
        self._line.setText(value or "")

    def draft(self) -> str:
        return self._line.text()


class Text(Field):
    """Several lines of text; the field grows with them up to ``max_rows``."""

    def __init__(
        self,
        key: str,
        title: str,
        *,
        rows: int = 3,
        max_rows: int = 10,
        placeholder: str = "",
        wide: bool = True,
        **looks: Any,
    ) -> None:
        self._text = GrowingText(rows=rows, max_rows=max_rows)
        self._text.setPlaceholderText(placeholder)
        super().__init__(key, title, self._text, wide=wide, **looks)
        self._text.textChanged.connect(self.edited)

    def value(self) -> str:
        return self._text.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self._text.setPlainText(value or "")
        self._text.moveCursor(QTextCursor.MoveOperation.End)

    def draft(self) -> str:
        return self._text.toPlainText()


class Choice(Field):
    """One of some options: buttons side by side while they are few, a list when they are many."""

    def __init__(
        self,
        key: str,
        title: str,
        options: Sequence[Option],
        *,
        as_list: bool | None = None,
        **looks: Any,
    ) -> None:
        listed = len(options) > _ROW_OF_BUTTONS if as_list is None else as_list
        self._choice = ChoiceBox(options) if listed else ChoiceRow(options)
        super().__init__(key, title, self._choice, **looks)
        self._choice.chosen.connect(self.edited)
        if isinstance(self._choice, ChoiceRow):
            self.setFocusProxy(None)  # type: ignore[arg-type]

    def value(self) -> str | None:
        return self._choice.code()

    def set_value(self, value: Any) -> None:
        self._choice.set_code(None if value is None else str(value))

    def focus_input(self) -> None:
        if isinstance(self._choice, ChoiceRow):
            self._choice.focus_first()
        else:
            self._choice.setFocus()


class DayField(Field):
    """A day; the line under it says the weekday and whether the year was assumed."""

    def __init__(
        self,
        key: str,
        title: str,
        today: Callable[[], date],
        *,
        latest: Callable[[], date] | None = None,
        **looks: Any,
    ) -> None:
        self._edit = DayEdit(today)
        self._latest = latest
        super().__init__(key, title, self._edit, **looks)
        self._quiet_hint = self._hint
        self._edit.day_changed.connect(self._changed)

    def value(self) -> date | None:
        day = self._edit.day()
        if day and self._latest and day > self._latest():
            raise BadValueError("日期还没有到。", hint="请核对年份和月份。", where=self.key)
        return day

    def set_value(self, value: Any) -> None:
        self._edit.set_day(value)

    def draft(self) -> str:
        return self._edit.text()

    def set_draft(self, raw: Any) -> None:
        self._edit.setText(str(raw))

    def is_empty(self) -> bool:
        return not self._edit.text().strip()

    def _changed(self) -> None:
        self.say(self._edit.note or self._quiet_hint)
        self.edited.emit()


class Number(Field):
    """A whole number; full-width digits and thousands commas are taken."""

    def __init__(
        self,
        key: str,
        title: str,
        *,
        minimum: int = 0,
        maximum: int = 999_999_999,
        unit: str = "",
        **looks: Any,
    ) -> None:
        self._line = QLineEdit()
        self._line.setMaximumWidth(text_height() * 9)
        self._minimum, self._maximum, self._unit = minimum, maximum, unit
        super().__init__(key, f"{title}（{unit}）" if unit else title, self._line, **looks)
        self._line.textChanged.connect(self.edited)

    def value(self) -> int | None:
        text = re.sub(r"[\s,，]", "", self._line.text())
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,12}", text):
            raise BadValueError(f"“{self._line.text()}”不是整数。", where=self.key)
        number = int(text)  # int() reads full-width digits too
        if not self._minimum <= number <= self._maximum:
            limits = f"应在 {self._minimum:,} 到 {self._maximum:,} 之间。"
            raise BadValueError(f"{self.title}{limits}", where=self.key)
        return number

    def set_value(self, value: Any) -> None:
        self._line.setText("" if value is None else str(value))

    def draft(self) -> str:
        return self._line.text()


class People(Field):
    """People by name; ``at_most=1`` for one who answers for something. The value is ``Named``s."""

    def __init__(
        self,
        key: str,
        title: str,
        *,
        suggest: Suggest = nobody,
        at_most: int = 0,
        placeholder: str = "姓名，可输入拼音首字母",
        **looks: Any,
    ) -> None:
        self._people = PeopleEdit(suggest, at_most=at_most, placeholder=placeholder)
        super().__init__(key, title, self._people, **looks)
        self._people.people_changed.connect(self.edited)

    def value(self) -> list[Named]:
        return self._people.people()

    def set_value(self, value: Any) -> None:
        self._people.set_people(value or [])

    def draft(self) -> dict[str, Any]:
        typed = self._people.typed()
        people = self._people.people()
        listed = people[:-1] if typed.strip() else people
        return {"people": [[one.name, one.id] for one in listed], "typed": typed}

    def set_draft(self, raw: Any) -> None:
        self._people.set_people([Named(name, known) for name, known in raw["people"]])
        self._people.set_typed(raw["typed"])


class Check(Field):
    """Yes or no, with the words beside the box."""

    def __init__(self, key: str, text: str, **looks: Any) -> None:
        self._box = QCheckBox(text)
        super().__init__(key, "", self._box, **looks)
        self.title = text
        self._box.toggled.connect(self.edited)

    def value(self) -> bool:
        return self._box.isChecked()

    def set_value(self, value: Any) -> None:
        self._box.setChecked(bool(value))

    def is_empty(self) -> bool:
        return not self.value()
