"""Pages of a paper under each other, drawn only where they are seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.documents.model import Paper
from longshan_desk.documents.pages import Page
from longshan_desk.ui.paper.layout import Sheet, laid_out
from longshan_desk.ui.paper.painting import draw

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0)
_SCREEN_DPI = 96
_INCH_MM = 25.4


class PageWidget(QFrame):
    """One page at a zoom; its picture is made when it is first seen."""

    def __init__(self, sheet: Sheet, page: Page, zoom: float) -> None:
        super().__init__()
        self._sheet, self._page = sheet, page
        self._dpi = _SCREEN_DPI * zoom
        self._drawn: QPixmap | None = None
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        sides = (self._page.width, self._page.height)
        return QSize(*(round(side / _INCH_MM * self._dpi) for side in sides))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn is None:
            self._drawn = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.end()

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.fill(Qt.GlobalColor.white)
        painter = QPainter(pixmap)
        draw(painter, self._sheet, self._dpi * ratio)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


class Preview(QScrollArea):
    """``show_papers`` shows them one after the other; Ctrl and the wheel zoom."""

    def __init__(self) -> None:
        super().__init__()
        self.zoom = 0.8
        self._papers: tuple[Paper, ...] = ()
        self.pages: list[PageWidget] = []
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidgetResizable(True)

    def show_papers(self, papers: Sequence[Paper]) -> None:
        self._papers = tuple(papers)
        self.pages = [
            PageWidget(sheet, paper.page, self.zoom)
            for paper in self._papers
            for sheet in laid_out(paper)
        ]
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setSpacing(12)
        for page in self.pages:
            layout.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.setWidget(column)

    def set_zoom(self, zoom: float) -> None:
        place = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        self.zoom = zoom
        self.show_papers(self._papers)
        self.verticalScrollBar().setValue(round(place * self.verticalScrollBar().maximum()))

    def step_zoom(self, steps: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self.zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))])

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
