"""A row of papers: which one, then 预览 · 打印 · 存为 Word · 存为 PDF (P15–P17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QWidget

from longshan_desk.domain.calendar import Month
from longshan_desk.domain.group_words import group_label
from longshan_desk.queries.coverage import leaders
from longshan_desk.queries.households import groups
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import offers, output
from longshan_desk.ui.papers.offers import Offer, Outgoing, Wanted
from longshan_desk.ui.papers.paper_buttons import PaperButtons
from longshan_desk.ui.theme import mark


def round_papers(parent: QWidget, context: Context, month: Month) -> QDialog:
    """走访计划单 and 走访覆盖表 of a month and its quarter (P16), its booklet and ledger."""
    from longshan_desk.ui.papers.dialog import PapersDialog

    named = [(one.number, group_label(one.number)) for one in groups(context.store)]
    found = offers.round_offers(month, named)
    for leader in ("", *leaders(context.store, month.quarter)):
        found += offers.quarter_offers(month.quarter, leader)
    found += [replace(one, about=month.label) for one in offers.diary_offers(month)]
    found += [replace(one, about=month.label) for one in offers.ledger_offers(str(month))]
    return PapersDialog(parent, context, found)


Offered = Sequence[tuple[str, list[Offer]]]


class OfferedPapers(QWidget):
    """``offer([("这一篇", [Offer(…)]), …])``; what was chosen stays chosen by its place."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._offered: Offered = ()
        self.box = QComboBox()
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(9)
        self.box.setAccessibleName("哪一种文书")
        mark(self.box, looks=True)
        self.buttons = PaperButtons(context, self._outgoing, self._preview, kind="secondary")
        self.buttons.folder.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box, 1)
        row.addWidget(self.buttons)

    def offer(self, offered: Offered) -> None:
        at = max(self.box.currentIndex(), 0)
        self._offered = offered
        self.box.clear()
        self.box.addItems([title for title, _ in offered])
        self.box.setCurrentIndex(at if at < len(offered) else 0)

    def chosen(self) -> list[Offer]:
        at = self.box.currentIndex()
        return self._offered[at][1] if 0 <= at < len(self._offered) else []

    def _outgoing(self, issues: bool) -> list[Outgoing]:
        wanted = [Wanted(one) for one in self.chosen()]
        return output.collected(self, self._context, wanted, issues=issues)

    def _preview(self) -> None:
        from longshan_desk.ui.papers.dialog import PapersDialog

        PapersDialog(self, self._context, self.chosen()).open()
