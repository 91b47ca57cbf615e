"""The news of one finished act: what changed, under the user's name for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """Sent after the commit; ``records`` are (table, id) pairs."""

    label: str
    txn: int
    records: frozenset[tuple[str, str]]

    def touches(self, *tables: str) -> bool:
        """Whether any record of these tables changed."""
        return any(table in tables for table, _ in self.records)


Listener = Callable[[Change], None]
