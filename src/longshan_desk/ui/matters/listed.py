"""The list of matters as a table asks for it: rows, columns, filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.labels import ListKind, Stage, Stall, Topic
from longshan_desk.domain.matter_words import status_words
from longshan_desk.queries.households import groups
from longshan_desk.queries.matters import (
    MatterFilter,
    MatterRow,
    matter_ids,
    matter_rows,
    responsibles,
)
from longshan_desk.queries.policy import current
from longshan_desk.queries.stalls import stalled_matters
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.filter_bar import Filter
from longshan_desk.ui.widgets.rows import Column, Sort

SHORT_LISTS = {
    ListKind.SELF_HANDLED: "村级自办",
    ListKind.MAJOR_PUBLIC: "公共重大",
    ListKind.ESCALATED: "上级协调",
}
"""The three lists where room is short."""

NEWEST_FIRST = Sort("number", descending=True)

_STAGES = {
    Stage.HEARD: "说（待议）",
    Stage.DELIBERATED: "议（已议定）",
    Stage.ACTING: "办（办理中）",
    Stage.CLOSED: "结（已办结）",
    Stage.RATED: "评（已评议）",
}


@dataclass(frozen=True)
class ListedMatter:
    """A line of the table: the row, its status in a word, why it stalls, and its tones."""

    id: str
    row: MatterRow
    status: str
    due: str
    due_tone: str
    stall: str


class MatterLines:
    """The table's source."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._reasons: dict[str, str] = {}
        self._soon_days = 0

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]:
        store, order = self._context.store, sort or NEWEST_FIRST
        self._soon_days = current(store).due_soon_days
        wanted = filter_of(filters, text)
        ids = matter_ids(store, wanted, sort=order.key, descending=order.descending)
        stall = filters.get("stall")
        self._reasons = self._stalled(stall) if stall else {}
        return [one for one in ids if one in self._reasons] if stall else ids

    def rows(self, ids: Sequence[str]) -> list[ListedMatter]:
        today = self._context.today()
        return [self._line(row, today) for row in matter_rows(self._context.store, ids)]

    def _stalled(self, wanted: str) -> dict[str, str]:
        return {
            one.row.id: "；".join(found.reason for found in one.stalls if found.stall == wanted)
            for one in stalled_matters(self._context.store)
            if any(found.stall == wanted for found in one.stalls)
        }

    def _line(self, row: MatterRow, today: date) -> ListedMatter:
        left = (row.due.on - today).days if row.due else None
        soon = left is not None and 0 <= left <= self._soon_days
        return ListedMatter(
            id=row.id,
            row=row,
            status=status_of(row),
            due=row.due_words(today),
            due_tone="late" if row.is_late else "soon" if soon else "",
            stall=self._reasons.get(row.id, ""),
        )


def status_of(row: MatterRow) -> str:
    return status_words(
        row.stage,
        row.outcome,
        awaits_feedback=row.feedback_due is not None,
        cancelled=row.cancelled_on is not None,
    )


def status_tone(status: str) -> str:
    return {"待反馈": "soon", "办理中": "accent", "已承诺": "accent", "待议": "plain"}.get(
        status, ""
    )


def filter_of(filters: Mapping[str, Any], text: str = "") -> MatterFilter:
    """The query's filter for what the bar and the tabs hold."""
    return MatterFilter(
        list_kind=ListKind(filters["list"]) if filters.get("list") else None,
        stages=tuple(Stage(code) for code in filters.get("stage", ())),
        topic=Topic(filters["topic"]) if filters.get("topic") else None,
        responsible=filters.get("responsible"),
        group_no=int(filters["group"]) if filters.get("group") else None,
        text=text,
        only_late=bool(filters.get("late")),
        awaits_feedback=bool(filters.get("untold")),
    )


def filters(context: Context) -> list[Filter]:
    """The bar above the table."""

    def people() -> list[Option]:
        return [Option(name, name) for name in responsibles(context.store)]

    def all_groups() -> list[Option]:
        return [Option(str(one.number), one.label) for one in groups(context.store)]

    return [
        Filter("stage", "阶段", [Option(s.value, words) for s, words in _STAGES.items()], True),
        Filter("responsible", "承办人", people),
        Filter("group", "组别", all_groups),
        Filter("topic", "主题", options_of(Topic)),
        Filter("stall", "停滞", options_of(Stall)),
        Filter("late", "已超期"),
        Filter("untold", "待反馈"),
    ]


def _day(day: date | None) -> str:
    return f"{day.year}年{short_date(day)}" if day else ""


COLUMNS = (
    Column("number", "编号", 9, text=lambda one: one.row.number or "未编号"),
    Column("title", "事项", 16, text=lambda one: one.row.title, stretch=True),
    Column("raiser", "反映人", 7, text=lambda one: one.row.raiser, sortable=False),
    Column("list_kind", "清单", 5, text=lambda one: SHORT_LISTS[one.row.list_kind]),
    Column(
        "stage",
        "进度",
        4,
        text=lambda one: one.status,
        tone=lambda one: status_tone(one.status),
        badge=True,
    ),
    Column("responsible", "承办人", 5, text=lambda one: one.row.responsible or ""),
    Column(
        "due",
        "期限",
        5,
        text=lambda one: one.due,
        tone=lambda one: one.due_tone,
        tip=lambda one: one.row.due.rule if one.row.due else "",
    ),
    Column("stall", "停滞原因", 18, sortable=False, shown=False),
    Column("heard_on", "反映日期", 8, text=lambda one: _day(one.row.heard_on), shown=False),
    Column("topic", "主题", 7, text=lambda one: one.row.topic.label, shown=False),
    Column(
        "finding",
        "归类",
        4,
        text=lambda one: one.row.finding.label if one.row.finding else "",
        sortable=False,
        shown=False,
    ),
    Column(
        "group",
        "组别",
        4,
        text=lambda one: f"{one.row.group_no}组" if one.row.group_no else "",
        sortable=False,
        shown=False,
    ),
    Column(
        "outcome",
        "结果类别",
        6,
        text=lambda one: one.row.outcome.label if one.row.outcome else "",
        sortable=False,
        shown=False,
    ),
    Column(
        "result", "办理结果", 14, text=lambda one: one.row.result or "", sortable=False, shown=False
    ),
    Column(
        "closed_on",
        "办结日期",
        8,
        text=lambda one: _day(one.row.closed_on),
        sortable=False,
        shown=False,
    ),
    Column(
        "cancelled_on",
        "销号日期",
        8,
        text=lambda one: _day(one.row.cancelled_on),
        sortable=False,
        shown=False,
    ),
    Column(
        "former_number",
        "原编号",
        6,
        text=lambda one: one.row.former_number or "",
        sortable=False,
        shown=False,
    ),
)
