"""F85: 18 villages with five years each at the township (flag --township, it takes long).

One village is lived for five years and hands over; its log is what the other seventeen are filled
with, under their own numbers and with records of their own, through the engine that receives.
What a month's package and the township's window cost there is set against the same township before
the years.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from time import perf_counter

from benchmarks.handing_over import FIRST, MONTH, YEAR, YEARS
from benchmarks.living import OF_THE_DESK, Act, acts_of, live
from benchmarks.measuring import Result, in_child
from benchmarks.two_desks import empty, hand_over, join, know_the_seal, set_up_town
from longshan_desk.actions import packages
from longshan_desk.data.handover import receive_contents
from longshan_desk.data.ids import new_hex
from longshan_desk.data.log.authority import Membership
from longshan_desk.data.log.contents import Contents, Context, Head, Point
from longshan_desk.data.log.incoming import Origin
from longshan_desk.data.log.operations import Operation, hash_of
from longshan_desk.data.log.outgoing import Sender, chain_at, contents_for
from longshan_desk.data.log.vectors import version_vector
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.known import require_known

VILLAGES, WARM = 18, 2
AT_ONCE = 12_000
_ID = re.compile(r"\b[0-9a-f]{32}\b")


def measure(scratch: Path, demonstration: Path) -> list[Result]:
    know_the_seal()
    town, stick = scratch / "town", scratch / "stick"
    acts = acts_of(demonstration)[: FIRST + YEARS * YEAR]
    set_up_town(town, stick)
    villages = [scratch / f"village{n:02}" for n in range(1, VILLAGES + 1)]
    for number, home in enumerate(villages, 1):
        join(town, home, stick, f"{number:02}", f"第{number}村")
    one = villages[0]
    grow(one, acts[:FIRST])
    hand_over(one, town, scratch / "carried", "01")

    young = received(one, town, acts[FIRST : FIRST + MONTH], scratch)
    young_window = opened(town)
    fill(town, villages, acts[FIRST + MONTH : -MONTH], scratch)
    old = received(one, town, acts[-MONTH:], scratch)
    old_window = opened(town)
    size = DeskPaths(town).database.stat().st_size / 1e6
    return [
        Result("18 villages × 5 years: a month received", old["time"], young["time"], "ms"),
        Result("18 villages × 5 years: memory of that", old["memory"], young["memory"], "MB"),
        Result("18 villages × 5 years: 工作台", old_window["figures"],
               young_window["figures"], "ms"),
        Result("18 villages × 5 years: memory of that", old_window["memory"],
               young_window["memory"], "MB"),
        Result("18 villages × 5 years: database", size, operations(town) / 1e3, "MB"),
    ]  # fmt: skip


def grow(home: Path, acts: Sequence[Act]) -> None:
    with Store(DeskPaths(home)) as store:
        live(store, acts)


def received(home: Path, town: Path, acts: Sequence[Act], scratch: Path) -> dict[str, float]:
    """One more month of the village, taken by the township in a process of its own."""
    grow(home, acts)
    folder = empty(scratch / "month")
    with Store(DeskPaths(home)) as store:
        packages.hand_over(store, folder)
    return in_child("benchmarks.our_handover", "take", str(town), str(folder))


def opened(town: Path) -> dict[str, float]:
    """The township's window, until 工作台 with its figures is painted; the last of some starts."""
    return [in_child("benchmarks.our_window", str(town)) for _ in range(WARM)][-1]


def operations(town: Path) -> int:
    with Store(DeskPaths(town)) as store, store.read() as session:
        count: int = session.connection().exec_driver_sql("SELECT count(*) FROM sync_op").scalar()
    return count


def fill(town: Path, villages: Sequence[Path], acts: Sequence[Act], scratch: Path) -> None:
    start = perf_counter()
    one = villages[0]
    grow(one, acts)
    hand_over(one, town, scratch / "carried", "01")
    print(f"one village lived and handed over in {perf_counter() - start:.0f} s", flush=True)
    source = everything_of(one)
    with Store(DeskPaths(town)) as store:
        known = require_known(store)
        for number, home in enumerate(villages[1:], 2):
            with Store(DeskPaths(home)) as village:
                part, dev = village.part, village.device
            other = Other(f"{number:08x}", part, dev)
            again(store, source, other, known.membership_for(dev))
    print(f"{len(villages)} villages filled in {perf_counter() - start:.0f} s", flush=True)


def everything_of(home: Path) -> Contents:
    with Store(DeskPaths(home)) as store, store.bookkeeping() as connection:
        sender = Sender(frozenset({store.device}), lambda point: b"")
        return contents_for(connection, sender, [store.part], {})


@dataclass(frozen=True)
class Other:
    """Another village than the one that was lived."""

    sign: str
    """What its records' ids begin with."""
    part: str
    dev: str


def again(store: Store, source: Contents, other: Other, membership: Membership) -> None:
    """The same life in another village: other numbers, other records, the same words."""
    part, dev = other.part, other.dev
    with store.read() as session:
        connection = session.connection()
        seq = version_vector(connection, part)[dev]
        chain = chain_at(connection, part, dev, seq)
    own = source.operations[-1].dev
    lived = (op for op in source.operations if op.dev == own and op.tbl not in OF_THE_DESK)
    while some := list(islice(lived, AT_ONCE)):
        prev = Point(part, dev, seq, chain)
        ops = [relabelled(old, other, seq + n) for n, old in enumerate(some, 1)]
        for op in ops:
            seq, chain = op.seq, op.link(chain)
        contents = replace(
            source, have={part: {dev: seq}}, prev=[prev], heads=[Head(part, dev, seq, chain, b"")],
            contexts=[Context(part, dev, 1, {})], operations=ops, digest={}, notes={},
        )  # fmt: skip
        origin = Origin(new_hex(16), dev, 100, b"")
        receive_contents(store, contents, origin, membership, lambda head: True)


def relabelled(op: Operation, other: Other, seq: int) -> Operation:
    assert op.payload is not None
    payload = _ID.sub(lambda found: other.sign + found.group()[8:], op.payload)
    return replace(
        op, part=other.part, dev=other.dev, seq=seq, rid=other.sign + op.rid[8:], ctx=1,
        payload=payload, phash=hash_of(op.salt, payload),
    )  # fmt: skip
