"""上月说事事项办结情况通报: ready to read out, in large type when wanted (R5)."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from longshan_desk.queries.opening_report import opening_report, report_lines
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.words import words

_LARGE = 1.9


class ReportPanel(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.figures = words("", "strong", wrap=True)
        self.large = QCheckBox("大字朗读")
        self.large.toggled.connect(self._scale)
        self.text = QPlainTextEdit(readOnly=True)
        top = QHBoxLayout()
        top.addWidget(self.figures, 1)
        top.addWidget(self.large)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.text, 1)

    def load(self, meeting_id: str) -> None:
        report = opening_report(self._context.store, meeting_id)
        figures = report.figures
        self.figures.setText(
            f"{report.period}：新反映 {figures.heard} 件，办结 {figures.closed} 件，"
            f"在办 {figures.open} 件，超期 {figures.overdue} 件。销号率：{figures.formula}"
        )
        self.text.setPlainText("\n".join(report_lines(report)))

    def _scale(self, large: bool) -> None:
        font = QFont(self.font())
        font.setPointSizeF(self.font().pointSizeF() * (_LARGE if large else 1))
        self.text.setFont(font)
