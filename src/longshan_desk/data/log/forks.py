"""Forks: one number, two contents. Nothing that was typed is lost by mending one (3.11).

A copied or set-back desk writes numbers again that it had already given. Whose variant stands
follows from whose stream it is; what falls is typed again under a new number, with the knowledge
its writer had then, so that it counts as concurrent where it was. In a stream of the hub's the
hub's own variant stands, because villages may hold several others; it types theirs again, and
they let go of theirs when they see it come back: they could not write it themselves.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.authority import TOWNSHIP, Membership
from longshan_desk.data.log.contents import Contents
from longshan_desk.data.log.merging import Merging
from longshan_desk.data.log.operations import PURGE, Operation, hash_of, hash_of_seen
from longshan_desk.data.log.outgoing import chain_at
from longshan_desk.data.log.rebuild import state_of
from longshan_desk.data.log.refusals import FORK, SELF_AHEAD, PackageRefusedError
from longshan_desk.data.log.rows import many
from longshan_desk.data.log.streams import UNKNOWN, Stream
from longshan_desk.data.types import canonical_json

_COLUMNS = (
    "part, dev, seq, ctx, hlc, wall, usr, txn, tbl, rid, kind, schema, payload, salt, phash,"
    " before, state"
)


class Mending(Enum):
    """What is done about a fork."""

    THEIRS = "theirs"
    """Their variant stands, ours is typed again."""
    OURS = "ours"
    """Ours stands, theirs is typed again: only the hub, in a stream of its own."""
    BACK = "back"
    """Theirs stands, and ours has come back under another number."""


def decide(
    connection: Connection, merging: Merging, membership: Membership, sender: str,
    contents: Contents, stream: Stream, split: int,
) -> Mending:  # fmt: skip
    """Whose variant of a stream stands; raises ``PackageRefusedError`` where another desk has to
    be mended first, or has to send the stream from its beginning."""
    where = f"{stream[0]}/{stream[1]} {split}"
    if merging.is_own(stream[1]):
        is_hub = membership.hub is not None and merging.is_own(membership.hub)
        if split == UNKNOWN:
            renew = stream[1] == merging.dev
            doubted = frozenset(() if is_hub else (stream,))  # the hub's stands: others send theirs
            raise PackageRefusedError(SELF_AHEAD, where, needs_new_device=renew, doubted=doubted)
        return Mending.OURS if is_hub else Mending.THEIRS
    is_from_hub = sender == membership.hub and not merging.is_own(sender)
    if not is_from_hub:
        raise PackageRefusedError(FORK, where)
    writer = membership.devices.get(stream[1])
    is_hubs = writer is None or writer.kind == TOWNSHIP
    if split == UNKNOWN or (is_hubs and not _has_come_back(connection, contents, stream, split)):
        raise PackageRefusedError(FORK, where, doubted=frozenset({stream}))
    return Mending.BACK if is_hubs else Mending.THEIRS


_SAME = "part, tbl, rid, hlc, usr, kind, payload"
"""What an operation still is when it was typed again under another number."""


def _as_typed(op: Operation) -> tuple[Any, ...]:
    return op.part, op.tbl, op.rid, op.hlc, op.usr, op.kind, op.payload


def _has_come_back(connection: Connection, contents: Contents, stream: Stream, split: int) -> bool:
    """Whether all that we have of a stream from the split on comes under other numbers; what is
    said of erased records never does."""
    part, dev = stream
    ours = connection.exec_driver_sql(
        f"SELECT {_SAME} FROM sync_op AS o WHERE part = ? AND dev = ? AND seq >= ?"
        " AND payload IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sync_op AS x WHERE x.tbl = o.tbl"
        f" AND x.rid = o.rid AND x.kind = '{PURGE}' AND (x.dev <> o.dev OR x.seq < ?))",
        (part, dev, split, split),
    ).fetchall()
    erased = {(op.tbl, op.rid) for op in contents.operations if op.kind == PURGE}
    came = {_as_typed(op) for op in contents.operations}
    return all(
        (row.tbl, row.rid) in erased or tuple(row) in came or _is_typed(connection, tuple(row), dev)
        for row in ours
    )


def _is_typed(connection: Connection, same: tuple[Any, ...], but: str) -> bool:
    """Whether the log has this operation, not counting the stream of one device."""
    row = connection.exec_driver_sql(
        "SELECT 1 FROM sync_op WHERE part = ? AND tbl = ? AND rid = ? AND hlc = ? AND usr = ?"
        " AND kind = ? AND payload IS ? AND dev <> ?",
        (*same, but),
    ).first()
    return row is not None


def _is_news(connection: Connection, op: Operation) -> bool:
    """Whether this desk has neither typed this yet nor erased its record."""
    erased = connection.exec_driver_sql(
        f"SELECT 1 FROM sync_op WHERE tbl = ? AND rid = ? AND kind = '{PURGE}'", (op.tbl, op.rid)
    ).first()
    return erased is None and not _is_typed(connection, _as_typed(op), "")


@dataclass
class _Dropped:
    operation: Operation
    before: str | None
    state: int
    seen: Mapping[str, int]
    is_ours: bool = True


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

    @property
    def erased(self) -> set[tuple[str, str]]:
        """Records that were erased by what fell."""
        fallen = (each.operation for each in self.dropped)
        return {(op.tbl, op.rid) for op in fallen if op.kind == PURGE}

    def let_go(self, connection: Connection, part: str, dev: str, split: int) -> None:
        """As ``drop``, of what has come back under another number."""
        before = len(self.dropped)
        self.drop(connection, part, dev, split)
        del self.dropped[before:]

    def take_over(
        self, connection: Connection, contents: Contents, stream: Stream, split: int
    ) -> Contents:
        """Their variant of a stream of ours is to be typed again; returns the rest of the package.

        What was typed again before, because another desk brought it, is not typed once more.
        """
        _, dev = stream
        seen = {one.ctx: one.seen for one in contents.contexts if (one.part, one.dev) == stream}
        theirs = [op for op in contents.operations if (op.part, op.dev) == stream]
        for op in (op for op in theirs if op.seq >= split and _is_news(connection, op)):
            state = 1 if state_of(op.tbl, op.schema, op.payload) else 2
            knowing = {**seen.get(op.ctx, {}), dev: split - 1}
            self.dropped.append(_Dropped(op, None, state, knowing, is_ours=False))
            self.records.add((op.tbl, op.rid))
        have = {
            p: {d: seq for d, seq in vector.items() if (p, d) != stream}
            for p, vector in contents.have.items()
        }
        return replace(
            contents,
            have=have,
            operations=[op for op in contents.operations if (op.part, op.dev) != stream],
            contexts=[one for one in contents.contexts if (one.part, one.dev) != stream],
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
        [(dev, txn, former) for txn in sorted({e.operation.txn for e in fallen if e.is_ours})],
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
