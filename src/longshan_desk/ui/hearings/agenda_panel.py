"""议程: what was registered before and is heard here too, the 主题党日, other items (R36, R42)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import hearings as acts
from longshan_desk.actions import meetings as meeting_acts
from longshan_desk.domain.labels import ItemKind
from longshan_desk.queries.matters import MatterRow
from longshan_desk.queries.meetings import ItemRow, MeetingPage, offered_matters
from longshan_desk.ui.after_acts import attempt
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import changes
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words

_NOBODY = "上次说事会以来，没有还在办的来访、来电、走访事项。"
_WHY = "列入以后，会议记录里有这一件；编号和时限不变。"


class AgendaPanel(QWidget):
    """For a hearing that is not closed; afterwards everything stands in its record."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._page: MeetingPage | None = None
        self._body = QVBoxLayout()
        self._body.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self._body))

    def load(self, page: MeetingPage) -> None:
        self._page = page
        offered = offered_matters(self._context.store, page.row.id)
        empty(self._body)
        self._body.addWidget(self._free_card(page))
        self._body.addWidget(self._matters_card(page, offered))
        self._body.addStretch(1)

    def _free_card(self, page: MeetingPage) -> Card:
        day = button("记主题党日", lambda: self._add(ItemKind.PARTY_DAY))
        free = button("记其他议题", lambda: self._add(ItemKind.FREE))
        card = Card("主题党日和其他议题", "", day, free)
        rows = [self._free_row(item) for item in page.items if item.kind in _FREE]
        if rows:
            card.add_rows(rows)
        else:
            card.add(words("没有就不用填。", "note"))
        return card

    def _free_row(self, item: ItemRow) -> QWidget:
        said = "：".join(part for part in (item.speaker, item.text) if part)
        more = f"\n{item.result}" if item.result else ""
        change = button("修改", lambda: self._add(item.kind, item), kind="quiet")
        remove = button("删除", lambda: self._remove(item), kind="quiet")
        return line(badge(item.kind.label), words(said + more, wrap=True), change, remove)

    def _matters_card(self, page: MeetingPage, offered: Sequence[MatterRow]) -> Card:
        ids = [row.id for row in offered]
        every = button(f"全部列入（{len(ids)} 件）", lambda: self._put_on(ids))
        every.setVisible(len(ids) > 1)
        card = Card("来访、来电、走访时登记的事项", "", every)
        there = [item for item in page.items if item.is_registered_before]
        rows = [self._there_row(item) for item in there]
        rows += [self._offered_row(row) for row in offered]
        card.add(words(_WHY if rows else _NOBODY, "note", wrap=True))
        card.add_rows(rows)
        return card

    def _there_row(self, item: ItemRow) -> QWidget:
        off = button("移出", lambda: self._take_off(item), kind="quiet")
        who = "某群众" if item.is_anonymous else "、".join(item.raisers)
        said = f"{item.number}　{who}：{item.summary or item.words or ''}"
        return line(badge("已列入", "accent"), words(said, wrap=True), self._look(item), off)

    def _offered_row(self, row: MatterRow) -> QWidget:
        on = button("列入", partial(self._put_on, [row.id]))
        look = button(
            "查看", lambda: self._context.show_record("matter", row.id), kind="quiet", looks=True
        )
        said = f"{row.number}　{row.raiser}：{row.title}"
        return line(badge(row.stage.label), words(said, wrap=True), look, on)

    def _look(self, item: ItemRow) -> QWidget:
        matter_id = item.matter_id or ""
        return button(
            "查看", lambda: self._context.show_record("matter", matter_id), kind="quiet", looks=True
        )

    def _add(self, kind: ItemKind, item: ItemRow | None = None) -> None:
        assert self._page is not None
        changes.add_item(self, self._context, self._page, kind, item)

    def _remove(self, item: ItemRow) -> None:
        attempt(
            self,
            self._context,
            lambda: meeting_acts.remove_item(self._context.store, item.id),
            f"已删除“{item.kind.label}”一项",
        )

    def _put_on(self, ids: Sequence[str]) -> None:
        assert self._page is not None
        meeting_id = self._page.row.id
        attempt(
            self,
            self._context,
            lambda: acts.put_on_agenda(self._context.store, meeting_id, ids),
            f"已列入 {len(ids)} 件事项",
        )

    def _take_off(self, item: ItemRow) -> None:
        attempt(
            self,
            self._context,
            lambda: acts.delete_row(self._context.store, item.id),
            f"已移出 {item.number}",
        )


_FREE = (ItemKind.PARTY_DAY, ItemKind.FREE)


def line(mark: QWidget, said: QWidget, *acts: QWidget) -> QWidget:
    """A row of a card: a badge, words, and what can be done with them."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(4, 5, 4, 5)
    row.setSpacing(10)
    row.addWidget(mark)
    row.addWidget(said, 1)
    for act in acts:
        row.addWidget(act)
    return holder


def empty(layout: QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
