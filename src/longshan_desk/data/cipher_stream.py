"""What flows through the cipher: counted, hashed, its errors kept, its progress told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from longshan_desk.files import translate_os_error

Step = Callable[[int, int, str], None]
"""``step(done, total, text)``; raises ``CancelledError`` to stop."""


class Progress:
    """Bytes that went by, told as kilobytes."""

    def __init__(self, step: Step | None, total: int, text: str = "正在写入") -> None:
        self._step, self._total, self._done = step, total, 0
        self.text = text

    def add(self, size: int) -> None:
        self._done += size
        if self._step is not None:
            done, total = min(self._done, self._total), max(self._total, 1024)
            self._step(done >> 10, total >> 10, self.text)


class Tap:
    """A file as the cipher sees it; counts, hashes, and keeps the error that the cipher hides."""

    def __init__(
        self, file: IO[bytes] | None, path: Path, doing: str, progress: Progress | None = None
    ) -> None:
        self._file, self._path, self._doing, self._progress = file, path, doing, progress
        self.size = 0
        self.hash = hashlib.sha256()
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        assert self._file is not None
        with self._kept():
            data = self._file.read(size)
            self._pass(data)
        return data

    def write(self, data: bytes) -> int:
        with self._kept():
            if self._file is not None:
                self._file.write(data)
            self._pass(data)
        return len(data)

    def flush(self) -> None:
        with self._kept():
            if self._file is not None:
                self._file.flush()

    def _pass(self, data: bytes) -> None:
        self.size += len(data)
        self.hash.update(data)
        if self._progress is not None:
            self._progress.add(len(data))

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.error = translate_os_error(error, self._path, self._doing)
            raise
        except BaseException as error:
            self.error = error
            raise


@contextmanager
def true_errors(*taps: Tap) -> Iterator[None]:
    """Raise what really happened below the cipher, not the cipher's word for it."""
    try:
        yield
    except BaseException as error:
        for tap in taps:
            if tap.error is not None:
                raise tap.error from error
        raise
