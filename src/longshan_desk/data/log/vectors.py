"""How far this desk and the others have each stream."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from longshan_desk.data.log.contents import Vectors
from longshan_desk.data.log.operations import hash_of_seen
from longshan_desk.data.log.rows import many


def version_vector(connection: Connection, part: str) -> dict[str, int]:
    """How far this desk has each device's stream of a partition."""
    rows = connection.exec_driver_sql("SELECT dev, seq FROM sync_stream WHERE part = ?", (part,))
    return {dev: seq for dev, seq in rows if seq}


def version_vectors(connection: Connection, parts: Iterable[str]) -> dict[str, dict[str, int]]:
    return {part: version_vector(connection, part) for part in sorted(parts)}


def seen_by(connection: Connection, part: str, dev: str) -> dict[int, bytes]:
    """What a device had seen when it wrote: the hash of each of its contexts in a partition."""
    rows = connection.exec_driver_sql(
        "SELECT ctx, vv FROM sync_ctx WHERE part = ? AND dev = ?", (part, dev)
    )
    return {ctx: hash_of_seen(json.loads(vv)) for ctx, vv in rows}


DOUBTS = "doubted_streams"


def doubts(connection: Connection) -> set[tuple[str, str]]:
    """Streams of which our variant differs from another desk's somewhere: until they came whole,
    nobody is told that we have them, and nobody here is taken to have known them."""
    words = connection.exec_driver_sql("SELECT v FROM sync_kv WHERE k = ?", (DOUBTS,)).scalar()
    return {(part, dev) for part, dev in json.loads(words or "[]")}


def put_doubts(connection: Connection, doubted: set[tuple[str, str]]) -> None:
    connection.exec_driver_sql(
        "INSERT INTO sync_kv (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v",
        (DOUBTS, json.dumps(sorted(doubted))),
    )


def remember_peer(connection: Connection, peer: str, have: Vectors) -> None:
    """Keep what a device says it has; its newest word counts, also if it is less than before."""
    connection.exec_driver_sql("DELETE FROM sync_peer WHERE peer = ?", (peer,))
    rows = [(peer, part, dev, seq) for part, v in have.items() for dev, seq in v.items()]
    many(connection, "INSERT INTO sync_peer (peer, part, dev, seq) VALUES (?, ?, ?, ?)", rows)


def acknowledged(connection: Connection, peers: Iterable[str]) -> dict[str, dict[str, int]]:
    """What every one of these devices has; one that never said anything has nothing."""
    each = [_said(connection, peer) for peer in peers]
    if not each:
        return {}
    return {part: _lowest([said.get(part, {}) for said in each]) for part in each[0]}


def _said(connection: Connection, peer: str) -> dict[str, dict[str, int]]:
    rows = connection.exec_driver_sql(
        "SELECT part, dev, seq FROM sync_peer WHERE peer = ?", (peer,)
    )
    said: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for part, dev, seq in rows:
        said[part][dev] = seq
    return dict(said)


def _lowest(vectors: list[Mapping[str, int]]) -> dict[str, int]:
    devices = set(vectors[0]).intersection(*vectors[1:])
    return {dev: min(vector[dev] for vector in vectors) for dev in sorted(devices)}
