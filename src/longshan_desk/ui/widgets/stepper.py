"""Steps in a row, each with its state and date: the month, a meeting, a procedure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from longshan_desk.ui.theme import colour, text_height
from longshan_desk.ui.widgets.icons import pixmap

_STATES = {"done": "accent", "now": "accent", "todo": "line_strong", "late": "late", "soon": "soon"}


@dataclass(frozen=True)
class Step:
    """``state`` is one of ``done now todo late soon``; ``note`` stands below the title."""

    key: str
    title: str
    state: str = "todo"
    note: str = ""


class Stepper(QWidget):
    """A click, or ← → and Enter, emits ``opened(key)``; ``current`` has the ring around it."""

    opened = Signal(str)

    def __init__(
        self, steps: Sequence[Step] = (), current: str = "", *, clickable: bool = True
    ) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._current = ""
        self._cursor = 0
        self._clickable = clickable
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if clickable:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_steps(steps, current)

    def set_steps(self, steps: Sequence[Step], current: str = "") -> None:
        self._steps = tuple(steps)
        self._current = current
        keys = [step.key for step in self._steps]
        self._cursor = keys.index(current) if current in keys else 0
        said = "；".join(f"{step.title} {step.note}".strip() for step in self._steps)
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        line = text_height()
        notes = line if any(step.note for step in self._steps) else 0
        height = round(2 * self._radius) + 12 + line + notes
        return QSize(line * 6 * max(len(self._steps), 1), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(text_height() * 4 * max(len(self._steps), 1), self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._clickable and self._steps:
            at = int(event.position().x() // (self.width() / len(self._steps)))
            self._open(min(at, len(self._steps) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._steps:
            step = 1 if key == Qt.Key.Key_Right else -1
            self._cursor = max(0, min(self._cursor + step, len(self._steps) - 1))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._steps:
            self._open(self._cursor)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, step in enumerate(self._steps):
            self._paint_line(painter, at)
            self._paint_dot(painter, at, step)
            self._paint_words(painter, at, step)
        painter.end()

    def _open(self, at: int) -> None:
        self._cursor = at
        self.update()
        self.opened.emit(self._steps[at].key)

    def _centre(self, at: int) -> QPointF:
        width = self.width() / len(self._steps)
        return QPointF(width * (at + 0.5), self._radius + 5)

    @property
    def _radius(self) -> float:
        return text_height() * 0.62

    def _paint_line(self, painter: QPainter, at: int) -> None:
        if at == 0:
            return
        before, here = self._centre(at - 1), self._centre(at)
        gap = self._radius + 5
        walked = self._steps[at - 1].state == "done"
        painter.setPen(QPen(colour("accent" if walked else "line_strong"), 2))
        painter.drawLine(QPointF(before.x() + gap, here.y()), QPointF(here.x() - gap, here.y()))

    def _paint_dot(self, painter: QPainter, at: int, step: Step) -> None:
        centre, radius = self._centre(at), self._radius
        ink = colour(_STATES[step.state])
        if self.hasFocus() and at == self._cursor:
            painter.setPen(QPen(colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius + 3.5, radius + 3.5)
        elif step.key == self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_tint"))
            painter.drawEllipse(centre, radius + 4, radius + 4)
        painter.setPen(QPen(ink, 2))
        filled = step.state in ("done", "late")
        painter.setBrush(ink if filled else colour("surface"))
        painter.drawEllipse(centre, radius, radius)
        if step.state == "done":
            size = round(radius * 1.5)
            picture = pixmap("check-white", "surface", size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(centre.x() - size / 2, centre.y() - size / 2), picture)
        else:
            self._paint_number(painter, centre, at, colour("surface") if filled else ink)

    def _paint_number(self, painter: QPainter, centre: QPointF, at: int, ink: QColor) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() - 1)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink if ink != colour("line_strong") else colour("ink_soft"))
        box = QRectF(centre.x() - 20, centre.y() - 20, 40, 40)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(at + 1))

    def _paint_words(self, painter: QPainter, at: int, step: Step) -> None:
        width = self.width() / len(self._steps)
        top = self._centre(at).y() + self._radius + 5
        box = QRectF(width * at + 2, top, width - 4, text_height())
        font = self.font()
        font.setBold(step.key == self._current or step.state in ("now", "late", "soon"))
        painter.setFont(font)
        painter.setPen(colour("ink_soft" if step.state == "todo" else "ink"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), step.title)
        font.setBold(False)
        font.setPointSizeF(font.pointSizeF() - 1)
        painter.setFont(font)
        painter.setPen(colour(step.state if step.state in ("late", "soon") else "ink_soft"))
        box.translate(0, text_height() + 1)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(step.note, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)
