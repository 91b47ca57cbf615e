"""Reads a sheet of visits, whoever made it, without looking at any database (R8–R10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from longshan_desk.domain.text import squeeze
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.sheets.body import Body, Step, is_decoration, is_footer, read_body
from longshan_desk.sheets.endings import Problem
from longshan_desk.sheets.grid import cell, cell_text
from longshan_desk.sheets.headers import FoundSheet, choose_sheet
from longshan_desk.sheets.read_sheet import ReadSheet
from longshan_desk.sheets.visit_cells import cell_readers, way_of_words
from longshan_desk.sheets.visit_columns import SAID, VISITS
from longshan_desk.sheets.workbook import open_workbook

_FILLED_DOWN = ("group", "on", "visitors", "way")
_WHOSE = ("head", "code", "household_id")
_CONTENT = ("text", "is_unchanged", "promise", "entry_id")
"""One of them says that there was a visit: a day alone may have been printed or filled down."""

_UNCHANGED = "无变化"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit as the sheet tells it; ``row`` is the sheet's number, from 1.

    ``values`` holds only what is said, by the fields of the columns.
    """

    row: int
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """Whose household: as the sheet names it."""
        return str(self.values.get("head") or self.values.get("code") or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSheet(ReadSheet[VisitLine]):
    """What a sheet of visits says, in its order; ``skipped`` are rows that are no visits, among
    them households of which nobody has written anything yet."""


def read_visits(
    path: Path,
    *,
    sheet: str | None = None,
    way: VisitWay | None = None,
    visitors: tuple[str, ...] = (),
    group_names: Mapping[str, int] | None = None,
    step: Step | None = None,
) -> VisitSheet:
    """Read a sheet of visits. ``way`` and ``visitors`` are every row's that does not say them; the
    way may also stand in the title (入户走访记录).

    Raises AppError for what cannot be read at all; what is wrong with one row stands in the row.
    """
    found = choose_sheet(open_workbook(Path(path)), VISITS, sheet)
    readers = cell_readers(group_names or {})
    body = read_body(found, readers, fill_down=_FILLED_DOWN, step=step)
    lines = _Lines(body, {"way": way or _way_of_titles(found), "visitors": visitors or None})
    lines.read()
    return VisitSheet.of(
        found,
        path,
        lines.found,
        skipped=tuple(lines.skipped),
        warnings=_warnings(found, lines.empty),
    )


def _way_of_titles(found: FoundSheet) -> VisitWay | None:
    """The way named by the sheet, or by the title above the header."""
    titles = [cell_text(cell(found.grid.rows, row, 0)) for row in range(found.header.first_row - 1)]
    words = map(squeeze, (found.grid.name, *titles))
    return next((way for each in words if (way := way_of_words(each))), None)


def _warnings(found: FoundSheet, empty: int) -> tuple[str, ...]:
    said = []
    if empty:
        said.append(f"有 {empty} 户还没有填写，没有读。")
    if found.others:
        names = "、".join(f"“{name}”" for name in found.others)
        said.append(f"文件里还有 {len(found.others)} 张这样的工作表没有读：{names}，请分别导入。")
    return tuple(said)


@dataclass
class _Lines:
    """Goes down the body once: visits, households not written of yet, and rows that are neither."""

    body: Body
    for_all: Mapping[str, Any]
    found: list[VisitLine] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    empty: int = 0

    def read(self) -> None:
        for index in range(len(self.body.rows)):
            self._take(index)

    def _take(self, index: int) -> None:
        body = self.body
        values, bad = body.said(index)
        if not values and not bad:
            return
        if is_footer(body.rows[index]) or is_decoration(VISITS, body, index):
            self.skipped.append(body.row_number(index))
            return
        if not any(name in values or name in bad for name in SAID):
            self.skipped.append(body.row_number(index))
            self.empty += 1
            return
        if values.get("text") == _UNCHANGED:
            del values["text"]
            values["is_unchanged"] = True
        for name, value in self.for_all.items():
            if value is not None and name not in bad:
                values.setdefault(name, value)
        problems = [body.problem(name, index, error) for name, error in bad.items()]
        problems += [self._problem(index, *one) for one in _missing(values, bad)]
        self.found.append(VisitLine(body.row_number(index), values, tuple(problems)))

    def _problem(self, index: int, name: str, reason: str, hint: str) -> Problem:
        heading = self.body.header.heading(name) or VISITS.heading_of(name)
        return Problem(self.body.row_number(index), heading, "", reason, hint)


def _missing(values: Mapping[str, Any], bad: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(field, why, how to mend) for what every visit has to say."""
    found = []
    if not any(name in values or name in bad for name in _WHOSE):
        found.append(("head", "没有写是哪一户。", "请填写户主姓名。"))
    for name, reason, hint in (
        ("on", "没有写走访日期。", "请补上日期；只记得月份的，请先核实是哪一天。"),
        ("way", "没有写走访方式。", "请写入户、电话、视频或代问；只有入户才算走访到户。"),
        ("visitors", "没有写走访人。", "请写是谁去走访的，几个人用“、”隔开。"),
    ):
        if name not in values and name not in bad:
            found.append((name, reason, hint))
    if not any(values.get(name) for name in _CONTENT) and not bad:
        hint = "没有新情况的写“无变化”；没有去的或没有见到的，清空这一行的走访日期。"
        found.append(("text", "没有写走访情况。", hint))
    return found
