"""The page 上报事项: what the villages reported upward, from the receipt to the answer (R15)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import chinese_date, short_date
from longshan_desk.domain.labels import Act, TownshipAct, TownshipStage
from longshan_desk.queries.matter_page import MatterPage
from longshan_desk.queries.township import ReportedMatter, reported_matters, reported_page
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.township_card import TownshipCard
from longshan_desk.ui.township.step_dialog import VERBS, TownshipStepDialog
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.page import Page, scrolled
from longshan_desk.ui.widgets.rows import Column
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.words import words

_LATE, _ANSWERED, _ALL = "late", "answered", "all"
_TABS = (
    (_ALL, "全部"),
    (TownshipStage.REPORTED.value, "等收件"),
    (TownshipStage.RECEIVED.value, "已收件"),
    (TownshipStage.DECIDED.value, "已研究"),
    (TownshipStage.REFERRED.value, "办理中"),
    (_LATE, "超期"),
    (TownshipStage.ANSWERED.value, "已答复"),
)


def _due(one: ReportedMatter) -> str:
    if one.waits is not None:
        return f"超 {one.waits.days} 天" if one.state.due_on else f"已等 {one.waits.days} 天"
    return short_date(one.state.due_on) if one.state.due_on and not one.state.is_answered else ""


COLUMNS = (
    Column("village", "村", 5, text=lambda one: one.village.name, sortable=False),
    Column("number", "编号", 7, text=lambda one: one.row.number or "", sortable=False),
    Column(
        "title", "事项", 12, text=lambda one: one.row.title, tip=lambda one: one.row.title,
        sortable=False, stretch=True,
    ),
    Column(
        "stage", "到哪一步", 5, text=lambda one: one.state.stage.label, badge=True, sortable=False,
        tone=lambda one: "" if one.state.is_answered else "accent",
    ),
    Column(
        "due", "时限", 5, text=_due, tone=lambda one: "late" if one.waits else "", sortable=False,
        tip=lambda one: one.waits.reason if one.waits else "",
    ),
    Column(
        "reported", "上报", 5, text=lambda one: short_date(one.state.reported_on), sortable=False,
        shown=False,
    ),
    Column(
        "department", "办理部门", 7, text=lambda one: one.state.department or "", sortable=False,
        shown=False,
    ),
)  # fmt: skip


class ReportedPage(Page):
    """``show_record("reported", id)`` chooses one; ``("reported-list", tab)`` a tab."""

    topics: ClassVar = ("matter", "move", "township_move", "policy_version", "office")

    def __init__(self, context: Context) -> None:
        super().__init__(context, "上报事项")
        self._all: Sequence[ReportedMatter] = ()
        self.tabs = Tabs(list(_TABS))
        source = FewRows(
            self._read, lambda one: f"{one.village.name}{one.row.number}{one.row.title}"
        )
        self.table = RecordTable(
            "reported", source, COLUMNS, context.settings, ticks=False, export=False
        )
        self.table.set_empty("这里没有上报的事项。各村交来上报包、接收以后，就列在这里")
        self.detail = QVBoxLayout()
        self.detail.setSpacing(12)
        self.buttons: dict[TownshipAct, QWidget] = {}
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(scrolled(self.detail))
        split.setSizes([520, 480])
        split.setChildrenCollapsible(False)
        self.body.addWidget(self.tabs)
        self.body.addWidget(split, 1)
        self.tabs.chosen.connect(lambda key: self.table.reload())
        self.table.view.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.table.opened.connect(lambda _: self._take_first())
        self.setFocusProxy(self.table.view)

    def load(self) -> None:
        self._all = reported_matters(self.context.store)
        for key, _ in _TABS:
            self.tabs.set_count(key, sum(_belongs(one, key) for one in self._all))
        self.table.reload()
        if not self.table.current_id() and self.table.ids():
            self.table.view.selectRow(0)
        self._show()

    def show_record(self, kind: str, record_id: str) -> None:
        self.tabs.go_to(record_id if kind == "reported-list" else _ALL)
        self.reload()
        ids = list(self.table.ids())
        if record_id in ids:
            self.table.view.selectRow(ids.index(record_id))

    def take(self, act: TownshipAct) -> None:
        one = self._current()
        if one is not None and act in one.acts:
            TownshipStepDialog(self, self.context, one, act).open()

    def _take_first(self) -> None:
        one = self._current()
        if one is not None and one.acts:
            self.take(one.acts[0])

    def _read(self) -> list[ReportedMatter]:
        return [one for one in self._all if _belongs(one, self.tabs.key)]

    def _current(self) -> ReportedMatter | None:
        chosen = self.table.current_id()
        return next((one for one in self._all if one.id == chosen), None)

    def _show(self) -> None:
        while self.detail.count():
            item = self.detail.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        one = self._current()
        if one is None:
            self.detail.addWidget(words("选一件上报的事项，在这里办理。", "note", wrap=True))
        else:
            page = reported_page(self.context.store, one.village.part, one.id)
            self.detail.addWidget(self._about(one, page))
            self.detail.addWidget(TownshipCard(page, at_township=True))
        self.detail.addStretch(1)

    def _about(self, one: ReportedMatter, page: MatterPage) -> Card:
        whole = partial(self.context.show_record, "village", f"{one.village.part}/matter/{one.id}")
        look = button("看村里的记录", whole, kind="quiet")
        card = Card(f"{one.village.name}　{one.row.number}", "", look)
        card.add(words(one.row.title, "strong", wrap=True, copy=True))
        for text in _report_words(page):
            card.add(words(text, wrap=True, copy=True))
        heard = f"{chinese_date(one.row.heard_on)} {one.row.raiser}反映：{one.row.words}"
        card.add(words(heard, "note", wrap=True, copy=True))
        if not one.is_wanted and not one.state.is_answered:
            card.add(words("村里已经办结或改了清单，答复仍会带回。", "note", "soon", wrap=True))
        if one.state.decided_on is None and one.state.referred_on is not None:
            card.add(words("还没有党委会的决定，可以补记。", "note", "soon", wrap=True))
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        flow.setContentsMargins(0, 4, 0, 0)
        for at, act in enumerate(one.acts):
            made = button(
                VERBS[act], partial(self.take, act), kind="secondary" if at else "primary"
            )
            self.buttons[act] = made
            flow.addWidget(made)
        if one.acts:
            card.add(row)
        return card


def _belongs(one: ReportedMatter, tab: str) -> bool:
    if tab == _ALL:
        return True
    if tab == _LATE:
        return one.waits is not None
    return one.state.stage.value == tab


def _report_words(page: MatterPage) -> list[str]:
    """What the village wrote, the latest report first."""
    reports = [one for one in page.timeline if one.act is Act.REPORT]
    return [f"{chinese_date(one.on)}上报：{one.text or ''}" for one in reversed(reports)]
