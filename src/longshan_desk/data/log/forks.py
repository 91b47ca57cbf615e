"""Forks: one number, two contents. Nothing that was typed is lost by mending one (3.11).

A copied or set-back desk writes numbers again that it had already given. Whose variant stands
follows from whose stream it is; what falls is typed again under a new number, with the knowledge
its writer had then, so that it counts as concurrent where it was.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.authority import Membership
from longshan_desk.data.log.merging import Merging
from longshan_desk.data.log.operations import Operation, hash_of, hash_of_seen
from longshan_desk.data.log.outgoing import chain_at
from longshan_desk.data.log.refusals import FORK, SELF_AHEAD, PackageRefusedError
from longshan_desk.data.log.rows import many
from longshan_desk.data.log.streams import UNKNOWN, Stream
from longshan_desk.data.types import canonical_json

_COLUMNS = (
    "part, dev, seq, ctx, hlc, wall, usr, txn, tbl, rid, kind, schema, payload, salt, phash,"
    " before, state"
)


def decide(
    merging: Merging, membership: Membership, sender: str, stream: Stream, split: int
) -> None:
    """Let the package's variant of a stream stand, or refuse the package.

    In a stream of ours the other variant stands; in a third one the hub's. In the sender's own
    stream, and at the hub, the package is refused: its sender has to be mended first.
    """
    where = f"{stream[0]}/{stream[1]} {split}"
    if merging.is_own(stream[1]):
        if split == UNKNOWN:
            is_current = stream[1] == merging.dev
            raise PackageRefusedError(
                SELF_AHEAD, where, needs_new_device=is_current, doubted=stream
            )
        return
    is_from_hub = sender == membership.hub and not merging.is_own(sender)
    if stream[1] == sender or not is_from_hub:
        raise PackageRefusedError(FORK, where)
    if split == UNKNOWN:
        raise PackageRefusedError(FORK, where, doubted=stream)


@dataclass
class _Dropped:
    operation: Operation
    before: str | None
    state: int
    seen: Mapping[str, int]


@dataclass
class Repair:
    """Operations that fell with their variant of a stream, until they are typed again."""

    dropped: list[_Dropped] = field(default_factory=list)
    records: set[tuple[str, str]] = field(default_factory=set)

    def drop(self, connection: Connection, part: str, dev: str, split: int) -> None:
        """Take a stream back to the last operation before the split."""
        contexts = _contexts(connection, part, dev)
        rows = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM sync_op WHERE part = ? AND dev = ? AND seq >= ? ORDER BY lid",
            (part, dev, split),
        ).fetchall()
        for row in rows:
            op = Operation(*row[:15])
            seen = {**contexts.get(op.ctx, {}), dev: split - 1}
            self.dropped.append(_Dropped(op, row[15], row[16], seen))
            self.records.add((op.tbl, op.rid))
        stream = (part, dev)
        for words in (
            "DELETE FROM sync_op WHERE part = ? AND dev = ? AND seq >= ?",
            "DELETE FROM sync_head WHERE part = ? AND dev = ? AND seq >= ?",
        ):
            connection.exec_driver_sql(words, (*stream, split))
        connection.exec_driver_sql(
            "DELETE FROM sync_ctx WHERE part = ? AND dev = ? AND ctx NOT IN"
            " (SELECT ctx FROM sync_op WHERE part = ? AND dev = ?)",
            (*stream, *stream),
        )
        head = chain_at(connection, part, dev, split - 1)
        connection.exec_driver_sql(
            "UPDATE sync_stream SET seq = ?, head = ? WHERE part = ? AND dev = ?",
            (split - 1, head, *stream),
        )

    def retype(self, merging: Merging) -> int:
        """Type what fell again under a new number; returns how much that was.

        Each device's own under another one: within a stream the later knows the earlier, and
        two devices did not know of each other.
        """
        by_device: defaultdict[str, list[_Dropped]] = defaultdict(list)
        for each in self.dropped:
            by_device[each.operation.dev].append(each)
        return sum(_retype(merging, dev, fallen) for dev, fallen in sorted(by_device.items()))


def _retype(merging: Merging, former: str, fallen: list[_Dropped]) -> int:
    """What fell of one device's streams, typed again under a number of its own."""
    dev = merging.take_new_device()
    pens: dict[str, _Pen] = {}
    for each in fallen:
        if each.operation.payload is not None:  # else it was erased, and stays so
            part = each.operation.part
            pens.setdefault(part, _Pen(part, dev)).write(each)
    for pen in pens.values():
        pen.put(merging.connection)
    many(
        merging.connection,
        "UPDATE sync_txn SET dev = ? WHERE txn = ? AND dev = ?",
        [(dev, txn, former) for txn in sorted({each.operation.txn for each in fallen})],
    )
    return sum(len(pen.rows) for pen in pens.values())


