"""One line of the work ledger: what is to be done, who answers, until when, how it went (R9)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.actions.ledger import delete_ledger
from longshan_desk.actions.visit_findings import remove_link
from longshan_desk.domain.visit_labels import LedgerAct
from longshan_desk.queries.ledger import LedgerPage, LedgerStepRow, ledger_page
from longshan_desk.queries.visits import Linked
from longshan_desk.ui.after_acts import attempt
from longshan_desk.ui.context import Context
from longshan_desk.ui.visits import ledger_forms
from longshan_desk.ui.visits.entry_cards import links_card, pairs_grid
from longshan_desk.ui.visits.ledger_listed import state_of
from longshan_desk.ui.widgets.buttons import button, press
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.timeline import Entry, Timeline
from longshan_desk.ui.widgets.words import badge, words

_OPEN_ACTS = (LedgerAct.DECIDE, LedgerAct.PROGRESS, LedgerAct.CLOSE)


class LedgerView(QWidget):
    """``show_line(id)``; built anew from the query at every load."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.line_id = ""
        self.page: LedgerPage | None = None
        self.edit_button = button("修改", self.edit, icon_name="edit", tip="F2")
        self.delete_button = button("删除", self.delete, kind="quiet")
        self.act_buttons = {
            act: button(
                act.label,
                partial(self.take, act),
                kind="primary" if act is LedgerAct.CLOSE else "secondary",
            )
            for act in LedgerAct
        }
        head = QHBoxLayout()
        head.setSpacing(8)
        for made in self.act_buttons.values():
            head.addWidget(made)
        head.addStretch(1)
        head.addWidget(self.delete_button)
        head.addWidget(self.edit_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._sheet: QScrollArea | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_line(self, line_id: str) -> None:
        self.line_id = line_id
        self.load()

    def load(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None
        self.page = ledger_page(self._context.store, self.line_id) if self.line_id else None
        self.setVisible(self.page is not None)
        if self.page is None:
            return
        is_own = self.page.row.owner is self._context.role
        for made in (self.edit_button, self.delete_button):
            made.setVisible(is_own)
        for act, made in self.act_buttons.items():
            fits = (act in _OPEN_ACTS) == self.page.row.is_open
            made.setVisible(fits and (is_own or act is LedgerAct.PROGRESS))
        column = QVBoxLayout()
        column.setSpacing(10)
        for card in (self._line(self.page), self._steps(self.page), self._origins(self.page)):
            column.addWidget(card)
        column.addStretch(1)
        self._sheet = scrolled(column)
        self._column.addWidget(self._sheet, 1)

    def take(self, act: LedgerAct) -> None:
        if self.page is not None:
            ledger_forms.step_dialog(self, self._context, self.page.row, act).open()

    def edit(self) -> None:
        if self.page is not None:
            ledger_forms.edit_line(self, self._context, self.page.row).open()

    def delete(self) -> None:
        attempt(
            self,
            self._context,
            lambda: delete_ledger(self._context.store, self.line_id),
            "已删除这条台账",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            press(self.edit_button)
        else:
            super().keyPressEvent(event)

    def _line(self, page: LedgerPage) -> Card:
        row, facts = page.row, page.row.facts
        state, tone = state_of(row)
        is_late = row.is_open and row.is_late
        card = Card(tone="late" if is_late else "")
        marks = QWidget()
        line = QHBoxLayout(marks)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(badge(state, tone))
        if facts.finding:
            line.addWidget(badge(facts.finding.label, "plain"))
        line.addStretch(1)
        card.add(marks)
        card.add(words(facts.target, "strong", wrap=True, copy=True))
        card.add(
            pairs_grid(
                ("反映的情况", facts.problem or ""),
                ("农户", row.household),
                ("责任领导", facts.leader or ""),
                ("责任单位", facts.unit or ""),
                ("责任人", facts.person),
            )
        )
        card.add(words(row.due.rule, "error" if is_late else "note", wrap=True))
        decided = f"{day_words(row.decided_on)} 党委会议定：" if row.decided_on else ""
        said = f"{decided}{row.decision or ''}" if decided else "党委会还没有议定。"
        card.add(words(said, "" if decided else "note", wrap=True, copy=True))
        return card

    def _steps(self, page: LedgerPage) -> Card:
        card = Card("经过", "最近的在上面")
        first = Entry(f"{page.row.on:%Y-%m-%d}", "列入台账")
        card.add(Timeline([*(_step(one) for one in reversed(page.steps)), first]))
        return card

    def _origins(self, page: LedgerPage) -> Card:
        links = tuple(Linked(one.link_id, one.kind, one.id, one.words) for one in page.origins)
        return links_card(
            "从哪里来",
            links,
            self._context.show_record,
            self._unlink,
            nothing="直接列入的，没有关联走访、座谈或事项。",
        )

    def _unlink(self, link_id: str) -> None:
        attempt(
            self, self._context, lambda: remove_link(self._context.store, link_id), "已取消关联"
        )


def _step(one: LedgerStepRow) -> Entry:
    tone = "soon" if one.act is LedgerAct.REOPEN else ""
    return Entry(f"{one.on:%Y-%m-%d}", one.act.label, one.by, one.text or "", tone)
