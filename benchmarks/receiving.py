"""Receiving 60,000 operations, against a plain insert of the same rows."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measuring import Result
from longshan_desk.data.handover import collect_contents, receive_contents
from longshan_desk.data.log.authority import Device, Membership
from longshan_desk.data.log.contents import Contents, Head, Point
from longshan_desk.data.log.incoming import Origin
from longshan_desk.data.log.operations import from_line
from longshan_desk.data.log.outgoing import Sender
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.paths import DeskPaths

OPERATIONS, HOUSEHOLDS, RUNS = 60_000, 12_000, 3
PART = "v07"


def measure(scratch: Path) -> list[Result]:
    with Store.create(DeskPaths(scratch / "sender"), part=PART) as sender:
        fill(sender)
        making = perf_counter()
        contents = collect_contents(sender, Sender(frozenset({sender.device}), sign), [PART], {})
        making = (perf_counter() - making) * 1000
        lines = [op.line() for op in contents.operations]
        device = sender.device
        reading = read_log(sender.paths.database)
    ours, bare = [], []
    for run in range(RUNS):
        home = DeskPaths(scratch / f"receiver{run}")
        with Store.create(home, part=PART) as receiver:
            ours.append(receive(receiver, contents, lines, device))
        bare.append(insert(home.database, scratch / f"bare{run}.sqlite"))
    ours_ms, bare_ms = sorted(ours)[RUNS // 2], sorted(bare)[RUNS // 2]
    return [
        Result("receiving 60,000 operations", ours_ms, bare_ms, "ms", 9),
        Result("collecting 60,000 operations", making, reading, "ms"),
    ]


def sign(point: Point) -> bytes:
    return sha256(f"{point.part}|{point.dev}|{point.seq}".encode() + point.chain).digest()


def verify(head: Head) -> bool:
    return head.sig == sign(head)


def fill(store: Store) -> None:
    """12,000 households with four people each: 60,000 operations."""
    dice = random.Random(60_000)
    names = [f"马{a}{b}" for a in "占国建文秀海" for b in "山强军英兰成"]
    households = [
        Household(group_no=n % 8 + 1, head_name=dice.choice(names), address="大湾村")
        for n in range(HOUSEHOLDS)
    ]
    people = [
        Person(
            household_id=house.id,
            name=dice.choice(names),
            phone=f"138{dice.randrange(10**8):08d}",
            position=place,
        )
        for house in households
        for place in range(OPERATIONS // HOUSEHOLDS - 1)
    ]
    with store.change("导入农户") as session:
        session.insert_many([*households, *people])


def receive(store: Store, contents: Contents, lines: list[list[Any]], device: str) -> float:
    """Milliseconds from parsed lines to the commit."""
    devices = {device: Device(device, "village", PART)}
    membership = Membership(devices, {PART: "village"})
    start = perf_counter()
    arrived = replace(contents, operations=[from_line(line) for line in lines])
    receive_contents(store, arrived, Origin("00", device, 1, b""), membership, verify)
    return (perf_counter() - start) * 1000


def insert(source: Path, to: Path) -> float:
    """The same rows of the same two tables, with their indexes, by one statement each."""
    with closing(sqlite3.connect(source)) as known:
        tables = {
            name: (
                [row[0] for row in known.execute(
                    "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
                    " AND type <> 'trigger' ORDER BY type DESC", (name,))],
                known.execute(f"SELECT * FROM {name}").fetchall(),
            )
            for name in ("household", "person")
        }  # fmt: skip
    with closing(sqlite3.connect(to, isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        for words, _ in tables.values():
            for statement in words:
                connection.execute(statement)
        start = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for name, (_, rows) in tables.items():
            places = ",".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        connection.execute("COMMIT")
        return (perf_counter() - start) * 1000


def read_log(database: Path) -> float:
    """What fetching the same operations costs ``sqlite3`` alone."""
    with closing(sqlite3.connect(database)) as connection:
        start = perf_counter()
        connection.execute("SELECT * FROM sync_op ORDER BY lid").fetchall()
        return (perf_counter() - start) * 1000
