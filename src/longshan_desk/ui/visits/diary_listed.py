"""The diary's entries as the list keeps them (R10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visits import VisitRow, visit_ids, visit_rows
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.rows import Column, Sort


def marks_of(row: VisitRow) -> list[tuple[str, str]]:
    """What is to be seen of an entry at once, each with its tone."""
    facts = row.facts
    found = [
        (facts.finding.label, "accent") if facts.finding else None,
        ("承诺未兑现", "soon") if facts.promise and row.promise_ended is None else None,
        ("无变化", "muted") if facts.is_unchanged and not facts.text else None,
        ("内部", "late") if facts.is_internal else None,
        ("补录", "soon") if row.is_entered_late else None,
        ("更正过", "muted") if row.corrected_on else None,
        ("已批阅", "muted") if row.reviews else None,
    ]
    return [one for one in found if one is not None]


def _text(row: VisitRow) -> str:
    said = [word for word, _ in marks_of(row) if word != row.text]
    if row.facts.way is not VisitWay.AT_HOME:
        said.insert(0, row.facts.way.label)
    return f"〔{'·'.join(said)}〕{row.text}" if said else row.text


COLUMNS = (
    Column("on", "日期", 5, text=lambda row: f"{row.on:%Y-%m-%d}"),
    Column("group", "农户", 7, text=lambda row: row.household),
    Column("way", "方式", 2, text=lambda row: row.facts.way.label, shown=False),
    Column("text", "情况", 9, text=_text, sortable=False, stretch=True),
    Column("visitors", "走访人", 7, text=lambda row: "、".join(row.facts.visitors),
           sortable=False, shown=False),
    Column("entered_on", "登记日期", 5, text=lambda row: f"{row.entered_on:%Y-%m-%d}", shown=False),
    Column("promise_due", "承诺兑现日", 6, shown=False,
           text=lambda row: f"{row.facts.promise_due or ''}"),
)  # fmt: skip


class DiarySource:
    """``wanted()`` says what the list is narrowed to beside the find line's words."""

    def __init__(self, context: Context, wanted: Callable[[], VisitFilter]) -> None:
        self._context, self._wanted = context, wanted

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]:
        if not self._context.is_open:
            return []
        key, descending = (sort.key, sort.descending) if sort else ("on", True)
        wanted = replace(self._wanted(), text=text)
        return visit_ids(self._context.store, wanted, sort=key, descending=descending)

    def rows(self, ids: Sequence[str]) -> Iterable[VisitRow]:
        return visit_rows(self._context.store, ids)
