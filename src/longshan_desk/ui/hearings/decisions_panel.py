"""议事: one committees' meeting decides many matters, a row each (R12, R13)."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import meetings as acts
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries.matters import MatterRow
from longshan_desk.queries.meetings import MeetingPage, to_deliberate
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper
from longshan_desk.ui.hearings import decision_rows
from longshan_desk.ui.hearings.grid_sync import current_row
from longshan_desk.ui.widgets.buttons import button, shortcut
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridRow
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import Hint, words

HINT = (
    "只议定选了结果的事项，没有选的留到下次。数字选结果 · 回车下一件 · Tab 换格 · Ctrl+Enter 议定"
)


class DecisionsPanel(QWidget):
    """The matters that wait, each with its decision; one button decides all rows that have one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._meeting_id = ""
        self._matters: dict[str, MatterRow] = {}
        self._keeper: DraftKeeper | None = None
        self.notice = Notice()
        self.decided = words("", "note", wrap=True)
        self.needs = words("", "strong", wrap=True)
        self.grid = FastGrid(
            decision_rows.columns(context), kind_key="decision", enter_to="decision"
        )
        self.grid.row_changed.connect(self._tidy)
        self.grid.edited.connect(self._show_needs)
        self.grid.current_row_changed.connect(lambda row: self._show_needs())
        self.save_button = button("议定", self.save, kind="primary", tip="Ctrl+Enter")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut(keys, self, self.save_button)
        row = QHBoxLayout()
        row.addWidget(Hint(HINT), 1)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addWidget(self.decided)
        column.addWidget(self.grid, 1)
        column.addWidget(self.needs)
        column.addLayout(row)

    def load(self, page: MeetingPage) -> None:
        done = [item for item in page.items if item.decision]
        said = "；".join(f"{one.number} {one.decision.label}" for one in done if one.decision)
        waiting = to_deliberate(self._context.store, page.row.id)
        none = "" if waiting else "没有等着议定的事项。"
        self.decided.setText((f"已议定 {len(done)} 件：{said}。" if done else "") + none)
        self.decided.setVisible(bool(self.decided.text()))
        early = page.row.on > self._context.today()
        self.save_button.setEnabled(bool(waiting) and not early)
        if early:
            self.notice.say(f"会议日期是{day_words(page.row.on)}，到那天才能议定；可以先填好。")
        is_same = self._meeting_id == page.row.id
        if is_same and set(self._matters) == {row.id for row in waiting}:
            return
        typed = self._by_matter() if is_same else self._take_up(page.row.id)
        self._matters = {row.id: row for row in waiting}
        self.grid.set_rows([decision_rows.grid_row(row, typed.get(row.id)) for row in waiting])
        self._show_needs()
        self.start()
        if self._keeper is not None and not self._has_typed():
            self._keeper.discard()

    def start(self) -> None:
        """Typing goes on at the first matter without a decision."""
        rows = self.grid.rows()
        at = next((n for n, row in enumerate(rows) if not row.values.get("decision")), 0)
        if rows and self.isVisible():
            self.grid.setFocus()
            self.grid.setCurrentIndex(self.grid.model().index(at, 1))

    def hideEvent(self, event: QHideEvent) -> None:
        if self._keeper is not None:
            self._keeper.flush()
        super().hideEvent(event)

    def _take_up(self, meeting_id: str) -> dict[str, GridRow]:
        """Begin with another meeting; what its draft holds, by matter."""
        if self._keeper is not None:
            self._keeper.flush()
            self._keeper.deleteLater()
        if self._meeting_id:
            self.notice.hide()
        self._meeting_id = meeting_id
        key = f"meeting/{meeting_id}/decisions"
        self._keeper = DraftKeeper(self.grid, self._context.drafts, key, self)
        draft = self._keeper.restore()
        typed = self._by_matter() if draft is not None else {}
        if draft is not None:
            self.notice.say(f"已恢复 {draft.clock} 没有议定的内容。")
        return typed

    def _by_matter(self) -> dict[str, GridRow]:
        return {row.extra["matter"]: row for row in self.grid.rows() if row.extra.get("matter")}

    def _has_typed(self) -> bool:
        return any(decision_rows.is_typed(row) for row in self.grid.rows())

    def save(self) -> None:
        """议定: all rows with a decision, in one act."""
        self.grid.save_now()
        try:
            rulings = [
                decision_rows.ruling(row, self._matters[row.extra["matter"]], self._context.today())
                for row in self.grid.rows()
                if row.values.get("decision")
            ]
            if not rulings:
                raise BadValueError("没有选任何一件的结果。", hint="请至少选一件的议定结果。")
            done = acts.decide_matters(self._context.store, self._meeting_id, rulings)
        except AppError as exc:
            self.notice.say(f"没有议定：{exc.message}{exc.hint}", "late")
            return
        self.notice.hide()
        if self._keeper is not None and not self._has_typed():
            self._keeper.discard()
        say_done(self, self._context, f"已议定 {len(done)} 件事项")

    def _tidy(self, row: GridRow) -> None:
        """A day typed as 4.20 is shown in full, so that an assumed year is seen."""
        typed = row.values.get("due") or ""
        try:
            day = decision_rows.read_due(typed, self._context.today())
        except BadValueError:
            return
        if day is not None and typed != day.isoformat():
            self.grid.set_value(row.key, "due", day.isoformat())

    def _show_needs(self) -> None:
        chosen = {one.values.get("decision") for one in self.grid.rows()}
        for keys, decisions in decision_rows.WANTED_BY.items():
            self.grid.show_columns(keys, not chosen.isdisjoint(decisions))
        row = current_row(self.grid)
        self.needs.setText(decision_rows.needs_words(row.values) if row is not None else "")
