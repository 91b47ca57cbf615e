"""走访 on the household's page: the last visits, promises due, what came of them (R10)."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from longshan_desk.domain.calendar import days_words
from longshan_desk.queries.household_visits import household_visits
from longshan_desk.queries.households import HouseholdRow
from longshan_desk.queries.visits import Linked, VisitRow
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.words import badge, words

_KINDS = {"matter": "事项", "ledger_entry": "工作台账"}


def visits_card(context: Context, row: HouseholdRow) -> Card:
    """Rows open the entry in the diary; 记日记 stands at the top of the page."""
    found = household_visits(context.store, row.id)
    card = Card("走访", f"共 {found.count} 次" if found.count else "")
    if not found.count:
        card.add(words("还没有走访记录。", "note"))
        return card
    rows: list[QWidget] = [_promise(context, one) for one in found.promised]
    rows += [_visit(context, one) for one in found.last]
    rows += [_link(context, one) for one in found.links]
    card.add_rows(rows)
    if found.count > len(found.last):
        everything = partial(context.show_record, "household-diary", row.id)
        card.add(button(f"看全部 {found.count} 次", everything, kind="link"))
    return card


def _promise(context: Context, row: VisitRow) -> LinkRow:
    due = row.facts.promise_due
    assert due is not None
    is_late = due < context.today()
    made = LinkRow(
        words(f"承诺：{row.facts.promise}", wrap=True),
        badge(days_words(context.today(), due), "late" if is_late else "soon"),
    )
    made.opened.connect(partial(context.show_record, "visit", row.id))
    return made


def _visit(context: Context, row: VisitRow) -> LinkRow:
    made = LinkRow(
        words(row.text or "没有写情况", wrap=True),
        words("、".join(row.facts.visitors), "note"),
        words(row.facts.way.label, "note"),
        words(f"{row.on:%Y-%m-%d}", "note"),
    )
    made.opened.connect(partial(context.show_record, "visit", row.id))
    return made


def _link(context: Context, one: Linked) -> LinkRow:
    made = LinkRow(words(one.title, wrap=True), badge(_KINDS.get(one.kind, ""), "accent"))
    made.opened.connect(partial(context.show_record, one.kind, one.id))
    return made
