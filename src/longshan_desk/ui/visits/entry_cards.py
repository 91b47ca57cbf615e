"""What stands on an entry's page below its words: promise, what came of it, 批阅, corrections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from longshan_desk.domain.calendar import days_words
from longshan_desk.domain.ledger_facts import promise_due
from longshan_desk.domain.visit_labels import FollowUpKind
from longshan_desk.queries.visits import FollowUpRow, Linked, Version, VisitPage
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.timeline import Entry, Timeline
from longshan_desk.ui.widgets.words import badge, words

_KINDS = {"matter": "事项", "ledger_entry": "工作台账", "visit": "走访", "session_finding": "座谈"}


def promise_card(
    page: VisitPage, today: date, follow: Callable[[FollowUpKind], object], *actions: QWidget
) -> Card:
    """R10: what was promised, until when by which sum, and what became of it."""
    facts, ended = page.row.facts, page.row.promise_ended
    if not facts.promise or facts.promise_due is None:
        card = Card("承诺", "", *actions)
        card.add(words("没有承诺。", "note"))
        return card
    actions = ()
    if ended is None:
        actions = (
            button("记进展", partial(follow, FollowUpKind.PROGRESS), kind="quiet"),
            button("不能兑现", partial(follow, FollowUpKind.NOT_KEPT), kind="quiet"),
            button("已兑现", partial(follow, FollowUpKind.KEPT)),
        )
    due = promise_due(page.row.on, facts.promise_due)
    is_late = ended is None and due.on < today
    card = Card("承诺", "", *actions, tone="late" if is_late else "")
    line = QHBoxLayout()
    line.addWidget(words(facts.promise, wrap=True, copy=True), 1)
    state = ended.label.removeprefix("承诺") if ended else days_words(today, due.on)
    line.addWidget(badge(state, "late" if is_late else "accent" if ended else "soon"))
    holder = QWidget()
    line.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(line)
    card.add(holder)
    card.add(words(f"{facts.promise_by or ''} · {due.rule}", "note", wrap=True))
    told = [one for one in page.follow_ups if one.kind is not FollowUpKind.REVIEW]
    if told:
        card.add(Timeline([_entry(one) for one in told]))
    return card


def links_card(
    title: str,
    links: tuple[Linked, ...],
    show: Callable[[str, str], object],
    unlink: Callable[[str], object],
    *actions: QWidget,
    nothing: str,
    lead: str = "",
) -> Card:
    """What stands with a record: a click opens it, 取消关联 parts them."""
    card = Card(title, "", *actions)
    if lead:
        card.add(words(lead, wrap=True, copy=True))
    if not links:
        card.add(words(nothing, "note", wrap=True))
    card.add_rows([_link(one, show, unlink) for one in links])
    return card


def _link(
    one: Linked, show: Callable[[str, str], object], unlink: Callable[[str], object]
) -> QWidget:
    row = LinkRow(words(one.title, wrap=True), badge(_KINDS.get(one.kind, ""), "accent"))
    row.setAccessibleName(one.title)
    row.opened.connect(partial(show, one.kind, one.id))
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(row, 1)
    line.addWidget(button("取消关联", partial(unlink, one.link_id), kind="quiet"))
    return holder


def review_card(page: VisitPage, review: QWidget, remove: Callable[[str], object]) -> Card:
    """批阅: the leaders' words with who and when."""
    card = Card("领导批阅", "", review)
    rows = []
    for one in page.follow_ups:
        if one.kind is not FollowUpKind.REVIEW:
            continue
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(4, 3, 4, 3)
        line.addWidget(words(one.text or "", wrap=True, copy=True), 1)
        line.addWidget(words(f"{one.by}  {day_words(one.on)}", "note"))
        line.addWidget(button("删除", partial(remove, one.id), kind="quiet"))
        rows.append(holder)
    if not rows:
        card.add(words("还没有批阅。", "note"))
    card.add_rows(rows)
    return card


def history_card(page: VisitPage) -> Card:
    """R10: what stood before a correction stays readable, the newest correction first."""
    card = Card("更正经过", "原来写的仍可看到")
    made = [_version(one) for one in reversed(page.versions[1:])]
    first = page.versions[0]
    made.append(Entry(f"{first.written_on:%Y-%m-%d}", "登记", first.by))
    card.add(Timeline(made))
    return card


def _version(one: Version) -> Entry:
    text = f"原因：{one.reason or ''}\n更正前：{one.former or '没有写'}"
    return Entry(f"{one.written_on:%Y-%m-%d}", "更正", one.by, text, "soon")


def _entry(one: FollowUpRow) -> Entry:
    return Entry(f"{one.on:%Y-%m-%d}", one.kind.label, one.by, one.text or "")


def pairs_grid(*pairs: tuple[str, str]) -> QWidget:
    """Names and what they hold, below each other; what holds nothing is left out."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 2, 0, 0)
    grid.setColumnStretch(1, 1)
    for at, (name, value) in enumerate(pair for pair in pairs if pair[1]):
        grid.addWidget(words(name, "note"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(value, wrap=True, copy=True), at, 1)
    return box
