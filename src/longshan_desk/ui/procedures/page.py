"""The page 四议两公开: the board or the list, one decision, the rolls, the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.errors import NotFoundError
from longshan_desk.queries.policy import current
from longshan_desk.ui.context import Context
from longshan_desk.ui.procedures.begin_dialog import BeginDialog
from longshan_desk.ui.procedures.board import Board
from longshan_desk.ui.procedures.listed import NEWEST_FIRST, ProcedureRows, columns, filters
from longshan_desk.ui.procedures.procedure_view import ProcedureView
from longshan_desk.ui.procedures.rules_panel import RulesPanel
from longshan_desk.ui.rolls.panel import RollsPanel
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.empty_state import EmptyState
from longshan_desk.ui.widgets.filter_bar import FilterBar
from longshan_desk.ui.widgets.record_page import RecordPage
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs

_BOARD, _ROLLS, _RULES = "board", "rolls", "rules"
_AS_LIST = "procedures/as_list"


class ProceduresPage(RecordPage):
    """``show_record("procedure", id)`` opens one decision, ``("roll_entry", id)`` a seat."""

    topics: ClassVar = (
        "procedure", "procedure_act", "matter", "meeting", "attendance", "policy_version",
        "roll_entry", "roll_exclusion", "roll_household", "cadre", "term",
        "attachment", "authorisation",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        self.begin_button = button(
            "立项", self.begin, kind="primary", icon_name="plus",
            tip="由镇党委或村“两委”动议；由群众事项立项的，在事项页面点“进入四议两公开”",
        )  # fmt: skip
        super().__init__(context, "四议两公开", self.begin_button)
        self.tabs = Tabs([(_BOARD, "看板"), (_ROLLS, "名册"), (_RULES, "规则")])
        self.rows = ProcedureRows(context)
        self.filters = FilterBar(filters(self._types, self._years))
        self.look_button = button("", self._switch_look, icon_name="columns", looks=True)
        self.board = Board()
        self.empty = EmptyState()
        self._soon_days = 0
        made = columns(context.today, lambda: self._soon_days)
        self.table = RecordTable(
            "procedures", self.rows, made, context.settings, ticks=False, export=False,
            sort=NEWEST_FIRST,
        )  # fmt: skip
        self.rolls = RollsPanel(context)
        self.rules = RulesPanel(context)
        self.view = ProcedureView(context)
        self.looks = QStackedWidget()
        self.stack = QStackedWidget()
        self._is_list = bool(context.settings.get(_AS_LIST, False))
        self._put_together()
        self._connect()

    def load(self) -> None:
        if self.stack.currentWidget() is self.view:
            try:
                self.view.load()
            except NotFoundError:  # its beginning was just undone
                self.show_list()
            return
        if self.tabs.key == _RULES:
            self.rules.load()
        elif self.tabs.key == _BOARD:  # the rolls load themselves
            self._load_board()

    def begin(self) -> None:
        """By the township's party committee or the two committees, without a matter."""
        BeginDialog(self, self.context).open()

    def show_record(self, kind: str, record_id: str) -> None:
        self.arrived()
        if kind == "procedure":
            self.open(record_id)
        else:
            self.show_list()
            self.tabs.go_to(_ROLLS)
            self.rolls.show_record(kind, record_id)

    def open(self, procedure_id: str) -> None:
        self._show_head(False)
        self.view.set_procedure(procedure_id)
        self.stack.setCurrentWidget(self.view)
        self.reload()
        self.setFocusProxy(self.view)

    def show_list(self) -> None:
        self.view.set_procedure("")
        self._show_head(True)
        self.stack.setCurrentIndex(0)
        self.reload()
        if self._is_list:
            self.table.view.setFocus()
        else:
            self.board.focus_first()

    # -- the board and the list -----------------------------------------------------------------

    def _load_board(self) -> None:
        self.rows.read()
        self._soon_days = current(self.context.store).due_soon_days
        self.look_button.setText("看板" if self._is_list else "列表")
        late = sum(
            row.due_on is not None and row.due_on < self.context.today() for row in self.rows.every
        )
        running = sum(row.phase.is_open for row in self.rows.every)
        self.note.setText(f"在办 {running} 项" + (f"，超期 {late} 项" if late else ""))
        if not self.rows.every:
            self.empty.say(
                "还没有四议两公开的决策",
                "公共重大事项在事项页面点“进入四议两公开”；镇、村动议的，点“立项”。",
                "立项",
                self.begin,
            )
            self.looks.setCurrentWidget(self.empty)
        elif self._is_list:
            self.looks.setCurrentWidget(self.table)
            self.table.set_filters(self.filters.values())
        else:
            self.looks.setCurrentWidget(self.board)
            shown = self.rows.passing(self.filters.values())
            self.board.show_rows(shown, self.context.today(), self._soon_days)

    def _switch_look(self) -> None:
        self._is_list = not self._is_list
        self.context.settings.set(_AS_LIST, self._is_list)
        self._load_board()

    def _types(self) -> Sequence[Option]:
        found = {row.type_code: row.type_label for row in self.rows.every}
        return [Option(code, label) for code, label in found.items()]

    def _years(self) -> Sequence[Option]:
        years = sorted({row.began_on.year for row in self.rows.every}, reverse=True)
        return [Option(str(year), f"{year}年") for year in years]

    # -- put together -----------------------------------------------------------------------------

    def _put_together(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.filters, 1)
        bar.addWidget(self.look_button)
        for one in (self.board, self.table, self.empty):
            self.looks.addWidget(one)
        boards = QWidget()
        column = QVBoxLayout(boards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(bar)
        column.addWidget(self.looks, 1)
        self.panels = QStackedWidget()
        for panel in (boards, self.rolls, self.rules):
            self.panels.addWidget(panel)
        outer = QWidget()
        tabbed = QVBoxLayout(outer)
        tabbed.setContentsMargins(0, 0, 0, 0)
        tabbed.setSpacing(10)
        tabbed.addWidget(self.tabs)
        tabbed.addWidget(self.panels, 1)
        self.stack.addWidget(outer)
        self.stack.addWidget(self.view)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._choose)
        self.filters.changed.connect(lambda values: self.reload())
        self.board.opened.connect(self.open)
        self.table.opened.connect(self.open)
        self.view.left.connect(self.go_back)

    def _choose(self, key: str) -> None:
        self.panels.setCurrentIndex((_BOARD, _ROLLS, _RULES).index(key))
        self.begin_button.setVisible(key == _BOARD)
        self.reload()

    def _show_head(self, shown: bool) -> None:
        for widget in (self.title, self.note):
            widget.setVisible(shown)
        self.begin_button.setVisible(shown and self.tabs.key == _BOARD)
