"""The page 农户: every household, found and narrowed, and one household's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.actions.exports import Exported, export_households
from longshan_desk.errors import NotFoundError
from longshan_desk.files import free_name, os_errors
from longshan_desk.paths import output_dir
from longshan_desk.queries import households as queries
from longshan_desk.queries.policy import current
from longshan_desk.ui.after_acts import say_written
from longshan_desk.ui.context import Context
from longshan_desk.ui.households import forms
from longshan_desk.ui.households.household_view import HouseholdView
from longshan_desk.ui.importing.household_import import import_households
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.filter_bar import Filter, FilterBar
from longshan_desk.ui.widgets.record_page import RecordPage
from longshan_desk.ui.widgets.rows import Column, Sort
from longshan_desk.ui.widgets.table import RecordTable

COLUMNS = (
    Column("group", "组别", 8),
    Column("head", "户主", 9),
    Column("persons", "人口", 4, align="right"),
    Column("phone", "电话", 9, sortable=False, text=lambda row: row.phone or ""),
    Column("address", "住址", 14, stretch=True, text=lambda row: row.address or ""),
    Column("special", "重点人群", 12, sortable=False, text=lambda row: row.special_words),
    Column(
        "away",
        "外出",
        5,
        sortable=False,
        badge=True,
        text=lambda row: row.status,
        tone=lambda row: "muted",
    ),
    Column("code", "户编号", 8, text=lambda row: row.code or "", shown=False),
)


class _Source:
    """The database filters and sorts; only the rows on screen are read."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]:
        if not self._context.is_open:
            return []
        group = filters.get("group")
        return queries.household_ids(
            self._context.store,
            sort=sort.key if sort else "group",
            descending=sort.descending if sort else False,
            group=int(group) if group else None,
            text=text,
            special=filters.get("special"),
            away=True if filters.get("away") else None,
            moved_out=bool(filters.get("ended")),
        )

    def rows(self, ids: Sequence[str]) -> Iterable[queries.HouseholdRow]:
        return queries.household_rows(self._context.store, ids)


class HouseholdsPage(RecordPage):
    topics: ClassVar = (
        "household",
        "household_act",
        "person",
        "special_group",
        "household_away",
        "village_group",
        "matter",
        "visit",
        "visit_follow_up",
        "visit_link",
        "ledger_entry",
    )

    def __init__(self, context: Context) -> None:
        self.import_button = button("导入花名册", self._import)
        self.add_button = button("添加农户", self._add, kind="primary", icon_name="plus")
        super().__init__(context, "农户", self.import_button, self.add_button)
        self.filters = FilterBar(
            [
                Filter("group", "组别", self._groups),
                Filter("special", "重点人群", self._special_groups),
                Filter("away", "外出"),
                Filter("ended", "已销户"),
            ]
        )
        self.table = RecordTable(
            "households", _Source(context), COLUMNS, context.settings, sort=Sort("group")
        )
        self.table.set_empty("还没有农户", "从 Excel 花名册导入", self._import)
        self.filters.changed.connect(self.table.set_filters)
        self.table.opened.connect(self.open)
        self.table.export_asked.connect(self._export)
        self.view = HouseholdView(context)
        self.view.left.connect(self.go_back)
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(listing)
        self.stack.addWidget(self.view)
        self.body.addWidget(self.stack)
        self._focus_follows(0)
        self.stack.currentChanged.connect(self._focus_follows)

    def load(self) -> None:
        if self.stack.currentWidget() is not self.view:
            self.table.reload()
            return
        try:
            self.view.reload()
        except NotFoundError:  # it was deleted, or its registering was undone
            self.show_list()

    def show_record(self, kind: str, record_id: str) -> None:
        self.arrived()
        self.open(record_id)

    def open(self, household_id: str) -> None:
        """Show one household."""
        self._set_head(False)
        self.stack.setCurrentWidget(self.view)
        self.view.show_household(household_id)
        self.view.setFocus()

    def show_list(self) -> None:
        self._set_head(True)
        self.stack.setCurrentIndex(0)
        self.table.reload()
        self.table.view.setFocus()

    def _focus_follows(self, at: int) -> None:
        """Whoever comes to the page can go on by keyboard at once."""
        self.setFocusProxy((self.table.view, self.view)[at])

    def _set_head(self, visible: bool) -> None:
        for widget in (self.title, self.note, self.import_button, self.add_button):
            widget.setVisible(visible)

    def _groups(self) -> list[Option]:
        return [Option(str(g.number), g.label) for g in queries.groups(self.context.store)]

    def _special_groups(self) -> list[Option]:
        groups = current(self.context.store).special_groups
        return [Option(queries.ANY, "任一类"), *(Option(g.code, g.label) for g in groups)]

    def _add(self) -> None:
        forms.add_household(self, self.context, self.open)

    def _import(self) -> None:
        import_households(self, self.context)

    def _export(self) -> None:
        """The chosen households, or all that are listed, in the columns an import reads again."""
        chosen = self.table.selected_ids()
        ids = chosen if len(chosen) > 1 else list(self.table.ids())
        store, day = self.context.store, f"{self.context.today():%Y-%m-%d}"

        def work(job: Job) -> Exported:
            folder = output_dir()
            with os_errors(folder, "保存文件"):
                folder.mkdir(parents=True, exist_ok=True)
            path = free_name(folder / f"农户花名册-{day}.xlsx")
            return export_households(store, path, household_ids=ids, step=job.step)

        def done(exported: Exported) -> None:
            say_written(self, exported.file, f"{len(ids)} 户 {exported.rows} 人")

        self.context.tasks.run(work, on_done=done, owner=self, title="导出农户")
