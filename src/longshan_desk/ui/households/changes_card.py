"""户情变动 on the household's page: what happened, with the mending of mistakes (R46)."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from longshan_desk.actions.household_changes import cancel_change
from longshan_desk.domain.household_changes import Change
from longshan_desk.queries.household_changes import ActRow, household_acts
from longshan_desk.queries.households import HouseholdPage
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.households.change_dialogs import ORDER, ChangeDialog
from longshan_desk.ui.households.moved_sheet import write_sheet
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.fields import Choice, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.timeline import Entry, Timeline
from longshan_desk.ui.widgets.words import words


class ChangesMenu(QMenu):
    """One line for each act; ``changes_menu.drop(button)`` opens it below its button."""

    def __init__(self, owner: QWidget, context: Context) -> None:
        super().__init__(owner)
        self._owner, self._context = owner, context
        self.page: HouseholdPage | None = None
        for change in ORDER:
            self.addAction(f"{change.label}…").triggered.connect(partial(self.ask, change))

    def drop(self, below: QPushButton) -> None:
        self.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))

    def ask(self, change: Change) -> None:
        if self.page is not None:
            ChangeDialog(self._owner, self._context, self.page, change).open()


def changes_card(owner: QWidget, context: Context, page: HouseholdPage) -> Card:
    """The acts of a household, the latest first."""
    rows = household_acts(context.store, page.row.id)
    open_rows = [row for row in rows if not row.is_cancelled]
    actions = []
    moved = [row for row in open_rows if row.act is Change.MOVE_OUT and row.people]
    if moved:
        write = partial(write_sheet, owner, context, moved[0].id, page.row.head)
        actions.append(button("迁移表", write, kind="quiet", tip="交给对方村导入的 Excel 表"))
    if open_rows:
        mend = partial(_ask_cancel, owner, context, page, open_rows)
        actions.append(button("登记错了…", mend, kind="quiet"))
    card = Card("户情变动", "", *actions)
    if rows:
        card.add(Timeline([_entry(row) for row in rows]))
    else:
        card.add(words("没有登记过迁入、迁出、分户等变动。", "note"))
    return card


def _entry(row: ActRow) -> Entry:
    marks = [("补录", "soon")] if row.is_entered_late else []
    if row.is_cancelled:
        marks.append(("已更正", "muted"))
    why = f"更正：{row.cancelled_why}" if row.is_cancelled else ""
    text = "；".join(filter(None, (row.words, row.reason, why)))
    return Entry(f"{row.on:%Y-%m-%d}", row.act.label, row.by, text, "", tuple(marks))


def _ask_cancel(owner: QWidget, context: Context, page: HouseholdPage, rows: list[ActRow]) -> None:
    """登记错了: take one act back, with the reason; both stay on record."""
    options = [Option(row.id, f"{day_words(row.on)} {row.words}") for row in rows]
    reason = Text("reason", "哪里登记错了", rows=2, required=True)
    form = Form([Choice("act", "哪一条", options, as_list=True, required=True, wide=True), reason])
    form.set_values({"act": rows[0].id})

    def save(values: dict[str, Any]) -> None:
        cancel_change(context.store, values["act"], reason=values["reason"])
        say_done(owner, context, "已更正，这一条不再算数")

    key = f"household/{page.row.id}/cancel"
    FormDialog(
        owner, context, "更正户情变动", form, verb="更正", on_save=save, draft_key=key
    ).open()
