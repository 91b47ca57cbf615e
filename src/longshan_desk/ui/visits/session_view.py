"""One 座谈 or 现场办公: where, with whom, what was found and what came of it (R9)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.actions.visit_findings import remove_link
from longshan_desk.actions.visit_sessions import delete_session
from longshan_desk.queries.visit_sessions import FindingRow, SessionPage, session_page
from longshan_desk.ui.after_acts import attempt
from longshan_desk.ui.context import Context
from longshan_desk.ui.visits import session_forms
from longshan_desk.ui.visits.entry_cards import links_card, pairs_grid
from longshan_desk.ui.widgets.buttons import button, press
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words


class SessionView(QWidget):
    """``show_session(id)``; built anew from the query at every load."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.session_id = ""
        self.page: SessionPage | None = None
        self.title = words("", "heading")
        self.edit_button = button("修改", self.edit, icon_name="edit", tip="F2")
        self.delete_button = button("删除", self.delete, kind="quiet")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.delete_button)
        head.addWidget(self.edit_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._sheet: QScrollArea | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_session(self, session_id: str) -> None:
        self.session_id = session_id
        self.load()

    def load(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
            self._sheet = None
        found = session_page(self._context.store, self.session_id) if self.session_id else None
        self.page = found
        self.setVisible(found is not None)
        if found is None:
            return
        for made in (self.edit_button, self.delete_button):
            made.setVisible(found.owner is self._context.role)
        facts = found.facts
        self.title.setText(f"{day_words(facts.on)}　{facts.kind.label}")
        column = QVBoxLayout()
        column.setSpacing(10)
        card = Card()
        card.add(
            pairs_grid(
                ("地点", facts.place),
                ("参加的干部", "、".join(facts.visitors)),
                ("参加的群众", "、".join(facts.met)),
                ("情况", facts.text or ""),
            )
        )
        column.addWidget(card)
        for finding in found.findings:
            column.addWidget(self._finding(found, finding))
        if not found.findings:
            column.addWidget(words("没有记发现。", "note"))
        column.addStretch(1)
        self._sheet = scrolled(column)
        self._column.addWidget(self._sheet, 1)

    def edit(self) -> None:
        if self.page is not None:
            session_forms.session_dialog(self, self._context, self.page).open()

    def delete(self) -> None:
        attempt(
            self,
            self._context,
            lambda: delete_session(self._context.store, self.session_id),
            "已删除座谈记录",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            press(self.edit_button)
        else:
            super().keyPressEvent(event)

    def _finding(self, page: SessionPage, finding: FindingRow) -> Card:
        facts = finding.facts
        who = "，".join(filter(None, (facts.said_by, "内部" if facts.is_internal else "")))
        return links_card(
            facts.kind.label,
            finding.links,
            self._context.show_record,
            self._unlink,
            *self._ways_on(finding),
            lead=f"{facts.text}{f'（{who}）' if who else ''}",
            nothing="还没有转为事项，也没有列入台账。",
        )

    def _ways_on(self, finding: FindingRow) -> list[QPushButton]:
        found = [button("列入台账…", partial(self._to_ledger, finding), kind="quiet")]
        if not self._context.is_township:  # a matter is the village's own
            found.append(button("转为事项…", partial(self._to_matter, finding), kind="quiet"))
        return found

    def _to_matter(self, finding: FindingRow) -> None:
        if self.page is not None:
            session_forms.finding_to_matter(self, self._context, self.page, finding).open()

    def _to_ledger(self, finding: FindingRow) -> None:
        session_forms.finding_to_ledger(self, self._context, finding.facts).open()

    def _unlink(self, link_id: str) -> None:
        attempt(
            self, self._context, lambda: remove_link(self._context.store, link_id), "已取消关联"
        )
