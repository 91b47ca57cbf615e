"""The list of issued papers: found by month, by kind, and by any word in them, so by a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.paper_life import WAITING, PaperStatus
from longshan_desk.queries.issued_papers import IssuedRow, issued_papers
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.filter_bar import Filter
from longshan_desk.ui.widgets.rows import Column, Sort

_TONES = {
    PaperStatus.AWAITS_SIGNATURE: "soon",
    PaperStatus.FILED: "muted",
    PaperStatus.VOIDED: "muted",
}
_VILLAGE = re.compile(r"^\D{2,12}(?=\d{4}年)")


def titled(row: IssuedRow) -> str:
    return f"{row.title}（第{row.version}版）" if row.version > 1 else row.title


COLUMNS = (
    Column("issued_on", "日期", 5, text=lambda row: f"{row.issued_on:%Y-%m-%d}",
           tip=lambda row: day_words(row.issued_on)),
    # All of them are this village's: what tells them apart comes first in a narrow column.
    Column("title", "文书", 12, stretch=True, text=lambda row: _VILLAGE.sub("", titled(row)),
           tip=titled),
    Column("status", "状态", 4, badge=True, text=lambda row: row.status.label,
           tone=lambda row: _TONES.get(row.status, "accent")),
    Column("kind_title", "种类", 7, shown=False),
    Column("box_number", "盒号", 5, shown=False, text=lambda row: row.box_number or ""),
    Column("issued_by", "出具人", 6, shown=False),
)  # fmt: skip


class IssuedRows:
    """The table's source; ``is_waiting()`` says whether only unfinished papers are wanted."""

    def __init__(self, context: Context, is_waiting: Callable[[], bool]) -> None:
        self._context = context
        self._is_waiting = is_waiting
        self._rows: dict[str, IssuedRow] = {}

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]:
        if not self._context.is_open:
            return []
        store = self._context.store
        statuses = WAITING if self._is_waiting() else ()
        rows = issued_papers(
            store, month=filters.get("month"), kind=filters.get("kind"), statuses=statuses
        )
        for word in text.split():
            rows = _with(self._context, rows, word)
        if sort is not None:
            rows.sort(key=lambda row: str(getattr(row, sort.key)), reverse=sort.descending)
        self._rows = {row.id: row for row in rows}
        return list(self._rows)

    def rows(self, ids: Sequence[str]) -> Iterable[IssuedRow]:
        return [self._rows[one] for one in ids if one in self._rows]


def filters(context: Context) -> list[Filter]:
    """Of months and kinds only those of which there are papers."""

    def rows() -> list[IssuedRow]:
        return issued_papers(context.store) if context.is_open else []

    def months() -> list[Option]:
        found = sorted({row.month for row in rows()}, reverse=True)
        return [Option(month, Month.parse(month).label) for month in found]

    def kinds() -> list[Option]:
        found = {row.kind: row.kind_title for row in rows()}
        return [Option(code, found[code]) for code in KINDS if code in found]

    return [Filter("month", "月份", months), Filter("kind", "种类", kinds)]


def _with(context: Context, rows: list[IssuedRow], word: str) -> list[IssuedRow]:
    """Those with this word in what the list shows of them, or anywhere in the paper."""
    inside = {row.id for row in issued_papers(context.store, find=word)}
    return [row for row in rows if row.id in inside or word in _listed(row)]


def _listed(row: IssuedRow) -> str:
    return " ".join((row.title, row.kind_title, row.month, row.box_number or "", row.status.label))
