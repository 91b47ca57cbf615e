"""Reads a roster of cadres and members of the hearing (R1)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longshan_desk.domain import people
from longshan_desk.domain.text import is_nothing
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.body import (
    Body,
    Reader,
    Step,
    is_decoration,
    is_footer,
    read_body,
    text_cell,
)
from longshan_desk.sheets.endings import Problem
from longshan_desk.sheets.grid import Cell, cell_text
from longshan_desk.sheets.headers import choose_sheet
from longshan_desk.sheets.offices import Office, read_offices
from longshan_desk.sheets.read_sheet import ReadSheet
from longshan_desk.sheets.roster_columns import ROSTER
from longshan_desk.sheets.workbook import open_workbook


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person with the offices held over one stretch of time; ``row`` counts from 1.

    ``values``: ``name``, ``sex``, ``phone``, ``from_on``, ``until_on``, ``id_number``, ``note``,
    as far as said.
    """

    row: int
    values: dict[str, Any]
    offices: tuple[Office, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterSheet(ReadSheet[RosterRow]):
    """What a roster of cadres says."""


def read_roster(path: Path, *, sheet: str | None = None, step: Step | None = None) -> RosterSheet:
    """Raises AppError for what cannot be read at all; what is wrong with a row stands in it."""
    found = choose_sheet(open_workbook(Path(path)), ROSTER, sheet)
    body = read_body(found, _READERS, fill_down=("name", "roles", "phone", "sex"), step=step)
    rows: list[RosterRow] = []
    skipped: list[int] = []
    for index in range(len(body.rows)):
        values, bad = body.said(index)
        if not values and not bad:
            continue
        if is_footer(body.rows[index]) or is_decoration(ROSTER, body, index):
            skipped.append(body.row_number(index))
            continue
        rows.append(_row(body, index, values, bad))
    names = "、".join(f"“{name}”" for name in found.others)
    return RosterSheet.of(
        found,
        path,
        rows,
        warnings=(f"文件里还有这样的工作表没有读：{names}，请分别导入。",) if names else (),
        skipped=tuple(skipped),
    )


def _row(
    body: Body, index: int, values: dict[str, Any], bad: dict[str, BadValueError]
) -> RosterRow:
    problems = [body.problem(name, index, error) for name, error in bad.items()]
    for name, what in (("name", "姓名"), ("roles", "职务")):
        if name not in values and name not in bad:
            error = BadValueError(f"这一行没有{what}。", hint=f"请补上{what}。")
            problems.append(body.problem(name, index, error))
    if values.get("until_on") and values.get("from_on") and values["until_on"] < values["from_on"]:
        error = BadValueError("任职结束的日期早于开始的日期。", hint="请核对这两个日期。")
        problems.append(body.problem("until_on", index, error))
    offices = values.pop("roles", ())
    card = values.pop("id_number", None)
    if card is not None:
        values["id_number"] = card.number
        values.setdefault("sex", card.sex)
    return RosterRow(body.row_number(index), values, offices, tuple(problems))


def _name_cell(raw: Cell, _: str) -> str | None:
    text = cell_text(raw)
    return None if is_nothing(text) else people.read_name(text)


_READERS: dict[str, Reader] = {
    "name": _name_cell,
    "roles": lambda raw, _: read_offices(cell_text(raw)) or None,
    "sex": lambda raw, _: people.read_sex(cell_text(raw)),
    "phone": lambda raw, _: people.read_phone(raw),
    "from_on": lambda raw, _: people.read_date(raw, serial=True),
    "until_on": lambda raw, heading: _until(raw),
    "id_number": lambda raw, _: people.read_id_number(raw),
    "note": text_cell,
}


def _until(raw: Cell) -> Any:
    """至今 says that the office is still held."""
    return (
        None if cell_text(raw) in ("至今", "现任", "在任") else people.read_date(raw, serial=True)
    )
