"""The page 说事会: the list of meetings, and one meeting."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import forms
from longshan_desk.ui.hearings.meeting_list import MeetingList
from longshan_desk.ui.hearings.meeting_view import MeetingView
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.page import Page


class HearingsPage(Page):
    topics: ClassVar = (
        "meeting",
        "attendance",
        "agenda_item",
        "matter",
        "move",
        "hearing_day_rule",
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
        self.view.left.connect(self._show_list)

    def load(self) -> None:
        if self.stack.currentWidget() is self.view:
            self.view.reload()
        else:
            self.list.load()

    def show_record(self, kind: str, record_id: str) -> None:
        self._open(record_id)

    def _open(self, meeting_id: str) -> None:
        self.stack.setCurrentWidget(self.view)
        self._set_head(False)
        self.view.show_meeting(meeting_id)

    def _show_list(self) -> None:
        self.stack.setCurrentWidget(self.list)
        self._set_head(True)
        self.list.load()

    def _set_head(self, visible: bool) -> None:
        for widget in (self.title, self.note, self.new_hearing, self.new_meeting):
            widget.setVisible(visible)

    def _plan_hearing(self) -> None:
        made = forms.plan_hearing(self, self.context)
        if made:
            self._open(made)

    def _plan_meeting(self) -> None:
        made = forms.plan_meeting(self, self.context)
        if made:
            self._open(made)
