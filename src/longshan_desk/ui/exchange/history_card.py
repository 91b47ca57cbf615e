"""What went out and came in, the newest first, and the months that nobody handed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from longshan_desk.actions.packages import copy_again
from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.month_words import not_reported_words
from longshan_desk.queries.handover import PastPackage
from longshan_desk.queries.packages import HandoverState, VillageRow
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import news
from longshan_desk.ui.exchange.papers import show_paper
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import badge, words

SHOWN = 12


class StateCard(Card):
    """The village's: 镇上已收到第 n 条为止, what is not handed over, which months are missing."""

    def __init__(self, context: Context) -> None:
        super().__init__("交到哪里了")
        self._context = context
        self.said = words("", "strong", wrap=True, copy=True)
        self.until = words("", "note", wrap=True)
        self.silence = words("", "note", wrap=True)
        self.gaps = words("", "", "late", wrap=True)
        for one in (self.said, self.until, self.silence, self.gaps):
            self.add(one)

    def show_state(self, state: HandoverState | None) -> None:
        self.setVisible(state is not None)
        if state is None:
            return
        self.said.setText(state.words)
        until = state.confirmed_until
        self.until.setText(f"镇上确认到 {short_date(until)} 登记的内容。" if until else "")
        self.until.setVisible(until is not None)
        space = " " if state.silence.words[0].isdigit() else ""
        self.silence.setText(f"镇上{space}{state.silence.words}。")
        mark(self.silence, tone="late" if state.silence.is_long else "")
        gaps = not_reported_words(state.missing_months, self._context.today())
        self.gaps.setText(f"{gaps}：结束那个月说事会的登记，再做一次上报。" if gaps else "")
        self.gaps.setVisible(bool(gaps))


class VillagesCard(Card):
    """The township's: who has come, until when, which months are missing (R50)."""

    def __init__(self, context: Context, start_round: Callable[[], object]) -> None:
        self.round_button = button("连续收发", start_round, kind="primary", icon_name="handover")
        super().__init__("各村", "", self.round_button)
        self._context = context
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(2, 1)
        self._column.addLayout(self._grid)

    def show_villages(self, rows: Sequence[VillageRow]) -> None:
        _empty(self._grid)
        self.round_button.setEnabled(bool(rows))
        if not rows:
            self._grid.addWidget(words("还没有村加入。", "note"), 0, 0)
        for at, row in enumerate(rows):
            gaps = not_reported_words(row.missing_months, self._context.today())
            day = row.received_until
            until = f"收到 {short_date(day)} 做的包" if day else "还没有交过"
            if row.silence.days:
                until += f"，{row.silence.words}"
            self._grid.addWidget(words(row.name, "strong"), at, 0)
            is_late = row.silence.is_long or not day
            self._grid.addWidget(words(until, "", "late" if is_late else ""), at, 1)
            self._grid.addWidget(
                words(
                    gaps or ("月份齐了" if day else ""),
                    "" if gaps else "note",
                    "late" if gaps else "",
                ),
                at,
                2,
            )
            left = f"下发的有 {row.left} 条等村里确认" if row.left else "下发的村里都收到了"
            self._grid.addWidget(words(left if day else "", "note"), at, 3)


class HistoryCard(Card):
    def __init__(self, context: Context) -> None:
        super().__init__("交接记录")
        self._context = context
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(4, 1)
        self._column.addLayout(self._grid)

    def show_past(self, found: Sequence[PastPackage]) -> None:
        _empty(self._grid)
        self.heading.set_text("交接记录", f"共 {len(found)} 次" if found else "")
        if not found:
            self._grid.addWidget(words("还没有交接过。", "note"), 0, 0)
        for at, one in enumerate(found[:SHOWN]):
            self._add(at, one)

    def _add(self, at: int, one: PastPackage) -> None:
        when = f"{one.at.month}月{one.at.day}日 {one.at:%H:%M}" if one.at else "—"
        number = f"第 {one.number} 包" if one.number else ""
        is_late = one.is_refused or one.is_kept_here
        tone = "late" if is_late else ("accent" if one.is_out else "")
        cells = (
            words(when, "note"),
            badge(one.way, tone),
            words(one.name, "strong"),
            words(number),
            words(_amount(one), "note", wrap=one.is_refused),
            words(one.result, "", "late" if is_late or one.is_diverged else ""),
        )
        for place, cell in enumerate(cells):
            self._grid.addWidget(cell, at, place)
        if one.paper is not None:
            verb = "交接单" if one.is_out else "回执"
            show = partial(show_paper, self, self._context, [one.paper])
            self._grid.addWidget(button(verb, show, kind="quiet"), at, 6)
        if one.can_be_copied:
            tip = "U 盘丢了、坏了，不用重做，拷一份一样的"
            copy = partial(self.copy_again, one.number)
            self._grid.addWidget(button("再拷一份", copy, kind="quiet", tip=tip), at, 7)

    def copy_again(self, number: int) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选择U盘或文件夹")
        if folder:
            self.copy_to(number, Path(folder))

    def copy_to(self, number: int, folder: Path) -> None:
        store = self._context.store

        def done(file: Path) -> None:
            speaker.toast(self, f"已拷好并读回核对：{file.name}。可以拔出 U 盘了。")
            news.tell(self._context)

        self._context.tasks.run(
            lambda job: copy_again(store, number, folder, job.step),
            on_done=done, owner=self, title="写 U 盘",
        )  # fmt: skip


def _amount(one: PastPackage) -> str:
    if one.is_refused:
        return one.why
    if not one.count:
        return f"{one.months}　只带确认" if one.months else "只带确认"
    return f"{one.months}　{one.count} 条" if one.months else f"{one.count} 条"


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget: QWidget | None = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
