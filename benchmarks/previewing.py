"""A paper of four pages on screen after a click, against a QTextDocument of the same text."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.measuring import Result, median_ms
from longshan_desk.actions.hearings import GridRow, save_row
from longshan_desk.actions.meetings import fill_attendance, new_meeting
from longshan_desk.data.store import Store
from longshan_desk.documents.gate import whole_text
from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.queries.prepared import prepared
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers.dialog import PapersDialog
from longshan_desk.ui.papers.offers import hearing_offers

PAGES = 4
SPEECH = "我们组门前的水渠去年就坏了，浇不上地，请村上想办法修一修，大家也愿意出工。" * 2
_PAGE = QSizeF(595, 842)


def measure(home: Path) -> list[Result]:
    QApplication.instance() or QApplication([])
    paths = DeskPaths(home)
    store, context, parent = Store(paths), Context(paths), QWidget()
    try:
        hearing = _hearing(store)
        text = whole_text(prepared(store, "hearing_minutes", hearing).papers)
        context.open(store, desk_name="大湾村")
        offers = hearing_offers(hearing, str(store.today())[:7], is_hearing=True)
        dialog = PapersDialog(parent, context, offers)
        dialog.show()
        place = [offer.kind for offer in offers].index("hearing_minutes")
        ours = median_ms(lambda: _click(dialog, place))
        pages = len(dialog.preview.pages)
        dialog.close()
    finally:
        context.close()
        store.close()
    plain = median_ms(lambda: _plain(text))
    return [Result(f"preview of {pages} pages: first one painted", ours, plain, "ms")]


def _hearing(store: Store) -> str:
    """A hearing of the village, with speeches until its minutes fill four pages."""
    from longshan_desk.ui.paper.layout import laid_out

    taken = {row.on for row in list_meetings(store)}
    days = (store.today() + timedelta(days=count) for count in range(1, 60))
    hearing = new_meeting(store, MeetingKind.HEARING, next(day for day in days if day not in taken))
    fill_attendance(store, hearing)
    while True:
        for _ in range(4):
            save_row(store, hearing, GridRow(ItemKind.SPEECH, "马占山", SPEECH))
        (paper,) = prepared(store, "hearing_minutes", hearing).papers
        if len(laid_out(paper)) >= PAGES:
            return hearing


def _click(dialog: PapersDialog, place: int) -> None:
    """From nothing to the minutes, until their first page is painted."""
    dialog.list.blockSignals(True)
    dialog.list.setCurrentRow(0)
    dialog.list.blockSignals(False)
    dialog.list.setCurrentRow(place)
    QApplication.processEvents()
    dialog.preview.grab()


def _plain(text: str) -> None:
    document = QTextDocument(text)
    font = QFont("仿宋")
    font.setPixelSize(16)
    document.setDefaultFont(font)
    document.setPageSize(_PAGE)
    pixmap = QPixmap(_PAGE.toSize())
    pixmap.fill(Qt.GlobalColor.white)
    painter = QPainter(pixmap)
    document.drawContents(painter, QRectF(pixmap.rect()))
    painter.end()
