"""Cells copied from Excel, put into the rows of batch entry (R10)."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.domain.visit_paste import Pasted, PastedVisit, read_pasted
from longshan_desk.queries.visit_rounds import Round
from longshan_desk.ui.visits.batch_rows import homes_by_name, is_open, is_written
from longshan_desk.ui.widgets.grid_rows import GridRow

_NAMED = 5


def put_pasted(text: str, found: Round, rows: Sequence[GridRow]) -> str:
    """Fill the rows whose household is named; what was put where, in words. A row that is on
    record or has been typed already is left alone. Raises BadValueError."""
    pasted = read_pasted(text, homes_by_name(found))
    by_key = {row.key: row for row in rows}
    kept: list[str] = []
    count = 0
    for one in pasted.visits:
        row = by_key[one.household_id]
        if not is_open(row) or is_written(row):
            kept.append(str(row.values["who"]))
            continue
        _put(row, one)
        count += 1
    return _said(count, kept, pasted)


def _put(row: GridRow, one: PastedVisit) -> None:
    way = one.way.value if one.way else ""
    row.values |= {"text": one.text, "on": one.on, "way": way, "by": one.by}


def _said(count: int, kept: Sequence[str], pasted: Pasted) -> str:
    parts = [f"已粘贴 {count} 户，核对以后按 Ctrl+S 保存。"]
    if kept:
        parts.append(f"已经录过的没有动：{_names(kept)}。")
    if pasted.strange:
        parts.append(f"这里没有，或不止一户，没有粘贴：{_names(pasted.strange)}。")
    return "".join(parts)


def _names(names: Sequence[str]) -> str:
    more = f" 等 {len(names)} 户" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more
