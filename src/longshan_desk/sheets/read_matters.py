"""Reads a register of matters, whatever its layout, without looking at any database (R43)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from longshan_desk.domain.labels import ListKind, Outcome
from longshan_desk.domain.text import squeeze
from longshan_desk.sheets.body import Body, Step, is_decoration, is_footer, read_body
from longshan_desk.sheets.endings import Problem
from longshan_desk.sheets.grid import cell, cell_text
from longshan_desk.sheets.headers import FoundSheet, choose_sheet
from longshan_desk.sheets.matter_cells import cell_readers, list_of_words
from longshan_desk.sheets.matter_columns import MATTERS
from longshan_desk.sheets.read_sheet import ReadSheet
from longshan_desk.sheets.workbook import open_workbook

_FILLED_DOWN = ("heard_on", "list", "topic", "finding", "source", "responsible")
_DATES = ("heard_on", "due_on", "closed_on", "told_on", "cancelled_on")


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter as the sheet tells it; ``row`` is the sheet's number, from 1.

    ``values`` holds only what is said; ``status`` there is whether it is called closed.
    """

    row: int
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def words(self) -> str:
        return str(self.values.get("words", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterSheet(ReadSheet[MatterLine]):
    """What a register says, in the sheet's order."""

    def tells(self, name: str) -> bool:
        """Whether the sheet has a column for a field, be it empty in a row."""
        return name in self.columns.values()


def read_matters(
    path: Path,
    *,
    today: date,
    sheet: str | None = None,
    list_kind: ListKind | None = None,
    step: Step | None = None,
) -> MatterSheet:
    """Read a register of matters. ``list_kind`` is everyone's where no column says it.

    Raises AppError for what cannot be read at all; what is wrong with one row stands in the row.
    """
    found = choose_sheet(open_workbook(Path(path)), MATTERS, sheet)
    body = read_body(found, cell_readers(), fill_down=_FILLED_DOWN, step=step)
    kind = list_kind or list_of_words(squeeze(found.grid.name)) or _list_of_title(found)
    lines = _Lines(body, today, kind)
    lines.read()
    return MatterSheet.of(
        found,
        path,
        lines.found,
        skipped=tuple(lines.skipped),
        warnings=_warnings(found),
    )


def _list_of_title(found: FoundSheet) -> ListKind | None:
    """The list named in the title above the header."""
    first = found.header.first_row
    titles = [cell_text(cell(found.grid.rows, row, 0)) for row in range(first)]
    return next((kind for title in titles if (kind := list_of_words(squeeze(title)))), None)


def _warnings(found: FoundSheet) -> tuple[str, ...]:
    if not found.others:
        return ()
    names = "、".join(f"“{name}”" for name in found.others)
    return (f"文件里还有 {len(found.others)} 张这样的工作表没有读：{names}，请分别导入。",)


@dataclass
class _Lines:
    """Goes down the body once: matters, and rows that are none."""

    body: Body
    today: date
    kind: ListKind | None
    found: list[MatterLine] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)

    def read(self) -> None:
        for index in range(len(self.body.rows)):
            self._take(index)

    def _take(self, index: int) -> None:
        body = self.body
        values, bad = body.said(index)
        if not values and not bad:
            return
        if self._is_no_record(index, values, bad):
            self.skipped.append(body.row_number(index))
            return
        if "words" not in values and "summary" in values:
            values["words"] = values.pop("summary")
        if self.kind is not None and "list" not in bad:
            values.setdefault("list", self.kind)
        problems = [body.problem(name, index, error) for name, error in bad.items()]
        problems += [self._problem(index, *one) for one in self._contradictions(values, bad)]
        self.found.append(MatterLine(body.row_number(index), values, tuple(problems)))

    def _is_no_record(self, index: int, values: Mapping[str, Any], bad: Mapping[str, Any]) -> bool:
        if is_footer(self.body.rows[index]) or is_decoration(MATTERS, self.body, index):
            return True
        says_nothing = "words" not in values and "summary" not in values
        return says_nothing and not bad and len(values) <= 1

    def _problem(self, index: int, name: str, reason: str, hint: str) -> Problem:
        body = self.body
        heading = body.header.heading(name) or MATTERS.heading_of(name)
        value = cell_text(body.raw(name, index)) if name in body.header.fields else ""
        return Problem(body.row_number(index), heading, value, reason, hint)

    def _contradictions(
        self, values: Mapping[str, Any], bad: Mapping[str, Any]
    ) -> list[tuple[str, str, str]]:
        """(field, why, how to mend) for what cannot be so, whichever matter it is (R29)."""
        found = []
        if "words" not in values and "words" not in bad:
            found.append(("words", "没有写反映的内容。", "请写下群众的原话。"))
        for name in ("heard_on", "closed_on", "told_on", "cancelled_on"):
            if name in values and values[name] > self.today:
                found.append((name, "日期还没有到。", "请核对日期。"))
        found += _out_of_order(values)
        found += _half_closed(values, bad)
        return found


def _out_of_order(values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    order = [
        name for name in ("heard_on", "closed_on", "told_on", "cancelled_on") if name in values
    ]
    return [
        (
            later,
            f"{MATTERS.heading_of(later)}早于{MATTERS.heading_of(earlier)}。",
            "请核对这两个日期。",
        )
        for earlier, later in pairwise(order)
        if values[later] < values[earlier]
    ]


def _half_closed(values: Mapping[str, Any], bad: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Said to be finished without its day, or said to be open with one."""
    ended = is_said_closed(values)
    has_day = "closed_on" in values or "closed_on" in bad
    if ended is True and not has_day:
        why = "写了已经办结，没有写办结日期。"
        return [("closed_on", why, "请补上办结日期；只记得月份的，写当月最后一天。")]
    if ended is False and "closed_on" in values:
        why = "写了还没有办结，又写了办结日期。"
        return [("status", why, "请改正其中写错的一项。")]
    if not has_day:
        return [
            (name, "还没有办结，却写了办结以后的事。", "请补上办结日期，或清空这一格。")
            for name in ("told_on", "answer", "cancelled_on")
            if name in values
        ]
    return []


def is_said_closed(values: Mapping[str, Any]) -> bool | None:
    """Whether status or way of ending call a matter closed; None where neither says anything."""
    status: bool | None = values.get("status")
    outcome = values.get("outcome")
    if outcome is None or status is False:
        return status
    return outcome is not Outcome.PROMISED
