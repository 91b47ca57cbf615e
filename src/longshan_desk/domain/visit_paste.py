"""Visits copied out of Excel: which column says what, and which household is meant (R10)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.dates import read_date
from longshan_desk.domain.text import is_nothing, squeeze
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import AppError, BadValueError

_HEADINGS = {
    "home": ("户主", "户主姓名", "姓名", "农户", "门牌", "门牌号", "户编号", "住址"),
    "on": ("日期", "走访日期", "走访时间", "时间"),
    "way": ("方式", "走访方式"),
    "by": ("走访人", "走访人员", "走访干部"),
    "text": ("情况", "走访情况", "走访内容", "内容", "记录"),
}
_NO_YEAR = re.compile(r"[0-9]{1,2} ?[-./月] ?[0-9]{1,2} ?[日号]?")
_WAYS = {word: way for way in VisitWay for word in (way.label, f"{way.label}走访")}


@dataclass(frozen=True, slots=True)
class PastedVisit:
    """One row; what its sheet did not say is empty. ``on`` stays as it was written."""

    household_id: str
    text: str = ""
    on: str = ""
    way: VisitWay | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """``strange`` are rows whose household is not on the list or is there twice, as written."""

    visits: tuple[PastedVisit, ...]
    strange: tuple[str, ...]


def read_pasted(text: str, homes: Mapping[str, Sequence[str]]) -> Pasted:
    """The rows of a copied range of cells.

    ``homes`` names the households by what a sheet may call them (head, code, address); a name
    that means several is no household. Without a row of headings the columns are known by what
    stands in them. Raises BadValueError where no column names households.
    """
    known = {squeeze(name): ids for name, ids in homes.items()}
    rows = [row for row in csv.reader(text.splitlines(keepends=True), "excel-tab") if any(row)]
    columns = _by_headings(rows[0]) if rows else {}
    if columns:
        rows = rows[1:]
    else:
        columns = _by_contents(rows, known)
    if "home" not in columns:
        raise BadValueError(
            "粘贴的内容里没有认出“户主”或“门牌”这一列。",
            hint="请在 Excel 里连户主一列一起复制，最好带上表头。",
        )
    visits: list[PastedVisit] = []
    strange: list[str] = []
    for row in rows:
        cells = {key: row[at].strip() for key, at in columns.items() if at < len(row)}
        name = cells.get("home", "")
        ids = known.get(squeeze(name), ())
        if len(ids) == 1:
            visits.append(_visit(ids[0], cells))
        elif name:
            strange.append(name)
    return Pasted(tuple(visits), tuple(strange))


def _visit(household_id: str, cells: Mapping[str, str]) -> PastedVisit:
    said = cells.get("text", "")
    return PastedVisit(
        household_id,
        text="" if is_nothing(said) else said,
        on=cells.get("on", ""),
        way=_WAYS.get(squeeze(cells.get("way", ""))),
        by=cells.get("by", ""),
    )


def _by_headings(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        for key, names in _HEADINGS.items():
            if squeeze(cell) in names:
                found.setdefault(key, at)
    return found


def _by_contents(
    rows: Sequence[Sequence[str]], known: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Columns by what most of their cells are; the longest of the others is what was said."""
    found: dict[str, int] = {}
    lengths: dict[int, int] = {}
    for at in range(max(map(len, rows), default=0)):
        cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        if not cells:
            continue
        kinds = [_kind(cell, known) for cell in cells]
        kind = max(set(kinds), key=kinds.count)
        if kind and kind not in found:
            found[kind] = at
        elif not kind:
            lengths[at] = sum(map(len, cells))
    if lengths:
        found["text"] = max(lengths, key=lambda at: lengths[at])
    return found


def _kind(cell: str, known: Mapping[str, Sequence[str]]) -> str:
    plain = squeeze(cell)
    if plain in known:
        return "home"
    if plain in _WAYS:
        return "way"
    return "on" if _is_day(cell) else ""


def _is_day(cell: str) -> bool:
    if _NO_YEAR.fullmatch(cell):
        return True
    try:
        found: date | None = read_date(cell)
    except AppError:
        return False
    return found is not None
