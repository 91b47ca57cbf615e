"""What desks must show, computed from sets of events and nothing else: no numbers, no vectors.

An event knows the set of events that its writer had. That is the whole of causality here, so a
mistake in the program's vectors, chains or versions cannot be repeated by the oracle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Event:
    """One edit of one record by one person."""

    rid: str
    puts: dict[str, Any]
    seen: frozenset[Event]
    stamp: int
    key: tuple[str, int]
    """``partition|device`` and number: only to tell which events a package has brought."""
    is_erasure: bool = False
    """Everything ever said of the record goes, for good and whatever anybody else said."""

    @property
    def part(self) -> str:
        return self.key[0].partition("|")[0]


@dataclass(frozen=True)
class Expected:
    """What a desk that has a set of events must show of one record."""

    hidden: bool
    values: dict[str, frozenset[Any]]
    """Per group the values that may be shown: more than one only if two stamps are the same."""
    conflicts: frozenset[str]
    survivors: dict[str, frozenset[Any]]
    is_erased: bool = False


def expected(events: Iterable[Event]) -> dict[str, Expected]:
    by_record: dict[str, list[Event]] = {}
    for event in events:
        by_record.setdefault(event.rid, []).append(event)
    return {rid: _record(found) for rid, found in by_record.items()}


def _record(events: list[Event]) -> Expected:
    if any(event.is_erasure for event in events):
        return Expected(True, {}, frozenset(), {}, is_erased=True)
    alive: dict[str, list[Event]] = {}
    for group in {group for event in events for group in event.puts}:
        puts = [event for event in events if group in event.puts]
        alive[group] = [e for e in puts if not any(e in other.seen for other in puts)]
    values, conflicts = {}, set()
    for group, left in alive.items():
        latest = max(event.stamp for event in left)
        values[group] = frozenset(e.puts[group] for e in left if e.stamp == latest)
        if group != "is_deleted" and len({e.puts[group] for e in left}) > 1:
            conflicts.add(group)
    deletions = [e for e in alive["is_deleted"] if e.puts["is_deleted"]]
    others = {e for left in alive.values() for e in left} - set(deletions)
    hidden = any(others <= d.seen for d in deletions)
    if deletions and not hidden:
        conflicts.add("is_deleted")
    survivors = {g: frozenset(e.puts[g] for e in left) for g, left in alive.items()}
    return Expected(hidden, values, frozenset(conflicts), survivors)
