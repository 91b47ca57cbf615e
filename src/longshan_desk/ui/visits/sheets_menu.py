"""Excel 表: a month of visits out to be filled in, back in, and the diary as a table (R10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from longshan_desk.domain.calendar import Month
from longshan_desk.domain.group_words import group_label
from longshan_desk.queries.diary import month_filter
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.ui.context import Context
from longshan_desk.ui.visits.diary_tab import DiaryTab


class SheetsMenu(QMenu):
    """``shown()`` says the page's month and tab: a table is made of what stands on the screen."""

    def __init__(
        self, owner: QWidget, context: Context, shown: Callable[[], tuple[Month, Any]]
    ) -> None:
        super().__init__(owner)
        self._owner, self._context, self._shown = owner, context, shown
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Each line says what it would take."""
        self.clear()
        month, panel = self._shown()
        group = getattr(getattr(panel, "bar", None), "group", None)
        if group is not None:
            self._add(f"做走访表（{month.label} {group_label(group)}）", self._make, month, group)
        self._add(f"做走访表（{month.label} 全村）", self._make, month, None)
        self._add("导入走访表…", self._import)
        self.addSeparator()
        if isinstance(panel, DiaryTab):
            wanted = replace(panel.bar.wanted(), text=panel.table.model.view.text)
            what = f"列出的 {len(panel.table.ids()):,} 条"
        else:
            wanted, what = month_filter(self._context.store, month), month.label
        self._add(f"导出走访记录（{what}）", self._export, wanted)

    def _add(self, words: str, act: Callable[..., None], *what: Any) -> None:
        self.addAction(words).triggered.connect(lambda: act(*what))

    def _import(self) -> None:
        from longshan_desk.ui.importing.visit_import import import_visits

        import_visits(self._owner, self._context)

    def _make(self, month: Month, group: int | None) -> None:
        from longshan_desk.ui.importing.visit_sheets import make_visit_sheet

        make_visit_sheet(self._owner, self._context, month, group=group)

    def _export(self, wanted: VisitFilter) -> None:
        from longshan_desk.ui.importing.visit_sheets import export_diary

        export_diary(self._owner, self._context, wanted)
