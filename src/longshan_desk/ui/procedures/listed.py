"""Decisions as rows: where each stands, for how long, what comes next; columns and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from longshan_desk.domain.procedure_labels import Notice, Phase, Step
from longshan_desk.queries.procedures import ProcedureRow, list_procedures
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.filter_bar import Filter
from longshan_desk.ui.widgets.rows import Column, Sort

WORKS, DONE = "implementation", "done"
BOARD = (
    (Step.PROPOSAL.value, "提议"),
    (Step.CONSULTATION.value, "商议"),
    (Step.DELIBERATION.value, "审议"),
    (Step.RESOLUTION.value, "决议"),
    (Notice.RESOLUTION_NOTICE.value, "决议公开"),
    (WORKS, "实施"),
    (Notice.OUTCOME_NOTICE.value, "结果公开"),
    (DONE, "办结"),
)
"""The columns of the board, in order."""

_COLUMN_OF = {
    Phase.ACTING: WORKS,
    Phase.CLOSING: Notice.OUTCOME_NOTICE.value,
    Phase.CLOSED: DONE,
    Phase.ENDED: DONE,
}


def column_of(row: ProcedureRow) -> str:
    """Under which heading of the board a decision stands: a lost vote at its own step, one that
    waits to be carried out at its notice for as long as that hangs."""
    if row.failed_at is not None:
        return row.failed_at.value
    if row.phase is Phase.IMPLEMENTATION and row.hanging is not None:
        return row.hanging.value
    return _COLUMN_OF.get(row.phase, row.phase.value)


def next_words(row: ProcedureRow, today: date) -> str:
    """What comes next, in words."""
    if row.failed_at is not None:
        return "没有通过，待重新提出"
    if row.lapsed_on is not None:
        return "流会，待重新召开"
    return row.due_words(today) or (row.phase.column if row.phase.is_open else "")


def tone_of(row: ProcedureRow, today: date, soon_days: int) -> str:
    """Red for late, amber for soon."""
    if not row.phase.is_open and row.due_on is None:
        return ""
    if row.due_on is not None and row.due_on < today:
        return "late"
    near = row.due_on is not None and (row.due_on - today).days <= soon_days
    stopped = row.failed_at is not None or row.lapsed_on is not None
    return "soon" if near or stopped else ""


def days_here(row: ProcedureRow, today: date) -> str:
    """How long nothing has been recorded."""
    days = (today - row.last_on).days
    return "今天有记录" if days <= 0 else f"已等 {days} 天"


def filters(
    types: Callable[[], Sequence[Option]], years: Callable[[], Sequence[Option]]
) -> list[Filter]:
    return [
        Filter("column", "到哪一步", [Option(key, title) for key, title in BOARD], several=True),
        Filter("type", "事项类型", types, several=True),
        Filter("year", "哪年立项", years),
        Filter("late", "已超期"),
        Filter("finding", "有要注意的"),
        Filter("open", "没有办结的"),
    ]


class ProcedureRows:
    """Reads all rows at every load; a village has some tens of decisions, never thousands."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.every: list[ProcedureRow] = []

    def read(self) -> list[ProcedureRow]:
        self.every = list_procedures(self._context.store) if self._context.is_open else []
        return self.every

    def passing(self, filters: Mapping[str, Any], text: str = "") -> list[ProcedureRow]:
        return [row for row in self.every if self._passes(row, filters, text.strip())]

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]:
        self.read()
        rows = self.passing(filters, text)
        if sort is not None:
            rows.sort(key=lambda row: _sort_key(row, sort.key), reverse=sort.descending)
        return [row.id for row in rows]

    def rows(self, ids: Sequence[str]) -> Iterable[ProcedureRow]:
        by_id = {row.id: row for row in self.every}
        return [by_id[one] for one in ids if one in by_id]

    def _passes(self, row: ProcedureRow, filters: Mapping[str, Any], text: str) -> bool:
        today = self._context.today()
        wanted: dict[str, Callable[[Any], bool]] = {
            "column": lambda value: column_of(row) in value,
            "type": lambda value: row.type_code in value,
            "year": lambda value: str(row.began_on.year) == value,
            "late": lambda value: row.due_on is not None and row.due_on < today,
            "finding": lambda value: row.open_findings > 0,
            "open": lambda value: row.phase.is_open,
        }
        fits = all(wanted[key](value) for key, value in filters.items() if key in wanted)
        return fits and text in f"{row.title}{row.number or ''}{row.type_label}"


def _sort_key(row: ProcedureRow, key: str) -> tuple[bool, Any]:
    order = [one for one, _ in BOARD]
    value: Any = order.index(column_of(row)) if key == "column" else getattr(row, key, None)
    return value is None, "" if value is None else value


NEWEST_FIRST = Sort("began_on", descending=True)


def columns(today: Callable[[], date], soon: Callable[[], int]) -> tuple[Column, ...]:
    titles = dict(BOARD)
    return (
        Column("number", "事项编号", 7, text=lambda row: row.number or "镇、村动议"),
        Column("title", "决策事项", 13, stretch=True, tip=lambda row: row.title),
        Column("type_label", "类型", 9, tip=lambda row: row.type_label),
        Column("column", "到哪一步", 6, badge=True, text=lambda row: titles[column_of(row)]),
        Column("round", "轮次", 4, text=lambda row: f"第 {row.round} 轮"),
        Column("began_on", "立项", 8, text=lambda row: day_words(row.began_on)),
        Column("last_on", "最近记录", 6, text=lambda row: days_here(row, today())),
        Column(
            "due_on", "下一步", 12,
            text=lambda row: next_words(row, today()),
            tone=lambda row: tone_of(row, today(), soon()),
            tip=lambda row: next_words(row, today()),
        ),
        Column(
            "open_findings", "要注意", 4,
            text=lambda row: f"{row.open_findings} 条" if row.open_findings else "",
            tone=lambda row: "late",
        ),
    )  # fmt: skip
