"""工作台: 需要你确认 (3), which leads to the cards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from longshan_desk.queries.conflict_cards import ConflictCard
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.one_line import OneLine
from longshan_desk.ui.widgets.words import badge

_SHOWN = 5


class WaitingConflictsCard(Card):
    def __init__(self, context: Context, found: Sequence[ConflictCard]) -> None:
        title = "等村里确认" if context.is_read_only else "需要你确认"
        super().__init__(f"{title}（{len(found)}）", "两台电脑写得不一样", tone="soon")
        self.rows: list[LinkRow] = []
        for one in found[:_SHOWN]:
            text = f"{one.title} · {one.field}" if one.field else one.title
            row = LinkRow(OneLine(text), badge(one.kind.label, "soon"))
            row.setAccessibleName(f"{text}，{one.kind.label}")
            row.opened.connect(partial(context.show_record, "conflict", one.id))
            self.rows.append(row)
        self.add_rows(self.rows)
