"""A desk of one's own, and its file as another program sees it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths


@pytest.fixture
def paths(tmp_path: Path) -> DeskPaths:
    return DeskPaths(tmp_path / "home")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def shrink() -> Iterator[Callable[[Path, int], None]]:
    """Make a folder a disk of so many megabytes; skips the test where that is not allowed."""
    mounted: list[Path] = []

    def mount(folder: Path, megabytes: int) -> None:
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        if sys.platform != "linux" or subprocess.run(words, capture_output=True).returncode:
            pytest.skip("no small disk without the right to mount one")
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def store(paths: DeskPaths) -> Iterator[Store]:
    with Store.create(paths) as store:
        yield store
