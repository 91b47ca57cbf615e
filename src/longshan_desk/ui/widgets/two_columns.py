"""A wide column with a narrow one beside it, or above or below it where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from longshan_desk.ui.theme import text_height

_ANY_WIDTH = 16_777_215


class TwoColumns(QWidget):
    """``main`` and ``side`` are layouts to fill; ``side_first`` puts the side on top when there is
    no room beside.
    """

    def __init__(self, side_lines: int = 15, *, side_first: bool = False) -> None:
        super().__init__()
        self._side_lines = side_lines
        self._narrow = (
            QBoxLayout.Direction.BottomToTop if side_first else QBoxLayout.Direction.TopToBottom
        )
        self.main = QVBoxLayout()
        self.side = QVBoxLayout()
        for column in (self.main, self.side):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(14)
        self._side_box = QWidget()
        self._side_box.setLayout(self.side)
        main_box = QWidget()
        main_box.setLayout(self.main)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        self._row.addWidget(main_box, 1)
        self._row.addWidget(self._side_box, 0, Qt.AlignmentFlag.AlignTop)
        self._lay_out()

    @property
    def is_narrow(self) -> bool:
        return self._row.direction() == self._narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        side = self._side_lines * text_height()
        narrow = 0 < self.width() < side * 2.7
        beside = QBoxLayout.Direction.LeftToRight
        self._row.setDirection(self._narrow if narrow else beside)
        self._row.setAlignment(self._side_box, Qt.AlignmentFlag(0) if narrow else _TOP)
        self._side_box.setMinimumWidth(0 if narrow else side)
        self._side_box.setMaximumWidth(_ANY_WIDTH if narrow else side)


_TOP = Qt.AlignmentFlag.AlignTop
