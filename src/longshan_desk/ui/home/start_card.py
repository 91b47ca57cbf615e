"""What a new village does first, each with the page where it is done; gone when all is done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.words import words

_FIRST = {
    "households": ("导入农户花名册", "从 Excel 导入，或一户一户登记", "households"),
    "roster": ("登记干部名册", "村“两委”成员、群众代表、包村领导、驻村干部", "office"),
    "hearing_day": ("设定固定说事日", "例如每月5日", "office"),
    "hearing": ("安排第一次说事会", "说事、议事、办理都从这里开始", "hearings"),
}


class StartCard(Card):
    def __init__(self, context: Context, missing: Sequence[str]) -> None:
        super().__init__("先做这几件", tone="accent")
        self.rows: dict[str, LinkRow] = {}
        for what in missing:
            title, note, page = _FIRST[what]
            said = QWidget()
            column = QVBoxLayout(said)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(1)
            column.addWidget(words(title))
            column.addWidget(words(note, "note"))
            row = LinkRow(said)
            row.setAccessibleName(title)
            row.opened.connect(partial(context.show_page, page))
            self.rows[what] = row
        self.add_rows(list(self.rows.values()))
