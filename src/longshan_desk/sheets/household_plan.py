"""The plan of a roster's import: what a preview shows and an action carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from longshan_desk.sheets.endings import Ending, Problem, counts

Fields = Mapping[str, tuple[Any, Any]]
"""What changes: {field: (old, new)}."""


@dataclass(slots=True)
class PlannedRow:
    """How one person's row ends.

    ``values`` are for NEW; ``fields`` for CHANGED, with those of the household (``group``,
    ``household_code``, ``address``, ``household_note``, ``household_special_groups``) on the
    first row of the household that is taken. ``candidates`` are the people an UNDECIDED row may
    be about, and ``why`` says what is in doubt.
    """

    row: int
    name: str
    household_key: int
    ending: Ending
    household_id: str | None = None
    person_id: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    candidates: tuple[str, ...] = ()
    why: str = ""


@dataclass(slots=True)
class PlannedHousehold:
    """A household that gets new people, changes, or both.

    ``household_id`` None is a new one, made of ``values``: ``group`` (0 for 未分组),
    ``head_name``, and as far as said ``household_code``, ``address``, ``household_note``,
    ``special_groups``. ``head_row`` is the row that becomes its head; None leaves the head as it
    is, for a new household a name without a person. ``fields`` are changes of a known household.
    """

    key: int
    household_id: str | None
    values: dict[str, Any]
    new_rows: tuple[int, ...] = ()
    head_row: int | None = None
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class HouseholdPlan:
    """Rows in the sheet's order; only households with something to write are named."""

    rows: tuple[PlannedRow, ...]
    households: tuple[PlannedHousehold, ...]
    group_names: dict[int, str]
    columns: dict[str, str]

    @cached_property
    def by_row(self) -> dict[int, PlannedRow]:
        return {row.row: row for row in self.rows}

    @cached_property
    def counts(self) -> dict[str, int]:
        return counts(row.ending for row in self.rows)

    @property
    def problems(self) -> list[Problem]:
        """Of refused and undecided rows, in the sheet's order."""
        return [problem for row in self.rows for problem in row.problems]

    @property
    def changes_nothing(self) -> bool:
        return not (self.counts["new"] or self.counts["changed"])

    def result(self) -> dict[str, Any]:
        """The command line's answer, without ``applied``."""
        return {
            "rows": len(self.rows),
            **self.counts,
            "columns": self.columns,
            "problems": [
                problem.as_dict() | ({"candidates": list(row.candidates)} if row.why else {})
                for row in self.rows
                for problem in row.problems
            ],
        }
