"""Whether a package's streams continue ours: what is new, what is missing, where they part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from longshan_desk.data.log.contents import Contents, Head, Point
from longshan_desk.data.log.operations import Operation, hash_of_seen
from longshan_desk.data.log.refusals import FORBIDDEN, GAP, HEAD_SIG, PackageRefusedError

Verify = Callable[[Head], bool]
"""Whether the stream's own device has signed this head."""

Stream = tuple[str, str]

UNKNOWN = 0
"""The place of a split that lies before what the package brings."""


@dataclass
class Looked:
    """What the streams of a package are to ours."""

    links: dict[tuple[str, str, int], bytes] = field(default_factory=dict)
    """The chain's link at every operation."""
    have: dict[Stream, int] = field(default_factory=dict)
    """How far we had each of these streams."""
    ends: dict[Stream, Point] = field(default_factory=dict)
    splits: dict[Stream, int] = field(default_factory=dict)
    """Where our variant of a stream is another: its first operation that differs."""
    whole: set[Stream] = field(default_factory=set)
    """Streams that came from their first operation on."""
    lacking: set[Stream] = field(default_factory=set)
    """Streams of which nothing comes because the sender takes us to have more than we do."""


def look(connection: Connection, contents: Contents, verify: Verify) -> Looked:
    """Follow every stream from its prerequisite to its signed end.

    Raises ``PackageRefusedError``: gap, head_sig, forbidden. Splits are returned, not raised.
    """
    streams: defaultdict[Stream, list[Operation]] = defaultdict(list)
    for op in contents.operations:
        streams[op.part, op.dev].append(op)
    prev = {(point.part, point.dev): point for point in contents.prev}
    heads = {(head.part, head.dev, head.seq): head for head in contents.heads}
    seen = {(c.part, c.dev, c.ctx): hash_of_seen(c.seen) for c in contents.contexts}
    looked = Looked()
    for stream, ops in streams.items():
        start = prev.get(stream)
        if start is None or start.seq < 0 or (start.seq == 0 and start.chain):
            raise PackageRefusedError(GAP, f"{stream[0]}/{stream[1]} {ops[0].seq}")
        if start.seq == 0:
            looked.whole.add(stream)
        end = _follow(looked, start, ops, seen)
        looked.ends[stream] = end
        head = heads.get((*stream, end.seq))
        if head is None or head.chain != end.chain or not verify(head):
            raise PackageRefusedError(HEAD_SIG, f"{stream[0]}/{stream[1]} {end.seq}")
        _compare(connection, looked, start, end)
    for head in contents.heads:
        if (head.part, head.dev) not in looked.ends and verify(head):
            _compare_end(connection, looked, head)
    return looked


def _compare_end(connection: Connection, looked: Looked, head: Head) -> None:
    """A stream of which nothing comes: we have it as far as its head says, and it is the same."""
    chain = connection.exec_driver_sql(
        "SELECT chain FROM sync_op WHERE part = ? AND dev = ? AND seq = ?",
        (head.part, head.dev, head.seq),
    ).scalar()
    if chain is None:
        looked.lacking.add((head.part, head.dev))
    elif chain != head.chain:
        looked.splits[head.part, head.dev] = UNKNOWN


def _follow(
    looked: Looked, start: Point, ops: list[Operation], seen: Mapping[tuple[str, str, int], bytes]
) -> Point:
    seq, chain = start.seq, start.chain
    for op in ops:
        if op.seq != seq + 1:
            code = GAP if op.seq > seq + 1 else FORBIDDEN
            raise PackageRefusedError(code, f"{op.part}/{op.dev} {op.seq}")
        known = seen.get((op.part, op.dev, op.ctx))
        if known is None:
            raise PackageRefusedError(FORBIDDEN, "context")
        seq, chain = op.seq, op.link(chain, known)
        looked.links[op.part, op.dev, seq] = chain
    return Point(start.part, start.dev, seq, chain)


def _compare(connection: Connection, looked: Looked, start: Point, end: Point) -> None:
    """Hold the stream against ours as far as both go."""
    stream = (start.part, start.dev)
    row = connection.exec_driver_sql(
        "SELECT seq FROM sync_stream WHERE part = ? AND dev = ?", stream
    ).first()
    ours: int = row[0] if row else 0
    looked.have[stream] = ours
    if start.seq > ours:
        raise PackageRefusedError(GAP, f"{stream[0]}/{stream[1]} {start.seq}")
    both = connection.exec_driver_sql(
        "SELECT seq, chain FROM sync_op WHERE part = ? AND dev = ? AND seq BETWEEN ? AND ?"
        " ORDER BY seq",
        (*stream, start.seq, end.seq),
    )
    for seq, chain in both:
        if seq == start.seq:
            if chain != start.chain:
                looked.splits[stream] = UNKNOWN
                return
        elif chain != looked.links[start.part, start.dev, seq]:
            looked.splits[stream] = seq
            return
