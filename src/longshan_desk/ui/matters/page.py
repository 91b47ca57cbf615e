"""The page 事项: three lists and all of them, one matter, and the sealed way."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.domain.labels import Act, ListKind
from longshan_desk.domain.next_steps import may_assign
from longshan_desk.errors import NotFoundError
from longshan_desk.queries.matters import matter_counts, matter_rows
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.export import export_listed
from longshan_desk.ui.matters.listed import (
    COLUMNS,
    NEWEST_FIRST,
    SHORT_LISTS,
    MatterLines,
    filter_of,
    filters,
)
from longshan_desk.ui.matters.matter_view import MatterView
from longshan_desk.ui.matters.register_dialog import RegisterDialog
from longshan_desk.ui.matters.sealed_view import SealedView
from longshan_desk.ui.matters.step_dialog import AssignDialog
from longshan_desk.ui.widgets.buttons import button, shortcut
from longshan_desk.ui.widgets.filter_bar import FilterBar
from longshan_desk.ui.widgets.record_page import RecordPage
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs

_ALL = "all"
_LISTS = "打印清单"


class MattersPage(RecordPage):
    """``show_record("matter", id)`` opens one; ``("matter-list", "late=1;stage=heard")`` the list
    narrowed by filters; ``("sealed", "")`` the sealed way.
    """

    topics: ClassVar = (
        "matter", "move", "raiser", "household", "person", "meeting", "policy_version",
        "village_group", "visit_link", "procedure", "procedure_act",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        self.sealed_button = button(
            "密封登记", self.show_sealed, kind="quiet", icon_name="lock",
            tip="指名反映某位干部的，走这里",
        )  # fmt: skip
        self.register_button = button(
            "登记事项", self.register, kind="primary", icon_name="plus", tip="Ctrl+N"
        )
        self.import_button = button(
            "导入台账", self.import_register, icon_name="export", tip="以前用 Excel 记的台账"
        )
        super().__init__(
            context, "事项", self.sealed_button, self.import_button, self.register_button
        )
        self.tabs = Tabs([(_ALL, "全部"), *((kind.value, kind.label) for kind in ListKind)])
        self.filters = FilterBar(filters(context))
        self.lines = MatterLines(context)
        self.table = RecordTable(
            "matters", self.lines, COLUMNS, context.settings, sort=NEWEST_FIRST
        )
        self.assign_button = button("安排承办", self._assign, icon_name="person")
        self.papers_button = button(
            _LISTS, self.papers, icon_name="print", tip="Ctrl+P", looks=True
        )
        self.view = MatterView(context)
        self.sealed = SealedView(context)
        self.stack = QStackedWidget()
        self._put_together()
        self._connect()

    def load(self) -> None:
        shown = self.stack.currentWidget()
        if shown is self.view:
            self._load_view()
        elif shown is self.sealed:
            self.sealed.load()
        else:
            self.table.reload()

    def _load_view(self) -> None:
        try:
            self.view.load()
        except NotFoundError:  # its registering was just undone
            self.show_list()

    def show_record(self, kind: str, record_id: str) -> None:
        self.arrived()
        if kind == "matter":
            self.open(record_id)
        elif kind == "sealed":
            self.show_sealed()
        else:
            self.show_list()
            self.filters.set_values(_read_filters(record_id))

    def open(self, matter_id: str) -> None:
        """Show one matter."""
        self._show_head(False)
        self.view.set_matter(matter_id)
        self.stack.setCurrentWidget(self.view)
        self.reload()
        ids = list(self.table.ids())
        at = ids.index(matter_id) if matter_id in ids else -1
        self.view.allow_turning(at > 0, 0 <= at < len(ids) - 1)

    def show_sealed(self) -> None:
        self._show_head(False)
        self.stack.setCurrentWidget(self.sealed)
        self.reload()

    def show_list(self) -> None:
        self._show_head(True)
        self.stack.setCurrentIndex(0)
        self.reload()
        self.table.view.setFocus()

    def register(self) -> None:
        RegisterDialog(self, self.context).open()

    def import_register(self) -> None:
        """Take in the lists kept in Excel until now."""
        from longshan_desk.ui.importing.matter_import import import_matters

        import_matters(self, self.context)

    def _turn(self, step: int) -> None:
        ids = list(self.table.ids())
        at = ids.index(self.view.matter_id) + step if self.view.matter_id in ids else -1
        if 0 <= at < len(ids):
            self.open(ids[at])

    def _assign(self) -> None:
        rows = matter_rows(self.context.store, self.table.selected_ids())
        fitting = [
            row
            for row in rows
            if may_assign(row.stage, waits_for_procedure=row.waits_for_procedure)
        ]
        if not fitting:
            speaker.toast(self, "选中的事项还没有议定、已经办结，或要先走“四议两公开”")
            return
        AssignDialog(self, self.context, fitting, len(rows) - len(fitting)).open()

    def papers(self) -> None:
        """The slips of the chosen matters; the lists and the register while none is chosen."""
        from longshan_desk.ui.papers import offers
        from longshan_desk.ui.papers.dialog import PapersDialog

        context, ids = self.context, self.table.selected_ids()
        if ids:
            PapersDialog(self, context, offers.slip_offers(context, ids)).open()
        else:
            periods = offers.periods(context)
            PapersDialog(self, context, offers.list_offers(), periods=periods).open()

    def _export(self) -> None:
        title = SHORT_LISTS[ListKind(self.tabs.key)] if self.tabs.key != _ALL else "全部"
        chosen = self.table.selected_ids()
        ids = chosen if len(chosen) > 1 else list(self.table.ids())
        export_listed(self, self.context, f"登记册（{title}）", ids)

    def _filter(self) -> None:
        self.table.set_filters(self._filters())

    def _filters(self) -> dict[str, Any]:
        kept = self.filters.values()
        return kept if self.tabs.key == _ALL else {**kept, "list": self.tabs.key}

    def _count(self) -> None:
        """Counts beside the tabs; a stall is counted by the table alone."""
        kept = self.filters.values()
        if kept.get("stall"):
            for tab in (_ALL, *ListKind):
                self.tabs.set_count(str(tab), None)
            return
        wanted = filter_of(kept, self.table.find_line.text().strip())
        counts = matter_counts(self.context.store, wanted)
        self.tabs.set_count(_ALL, sum(counts.values()))
        for kind, count in counts.items():
            self.tabs.set_count(kind.value, count)

    def _chosen(self, ids: list[str]) -> None:
        self.assign_button.setVisible(bool(ids))
        many = f"（{len(ids)} 件）" if len(ids) > 1 else ""
        self.assign_button.setText(f"{Act.ASSIGN.label}{many}")
        self.papers_button.setText(f"交办单等{many}" if ids else _LISTS)

    def _show_stall_column(self) -> None:
        """Why a matter stalls belongs on the screen while only stalled ones are shown."""
        at = [column.key for column in COLUMNS].index("stall")
        self.table.show_for_now(at, bool(self.filters.values().get("stall")))

    def _put_together(self) -> None:
        listing = QWidget()
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.tabs)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        self.table.add_action(self.assign_button)
        self.table.add_action(self.papers_button)
        shortcut("Ctrl+P", listing, self.papers_button)
        self.table.set_empty("还没有事项", "登记事项", self.register)
        self.assign_button.hide()
        self._show_stall_column()
        for widget in (listing, self.view, self.sealed):
            self.stack.addWidget(widget)
        self.body.addWidget(self.stack)
        self._focus_follows(0)

    def _connect(self) -> None:
        self.stack.currentChanged.connect(self._focus_follows)
        self.tabs.chosen.connect(lambda key: self._filter())
        self.filters.changed.connect(lambda values: self._filter())
        self.filters.changed.connect(lambda values: self._show_stall_column())
        self.table.opened.connect(self.open)
        self.table.selection_changed.connect(self._chosen)
        self.table.counted.connect(lambda count: self._count())
        self.table.export_asked.connect(self._export)
        self.view.left.connect(self.go_back)
        self.view.turned.connect(self._turn)
        self.sealed.left.connect(self.go_back)

    def _focus_follows(self, at: int) -> None:
        """Whoever comes to the page can go on by keyboard at once."""
        self.setFocusProxy((self.table.view, self.view, self.sealed)[at])

    def _show_head(self, shown: bool) -> None:
        buttons = (self.sealed_button, self.import_button, self.register_button)
        for widget in (self.title, self.note, *buttons):
            widget.setVisible(shown)


def _read_filters(text: str) -> dict[str, Any]:
    """``late=1;stage=heard`` as the bar holds it."""
    found: dict[str, Any] = {}
    for part in text.split(";"):
        key, _, value = part.partition("=")
        if key in ("late", "untold"):
            found[key] = True
        elif key == "stage":
            found[key] = [value]
        elif key:
            found[key] = value
    return found
