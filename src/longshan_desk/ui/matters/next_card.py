"""What is next on a matter: the day it waits for with its sum, one big button, the other steps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import chinese_date, days_words, weekday_name
from longshan_desk.domain.labels import Act, ListKind, Stage
from longshan_desk.domain.next_steps import Offer, offered
from longshan_desk.queries.matter_page import MatterPage
from longshan_desk.queries.procedures import procedures_of_matter
from longshan_desk.ui.context import Context
from longshan_desk.ui.theme import text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import rule, words

_CLOCK_ACTS = {"告知是否受理": Act.INFORM, "办结并答复": Act.REPLY}


class NextCard(Card):
    """``asked(act)`` when a step is chosen."""

    asked = Signal(object)

    def __init__(self, context: Context, page: MatterPage, soon_days: int) -> None:
        super().__init__("下一步")
        self._context = context
        self._page = page
        self._soon_days = soon_days
        self.offer: Offer = offered(page.state, numbered=page.row.number is not None)
        self.main_button: QPushButton | None = None
        self.more_button: QPushButton | None = None
        self.procedure_button: QPushButton | None = None
        self.menu = QMenu(self)
        self._say_due()
        self._say_contact()
        if self.offer.note:
            self.add(words(self.offer.note, "", "muted", wrap=True))
        self._offer_hearing()
        self._offer_procedure()
        self._offer_steps()
        self._say_clocks()
        self._say_findings()

    def take_focus(self) -> None:
        first = self.main_button or self.procedure_button or self.more_button
        if first is not None:
            first.setFocus()

    def open_menu(self) -> None:
        """The other steps, below their button."""
        if self.more_button is not None:
            below = QPoint(0, self.more_button.height() + 2)
            self.menu.popup(self.more_button.mapToGlobal(below))

    def _say_due(self) -> None:
        page, today = self._page, self._context.today()
        due = page.due
        if due is None:
            return
        left = (due.on - today).days
        tone = "late" if left < 0 else "soon" if left <= self._soon_days else ""
        self.set_tone(tone or "accent")
        what = {Stage.HEARD: "议定", Stage.CLOSED: "反馈"}.get(page.row.stage, "办结")
        day = f"{chinese_date(due.on)} {weekday_name(due.on)}"
        self.add(words(f"{what}：{days_words(today, due.on)}", "heading", tone))
        self.add(words(f"{day}\n{due.rule}", "note", wrap=True))

    def _say_contact(self) -> None:
        """R46: the contact died or moved away; somebody has to be told all the same."""
        gone = self._page.contact_gone
        if gone is not None:
            self.add(words(gone.words, "strong", "soon", wrap=True))
            self.add(button("变更联系人", partial(self.asked.emit, Act.CONTACT)))

    def _offer_hearing(self) -> None:
        page = self._page
        if page.row.number is None and page.hearing_id:
            hearing = page.hearing_id
            go = partial(self._context.show_record, "meeting", hearing)
            self.add(button("打开这次说事会", go, looks=True))

    def _offer_procedure(self) -> None:
        """R14: a major public matter is decided by 四议两公开, on the page of that decision."""
        page = self._page
        kind = "secondary" if self.offer.main is not None else "primary"
        is_major = page.row.list_kind is ListKind.MAJOR_PUBLIC
        may_decide = is_major and page.state.is_open and page.row.number is not None
        known = procedures_of_matter(self._context.store, page.row.id)
        if known:
            go = partial(self._context.show_record, "procedure", known[-1])
            self.procedure_button = button("打开四议两公开", go, kind=kind, looks=True)
        elif may_decide:
            self.procedure_button = button("进入四议两公开", self._begin_procedure, kind=kind)
        if self.procedure_button is not None:
            self.add(self.procedure_button)

    def _begin_procedure(self) -> None:
        from longshan_desk.ui.procedures.begin_dialog import BeginDialog

        BeginDialog(self.window(), self._context, self._page).open()

    def _offer_steps(self) -> None:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        if self.offer.main is not None:
            self.main_button = self._step_button(self.offer.main, "primary")
            self.main_button.setMinimumHeight(round(text_height() * 2.2))
            column.addWidget(self.main_button)
        row = QHBoxLayout()
        row.setSpacing(8)
        if self.offer.second is not None:
            row.addWidget(self._step_button(self.offer.second, "secondary"), 1)
        for act in self.offer.others:
            self.menu.addAction(self._words_of(act)).triggered.connect(
                partial(self.asked.emit, act)
            )
        if self.offer.others:
            self.more_button = button("其他步骤  ▾", self.open_menu)
            row.addWidget(self.more_button, 1)
        column.addLayout(row)
        if self.offer.main is not None or self.offer.others:
            self.add(box)

    def _step_button(self, act: Act, kind: str) -> QPushButton:
        return button(self._words_of(act), partial(self.asked.emit, act), kind=kind)

    def _words_of(self, act: Act) -> str:
        state = self._page.state
        if act is Act.ASSIGN and state.responsible:
            return "换人或改期限"
        if act is Act.FEEDBACK and state.told_on is not None:
            return "再次反馈"
        if act is Act.NOTE:
            return "记来文来电"
        return act.label

    def _say_clocks(self) -> None:
        today = self._context.today()
        for clock in self._page.clocks:
            self.add(rule())
            if clock.done_on:
                self.add(words(f"{clock.name}：已于 {chinese_date(clock.done_on)}完成"))
                continue
            left = (clock.due.on - today).days
            tone = "late" if left < 0 else "soon" if left <= self._soon_days else ""
            said = f"{clock.name}：{days_words(today, clock.due.on)}"
            act = _CLOCK_ACTS.get(clock.name)
            self.add(words(said, "strong", tone))
            self.add(words(clock.due.rule, "note", wrap=True))
            if act is not None and act in (self.offer.second, *self.offer.others):
                self.add(button(self._words_of(act), partial(self.asked.emit, act)))

    def _say_findings(self) -> None:
        for stall in self._page.stalls:
            self.add(rule())
            self.add(words(stall.stall.label, "strong", "late"))
            self.add(words(stall.reason, "note", wrap=True))
        for sign in self._page.signals:
            self.add(rule())
            self.add(words(f"{sign.signal.label}（供判断）", "strong", "soon"))
            self.add(words(sign.reason, "note", wrap=True))
