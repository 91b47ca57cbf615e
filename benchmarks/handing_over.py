"""F79, F85: packages as files, a year of a village made and received, a month after five years.

The yardsticks do the same without merging: ``sqlite3`` reading or inserting the same rows, and the
same compression and encryption of the same bytes.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import statistics
import zlib
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measuring import Result
from longshan_desk.actions import packages
from longshan_desk.cli.main import main
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.exchange import container
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.known import require_known
from longshan_desk.peers.making import Order, make
from longshan_desk.peers.ring import open_ring

PEOPLE, YEAR, MONTH, YEARS, RUNS = 2_500, 12_000, 1_000, 5, 3
"""Operations, as a village of five hundred households writes them."""

_READ = "SELECT * FROM sync_op ORDER BY lid"


def measure(scratch: Path) -> list[Result]:
    scratch.mkdir(parents=True, exist_ok=True)
    os.environ["LONGSHAN_STATE_DIR"] = str(scratch / "state")
    os.environ["LONGSHAN_SEAL_PASSPHRASE"] = "丈量用的印章口令"
    town, village = scratch / "town", scratch / "village"
    join(town, village, scratch / "stick")
    with Store(DeskPaths(village)) as store:
        people_in(store, PEOPLE)
    hand_over(village, town, scratch)
    new = month_made(village, scratch)
    with Store(DeskPaths(village)) as store:
        lived(store, YEAR - MONTH)
    year = year_made(village, scratch)
    taken = year_taken(town, village, scratch)
    with Store(DeskPaths(village)) as store:
        lived(store, (YEARS - 1) * YEAR)
    hand_over(village, town, scratch)
    old = month_made(village, scratch)
    return [year, taken, Result("a month's package, after five years", old, new, "ms", 1.3)]


# -- two desks ----------------------------------------------------------------------------------


def command(home: Path, *words: str) -> dict[str, Any]:
    out = StringIO()
    with redirect_stdout(out):
        main([*words, "--home", str(home), "--json"])
    told: dict[str, Any] = json.loads(out.getvalue())
    assert told["ok"], told
    result: dict[str, Any] = told["result"]
    return result


def join(town: Path, village: Path, stick: Path) -> None:
    stick.mkdir()
    seal = ("--seal", str(stick / "seal"))
    command(
        town, "init", "--role", "township", "--code", "00", "--name", "龙山镇", "--user", "张镇长",
        *seal,
    )  # fmt: skip
    command(
        village, "init", "--role", "village", "--code", "07", "--name", "大湾村", "--user",
        "王会计", "--hearing-day", "每月5日",
    )  # fmt: skip
    asked = command(village, "enrol", "request", "--out", str(stick / "申请"))
    welcome = command(
        town, "enrol", "accept", asked["file"], "--village", "07", "--check-code",
        asked["check_code"], "--out", str(stick / "欢迎"), *seal,
    )  # fmt: skip
    command(
        village, "enrol", "join", welcome["file"], "--check-code", welcome["check_code"]
    )  # fmt: skip
    hand_over(village, town, stick.parent)


def hand_over(giver: Path, taker: Path, scratch: Path) -> None:
    """There and back, so that both know what the other has."""
    for one, other in ((giver, taker), (taker, giver)):
        folder = empty(scratch / "carried")
        with Store(DeskPaths(one)) as store:
            packages.hand_over(store, folder, is_full=False)
        with Store(DeskPaths(other)) as store:
            (told,) = packages.take(store, folder)
        assert not told.code, told


def empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def people_in(store: Store, count: int) -> None:
    """Households with four people each, as a roster brings them."""
    dice = random.Random(count)
    houses = [Household(group_no=n % 8 + 1, head_name=f"马{n}山") for n in range(count // 5)]
    people = [
        Person(household_id=house.id, name=f"马{dice.randrange(999)}", position=place,
               phone=f"138{dice.randrange(10**8):08d}")
        for house in houses
        for place in range(4)
    ]  # fmt: skip
    with store.change("导入农户") as session:
        session.insert_many([*houses, *people])


def lived(store: Store, operations: int) -> None:
    """A time of work: of four operations one is a new record and three change an old one."""
    dice = random.Random(operations)
    with store.read() as session:
        ids = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM person")]
        house = session.connection().exec_driver_sql("SELECT id FROM household").scalar()
    for _ in range(operations // 40):
        with store.change("登记") as session:
            new = [Person(household_id=house, name="马小兰", position=n) for n in range(10)]
            session.insert_many(new)
            for rid in dice.sample(ids, 30):
                session.get_one(Person, rid).phone = f"139{dice.randrange(10**8):08d}"


# -- the works ------------------------------------------------------------------------------------


def median(work: Callable[[], float], runs: int = RUNS) -> float:
    work()
    return statistics.median(work() for _ in range(runs))


def month_made(village: Path, scratch: Path) -> float:
    """Milliseconds of making one more month's package; the desk is left as it is with it."""
    with Store(DeskPaths(village)) as store:
        lived(store, MONTH)
        return median(lambda: made(store, is_full=False)[0], 5)


