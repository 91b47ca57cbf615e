"""The computers of random lives, the files between them, and how each life looks at its PCs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from data.log.oracle import Event
from longshan_desk.data.store import Store
from longshan_desk.data.tables.papers import TownshipWording
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import LedgerEntry
from longshan_desk.exchange.device_list import TOWNSHIP
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.known import Known, require_known
from longshan_desk.queries.conflicts import conflicts
from stick import Stick

Value = str | int | None | tuple[str | int | None, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of record that is typed: its field groups with their columns."""

    table: str
    model: Any
    groups: dict[str, tuple[str, ...]]
    typed: tuple[str, ...]
    """The groups that are edited; the others stay as they were at first."""

    @property
    def columns(self) -> str:
        return ", ".join(f'"{name}"' for names in self.groups.values() for name in names)

    def values(self, row: Sequence[Any]) -> dict[str, Value]:
        """The columns of a row by their groups; of several columns together, all or none."""
        left, found = list(row), {}
        for group, names in self.groups.items():
            some = [left.pop(0) for _ in names]
            found[group] = _together(some)
        return found

    def value_of(self, group: str, said: Any) -> Value:
        """A value as a card or the log has it."""
        names = self.groups.get(group, (group,))
        return _together([said[name] for name in names]) if names != (group,) else said


def _together(some: Sequence[Any]) -> Value:
    if len(some) == 1:
        one: Value = some[0]
        return one
    return None if all(one is None for one in some) else tuple(some)


def _alone(*names: str) -> dict[str, tuple[str, ...]]:
    return {name: (name,) for name in names}


HOUSEHOLD = Kind(
    "household", Household, _alone("group_no", "head_name", "address", "note"),
    ("head_name", "address", "note"),
)  # fmt: skip
WORDING = Kind("township_wording", TownshipWording, _alone("kind", "key", "text"), ("key", "text"))
LEDGER = Kind(
    "ledger_entry", LedgerEntry,
    {**_alone("target", "problem"), "closing": ("closed_on", "result")},
    ("target", "problem", "closing"),
)  # fmt: skip
"""Lines of a village's ledger are their maker's, the village's or the township's."""
KINDS = {kind.table: kind for kind in (HOUSEHOLD, WORDING, LEDGER)}


@dataclass
class Snapshot:
    folder: Path
    events: frozenset[Event]


@dataclass(eq=False)
class Pc:
    """One computer: its store, the edits it must have, its clock, an old state of its disk."""

    home: Path
    place: str
    store: Store = field(init=False)
    events: frozenset[Event] = frozenset()
    ever: frozenset[Event] = frozenset()
    """Everything it had at any time, whatever it was set back to."""
    ahead: int = 0
    snapshot: Snapshot | None = None
    taken: dict[Path, int] = field(default_factory=dict)
    """The packages that were taken at any time, by their sender's number."""

    def __post_init__(self) -> None:
        self.open()

    @property
    def is_township(self) -> bool:
        return self.place == TOWNSHIP

    def open(self) -> None:
        self.store = Store(DeskPaths(self.home))
        self.store._reconnect(waits_for_disk=False)

    def query(self, words: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.store.read() as session:
            return [tuple(row) for row in session.connection().exec_driver_sql(words, values)]

    def learn(self, events: Iterable[Event]) -> None:
        self.events |= frozenset(events)
        self.ever |= self.events

    def vector(self) -> dict[str, int]:
        rows = self.query("SELECT part || '|' || dev, seq FROM sync_stream")
        return dict(rows)

    def cards(self, part: str) -> dict[tuple[str, str], set[Value]]:
        """The values that lie before a person: by record and field group."""
        self.store.view(part if self.is_township else None)
        found = {
            (one.record[1], one.field): {
                KINDS[one.record[0]].value_of(one.field, value.value) for value in one.values
            }
            for one in conflicts(self.store)
            if one.record[0] in KINDS
        }
        self.store.view(None)
        return found

    def has_kept(self, data: bytes) -> bool:
        """Whether a refused file can be looked at again."""
        digest = hashlib.sha256(data).digest()
        kept = (self.store.paths.inbox / "refused").glob("*.lspkg")
        return any(hashlib.sha256(path.read_bytes()).digest() == digest for path in kept)


@dataclass(frozen=True)
class Sent:
    """A file on some stick."""

    path: Path
    by: Pc
    place: str
    number: int
    events: frozenset[Event]


@dataclass
class Township:
    """The township and its villages."""

    stick: Stick
    pcs: list[Pc]
    """The township's comes first."""
    is_noticed: bool = True
    """Whether a PC that is set back or copied knows that it was."""
    happened: dict[str, int] = field(default_factory=dict, kw_only=True)
    in_the_air: list[Sent] = field(default_factory=list, kw_only=True)
    _senders: dict[Path, Pc] = field(default_factory=dict, kw_only=True)
    names: Iterator[int] = field(default_factory=count, kw_only=True)
    inexact: set[str] = field(default_factory=set, kw_only=True)
    """Partitions of which the oracle no longer knows every number: what is typed again after a
    copy or an image of a disk stands there under others."""

    @property
    def township(self) -> Pc:
        return self.pcs[0]

    def note(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1

    def known(self) -> Known:
        return require_known(self.township.store)

    def part_of(self, place: str) -> str:
        found = self.known().listed.place(place)
        assert found is not None
        return found.part

    def parts(self, pc: Pc) -> list[str]:
        """What this PC and everybody who may read it must have alike."""
        listed = self.known().listed
        codes = [one.code for one in listed.places] if pc.is_township else [pc.place, TOWNSHIP]
        found = [listed.place(code) for code in codes]
        return sorted({one.part for one in found if one is not None})
