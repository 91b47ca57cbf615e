"""Where a device's stream goes on, and what its writer has seen of the others by then."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from longshan_desk.data.log.operations import hash_of_seen
from longshan_desk.data.log.vectors import doubts
from longshan_desk.data.types import canonical_json


@dataclass(frozen=True)
class Writer:
    """Who writes: the desk's own partition, its device and the user."""

    part: str
    dev: str
    usr: str


@dataclass
class Pen:
    """The end of this device's stream in one partition, where it goes on."""

    part: str
    ctx: int
    seq: int
    head: bytes
    seen: bytes
    """The hash of what the writer has seen of the others, as the chain covers it."""


def pen_for(connection: Connection, part: str, dev: str) -> Pen:
    """Take up a stream where it ended, with what the desk has seen of the others by now."""
    rows = connection.execute(
        text("SELECT dev, seq, head FROM sync_stream WHERE part = :part"), {"part": part}
    ).all()
    ends = {each: (seq, head) for each, seq, head in rows if seq}
    seq, head = ends.pop(dev, (0, b""))
    doubted = doubts(connection)
    known = {each: end[0] for each, end in ends.items() if (part, each) not in doubted}
    seen = canonical_json(known)
    last = connection.execute(
        text("SELECT ctx, vv FROM sync_ctx WHERE part = :p AND dev = :d ORDER BY ctx DESC LIMIT 1"),
        {"p": part, "d": dev},
    ).one_or_none()
    ctx = last[0] if last else 0
    if last is None or last[1] != seen:
        ctx += 1
        connection.execute(
            text("INSERT INTO sync_ctx (part, dev, ctx, vv) VALUES (:p, :d, :c, :v)"),
            {"p": part, "d": dev, "c": ctx, "v": seen},
        )
    return Pen(part, ctx, seq, head, hash_of_seen(known))
