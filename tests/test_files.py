from __future__ import annotations

import errno
from pathlib import Path

import pytest

from longshan_desk import files
from longshan_desk.errors import (
    AppError,
    DiskFullError,
    FileMissingError,
    FileOpenError,
    FileUnreadableError,
    MediumError,
)
from longshan_desk.files import free_name, os_errors, translate_os_error, write_atomically


def test_what_was_written_can_be_read(tmp_path: Path) -> None:
    write_atomically(tmp_path / "纸.txt", "水渠".encode())
    assert (tmp_path / "纸.txt").read_text(encoding="utf-8") == "水渠"


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"1")
    write_atomically(tmp_path / "a", b"2")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_write_that_fails_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_atomically(tmp_path / "a", b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(DiskFullError):
        write_atomically(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match="找不到"):
        write_atomically(tmp_path / "none" / "a", b"")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EACCES, FileOpenError),
        (errno.EPERM, FileOpenError),
        (errno.EBUSY, FileOpenError),
        (errno.EROFS, MediumError),
        (errno.EIO, MediumError),
        (errno.ENODEV, MediumError),
        (errno.ENOENT, FileMissingError),
        (errno.EISDIR, FileUnreadableError),
        (errno.ENAMETOOLONG, FileUnreadableError),
        (errno.EFBIG, MediumError),
        (errno.ELOOP, MediumError),
    ],
)
def test_the_number_decides_not_the_text(number: int, kind: type[AppError]) -> None:
    assert type(translate_os_error(OSError(number, "whatever"), Path("表.xlsx"))) is kind


@pytest.mark.parametrize(
    ("number", "kind"),
    [(32, FileOpenError), (112, DiskFullError), (19, MediumError), (1167, MediumError)],
)
def test_windows_numbers_go_before_errno(number: int, kind: type[AppError]) -> None:
    exc = OSError(errno.EACCES, "whatever")
    exc.winerror = number  # type: ignore[attr-defined]
    assert type(translate_os_error(exc, Path("表.xlsx"))) is kind


def test_the_sentence_names_the_act_the_file_and_what_to_do() -> None:
    error = translate_os_error(OSError(errno.ENOSPC, ""), Path("/media/usb/上报包"), "写上报包")
    assert error.message == "写上报包没有成功：磁盘或U盘的空间已满（上报包）。"
    assert "换一个U盘" in error.hint
    assert error.where == "/media/usb/上报包"


def test_other_errors_pass_untranslated(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), os_errors(tmp_path):
        raise ZeroDivisionError


def test_a_taken_name_is_counted_up(tmp_path: Path) -> None:
    (tmp_path / "登记册.xlsx").touch()
    (tmp_path / "登记册(2).xlsx").touch()
    assert free_name(tmp_path / "登记册.xlsx").name == "登记册(3).xlsx"


def test_a_free_name_stays(tmp_path: Path) -> None:
    assert free_name(tmp_path / "登记册.xlsx").name == "登记册.xlsx"
