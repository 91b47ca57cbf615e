"""One entry of the diary whole: its words, what came of it, and what stood there before (R10)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.actions.diary import remove_follow_up
from longshan_desk.actions.visit_findings import remove_link
from longshan_desk.actions.visits import delete_visit
from longshan_desk.domain.calendar import weekday_name
from longshan_desk.domain.visit_labels import Attached, FollowUpKind
from longshan_desk.domain.visit_periods import month_of
from longshan_desk.queries.policy import current
from longshan_desk.queries.visits import VisitPage, VisitRow, visit_page
from longshan_desk.ui.after_acts import attempt
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import offers
from longshan_desk.ui.visits import entry_forms
from longshan_desk.ui.visits.diary_listed import marks_of
from longshan_desk.ui.visits.entry_cards import (
    history_card,
    links_card,
    pairs_grid,
    promise_card,
    review_card,
)
from longshan_desk.ui.visits.offered import OfferedPapers
from longshan_desk.ui.visits.outcome_dialogs import (
    Outcome,
    ledger_dialog,
    matter_dialog,
    promise_dialog,
)
from longshan_desk.ui.visits.photo_card import PhotoCard
from longshan_desk.ui.visits.visit_dialog import VisitDialog
from longshan_desk.ui.widgets.buttons import button, icon_button, press, shortcut
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words


class EntryView(QWidget):
    """``show_entry(id)``; ``turned(±1)`` asks for the one before or after.

    A page is built anew from the query at every load: nothing on it can be out of step.
    """

    turned = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.entry_id = ""
        self.page: VisitPage | None = None
        self.title = words("", "heading")
        self.before = icon_button(
            "chevron-left", "上一篇（Ctrl+PgUp）", lambda: self.turned.emit(-1), looks=True
        )
        self.after = icon_button(
            "chevron-right", "下一篇（Ctrl+PgDn）", lambda: self.turned.emit(1), looks=True
        )
        self.home_button = button("看这一户", self._show_home, kind="quiet", looks=True)
        self.correct_button = button("更正", self.correct, icon_name="edit", tip="F2")
        self.delete_button = button("删除", self.delete, kind="quiet")
        self.papers = OfferedPapers(context)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.before)
        head.addWidget(self.after)
        head.addWidget(self.title, 1)
        for widget in (self.home_button, self.delete_button, self.correct_button):
            head.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._sheet: QScrollArea | None = None
        self._column.addWidget(self.papers)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def listen(self, host: QWidget) -> None:
        """The keys of batch entry hold in the diary too: one key from an entry to what comes of
        it, also while the cursor is in the list beside."""
        for key, act in (
            ("F6", self._to_matter),
            ("F7", self._to_ledger),
            ("F8", self._promise_key),
        ):
            shortcut(key, host, act)

    def show_entry(self, entry_id: str) -> None:
        """Show one entry from its top, or nothing."""
        self._drop_sheet()
        self.entry_id = entry_id
        self.load()

    def load(self) -> None:
        """Ask again and build the page; the place on it is kept."""
        place = self._sheet.verticalScrollBar().value() if self._sheet else 0
        self._drop_sheet()
        self.page = visit_page(self._context.store, self.entry_id) if self.entry_id else None
        self.setVisible(self.page is not None)
        if self.page is None:
            return
        row = self.page.row
        self.title.setText(f"{day_words(row.on)} {weekday_name(row.on)}　{row.household}")
        self.papers.offer(_offers(self._context, row))
        is_own = row.owner is self._context.role
        self.correct_button.setVisible(is_own)
        self.delete_button.setVisible(is_own)
        self._sheet = self._made(self.page)
        self._column.insertWidget(1, self._sheet, 1)
        self._sheet.verticalScrollBar().setValue(place)

    def allow_turning(self, before: bool, after: bool) -> None:
        self.before.setEnabled(before)
        self.after.setEnabled(after)

    def correct(self) -> None:
        """R10: with a reason; what stood before stays readable."""
        if self.page is not None:
            row = self.page.row
            VisitDialog(
                self, self._context, facts=row.facts, head=row.household, entry_id=row.id
            ).open()

    def delete(self) -> None:
        attempt(
            self,
            self._context,
            lambda: delete_visit(self._context.store, self.entry_id),
            "已删除走访记录",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_F2:
            press(self.correct_button)
        elif ctrl and event.key() == Qt.Key.Key_PageUp:
            self.turned.emit(-1)
        elif ctrl and event.key() == Qt.Key.Key_PageDown:
            self.turned.emit(1)
        else:
            super().keyPressEvent(event)

    # -- what stands on it ------------------------------------------------------------------------

    def _made(self, page: VisitPage) -> QScrollArea:
        column = QVBoxLayout()
        column.setSpacing(10)
        cards = [self._words(page), self._promise(page), self._links(page)]
        review = button("批阅…", self._ask(entry_forms.review_dialog), kind="quiet")
        cards.append(review_card(page, review, self._remove_follow_up))
        cards.append(PhotoCard(self._context, Attached.VISIT, page.row.id, page.photos))
        if len(page.versions) > 1:
            cards.append(history_card(page))
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        return scrolled(column)

    def _words(self, page: VisitPage) -> Card:
        row, facts = page.row, page.row.facts
        card = Card()
        marks = QWidget()
        line = QHBoxLayout(marks)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for text, tone in [(facts.way.label, "plain"), *marks_of(row)]:
            line.addWidget(badge(text, tone))
        line.addStretch(1)
        card.add(marks)
        card.add(
            words(row.text or "没有写情况。", "" if row.text else "note", wrap=True, copy=True)
        )
        card.add(
            pairs_grid(
                ("走访人", "、".join(facts.visitors)),
                ("见到的人", "、".join(facts.met)),
                ("地点", facts.place or ""),
                ("走访重点", row.topic_words),
                ("登记", f"{row.by} {day_words(row.entered_on)}"),
            )
        )
        return card

    def _promise(self, page: VisitPage) -> Card:
        add = button("补记承诺…", self._add_promise, kind="quiet", tip="F8")
        return promise_card(page, self._context.today(), self._follow, add)

    def _links(self, page: VisitPage) -> Card:
        actions = [
            button("关联已有事项…", self._ask(entry_forms.link_dialog), kind="quiet"),
            button("列入台账…", self._to_ledger, kind="quiet", tip="F7"),
        ]
        if not self._context.is_township:  # a matter is the village's own
            actions.append(button("转为事项…", self._to_matter, kind="quiet", tip="F6"))
        return links_card(
            "办了什么",
            page.row.links,
            self._context.show_record,
            self._unlink,
            *actions,
            nothing="没有转为事项，也没有列入台账。",
        )

    # -- acts -------------------------------------------------------------------------------------

    def _ask(self, make: Callable[[QWidget, Context, VisitRow], object]) -> Callable[[], None]:
        def ask() -> None:
            if self.page is not None:
                make(self, self._context, self.page.row).open()  # type: ignore[attr-defined]

        return ask

    def _follow(self, kind: FollowUpKind) -> None:
        if self.page is not None:
            entry_forms.follow_dialog(self, self._context, self.page.row, kind).open()

    def _outcome(self) -> Outcome:
        assert self.page is not None
        row = self.page.row
        return Outcome(row.facts, row.head, row.id)

    def _to_matter(self) -> None:
        if self.page is not None and not self._context.is_township:
            matter_dialog(self, self._context, self._outcome()).open()

    def _to_ledger(self) -> None:
        if self.page is not None:
            ledger_dialog(self, self._context, self._outcome()).open()

    def _add_promise(self) -> None:
        promise_dialog(self, self._context, self._outcome(), lambda facts: None).open()

    def _promise_key(self) -> None:
        if self.page is not None and not self.page.row.facts.promise:
            self._add_promise()

    def _remove_follow_up(self, follow_up_id: str) -> None:
        store = self._context.store
        attempt(self, self._context, lambda: remove_follow_up(store, follow_up_id), "已删除批阅")

    def _unlink(self, link_id: str) -> None:
        attempt(
            self, self._context, lambda: remove_link(self._context.store, link_id), "已取消关联"
        )

    def _show_home(self) -> None:
        if self.page is not None:
            self._context.show_record("household", self.page.row.facts.household_id)

    def _drop_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._column.removeWidget(self._sheet)
            self._sheet.deleteLater()
            self._sheet = None


def _offers(context: Context, row: VisitRow) -> list[tuple[str, list[offers.Offer]]]:
    month = month_of(row.on, current(context.store))
    found = [("这一篇", offers.visit_offers(row.id))]
    found += [
        (f"{name} {month.label}月册", offers.diary_offers(month, name))
        for name in row.facts.visitors
    ]
    found.append(
        (f"{row.head}家 {month.label}月册", offers.diary_offers(month, row.facts.household_id))
    )
    found.append((f"全村 {month.label}月册", offers.diary_offers(month)))
    return found
