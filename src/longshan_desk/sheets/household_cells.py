"""How the cells of a household roster are understood, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longshan_desk.domain import people
from longshan_desk.domain.people import HEAD, GroupName
from longshan_desk.domain.special_groups import SpecialGroup
from longshan_desk.domain.text import is_nothing
from longshan_desk.sheets.body import DITTO, TOTALS, Reader, text_cell
from longshan_desk.sheets.grid import Cell, cell_text
from longshan_desk.sheets.household_columns import HOUSEHOLDS


def cell_readers(groups: tuple[SpecialGroup, ...], names: Mapping[str, int]) -> dict[str, Reader]:
    """For each field of a roster, what understands its cells."""
    readers: dict[str, Reader] = dict.fromkeys(
        (column.field for column in HOUSEHOLDS.columns), text_cell
    )

    def by_text(read: Any) -> Reader:
        return lambda raw, _: read(cell_text(raw))

    def group_cell(raw: Cell, _: str) -> GroupName | None:
        return None if raw in DITTO else people.read_group(raw, names=names)

    return readers | {
        "group": group_cell,
        "head_name": _name_cell,
        "name": _name_cell,
        "sex": by_text(people.read_sex),
        "id_number": lambda raw, _: people.read_id_number(raw),
        "id_kind": by_text(people.read_id_kind),
        "born_on": lambda raw, _: people.read_date(raw, serial=True),
        "relation": _relation_cell,
        "phone": lambda raw, _: people.read_phone(raw),
        "ethnicity": by_text(people.read_ethnicity),
        "political": by_text(people.read_political),
        "resident": lambda raw, heading: people.read_resident(cell_text(raw), heading),
        "special_groups": lambda raw, _: people.read_special_groups(cell_text(raw), groups) or None,
    }


def _name_cell(raw: Cell, _: str) -> str | None:
    text = cell_text(raw)
    if is_nothing(text) or text in DITTO:
        return None
    return text if text in TOTALS else people.read_name(text)


def _relation_cell(raw: Cell, heading: str) -> str | None:
    text = cell_text(raw)
    if text in ("是", "√", "✓", "✔"):
        return HEAD
    return None if text in ("否", "×") else people.read_relation(text)
