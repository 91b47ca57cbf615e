"""A small whole number to type, or to change with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from longshan_desk.ui.theme import em

_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class CountBox(QLineEdit):
    """Never out of its range: what does not fit goes back to the nearest that does."""

    changed = Signal(int)

    def __init__(self, low: int, high: int) -> None:
        super().__init__()
        self.low, self.high = low, max(low, high)
        self._value = low
        self.setText(str(low))
        self.setFixedWidth(em() * 5)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(lambda: self.set_value(self._value))

    @property
    def value(self) -> int:
        return self._value

    def set_value(self, value: int) -> None:
        kept = max(self.low, min(self.high, value))
        if self.text() != str(kept):
            self.setText(str(kept))
        self._keep(kept)

    def set_low(self, low: int) -> None:
        self.low = low
        self.set_value(self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.set_value(self._value + step)

    def _typed(self, text: str) -> None:
        """While typing the number may be half there; full-width figures count, too."""
        if text.strip().isdecimal():
            self._keep(max(self.low, min(self.high, int(text))))

    def _keep(self, value: int) -> None:
        if value != self._value:
            self._value = value
            self.changed.emit(value)
