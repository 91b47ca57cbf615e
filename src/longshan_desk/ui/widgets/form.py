"""Several fields as one form: values as a dict, errors at their field, one signal for changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QPushButton, QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui.widgets.fields import Choice, Field
from longshan_desk.ui.widgets.words import words


class Form(QWidget):
    """``Form([Line("summary", "梳理", required=True), …], columns=2)``.

    Strings among the fields are headings. ``values()`` is what a save takes, ``edited`` tells of
    every change by the user, ``reshaped`` that other fields are shown, ``draft()`` and
    ``set_draft()`` are for a ``DraftKeeper``.
    """

    edited = Signal()
    reshaped = Signal()

    def __init__(self, parts: Sequence[Field | str], *, columns: int = 2) -> None:
        super().__init__()
        self.fields = {part.key: part for part in parts if isinstance(part, Field)}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        row = column = 0
        for part in parts:
            whole_row = isinstance(part, str) or part.wide
            if whole_row and column:
                row, column = row + 1, 0
            widget = words(part, "heading") if isinstance(part, str) else part
            grid.addWidget(widget, row, column, 1, columns if whole_row else 1)
            column = 0 if whole_row or column + 1 == columns else column + 1
            row += column == 0
        for position in range(columns):
            grid.setColumnStretch(position, 1)
        grid.setRowStretch(row + 1, 1)
        for field in self.fields.values():
            field.edited.connect(lambda field=field: self._edited(field))

    def __getitem__(self, key: str) -> Field:
        return self.fields[key]

    def values(self) -> dict[str, Any]:
        """Every shown field's parsed value by its key; call ``check`` first."""
        return {key: field.value() for key, field in self.fields.items() if not _is_left_out(field)}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill fields by key, without counting as typing; keys that are not here are left out."""
        blocker = QSignalBlocker(self)
        for key, value in values.items():
            if key in self.fields:
                self.fields[key].set_value(value)
        blocker.unblock()

    def draft(self) -> dict[str, Any]:
        return {key: field.draft() for key, field in self.fields.items()}

    def set_draft(self, values: dict[str, Any]) -> None:
        """Put back what was typed; a field that has changed its kind since is left alone."""
        for key, raw in values.items():
            if key in self.fields:
                try:
                    self.fields[key].set_draft(raw)
                except (TypeError, KeyError, ValueError, AttributeError):
                    continue

    def check(self) -> bool:
        """Show what keeps the form from being saved and go to the first such field."""
        shown = {key: field for key, field in self.fields.items() if not _is_left_out(field)}
        troubles = {key: field.trouble() for key, field in shown.items()}
        for key, error in troubles.items():
            self.fields[key].show_error(error)
        first = next((key for key, error in troubles.items() if error), None)
        if first is not None:
            self.focus_on(first)
        return first is None

    def show_only(self, *keys: str) -> None:
        """Show these fields and hide all others: what the step at hand does not ask."""
        for key, field in self.fields.items():
            field.setVisible(key in keys)
        self.reshaped.emit()

    def share_place(self, *keys: str) -> None:
        """Put fields into one place of the form: of them only one is ever shown."""
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        row, column, *_ = _place_of(grid, self.fields[keys[0]])
        for key in keys[1:]:
            grid.removeWidget(self.fields[key])
            grid.addWidget(self.fields[key], row, column)

    def show_error(self, error: AppError) -> bool:
        """Show a refusal at the field that ``where`` names, by its key or by its label; whether
        there is one."""
        shown = [field for field in self.fields.values() if not _is_left_out(field)]
        named = [one for one in shown if error.where and error.where in (one.key, one.title)]
        if not named:
            return False
        field = named[0]
        field.show_error(error)
        self.focus_on(field.key)
        return True

    def clear_errors(self) -> None:
        for field in self.fields.values():
            field.show_error(None)

    def focus_on(self, key: str) -> None:
        field = self.fields[key]
        if isinstance(field, Choice):
            field.focus_input()
        else:
            field.input.setFocus()

    def focus_first(self) -> None:
        """The first empty field, where typing begins."""
        for key, field in self.fields.items():
            is_filled = field.trouble() is None and not field.is_empty()
            if _is_left_out(field) or (field.isEnabled() and is_filled):
                continue
            self.focus_on(key)
            return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field; saving is Ctrl+Enter, so nothing is saved by habit."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        inside = self.focusWidget()
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and plain
            and not isinstance(inside, QPlainTextEdit | QPushButton)
        ):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def _edited(self, field: Field) -> None:
        if field.input.property("wrong"):
            field.show_error(None)
        self.edited.emit()


def _place_of(grid: QGridLayout, field: Field) -> tuple[int, int, int, int]:
    place: tuple[int, int, int, int] = grid.getItemPosition(grid.indexOf(field))  # type: ignore[assignment]
    return place


def _is_left_out(field: Field) -> bool:
    """Hidden by ``show_only``; a field that was never on screen yet counts as hidden to Qt too."""
    return field.isHidden() and field.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
