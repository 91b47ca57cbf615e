"""批量录入: a group's month of visits, a row each, by keyboard alone (R10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions.visits import add_visits
from longshan_desk.domain.calendar import Month
from longshan_desk.errors import AppError
from longshan_desk.queries.diary import refusals
from longshan_desk.queries.policy import current
from longshan_desk.queries.visit_rounds import Round, visiting_round
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper
from longshan_desk.ui.visits import batch_rows
from longshan_desk.ui.visits.batch_acts import RowActs
from longshan_desk.ui.visits.batch_bar import BatchBar
from longshan_desk.ui.visits.batch_grid import BatchGrid
from longshan_desk.ui.visits.batch_keys import RowKeys
from longshan_desk.ui.visits.batch_rows import Defaults, is_open, is_written, of_household
from longshan_desk.ui.visits.batch_side import BatchSide
from longshan_desk.ui.visits.counting import similar_words, tally
from longshan_desk.ui.visits.pasting import put_pasted
from longshan_desk.ui.widgets.buttons import shortcut
from longshan_desk.ui.widgets.grid_rows import GridRow
from longshan_desk.ui.widgets.notice import Notice


class BatchPanel(QWidget):
    """What is typed lies in the draft within a second; Ctrl+S writes all rows as one act, and so
    do another group, another month and leaving the page. Until then a row can be mended freely;
    afterwards it is corrected with a reason."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._round: Round | None = None
        self._month: Month | None = None
        self._key = ""
        self._rows: list[GridRow] = []
        self._keeper: DraftKeeper | None = None
        self._is_saving = False
        self.bar = BatchBar(context)
        self.side = BatchSide()
        self.grid = BatchGrid(context, self.side.phrases)
        self.keys = RowKeys(context)
        self.unsaved = Notice()
        self.acts = RowActs(self, context)
        self._connect()
        self._put_together()

    # -- what is shown ----------------------------------------------------------------------------

    def load(self, month: Month) -> None:
        """Show a month; what is typed and not on record stays as it is."""
        if self._is_saving:
            return
        self.bar.show_groups()
        key = f"visits/{month}/{self.bar.group or 'all'}"
        if key != self._key:
            self._leave()
        self._month = month
        found = visiting_round(self._context.store, month, group=self.bar.group)
        self._round = found
        self.bar.set_period(found.period, self._context.today())
        self.grid.defaults = self.bar.defaults(found.period)
        self._rows = batch_rows.merged(found, self._rows, self._context.today())
        if key != self._key:
            self._key = key
            self._restore()
            self.side.phrases.ask(self._context)
        self.refill()

    def go_to(self, household_id: str, group_no: int) -> None:
        """Stand in a household's row, whichever group it is of."""
        if self.bar.group not in (None, group_no):
            self.bar.set_group(group_no)
        self.bar.missing.setChecked(False)
        self.grid.go_to(household_id)
        self.grid.setFocus()

    def start(self) -> None:
        self.grid.setFocus()
        self.grid.start()

    def defaults(self) -> Defaults:
        assert self._round is not None
        return self.bar.defaults(self._round.period)

    def written(self) -> list[GridRow]:
        return [row for row in self._rows if is_written(row)]

    # -- drafts -----------------------------------------------------------------------------------

    def draft(self) -> dict[str, Any]:
        for row in self.written():
            batch_rows.pin(row, self.defaults())
        return {"rows": batch_rows.draft_of(self._rows)}

    def set_draft(self, values: dict[str, Any]) -> None:
        batch_rows.put_draft(self._rows, values["rows"])

    def write_draft(self) -> None:
        if self._keeper is None:
            return
        if self.written():
            self._keeper.write_now()
        else:
            self._keeper.discard()

    def hideEvent(self, event: QHideEvent) -> None:
        if self._keeper is not None and self._context.is_open:
            self._keeper.flush()
            if not event.spontaneous():  # somebody went elsewhere; a minimised window waits
                self.save()
        super().hideEvent(event)

    # -- saving -----------------------------------------------------------------------------------

    def save(self) -> bool:
        """Ctrl+S: write what is typed as one act; whether nothing was refused."""
        self.grid.save_now()
        rows, facts, troubles = batch_rows.readable(self.written(), self.defaults())
        for place, error in sorted(refusals(self._context.store, facts).items(), reverse=True):
            troubles.insert(0, (rows[place], error))
            del rows[place], facts[place]
        if facts:
            self.write(lambda: add_visits(self._context.store, facts), rows)
            self.grid.go_on()
            if self.window().isVisible():
                say_done(self, self._context, f"已保存 {len(facts)} 户")
        self._say_troubles(troubles)
        return not troubles

    def write(self, act: Callable[[], object], rows: Sequence[GridRow]) -> None:
        """Do an act that puts these rows on record, and show them as what is there now. An
        ``AppError`` of the act leaves them as they are."""
        self._is_saving = True
        try:
            act()
        finally:
            self._is_saving = False
        for row in rows:
            batch_rows.empty(row)
        self.write_draft()
        if self._key:  # otherwise other households are about to be shown
            self.reload()

    def reload(self) -> None:
        if self._month is not None:
            self.load(self._month)

    def forget(self, row: GridRow) -> None:
        """R35: words that name a cadre do not stay here, nor in the draft."""
        self.grid.set_value(row.key, "text", "")
        self.write_draft()

    def _say_troubles(self, troubles: Sequence[tuple[GridRow, AppError]]) -> None:
        if not troubles:
            self.unsaved.hide()
            return
        row = troubles[0][0]
        said, group = batch_rows.trouble_words(troubles), of_household(row).household.group_no
        self.unsaved.say(said, "late", "到这一户", lambda: self.go_to(row.key, group))

    # -- typing -----------------------------------------------------------------------------------

    def _edited(self) -> None:
        row = self.grid.current_row()
        if row is not None:
            self.side.phrases.narrow(row.values.get("text") or "")
        self.edited.emit()

    def _row_left(self, row: GridRow) -> None:
        if not is_written(row):
            self.count()
            return
        batch_rows.pin(row, self.defaults())
        self.count()
        _, facts, _ = batch_rows.readable([row], self.defaults())
        policy = current(self._context.store)
        self.side.say_similar(similar_words(self._rows, facts[0], policy) if facts else "")

    def _defaults_changed(self) -> None:
        if self._round is None:
            return
        self.grid.defaults = self.defaults()
        self.grid.viewport().update()
        rows = self.written()
        if rows:
            said = f"已录、没有保存的 {len(rows)} 户还是原来的日期、方式和走访人。"
            self.unsaved.say(said, "", "这几户也改", self._repin)

    def _repin(self) -> None:
        for row in self.written():
            batch_rows.pin(row, self.defaults(), anew=True)
        self.unsaved.hide()
        self.write_draft()
        self.refill()

    def _paste(self, text: str) -> None:
        if self._round is None:
            return
        try:
            said = put_pasted(text, self._round, self._rows)
        except AppError as error:
            speaker.tell(self, error)
            return
        self.unsaved.say(said)
        self.write_draft()
        self.refill()

    def _finished(self) -> None:
        if self.written():
            self.bar.save_button.setFocus()

    # -- putting together -------------------------------------------------------------------------

    def count(self) -> None:
        found = tally(self._rows)
        self.bar.say(found.written, len(self._rows), found.unchanged, found.unsaved)

    def refill(self) -> None:
        """Show the rows as they are now, the cursor where it was."""
        current, column = self.grid.current_row(), self.grid.currentIndex().column()
        only = self.bar.missing.isChecked()
        shown = [row for row in self._rows if is_open(row)] if only else self._rows
        focus = self.window().focusWidget()
        had_focus = focus is not None and (focus is self.grid or self.grid.isAncestorOf(focus))
        self.grid.set_rows(shown)
        self.count()
        if current is not None and column >= 0 and any(row.key == current.key for row in shown):
            self.grid.go_to(current.key)
        if had_focus and self.grid.currentIndex().row() < 0:
            self.start()

    def _leave(self) -> None:
        """Another group or month: what is typed goes on record, what is refused into the draft."""
        self._key = ""
        if self.written():
            self.save()
        if self._keeper is not None:
            self.write_draft()
            self._keeper.deleteLater()
            self._keeper = None
        self._rows = []
        self.grid.set_rows([])
        self.side.say_similar("")

    def _restore(self) -> None:
        self._keeper = DraftKeeper(self, self._context.drafts, self._key, self)
        draft = self._keeper.restore()
        rows = len(self.written())
        if draft is not None and rows:
            self.unsaved.say(f"已恢复 {draft.clock} 没有保存的 {rows} 户。", "", "保存", self.save)

    def _connect(self) -> None:
        self.grid.edited.connect(self._edited)
        self.grid.row_changed.connect(self._row_left)
        self.grid.current_row_changed.connect(self._show_row)
        self.grid.act_asked.connect(self.acts.do)
        self.keys.asked.connect(self.acts.do)
        self.grid.pasted.connect(self._paste)
        self.grid.finished.connect(self._finished)
        self.bar.group_chosen.connect(self.reload)
        self.bar.group_picked.connect(self.start)
        self.bar.defaults_changed.connect(self._defaults_changed)
        self.bar.narrowed.connect(lambda on: self.refill())
        self.bar.save_button.clicked.connect(lambda: self.save())
        self.side.phrases.picked.connect(self.grid.take)
        for keys, act in (("Ctrl+S", self.save), ("Ctrl+D", lambda: self.acts.do("details"))):
            shortcut(keys, self, act)

    def _show_row(self, row: GridRow) -> None:
        self.side.phrases.narrow("")
        self.side.show_household(of_household(row))

    def _put_together(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.grid, 1)
        body.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.unsaved)
        column.addLayout(body, 1)
        column.addWidget(self.keys)
        self.setFocusProxy(self.grid)
