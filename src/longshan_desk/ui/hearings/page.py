"""The page 说事会: the list of meetings, and one meeting."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from longshan_desk.errors import NotFoundError
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import forms
from longshan_desk.ui.hearings.meeting_list import MeetingList
from longshan_desk.ui.hearings.meeting_view import MeetingView
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.record_page import RecordPage


class HearingsPage(RecordPage):
    topics: ClassVar = (
        "meeting",
        "meeting_move",
        "attendance",
        "agenda_item",
        "matter",
        "raiser",
        "move",
        "cadre",
        "term",
        "hearing_day_rule",
        "visit",
        "visit_session",
        "session_finding",
        "visit_link",
    )

    def __init__(self, context: Context) -> None:
        self.new_hearing = button(
            "安排说事会", self._plan_hearing, kind="primary", icon_name="plus"
        )
        self.new_meeting = button("新建会议", self._plan_meeting)
        super().__init__(context, "说事会", self.new_meeting, self.new_hearing)
        self.list = MeetingList(context, self._plan_hearing)
        self.view = MeetingView(context)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.view)
        self.body.addWidget(self.stack)
        self.list.table.opened.connect(self._open)
        self.view.left.connect(self.go_back)

    def load(self) -> None:
        if self.stack.currentWidget() is not self.view:
            self.list.load()
            return
        try:
            self.view.reload()
        except NotFoundError:  # its planning was just undone, or it was deleted
            self.show_list()

    def show_record(self, kind: str, record_id: str) -> None:
        self.arrived()
        self._open(record_id)

    def _open(self, meeting_id: str) -> None:
        self.stack.setCurrentWidget(self.view)
        self._set_head(False)
        self.view.set_meeting(meeting_id)
        self.view.setFocus()
        self.reload()

    def show_list(self) -> None:
        self.view.leave()
        self.stack.setCurrentWidget(self.list)
        self._set_head(True)
        self.list.load()
        self.list.table.view.setFocus()

    def _set_head(self, visible: bool) -> None:
        for widget in (self.title, self.note, self.new_hearing, self.new_meeting):
            widget.setVisible(visible)

    def _plan_hearing(self) -> None:
        forms.plan_hearing(self, self.context)

    def _plan_meeting(self) -> None:
        forms.plan_meeting(self, self.context)
