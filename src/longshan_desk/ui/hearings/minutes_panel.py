"""The rows of a meeting as they were spoken or decided; a closed hearing takes forgotten ones."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.actions import hearings as acts
from longshan_desk.actions import meetings as meeting_acts
from longshan_desk.actions.matters import NewMatter
from longshan_desk.domain.labels import ItemKind, ListKind, MeetingKind, Topic
from longshan_desk.queries.meetings import ItemRow, MeetingPage
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import forms
from longshan_desk.ui.suggesting import suggest_raisers
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Choice, Line, People, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.words import badge, words


class MinutesPanel(QWidget):
    """Read-only rows; 补录 and 作废 for a hearing that is closed (R37), 散会 for other meetings."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._page: MeetingPage | None = None
        self.forgotten = button("补录事项", self._add_forgotten, icon_name="plus")
        self.end = button("散会", self._end, kind="primary")
        self._rows = QVBoxLayout()
        inside = QWidget()
        inside.setLayout(self._rows)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self.forgotten)
        top.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(area, 1)

    def load(self, page: MeetingPage) -> None:
        self._page = page
        is_hearing = page.row.kind is MeetingKind.HEARING
        self.forgotten.setVisible(is_hearing and page.row.is_closed)
        self.end.setVisible(not is_hearing and not page.row.is_closed)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        card = Card()
        if page.items:
            card.add_rows([self._row(item) for item in page.items])
        else:
            card.add(words("还没有记录。", "note"))
        self._rows.addWidget(card)
        self._rows.addStretch(1)

    def _row(self, item: ItemRow) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(4, 6, 4, 6)
        row.setSpacing(10)
        row.addWidget(badge(item.kind.label), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        head = " · ".join(filter(None, (item.number, item.speaker or "、".join(item.raisers))))
        column.addWidget(words(head, "note"))
        column.addWidget(words(item.words or item.text or "", wrap=True, copy=True))
        column.addWidget(words(_outcome(item), "note", wrap=True))
        row.addLayout(column, 1)
        for act in self._acts(item):
            row.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _acts(self, item: ItemRow) -> list[QWidget]:
        assert self._page is not None
        page = self._page
        if item.matter_id is None:
            if item.kind is ItemKind.SPEECH:
                return []
            edit = button(
                "修改",
                lambda: forms.add_item(self, self._context, page, item.kind, item),
                kind="quiet",
            )
            return [edit]
        matter_id = item.matter_id
        found: list[QWidget] = [
            button("查看", lambda: self._context.show_record("matter", matter_id), kind="quiet")
        ]
        if page.row.kind is MeetingKind.HEARING and page.row.is_closed and not item.voided_reason:
            found.append(button("作废", lambda: self._void(item), kind="quiet"))
        return found

    def _void(self, item: ItemRow) -> None:
        form = Form([Text("reason", "作废的原因", rows=2, required=True)])

        def save(values: dict[str, Any]) -> None:
            acts.void_row(self._context.store, item.id, reason=values["reason"])

        title = f"作废 {item.number}"
        key = f"item/{item.id}/void"
        FormDialog(
            self, self._context, title, form, verb="作废", on_save=save, draft_key=key
        ).exec()

    def _add_forgotten(self) -> None:
        assert self._page is not None
        page = self._page
        people = suggest_raisers(self._context)
        form = Form(
            [
                People("who", "反映人", suggest=people),
                Choice("topic", "主题", options_of(Topic), required=True, as_list=True),
                Text("words", "原话", required=True),
                Line("summary", "梳理"),
                Choice("list", "清单", options_of(ListKind), required=True, as_list=True),
            ]
        )

        def save(values: dict[str, Any]) -> None:
            named = values["who"]
            matter = NewMatter(
                words=values["words"],
                summary=values["summary"],
                topic=Topic(values["topic"]),
                list_kind=ListKind(values["list"]),
                raisers=[one.name for one in named],
                household_id=next((one.id for one in named if one.id), None),
            )
            row = acts.GridRow(ItemKind.MATTER, matter=matter)
            acts.add_forgotten(self._context.store, page.row.id, row)

        key = f"meeting/{page.row.id}/forgotten"
        FormDialog(
            self, self._context, "补录事项", form, verb="补录", on_save=save, draft_key=key
        ).exec()

    def _end(self) -> None:
        assert self._page is not None
        meeting_acts.close_meeting(self._context.store, self._page.row.id)
        say_done(self, self._context, "会议已收尾")


def _outcome(item: ItemRow) -> str:
    parts = []
    if item.voided_reason:
        parts.append(f"已作废：{item.voided_reason}")
    if item.decision:
        parts.append(item.decision.label)
    if item.result:
        who = f"（{item.answerer}）" if item.answerer else ""
        parts.append(f"{item.result}{who}")
    if item.list_kind and not item.decision:
        parts.append(item.list_kind.label)
    return " · ".join(parts)
