"""A paper in large, with the four buttons: for places that have no room for a preview."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.ui.context import Context
from longshan_desk.ui.papers.offers import Outgoing
from longshan_desk.ui.papers.paper_buttons import PaperButtons
from longshan_desk.ui.papers.preview import Preview, PreviewBar


class PreviewDialog(QDialog):
    """Shows papers just as they are, and prints and saves the same ones."""

    def __init__(
        self, parent: QWidget, context: Context, title: str, papers: Sequence[Outgoing]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.preview = Preview()
        self.bar = PreviewBar(self.preview)
        self.buttons = PaperButtons(context, lambda _issues: list(papers), self.preview.fit_width)
        self.buttons.preview.hide()
        top = QHBoxLayout()
        top.addWidget(self.buttons)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(self.preview, 1)
        self.buttons.listen_on(self)
        self.bar.listen_on(self)
        self.preview.show_papers([one.paper for one in papers])

    def showEvent(self, event: QShowEvent) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(980, room.width() - 40), min(860, room.height() - 60))
        super().showEvent(event)
