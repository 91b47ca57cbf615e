"""Words on a screen: labels by role, headings, badges, lines between things."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.looking import is_offered

_COPYABLE = Qt.TextInteractionFlag.TextSelectableByMouse


def words(
    text: str = "", role: str = "", tone: str = "", *, wrap: bool = False, copy: bool = False
) -> QLabel:
    """A label. Roles: ``title heading strong note label figure error``; plain text always, so
    that a villager's “<” is never taken for markup.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    mark(label, role=role, tone=tone)
    if wrap:
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if copy:
        label.setTextInteractionFlags(_COPYABLE)
    return label


class Hint(QLabel):
    """How something is entered: left out where one only looks."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        mark(self, role="note")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not is_offered(self):
            self.hide()


def badge(text: str, tone: str = "") -> QLabel:
    """A small label for a list, a stage or a date: tones ``accent late soon plain`` or none."""
    label = words(text, "badge", tone)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return label


def rule() -> QFrame:
    """A thin line between two parts."""
    line = QFrame()
    mark(line, role="rule")
    return line


class SectionHeading(QWidget):
    """A heading, a quiet note beside it, and room for buttons on the right."""

    def __init__(self, text: str, note: str = "", *actions: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._text = words(text, "heading")
        self._note = words(note, "note")
        row.addWidget(self._text)
        row.addWidget(self._note, 1)
        for action in actions:
            row.addWidget(action)

    def set_text(self, text: str, note: str = "") -> None:
        self._text.setText(text)
        self._note.setText(note)
