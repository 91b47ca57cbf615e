"""The computers of random lives, and what must be true of them whatever happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.log.oracle import Event, Expected, expected
from longshan_desk.data.store import Store
from longshan_desk.exchange.device_list import TOWNSHIP
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.known import Known, require_known
from longshan_desk.queries.conflicts import conflicts
from stick import Stick

GROUPS = {
    "household": ("group_no", "head_name", "address", "note"),
    "township_wording": ("kind", "key", "text"),
}


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

    def __post_init__(self) -> None:
        self.open()

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


@dataclass(frozen=True)
class Sent:
    """A file on some stick."""

    path: Path
    by: Pc
    place: str
    events: frozenset[Event]


@dataclass
class Township:
    """The township and its villages: what they must show, and have alike."""

    stick: Stick
    pcs: list[Pc]
    """The township's comes first."""
    happened: dict[str, int] = field(default_factory=dict, kw_only=True)

    @property
    def township(self) -> Pc:
        return self.pcs[0]

    def note(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1

    def known(self) -> Known:
        return require_known(self.township.store)

    def parts(self, pc: Pc) -> list[str]:
        """What this PC and everybody who may read it must have alike."""
        listed = self.known().listed
        codes = [one.code for one in listed.places] if pc is self.township else [pc.place, TOWNSHIP]
        found = [listed.place(code) for code in codes]
        return sorted({one.part for one in found if one is not None})

    def records(self, pc: Pc, parts: Sequence[str]) -> dict[str, list[Any]]:
        """Everything that equal sets of operations must make equal."""
        marks = ",".join("?" * len(parts))
        return {
            words: pc.query(words.format(f"part IN ({marks})"), *parts)
            for words in (
                "SELECT * FROM household WHERE {} ORDER BY id",
                "SELECT * FROM township_wording WHERE {} ORDER BY id",
                "SELECT tbl, rid, field FROM sync_conflict WHERE {} ORDER BY tbl, rid, field",
                "SELECT tbl, rid, v FROM sync_ver WHERE {} ORDER BY tbl, rid",
                "SELECT part, dev, seq, head FROM sync_stream WHERE {} AND seq > 0 ORDER BY 1, 2",
                "SELECT part, dev, seq, payload, chain FROM sync_op WHERE {} ORDER BY 1, 2, 3",
            )
        }

    def check(self, pc: Pc) -> None:
        """The PC shows what the oracle says, for every record, field and conflict."""
        said = expected(pc.events)
        shown: set[str] = set()
        for table, groups in GROUPS.items():
            for rid, hidden, *values in pc.query(
                f"SELECT id, is_deleted, {', '.join(groups)} FROM {table}"
            ):
                shown.add(rid)
                assert bool(hidden) == said[rid].hidden, (rid, "hidden")
                for group, value in zip(groups, values, strict=True):
                    allowed = said[rid].values.get(group, frozenset({None}))
                    assert value in allowed, (rid, group, value, allowed)
        assert shown == said.keys()
        open_now = {(rid, group) for rid, one in said.items() for group in one.conflicts}
        assert set(pc.query("SELECT rid, field FROM sync_conflict")) == open_now
        if open_now and pc is not self.township:
            self.check_cards(pc, said)

    def check_cards(self, pc: Pc, said: dict[str, Expected]) -> None:
        """Every value that lost, or was not chosen yet, stands on a card."""
        cards = {
            (one.record[1], one.field): {value.value for value in one.values}
            for one in conflicts(pc.store)
        }
        for rid, one in said.items():
            for group in one.conflicts - {"is_deleted"}:
                assert cards[rid, group] == one.survivors[group], (rid, group)
                self.note("card")

    def _pairs(self) -> Iterator[tuple[Pc, dict[str, list[Any]], dict[str, list[Any]]]]:
        for pc in self.pcs[1:]:
            parts = self.parts(pc)
            yield pc, self.records(pc, parts), self.records(self.township, parts)

    def agree(self) -> bool:
        return all(mine == theirs for _, mine, theirs in self._pairs())

    def assert_same(self) -> None:
        for pc, mine, theirs in self._pairs():
            for words, rows in mine.items():
                assert rows == theirs[words], (pc.home.name, words)

    def check_nothing_lost(self, pc: Pc, somewhere: frozenset[Event]) -> None:
        """P4: what was on any PC at the end stands in the log of all who may read it."""
        parts = self.parts(pc)
        logged: dict[str, str] = {}
        for part, rid, payload in pc.query("SELECT part, rid, payload FROM sync_op"):
            if part in parts:
                logged[rid] = logged.get(rid, "") + (payload or "")
        for event in somewhere:
            if event.key[0].partition("|")[0] in parts:
                for group, value in event.puts.items():
                    if isinstance(value, str):
                        assert f'"{group}":"{value}"' in logged.get(event.rid, ""), event.puts
