"""A print job: the pages of several papers in one order, and which of them are printed now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from longshan_desk.documents.model import Paper
from longshan_desk.documents.pages import MM, POSTER_A4, Page
from longshan_desk.errors import AppError
from longshan_desk.ui.paper.fitting import Fit, fitted, inked, printable
from longshan_desk.ui.paper.layout import Sheet, laid_out
from longshan_desk.ui.paper.painting import draw, page_layout


@dataclass(frozen=True)
class JobPage:
    """``number`` counts through the job; 0 for a cover and contents before page 1."""

    sheet: Sheet
    page: Page
    number: int
    is_first: bool
    """Begins on a sheet of its own when both sides are printed."""


@dataclass(frozen=True)
class PrintJob:
    name: str
    pages: tuple[JobPage, ...]
    parts: tuple[tuple[str, int, int], ...]
    """What is in it: name, first and last page."""

    @property
    def last(self) -> int:
        return max((one.number for one in self.pages), default=0)


def job_of(papers: Sequence[Paper]) -> PrintJob:
    pages: list[JobPage] = []
    parts = []
    for paper in papers:
        sheets = laid_out(paper)
        first = len(pages) + 1
        pages += [
            JobPage(sheet, sheet.page, number, number == first)
            for number, sheet in enumerate(sheets, first)
        ]
        parts.append((paper.name, first, len(pages)))
    return PrintJob(papers[0].name, tuple(pages), tuple(parts))


def in_order(
    job: PrintJob, first: int, last: int, *, both_sides: bool = False
) -> list[JobPage | None]:
    """The pages from ``first`` to ``last``; ``None`` is a blank side. With both sides printed
    every paper begins on a new sheet, and what is resumed begins on a front side."""
    laid: list[JobPage | None] = []
    for one in job.pages:
        if both_sides and one.is_first and len(laid) % 2:
            laid.append(None)
        laid.append(one)
    places = [at for at, one in enumerate(laid) if one and first <= max(1, one.number) <= last]
    if not places:
        return []
    begin = places[0] - places[0] % 2 if both_sides else places[0]
    return laid[begin : places[-1] + 1]


def shrinks(job: PrintJob, info: QPrinterInfo) -> bool:
    """Whether the printer has no paper of the size that a page asks for."""
    return any(_size_for(one.page, info) != _own_size(one.page) for one in job.pages)


def print_job(printer: QPrinter, pages: Sequence[JobPage | None], info: QPrinterInfo) -> None:
    """Draw the pages; where the printer cannot make copies, as often as they are asked for.

    Raises AppError where the printer does not take them.
    """
    repeats = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    painter = QPainter()
    last = next((one.page for one in pages if one), POSTER_A4)
    for turn, one in ((turn, one) for turn in range(repeats) for one in pages):
        last = one.page if one else last
        printer.setPageLayout(_layout(last, info))
        if not painter.isActive():
            _begin(painter, printer)
        elif turn or one is not pages[0]:
            printer.newPage()
        if one is not None:
            _draw(painter, printer, one)
    painter.end()


def _begin(painter: QPainter, printer: QPrinter) -> None:
    if not painter.begin(printer):
        raise AppError(
            "打印机没有接受这份文书，一页也没有印。",
            hint="请看打印机是不是开着、连着、没有卡纸，再按“打印”；也可以先存为 PDF。",
            code="printer_failed",
        )


def _draw(painter: QPainter, printer: QPrinter, one: JobPage) -> None:
    fit = fit_on(one, printer.pageLayout())
    dpi = printer.resolution()
    painter.save()
    painter.translate(fit.x * dpi / 72, fit.y * dpi / 72)
    painter.scale(fit.scale, fit.scale)
    draw(painter, one.sheet, dpi)
    painter.restore()


def fit_on(one: JobPage, layout: QPageLayout) -> Fit:
    """Where the page comes to lie on the sheet that the printer takes for it."""
    full = layout.fullRect(QPageLayout.Unit.Millimeter)
    layout.setUnits(QPageLayout.Unit.Millimeter)
    margins = layout.minimumMargins()
    reach = printable(
        full.width(),
        full.height(),
        (margins.left(), margins.top(), margins.right(), margins.bottom()),
    )
    page = (one.page.width * MM, one.page.height * MM)
    return fitted(inked(one.sheet), page, (full.width() * MM, full.height() * MM), reach)


def _layout(page: Page, info: QPrinterInfo) -> QPageLayout:
    wanted = page_layout(page)
    wanted.setPageSize(QPageSize(_size_for(page, info)), QMarginsF())
    return wanted


def _own_size(page: Page) -> QPageSize.PageSizeId:
    return page_layout(page).pageSize().id()


def _size_for(page: Page, info: QPrinterInfo) -> QPageSize.PageSizeId:
    wanted = _own_size(page)
    known = {size.id() for size in info.supportedPageSizes()}
    return wanted if not known or wanted in known else QPageSize.PageSizeId.A4
