"""What goes to a peer: everything it has not confirmed, of the partitions that it may read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.authority import Membership
from longshan_desk.data.log.contents import Contents, Context, Head, Point, Vectors
from longshan_desk.data.log.digest import Taken, digest_at
from longshan_desk.data.log.operations import Operation
from longshan_desk.data.log.registry import SCHEMA
from longshan_desk.data.log.vectors import doubts, version_vectors

Sign = Callable[[Point], bytes]
"""The signature of the stream's own device under a place in it."""

OPERATIONS_LIMIT = 500_000

COLUMNS = "part, dev, seq, ctx, hlc, wall, usr, txn, tbl, rid, kind, schema, payload, salt, phash"

Stream = tuple[str, str]
"""Partition and device."""


@dataclass(frozen=True)
class Sender:
    """Who sends: the devices that this desk can sign for (its present one, and former ones whose
    keys it still holds), and the hand that signs."""

    devices: frozenset[str]
    sign: Sign
    membership: Membership | None = None
    """Who says how much of an ended desk is accepted; no more of it is sent on."""


def contents_for(
    connection: Connection,
    sender: Sender,
    parts: Iterable[str],
    have: Vectors,
    *,
    digests: Taken | None = None,
    limit: int = OPERATIONS_LIMIT,
) -> Contents:
    """All operations of these partitions above ``have``, in order of arrival here.

    A stream ends where its own device has signed it; an act is never cut in two, so a limit may
    let fewer through. The heads are made and kept in ``sync_head``. A stream of which our variant
    is in doubt goes whole, whatever was confirmed: only so can its writer see what differs.
    ``digests`` were taken by the look through the desk that came before.
    """
    parts = sorted(parts)
    ends = _ends(connection, sender, parts)
    confirmed = {s: have.get(s[0], {}).get(s[1], 0) for s in ends.keys() - doubts(connection)}
    after = {s: min(confirmed.get(s, 0), end) for s, end in ends.items()}
    if _count(after, ends) > limit:
        reached = _within(connection, sender, after, ends, limit)
    else:
        reached = ends
    operations = _operations(connection, after, reached)
    sent = {s: seq for s, seq in reached.items() if seq > after[s]}
    return Contents(
        have=_stated(connection, parts),
        prev=[_point(connection, s, after[s]) for s in sorted(sent)],
        heads=[_head(connection, sender, s, seq) for s, seq in sorted(reached.items()) if seq],
        contexts=_contexts(connection, operations),
        operations=operations,
        digest={
            part: digest_at(connection, part, vector, digests or {})
            for part, vector in version_vectors(connection, parts).items()
        },
        schema=SCHEMA,
        is_cut=reached != ends,
        notes=dict(Counter(tbl for tbl, _ in {(op.tbl, op.rid) for op in operations})),
    )


def assert_readable(contents: Contents, membership: Membership, receivers: Iterable[str]) -> None:
    """P7: nothing of a partition goes to a device that may not read it. A failure is a bug."""
    parts = {op.part for op in contents.operations} | set(contents.have)
    for receiver in receivers:
        strange = parts - membership.may_read(receiver)
        assert not strange, f"{receiver} may not read {sorted(strange)}"


def _stated(connection: Connection, parts: list[str]) -> dict[str, dict[str, int]]:
    """What we say that we have: not the streams that have to be sent again to be mended."""
    doubted = doubts(connection)
    return {
        part: {dev: seq for dev, seq in vector.items() if (part, dev) not in doubted}
        for part, vector in version_vectors(connection, parts).items()
    }


# -- how far each stream goes -------------------------------------------------------------------


def _ends(connection: Connection, sender: Sender, parts: list[str]) -> dict[Stream, int]:
    """Our own streams go to their last operation, the others' to the last head that we hold, and
    none of an ended desk further than it is accepted."""
    ends: dict[Stream, int] = {}
    for part in parts:
        rows = connection.exec_driver_sql(
            "SELECT s.dev, s.seq, (SELECT max(h.seq) FROM sync_head AS h"
            " WHERE h.part = s.part AND h.dev = s.dev AND h.seq <= s.seq)"
            " FROM sync_stream AS s WHERE s.part = ?",
            (part,),
        )
        for dev, seq, signed in rows.fetchall():
            ends[part, dev] = seq if dev in sender.devices else signed or 0
            accepted = sender.membership.accepted(dev, part) if sender.membership else None
            if accepted is not None and accepted < ends[part, dev]:
                ends[part, dev] = _last_head(connection, part, dev, accepted)
    return ends


