"""民情日记: the entries by cadre, household and month, to leaf through and to search (R10)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import Month
from longshan_desk.errors import NotFoundError
from longshan_desk.queries.households import household
from longshan_desk.queries.visits import visit_page
from longshan_desk.ui.context import Context
from longshan_desk.ui.visits.diary_bar import DiaryBar
from longshan_desk.ui.visits.diary_listed import COLUMNS, DiarySource
from longshan_desk.ui.visits.entry_view import EntryView
from longshan_desk.ui.widgets.rows import Sort
from longshan_desk.ui.widgets.table import RecordTable


class DiaryTab(QWidget):
    """``load(month)``; ``show_record("visit", id)`` opens an entry, ``"household-diary"`` the whole
    diary of a household."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._month: Month | None = None
        self.bar = DiaryBar(context)
        self.table = RecordTable(
            "diary",
            DiarySource(context, self.bar.wanted),
            COLUMNS,
            context.settings,
            ticks=False,
            export=False,
            sort=Sort("on", True),
        )
        self.table.find_line.setPlaceholderText("查日记：情况、人名、户主")
        self.table.set_empty("这里还没有走访记录", "看全部日记", self._show_all)
        self.view = EntryView(context)
        self.view.listen(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.view)
        self.splitter.setSizes([470, 660])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.splitter, 1)
        self.bar.changed.connect(self._narrowed)
        self.table.counted.connect(lambda _: self._follow_table())
        self.table.selection_changed.connect(lambda _: self._follow_selection())
        self.table.opened.connect(lambda _: self.view.setFocus())
        self.view.turned.connect(self.turn)
        self.setFocusProxy(self.table.view)

    def load(self, month: Month) -> None:
        """The page's month is followed when it moves; what is chosen here stays otherwise."""
        self.bar.load()
        if month != self._month:
            if self._month is None and not self.view.entry_id:
                self.bar.set_month(month)
            self._month = month
        self.table.reload()
        if self.view.entry_id:
            self._reload_entry()

    def show_record(self, kind: str, record_id: str) -> None:
        """One entry with the others of its month around it, or a household's whole diary."""
        if kind == "household-diary":
            self.show_household(record_id, household(self._context.store, record_id).row.head)
            return
        row = visit_page(self._context.store, record_id).row
        self.bar.load()
        self.bar.clear()
        self.bar.set_month(Month.of(row.on))
        self.view.entry_id = record_id
        self.table.find_line.clear()
        self.table.model.view.text = ""
        self.table.reload()
        self._select(record_id)
        self.view.show_entry(record_id)

    def show_household(self, household_id: str, head: str) -> None:
        """A household's whole diary."""
        self.bar.load()
        self.bar.clear()
        self.bar.set_household(household_id, head)
        self.view.entry_id = ""
        self.table.view.clearSelection()
        self.table.reload()

    def turn(self, by: int) -> None:
        """Leaf: ``-1`` is the entry above, ``1`` the one below; past the end lies the next
        month."""
        ids = list(self.table.ids())
        at = self._place(ids)
        if 0 <= at + by < len(ids):
            self._select(ids[at + by])
            return
        months, ids = self._months(by), []
        while not ids and self.bar.can_turn(months):  # over months without entries
            self.bar.turn(months)
            ids = list(self.table.ids())
        if by < 0 and ids:
            self._select(ids[-1])

    def _months(self, by: int) -> int:
        """Which way the months go where the list goes ``by``; none while it is not by date."""
        sort = self.table.model.view.sort
        if sort is None or sort.key != "on":
            return 0
        return -by if sort.descending else by

    def _place(self, ids: Sequence[str]) -> int:
        return list(ids).index(self.view.entry_id) if self.view.entry_id in ids else -1

    def _select(self, entry_id: str) -> None:
        ids = list(self.table.ids())
        if entry_id in ids:
            at = ids.index(entry_id)
            self.table.view.selectRow(at)
            self.table.view.scrollTo(self.table.model.index(at, 0))

    def _narrowed(self) -> None:
        self.view.entry_id = ""
        self.table.reload()

    def _follow_table(self) -> None:
        """There is always an entry open where there is any."""
        ids = self.table.ids()
        if self.view.entry_id in ids:
            self._allow_turning()
        elif len(ids):
            self._select(ids[0])
        else:
            self.view.show_entry("")

    def _follow_selection(self) -> None:
        chosen = self.table.selected_ids()
        if chosen and chosen[0] != (self.view.entry_id if self.view.page else ""):
            self.view.show_entry(chosen[0])
        self._allow_turning()

    def _allow_turning(self) -> None:
        ids = self.table.ids()
        at = self._place(ids)
        self.view.allow_turning(
            at > 0 or self.bar.can_turn(self._months(-1)),
            0 <= at < len(ids) - 1 or self.bar.can_turn(self._months(1)),
        )

    def _reload_entry(self) -> None:
        try:
            self.view.load()
        except NotFoundError:  # it was deleted, or its writing was undone
            self.view.entry_id = ""
            self._follow_table()

    def _show_all(self) -> None:
        self.bar.clear()
        self._narrowed()
