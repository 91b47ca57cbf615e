"""Coverage at the top of 走访日记: the month by group, the quarter by liaison leader (R8, R10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import Month
from longshan_desk.domain.coverage import Figures, VisitorFigures
from longshan_desk.domain.group_words import group_label
from longshan_desk.errors import AppError
from longshan_desk.queries.coverage import (
    CoveragePage,
    before_month,
    before_quarter,
    current_month,
    leaders,
    month_coverage,
    quarter_coverage,
    told_apart,
)
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import mark
from longshan_desk.ui.visits.group_meter import GroupMeter
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.choices import ChoiceRow, Option, initials
from longshan_desk.ui.widgets.dates import MonthPicker
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.words import words

_AFTER_MS = 300
"""Rows are written one after another; the figures follow when there is a pause."""
_OPEN_UP_TO = 17
MONTH, QUARTER = "month", "quarter"

Found = tuple[str, Sequence[CoveragePage]]


class CoveragePanel(Card):
    """``month_changed`` when another month is chosen, ``household_opened(id, group)`` for a name
    among the missing. Counted on the work thread; names, never ranks (R32)."""

    month_changed = Signal()
    household_opened = Signal(str, int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        mark(self, looks=True)
        self._context = context
        self._is_folded: bool | None = None
        self._asked = 0
        self.meters: dict[str, GroupMeter] = {}
        self.span = ChoiceRow([Option(MONTH, "按月"), Option(QUARTER, "按季度 · 包村领导")])
        self.span.set_code(MONTH)
        self.picker = MonthPicker(self._this_month())
        self.now_button = button("本月", self.go_to_now, kind="link")
        self.total = words("", "strong")
        self.figures = words("", "note", wrap=True)
        self.visitors = words("", "note", wrap=True)
        self.visitors.hide()
        self.visitors_button: QPushButton = button("按走访人看 ▾", self._show_visitors, kind="link")
        self.before = words("", "note")
        self.fold_button: QPushButton = button("", self._fold, kind="link")
        self._later = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._later.timeout.connect(self.load)
        self._put_together()
        self.span.chosen.connect(lambda code: self.load())
        self.picker.month_changed.connect(self._month_changed)

    @property
    def month(self) -> Month:
        return Month.of(self.picker.month())

    def load_soon(self) -> None:
        self._later.start()

    def load(self) -> None:
        """Ask for the figures; what is asked later is shown, whichever is ready first."""
        self._later.stop()
        if not self._context.is_open:
            return
        self._asked += 1
        asked, store, month = self._asked, self._context.store, self.month
        by_quarter = self.span.code() == QUARTER
        self.now_button.setVisible(month != Month.of(self._this_month()))

        def ask(job: Job) -> Found:
            return _quarter(store, month) if by_quarter else _month(store, month)

        def show(found: Found) -> None:
            if asked == self._asked:
                self._show(found, by_quarter)

        self._context.tasks.run(
            ask, on_done=show, on_failed=self._failed, owner=self, title="统计走访", quiet=True
        )

    def go_to_now(self) -> None:
        self.picker.set_month(self._this_month())

    # -- showing ----------------------------------------------------------------------------------

    def _show(self, found: Found, by_quarter: bool) -> None:
        before, pages = found
        page, parts = pages[0], pages[1:]
        figures = page.coverage.total
        self.total.setText(f"{page.label} 走访 {figures.visited:,} / {figures.expected:,} 户")
        self.figures.setText(figure_words(figures))
        self.visitors.setText(visitor_words(page.coverage.visitors))
        self.visitors.setToolTip(visitor_groups(page.coverage.visitors))
        self.before.setText(before)
        self._clear()
        self._meter("all", "全部走访" if by_quarter else "全村", page, None)
        if by_quarter:
            for one in parts:
                self._meter(one.leader or "", one.leader or "", one, None)
        else:
            for number in page.coverage.groups:
                self._meter(str(number), group_label(number), page, number)
        self._show_folded()

    def _meter(self, key: str, title: str, page: CoveragePage, group: int | None) -> None:
        figures = page.coverage.total if group is None else page.coverage.groups[group]
        missing = [
            (f"{one.id}/{one.group_no}", said) for one, said in told_apart(page.missing(group))
        ]
        tip = figure_words(figures)
        made = GroupMeter(title, figures.visited, figures.expected, missing, tip)
        made.picked.connect(self._opened)
        self.meters[key] = made
        self._flow.addWidget(made)
        made.show()

    def _opened(self, key: str) -> None:
        household_id, _, group_no = key.partition("/")
        self.household_opened.emit(household_id, int(group_no))

    def _failed(self, exc: Exception) -> bool:
        """A figure that is not known is never shown as zero."""
        if not isinstance(exc, AppError):
            return False
        self.total.setText("走访统计没有算出来")
        self.figures.setText(exc.message)
        self.visitors.clear()
        self._clear()
        return True

    def _clear(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.meters.clear()

    def _fold(self) -> None:
        self._is_folded = self._meters.isVisibleTo(self)
        self._show_folded()

    def _show_visitors(self) -> None:
        """Asked for: the grid below needs the lines."""
        self.visitors.setVisible(not self.visitors.isVisibleTo(self))
        opened = self.visitors.isVisibleTo(self)
        self.visitors_button.setText("收起走访人 ▴" if opened else "按走访人看 ▾")

    def _show_folded(self) -> None:
        """Many groups would leave no room to work below them."""
        folded = self._is_folded
        if folded is None:
            folded = len(self.meters) > _OPEN_UP_TO
        self._meters.setVisible(not folded)
        self.fold_button.setText("分组看 ▾" if folded else "收起 ▴")

    # -- months -----------------------------------------------------------------------------------

    def _this_month(self) -> date:
        store = self._context.store
        return current_month(store).first_day if store else self._context.today()

    def _month_changed(self, first: date) -> None:
        self.load()
        self.month_changed.emit()

    def _put_together(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        for widget in (self.picker, self.now_button, self.span, self.total):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.before)
        top.addWidget(self.visitors_button)
        top.addWidget(self.fold_button)
        self._meters = QWidget()
        self._flow = FlowLayout(self._meters, gap=8)
        self._flow.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.figures)
        column.addWidget(self._meters)
        column.addWidget(self.visitors)
        holder = QWidget()
        column.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(column)
        self.add(holder)


def figure_words(figures: Figures) -> str:
    """Both denominators, and in columns of their own who is away or was reached otherwise."""
    parts = [
        f"户籍 {figures.households:,} 户",
        f"常住 {figures.resident:,} 户（走访 {figures.visited_resident:,}）",
        f"外出 {figures.away:,} 户（已联系 {figures.contacted:,}）",
        f"电话等联系 {figures.by_other_ways:,} 户",
        f"无变化 {figures.unchanged:,} 户",
        f"还差 {len(figures.missing):,} 户",
    ]
    return " · ".join(parts)


def visitor_words(visitors: Sequence[VisitorFigures]) -> str:
    """Who went, by name and never by number (R32); a visit of two counts for both."""
    if not visitors:
        return "这一期还没有走访记录。"
    return "走访人：" + " · ".join(
        f"{one.name} {one.visited:,} 户"
        + (f"（另电话等 {one.contacted:,} 户）" if one.contacted else "")
        for one in _by_name(visitors)
    )


def visitor_groups(visitors: Sequence[VisitorFigures]) -> str:
    """A line for each: in which groups."""
    return "\n".join(
        f"{one.name}："
        + "、".join(
            f"{group_label(group)} {one.by_group[group]:,} 户" for group in sorted(one.by_group)
        )
        for one in _by_name(visitors)
        if one.by_group
    )


def _by_name(visitors: Sequence[VisitorFigures]) -> list[VisitorFigures]:
    return sorted(visitors, key=lambda one: (initials(one.name), one.name))


def _month(store: Any, month: Month) -> Found:
    page = month_coverage(store, month)
    last = month_coverage(store, before_month(store, month))
    return _before(last), (page,)


def _quarter(store: Any, month: Month) -> Found:
    quarter = month.quarter
    last = quarter_coverage(store, before_quarter(store, quarter))
    names = leaders(store, quarter)
    pages = [quarter_coverage(store, quarter)]
    pages += [quarter_coverage(store, quarter, leader=one) for one in names]
    return _before(last), pages


def _before(page: CoveragePage) -> str:
    figures = page.coverage.total
    if not figures.households:
        return ""
    return f"上期（{page.label}）{figures.visited:,} / {figures.expected:,} 户"
