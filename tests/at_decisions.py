"""Hands and eyes on the page 四议两公开, for its tests and for the road's journey."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.actions import rolls as roll_acts
from longshan_desk.actions.procedures import NewProcedure, Sitting, new_procedure, take_vote
from longshan_desk.actions.rolls import SeatFacts
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import Sex
from longshan_desk.domain.procedure_labels import Step
from longshan_desk.ui.procedures.meeting_form import MeetingForm
from longshan_desk.ui.procedures.meeting_panel import MeetingPanel
from longshan_desk.ui.procedures.page import ProceduresPage
from longshan_desk.ui.procedures.procedure_view import ProcedureView

CTRL = Qt.KeyboardModifier.ControlModifier
PARTY = tuple(f"党员{one}" for one in "甲乙丙丁戊己庚辛壬")
REPRESENTATIVES = tuple(f"代表{one}" for one in "甲乙丙丁戊己庚辛壬癸子丑")
HEAD = {"place": "村委会会议室", "chair": "马文秀", "recorder": "王会计"}


def fill_rolls(desk: Desk) -> None:
    """应到: 支委会 2, “两委” 3, 党员大会 9, 村民代表会议 12 and two of the committee."""
    for name in PARTY:
        roll_acts.add_seat(desk.store, Body.PARTY_MEMBERS, SeatFacts(name))
    roll_acts.add_seat(desk.store, Body.PARTY_MEMBERS, SeatFacts("预备党员", is_probationary=True))
    for at, name in enumerate(REPRESENTATIVES):
        sex = Sex.FEMALE if at % 2 else Sex.MALE
        roll_acts.add_seat(desk.store, Body.REPRESENTATIVES, SeatFacts(name, sex=sex))


def begin(desk: Desk, title: str = "硬化产业路", type_code: str = "public_works") -> str:
    return new_procedure(desk.store, NewProcedure(type_code, title))


def vote(desk: Desk, procedure_id: str, step: Step, present: int, in_favour: int) -> None:
    """One meeting today by the roll; who did not agree abstained."""
    sitting = Sitting(
        step,
        present,
        in_favour,
        abstained=present - in_favour,
        on=desk.today,
        place=HEAD["place"],
        chair=HEAD["chair"],
        recorder=HEAD["recorder"],
    )
    take_vote(desk.store, procedure_id, sitting)


def decide(desk: Desk, procedure_id: str) -> None:
    """All four meetings pass, today."""
    for step, there in zip(Step, (2, 3, 9, 14), strict=True):
        vote(desk, procedure_id, step, there, there)


class Decisions:
    """A clerk at the page 四议两公开."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk

    @property
    def page(self) -> ProceduresPage:
        page = self.clerk.window.page("procedures")
        assert isinstance(page, ProceduresPage)
        return page

    @property
    def view(self) -> ProcedureView:
        return self.page.view

    @property
    def panel(self) -> QWidget:
        panel = self.view.panel
        assert panel is not None
        return panel

    @property
    def meeting(self) -> MeetingPanel:
        assert isinstance(self.panel, MeetingPanel)
        return self.panel

    @property
    def form(self) -> MeetingForm:
        form = self.meeting.form
        assert form is not None
        return form

    def open(self, procedure_id: str) -> None:
        self.clerk.context.show_record("procedure", procedure_id)

    def show_board(self) -> ProceduresPage:
        self.clerk.window.show_page("procedures")
        return self.page

    def type(self, **values: object) -> None:
        """Type into the fields of the meeting's form."""
        for key, value in values.items():
            if isinstance(value, date):
                value = f"{value.year}.{value.month}.{value.day}"
            self.clerk.type(self.form, key, str(value))

    def tick(self, *names: str) -> None:
        """Check names off with the mouse's click on their boxes (here by their state)."""
        items = self.form.came.ticks.list
        for at in range(items.count()):
            item = items.item(at)
            if item.text() in names:
                item.setCheckState(Qt.CheckState.Checked)

    def votes(self, in_favour: int, against: int = 0, abstained: int = 0) -> None:
        self.type(in_favour=in_favour, against=against, abstained=abstained)

    def save(self) -> None:
        """Ctrl+Enter in the meeting's form; it goes through."""
        sheet = self.meeting.sheet
        assert sheet is not None
        before = len(self.view.page.facts) if self.view.page else 0
        self.clerk.key(sheet, Key.Key_Return, CTRL)
        page = self.view.page
        wrong = [one.said for one in sheet.form.fields.values() if one.input.property("wrong")]
        assert page is not None
        assert len(page.facts) == before + 1, wrong or sheet.notice

    def refused(self) -> str:
        sheet = self.meeting.sheet
        assert sheet is not None
        assert not sheet.save()
        wrong = [one.said for one in sheet.form.fields.values() if one.input.property("wrong")]
        return "\n".join(wrong) or sheet.notice

    def hold(self, in_favour: int, against: int = 0, present: int | None = None) -> None:
        """One meeting on the open step, typed: place, chair and recorder as they are known."""
        self.type(**HEAD, present=present or in_favour + against)
        self.votes(in_favour, against)
        self.save()

    def press(self, words: str, inside: QWidget | None = None) -> None:
        self.clerk.press_words(inside or self.panel, words)

    def fill_and_save(self, words: str, **values: object) -> None:
        """Press a button of the panel, fill the form that opens, Ctrl+Enter."""
        self.press(words)
        self.clerk.fill(**values)
        self.clerk.save()
