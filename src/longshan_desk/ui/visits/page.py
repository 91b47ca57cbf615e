"""The page 走访日记: coverage at the top, and below it the ways to write and to read the diary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from longshan_desk.domain.calendar import Month
from longshan_desk.queries.visits import visit_page
from longshan_desk.ui.context import Context
from longshan_desk.ui.visits.batch_panel import BatchPanel
from longshan_desk.ui.visits.coverage_panel import CoveragePanel
from longshan_desk.ui.visits.diary_tab import DiaryTab
from longshan_desk.ui.visits.ledger_tab import LedgerTab
from longshan_desk.ui.visits.offered import round_papers
from longshan_desk.ui.visits.sheets_menu import SheetsMenu
from longshan_desk.ui.visits.visit_dialog import VisitDialog, write_visit
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.page import Page
from longshan_desk.ui.widgets.stack import Stack
from longshan_desk.ui.widgets.tabs import Tabs


@dataclass(frozen=True)
class TabSpec:
    """``factory(context)`` makes a panel with ``load(month)``, called when it is shown and after
    news; ``records`` are the kinds whose ``show_record(kind, id)`` the panel answers to."""

    key: str
    title: str
    factory: Callable[[Context], Any]
    records: tuple[str, ...] = ()
    has_coverage: bool = True
    is_entry: bool = False
    """Only for writing; nothing stands there that could be looked at."""


TABS = (
    TabSpec("batch", "批量录入", BatchPanel, is_entry=True),
    TabSpec("diary", "民情日记", DiaryTab, ("visit", "household-diary"), has_coverage=False),
    TabSpec(
        "ledger",
        "工作台账",
        LedgerTab,
        ("ledger_entry", "visit_session", "session_finding"),
        has_coverage=False,
    ),
)
"""A new tab is a line here."""


class VisitsPage(Page):
    topics: ClassVar = (
        "visit", "visit_follow_up", "visit_link", "ledger_entry", "ledger_step", "attachment",
        "visit_session", "session_finding", "matter",
        "household", "household_act", "household_away", "person", "special_group",
        "village_group", "policy_version", "term",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        self.write_button = button(
            "记日记", lambda: write_visit(self, context), kind="primary", icon_name="plus"
        )
        self.papers_button = button("计划单、覆盖表", self._papers, icon_name="print", looks=True)
        self.sheets_button = button("Excel 表", icon_name="export")
        buttons = (self.sheets_button, self.papers_button, self.write_button)
        super().__init__(context, "走访日记", *buttons)
        self.sheets = SheetsMenu(self, context, self._shown)
        self.sheets_button.setMenu(self.sheets)
        self.coverage = CoveragePanel(context)
        shown = [spec for spec in TABS if not (spec.is_entry and context.is_read_only)]
        self.tabs = Tabs([(spec.key, spec.title) for spec in shown])
        self.stack = Stack()
        self._panels: dict[str, Any] = {}
        self.body.setSpacing(10)
        self.body.addWidget(self.coverage)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        self.tabs.chosen.connect(lambda key: self._show_tab())
        self.coverage.month_changed.connect(self._show_tab)
        self.coverage.household_opened.connect(self._write_of)

    def load(self) -> None:
        self.coverage.load_soon() if self.coverage.meters else self.coverage.load()
        self._show_tab()

    def panel(self, key: str) -> Any:
        """A tab's panel, made when it is first asked for."""
        if key not in self._panels:
            (spec,) = [one for one in TABS if one.key == key]
            self._panels[key] = spec.factory(self.context)
            self.stack.addWidget(self._panels[key])
        return self._panels[key]

    def show_record(self, kind: str, record_id: str) -> None:
        """The tab that has this kind of record shows it; an entry can always be read."""
        spec = next((one for one in TABS if kind in one.records), None)
        if spec is not None:
            self.tabs.go_to(spec.key)
            self.panel(spec.key).show_record(kind, record_id)
            return
        row = visit_page(self.context.store, record_id).row
        VisitDialog(self, self.context, facts=row.facts, head=row.household, entry_id=row.id).open()

    def _papers(self) -> None:
        round_papers(self, self.context, self.coverage.month).open()

    def _shown(self) -> tuple[Month, Any]:
        return self.coverage.month, self.panel(self.tabs.key)

    def _show_tab(self) -> None:
        spec = next(one for one in TABS if one.key == self.tabs.key)
        panel: QWidget = self.panel(spec.key)
        # Where nothing is entered the coverage stands over the diary.
        over_diary = self.context.is_read_only and spec.key == "diary"
        self.coverage.setVisible(spec.has_coverage or over_diary)
        self.stack.setCurrentWidget(panel)
        self.setFocusProxy(panel)
        self.panel(spec.key).load(self.coverage.month)

    def _write_of(self, household_id: str, group_no: int) -> None:
        """A missing household's name leads to where its visit is written, or to its diary."""
        if self.context.is_read_only:
            self.show_record("household-diary", household_id)
            return
        self.tabs.go_to("batch")
        self.panel("batch").go_to(household_id, group_no)
