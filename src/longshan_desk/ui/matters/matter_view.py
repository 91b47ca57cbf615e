"""One matter's page: head, stages, words, what is next, and all that happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.labels import Act, Stage, TownshipAct
from longshan_desk.domain.matter_words import move_words
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.queries.matter_page import MatterPage, TimelineEntry, matter_page
from longshan_desk.queries.policy import current
from longshan_desk.ui.conflict_corners import corner_row
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.contact_dialog import contact_dialog
from longshan_desk.ui.matters.edit_dialog import EditDialog
from longshan_desk.ui.matters.facts_card import FactsCard
from longshan_desk.ui.matters.next_card import NextCard
from longshan_desk.ui.matters.step_dialog import step_dialog
from longshan_desk.ui.matters.township_card import TownshipCard
from longshan_desk.ui.visits.photo_card import PhotoCard
from longshan_desk.ui.widgets.buttons import button, icon_button, press
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.stepper import Step, Stepper
from longshan_desk.ui.widgets.timeline import Entry, Timeline
from longshan_desk.ui.widgets.two_columns import TwoColumns
from longshan_desk.ui.widgets.words import badge, words


class MatterView(QWidget):
    """``set_matter(id)``, then ``load()``. ``left`` by 返回 or Esc, ``turned(±1)`` to the one
    before or after.

    A page is built anew from the query at every load: nothing on it can be out of step.
    """

    left = Signal()
    turned = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.matter_id = ""
        self.page: MatterPage | None = None
        self.next: NextCard | None = None
        self._number = words("", "title")
        self._badges = QHBoxLayout()
        self._badges.setSpacing(8)
        self.back_button = button("返回", self.left.emit, icon_name="back", tip="Esc", looks=True)
        self.edit_button = button("修改", self.edit, icon_name="edit", tip="F2")
        self.correct_button = button(
            "更正", self.correct, tip="已经签字或公示过的，用更正：写明原因，原来的内容留着"
        )
        self.papers_button = button(
            "文书", self.papers, icon_name="print", tip="Ctrl+P", looks=True
        )
        self.before_button = icon_button(
            "chevron-left", "上一件（Ctrl+PgUp）", self._before, looks=True
        )
        self.after_button = icon_button(
            "chevron-right", "下一件（Ctrl+PgDn）", self._after, looks=True
        )
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addLayout(self._head())
        self._sheet: QScrollArea | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_matter(self, matter_id: str) -> None:
        """Which matter the next ``load`` shows, from its top."""
        self.matter_id = matter_id
        self._drop_sheet()

    def load(self) -> None:
        """Ask again and build the page; the place on it is kept."""
        if not self.matter_id:
            return
        page = matter_page(self._context.store, self.matter_id)
        place = self._sheet.verticalScrollBar().value() if self._sheet else 0
        soon = current(self._context.store).due_soon_days
        self._drop_sheet()
        self.page = page
        self._say_head(page)
        self.next = NextCard(self._context, page, soon)
        self.next.asked.connect(self.take)
        self._sheet = _sheet(self._context, page, self.next)
        self._column.addWidget(self._sheet, 1)
        self._sheet.verticalScrollBar().setValue(place)
        self.next.take_focus()

    def take(self, act: Act) -> None:
        """Open the form of a step."""
        if self.page is not None:
            make = contact_dialog if act is Act.CONTACT else partial(step_dialog, act=act)
            make(self, self._context, self.page).open()

    def edit(self) -> None:
        if self.page is not None:
            EditDialog(self, self._context, self.page).open()

    def correct(self) -> None:
        if self.page is not None:
            EditDialog(self, self._context, self.page, correct=True).open()

    def papers(self) -> None:
        if self.page is not None:
            from longshan_desk.ui.papers.dialog import PapersDialog
            from longshan_desk.ui.papers.offers import matter_offers

            offers = matter_offers(self._context, self.page.row.id)
            PapersDialog(self, self._context, offers).open()

    def allow_turning(self, before: bool, after: bool) -> None:
        self.before_button.setEnabled(before)
        self.after_button.setEnabled(after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_F2:
            press(self.edit_button)
        elif ctrl and event.key() == Qt.Key.Key_P:
            self.papers()
        elif ctrl and event.key() == Qt.Key.Key_PageUp:
            self._before()
        elif ctrl and event.key() == Qt.Key.Key_PageDown:
            self._after()
        else:
            super().keyPressEvent(event)

    def _before(self) -> None:
        self.turned.emit(-1)

    def _after(self) -> None:
        self.turned.emit(1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.back_button)
        row.addWidget(self._number)
        row.addLayout(self._badges)
        row.addStretch(1)
        for widget in (
            self.before_button,
            self.after_button,
            self.papers_button,
            self.correct_button,
            self.edit_button,
        ):
            row.addWidget(widget)
        return row

    def _say_head(self, page: MatterPage) -> None:
        self._number.setText(page.row.number or "未编号")
        while self._badges.count():
            item = self._badges.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text, tone in _badges(page):
            self._badges.addWidget(badge(text, tone))
        self.correct_button.setVisible(page.row.number is not None)

    def _drop_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._column.removeWidget(self._sheet)
            self._sheet.deleteLater()
            self._sheet = None


def _badges(page: MatterPage) -> list[tuple[str, str]]:
    found = [(page.row.list_kind.label, "accent")]
    if page.row.finding:
        found.append((page.row.finding.label, ""))
    if page.state.cancelled_on:
        found.append(("已销号", "plain"))
    return found


def _sheet(context: Context, page: MatterPage, next_card: NextCard) -> QScrollArea:
    sheet = TwoColumns(16, side_first=True)
    stages = Card()
    stages.add(Stepper(_stages(page), page.row.stage.value, clickable=False))
    history = Card("经过", "最近的在上面")
    history.add(Timeline(_entries(page.timeline, context.today())))
    is_above = page.row.township or page.notes
    above: list[Card] = [TownshipCard(page)] if is_above else []
    if is_above or page.scans:
        above.append(
            PhotoCard(context, Attached.MATTER, page.row.id, page.scans, "扫描件和照片", _NO_SCAN)
        )
    if (corners := corner_row(context, "matter", page.row.id)) is not None:
        sheet.main.addWidget(corners)
    for card in (stages, FactsCard(context, page), *above, history):
        sheet.main.addWidget(card)
    sheet.main.addStretch(1)
    sheet.side.addWidget(next_card)
    column = QVBoxLayout()
    column.addWidget(sheet)
    column.addStretch(1)
    return scrolled(column)


def _stages(page: MatterPage) -> list[Step]:
    """说 议 办 结 评 with the days on which they were reached."""
    state = page.state
    days = {
        Stage.HEARD: page.row.heard_on,
        Stage.DELIBERATED: state.deliberated_on,
        Stage.ACTING: state.assigned_on or state.reported_on,
        Stage.CLOSED: state.closed_on,
        Stage.RATED: None,
    }
    order = list(Stage)
    reached = order.index(page.row.stage)
    found = []
    for at, stage in enumerate(order):
        day = days[stage] if at <= reached else None
        settled = stage is Stage.CLOSED and state.cancelled_on is not None
        done = at < reached or settled or stage is page.row.stage is Stage.RATED
        found.append(
            Step(
                stage.value,
                stage.label,
                "done" if done else "now" if at == reached else "todo",
                short_date(day) if day else "",
            )
        )
    return found


_NO_SCAN = "没有扫描件。来文的扫描件、现场的照片可以拖到这里。"
_TONES: dict[Act | TownshipAct, str] = {Act.REOPEN: "soon", Act.CORRECT: "soon"}


def _entries(timeline: Sequence[TimelineEntry], today: date) -> list[Entry]:
    return [_entry(one, today) for one in reversed(timeline)]


def _entry(one: TimelineEntry, today: date) -> Entry:
    same_year = one.on.year == today.year
    marks = [("补录", "soon")] if one.is_entered_late else []
    if one.meeting:
        marks.append((one.meeting, ""))
    if one.is_township:
        marks.append(("乡镇", "accent"))
    if one.number:
        marks.append((f"合并的 {one.number}", ""))
    return Entry(
        day=short_date(one.on) if same_year else f"{one.on:%Y-%m-%d}",
        act=one.act.label,
        by=one.by,
        text=move_words(one.act, one.data, one.text),
        tone=_TONES.get(one.act, ""),
        marks=tuple(marks),
    )
