"""One meeting's page: its head, its steps in any order, and the panel of the open step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.errors import AppError
from longshan_desk.queries import meetings as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import forms
from longshan_desk.ui.hearings.attendance_panel import AttendancePanel
from longshan_desk.ui.hearings.closing_panel import ClosingPanel
from longshan_desk.ui.hearings.decisions_panel import DecisionsPanel
from longshan_desk.ui.hearings.minutes_panel import MinutesPanel
from longshan_desk.ui.hearings.report_panel import ReportPanel
from longshan_desk.ui.hearings.spoken_panel import SpokenPanel
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.dates import day_words, weekday_words
from longshan_desk.ui.widgets.stepper import Step, Stepper
from longshan_desk.ui.widgets.words import badge, words


class MeetingView(QWidget):
    """``show_meeting(id)`` loads it; ``left`` asks for the list again."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.meeting_id = ""
        self._open = ""
        self._page: queries.MeetingPage | None = None
        self.title = words("", "heading")
        self.state = badge("")
        self.about = words("", "note", wrap=True)
        self.stepper = Stepper()
        self.stepper.opened.connect(self.open_step)
        self.spoken = SpokenPanel(context)
        self.attendance = AttendancePanel(context)
        self.report = ReportPanel(context)
        self.minutes = MinutesPanel(context)
        self.decisions = DecisionsPanel(context)
        self.closing = ClosingPanel(context, self.spoken.save_all)
        self._panels: dict[str, QWidget] = {
            "attend": self.attendance,
            "report": self.report,
            "speak": self.spoken,
            "minutes": self.minutes,
            "decide": self.decisions,
            "close": self.closing,
        }
        self.stack = QStackedWidget()
        for panel in self._panels.values():
            self.stack.addWidget(panel)
        self._build()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(button("返回", self.left.emit, kind="quiet", icon_name="back"))
        top.addWidget(self.title)
        top.addWidget(self.state)
        top.addWidget(self.about, 1)
        self.party_day = button("主题党日", lambda: self._add(ItemKind.PARTY_DAY), kind="quiet")
        self.free_item = button("其他议题", lambda: self._add(ItemKind.FREE), kind="quiet")
        self.move_button = button("改期", self._move, kind="quiet")
        self.edit_button = button("修改会议", self._edit, kind="quiet")
        self.papers_button = button("文书", self._papers, icon_name="print")
        for one in (
            self.party_day,
            self.free_item,
            self.move_button,
            self.edit_button,
            self.papers_button,
        ):
            top.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.stepper)
        column.addWidget(self.stack, 1)

    def show_meeting(self, meeting_id: str) -> None:
        is_other = meeting_id != self.meeting_id
        self.meeting_id = meeting_id
        if is_other:
            self._open = ""
        self.reload()

    def reload(self) -> None:
        page = queries.meeting_page(self._context.store, self.meeting_id)
        self._page = page
        row = page.row
        self.title.setText(f"{row.title} · {day_words(row.on)} {weekday_words(row.on)}")
        self.state.setText("已收尾" if row.is_closed else "未收尾")
        self.about.setText(_about(page))
        is_hearing = row.kind is MeetingKind.HEARING
        self.party_day.setVisible(is_hearing)
        self.move_button.setVisible(not row.is_closed)
        steps = _hearing_steps(page, self._context) if is_hearing else _meeting_steps(page)
        keys = [step.key for step in steps]
        if self._open not in keys:
            self._open = next((s.key for s in steps if s.state == "now"), keys[0])
        self.stepper.set_steps(steps, self._open)
        self._load_panel()

    def open_step(self, key: str) -> None:
        self._open = key
        self.reload()

    def _load_panel(self) -> None:
        assert self._page is not None
        panel = self._panels[self._open]
        self.stack.setCurrentWidget(panel)
        if panel is self.report:
            self.report.load(self.meeting_id)
        elif panel is self.attendance:
            self.attendance.load(self._page)
        elif panel is self.spoken:
            self.spoken.load(self._page)
        elif panel is self.decisions:
            self.decisions.load(self._page)
        elif panel is self.minutes:
            self.minutes.load(self._page)
        else:
            self.closing.load(self._page)

    def _add(self, kind: ItemKind) -> None:
        if self._page is not None:
            forms.add_item(self, self._context, self._page, kind)

    def _move(self) -> None:
        if self._page is not None:
            forms.move_meeting(self, self._context, self._page)

    def _papers(self) -> None:
        if self._page is not None:
            from longshan_desk.ui.papers.dialog import PapersDialog, hearing_offers

            row = self._page.row
            is_hearing = row.kind is MeetingKind.HEARING
            offers = hearing_offers(row.id, row.month, is_hearing=is_hearing)
            PapersDialog(self, self._context, offers).open()

    def _edit(self) -> None:
        if self._page is not None:
            try:
                forms.edit_head(self, self._context, self._page)
            except AppError as exc:
                speaker.tell(self, exc)


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


def _hearing_steps(page: queries.MeetingPage, context: Context) -> list[Step]:
    spoken = sum(item.kind in (ItemKind.MATTER, ItemKind.ANSWER) for item in page.items)
    entered = sum(row.id is not None for row in page.attendance)
    closed = page.row.is_closed
    is_day = page.row.on <= context.today()
    return [
        Step("attend", "名单与签到", "done" if entered else "todo", f"已填 {entered} 人"),
        Step("report", "上月通报", "done" if closed else "todo", "可朗读"),
        _speak_step(closed, is_day, spoken),
        Step("close", "收尾", "done" if closed else "todo", "已收尾" if closed else ""),
    ]


def _speak_step(closed: bool, is_day: bool, spoken: int) -> Step:
    """While the hearing is open its words are typed; afterwards they are read, or added to."""
    if closed:
        return Step("minutes", "说事记录", "done", f"{spoken} 件")
    return Step("speak", "说事", "now" if is_day else "todo", f"已记 {spoken} 件")


def _meeting_steps(page: queries.MeetingPage) -> list[Step]:
    entered = sum(row.id is not None for row in page.attendance)
    decided = sum(item.decision is not None for item in page.items)
    steps = [Step("attend", "名单与签到", "done" if entered else "todo", f"已填 {entered} 人")]
    if page.row.kind is MeetingKind.COMMITTEES:
        steps.append(Step("decide", "议事", "now", f"已议定 {decided} 件"))
    steps.append(Step("minutes", "会议记录", "todo", f"{len(page.items)} 条"))
    return steps
