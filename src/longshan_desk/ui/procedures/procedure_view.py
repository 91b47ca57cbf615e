"""One decision's page: its head, the steps in their order, and the panel of the open step (R14)."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.procedure_labels import Notice, Phase
from longshan_desk.domain.procedure_labels import Step as Turn
from longshan_desk.queries.procedures import ProcedurePage, StepLine, procedure_page
from longshan_desk.ui.context import Context
from longshan_desk.ui.procedures.meeting_panel import MeetingPanel
from longshan_desk.ui.procedures.notice_cards import board_words
from longshan_desk.ui.procedures.side_panels import WORK, NoticePanel, RecordPanel, WorkPanel
from longshan_desk.ui.procedures.turn_forms import ask_end
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button, shortcut
from longshan_desk.ui.widgets.one_line import OneLine
from longshan_desk.ui.widgets.stepper import Step, Stepper
from longshan_desk.ui.widgets.words import badge, words

RECORD = "record"
_OPENS = {
    Phase.ACTING: WORK,
    Phase.CLOSING: Notice.OUTCOME_NOTICE.value,
    Phase.CLOSED: RECORD,
    Phase.ENDED: RECORD,
}
"""Which step a phase stands at, where it is not the one of its own name."""


class ProcedureView(QWidget):
    """``set_procedure(id)``, then ``load()``. ``left`` by 返回 or Esc; Ctrl+PgUp and Ctrl+PgDn
    turn the steps. A panel is built anew when the decision has changed, and only then: what is
    being typed into it stays."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.procedure_id = ""
        self.page: ProcedurePage | None = None
        self.panel: QWidget | None = None
        self._open = ""
        self._built: tuple[object, ...] = ()
        self.title = OneLine("", "heading")
        self.state = badge("")
        self.about = words("", "note")
        self.saved = words("", "note")
        self.stepper = Stepper()
        self.stepper.opened.connect(self.open_step)
        self.record_button = button("经过和规则", partial(self.open_step, RECORD), looks=True)
        self.end_button = button("终止", self._end, kind="quiet")
        self.papers_button = button(
            "文书", self.papers, icon_name="print", tip="Ctrl+P", looks=True
        )
        self._column = QVBoxLayout(self)
        self._build()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(
            button("返回", self.left.emit, kind="quiet", icon_name="back", tip="Esc", looks=True)
        )
        top.addWidget(self.title, 1)
        top.addWidget(self.state)
        top.addWidget(self.about)
        top.addWidget(self.saved)
        for made in (self.end_button, self.record_button, self.papers_button):
            top.addWidget(made)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addLayout(top)
        self._column.addWidget(self.stepper)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for keys, act in (
            ("Ctrl+PgUp", partial(self._turn, -1)),
            ("Ctrl+PgDown", partial(self._turn, 1)),
            ("Ctrl+P", self.papers),
        ):
            shortcut(keys, self, act, looks=True)

    def set_procedure(self, procedure_id: str) -> None:
        """Which decision the next ``load`` shows, at the step that is open."""
        if procedure_id != self.procedure_id:
            self._open = ""
            self.saved.clear()
            self._drop_panel()
        self.procedure_id = procedure_id

    def load(self) -> None:
        """Raises ``NotFoundError`` for a decision that is gone."""
        if not self.procedure_id:
            return
        before = self.page.row.phase if self.page and self._built else None
        known = len(self.page.facts) if before is not None and self.page else None
        page = procedure_page(self._context.store, self.procedure_id)
        self.page = page
        if known is not None and known != len(page.facts):
            self.saved.setText(f"已保存 {datetime.now():%H:%M}")
        if not self._open or (before is not None and before is not page.row.phase):
            self._open = place_of(page.row.phase, page)
        self._say_head(page)
        self.stepper.set_steps(steps(page, self._context.today()), self._open)
        self._show_panel(page)

    def open_step(self, key: str) -> None:
        """The panel of one step; of the progress notices, that of the works."""
        if key == "":
            self.left.emit()
            return
        self._open = WORK if key == Notice.PROGRESS_NOTICE.value else key
        if self.page is not None:
            self.stepper.set_steps(steps(self.page, self._context.today()), self._open)
            self._show_panel(self.page)
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.setFocus()

    @property
    def open_key(self) -> str:
        return self._open

    def papers(self) -> None:
        self._show_papers(blank=False)

    def _print_blank(self) -> None:
        self._show_papers(blank=True)

    def _show_papers(self, *, blank: bool) -> None:
        from longshan_desk.ui.papers.dialog import PapersDialog
        from longshan_desk.ui.papers.offers import procedure_offers

        offers = procedure_offers(self.procedure_id)
        PapersDialog(self, self._context, offers, blank=blank).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _turn(self, step: int) -> None:
        keys = [*(one.key for one in self._steps()), RECORD]
        at = keys.index(self._open) + step
        if 0 <= at < len(keys):
            self.open_step(keys[at])

    def _steps(self) -> list[Step]:
        return steps(self.page, self._context.today()) if self.page else []

    def _end(self) -> None:
        if self.page is not None:
            ask_end(self, self._context, self.page)

    def _say_head(self, page: ProcedurePage) -> None:
        row = page.row
        self.title.setText(f"{row.number} {row.title}" if row.number else row.title)
        self.state.setText(row.phase.label)
        tone = "late" if row.phase is Phase.FAILED else "accent" if row.phase.is_open else "plain"
        mark(self.state, tone=tone)
        about = [f"第 {row.round} 轮"] if row.round > 1 else []
        if row.due_on:
            about.append(row.due_words(self._context.today()))
        self.about.setText(" · ".join(about))
        self.end_button.setVisible(row.phase.is_open and page.state.decided_on is None)

    def _show_panel(self, page: ProcedurePage) -> None:
        """Anew only when something of the decision has changed, or another step is opened."""
        wanted = (
            page.row.id, self._open, len(page.facts), page.photos, page.demands,
            self._context.today(),
        )  # fmt: skip
        if wanted == self._built and self.panel is not None:
            if isinstance(self.panel, MeetingPanel) and self.panel.form is not None:
                self.panel.form.refresh()
            return
        self._drop_panel()
        self._built = wanted
        self.panel = self._panel(page)
        self._column.addWidget(self.panel, 1)
        if isinstance(self.panel, MeetingPanel):
            self.panel.take_focus()

    def _panel(self, page: ProcedurePage) -> QWidget:
        key, context, go = self._open, self._context, self.open_step
        if key in (Notice.RESOLUTION_NOTICE.value, Notice.OUTCOME_NOTICE.value):
            return NoticePanel(context, page, Notice(key), go)
        if key == WORK:
            return WorkPanel(context, page, go)
        if key == RECORD:
            return RecordPanel(context, page, go)
        line = next(one for one in page.steps if one.step.value == key)
        return MeetingPanel(context, page, line, go, self._print_blank)

    def _drop_panel(self) -> None:
        self._built = ()
        if self.panel is not None:
            if isinstance(self.panel, MeetingPanel):
                self.panel.leave()
            self.panel.hide()
            self._column.removeWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None


