"""Exports that an import reads again without changing anything: the same columns, both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.special_groups import DEFAULT_GROUPS, SpecialGroup
from longshan_desk.files import write_atomically
from longshan_desk.sheets.columns import SheetKind
from longshan_desk.sheets.household_columns import HOUSEHOLDS
from longshan_desk.sheets.matter_columns import MATTERS
from longshan_desk.sheets.roster_columns import ROSTER
from longshan_desk.sheets.visit_columns import VISITS
from longshan_desk.sheets.write_table import Save, Step, write_table

Row = Mapping[str, Any]
Say = Callable[[Row], object]


def write_households(
    path: Path,
    rows: Iterable[Row],
    *,
    special_groups: Sequence[SpecialGroup] = DEFAULT_GROUPS,
    save: Save = write_atomically,
    step: Step | None = None,
    total: int = 0,
) -> int:
    """One row a person, a household's rows together and its head first.

    Keys are the fields of ``HOUSEHOLDS``: ``group`` the number with ``group_name`` beside it,
    ``special_groups`` the codes of the person, on the head's row with those of the household.
    """
    labels = {group.code: group.label for group in special_groups}

    def codes(row: Row) -> object:
        return tuple(labels.get(code, code) for code in row.get("special_groups") or ())

    says = {"group": _group, "special_groups": codes}
    return _write(path, HOUSEHOLDS, rows, says, save, step, total)


def write_roster(
    path: Path, rows: Iterable[Row], *, save: Save = write_atomically, step: Step | None = None
) -> int:
    """One row for the offices a person holds or held over one stretch of time (R1).

    ``roles`` are ``Office``s, or words that ``read_offices`` reads.
    """

    def offices(row: Row) -> object:
        return tuple(getattr(office, "words", office) for office in row.get("roles") or ())

    return _write(path, ROSTER, rows, {"roles": offices}, save, step, 0)


def write_matters(
    path: Path,
    rows: Iterable[Row],
    *,
    save: Save = write_atomically,
    step: Step | None = None,
    total: int = 0,
) -> int:
    """The register (R7): one row a matter, by the fields of ``MATTERS``."""
    return _write(path, MATTERS, rows, {"group": _group}, save, step, total)


def write_visits(
    path: Path,
    rows: Iterable[Row],
    *,
    save: Save = write_atomically,
    step: Step | None = None,
    total: int = 0,
) -> int:
    """The diary (R10): one row an entry, by the fields of ``VISITS``."""
    return _write(path, VISITS, rows, {"group": _group}, save, step, total)


def _group(row: Row) -> object:
    number = row.get("group")
    return group_label(number, row.get("group_name")) if isinstance(number, int) else number


def _write(
    path: Path,
    kind: SheetKind,
    rows: Iterable[Row],
    says: Mapping[str, Say],
    save: Save,
    step: Step | None,
    total: int,
) -> int:
    columns = kind.exports()
    cells = (
        [
            says[column.field](row) if column.field in says else row.get(column.field)
            for column in columns
        ]
        for row in rows
    )
    return write_table(path, kind.title, columns, cells, save=save, step=step, total=total)