def drop_unsigned(connection: Connection, devices: Iterable[str]) -> Repair:
    """Take the streams of these devices back to their last signed end: nobody can sign for them
    any more, so what comes after it could never leave this desk."""
    repair = Repair()
    for dev in sorted(devices):
        rows = connection.exec_driver_sql(
            "SELECT s.part, s.seq, (SELECT max(h.seq) FROM sync_head AS h WHERE h.part = s.part"
            " AND h.dev = s.dev AND h.seq <= s.seq) FROM sync_stream AS s WHERE s.dev = ?",
            (dev,),
        ).fetchall()
        for part, seq, signed in rows:
            if seq > (signed or 0):
                repair.drop(connection, part, dev, (signed or 0) + 1)
    return repair


def _contexts(connection: Connection, part: str, dev: str) -> dict[int, dict[str, int]]:
    rows = connection.exec_driver_sql(
        "SELECT ctx, vv FROM sync_ctx WHERE part = ? AND dev = ?", (part, dev)
    )
    return {ctx: json.loads(vv) for ctx, vv in rows}


@dataclass
class _Pen:
    """A new stream, begun with what is typed again."""

    part: str
    dev: str
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    contexts: list[str] = field(default_factory=list)
    head: bytes = b""

    def write(self, dropped: _Dropped) -> None:
        old = dropped.operation
        assert old.payload is not None
        vv = canonical_json(dict(dropped.seen))
        if not self.contexts or self.contexts[-1] != vv:
            self.contexts.append(vv)
        salt = secrets.token_bytes(16)
        op = Operation(
            old.part, self.dev, len(self.rows) + 1, len(self.contexts), old.hlc, old.wall,
            old.usr, old.txn, old.tbl, old.rid, old.kind, old.schema, old.payload, salt,
            hash_of(salt, old.payload),
        )  # fmt: skip
        self.head = op.link(self.head, hash_of_seen(dropped.seen))
        self.rows.append(
            (op.part, op.dev, op.seq, op.ctx, op.hlc, op.wall, op.usr, op.txn, op.tbl, op.rid,
             op.kind, op.schema, op.payload, dropped.before, salt, op.phash, self.head,
             dropped.state)
        )  # fmt: skip

    def put(self, connection: Connection) -> None:
        many(
            connection,
            "INSERT INTO sync_ctx (part, dev, ctx, vv) VALUES (?, ?, ?, ?)",
            [(self.part, self.dev, n, vv) for n, vv in enumerate(self.contexts, 1)],
        )
        many(
            connection,
            "INSERT INTO sync_op (part, dev, seq, ctx, hlc, wall, usr, txn, tbl, rid, kind,"
            " schema, payload, before, salt, phash, chain, state)"
            f" VALUES ({','.join('?' * 18)})",
            self.rows,
        )
        connection.exec_driver_sql(
            "INSERT INTO sync_stream (part, dev, seq, head) VALUES (?, ?, ?, ?)",
            (self.part, self.dev, len(self.rows), self.head),
        )
