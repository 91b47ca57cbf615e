"""Killed at any moment: nothing that was said to be done is lost, and nothing is half done."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.rows import add_household, command, environment, found_office, heads, query
from longshan_desk.data.backup import list_backups, make_backup
from longshan_desk.data.checkup import checkup
from longshan_desk.data.snapshot import verify
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.paths import DeskPaths

pytestmark = pytest.mark.torture

KILLS = 60
WRITER = Path(__file__).with_name("torture_writer.py")
BACKUPS = Path(__file__).with_name("backup_writer.py")

RESTORER = """
import sys
from pathlib import Path
from longshan_desk.data.restore import restore
from longshan_desk.paths import DeskPaths
print("begun", flush=True)
while True:
    for file in sys.argv[2:]:
        restore(DeskPaths(Path(sys.argv[1])), Path(file))
"""


def kill_after(words: list[str], lines: int, seconds: float) -> list[str]:
    """Start a process, let it say so many lines and go on for a moment, kill it; what it said."""
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        said = [process.stdout.readline() for _ in range(lines)]
        time.sleep(seconds)
        process.kill()
        said += process.stdout.readlines()
        assert process.stderr.read() == ""
    return [line for line in said if line.endswith("\n")]


def test_a_desk_killed_at_random_moments_loses_no_act_it_confirmed(paths: DeskPaths) -> None:
    chance = random.Random(20221)
    with Store.create(paths) as store:
        found_office(store)
        device = store.device
    confirmed: set[int] = set()
    for turn in range(KILLS):
        words = [sys.executable, str(WRITER), str(paths.home), str(turn)]
        lines = chance.choice([0, 0, 1, 2, 5, 9])
        said = kill_after(words, lines, chance.uniform(0, 0.9 if lines == 0 else 0.4))
        confirmed |= {int(line) for line in said}
        with Store(paths) as store:
            assert checkup(store) == []
            assert confirmed <= set(query(store, "SELECT txn FROM sync_txn"))
            assert store.device == device
    assert len(confirmed) > KILLS


def test_no_backup_of_a_killed_desk_is_a_bad_one(paths: DeskPaths) -> None:
    chance = random.Random(20222)
    Store.create(paths).close()
    for turn in range(10):
        words = [sys.executable, str(WRITER), str(paths.home), f"backup {turn}"]
        kill_after(words, 8, chance.uniform(0, 0.5))
    found = list_backups(paths)
    assert found
    for backup in found:
        verify(backup.path)


@pytest.mark.failure("F34")
def test_a_backup_killed_halfway_is_under_no_final_name(paths: DeskPaths) -> None:
    """Whatever bears a backup's name is whole; what was broken off is told from it, and goes."""
    chance = random.Random(20224)
    with Store.create(paths) as store:
        for _ in range(20):
            with store.change("导入农户") as session:
                session.insert_many(
                    [Household(group_no=1, head_name=f"户{n}", address="路" * 200)
                     for n in range(200)]
                )  # fmt: skip
    halves = 0
    for _ in range(KILLS):
        kill_after([sys.executable, str(BACKUPS), str(paths.home)], 1, chance.uniform(0, 0.5))
        halves += len(list(paths.backups.glob("*.part")))
        for path in paths.backups.glob("*.sqlite"):
            assert verify(path).households == 4000
            path.unlink()
        for path in paths.backups.iterdir():
            path.unlink()
    assert halves > KILLS // 4, "most kills have to come while one is being written"
    assert verify(make_backup(paths, "manual")).households == 4000


def test_a_restore_killed_at_random_moments_leaves_one_desk_or_the_other(
    paths: DeskPaths,
) -> None:
    chance = random.Random(20223)
    with Store.create(paths) as store:
        found_office(store)
        add_household(store, "一")
        first = make_backup(paths, "manual")
        add_household(store, "二")
        second = make_backup(paths, "manual")
    seen = set()
    for _ in range(KILLS):
        kill_after(command(RESTORER, paths.home, first, second), 1, chance.uniform(0, 0.5))
        with Store(paths) as store:
            assert checkup(store) == []
            seen.add(tuple(heads(store)))
        for made in list_backups(paths):
            if made.path not in (first, second):
                made.path.unlink()
    assert seen == {("一",), ("一", "二")}
