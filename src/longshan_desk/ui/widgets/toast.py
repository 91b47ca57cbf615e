"""The quiet strip that says what was done and lets it be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.overlay import Overlay
from longshan_desk.ui.widgets.words import words

_PLAIN_MS = 5_000
_UNDO_MS = 10_000


class Toast(Overlay):
    """One per window: a new one takes the place of the last."""

    def __init__(
        self,
        window: QWidget,
        message: str,
        undo: Callable[[], object] | None = None,
        verb: str = "撤销",
    ) -> None:
        super().__init__(window)
        mark(self, role="toast")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.message = message
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 9, 14 if undo else 18, 9)
        row.setSpacing(18)
        row.addWidget(words(message))
        if undo is not None:
            self.undo_button = button(verb, lambda: self._undo(undo))
            self.undo_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(self.undo_button)
        self._timer = QTimer(self, singleShot=True, interval=_UNDO_MS if undo else _PLAIN_MS)
        self._timer.timeout.connect(self.close)

    @classmethod
    def show_in(
        cls,
        window: QWidget,
        message: str,
        undo: Callable[[], object] | None = None,
        verb: str = "撤销",
    ) -> Toast:
        for earlier in window.findChildren(Toast):
            earlier.close()
        made = cls(window, message, undo, verb)
        made.show()
        made._timer.start()
        return made

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()  # somebody is reading, or on the way to 撤销

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()

    def _undo(self, undo: Callable[[], object]) -> None:
        self.close()
        undo()
