"""F79, F85: packages as files, a year of a village made and received, a month after five years.

The yardsticks do the same without merging: ``sqlite3`` reading or writing the same rows, and the
same compression and encryption of the same bytes. What is written is what the demonstration
village writes, 12,000 operations a year.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import statistics
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.living import Act, acts_of, live, live_a_month
from benchmarks.measuring import ROOT, Result, run_elsewhere
from benchmarks.two_desks import empty, hand_over, join, know_the_seal, set_up_town
from longshan_desk.actions import packages
from longshan_desk.data.store import Store
from longshan_desk.exchange import container
from longshan_desk.exchange.keys import Keys, seal
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.known import require_known
from longshan_desk.peers.making import Order, make, prepare
from longshan_desk.peers.ring import open_ring

FIRST, MONTH, YEAR, YEARS, RUNS = 3_000, 1_000, 12_000, 5, 5
"""Operations: of a village that begins with its roster, and of its life after."""

MORANGO = ("morango==0.8.15", "setuptools<80")


def measure(scratch: Path, demonstration: Path) -> list[Result]:
    know_the_seal()
    pair = Pair(scratch / "town", scratch / "village", scratch)
    acts = acts_of(demonstration)[: FIRST + YEARS * YEAR]
    set_up_town(pair.town, scratch / "stick")
    join(pair.town, pair.village, scratch / "stick")
    pair.live(acts[:FIRST])
    pair.hand_over()

    first = pair.next_month()
    pair.hand_over()
    pair.live(acts[FIRST : FIRST + YEAR])
    year = year_made(pair)
    taken = year_taken(pair)
    pair.hand_over()
    pair.live(acts[FIRST + YEAR :])
    pair.hand_over()
    last = pair.next_month()
    merged = merged_by_morango(scratch)
    months = [
        Result("a month's package, after five years", last.making, first.making, "ms", 1.3),
        Result("looking through before it, after five years", last.looking, first.looking, "ms"),
        Result("receiving a month, after five years", last.receiving, first.receiving, "ms"),
    ]
    found = [year, *taken, *months]
    if merged is None:
        print("morango cannot be installed here: not measured", file=sys.stderr)
        return found
    return [*found, Result(f"{YEAR:,} records by morango", taken[0].ours, merged, "ms")]


@dataclass(frozen=True)
class Month:
    """Milliseconds of what one month's package costs."""

    looking: float
    making: float
    receiving: float


@dataclass(frozen=True)
class Pair:
    """A village and its township."""

    town: Path
    village: Path
    scratch: Path

    def live(self, acts: Sequence[Act]) -> None:
        with Store(DeskPaths(self.village)) as store:
            live(store, acts)

    def hand_over(self) -> None:
        hand_over(self.village, self.town, self.scratch / "carried")

    def next_month(self) -> Month:
        """One more month, looked through, made and received; the township is put back after."""
        with Store(DeskPaths(self.village)) as store:
            live_a_month(store, MONTH)
            looking = median(lambda: looked(store))
            making = median(lambda: made(store)[0])
        return Month(looking, making, median(lambda: self.taken(self.package())))

    def package(self) -> Path:
        """The stick with a package of all that was not handed over yet."""
        folder = empty(self.scratch / "carried")
        with Store(DeskPaths(self.village)) as store:
            packages.hand_over(store, folder)
        return folder

    def taken(self, folder: Path) -> float:
        """Milliseconds of receiving at the township, which is put back as it was."""
        kept = empty(self.scratch / "kept")
        state = Path(os.environ["LONGSHAN_STATE_DIR"])
        homes = {self.town: kept / "town", state: kept / "state"}
        for home, copy in homes.items():
            shutil.copytree(home, copy)
        os.sync()
        with Store(DeskPaths(self.town)) as store:
            start = perf_counter()
            (told,) = packages.take(store, folder)
            spent = (perf_counter() - start) * 1000
        assert told.is_applied, told
        for home, copy in homes.items():
            shutil.rmtree(home)
            shutil.copytree(copy, home)
        return spent


def median(work: Callable[[], float], runs: int = RUNS) -> float:
    work()
    return statistics.median(work() for _ in range(runs))


def looked(store: Store) -> float:
    """What comes before packages are made: quick_check, the audit, the digests."""
    ring = open_ring(store)
    start = perf_counter()
    prepare(store, ring)
    return (perf_counter() - start) * 1000