def place_of(phase: Phase, page: ProcedurePage) -> str:
    """The step that a decision stands at."""
    last = page.state.round.last
    if phase is Phase.FAILED and last is not None:
        return last.step.value
    if phase is Phase.IMPLEMENTATION and page.row.hanging is not None:
        return page.row.hanging.value
    return _OPENS.get(phase, phase.value)


def steps(page: ProcedurePage, today: date) -> list[Step]:
    """四议, 两公开 and the works between them, each with its day and how it stands."""
    found = [_meeting_step(page, line) for line in page.steps]
    found.append(_notice_step(page, Notice.RESOLUTION_NOTICE, "决议公开", today))
    found.append(_work_step(page, today))
    found.append(_notice_step(page, Notice.OUTCOME_NOTICE, "结果公开", today))
    return found


def _meeting_step(page: ProcedurePage, line: StepLine) -> Step:
    step: Turn = line.step
    if line.decided is not None:
        return Step(step.value, step.label, "done", f"{short_date(line.decided.on)}通过")
    last = line.last
    if last is not None and last.lapsed:
        return Step(step.value, step.label, "soon", "流会，重新召开")
    if last is not None:
        return Step(step.value, step.label, "late", "没有通过")
    return Step(step.value, step.label, "now" if line.is_open else "todo", "")


def _notice_step(page: ProcedurePage, notice: Notice, title: str, today: date) -> Step:
    line = page.notices[notice]
    if line.postings:
        last = line.postings[-1]
        text, tone = board_words(last, today)
        state = "done" if last.taken_down_on or tone == "accent" else tone
        return Step(notice.value, title, state, text.partition("，")[0])
    if line.why_not or not page.row.phase.is_open:
        return Step(notice.value, title, "todo", "")
    late = line.due_on is not None and line.due_on < today
    until = f"{short_date(line.due_on)}以前" if line.due_on else ""
    return Step(notice.value, title, "late" if late else "now", until)


def _work_step(page: ProcedurePage, today: date) -> Step:
    now = page.state.implementation
    if now is None:
        ready = not page.work_why_not and page.row.phase.is_open
        return Step(WORK, "实施", "now" if ready else "todo", "")
    if now.accepted_on is not None:
        return Step(WORK, "实施", "done", f"{short_date(now.accepted_on)}验收")
    late = now.due_on < today
    return Step(WORK, "实施", "late" if late else "now", f"{short_date(now.due_on)}以前")
