"""The small yellow corner on a field that two desks wrote differently; a click leads to both."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from longshan_desk.ui.theme import colour, text_height

_SAID = "两台电脑写得不一样，现在显示的是较晚的那个值。点这里看两边各是什么"


class Corner(QAbstractButton):
    """Lies in the upper right corner of ``over``, and moves with it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setToolTip(_SAID)
        self.setAccessibleName("两台电脑写得不一样")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        side = round(text_height() * 0.8)
        return QSize(side, side)

    def place(self, right: int, top: int) -> None:
        self.move(right - self.width(), top)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        width, height = self.width(), self.height()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("soon" if self.hasFocus() else "soon_line"))
        painter.drawPolygon(QPolygonF([QPointF(0, 0), QPointF(width, 0), QPointF(width, height)]))
        painter.end()
