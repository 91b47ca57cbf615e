"""What must be true of every PC of a random life, after every step and at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from data.log.oracle import Event, Expected, expected
from exchange.pcs import KINDS, Kind, Pc, Township

SAME = (
    *(f"SELECT * FROM {table} WHERE {{}} ORDER BY id" for table in KINDS),
    "SELECT tbl, rid, field FROM sync_conflict WHERE {} ORDER BY tbl, rid, field",
    "SELECT tbl, rid, reason FROM sync_waiting WHERE {} ORDER BY tbl, rid",
    "SELECT tbl, rid, v FROM sync_ver WHERE {} ORDER BY tbl, rid",
    "SELECT part, dev, seq, head FROM sync_stream WHERE {} AND seq > 0 ORDER BY 1, 2",
    "SELECT part, dev, seq, payload, chain FROM sync_op WHERE {} ORDER BY 1, 2, 3",
)
"""Everything that equal sets of operations must make equal."""


class Truths(Township):
    """Holds PCs against the oracle and against each other."""

    def records(self, pc: Pc, parts: Sequence[str]) -> dict[str, list[Any]]:
        marks = ",".join("?" * len(parts))
        return {
            words: pc.query(words.format(f"part IN ({marks})"), *parts) for words in SAME
        }  # fmt: skip

    def check(self, pc: Pc) -> None:
        """The PC shows what the oracle says, for every record, field and conflict."""
        known = [event for event in pc.events if event.part not in self.inexact]
        said = expected(known)
        shown: set[str] = set()
        for kind in KINDS.values():
            rows = pc.query(f"SELECT id, part, is_deleted, {kind.columns} FROM {kind.table}")
            for rid, part, hidden, *values in rows:
                if part not in self.inexact:
                    shown.add(rid)
                    self._check_record(rid, kind, said[rid], hidden, kind.values(values))
        assert shown == said.keys()
        waiting = pc.query("SELECT part, tbl, rid, reason FROM sync_waiting")
        assert [one for one in waiting if one[0] not in self.inexact] == []
        self._check_conflicts(pc, said, {event.rid: event.part for event in known})

    def _check_record(
        self, rid: str, kind: Kind, said: Expected, hidden: int, shown: dict[str, Any]
    ) -> None:
        assert bool(hidden) == said.hidden, (rid, "hidden")
        if said.is_erased:
            assert {shown[group] for group in kind.typed} <= {None, ""}, (rid, shown)
            return
        for group, value in shown.items():
            allowed = said.values.get(group, frozenset({None}))
            assert value in allowed, (rid, group, value, allowed)

    def _check_conflicts(self, pc: Pc, said: dict[str, Expected], parts: dict[str, str]) -> None:
        """Where two values differ there is a conflict, and every one of them is on its card."""
        rows = pc.query("SELECT rid, field, part FROM sync_conflict")
        found = {(rid, group) for rid, group, part in rows if part not in self.inexact}
        wanted = {(rid, group) for rid, one in said.items() for group in one.conflicts}
        assert found == wanted
        for part in {parts[rid] for rid, _ in wanted}:
            cards = pc.cards(part)
            for rid, group in wanted:
                if parts[rid] == part:
                    assert (rid, group) in cards, (rid, group)
                    if group != "is_deleted":
                        assert cards[rid, group] == said[rid].survivors[group], (rid, group)
                    self.note("card")

    # -- the end --------------------------------------------------------------------------------

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
        """P4: what was on any PC at the end stands in the log of all who may read it; what was
        erased on any of them stands in none."""
        parts = self.parts(pc)
        rows = pc.query("SELECT part, rid, kind, payload FROM sync_op")
        mine = [row for row in rows if row[0] in parts]
        logged: dict[str, str] = {}
        for _, rid, kind, payload in mine:
            if kind == "P":
                logged[rid] = logged.get(rid, "") + (payload or "")
        erased = {rid for _, rid, kind, _ in mine if kind == "X"}
        for event in somewhere:
            if event.part not in parts:
                continue
            if event.is_erasure:
                assert event.rid in erased
            elif event.rid in erased:
                assert logged.get(event.rid, "") == ""
            else:
                for words in _in_payload(event):
                    assert words in logged.get(event.rid, ""), event.puts


def _in_payload(event: Event) -> Iterator[str]:
    """The words by which an edit is known in the log."""
    for group, value in event.puts.items():
        if isinstance(value, str):
            yield f'"{group}":"{value}"'
        elif isinstance(value, tuple):
            yield f'"{value[-1]}"'
