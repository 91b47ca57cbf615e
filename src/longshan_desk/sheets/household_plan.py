"""The plan of a roster's import: what a preview shows and an action carries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from longshan_desk.sheets.import_plan import ImportPlan, PlannedRow

Fields = Mapping[str, tuple[Any, Any]]
"""What changes: {field: (old, new)}."""


@dataclass(slots=True)
class PlannedPerson(PlannedRow):
    """How one person's row ends.

    Among ``fields`` are those of the household (``group``, ``household_code``, ``address``,
    ``household_note``, ``household_special_groups``) on the first row of the household that is
    taken.
    """

    household_key: int
    household_id: str | None = None
    person_id: str | None = None


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
class HouseholdPlan(ImportPlan[PlannedPerson]):
    """Only households with something to write are named."""

    households: tuple[PlannedHousehold, ...]
    group_names: dict[int, str]

    @cached_property
    def by_row(self) -> dict[int, PlannedPerson]:
        return {row.row: row for row in self.rows}
