"""收尾: what the hearing gave, what is missing, and after it the committees' meeting (R12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import hearings as acts
from longshan_desk.domain.labels import ItemKind
from longshan_desk.errors import AppError
from longshan_desk.queries.meetings import MeetingPage
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import forms
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.words import words


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
        self.close_button = button("收尾", self._close, kind="primary")
        self.summary.add(self.counts)
        self.summary.add(self.missing)
        row = QHBoxLayout()
        row.addWidget(self.close_button)
        row.addStretch(1)
        holder = QWidget()
        holder.setLayout(row)
        self.summary.add(holder)
        self.after = Card("三日内议事")
        self._after_rows = QVBoxLayout()
        inside = QWidget()
        inside.setLayout(self._after_rows)
        self.after.add(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.after)
        column.addStretch(1)

    def load(self, page: MeetingPage) -> None:
        self._page = page
        kinds = Counter(item.kind for item in page.items if not item.voided_reason)
        said = "，".join(
            f"{kind.label} {kinds[kind]} 条"
            for kind in (ItemKind.MATTER, ItemKind.ANSWER, ItemKind.SPEECH)
        )
        numbers = [item.number for item in page.items if item.number]
        given = f"。编号 {numbers[0]} 至 {numbers[-1]}" if numbers else ""
        self.counts.setText(f"{said}{given}")
        closed = page.row.is_closed
        self.close_button.setVisible(not closed)
        missing = [] if closed else _missing(page)
        self.missing.setText("还缺：" + "；".join(missing) if missing else "")
        self.missing.setVisible(bool(missing))
        self.after.setVisible(closed)
        if closed:
            self._show_after(page)

    def _show_after(self, page: MeetingPage) -> None:
        while (item := self._after_rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if page.committees_due:
            self._after_rows.addWidget(words(page.committees_due.rule, "note", wrap=True))
        for row in page.committees:
            link = LinkRow(words(f"{row.title} · {row.on:%Y-%m-%d} · {row.matters} 件事项"))
            link.opened.connect(lambda one=row.id: self._context.show_record("meeting", one))
            self._after_rows.addWidget(link)
        buttons = QHBoxLayout()
        new = button("新建村“两委”会议", self._committees, kind="primary")
        late = button("顺延", lambda: forms.postpone_committees(self, self._context, page))
        buttons.addWidget(new)
        buttons.addWidget(late)
        buttons.addStretch(1)
        holder = QWidget()
        holder.setLayout(buttons)
        self._after_rows.addWidget(holder)

    def _committees(self) -> None:
        assert self._page is not None
        made = forms.plan_meeting(self, self._context, self._page.row)
        if made:
            self._context.show_record("meeting", made)

    def _close(self) -> None:
        assert self._page is not None
        incomplete = self._save_spoken()
        if incomplete:
            text = f"说事记录还有 {incomplete} 行没有写完，收尾时不算在内。"
            if not speaker.confirm(self, text, "照样收尾"):
                return
        try:
            closed = acts.close_hearing(self._context.store, self._page.row.id)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        text = f"已收尾，{len(closed.numbers)} 件事项有了编号。{closed.committees_due.rule}"
        say_done(self, self._context, text)


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
