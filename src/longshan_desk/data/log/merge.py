"""The merge rule: what a record is, from the set of operations on it and from nothing else.

Of the writes on a field group those survive that no other write knew of. The one with the highest
stamp is shown; survivors that say different things are a conflict, which a person decides by an
ordinary edit that knows them all. Neither clocks nor the order of arrival decide anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from longshan_desk.data.log.operations import PURGE

Vector = Mapping[str, int]
"""``{device: the last of its operations that was seen}``"""

DELETED = "is_deleted"


@dataclass(slots=True)
class Write:
    """An operation as the merge sees it: who, when, knowing what, and what it put."""

    dev: str
    seq: int
    hlc: int
    kind: str
    seen: Vector
    groups: Mapping[str, Any]
    """In today's words; empty once the record is erased."""
    unread: frozenset[str] = frozenset()
    """Groups of which this program cannot show the value: a newer one wrote it."""

    @property
    def stamp(self) -> tuple[int, str, int]:
        return (self.hlc, self.dev, self.seq)

    def knew(self, other: Write) -> bool:
        """Whether the writer had seen the other write (its own included)."""
        if self.dev == other.dev:
            return other.seq <= self.seq
        return other.seq <= self.seen.get(other.dev, 0)


@dataclass(slots=True)
class Merged:
    """A record as all its operations together say it is."""

    values: dict[str, Any]
    """The shown value of each group that was ever put; ``is_deleted`` by the rule for deletions."""
    version: dict[str, list[list[Any]]]
    """The survivors of each group, ``*`` for all that only the first write put."""
    conflicts: dict[str, int] = field(default_factory=dict)
    """Open conflicts by group, with the highest stamp that takes part."""
    is_erased: bool = False
    has_newer: bool = False
    """Whether something in it waits for a newer program."""


def merge(writes: Sequence[Write]) -> Merged:
    """Merge all operations on one record, in whatever order they come."""
    if len(writes) == 1 and writes[0].kind != PURGE:
        return _alone(writes[0])
    ordered = sorted(writes, key=_stamp)
    purges = [write for write in ordered if write.kind == PURGE]
    if purges:
        return Merged(dict(purges[-1].groups), {"*": _named(purges)}, is_erased=True)
    survivors: dict[str, list[Write]] = {}
    for write in ordered:
        for group in write.groups:
            survivors[group] = join(survivors.get(group, ()), write)
    values = {g: shown for g, s in survivors.items() for shown in _shown(g, s, ordered)}
    first = ordered[0]
    version = {"*": _named([first])}
    conflicts = {}
    for group, left in survivors.items():
        if len(left) > 1 or left[0] is not first:
            version[group] = _named(left)
        if group != DELETED and _differ(group, left):
            conflicts[group] = max(write.hlc for write in left)
    _decide_deletion(survivors, values, conflicts)
    has_newer = any(write.unread for write in ordered)
    return Merged(values, version, conflicts, has_newer=has_newer)


def join(survivors: Sequence[Write], write: Write) -> list[Write]:
    """The surviving writes of a field group once ``write`` is among them."""
    if all(write.knew(other) for other in survivors):
        return [write]
    if any(other.knew(write) for other in survivors):
        return list(survivors)
    return [*(other for other in survivors if not write.knew(other)), write]


def _alone(write: Write) -> Merged:
    values = dict(write.groups)
    for group in write.unread:
        del values[group]
    return Merged(values, {"*": [[write.dev, write.seq]]}, has_newer=bool(write.unread))


def _stamp(write: Write) -> tuple[int, str, int]:
    return (write.hlc, write.dev, write.seq)


def _named(writes: Sequence[Write]) -> list[list[Any]]:
    return sorted([write.dev, write.seq] for write in writes)


def _differ(group: str, writes: Sequence[Write]) -> bool:
    return len(writes) > 1 and any(w.groups[group] != writes[0].groups[group] for w in writes)


def _shown(group: str, survivors: Sequence[Write], ordered: Sequence[Write]) -> list[Any]:
    """The survivor with the highest stamp. One that only a newer program can read is kept and
    passed on; meanwhile the last value that can be read is shown, if there is one."""
    for writes in (survivors, ordered):
        readable = [w for w in writes if group in w.groups and group not in w.unread]
        if readable:
            return [max(readable, key=_stamp).groups[group]]
    return []


def _decide_deletion(
    survivors: Mapping[str, Sequence[Write]], values: dict[str, Any], conflicts: dict[str, int]
) -> None:
    """A record is hidden only if a surviving deletion knew every surviving write of it."""
    deletions = [w for w in survivors.get(DELETED, ()) if w.groups[DELETED] == 1]
    if not deletions:
        return
    deleting = {(w.dev, w.seq) for w in deletions}
    others = [w for left in survivors.values() for w in left if (w.dev, w.seq) not in deleting]
    is_hidden = any(all(d.knew(other) for other in others) for d in deletions)
    values[DELETED] = int(is_hidden)
    if not is_hidden:
        conflicts[DELETED] = max(write.hlc for write in deletions)


def survivors_of(group: str, writes: Sequence[Write]) -> list[Write]:
    """The surviving writes of one group, the shown one first."""
    left: list[Write] = []
    for write in sorted(writes, key=_stamp):
        if group in write.groups:
            left = join(left, write)
    return sorted(left, key=_stamp, reverse=True)
