"""The township's 工作台: what waits at this desk, and which villages want a look (R15, R26)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from longshan_desk.domain.calendar import chinese_date, short_date, weekday_name
from longshan_desk.domain.township import township_words
from longshan_desk.errors import AppError
from longshan_desk.queries.township import (
    ReportedMatter,
    VillageFigures,
    reported_matters,
    village_figures,
)
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.one_line import OneLine
from longshan_desk.ui.widgets.page import Page
from longshan_desk.ui.widgets.two_columns import TwoColumns
from longshan_desk.ui.widgets.words import badge, words

_SHOWN = 12


class TownshipHomePage(Page):
    topics: ClassVar = ("matter", "move", "township_move", "meeting", "office", "household")

    def __init__(self, context: Context) -> None:
        super().__init__(context, "工作台", scroll=True)
        self._columns = TwoColumns()
        self._cards: list[QWidget] = []
        self.body.addWidget(self._columns, 1)

    def load(self) -> None:
        today = self.context.today()
        self.note.setText(f"{chinese_date(today)} {weekday_name(today)}")
        waiting = reported_matters(self.context.store, with_answered=False)
        self._put(self._reported([one for one in waiting if one.is_wanted]), ())
        store = self.context.store

        def ask(job: Job) -> Sequence[VillageFigures]:
            return village_figures(store)

        self.context.tasks.run(
            ask,
            on_done=partial(self._show_villages, waiting),
            on_failed=self._failed,
            owner=self,
            title="统计各村",
            quiet=True,
        )

    def _show_villages(
        self, waiting: Sequence[ReportedMatter], rows: Sequence[VillageFigures]
    ) -> None:
        sides = (self._figures(rows), self._worth_a_look(rows))
        self._put(self._reported([one for one in waiting if one.is_wanted]), sides)

    def _put(self, main: QWidget, sides: Sequence[QWidget]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [main, *sides]
        self._columns.main.insertWidget(0, main)
        for at, card in enumerate(sides):
            self._columns.side.insertWidget(at, card)

    def _reported(self, waiting: Sequence[ReportedMatter]) -> Card:
        context = self.context
        everything = button(
            f"全部 {len(waiting)} 件", partial(context.show_record, "reported-list", "all"),
            kind="quiet",
        )  # fmt: skip
        card = Card("等镇上答复的事项", "", everything)
        if not waiting:
            card.add(words("没有等答复的上报事项。", "note"))
        rows: list[QWidget] = []
        for one in waiting[:_SHOWN]:
            tone = "late" if one.waits else ""
            said = one.waits.reason if one.waits else township_words(one.state)
            row = LinkRow(
                OneLine(f"{one.village.name}　{one.row.title}"),
                words(said if len(said) < 22 else f"{said[:21]}…", "note", tone),
                badge(one.state.stage.label, "accent"),
            )
            row.setToolTip(said)
            row.opened.connect(partial(context.show_record, "reported", one.id))
            rows.append(row)
        card.add_rows(rows)
        card.add_stretch()
        return card

    def _figures(self, rows: Sequence[VillageFigures]) -> Card:
        card = Card(f"{len(rows)} 个村合计")
        for title, key in (
            ("在办事项", "open"), ("超过时限", "overdue"), ("停滞", "stalled"),
            ("待反馈", "feedback_due"), ("两边改得不同、等村里确认", "conflicts"),
        ):  # fmt: skip
            count = sum(getattr(one, key) for one in rows)
            tone = "late" if count and key in ("overdue", "stalled") else ""
            row = LinkRow(words(title), words(f"{count:,}", "strong", tone))
            row.opened.connect(partial(self.context.show_page, "villages"))
            card.add(row)
        return card

    def _worth_a_look(self, rows: Sequence[VillageFigures]) -> Card:
        card = Card("没有交齐的村")
        lines = [line for one in rows if (line := self._gap(one))]
        if not lines:
            card.add(words("各村都交齐了。", "note"))
        card.add_rows(lines)
        return card

    def _gap(self, one: VillageFigures) -> QWidget | None:
        handed = one.handed_over
        months = handed.missing_months if handed else ()
        silence = handed.silence if handed else None
        said = "、".join(f"{int(month[5:])}月" for month in months)
        if silence is not None and silence.is_long:
            said = "，".join(filter(None, (said, silence.words)))
        until = handed.received_until if handed else None
        if not said and (handed is None or until is not None):
            return None
        seen = f"收到 {short_date(until)}" if until else "还没有交过"
        said = f"缺 {said}" if months else said
        row = LinkRow(words(one.village.name), words(seen, "note"), words(said, "", "late"))
        go: Callable[[], object] = partial(self.context.show_record, "village-row", one.id)
        row.opened.connect(go)
        return row

    def _failed(self, exc: Exception) -> bool:
        if not isinstance(exc, AppError):
            return False
        self.failure.say(f"加载失败：{exc.message}", "late", "重试", self.reload)
        return True