def _last_head(connection: Connection, part: str, dev: str, seq: int) -> int:
    words = "SELECT max(seq) FROM sync_head WHERE part = ? AND dev = ? AND seq <= ?"
    return connection.exec_driver_sql(words, (part, dev, seq)).scalar() or 0


def _count(after: Mapping[Stream, int], ends: Mapping[Stream, int]) -> int:
    return sum(ends[s] - after[s] for s in ends)


def _within(
    connection: Connection,
    sender: Sender,
    after: Mapping[Stream, int],
    ends: Mapping[Stream, int],
    limit: int,
) -> dict[Stream, int]:
    """How far each stream goes when only so many operations fit."""
    reached = dict(after)
    for n, (part, dev, seq) in enumerate(_numbers(connection, after, ends)):
        if n == limit:
            break
        reached[part, dev] = seq
    return {s: _border(connection, sender, s, after[s], seq) for s, seq in reached.items()}


def _numbers(
    connection: Connection, after: Mapping[Stream, int], ends: Mapping[Stream, int]
) -> list[tuple[str, str, int]]:
    found = []
    for (part, dev), end in ends.items():
        rows = connection.exec_driver_sql(
            "SELECT lid, part, dev, seq FROM sync_op WHERE part = ? AND dev = ?"
            " AND seq > ? AND seq <= ?",
            (part, dev, after[part, dev], end),
        )
        found += [tuple(row) for row in rows]
    return [(part, dev, seq) for _, part, dev, seq in sorted(found)]


def _border(connection: Connection, sender: Sender, stream: Stream, after: int, seq: int) -> int:
    """The last place up to ``seq`` where the stream may be cut."""
    part, dev = stream
    if dev not in sender.devices:
        return max(after, _last_head(connection, part, dev, seq))
    words = (
        "SELECT max(o.seq) FROM sync_op AS o LEFT JOIN sync_op AS n ON n.part = o.part"
        " AND n.dev = o.dev AND n.seq = o.seq + 1 WHERE o.part = ? AND o.dev = ?"
        " AND o.seq <= ? AND n.txn IS NOT o.txn"
    )
    found = connection.exec_driver_sql(words, (part, dev, seq)).scalar()
    return max(after, found or 0)


# -- what is said of them -----------------------------------------------------------------------


def _operations(
    connection: Connection, after: Mapping[Stream, int], reached: Mapping[Stream, int]
) -> list[Operation]:
    rows: list[Any] = []
    for (part, dev), end in reached.items():
        if end > after[part, dev]:
            rows += connection.exec_driver_sql(
                f"SELECT lid, {COLUMNS} FROM sync_op WHERE part = ? AND dev = ?"
                " AND seq > ? AND seq <= ?",
                (part, dev, after[part, dev], end),
            ).fetchall()
    rows.sort(key=lambda row: row[0])
    return [Operation(*row[1:]) for row in rows]


def _point(connection: Connection, stream: Stream, seq: int) -> Point:
    return Point(*stream, seq, chain_at(connection, *stream, seq))


def chain_at(connection: Connection, part: str, dev: str, seq: int) -> bytes:
    """The chain's link at an operation that is here; nothing before the first."""
    if seq == 0:
        return b""
    found: bytes = connection.exec_driver_sql(
        "SELECT chain FROM sync_op WHERE part = ? AND dev = ? AND seq = ?", (part, dev, seq)
    ).scalar_one()
    return found


def _head(connection: Connection, sender: Sender, stream: Stream, seq: int) -> Head:
    part, dev = stream
    if dev in sender.devices:
        point = _point(connection, stream, seq)
        head = Head(part, dev, seq, point.chain, sender.sign(point))
        keep_head(connection, head)
        return head
    chain, sig = connection.exec_driver_sql(
        "SELECT chain, sig FROM sync_head WHERE part = ? AND dev = ? AND seq = ?", (part, dev, seq)
    ).one()
    return Head(part, dev, seq, chain, sig)


def keep_head(connection: Connection, head: Head) -> None:
    connection.exec_driver_sql(
        "INSERT INTO sync_head (part, dev, seq, chain, sig) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (part, dev, seq) DO UPDATE SET chain = excluded.chain, sig = excluded.sig",
        (head.part, head.dev, head.seq, head.chain, head.sig),
    )


def _contexts(connection: Connection, operations: list[Operation]) -> list[Context]:
    used = sorted({(op.part, op.dev, op.ctx) for op in operations})
    found = []
    for key in used:
        vv = connection.exec_driver_sql(
            "SELECT vv FROM sync_ctx WHERE part = ? AND dev = ? AND ctx = ?", key
        ).scalar()
        found.append(Context(*key, json.loads(vv) if vv else {}))
    return found
