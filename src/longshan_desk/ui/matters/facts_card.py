"""What a matter says and who raised it: the words, the summary, the particulars, its relations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Source
from longshan_desk.queries.matter_page import MatterPage, Related
from longshan_desk.queries.visits import VisitRow, visits_of_matter
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import badge, words


class FactsCard(Card):
    """Names of somebody who is shy are shown only when asked for (R54)."""

    def __init__(self, context: Context, page: MatterPage) -> None:
        row = page.row
        super().__init__("梳理" if row.summary else "原话")
        self._context = context
        self._page = page
        if row.summary:
            self.add(words(row.summary, "strong", wrap=True, copy=True))
            self.add(words(f"原话：{row.words}", "", "muted", wrap=True, copy=True))
        else:
            self.add(words(row.words, "", wrap=True, copy=True))
        self.add(self._particulars())

    def _particulars(self) -> QWidget:
        row = self._page.row
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        told = [
            ("反映人", self._raisers()),
            ("农户", self._household()),
            ("主题", words(row.topic.label)),
            ("归类", words(row.finding.label if row.finding else "没有归类")),
            ("来源", self._source()),
            ("登记", self._entered()),
        ]
        if row.responsible:
            told.append(("承办人", words(row.responsible)))
        if row.former_number:
            told.append(("原编号", words(row.former_number)))
        for at, (label, shown) in enumerate(told):
            line, side = divmod(at, 2)
            tag = words(label, "label")
            grid.addWidget(tag, line, side * 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, line, side * 2 + 1)
        line = len(told)
        if row.result:
            grid.addWidget(words("结果", "label"), line, 0, Qt.AlignmentFlag.AlignTop)
            outcome = f"{row.outcome.label}：" if row.outcome else ""
            shown = words(f"{outcome}{row.result}", wrap=True, copy=True)
            grid.addWidget(shown, line, 1, 1, 3)
        for related, label in self._relations():
            line += 1
            grid.addWidget(words(label, "label"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._link(related), line, 1, 1, 3)
        for visit in visits_of_matter(self._context.store, row.id):
            line += 1
            grid.addWidget(words("走访", "label"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._visit(visit), line, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return box

    def _raisers(self) -> QWidget:
        page = self._page
        names = "、".join(page.raisers) or page.contact_name or "没有记名"
        if page.contact_name and page.contact_name not in page.raisers and page.raisers:
            names += f"（联系 {page.contact_name}）"
        if page.contact_phone:
            names += f"  {page.contact_phone}"
        if page.signatures > max(1, len(page.raisers)):
            names += f"  {page.signatures} 人签名"
        if not page.is_anonymous:
            return words(names, wrap=True, copy=True)
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        shown = words("某群众（不公开姓名）", wrap=True)
        reveal = button("看姓名", kind="link")

        def show_names() -> None:
            shown.setText(names)
            reveal.hide()

        reveal.clicked.connect(show_names)
        line.addWidget(shown)
        line.addWidget(reveal)
        line.addStretch(1)
        return box

    def _household(self) -> QWidget:
        page = self._page
        if not page.household_id:
            return words("没有选农户", "", "muted")
        return _linked(page.household or "", self._open("household", page.household_id))

    def _source(self) -> QWidget:
        page = self._page
        said = page.source.label
        if page.source is Source.HEARING and page.hearing_id and page.hearing_on:
            said = f"{chinese_date(page.hearing_on)}说事会"
            return _linked(said, self._open("meeting", page.hearing_id))
        return words(f"{said}，{chinese_date(page.row.heard_on)}")

    def _entered(self) -> QWidget:
        page = self._page
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(words(chinese_date(page.entered_on)))
        if page.is_entered_late:
            line.addWidget(badge("补录", "soon"))
        if page.row.is_opening:
            line.addWidget(badge("期初"))
        line.addStretch(1)
        return box

    def _relations(self) -> list[tuple[Related, str]]:
        page = self._page
        found = [(page.main, "主事项")] if page.main else []
        return [*found, *((one, "重复的") for one in page.duplicates)]

    def _link(self, related: Related) -> QWidget:
        title = related.title if len(related.title) <= 30 else f"{related.title[:30]}…"
        return _linked(f"{related.number or ''} {title}", self._open("matter", related.id))

    def _visit(self, visit: VisitRow) -> QWidget:
        """Not whose household it was: of a shy raiser that would tell the name (R54)."""
        said = f"{chinese_date(visit.on)} {'、'.join(visit.facts.visitors)}走访"
        return _linked(said, self._open("visit", visit.id))

    def _open(self, kind: str, record_id: str) -> Callable[[], object]:
        return lambda: self._context.show_record(kind, record_id)


def _linked(text: str, act: Callable[[], object]) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(button(text, act, kind="link"))
    line.addStretch(1)
    return box