def made(store: Store) -> tuple[float, Path, int]:
    """Milliseconds of making a package of what was not handed over yet; the file; how much."""
    ready = prepare(store, open_ring(store))
    start = perf_counter()
    (one,) = make(store, ready.ring, ready.known, Order("TOWN"), digests=ready.digests)
    return (perf_counter() - start) * 1000, one.file, one.operations


# -- a year -----------------------------------------------------------------------------------


def year_made(pair: Pair) -> Result:
    with Store(DeskPaths(pair.village)) as store:
        ours = median(lambda: made(store)[0])
        _, file, count = made(store)
        plain = plain_of(store, file, keys_of(pair.town))
        recipients = require_known(store).listed.recipients_for("TOWN")
        database = store.paths.database

    def bare() -> float:
        start = perf_counter()
        with closing(sqlite3.connect(database)) as connection:
            connection.execute(
                "SELECT * FROM (SELECT * FROM sync_op ORDER BY lid DESC LIMIT ?) ORDER BY lid",
                (count,),
            ).fetchall()
        with (pair.scratch / "bare").open("wb") as out:
            for data in plain:
                out.write(seal(zlib.compress(data, 6), recipients))
            out.flush()
            os.fsync(out.fileno())
        return (perf_counter() - start) * 1000

    return Result(f"making a year's package, {count:,} operations", ours, median(bare), "ms", 3)


def plain_of(store: Store, file: Path, keys: Keys) -> list[bytes]:
    """What stands in a package's parts, as the township reads it."""
    known = require_known(store)
    with container.opened(file, known.sign_key) as found:
        return [
            zlib.decompress(found.opened(one, keys))
            for one in found.header.segments
            if one.kind in "mc"
        ]


def keys_of(home: Path) -> Keys:
    with Store(DeskPaths(home)) as store:
        return open_ring(store).keys


def year_taken(pair: Pair) -> list[Result]:
    """The whole of it, and the merging alone, in turns with a plain insert of the same rows."""
    folder = pair.package()
    ours, bare = [], []
    for _ in range(RUNS):
        ours.append(pair.taken(folder))
        bare.append(written(pair))
    return [
        Result(
            "receiving a year's package", statistics.median(ours), statistics.median(bare), "ms", 9
        )
    ]


def written(pair: Pair) -> float:
    """Milliseconds of one ``executemany`` per table of the rows that the package brings, on a copy
    of the township's database without our guards."""
    rows = brought(pair)
    target = pair.scratch / "bare.sqlite"
    shutil.copy(DeskPaths(pair.town).database, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        os.sync()
        start = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for words, values in rows:
            connection.executemany(words, values)
        connection.execute("COMMIT")
        spent = (perf_counter() - start) * 1000
    for side in ("", "-wal", "-shm"):
        target.with_name(target.name + side).unlink(missing_ok=True)
    return spent


def brought(pair: Pair) -> list[tuple[str, list[Any]]]:
    """For each table the statement, and the rows of what the township lacks, as they stand."""
    with closing(sqlite3.connect(DeskPaths(pair.town).database)) as town:
        streams = town.execute("SELECT part, dev, seq FROM sync_stream").fetchall()
    has = {(part, dev): seq for part, dev, seq in streams}
    with closing(sqlite3.connect(DeskPaths(pair.village).database)) as village:
        ops = village.execute("SELECT tbl, rid, part, dev, seq FROM sync_op").fetchall()
        new: defaultdict[str, set[str]] = defaultdict(set)
        for tbl, rid, part, dev, seq in ops:
            if seq > has.get((part, dev), 0):
                new[tbl].add(rid)
        return [_upsert(village, name, rids) for name, rids in new.items()]


def _upsert(village: sqlite3.Connection, name: str, rids: set[str]) -> tuple[str, list[Any]]:
    cursor = village.execute(f"SELECT * FROM {name}")
    columns = [f'"{one[0]}"' for one in cursor.description]
    rid = columns.index('"id"')
    rows = [row for row in cursor if row[rid] in rids]
    updates = ", ".join(f"{one} = excluded.{one}" for one in columns)
    words = (
        f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        f" ON CONFLICT (id) DO UPDATE SET {updates}"
    )
    return words, rows


# -- beside us --------------------------------------------------------------------------------


def merged_by_morango(scratch: Path) -> float | None:
    """Milliseconds in which morango merges as many new records as a year has operations."""
    script = ROOT / "benchmarks" / "merging_by_morango.py"
    said = run_elsewhere(
        scratch / "morango", MORANGO, str(script), str(scratch / "morango.sqlite"), str(YEAR)
    )
    return None if said is None else sum(said.values())
