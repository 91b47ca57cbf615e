"""Handing a file over: on the stick it is whole under its name, or not there at all."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from longshan_desk.errors import DiskFullError, MediumError
from longshan_desk.exchange import stick


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "大湾村-上报-2022-04-第12包-K7QF.lspkg"
    path.write_bytes(os.urandom(3_000_000))
    return path


def test_the_copy_is_the_same(package: Path, tmp_path: Path) -> None:
    (tmp_path / "U盘").mkdir()
    copied = stick.hand_over(package, tmp_path / "U盘" / stick.FOLDER)
    assert copied.read_bytes() == package.read_bytes()


def test_progress_goes_through_writing_and_reading_back(package: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    stick.hand_over(package, tmp_path / "U盘", lambda done, total: seen.append((done, total)))
    assert seen[-1] == (6_000_000, 6_000_000)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_stick_that_gives_back_something_else_is_refused(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick, "digest", lambda path, done=None: "0" * 64)
    with pytest.raises(MediumError, match="读回来的内容"):
        stick.hand_over(package, tmp_path / "U盘")
    assert list((tmp_path / "U盘").iterdir()) == []


@pytest.mark.parametrize(
    ("number", "refusal"), [(errno.ENOSPC, DiskFullError), (errno.EIO, MediumError)]
)
def test_a_full_or_pulled_stick_leaves_no_half_package(
    package: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    refusal: type[Exception],
) -> None:
    def fails(handle: int) -> None:
        raise OSError(number, "stick")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(refusal):
        stick.hand_over(package, tmp_path / "U盘")
    assert list((tmp_path / "U盘").iterdir()) == []


def test_cancelling_leaves_nothing_on_the_stick(package: Path, tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stick.hand_over(package, tmp_path / "U盘", cancel)
    assert list((tmp_path / "U盘").iterdir()) == []


def test_an_existing_package_of_the_same_name_is_replaced_whole(
    package: Path, tmp_path: Path
) -> None:
    target = tmp_path / "U盘" / package.name
    target.parent.mkdir()
    target.write_bytes(b"half")
    stick.hand_over(package, tmp_path / "U盘")
    assert target.read_bytes() == package.read_bytes()


@pytest.mark.failure("F21")
def test_what_another_hand_over_left_half_written_is_taken_away(
    package: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "U盘" / stick.FOLDER
    folder.mkdir(parents=True)
    (folder / f"大湾村-上报-第3包-ABCD.lspkg{stick.UNFINISHED}").write_bytes(b"half")
    (folder / "王会计的照片.jpg").write_bytes(b"whole")
    copied = stick.hand_over(package, folder)
    assert set(folder.iterdir()) == {copied, folder / "王会计的照片.jpg"}


@pytest.mark.failure("F12")
def test_a_stick_without_room_is_refused_before_anything_is_written(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "U盘"
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=3_000_000))
    monkeypatch.setattr(stick, "put", pytest.fail)
    with pytest.raises(DiskFullError, match="没有开始"):
        stick.hand_over(package, folder)
    assert list(folder.iterdir()) == []
