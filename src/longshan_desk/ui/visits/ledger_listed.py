"""The lines of the work ledger and the sessions as lists keep them (R9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from longshan_desk.domain.labels import FindingKind
from longshan_desk.queries.ledger import LedgerRow, list_ledger
from longshan_desk.queries.visit_sessions import SessionPage, list_sessions
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.rows import Column, Sort


def state_of(row: LedgerRow) -> tuple[str, str]:
    """Where a line stands, in words and with its tone."""
    if row.closed_on is not None:
        return ("超期销账", "soon") if row.is_late else ("已销账", "muted")
    if row.is_late:
        return "已超期", "late"
    return ("在办", "accent") if row.progress or row.decided_on else ("未开始", "")


def _due_tone(row: LedgerRow) -> str:
    return "late" if row.is_open and row.is_late else ""


COLUMNS = (
    Column("due_on", "完成时限", 6, text=lambda row: f"{row.facts.due_on:%Y-%m-%d}",
           tone=_due_tone, tip=lambda row: row.due.rule),
    Column("target", "目标任务", 10, text=lambda row: row.facts.target, stretch=True),
    Column("person", "责任人", 4, text=lambda row: row.facts.person),
    Column("state", "状态", 5, badge=True, text=lambda row: state_of(row)[0],
           tone=lambda row: state_of(row)[1]),
    Column("leader", "责任领导", 5, text=lambda row: row.facts.leader or "", shown=False),
    Column("unit", "责任单位", 7, text=lambda row: row.facts.unit or "", shown=False),
    Column("finding", "归类", 4, shown=False,
           text=lambda row: row.facts.finding.label if row.facts.finding else ""),
    Column("household", "农户", 8, shown=False),
    Column("progress", "进展", 10, shown=False),
    Column("on", "列入日期", 6, text=lambda row: f"{row.on:%Y-%m-%d}", shown=False),
)  # fmt: skip
_BY_KEY = {column.key: column for column in COLUMNS}

SESSION_COLUMNS = (
    Column("on", "日期", 6, text=lambda row: f"{row.facts.on:%Y-%m-%d}", sortable=False),
    Column("kind", "形式", 5, text=lambda row: row.facts.kind.label, sortable=False),
    Column("place", "地点", 9, text=lambda row: row.facts.place, sortable=False, stretch=True),
    Column("count", "发现", 3, align="right", text=lambda row: f"{len(row.findings)} 条",
           sortable=False),
)  # fmt: skip


def ledger_names(context: Context) -> tuple[list[str], list[str]]:
    """Who is named on the ledger: leaders, and those who answer for a line."""
    rows = list_ledger(context.store)
    leaders = sorted({row.facts.leader for row in rows if row.facts.leader})
    return leaders, sorted({row.facts.person for row in rows})


class LedgerSource:
    """The ledger is short: it is read whole, the open lines first by deadline."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._rows: dict[str, LedgerRow] = {}

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]:
        if not self._context.is_open:
            return []
        finding = filters.get("finding")
        rows = list_ledger(
            self._context.store,
            only_open=bool(filters.get("open") or filters.get("late")),
            finding=FindingKind(finding) if finding else None,
            text=text,
        )
        rows = [row for row in rows if _passes(row, filters)]
        if sort is not None:
            column = _BY_KEY[sort.key]
            rows.sort(key=column.text_of, reverse=sort.descending)
        self._rows = {row.id: row for row in rows}
        return list(self._rows)

    def rows(self, ids: Sequence[str]) -> Iterable[LedgerRow]:
        return [self._rows[one] for one in ids if one in self._rows]


def _passes(row: LedgerRow, filters: Mapping[str, Any]) -> bool:
    leader, person = filters.get("leader"), filters.get("person")
    if leader and row.facts.leader != leader:
        return False
    if person and row.facts.person != person:
        return False
    return row.is_late if filters.get("late") else True


def sessions(context: Context) -> Sequence[SessionPage]:
    return list_sessions(context.store) if context.is_open else ()


def session_words(row: SessionPage) -> str:
    """What the find line looks in."""
    said = [one.facts.text for one in row.findings]
    facts = row.facts
    names = (*facts.visitors, *facts.met, *said)
    return " ".join((facts.kind.label, facts.place, facts.text or "", *names))
