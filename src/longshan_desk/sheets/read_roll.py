"""Reads a roll of party members, of representatives or of another body (R14)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longshan_desk.domain import people
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.text import is_nothing
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.body import (
    DITTO,
    Reader,
    Step,
    is_decoration,
    is_footer,
    read_body,
    text_cell,
)
from longshan_desk.sheets.body import Body as Rows
from longshan_desk.sheets.body_words import (
    body_of_title,
    read_capacity,
    read_place,
    read_reason,
    read_standing,
)
from longshan_desk.sheets.endings import Problem
from longshan_desk.sheets.grid import Cell, cell_text
from longshan_desk.sheets.headers import FoundSheet, choose_sheet
from longshan_desk.sheets.read_sheet import ReadSheet
from longshan_desk.sheets.roll_columns import ROLLS
from longshan_desk.sheets.workbook import open_workbook

_BETWEEN = re.compile(r"[、,，;；/\n]+")


@dataclass(frozen=True, slots=True)
class RollRow:
    """One person's seat; ``row`` counts from 1.

    ``values``: ``name``, ``is_probationary``, ``sex``, ``group``, ``id_number``, ``born_on``,
    ``phone``, ``from_on``, ``confirmed_on``, ``until_on``, ``homes`` (heads' names), ``capacity``
    (whether lacking), ``reason``, ``approved_by``, ``approved_on``, ``voted_on``, ``away_from``,
    ``away_until``, ``note``, as far as said.
    """

    row: int
    body: Body | None
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class RollSheet(ReadSheet[RollRow]):
    """What a roll says."""


def read_roll(
    path: Path, *, sheet: str | None = None, body: Body | None = None, step: Step | None = None
) -> RollSheet:
    """``body`` is the one of all rows whose cells name none; by default the title's, the sheet's
    or the file's. Raises AppError for what cannot be read at all."""
    found = choose_sheet(open_workbook(Path(path)), ROLLS, sheet)
    rows = read_body(found, _READERS, fill_down=("body", "group"), step=step)
    for_all = body or _body_of(found, Path(path))
    read: list[RollRow] = []
    skipped: list[int] = []
    for index in range(len(rows.rows)):
        values, bad = rows.said(index)
        if not (values.keys() - {"body", "group"}) and not bad:
            continue
        if is_footer(rows.rows[index]) or is_decoration(ROLLS, rows, index):
            skipped.append(rows.row_number(index))
            continue
        read.append(_row(rows, index, values, bad, for_all))
    names = "、".join(f"“{name}”" for name in found.others)
    return RollSheet.of(
        found,
        path,
        read,
        warnings=(f"文件里还有这样的工作表没有读：{names}，请分别导入。",) if names else (),
        skipped=tuple(skipped),
    )


def _body_of(found: FoundSheet, path: Path) -> Body | None:
    """What stands above the heading, else the sheet's name, else the file's; last a column that
    only one roll has."""
    above = [cell_text(raw) for row in found.grid.rows[: found.header.first_row] for raw in row]
    titles = [text for text in above if text and text not in found.header.headings.values()]
    for title in (*titles, found.grid.name, path.stem):
        if body := body_of_title(title):
            return body
    if {"standing", "confirmed_on", "reason"} & set(found.header.fields):
        return Body.PARTY_MEMBERS
    return None


def _row(
    rows: Rows,
    index: int,
    values: dict[str, Any],
    bad: dict[str, BadValueError],
    for_all: Body | None,
) -> RollRow:
    problems = [rows.problem(name, index, error) for name, error in bad.items()]
    if "name" not in values and "name" not in bad:
        error = BadValueError("这一行没有姓名。", hint="请补上姓名。")
        problems.append(rows.problem("name", index, error))
    place = values.pop("body", None)
    body = place.body if place else for_all
    if body is None and "body" not in bad:
        known = "、".join(one.label for one in Body if one.is_listed)
        error = BadValueError(
            "看不出这是哪一份名单。", hint=f"请加一列“名单”，填写其中一个：{known}。"
        )
        problems.append(rows.problem("body", index, error))
    standing = values.pop("standing", None)
    if standing is None and place is not None:
        standing = place.is_probationary
    if standing is not None:
        values["is_probationary"] = standing
    _from_card(values)
    return RollRow(rows.row_number(index), body, values, tuple(problems))


def _from_card(values: dict[str, Any]) -> None:
    card = values.pop("id_number", None)
    if card is not None:
        values["id_number"] = card.number
        values.setdefault("sex", card.sex)
        values.setdefault("born_on", card.born_on)


def _name_cell(raw: Cell, _: str) -> str | None:
    text = cell_text(raw)
    return None if is_nothing(text) else people.read_name(text)


def _group_cell(raw: Cell, _: str) -> int | None:
    said = None if raw in DITTO else people.read_group(raw)
    return said.number or None if said else None


def _homes_cell(raw: Cell, _: str) -> tuple[str, ...] | None:
    """The heads' names; a bare count of households names nobody."""
    text = text_cell(raw)
    if text is None or re.fullmatch(r"\d+ ?户?", text):
        return None
    parts = [part.strip() for part in _BETWEEN.split(text)]
    return tuple(part.removesuffix("户") if len(part) > 2 else part for part in parts if part)


def _day(raw: Cell, _: str) -> Any:
    return None if cell_text(raw) in ("至今", "现任") else people.read_date(raw, serial=True)


_READERS: dict[str, Reader] = {
    "body": lambda raw, _: read_place(cell_text(raw)),
    "name": _name_cell,
    "standing": lambda raw, heading: read_standing(cell_text(raw), heading),
    "sex": lambda raw, _: people.read_sex(cell_text(raw)),
    "group": _group_cell,
    "id_number": lambda raw, _: people.read_id_number(raw),
    "born_on": _day,
    "phone": lambda raw, _: people.read_phone(raw),
    "from_on": _day,
    "confirmed_on": _day,
    "until_on": _day,
    "homes": _homes_cell,
    "capacity": lambda raw, _: read_capacity(cell_text(raw)),
    "reason": lambda raw, _: read_reason(cell_text(raw)),
    "approved_by": text_cell,
    "approved_on": _day,
    "voted_on": _day,
    "away_from": _day,
    "away_until": _day,
    "note": text_cell,
}
