"""Things that lie over the lower edge of a window and follow it when it is resized."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget

_ABOVE_EDGE = 52


class Overlay(QFrame):
    """A frame centred above the window's lower edge; it takes no focus and goes on ``close``."""

    def __init__(self, window: QWidget) -> None:
        # Not kept as an attribute: what deletes itself must not hold the last word on its parent.
        super().__init__(window)
        window.installEventFilter(self)

    def showEvent(self, event: object) -> None:
        self.place()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def place(self) -> None:
        window = self.window()
        width = min(self.sizeHint().width(), window.width() - 32)
        self.resize(
            width,
            self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height(),
        )
        self.move(
            (window.width() - width) // 2,
            window.height() - self.height() - _ABOVE_EDGE,
        )
