"""A desk on a write-protected medium: read as it lies there, written never, and said so."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.rows import add_household, heads
from longshan_desk.data.store import Store
from longshan_desk.errors import MediumError
from longshan_desk.paths import DeskPaths


@pytest.fixture
def protect() -> Iterator[Callable[[Path], None]]:
    """Write-protect a folder as a stick's switch does; skips where that is not allowed."""
    mounted: list[Path] = []

    def mount(folder: Path) -> None:
        words = ["mount", "--bind", "-o", "ro", str(folder), str(folder)]
        if sys.platform != "linux" or subprocess.run(words, capture_output=True).returncode:
            pytest.skip("no write protection without the right to mount")
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def protected(tmp_path: Path, protect: Callable[[Path], None]) -> DeskPaths:
    paths = DeskPaths(tmp_path / "只读 #1?")
    with Store.create(paths) as store:
        add_household(store, "马占山")
    protect(paths.home)
    return paths


def test_a_write_protected_desk_can_be_read(protected: DeskPaths) -> None:
    with Store(protected, writer=False) as store:
        assert heads(store) == ["马占山"]


def test_a_write_protected_desk_is_not_opened_for_writing(protected: DeskPaths) -> None:
    with pytest.raises(MediumError) as refused:
        Store(protected)
    assert (refused.value.code, refused.value.message) == ("medium", "数据文件夹只读，不能写入。")


def test_a_desk_with_a_lock_left_behind_is_not_opened_for_writing(
    paths: DeskPaths, protect: Callable[[Path], None]
) -> None:
    Store.create(paths).close()
    paths.lock_file.touch()
    protect(paths.home)
    with pytest.raises(MediumError, match="数据文件夹只读，不能写入"):
        Store(paths)


def test_what_stands_only_in_the_files_beside_is_read_too(
    tmp_path: Path, paths: DeskPaths, protect: Callable[[Path], None]
) -> None:
    copied = DeskPaths(tmp_path / "copied")
    with Store.create(paths) as store:
        add_household(store, "马占山")
        shutil.copytree(paths.home, copied.home)
    protect(copied.home)
    with Store(copied, writer=False) as store:
        assert heads(store) == ["马占山"]


def test_an_incomplete_copy_is_not_read_as_if_it_were_whole(
    tmp_path: Path, paths: DeskPaths, protect: Callable[[Path], None]
) -> None:
    copied = DeskPaths(tmp_path / "copied")
    with Store.create(paths) as store:
        add_household(store, "马占山")
        shutil.copytree(paths.home, copied.home, ignore=shutil.ignore_patterns("*-shm"))
    protect(copied.home)
    with pytest.raises(MediumError) as refused:
        Store(copied, writer=False)
    assert refused.value.message == "读取数据库失败。"


def test_half_a_restore_beside_does_not_keep_a_write_protected_desk_from_being_read(
    paths: DeskPaths, protect: Callable[[Path], None]
) -> None:
    with Store.create(paths) as store:
        add_household(store, "马占山")
    (paths.home / "restore.part").mkdir()
    protect(paths.home)
    with Store(paths, writer=False) as store:
        assert heads(store) == ["马占山"]
