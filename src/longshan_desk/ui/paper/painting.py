"""Pages → painter: a picture for the preview, a PDF, the printer. All draw the same marks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QPointF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from longshan_desk.documents.model import Paper
from longshan_desk.documents.pages import Page
from longshan_desk.ui.paper.faces import UNITS, font
from longshan_desk.ui.paper.layout import Mark, Rule, Sheet, Words, laid_out

PDF_DPI = 1200
_INCH_MM = 25.4


def draw(painter: QPainter, sheet: Sheet, dpi: float) -> None:
    """Draw a page with its upper left corner at the painter's origin."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(dpi / 72 / UNITS, dpi / 72 / UNITS)
    # Qt multiplies letter spacing by the device's resolution over the screen's.
    tightening = QGuiApplication.primaryScreen().logicalDotsPerInchY() / (
        painter.device().logicalDpiY() or 1
    )
    for mark in sheet.marks:
        _draw(painter, mark, tightening)
    painter.restore()


def _draw(painter: QPainter, mark: Mark, tightening: float) -> None:
    match mark:
        case Words():
            painter.setPen(QColor(mark.colour))
            painter.setFont(font(mark.face, mark.size, round(mark.spacing * tightening, 5)))
            painter.drawText(QPointF(mark.x * UNITS, mark.y * UNITS), mark.text)
        case Rule():
            pen = QPen(QColor(mark.colour), mark.width * UNITS)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            painter.setPen(pen)
            painter.drawLine(
                QLineF(mark.x1 * UNITS, mark.y1 * UNITS, mark.x2 * UNITS, mark.y2 * UNITS)
            )


def picture(sheet: Sheet, page: Page, dpi: float = 150) -> QImage:
    """One page as a picture."""
    width, height = (round(side / _INCH_MM * dpi) for side in (page.width, page.height))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter, sheet, dpi)
    painter.end()
    return image


def png(paper: Paper, dpi: float = 150) -> list[bytes]:
    """Every page as a PNG file."""
    return [_png_of(picture(sheet, sheet.page, dpi)) for sheet in laid_out(paper)]


def _png_of(image: QImage) -> bytes:
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(array.data())


def pdf(papers: Sequence[Paper]) -> bytes:
    """One PDF of all these papers, each on pages of its own size."""
    return pdf_of(_pages(papers), papers[0].name)


def pdf_of(pages: Sequence[tuple[Sheet, Page]], title: str) -> bytes:
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setTitle(title)
    writer.setCreator("")
    _print(writer, pages, PDF_DPI)
    buffer.close()
    return bytes(array.data())


def print_to(device: QPagedPaintDevice, papers: Sequence[Paper], dpi: float) -> None:
    """Draw papers on a printer or into a PDF, one page after the other."""
    _print(device, _pages(papers), dpi)


def _pages(papers: Sequence[Paper]) -> list[tuple[Sheet, Page]]:
    return [(sheet, sheet.page) for paper in papers for sheet in laid_out(paper)]


def _print(device: QPagedPaintDevice, pages: Sequence[tuple[Sheet, Page]], dpi: float) -> None:
    device.setPageLayout(page_layout(pages[0][1]))
    painter = QPainter(device)
    for place, (sheet, page) in enumerate(pages):
        if place:
            device.setPageLayout(page_layout(page))
            device.newPage()
        draw(painter, sheet, dpi)
    painter.end()


def page_layout(page: Page) -> QPageLayout:
    """The device's page: without margins, because ours are drawn."""
    short, long = sorted((page.width, page.height))
    is_wide = page.is_landscape
    known = {(210.0, 297.0): QPageSize.PageSizeId.A4, (297.0, 420.0): QPageSize.PageSizeId.A3}
    named = known.get((short, long))
    size = (
        QPageSize(named)
        if named is not None
        else QPageSize(QSizeF(short, long), QPageSize.Unit.Millimeter)
    )
    turned = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, turned, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
