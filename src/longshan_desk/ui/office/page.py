"""The page 设置."""

from __future__ import annotations

from typing import ClassVar, Protocol

from PySide6.QtWidgets import QStackedWidget, QWidget

from longshan_desk.ui.context import Context
from longshan_desk.ui.office.backup_tab import BackupTab
from longshan_desk.ui.office.plan_tab import PlanTab
from longshan_desk.ui.office.policy_tab import PolicyTab
from longshan_desk.ui.office.roster_tab import RosterTab
from longshan_desk.ui.office.users_tab import UsersTab
from longshan_desk.ui.office.village_tab import VillageTab
from longshan_desk.ui.office.wording_tab import WordingTab
from longshan_desk.ui.widgets.page import Page
from longshan_desk.ui.widgets.tabs import Tabs

_OF_VILLAGES = ("village", "roster", "plan")
_NOT_THE_TOWNSHIPS = ("village", "plan")


class _Tab(Protocol):
    def load(self) -> None: ...


class OfficePage(Page):
    topics: ClassVar = (
        "office",
        "hearing_day_rule",
        "meeting",
        "cadre",
        "term",
        "policy_version",
        "plan_task",
        "user",
        "village_wording",
        "township_wording",
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "名册和计划" if context.is_read_only else "设置")
        self.roster = RosterTab(context)
        panels: dict[str, tuple[str, QWidget]] = {
            "village": ("本村", VillageTab(context)),
            "roster": ("乡镇人员" if context.is_township else "干部名册", self.roster),
            "policy": ("规则参数", PolicyTab(context)),
            "wording": ("文书用语", WordingTab(context)),
            "plan": ("年度计划", PlanTab(context)),
            "users": ("使用人员", UsersTab(context)),
            "backup": ("备份与恢复", BackupTab(context)),
        }
        if context.is_read_only:  # the rest is this PC's
            panels = {key: one for key, one in panels.items() if key in _OF_VILLAGES}
        elif context.is_township:  # a township has no hearings and no plan of its own here
            panels = {key: one for key, one in panels.items() if key not in _NOT_THE_TOWNSHIPS}
        self.tabs = Tabs([(key, title) for key, (title, _) in panels.items()])
        self.stack = QStackedWidget()
        for _, panel in panels.values():
            self.stack.addWidget(panel)
        self.keys = list(panels)
        self.tabs.chosen.connect(self._choose)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)

    def load(self) -> None:
        panel: _Tab = self.stack.currentWidget()  # type: ignore[assignment]
        panel.load()

    def show_record(self, kind: str, record_id: str) -> None:
        if "roster" not in self.keys:
            return
        self.tabs.go_to("roster")
        self.roster.open(record_id)

    def _choose(self, key: str) -> None:
        self.stack.setCurrentIndex(self.keys.index(key))
        if self.context.is_open:
            self.reload()
