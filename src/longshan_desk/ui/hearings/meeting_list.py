"""The list of hearings and meetings, with the next fixed days above it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.queries import meetings as queries
from longshan_desk.queries.office import HearingDate, next_hearing_dates
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import forms
from longshan_desk.ui.widgets.dates import day_words, weekday_words
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.rows import Column, Sort
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.words import words


def _columns(context: Context) -> tuple[Column, ...]:
    return (
        Column("on", "日期", 11, text=lambda row: f"{day_words(row.on)} {weekday_words(row.on)}"),
        Column("month", "所属月份", 6, text=lambda row: Month.parse(row.month).label),
        Column("title", "会议", 12, stretch=True),
        Column("place", "地点", 12, sortable=False),
        Column("chair", "主持人", 6, sortable=False),
        Column("matters", "事项", 4, align="right", sortable=False),
        Column(
            "state",
            "状态",
            6,
            sortable=False,
            badge=True,
            text=lambda row: forms.state_words(context, row),
            tone=lambda row: forms.state_tone(context, row),
        ),
    )


def _searched(row: queries.MeetingRow) -> str:
    return f"{day_words(row.on)}{row.title}{row.place or ''}{row.chair or ''}"


class MeetingList(QWidget):
    """``opened(id)`` is ``table.opened``."""

    def __init__(self, context: Context, on_new: Callable[[], object]) -> None:
        super().__init__()
        self._context = context
        self._kind: MeetingKind | None = MeetingKind.HEARING
        self.tabs = Tabs([("hearings", "党群说事会"), ("others", "其他会议")])
        self.next_days = words("", "note", wrap=True)
        self.table = RecordTable(
            "meetings",
            FewRows(self._read, _searched),
            _columns(context),
            context.settings,
            ticks=False,
            export=False,
            sort=Sort("on", True),
        )
        self.table.set_empty("还没有会议", "安排说事会", on_new)
        self.tabs.chosen.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.next_days)
        column.addWidget(self.tabs)
        column.addWidget(self.table, 1)

    def load(self) -> None:
        dates = next_hearing_dates(self._context.store, count=12)
        if dates:
            shown = "、".join(_date_words(each) for each in dates)
            self.next_days.setText(f"以后 {len(dates)} 次说事日：{shown}")
        else:
            self.next_days.setText("还没有设固定说事日，请在“设置”里设定。")
        self.table.reload()

    def _choose(self, key: str) -> None:
        self._kind = MeetingKind.HEARING if key == "hearings" else None
        self.table.reload()

    def _read(self) -> list[queries.MeetingRow]:
        if not self._context.is_open:
            return []
        rows = queries.list_meetings(self._context.store, kind=self._kind)
        if self._kind is not None:
            return rows
        return [row for row in rows if row.kind is not MeetingKind.HEARING]


def _date_words(each: HearingDate) -> str:
    moved = "（改期）" if each.is_moved else ""
    return f"{each.on.month}月{each.on.day}日{moved}"
