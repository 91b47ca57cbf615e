"""Putting a file on a stick so that it is really there: written, flushed, read back, compared."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from longshan_desk.errors import MediumError
from longshan_desk.files import check_free_space, os_errors, replace_patiently

FOLDER = "龙山交接"
UNFINISHED = ".PART"
_BLOCK = 1 << 20
_ROOM = 8 << 20

Step = Callable[[int, int], None]
"""Bytes done, bytes in all; raises to cancel."""


def hand_over(source: Path, folder: Path, step: Step | None = None) -> Path:
    """Copy ``source`` into ``folder`` and compare what the medium gives back.

    The file carries its name only when it is whole; a pulled stick leaves a ``.PART`` at most,
    which the next hand-over removes. Raises ``DiskFullError`` or ``MediumError``, and
    ``FileMissingError`` where ``folder`` would lie on a stick that is gone.
    """
    size = source.stat().st_size
    with os_errors(folder, "写U盘"):
        folder.mkdir(exist_ok=True)  # not its parents: they would be made on this computer's disk
    check_free_space(folder, size + size // 20 + _ROOM, "写U盘")
    target = folder / source.name
    with os_errors(target, "写U盘"):
        remove_unfinished(folder)
    with source.open("rb") as given:
        put(target, iter(lambda: given.read(_BLOCK), b""), size=size, step=step)
    return target


def put(
    target: Path, blocks: Iterable[bytes], *, size: int = 0, step: Step | None = None,
    doing: str = "写U盘",
) -> None:  # fmt: skip
    """Write a file, flush it, read it back, compare, and only then give it its name."""
    tell = step or (lambda done, total: None)
    beside = target.with_name(f"{target.name}{UNFINISHED}")
    with os_errors(target, doing):
        try:
            written = _copy(blocks, beside, lambda done: tell(done, 2 * size))
            read_back = digest(beside, lambda done: tell(size + done, 2 * size))
            if written != read_back:
                raise MediumError(
                    f"{doing}没有成功：U盘上读回来的内容和写进去的不一样。",
                    hint="请换一个U盘再试一次，数据没有丢。",
                    where=str(target),
                )
            replace_patiently(beside, target)
        except BaseException:
            _remove(beside)
            raise


def remove_unfinished(folder: Path) -> None:
    """Take away what a kill or a pulled stick left half written, under whatever name (F21)."""
    for pattern in (f"*{UNFINISHED}", ".segments-*.tmp"):
        for path in folder.glob(pattern):
            _remove(path)


def digest(path: Path, done: Callable[[int], None] = lambda count: None) -> str:
    """The SHA-256 of a file, from the medium rather than from memory where the system can."""
    found, count = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while block := file.read(_BLOCK):
            found.update(block)
            count += len(block)
            done(count)
    return found.hexdigest()


def _copy(blocks: Iterable[bytes], target: Path, done: Callable[[int], None]) -> str:
    found, count = hashlib.sha256(), 0
    with target.open("wb") as out:
        for block in blocks:
            out.write(block)
            found.update(block)
            count += len(block)
            done(count)
        out.flush()
        os.fsync(out.fileno())
    return found.hexdigest()


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the stick is gone: its leftovers are removed the next time it is used
