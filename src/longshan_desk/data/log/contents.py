"""What a package says, apart from files and seals: plain data, the same out as in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from longshan_desk.data.log.operations import Operation

Vectors = Mapping[str, Mapping[str, int]]
"""``{partition: {device: last operation}}``"""


@dataclass(frozen=True)
class Point:
    """A place in a stream, and the chain's link there."""

    part: str
    dev: str
    seq: int
    chain: bytes


@dataclass(frozen=True)
class Head(Point):
    """The end of a stream, signed by the device that owns it."""

    sig: bytes


@dataclass(frozen=True)
class Context:
    """What a device had seen of the others from some operation on."""

    part: str
    dev: str
    ctx: int
    seen: Mapping[str, int]


@dataclass(frozen=True)
class Contents:
    """Operations for a peer, in an order that can be applied, and what proves them."""

    have: Vectors
    """The sender's own version vectors: its acknowledgement."""
    prev: Sequence[Point] = ()
    """Of each stream, the place just before its first operation here."""
    heads: Sequence[Head] = ()
    contexts: Sequence[Context] = ()
    operations: Sequence[Operation] = ()
    digest: Mapping[str, str] = field(default_factory=dict)
    """``{partition: SHA-256 over all its records}``, to be compared when the vectors are equal."""
    schema: int = 0
    is_cut: bool = False
    """Whether more was to be said than fitted."""
    notes: Mapping[str, int] = field(default_factory=dict)
    """How many records of each table it speaks of, for the clerk's summary."""
