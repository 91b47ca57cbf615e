"""收尾: what the hearing gave, what is missing, and after it the committees' meeting (R12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import hearings as acts
from longshan_desk.domain.labels import ItemKind
from longshan_desk.errors import AppError
from longshan_desk.queries.meetings import MeetingPage, MeetingRow
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import changes, forms
from longshan_desk.ui.hearings.agenda_panel import empty
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.dates import day_words, weekday_words
from longshan_desk.ui.widgets.fields import Line
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words

_THEN = "收尾以后，事项得到编号、列入登记册，三日内议事的期限开始计算。收错了可以撤销。"


class ClosingPanel(QWidget):
    """``save_spoken()`` saves the grid first and says how many rows are incomplete."""

    def __init__(self, context: Context, save_spoken: Callable[[], int]) -> None:
        super().__init__()
        self._context = context
        self._save_spoken = save_spoken
        self._page: MeetingPage | None = None
        self.summary = Card("这次说事会")
        self.counts = words("", "strong", wrap=True)
        self.missing = words("", "", "soon", wrap=True)
        self.ended = Line("ended_at", "散会时间", placeholder="如 11:20，可以不填")
        self.ended.setMaximumWidth(260)
        self.then = words(_THEN, "note", wrap=True)
        self.close_button = button("收尾", self.close_hearing, kind="primary")
        for made in (self.counts, self.missing, self.ended, self.then):
            self.summary.add(made)
        self._act_row = _row(self.close_button)
        self.summary.add(self._act_row)
        self.after = Card("三日内议事")
        self._after_rows = QVBoxLayout()
        self._after_rows.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self._after_rows)
        self.after.add(inside)
        body = QVBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.summary)
        body.addWidget(self.after)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(body))

    def load(self, page: MeetingPage) -> None:
        is_other = self._page is None or self._page.row.id != page.row.id
        self._page = page
        if is_other:
            self.ended.set_value(forms.clock_words(page.ended_at))
        closed = page.row.is_closed
        ended = f"{forms.clock_words(page.ended_at)} 散会。" if closed and page.ended_at else ""
        self.counts.setText(ended + _counts(page))
        for made in (self.ended, self.then, self._act_row):
            made.setVisible(not closed)
        early = page.row.on > self._context.today()
        self.close_button.setEnabled(not early)
        missing = [] if closed else _missing(page)
        if early:
            missing = [f"说事日是{day_words(page.row.on)}，到那天才能收尾"]
        self.missing.setText(("" if early else "还缺：") + "；".join(missing) + "。")
        self.missing.setVisible(bool(missing))
        self.after.setVisible(closed)
        if closed:
            self._show_after(page)

    def close_hearing(self) -> None:
        """收尾; rows that are not complete stay, and can go in afterwards (R37)."""
        assert self._page is not None
        incomplete = self._save_spoken()
        if incomplete:
            text = f"说事记录还有 {incomplete} 行没有写完，这次不编号。"
            lost = "这几行不会丢：收尾以后在“说事记录”里可以补录。"
            if speaker.choose(self, text, ["照样收尾"], hint=lost) is None:
                return
        try:
            ended = forms.read_clock(self.ended.value(), "ended_at")
            closed = acts.close_hearing(self._context.store, self._page.row.id, ended_at=ended)
        except AppError as exc:
            if exc.where == "ended_at":
                self.ended.show_error(exc)
            else:
                speaker.tell(self, exc)
            return
        many = f"{len(closed.numbers)} 件事项有了编号。" if closed.numbers else "没有事项。"
        due = f"村“两委”会议最迟 {closed.committees_due.on.month}月{closed.committees_due.on.day}日"
        say_done(self, self._context, f"已收尾，{many}{due}")

    def _show_after(self, page: MeetingPage) -> None:
        empty(self._after_rows)
        if page.committees_due:
            text = f"村“两委”会议的期限：{page.committees_due.rule}"
            self._after_rows.addWidget(words(text, "note", wrap=True))
        for row in page.committees:
            link = LinkRow(words(_meeting_words(row)), badge(forms.state_words(self._context, row)))
            link.opened.connect(lambda one=row.id: self._context.show_record("meeting", one))
            self._after_rows.addWidget(link)
        kind = "secondary" if page.committees else "primary"
        new = button("新建村“两委”会议", self.plan_committees, kind=kind)
        late = button("顺延", lambda: changes.postpone_committees(self, self._context, page))
        late.setToolTip("因故不能在期限内开会的，写明原因，改到哪一天")
        self._after_rows.addWidget(_row(new, late))

    def plan_committees(self) -> None:
        assert self._page is not None
        forms.plan_meeting(self, self._context, self._page)


def _row(*made: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 4, 0, 0)
    for one in made:
        row.addWidget(one)
    row.addStretch(1)
    return holder


def _counts(page: MeetingPage) -> str:
    items = [item for item in page.items if not item.voided_reason]
    own = Counter(item.kind for item in items if not item.is_registered_before)
    before = sum(item.is_registered_before for item in items)
    parts = [
        f"{kind.label} {own[kind]} 条"
        for kind in (ItemKind.MATTER, ItemKind.ANSWER, ItemKind.SPEECH, ItemKind.PARTY_DAY)
        if own[kind]
    ]
    if before:
        parts.append(f"以前登记、这次说到的 {before} 件")
    said = "，".join(parts) or "还没有记录"
    numbers = [item.number for item in page.items if item.number and not item.is_registered_before]
    given = f"编号 {numbers[0]} 至 {numbers[-1]}。" if numbers else ""
    return f"{said}。{given}"


def _meeting_words(row: MeetingRow) -> str:
    return f"{row.title} · {day_words(row.on)} {weekday_words(row.on)} · {row.matters} 件事项"


def _missing(page: MeetingPage) -> list[str]:
    """What a complete hearing would have; none of it keeps the clerk from closing."""
    found = []
    if not any(row.id for row in page.attendance):
        found.append("到会情况没有填写")
    if not page.row.chair:
        found.append("没有写主持人")
    if not page.recorder:
        found.append("没有写记录人")
    if not any(item.kind in (ItemKind.MATTER, ItemKind.ANSWER) for item in page.items):
        found.append("没有群众反映的事项")
    return found
