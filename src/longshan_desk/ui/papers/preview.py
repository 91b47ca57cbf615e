"""Pages of a paper under each other, drawn where they are seen, and the bar that turns them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.documents.model import Paper
from longshan_desk.documents.pages import Page
from longshan_desk.ui.paper.layout import Sheet, laid_out
from longshan_desk.ui.paper.painting import draw
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button, icon_button, shortcut
from longshan_desk.ui.widgets.words import words

ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0)
_SCREEN_DPI = 96
_INCH_MM = 25.4
_KEPT_PICTURES = 12
_BESIDE = 44
"""What the scroll bar and the margins of the column take of the width."""
_GAP = 12


class PageWidget(QFrame):
    """One page at a zoom; its picture is made when it is seen, and dropped when many others were
    seen since."""

    def __init__(
        self, sheet: Sheet, page: Page, zoom: float, drawn: Callable[[PageWidget], object]
    ) -> None:
        super().__init__()
        self._sheet, self._page, self._tell = sheet, page, drawn
        self._dpi = _SCREEN_DPI * zoom
        self._drawn: QPixmap | None = None
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        sides = (self._page.width, self._page.height)
        return QSize(*(round(side / _INCH_MM * self._dpi) for side in sides))

    def set_zoom(self, zoom: float) -> None:
        self._dpi = _SCREEN_DPI * zoom
        self._drawn = None
        self.setFixedSize(self.sizeHint())

    def forget(self) -> None:
        self._drawn = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawn is None:
            self._drawn = self._draw()
            self._tell(self)
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
    """``show_papers`` shows them one after the other, as wide as there is room until the clerk
    zooms; Ctrl and the wheel, Ctrl+＋ and Ctrl+－ zoom, Ctrl+0 fits the width again."""

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.zoom = 0.8
        self.fits_width = True
        self.pages: list[PageWidget] = []
        self._pictures: deque[PageWidget] = deque()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidgetResizable(True)
        self.verticalScrollBar().valueChanged.connect(lambda: self.turned.emit())

    def show_papers(self, papers: Sequence[Paper]) -> None:
        self.show_pages([(sheet, sheet.page) for paper in papers for sheet in laid_out(paper)])

    def show_pages(self, pages: Sequence[tuple[Sheet, Page]]) -> None:
        """Pages that are laid out already."""
        self._pictures.clear()
        self.pages = [PageWidget(sheet, page, self.zoom, self._seen) for sheet, page in pages]
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setSpacing(_GAP)
        for page in self.pages:
            layout.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.setWidget(column)
        self._fit()
        self.turned.emit()

    @property
    def current(self) -> int:
        """The page in the middle of the view; 0 when there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        shown = [at for at, page in enumerate(self.pages, 1) if page.y() <= middle]
        return shown[-1] if shown else min(1, len(self.pages))

    def go_to(self, number: int) -> None:
        """Turn to a page, the first being 1."""
        if 1 <= number <= len(self.pages):
            self.verticalScrollBar().setValue(self.pages[number - 1].y() - _GAP)

    def set_zoom(self, zoom: float) -> None:
        bar = self.verticalScrollBar()
        place = bar.value() / max(1, bar.maximum())
        self.zoom = zoom
        for page in self.pages:
            page.set_zoom(zoom)
        if (column := self.widget()) is not None and (layout := column.layout()) is not None:
            layout.activate()
        bar.setValue(round(place * bar.maximum()))
        self.turned.emit()

    def step_zoom(self, steps: int) -> None:
        self.fits_width = False
        nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self.zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, nearest + steps))])

    def fit_width(self) -> None:
        self.fits_width = True
        self._fit(largest=2.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _fit(self, largest: float = 1.0) -> None:
        """The widest page fills the view, but is never blown up beyond its true size."""
        if not self.fits_width or not self.pages or not self.isVisible():
            return
        widest = max(page._page.width for page in self.pages) / _INCH_MM * _SCREEN_DPI
        zoom = min(largest, max(0.3, (self.width() - _BESIDE) / widest))
        if abs(zoom - self.zoom) > 0.01:
            self.set_zoom(zoom)

    def _seen(self, page: PageWidget) -> None:
        """Pictures are large: only those that were seen last are kept."""
        self._pictures.append(page)
        if len(self._pictures) > _KEPT_PICTURES:
            self._pictures.popleft().forget()


class PreviewBar(QWidget):
    """第 3 页，共 14 页; turning, zooming, 适合宽度."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        mark(self, looks=True)
        self._preview = preview
        self.where = words("", "note")
        self.scale = words("", "note")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.back = icon_button("chevron-left", "上一页 Ctrl+PgUp", lambda: self.turn(-1))
        self.on = icon_button("chevron-right", "下一页 Ctrl+PgDn", lambda: self.turn(1))
        row.addWidget(self.back)
        row.addWidget(self.where)
        row.addWidget(self.on)
        row.addStretch(1)
        row.addWidget(button("缩小", lambda: preview.step_zoom(-1), kind="quiet", tip="Ctrl+－"))
        row.addWidget(self.scale)
        row.addWidget(button("放大", lambda: preview.step_zoom(1), kind="quiet", tip="Ctrl+＋"))
        row.addWidget(button("适合宽度", preview.fit_width, kind="quiet", tip="Ctrl+0"))
        preview.turned.connect(self._say)
        self._say()

    def listen_on(self, widget: QWidget) -> None:
        """The keys of the bar, while the focus is inside ``widget``."""
        zoom = self._preview.step_zoom
        acts: dict[str, Callable[[], object]] = {
            "Ctrl++": lambda: zoom(1),
            "Ctrl+=": lambda: zoom(1),
            "Ctrl+-": lambda: zoom(-1),
            "Ctrl+0": self._preview.fit_width,
            "Ctrl+PgUp": lambda: self.turn(-1),
            "Ctrl+PgDown": lambda: self.turn(1),
        }
        for keys, act in acts.items():
            shortcut(keys, widget, act, looks=True)

    def turn(self, pages: int) -> None:
        self._preview.go_to(self._preview.current + pages)

    def _say(self) -> None:
        count, at = len(self._preview.pages), self._preview.current
        self.where.setText(f"第 {at} 页，共 {count} 页" if count else "")
        self.scale.setText(f"{round(self._preview.zoom * 100)}%")
        self.back.setEnabled(at > 1)
        self.on.setEnabled(at < count)
