"""What every import's plan is: how each row of a sheet would end, and what is told of it (R34)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from longshan_desk.errors import NotFoundError
from longshan_desk.sheets.endings import Ending, Problem, counts

NEW = "new"
"""The decision on an undecided row that it is about nobody and nothing known."""


@dataclass(slots=True)
class PlannedRow:
    """How one row ends.

    ``values`` are for NEW, ``fields`` {field: (old, new)} for CHANGED; ``problems`` are those of a
    refused or undecided row. ``candidates`` are the ids an UNDECIDED row may be about, and ``why``
    says what is in doubt.
    """

    row: int
    name: str
    ending: Ending
    _: KW_ONLY
    values: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    candidates: tuple[str, ...] = ()
    why: str = ""


Planned = TypeVar("Planned", bound=PlannedRow)


@dataclass(frozen=True)
class ImportPlan(Generic[Planned]):
    """Rows in the sheet's order; ``columns`` {heading: field} as they were recognised."""

    rows: tuple[Planned, ...]
    columns: dict[str, str]

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


def check_decisions(decisions: Mapping[int, str], known: Container[str], unknown: str) -> None:
    """Raises NotFoundError, in the words ``unknown``, for a decision that is neither ``NEW`` nor
    one of the ids ``known``."""
    for row, choice in decisions.items():
        if choice != NEW and choice not in known:
            raise NotFoundError(unknown.format(choice=choice), where=str(row))
