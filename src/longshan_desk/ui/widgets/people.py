"""A list of people typed by name: known ones are picked from suggestions, others stay as typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QSizePolicy, QWidget

from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.suggestions import LineSuggestions, Suggest, Suggestion

# Only punctuation parts names: a name may hold spaces and “·”.
_BETWEEN_NAMES = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True)
class Named:
    """A person as a form knows one: ``id`` is empty for a name that is on no list."""

    name: str
    id: str = ""


def nobody(typed: str) -> Sequence[Suggestion]:
    """For a field that knows no lists."""
    return ()


class PeopleEdit(QFrame):
    """Names as chips. Enter or 、 takes a name, Backspace in front takes the last one away."""

    people_changed = Signal()

    def __init__(
        self,
        suggest: Suggest = nobody,
        *,
        at_most: int = 0,
        placeholder: str = "姓名，可输入拼音首字母",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark(self, role="chips", focused=False)
        self._people: list[Named] = []
        self._at_most = at_most
        self._placeholder = placeholder
        self.line = QLineEdit()
        mark(self.line, role="bare")
        self.line.setMinimumWidth(text_height() * 6)
        self.line.installEventFilter(self)
        self._flow = FlowLayout(self, gap=5, fill_last=True)
        self._flow.setContentsMargins(7, 4, 7, 4)
        self._flow.addWidget(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setFocusProxy(self.line)
        self._suggestions = LineSuggestions(self.line, suggest)
        self._suggestions.taken.connect(self._take)
        self.line.textChanged.connect(self._typed)
        self._show()

    def people(self) -> list[Named]:
        """The names as chips, and what still stands in the line as the last one."""
        rest = [Named(name) for name in _names(self.line.text())]
        return [*self._people, *rest]

    def set_people(self, people: Sequence[Named]) -> None:
        self._people = list(people)
        self.line.clear()
        self._show()

    def typed(self) -> str:
        return self.line.text()

    def set_typed(self, text: str) -> None:
        self.line.setText(text)

    def add(self, person: Named) -> None:
        if self._at_most:
            self._people = self._people[: self._at_most - 1]
        if person not in self._people:
            self._people.append(person)
        self.line.clear()
        self._show()
        self.people_changed.emit()

    def remove(self, position: int) -> None:
        del self._people[position]
        self._show()
        self.line.setFocus()
        self.people_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            mark(self, focused=True)
        elif event.type() == QEvent.Type.FocusOut:
            mark(self, focused=False)
            if not self._suggestions.is_open:
                self._take_typed()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        typed = self.line.text().strip()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and typed:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._take_typed()
                return False  # the form saves
            self._take_typed()
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._people:
            self.remove(len(self._people) - 1)
            return True
        return False

    def _typed(self, text: str) -> None:
        if _BETWEEN_NAMES.search(text):
            self._take_typed()
        else:
            self.people_changed.emit()

    def _take_typed(self) -> None:
        only = self._suggestions.only()
        if only is not None:
            self._take(only)
            return
        for name in _names(self.line.text()):
            self.add(Named(name))

    def _take(self, hit: Suggestion) -> None:
        self._suggestions.close()
        self.add(Named(hit.text, hit.id))

    def _show(self) -> None:
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            chip = item.widget() if item else None
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        for position, person in enumerate(self._people):
            chip = self._chip(position, person)
            self._flow.insert_before_last(chip)
            chip.show()
        self.line.setPlaceholderText("" if self._people else self._placeholder)
        self.updateGeometry()

    def _chip(self, position: int, person: Named) -> QPushButton:
        chip = button(f"{person.name}  ×", lambda: self.remove(position), kind="chip")
        chip.setToolTip(f"去掉{person.name}")
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setAutoDefault(False)
        return chip


def _names(text: str) -> list[str]:
    return [name.strip() for name in _BETWEEN_NAMES.split(text) if name.strip()]
