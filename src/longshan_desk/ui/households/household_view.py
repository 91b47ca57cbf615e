"""One household's page: people, special groups, away, its visits and its matters."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from longshan_desk.actions import household_changes as changes
from longshan_desk.actions import households as acts
from longshan_desk.actions import people as people_acts
from longshan_desk.domain.people import mask_id_number
from longshan_desk.queries import households as queries
from longshan_desk.queries.matters import matters_of_household
from longshan_desk.queries.people import PersonRow
from longshan_desk.ui.after_acts import attempt
from longshan_desk.ui.conflict_corners import corner_row
from longshan_desk.ui.context import Context
from longshan_desk.ui.households import forms
from longshan_desk.ui.households.changes_card import ChangesMenu, changes_card
from longshan_desk.ui.households.row_words import age_words, gone_words, period_words
from longshan_desk.ui.households.visits_card import visits_card
from longshan_desk.ui.visits.visit_dialog import write_visit
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words


class HouseholdView(QWidget):
    """``show_household(id)`` loads it; ``left`` by 返回 or Esc.

    ID numbers are masked until somebody asks for one; leaving the household masks them again.
    """

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.household_id = ""
        self._unmasked: set[str] = set()
        self._page: queries.HouseholdPage | None = None
        self.matter_links: list[LinkRow] = []
        self.title = words("", "heading")
        self.about = words("", "note", wrap=True, copy=True)
        top = QHBoxLayout()
        self.back_button = button(
            "返回", self.left.emit, kind="quiet", icon_name="back", tip="Esc", looks=True
        )
        top.addWidget(self.back_button)
        top.addWidget(self.title)
        top.addWidget(self.about, 1)
        self.write_button = button("记日记", self._write_visit, icon_name="diary")
        top.addWidget(self.write_button)
        self.returned = button("已返乡", self._returned)
        top.addWidget(self.returned)
        self.changes_menu = ChangesMenu(self, context)
        self.changes_button = button(
            "户情变动  ▾", lambda: self.changes_menu.drop(self.changes_button)
        )
        top.addWidget(self.changes_button)
        for text, act in (
            ("登记外出", lambda: forms.mark_away(self, context, self.household_id)),
            ("修改", self._edit),
            ("删除", self._delete),
        ):
            top.addWidget(button(text, act, kind="quiet"))
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        body = QHBoxLayout()
        body.setSpacing(14)
        body.addLayout(self._left, 3)
        body.addLayout(self._right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        holder = QVBoxLayout()
        holder.addLayout(body)
        column.addWidget(scrolled(holder), 1)
        self.setFocusProxy(self.back_button)

    @property
    def cards(self) -> list[Card]:
        """What stands on the page, from the upper left."""
        items = [c.itemAt(at) for c in (self._left, self._right) for at in range(c.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [one for one in widgets if isinstance(one, Card)]

    def show_household(self, household_id: str) -> None:
        self.household_id = household_id
        self._unmasked.clear()
        self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def reload(self) -> None:
        page = queries.household(self._context.store, self.household_id)
        self._page = self.changes_menu.page = page
        row = page.row
        self.title.setText(f"{row.group} · {row.head}户")
        away = f"外出：{period_words(row.away.from_on, row.away.until_on)}" if row.away else ""
        ended = f"{day_words(row.moved_out_on)}销户" if row.moved_out_on else ""
        ended = f"{ended}（{row.ended_reason}）" if ended and row.ended_reason else ended
        parts = (ended, row.address, row.code, row.phone, away, row.note)
        self.about.setText(" · ".join(part for part in parts if part))
        self.returned.setVisible(row.away is not None)
        self.changes_button.setVisible(row.moved_out_on is None)
        self.write_button.setVisible(row.moved_out_on is None)
        self._clear()
        if (corners := corner_row(self._context, "household", row.id)) is not None:
            self._left.addWidget(corners)
        self._left.addWidget(self._people(page))
        self._left.addWidget(visits_card(self._context, row))
        self._left.addWidget(self._matters())
        self._left.addStretch(1)
        self._right.addWidget(changes_card(self, self._context, page))
        self._right.addWidget(self._special(page))
        self._right.addWidget(self._away(page))
        self._right.addStretch(1)

    def _clear(self) -> None:
        """Take the cards away; the keyboard goes on from the page, not from nowhere."""
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.setFocus()
        for column in (self._left, self._right):
            while (item := column.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()

    def _people(self, page: queries.HouseholdPage) -> Card:
        add = button("添加成员", lambda: forms.add_person(self, self._context, page.row.id))
        card = Card("家庭成员", f"{page.row.persons} 人", add)
        card.add_rows([self._person(one) for one in page.people])
        return card

    def _person(self, row: PersonRow) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(4, 3, 4, 3)
        text = QVBoxLayout()
        text.setSpacing(0)
        head = " · ".join(filter(None, (row.name, row.relation, age_words(row))))
        text.addWidget(words(head, "strong"))
        facts = row.facts
        more = (
            self._number(row),
            row.phone,
            facts.ethnicity,
            facts.political,
            facts.work_place,
            facts.note,
        )
        about = words(" · ".join(part for part in more if part), "note", wrap=True, copy=True)
        text.addWidget(about)
        if (corners := corner_row(self._context, "person", row.id)) is not None:
            text.addWidget(corners)
        line.addLayout(text, 1)
        if row.id_number:
            line.addWidget(self._mask_button(row, about))
        if row.special_words:
            line.addWidget(badge(row.special_words, "accent"))
        if not row.is_here:
            line.addWidget(badge(gone_words(row)))
        if row.is_here and not row.is_head:
            line.addWidget(button("设为户主", lambda: self._set_head(row), kind="quiet"))
        edit = button("修改", lambda: forms.edit_person(self, self._context, row), kind="quiet")
        line.addWidget(edit)
        if not row.is_head:
            line.addWidget(button("删除", lambda: self._delete_person(row), kind="quiet"))
        return holder

    def _number(self, row: PersonRow) -> str:
        if not row.id_number:
            return "没有证件号"
        return row.id_number if row.id in self._unmasked else mask_id_number(row.id_number)

    def _mask_button(self, row: PersonRow, about: QLabel) -> QPushButton:
        def turn() -> None:
            before = self._number(row)
            self._unmasked ^= {row.id}
            about.setText(about.text().replace(before, self._number(row), 1))
            made.setText(said())

        def said() -> str:
            return "遮住证件号" if row.id in self._unmasked else "看证件号"

        made = button(said(), turn, kind="quiet", looks=True)
        return made

    def _matters(self) -> Card:
        card = Card("反映过的事项")
        found = matters_of_household(self._context.store, self.household_id)
        self.matter_links = rows = []
        for one in found:
            due = one.due_words(self._context.today())
            text = f"{one.number or '未编号'}　{one.title}"
            link = LinkRow(words(text), words(f"{one.stage.label} {due}", "note"))
            link.opened.connect(lambda key=one.id: self._context.show_record("matter", key))
            rows.append(link)
        if rows:
            card.add_rows(rows)
        else:
            card.add(words("这一户还没有反映过事项。", "note"))
        return card

    def _special(self, page: queries.HouseholdPage) -> Card:
        add = button("添加", lambda: forms.add_special(self, self._context, page))
        card = Card("重点人群", "", add)
        if not page.special:
            card.add(words("没有登记。", "note"))
            return card
        card.add_rows([self._special_row(one) for one in page.special])
        return card

    def _special_row(self, row: queries.SpecialRow) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(4, 3, 4, 3)
        who = row.person or "整户"
        period = period_words(row.from_on, row.until_on)
        line.addWidget(words(f"{row.label} · {who} · {period}", wrap=True), 1)
        if row.until_on is None:
            line.addWidget(button("结束", partial(self._end_special, row), kind="quiet"))
        edit = partial(forms.edit_special, self, self._context, row)
        line.addWidget(button("修改", edit, kind="quiet"))
        line.addWidget(button("删除", partial(self._remove_special, row), kind="quiet"))
        return holder

    def _away(self, page: queries.HouseholdPage) -> Card:
        card = Card("外出记录")
        if not page.away:
            card.add(words("没有登记。", "note"))
            return card
        rows = []
        for one in page.away:
            holder = QWidget()
            line = QHBoxLayout(holder)
            line.setContentsMargins(4, 3, 4, 3)
            said = f"{period_words(one.from_on, one.until_on)} {one.reason or ''}"
            line.addWidget(words(said, wrap=True), 1)
            edit = partial(forms.edit_away, self, self._context, one)
            line.addWidget(button("修改", edit, kind="quiet"))
            line.addWidget(button("删除", partial(self._remove_away, one.id), kind="quiet"))
            rows.append(holder)
        card.add_rows(rows)
        return card

    def _remove_away(self, away_id: str) -> None:
        attempt(
            self,
            self._context,
            lambda: acts.remove_away(self._context.store, away_id),
            "已删除外出记录",
        )

    def _end_special(self, row: queries.SpecialRow) -> None:
        store = self._context.store
        said = f"“{row.label}”到今天为止"
        attempt(self, self._context, lambda: people_acts.end_special_group(store, row.id), said)

    def _remove_special(self, row: queries.SpecialRow) -> None:
        store = self._context.store
        attempt(
            self,
            self._context,
            lambda: people_acts.remove_special_group(store, row.id),
            f"已删除“{row.label}”",
        )

    def _write_visit(self) -> None:
        if self._page is not None:
            row = self._page.row
            write_visit(self, self._context, row.id, f"{row.group}{row.head}户")

    def _edit(self) -> None:
        if self._page is not None:
            forms.edit_household(self, self._context, self._page.row)

    def _returned(self) -> None:
        attempt(
            self,
            self._context,
            lambda: acts.mark_returned(self._context.store, self.household_id),
            "已登记返乡",
        )

    def _set_head(self, row: PersonRow) -> None:
        store = self._context.store
        said = f"户主改为 {row.name}，请核对其他人与户主的关系"
        attempt(
            self, self._context, lambda: changes.new_head(store, self.household_id, row.id), said
        )

    def _delete_person(self, row: PersonRow) -> None:
        store = self._context.store
        attempt(
            self,
            self._context,
            lambda: people_acts.delete_person(store, row.id),
            f"已删除 {row.name}",
        )

    def _delete(self) -> None:
        """The page goes back to the list by itself when it hears that the household is gone."""
        store, one = self._context.store, self.household_id
        attempt(self, self._context, lambda: acts.delete_household(store, one), "已删除这一户")
