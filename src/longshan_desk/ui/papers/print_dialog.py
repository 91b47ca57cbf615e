"""打印: which printer, how many copies, one side or both, and from which page on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.errors import AppError
from longshan_desk.ui.paper.job import JobPage, PrintJob, in_order, print_job, shrinks
from longshan_desk.ui.papers.count_box import CountBox
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import words

_SIDES = (
    ("单面", QPrinter.DuplexMode.DuplexNone),
    ("双面（左右翻）", QPrinter.DuplexMode.DuplexLongSide),
    ("双面（上下翻）", QPrinter.DuplexMode.DuplexShortSide),
)
_SHOWN_PARTS = 6
_NO_PRINTER = (
    "没有找到打印机。请接好打印机、打开电源，再点“重新查找”；也可以先存为 PDF，拿到别处打印。"
)
_last_used = {"printer": ""}


def printers() -> list[QPrinterInfo]:
    """What this computer can print on; the usual one first."""
    found = QPrinterInfo.availablePrinters()
    return sorted(found, key=lambda info: not info.isDefault())


def printer_for(info: QPrinterInfo) -> QPrinter:
    return QPrinter(info, QPrinter.PrinterMode.HighResolution)


class PrintDialog(QDialog):
    """Accepted when the pages were sent; ``said`` then tells what."""

    def __init__(
        self, parent: QWidget | None, job: PrintJob, masked: str = "", names_people: bool = False
    ) -> None:
        super().__init__(parent)
        self._job = job
        self._printers: list[QPrinterInfo] = []
        self.said = ""
        self.pages_sent = 0
        self.setWindowTitle("打印")
        self.setMinimumWidth(480)
        self.printer = QComboBox()
        self.copies = CountBox(1, 99)
        self.sides = QComboBox()
        for title, _ in _SIDES:
            self.sides.addItem(title)
        self.first = CountBox(1, job.last)
        self.last = CountBox(1, job.last)
        self.last.set_value(job.last)
        self.missing = Notice()
        self.masked = Notice()
        self.fits = words("", "note", wrap=True)
        self.print_button = button("打印", self.print, kind="primary", icon_name="print")
        self.print_button.setDefault(True)
        self._build()
        self._say_masked(masked, names_people)
        self.printer.currentIndexChanged.connect(lambda: self._say_fit())
        self.first.changed.connect(self._keep_order)
        self.last.changed.connect(lambda: self._count_pages())
        self.look_for_printers()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(words(_contents(self._job), wrap=True))
        column.addWidget(self.masked)
        column.addWidget(self.missing)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(10)
        form.addRow("打印机", self.printer)
        form.addRow("份数", _short(self.copies))
        form.addRow("单双面", self.sides)
        span = QWidget()
        row = QHBoxLayout(span)
        row.setContentsMargins(0, 0, 0, 0)
        for one in (words("从第"), self.first, words("页 到第"), self.last, words("页")):
            row.addWidget(one)
        row.addStretch(1)
        form.addRow("页数", span)
        column.addLayout(form)
        column.addWidget(
            words("卡纸、缺纸以后，从没有印好的那一页接着印，前面的不用重印。", "note", wrap=True)
        )
        column.addWidget(self.fits)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(button("取消", self.reject, tip="Esc"))
        bottom.addWidget(self.print_button)
        column.addLayout(bottom)

    def look_for_printers(self) -> None:
        """Also after the clerk has plugged one in."""
        self._printers = printers()
        self.printer.clear()
        for info in self._printers:
            self.printer.addItem(info.description() or info.printerName(), info.printerName())
        at = self.printer.findData(_last_used["printer"])
        self.printer.setCurrentIndex(max(0, at))
        if self._printers:
            self.missing.hide()
        else:
            self.missing.say(_NO_PRINTER, "soon", "重新查找", self.look_for_printers)
        self._say_fit()
        self._count_pages()

    def print(self) -> None:
        pages = self._pages()
        if not pages or not self._printers:
            return
        info = self._printers[self.printer.currentIndex()]
        printer = printer_for(info)
        printer.setDocName(self._job.name)
        printer.setCopyCount(self.copies.value)
        printer.setDuplex(_SIDES[self.sides.currentIndex()][1])
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            print_job(printer, pages, info)
        except AppError as error:
            self.missing.say(f"{error.message}{error.hint}", "late")
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.pages_sent = sum(one is not None for one in pages)
        _last_used["printer"] = info.printerName()
        many = f"，每页 {self.copies.value} 份" if self.copies.value > 1 else ""
        self.said = (
            f"已送到打印机：第 {self.first.value}—{self.last.value} 页{many}。"
            "没有印全的，再按“打印”，从那一页接着印"
        )
        self.accept()

    def sent_of(self, first: int, last: int) -> int:
        """How many of these pages were among those sent."""
        begin, end = max(first, self.first.value), min(last, self.last.value)
        return max(0, end - begin + 1)

    def _pages(self) -> list[JobPage | None]:
        both = self.sides.currentIndex() > 0
        return list(in_order(self._job, self.first.value, self.last.value, both_sides=both))

    def _keep_order(self, first: int) -> None:
        self.last.set_low(first)
        self._count_pages()

    def _count_pages(self) -> None:
        count = self.last.value - self.first.value + 1
        self.print_button.setText(f"打印 {count} 页")
        self.print_button.setEnabled(bool(self._printers))

    def _say_masked(self, masked: str, names_people: bool) -> None:
        if names_people:
            self.masked.say("张贴的文书写的是全名，请先确认本人同意公开。", "soon")
        elif masked:
            self.masked.say(f"已脱敏：{masked}。")

    def _say_fit(self) -> None:
        at = self.printer.currentIndex()
        is_small = 0 <= at < len(self._printers) and shrinks(self._job, self._printers[at])
        self.fits.setText("这台打印机没有 A3 纸，A3 的会缩小印在 A4 上。" if is_small else "")
        self.fits.setVisible(is_small)


def _contents(job: PrintJob) -> str:
    lines = [
        f"{name}　第 {first} 页" if first == last else f"{name}　第 {first}—{last} 页"
        for name, first, last in job.parts[:_SHOWN_PARTS]
    ]
    more = len(job.parts) - _SHOWN_PARTS
    if more > 0:
        lines.append(f"……另有 {more} 份")
    head = f"共 {len(job.parts)} 份文书，{job.last} 页：" if len(job.parts) > 1 else ""
    return "\n".join([head, *lines] if head else lines)


def _short(widget: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    return holder
