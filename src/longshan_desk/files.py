"""Writing files so that a power cut leaves the old one or the new one, and saying in words why a
disk refused.

The operating system's errors are translated here once, by number and never by text.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from longshan_desk.errors import (
    AppError,
    DiskFullError,
    FileMissingError,
    FileOpenError,
    FileUnreadableError,
    MediumError,
)

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOTCONN, getattr(errno, "ESTALE", errno.EIO)}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EBUSY, getattr(errno, "ETXTBSY", errno.EBUSY)}
_TOO_LONG = {errno.ENAMETOOLONG, errno.EINVAL, getattr(errno, "EILSEQ", errno.EINVAL)}

# Windows says more than errno does: a sharing violation and a pulled stick are both EACCES/EINVAL.
_WIN_HELD = {32, 33}
_WIN_BRIEFLY_HELD = {5, 32, 33}
_WIN_FULL = {39, 112}
_WIN_PROTECTED = {19}
_PATIENCE_S = 10
_SPARE = 2 << 20
_WIN_GONE = {21, 23, 31, 55, 433, 483, 1006, 1117, 1167}


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside, flush to the disk, then replace: ``path`` never holds half a file.

    Raises ``DiskFullError``, ``FileOpenError``, ``MediumError`` or ``FileMissingError``.
    """
    with os_errors(path):
        beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
        try:
            with beside.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            os.replace(beside, path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def replace_patiently(beside: Path, path: Path) -> None:
    """Give a large finished file its name, also while an antivirus still looks into it.

    Waits up to ten seconds on Windows, so it is not for the window's own thread.
    """
    patience = time.monotonic() + _PATIENCE_S
    while True:
        try:
            os.replace(beside, path)
            break
        except PermissionError as exc:
            if getattr(exc, "winerror", None) not in _WIN_BRIEFLY_HELD or (
                time.monotonic() > patience
            ):
                raise
            time.sleep(0.1)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can."""
    if os.name == "nt":
        return  # Windows offers no handle to flush for a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # FAT and network file systems refuse this
            os.fsync(handle)
    finally:
        os.close(handle)


def check_free_space(folder: Path, needed: int, doing: str) -> None:
    """Refuse before the first byte is written what cannot fit."""
    with os_errors(folder, doing):
        free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise DiskFullError(
            f"{doing}没有开始：磁盘或U盘空间不够，需要约 {_megabytes(needed + _SPARE)} MB，"
            f"只剩 {_megabytes(free)} MB。",
            hint="请删除不需要的文件，或换一个U盘，然后再试一次。",
            where=str(folder),
        )


def _megabytes(size: int) -> int:
    return -(-size // (1 << 20))


def free_name(path: Path) -> Path:
    """``path``, or ``名称(2).xlsx``, ``名称(3).xlsx`` … if that name is taken."""
    number = 2
    candidate = path
    while os.path.lexists(candidate):
        candidate = path.with_name(f"{path.stem}({number}){path.suffix}")
        number += 1
    return candidate


@contextlib.contextmanager
def os_errors(path: Path, doing: str = "保存文件") -> Iterator[None]:
    """Turn an ``OSError`` of the block into an ``AppError`` that names ``path`` and the act."""
    try:
        yield
    except OSError as exc:
        raise translate_os_error(exc, path, doing) from exc


def translate_os_error(exc: OSError, path: Path, doing: str = "保存文件") -> AppError:
    """The ``AppError`` for what the operating system said about ``path``."""
    kind = _by_windows_number(getattr(exc, "winerror", None)) or _by_errno(exc.errno)
    make, why, hint = _SENTENCES[kind]
    return make(f"{doing}没有成功：{why}（{path.name or path}）。", hint=hint, where=str(path))


def read_only_home(home: Path) -> MediumError:
    """A desk's folder that can be read and not written."""
    return MediumError(
        "数据文件夹只读，不能写入。",
        hint="请检查写保护开关和这个文件夹的权限，或把它拷到本机硬盘上再打开；只查看不受影响。",
        where=str(home),
    )


def _by_windows_number(number: int | None) -> str | None:
    for numbers, kind in (
        (_WIN_HELD, "held"),
        (_WIN_FULL, "full"),
        (_WIN_PROTECTED, "protected"),
        (_WIN_GONE, "gone"),
    ):
        if number in numbers:
            return kind
    return None


def _by_errno(number: int | None) -> str:
    for numbers, kind in (
        (_FULL, "full"),
        (_GONE, "gone"),
        (_REFUSED, "refused"),
        (_TOO_LONG, "name"),
        ({errno.EROFS}, "protected"),
        ({errno.ENOENT, errno.ENOTDIR}, "missing"),
        ({errno.EISDIR}, "folder"),
        ({errno.EEXIST}, "taken"),
        ({errno.EFBIG}, "too_big"),
    ):
        if number in numbers:
            return kind
    return "other"


_SENTENCES: dict[str, tuple[type[AppError], str, str]] = {
    "full": (
        DiskFullError,
        "磁盘或U盘的空间已满",
        "请删除不需要的文件，或换一个U盘，然后再试一次。原来的文件没有改动。",
    ),
    "held": (
        FileOpenError,
        "文件正被其他程序打开",
        "请先在 WPS、Excel 或 Word 中关闭这个文件，然后再试一次。",
    ),
    "refused": (
        FileOpenError,
        "没有写入或读取的权限，文件可能正被其他程序打开",
        "请先关闭打开它的程序（WPS、Excel、杀毒软件），或换一个文件夹，然后再试一次。",
    ),
    "protected": (
        MediumError,
        "磁盘或U盘是只读的",
        "请检查U盘上的写保护开关，或换一个U盘。",
    ),
    "gone": (
        MediumError,
        "磁盘或U盘读写失败，可能已被拔出或损坏",
        "请重新插好U盘再试一次；仍然失败时请换一个U盘。",
    ),
    "missing": (
        FileMissingError,
        "找不到文件或所在的文件夹",
        "请检查文件是否被移走、改名，U盘是否还插着。",
    ),
    "folder": (
        FileUnreadableError,
        "这里需要的是一个文件，选中的却是文件夹",
        "请重新选择文件。",
    ),
    "taken": (
        FileUnreadableError,
        "这里已经有一个同名的文件，不是文件夹",
        "请换一个文件夹，或先把这个文件移走、改名。",
    ),
    "name": (
        FileUnreadableError,
        "文件名或路径不能使用",
        '请换一个较短的名称，不要使用 \\ / : * ? " < > | 等符号。',
    ),
    "too_big": (
        MediumError,
        "文件超过了磁盘格式允许的大小",
        "FAT32 格式的U盘单个文件不能超过 4 GB，请换一个U盘。",
    ),
    "other": (
        MediumError,
        "磁盘或U盘没有响应",
        "请检查U盘是否插好，然后再试一次；仍然失败时请换一个位置。",
    ),
}