def made(store: Store, *, is_full: bool) -> tuple[float, Path]:
    known = require_known(store)
    ring = open_ring(store, known.listed.recovery)
    start = perf_counter()
    (one,) = make(store, ring, known, Order("TOWN", is_full=is_full))
    return (perf_counter() - start) * 1000, one.file


def year_made(village: Path, scratch: Path) -> Result:
    with Store(DeskPaths(village)) as store:
        ours = median(lambda: made(store, is_full=True)[0])
        plain = plain_of(store, made(store, is_full=True)[1])
        recipients = require_known(store).listed.recipients_for("TOWN")
        database = store.paths.database

    def bare() -> float:
        from longshan_desk.exchange.keys import seal

        start = perf_counter()
        with closing(sqlite3.connect(database)) as connection:
            connection.execute(_READ).fetchall()
        with (scratch / "bare").open("wb") as out:
            for data in plain:
                out.write(seal(zlib.compress(data, 6), recipients))
            out.flush()
            os.fsync(out.fileno())
        return (perf_counter() - start) * 1000

    return Result(f"making a year's package, {YEAR:,} operations", ours, median(bare), "ms", 3)


def plain_of(store: Store, file: Path) -> list[bytes]:
    """What stands in a package's parts, as the township reads it."""
    known = require_known(store)
    town = open_town(store.paths.home.parent / "town")
    with container.opened(file, known.sign_key) as found:
        return [
            zlib.decompress(found.opened(one, town))
            for one in found.header.segments
            if one.kind in "mc"
        ]


def open_town(home: Path) -> Any:
    with Store(DeskPaths(home)) as store:
        return open_ring(store).keys


def year_taken(town: Path, village: Path, scratch: Path) -> Result:
    folder = empty(scratch / "year")
    with Store(DeskPaths(village)) as store:
        packages.hand_over(store, folder, is_full=True)

    def ours() -> float:
        with Store(DeskPaths(town)) as store:
            start = perf_counter()
            (told,) = packages.take(store, folder)
            spent = (perf_counter() - start) * 1000
        assert told.is_applied, told
        return spent

    before = scratch / "town before"
    shutil.copytree(town, before)
    state = scratch / "state"
    shutil.copytree(state, scratch / "state before")
    spent = []
    for _ in range(RUNS):
        for folder_, kept in ((town, before), (state, scratch / "state before")):
            shutil.rmtree(folder_)
            shutil.copytree(kept, folder_)
        spent.append(ours())
    bare = statistics.median(
        inserted(DeskPaths(village).database, scratch / f"bare{run}.sqlite") for run in range(RUNS)
    )
    return Result("receiving a year's package", statistics.median(spent), bare, "ms", 9)


def inserted(source: Path, to: Path) -> float:
    from benchmarks.receiving import insert

    return insert(source, to)
