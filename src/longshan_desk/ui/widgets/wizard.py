"""A way in steps: what is done stands on top, 上一步 and 下一步 below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.stepper import Step, Stepper
from longshan_desk.ui.widgets.words import words


@dataclass(frozen=True)
class WizardStep:
    """``leave()`` runs at 下一步: it returns ``True`` to go on now, ``False`` when it will call
    ``wizard.go_on()`` itself (a task), and raises an ``AppError`` to stay, which is shown.
    ``verb`` replaces 下一步, for the step that applies.
    """

    key: str
    title: str
    widget: QWidget
    leave: Callable[[], bool] = lambda: True
    verb: str = "下一步"


class Wizard(QWidget):
    """``entered(key)`` when a step is shown, ``finished`` after the last one, ``cancelled``.

    Ctrl+Enter goes on, Alt+← goes back.
    """

    entered = Signal(str)
    finished = Signal()
    cancelled = Signal()

    def __init__(self, steps: Sequence[WizardStep]) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._at = 0
        self._stepper = Stepper(clickable=False)
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step.widget)
        self.notice = Notice()
        self._said = words("", "note")
        self.cancel_button = button("取消", self.cancelled.emit)
        self.back_button = button("上一步", self.back, icon_name="chevron-left")
        self.next_button = button("", self.next, kind="primary", tip="Ctrl+Enter")
        self.back_button.setToolTip("Alt+←")
        self._build()
        self._show()

    @property
    def current(self) -> str:
        return self._steps[self._at].key

    def next(self) -> None:
        """Leave this step if it lets go."""
        self.notice.hide()
        try:
            if self._steps[self._at].leave():
                self.go_on()
        except AppError as exc:
            self.notice.say(f"{exc.message}{exc.hint}", "late")

    def go_on(self) -> None:
        """Show the next step; for steps whose ``leave`` returned ``False``."""
        if self._at + 1 == len(self._steps):
            self.finished.emit()
        else:
            self._at += 1
            self._show()

    def back(self) -> None:
        if self._at:
            self._at -= 1
            self._show()

    def set_ready(self, ready: bool, why_not: str = "") -> None:
        """Whether 下一步 can be pressed, and what is still missing."""
        self.next_button.setEnabled(ready)
        self._said.setText("" if ready else why_not)

    def close_the_way_back(self) -> None:
        """Something has been applied: only forward from here."""
        self.back_button.hide()
        self.cancel_button.hide()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter and Alt+← before the window, whose Alt+← would leave the page."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and (_goes_on(event) or _goes_back(event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _goes_on(event):
            self.next_button.click()
        elif _goes_back(event):
            self.back_button.click()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self._said, 1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._stepper)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)

    def _show(self) -> None:
        states = ["done" if at < self._at else "todo" for at in range(len(self._steps))]
        states[self._at] = "now"
        shown = [
            Step(one.key, one.title, state) for one, state in zip(self._steps, states, strict=True)
        ]
        self._stepper.set_steps(shown, self.current)
        self._stack.setCurrentIndex(self._at)
        self.back_button.setEnabled(self._at > 0)
        self.next_button.setText(self._steps[self._at].verb)
        self.set_ready(True)
        self.notice.hide()
        self.entered.emit(self.current)


def _goes_on(event: QKeyEvent) -> bool:
    entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return entered and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _goes_back(event: QKeyEvent) -> bool:
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return event.key() == Qt.Key.Key_Left and alt
