"""上月说事事项办结情况通报: figures, and the words to read out (R5)."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from longshan_desk.queries.meetings import MeetingPage
from longshan_desk.queries.opening_report import opening_report, report_lines
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.read_aloud import ReadAloud
from longshan_desk.ui.papers import output
from longshan_desk.ui.papers.offers import Offer, Outgoing, Wanted
from longshan_desk.ui.papers.paper_buttons import PaperButtons
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.words import words

TITLE = "上月说事事项办结情况"


class ReportPanel(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._hearing_id = ""
        self.buttons = PaperButtons(context, self._outgoing, self._preview, kind="secondary")
        self.figures = words("", "strong", wrap=True)
        self.read_button = button("大字朗读", self.read_aloud, kind="primary", looks=True)
        self.text = QPlainTextEdit(readOnly=True)
        self.text.document().setDocumentMargin(12)
        top = QHBoxLayout()
        top.addWidget(self.figures, 1)
        top.addWidget(self.read_button)
        papers = QHBoxLayout()
        papers.addWidget(self.buttons)
        papers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.text, 1)
        column.addLayout(papers)

    def load(self, page: MeetingPage) -> None:
        self._hearing_id = page.row.id
        report = opening_report(self._context.store, page.row.id)
        figures = report.figures
        self.figures.setText(
            f"{report.period}：新反映 {figures.heard} 件，办结 {figures.closed} 件，"
            f"在办 {figures.open} 件，超期 {figures.overdue} 件。销号率：{figures.formula}"
        )
        text = "\n".join(report_lines(report))
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)

    def read_aloud(self) -> None:
        """The whole screen, for whoever stands and reads."""
        ReadAloud(self.window(), TITLE, self.text.toPlainText()).open()

    def _offer(self) -> Offer:
        return Offer("opening_report", self._hearing_id)

    def _outgoing(self, issues: bool) -> list[Outgoing]:
        """Masked, for it is posted; the preview offers full names and posters."""
        wanted = [Wanted(self._offer())]
        return output.collected(self, self._context, wanted, issues=issues)

    def _preview(self) -> None:
        from longshan_desk.ui.papers.dialog import PapersDialog

        PapersDialog(self, self._context, [self._offer()]).open()
