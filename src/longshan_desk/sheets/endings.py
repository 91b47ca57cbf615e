"""How each row of an imported sheet ends, and what is said of those that cannot be taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from longshan_desk.domain.labels import Labelled
from longshan_desk.errors import BadValueError


class Ending(Labelled):
    NEW = "new", "新增"
    CHANGED = "changed", "有变动"
    SAME = "same", "没有变化"
    REFUSED = "refused", "不能导入"
    UNDECIDED = "undecided", "待判定"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where it stands and how to mend it; ``row`` is the sheet's own number."""

    row: int
    column: str
    value: str
    reason: str
    hint: str

    @classmethod
    def of(cls, error: BadValueError, row: int, column: str, value: str) -> Problem:
        return cls(row, column, value, error.message, error.hint)

    def as_dict(self) -> dict[str, str | int]:
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
            "hint": self.hint,
        }


def counts(endings: Iterable[Ending]) -> dict[str, int]:
    """``{"new": 12, "changed": 3, …}``, every ending named."""
    found = Counter(endings)
    return {ending.value: found[ending] for ending in Ending}
