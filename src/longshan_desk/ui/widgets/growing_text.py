"""A text field that is as high as what stands in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_FRAME = 12


class GrowingText(QPlainTextEdit):
    """Grows from ``rows`` to ``max_rows`` lines, then scrolls; Tab leaves it."""

    def __init__(self, *, rows: int = 3, max_rows: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._max_rows = rows, max_rows
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        lines = min(max(self._lines(), self._rows), self._max_rows)
        margin = 2 * round(self.document().documentMargin())
        return QSize(240, lines * self.fontMetrics().lineSpacing() + margin + _FRAME)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lines(self) -> int:
        # QPlainTextEdit's document measures its height in lines, not in pixels.
        return round(self.document().size().height())

    def _fit(self) -> None:
        overflow = self._lines() > self._max_rows
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if overflow else policy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(self.sizeHint().height())
