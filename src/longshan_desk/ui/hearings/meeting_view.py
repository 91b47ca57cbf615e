"""One meeting's page: its head, its steps in any order, and the panel of the open step."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.queries import meetings as queries
from longshan_desk.ui.conflict_corners import corner_row
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import changes, forms
from longshan_desk.ui.hearings.agenda_panel import AgendaPanel
from longshan_desk.ui.hearings.attendance_panel import AttendancePanel
from longshan_desk.ui.hearings.closing_panel import ClosingPanel
from longshan_desk.ui.hearings.decisions_panel import DecisionsPanel
from longshan_desk.ui.hearings.minutes_panel import MinutesPanel
from longshan_desk.ui.hearings.report_panel import ReportPanel
from longshan_desk.ui.hearings.spoken_panel import SpokenPanel
from longshan_desk.ui.hearings.steps import first_step, hearing_steps, meeting_steps
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button, press, shortcut
from longshan_desk.ui.widgets.dates import day_words, weekday_words
from longshan_desk.ui.widgets.stepper import Stepper
from longshan_desk.ui.widgets.words import badge, words


class Panel(Protocol):
    """What stands under an open step."""

    def load(self, page: queries.MeetingPage) -> None: ...


class MeetingView(QWidget):
    """Esc goes back, F2 changes the head, Ctrl+PgUp and Ctrl+PgDn turn the steps.

    ``show_meeting(id)`` loads it; ``left`` asks for the list again."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.meeting_id = ""
        self._open = ""
        self._page: queries.MeetingPage | None = None
        self._steps: list[str] = []
        self._corners: QWidget | None = None
        self.title = words("", "heading")
        self.state = badge("")
        self.about = words("", "note", wrap=True)
        self.stepper = Stepper()
        self.stepper.opened.connect(self.open_step)
        self.spoken = SpokenPanel(context)
        self.attendance = AttendancePanel(context)
        self.report = ReportPanel(context)
        self.agenda = AgendaPanel(context)
        self.minutes = MinutesPanel(context)
        self.decisions = DecisionsPanel(context)
        self.closing = ClosingPanel(context, self.spoken.save_all)
        self._panels: dict[str, Panel] = {
            "attend": self.attendance,
            "report": self.report,
            "agenda": self.agenda,
            "speak": self.spoken,
            "minutes": self.minutes,
            "decide": self.decisions,
            "close": self.closing,
        }
        self.stack = QStackedWidget()
        for panel in self._panels.values():
            assert isinstance(panel, QWidget)
            self.stack.addWidget(panel)
        self._build()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(
            button("返回", self.left.emit, kind="quiet", icon_name="back", tip="Esc", looks=True)
        )
        top.addWidget(self.title)
        top.addWidget(self.state)
        top.addWidget(self.about, 1)
        self.delete_button = button("删除", self._delete, kind="quiet")
        self.move_button = button("改期", self._move, kind="quiet")
        self.edit_button = button("修改会议", self._edit, kind="quiet", tip="F2")
        self.papers_button = button(
            "文书", self._papers, icon_name="print", tip="Ctrl+P", looks=True
        )
        for one in (
            self.delete_button,
            self.move_button,
            self.edit_button,
            self.papers_button,
        ):
            top.addWidget(one)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.stepper)
        column.addWidget(self.stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for keys, act in (
            ("Ctrl+PgUp", partial(self._turn, -1)),
            ("Ctrl+PgDown", partial(self._turn, 1)),
            ("Ctrl+P", self._papers),
        ):
            shortcut(keys, self, act, looks=True)

    def set_meeting(self, meeting_id: str) -> None:
        """Which meeting the next ``reload`` shows."""
        if meeting_id != self.meeting_id:
            self.leave()
        self.meeting_id = meeting_id

    def leave(self) -> None:
        """Keep what is typed; the meeting is read anew when it is opened again."""
        self.spoken.leave()
        self.meeting_id, self._open = "", ""

    def reload(self) -> None:
        """Raises ``NotFoundError`` for a meeting that is gone."""
        if not self.meeting_id:
            return
        page = queries.meeting_page(self._context.store, self.meeting_id)
        self._page = page
        row = page.row
        self.title.setText(f"{row.title} · {day_words(row.on)} {weekday_words(row.on)}")
        self.state.setText(forms.state_words(self._context, row))
        mark(self.state, tone=forms.state_tone(self._context, row))
        self.about.setText(_about(page))
        self._say_conflicts(row.id)
        self.move_button.setVisible(not row.is_closed)
        self.delete_button.setVisible(not row.is_closed and not page.items)
        if row.is_closed:
            self.spoken.leave()
        is_hearing = row.kind is MeetingKind.HEARING
        steps = hearing_steps(page, self._context) if is_hearing else meeting_steps(page)
        keys = self._steps = [step.key for step in steps]
        if self._open not in keys:
            self._open = _instead_of(self._open, keys) or first_step(steps)
        self.stepper.set_steps(steps, self._open)
        self._load_panel()

    def _say_conflicts(self, meeting_id: str) -> None:
        if self._corners is not None:
            self._corners.hide()
            self._corners.deleteLater()
        self._corners = corner_row(self._context, "meeting", meeting_id)
        if self._corners is not None:
            self._column.insertWidget(1, self._corners)

    def open_step(self, key: str) -> None:
        self._open = key
        self.reload()
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_F2:
            press(self.edit_button)
        else:
            super().keyPressEvent(event)

    def _turn(self, step: int) -> None:
        keys = self._steps
        at = keys.index(self._open) + step
        if 0 <= at < len(keys):
            self.open_step(keys[at])

    def _load_panel(self) -> None:
        assert self._page is not None
        panel = self._panels[self._open]
        assert isinstance(panel, QWidget)
        self.stack.setCurrentWidget(panel)
        panel.load(self._page)

    def _move(self) -> None:
        assert self._page is not None
        changes.move_meeting(self, self._context, self._page)

    def _papers(self) -> None:
        if self._page is not None:
            from longshan_desk.ui.papers.dialog import PapersDialog
            from longshan_desk.ui.papers.offers import hearing_offers

            row = self._page.row
            is_hearing = row.kind is MeetingKind.HEARING
            day = any(item.kind is ItemKind.PARTY_DAY for item in self._page.items)
            offers = hearing_offers(row.id, row.month, is_hearing=is_hearing, has_party_day=day)
            PapersDialog(self, self._context, offers).open()

    def _edit(self) -> None:
        assert self._page is not None
        forms.edit_head(self, self._context, self._page)

    def _delete(self) -> None:
        assert self._page is not None
        changes.delete_meeting(self, self._context, self._page)


def _instead_of(step: str, keys: list[str]) -> str:
    """After the closing the words are read where they were typed, and the other way round."""
    other = {"speak": "minutes", "minutes": "speak"}.get(step, "")
    return other if other in keys else ""


def _about(page: queries.MeetingPage) -> str:
    parts = [page.row.place, f"主持 {page.row.chair}" if page.row.chair else None]
    if page.recorder:
        parts.append(f"记录 {page.recorder}")
    if page.chair_reason:
        parts.append(page.chair_reason)
    if page.moves:
        last = page.moves[-1]
        parts.append(f"由 {last.from_on.month}月{last.from_on.day}日改期：{last.reason}")
    if page.late_days:
        parts.append(f"比期限迟 {page.late_days} 天")
    if page.is_entered_late:
        parts.append("补录")
    return " · ".join(part for part in parts if part)
