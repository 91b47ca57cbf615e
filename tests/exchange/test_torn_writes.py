"""Killed, or with a full disk, at any write of making and receiving: both sides stay whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import longshan_desk
from stick import Stick

HERE = Path(__file__).parent
TESTS, SOURCE = HERE.parent, Path(longshan_desk.__file__).parents[1]

pytestmark = [
    pytest.mark.failure("F6", "F12", "F23", "F25", "F27"),
    pytest.mark.skipif(
        shutil.which("cc") is None or not sys.platform.startswith("linux"),
        reason="the writes are counted by a C library that is preloaded",
    ),
]

Torn = Callable[..., list[str]]
KINDS = ["make", "receive"]
HOWS = ["kill", "full"]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("library") / "write_fails.so"
    source = str(HERE / "write_fails.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", built, source, "-ldl"], check=True)
    return built


@pytest.fixture
def torn(joined: Stick, tmp_path: Path, library: Path) -> Torn:
    """Runs a command with each of these writes failing; what it says of each."""

    def run(kind: str, how: str, *numbers: str) -> list[str]:
        village = joined.desks["07-1"]
        village.today = joined.desks["township"].today = "2022-04-05"
        work = tmp_path / "work"
        village.register("水渠坏了")
        if kind == "receive":
            joined.make(village)
        home = joined.copied(work)  # the same computers, at the place where each run finds them
        shutil.copytree(joined.folder, home.folder, dirs_exist_ok=True)
        root = tmp_path / "root"
        shutil.move(work, root)
        done = subprocess.run(
            [sys.executable, "-m", "exchange.torn", root, work, library, how, kind, *numbers],
            env={
                **os.environ, "LD_PRELOAD": str(library),
                "PYTHONPATH": f"{SOURCE}{os.pathsep}{TESTS}",
            },
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout.splitlines()

    return run


def count(said: list[str]) -> int:
    return int(said[0].partition("=")[2])


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize(("kind", "numbers"), [("make", "12 44 60"), ("receive", "2 300 560")])
def test_some_writes_fail(torn: Torn, kind: str, how: str, numbers: str) -> None:
    said = torn(kind, how, *numbers.split())
    assert count(said) >= int(numbers.split()[-1]), "there are as many writes to fail"
    assert len(said) == 1 + len(numbers.split())


@pytest.mark.torture
@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", range(4))
def test_every_write_fails(torn: Torn, kind: str, how: str, share: int) -> None:
    most = 100 if kind == "make" else 640
    numbers = [str(n) for n in range(1 + share, most, 4)]
    said = torn(kind, how, *numbers)
    assert count(said) < most, "no write is left out"
    assert len(said) == 1 + len(numbers)
