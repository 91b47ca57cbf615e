"""Killed in the middle of an import, or of a sentence: all or nothing, and two seconds at most."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.rows import environment, found_office
from longshan_desk.data.checkup import checkup
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths, resource
from longshan_desk.queries.people import person_ids
from longshan_desk.ui.drafts import Drafts

pytestmark = pytest.mark.torture

KILLS = 50
CLERK = Path(__file__).with_name("torture_clerk.py")
ROSTER = resource("samples") / "农户-标题行与合并户.xlsx"


def killed(words: list[str], lines: int, seconds: float) -> tuple[list[str], float]:
    """What a clerk said until it was killed, and when that was."""
    command = [sys.executable, str(CLERK), *words]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**environment(), "QT_QPA_PLATFORM": "offscreen"},
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        time.sleep(seconds)
        moment = time.monotonic()
        process.kill()
        said += process.stdout.readlines()
    assert process.returncode == -signal.SIGKILL  # it was at work until then
    return [line.strip() for line in said if line.endswith("\n")], moment


def test_an_import_killed_at_random_moments_is_whole_or_not_there(tmp_path: Path) -> None:
    chance = random.Random(20224)
    paths = DeskPaths(tmp_path / "home")
    with Store.create(paths) as store:
        found_office(store)
    seen = set()
    for _ in range(KILLS):
        words = ["import", str(paths.home), str(ROSTER)]
        said, _moment = killed(words, chance.choice([1, 1, 2, 3]), chance.uniform(0, 0.25))
        with Store(paths) as store:
            assert checkup(store) == []
            people = len(person_ids(store))
            if people:
                assert said[-1] != "out"  # a confirmed undo is kept too
                store.undo()
            seen.add(people)
    assert len(seen) == 2 and 0 in seen


def test_typing_killed_at_random_moments_loses_two_seconds_at_most(tmp_path: Path) -> None:
    chance = random.Random(20225)
    drafts = Drafts(DeskPaths(tmp_path / "home").create().drafts)
    kept_some = 0
    for _ in range(KILLS):
        words = ["type", str(tmp_path / "home")]
        said, moment = killed(words, chance.randint(5, 80), chance.uniform(0, 1))
        struck = {int(number): float(at) for number, at in (line.split() for line in said)}
        draft = drafts.load("torture/typing")
        kept = len(draft.values["words"]) if draft else 0
        kept_some += kept > 0
        lost = [at for number, at in struck.items() if number > kept]
        assert all(moment - at < 2 for at in lost)
    assert kept_some > KILLS // 2
