"""The page 文书 (补打中心): what was issued, as it was, and where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.actions.issued_papers import mark_paper
from longshan_desk.documents.model import Paper
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.errors import AppError, NotFoundError
from longshan_desk.queries import issued_papers as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import life_forms
from longshan_desk.ui.papers.issued_rows import COLUMNS, IssuedRows, filters
from longshan_desk.ui.papers.offers import (
    Offer,
    Outgoing,
    blank_offers,
    office_offers,
    periods,
)
from longshan_desk.ui.papers.paper_buttons import PaperButtons
from longshan_desk.ui.papers.preview import Preview, PreviewBar
from longshan_desk.ui.papers.uses import uses_table
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.filter_bar import FilterBar
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.page import Page
from longshan_desk.ui.widgets.rows import Sort
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.words import words

_USES = "uses"


class PapersPage(Page):
    topics: ClassVar = ("issued_paper", "seal_use")

    def __init__(self, context: Context) -> None:
        self.lists = button("清单和目录", self._lists, looks=True)
        self.blanks = button("空白表格", self._blank_forms)
        self.binder = button("迎检成册", self._bind, icon_name="papers")
        self.seals = button("用章登记簿", self._seal_uses, looks=True)
        super().__init__(context, "文书", self.lists, self.seals, self.blanks, self.binder)
        self._row: queries.IssuedRow | None = None
        self._paper: Paper | None = None
        tabs = [("all", "全部"), ("waiting", "待签字、待归档"), (_USES, "打印记录")]
        # What was printed is noted on each PC for itself.
        self.tabs = Tabs(tabs[:2] if context.is_read_only else tabs)
        self.tabs.chosen.connect(self._choose)
        self._waiting = False
        self.table = RecordTable(
            "issued-papers",
            IssuedRows(context, lambda: self._waiting),
            COLUMNS,
            context.settings,
            ticks=False,
            export=False,
            sort=Sort("issued_on", True),
        )
        self.table.find_line.setPlaceholderText("在文书里查找：姓名、编号、文字")
        self.filters = FilterBar(filters(context))
        self.filters.changed.connect(self.table.set_filters)
        self.table.set_empty("还没有出具过文书。在说事会、会议和事项里按“文书”", "", None)
        self.table.opened.connect(self.show_paper)
        self.about = words("选一份文书，双击或回车查看。", "note", wrap=True)
        self.preview = Preview()
        self.bar = PreviewBar(self.preview)
        self.buttons = PaperButtons(
            context, self._outgoing, self._show_large, print_words="补打", kind="secondary"
        )
        self._acts: dict[str, QPushButton] = {}
        self.uses = uses_table(context)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._split())
        self.stack.addWidget(self.uses)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        self.buttons.listen_on(self)
        self.bar.listen_on(self)
        self._allow()

    def _split(self) -> QSplitter:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        shown = QVBoxLayout(right)
        shown.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.buttons)
        top.addStretch(1)
        shown.addLayout(top)
        shown.addLayout(
            self._bar(
                ("sign", "已签字", self.sign),
                ("stamp", "盖章", self._with(life_forms.stamp)),
                ("file", "归档", self._with(life_forms.file_away)),
                ("correct", "更正", self._with(life_forms.correct)),
                ("void", "作废", self._with(life_forms.void)),
                ("notice", "更正公告", self._notice),
                ("attach", "附签字原件", self._with(life_forms.attach_final)),
                ("final", "看签字原件", self._open_final),
            )
        )
        shown.addWidget(self.about)
        shown.addWidget(self.bar)
        shown.addWidget(self.preview, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([430, 570])
        return split

    def _bar(self, *acts: tuple[str, str, Callable[[], object]]) -> FlowLayout:
        bar = FlowLayout(gap=8)
        for key, title, act in acts:
            self._acts[key] = button(title, act, looks=key == "final")
            bar.addWidget(self._acts[key])
        return bar

    def load(self) -> None:
        self.table.reload()
        if self.tabs.key == _USES:
            self.uses.reload()
        if self._row is not None:
            self.show_paper(self._row.id)

    def show_record(self, kind: str, record_id: str) -> None:
        if kind == "waiting-papers":
            self.tabs.go_to("waiting")
        else:
            self.show_paper(record_id)

    def _choose(self, key: str) -> None:
        self._waiting = key == "waiting"
        self.stack.setCurrentIndex(int(key == _USES))
        if self.context.is_open:
            (self.uses if key == _USES else self.table).reload()

    def show_paper(self, paper_id: str) -> None:
        self._row, self._paper = queries.issued_paper(self.context.store, paper_id)
        self.preview.show_papers([self._paper])
        self.about.setText(_about(self._row, queries.has_changed(self.context.store, paper_id)))
        self._allow()

    def _allow(self) -> None:
        row = self._row
        is_alive = row is not None and row.status is not PaperStatus.VOIDED
        self.buttons.setEnabled(row is not None)
        for key in ("correct", "void"):
            self._acts[key].setEnabled(is_alive)
        status = row.status if row is not None else None
        self._acts["sign"].setEnabled(status is PaperStatus.AWAITS_SIGNATURE)
        signed = (PaperStatus.AWAITS_SIGNATURE, PaperStatus.SIGNED)
        self._acts["stamp"].setEnabled(status in signed)
        self._acts["file"].setEnabled(is_alive and status is not PaperStatus.FILED)
        self._acts["notice"].setEnabled(row is not None and row.wants_notice)
        self._acts["attach"].setEnabled(row is not None)
        self._acts["final"].setEnabled(row is not None and row.final is not None)

    def _outgoing(self, issues: bool) -> list[Outgoing]:
        """As it was issued, whatever the records say now; the signed original is offered first
        (R38)."""
        if self._row is None or self._paper is None:
            return []
        if issues and self._row.final is not None:
            answer = speaker.choose(
                self, f"“{self._row.title}”存有签字原件。", ["打开签字原件", "按当时的原样补打"]
            )
            if answer == 0:
                self._open_final()
            if answer != 1:
                return []
        return [Outgoing(self._paper, self._row.for_id, self._row.names)]

    def _show_large(self) -> None:
        from longshan_desk.ui.papers.preview_dialog import PreviewDialog

        if self._row is not None and self._paper is not None:
            PreviewDialog(self, self.context, self._row.title, self._outgoing(False)).open()

    def sign(self) -> None:
        if self._row is not None:
            try:
                mark_paper(self.context.store, self._row.id, PaperStatus.SIGNED)
            except AppError as error:
                speaker.tell(self, error)

    def _with(
        self, ask: Callable[[QWidget, Context, queries.IssuedRow], None]
    ) -> Callable[[], None]:
        def act() -> None:
            if self._row is not None:
                ask(self, self.context, self._row)

        return act

    def _notice(self) -> None:
        if self._row is not None:
            life_forms.notice(self, self.context, self._row.id)

    def _open_final(self) -> None:
        if self._row is None or self._row.final is None:
            return
        if self._row.final.is_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._row.final)))
        else:
            speaker.tell(self, NotFoundError("签字原件的文件不在了。", hint="请重新附上。"))

    def _seal_uses(self) -> None:
        self._open([Offer("seal_register", str(self.context.today().year))])

    def _blank_forms(self) -> None:
        self._open(blank_offers(), blank=True)

    def _lists(self) -> None:
        self._open(office_offers(), periods=periods(self.context))

    def _open(self, offers: list[Offer], **looks: Any) -> None:
        from longshan_desk.ui.papers.dialog import PapersDialog

        PapersDialog(self, self.context, offers, **looks).open()

    def _bind(self) -> None:
        from longshan_desk.ui.papers.binder_dialog import BinderDialog

        BinderDialog(self, self.context).open()


def _about(row: queries.IssuedRow, is_changed: bool) -> str:
    parts = [f"{day_words(row.issued_on)} 出具", f"出具人 {row.issued_by}" if row.issued_by else ""]
    if row.box_number:
        parts.append(f"盒号 {row.box_number}")
    if row.final is not None:
        parts.append("存有签字原件")
    if row.voided_reason:
        parts.append(f"已作废：{row.voided_reason}")
    elif is_changed:
        parts.append("出具以后记录或用语有改动，这里是当时的原样")
    return " · ".join(part for part in parts if part)
