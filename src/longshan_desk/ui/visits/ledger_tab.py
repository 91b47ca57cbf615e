"""工作台账: what was found and has to be done, and the sessions where it was found (R9)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import FindingKind
from longshan_desk.errors import NotFoundError
from longshan_desk.queries.ledger import list_ledger
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import offers
from longshan_desk.ui.visits import ledger_forms, session_forms
from longshan_desk.ui.visits.ledger_listed import (
    COLUMNS,
    SESSION_COLUMNS,
    LedgerSource,
    ledger_names,
    session_words,
    sessions,
)
from longshan_desk.ui.visits.ledger_view import LedgerView
from longshan_desk.ui.visits.offered import OfferedPapers
from longshan_desk.ui.visits.session_view import SessionView
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.filter_bar import Filter, FilterBar
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs

_LINES, _SESSIONS = "ledger", "sessions"


class LedgerTab(QWidget):
    """``load(month)``; ``show_record`` opens a line, a session, or the session of a finding."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.tabs = Tabs([(_LINES, "台账"), (_SESSIONS, "座谈和现场办公")])
        self.filters = FilterBar(
            [
                Filter("open", "未销账"),
                Filter("late", "已超期"),
                Filter("leader", "责任领导", lambda: _named(ledger_names(context)[0])),
                Filter("person", "责任人", lambda: _named(ledger_names(context)[1])),
                Filter("finding", "归类", options_of(FindingKind)),
            ]
        )
        self.add_line = button(
            "列入台账", lambda: ledger_forms.new_line(self, context).open(), icon_name="plus"
        )
        self.add_session = button(
            "记座谈", lambda: session_forms.session_dialog(self, context).open(), icon_name="plus"
        )
        self.lines = RecordTable(
            "ledger", LedgerSource(context), COLUMNS, context.settings, ticks=False, export=False
        )
        self.sessions = RecordTable(
            "visit-sessions",
            FewRows(lambda: sessions(context), session_words),
            SESSION_COLUMNS,
            context.settings,
            ticks=False,
            export=False,
        )
        self.line, self.session = LedgerView(context), SessionView(context)
        self.papers = OfferedPapers(context)
        self._build()
        self._connect()

    def load(self, month: Month) -> None:
        self.papers.offer(_offered(month))
        self.lines.reload()
        self.sessions.reload()
        self.tabs.set_count(_LINES, len(list_ledger(self._context.store, only_open=True)))
        for view in (self.line, self.session):
            try:
                view.load()
            except NotFoundError:  # it was deleted, or its writing was undone
                self._forget(view)

    def show_record(self, kind: str, record_id: str) -> None:
        if kind == "ledger_entry":
            self.tabs.go_to(_LINES)
            self.filters.clear()
            self._select(self.lines, record_id)
            self.line.show_line(record_id)
            return
        held = record_id
        if kind == "session_finding":
            found = sessions(self._context)
            held = next(
                (one.id for one in found if record_id in [each.id for each in one.findings]), ""
            )
        self.tabs.go_to(_SESSIONS)
        self._select(self.sessions, held)
        self.session.show_session(held)

    # -- showing ----------------------------------------------------------------------------------

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.tabs)
        middle = QWidget()  # it keeps its room while the filters are hidden
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.filters)
        top.addWidget(middle, 1)
        top.addWidget(self.add_session)
        top.addWidget(self.add_line)
        self.lines.set_empty("台账上还没有问题", "列入台账", self.add_line.click)
        self.sessions.set_empty("还没有记过座谈或现场办公", "记座谈", self.add_session.click)
        self.stack = QStackedWidget()
        for listed, view in ((self.lines, self.line), (self.sessions, self.session)):
            splitter = QSplitter(Qt.Orientation.Horizontal)
            splitter.setChildrenCollapsible(False)
            splitter.addWidget(listed)
            splitter.addWidget(view)
            splitter.setSizes([580, 580])
            self.stack.addWidget(splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.stack, 1)
        column.addWidget(self.papers)
        self.setFocusProxy(self.lines.view)
        self._show_part(_LINES)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._show_part)
        self.filters.changed.connect(self.lines.set_filters)
        self.lines.selection_changed.connect(self._line_chosen)
        self.sessions.selection_changed.connect(self._session_chosen)
        self.lines.counted.connect(lambda _: self._follow(self.lines, self.line.line_id))
        self.sessions.counted.connect(
            lambda _: self._follow(self.sessions, self.session.session_id)
        )
        self.lines.opened.connect(lambda _: self.line.setFocus())
        self.sessions.opened.connect(lambda _: self.session.setFocus())

    def _show_part(self, key: str) -> None:
        is_lines = key == _LINES
        self.stack.setCurrentIndex(0 if is_lines else 1)
        for widget in (self.filters, self.add_line, self.papers):
            widget.setVisible(is_lines)
        self.add_session.setVisible(not is_lines)

    def _line_chosen(self, ids: list[str]) -> None:
        if ids and ids[0] != (self.line.line_id if self.line.page else ""):
            self.line.show_line(ids[0])

    def _session_chosen(self, ids: list[str]) -> None:
        if ids and ids[0] != (self.session.session_id if self.session.page else ""):
            self.session.show_session(ids[0])

    def _follow(self, table: RecordTable, shown: str) -> None:
        """There is always one open where there is any."""
        ids = table.ids()
        if shown in ids:
            return
        if len(ids):
            self._select(table, ids[0])
        elif table is self.lines:
            self.line.show_line("")
        else:
            self.session.show_session("")

    def _select(self, table: RecordTable, record_id: str) -> None:
        ids = list(table.ids())
        if record_id in ids:
            table.view.selectRow(ids.index(record_id))

    def _forget(self, view: Any) -> None:
        if view is self.line:
            view.show_line("")
            self._follow(self.lines, "")
        else:
            view.show_session("")
            self._follow(self.sessions, "")


def _named(names: list[str]) -> list[Option]:
    return [Option(name, name) for name in names]


def _offered(month: Month) -> list[tuple[str, list[offers.Offer]]]:
    quarter = month.quarter
    return [
        ("工作台账：现在未销账的", offers.ledger_offers("open")),
        (f"工作台账：{month.label}", offers.ledger_offers(str(month))),
        (f"工作台账：{quarter.label}", offers.ledger_offers(str(quarter))),
        (f"工作台账：{month.year}年", offers.ledger_offers(str(month.year))),
    ]
