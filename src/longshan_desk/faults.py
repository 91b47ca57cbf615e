"""What may be told and kept of an error nobody expected: its kind and place, never its words."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from longshan_desk import __version__

log = logging.getLogger("longshan_desk")


def describe(error: BaseException) -> str:
    """Kind and place of an error and of its causes; never its message, which may hold names."""
    import platform

    lines = [f"{__version__} · Python {platform.python_version()} · {platform.platform()}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def _short(filename: str) -> str:
    parts = Path(filename).parts
    start = parts.index("longshan_desk") if "longshan_desk" in parts else max(len(parts) - 2, 0)
    return "/".join(parts[start:])


class _DeskLog(logging.Handler):
    """Makes its file, and loads what turns it over, when there is something to write."""

    def __init__(self, log_file: Path) -> None:
        super().__init__()
        self._path = log_file
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if not self._path.parent.is_dir():
            return
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
            )
            self._file.setFormatter(self.formatter)
            # On a full disk the log is left out: it must not hide what the user is to be told.
            self._file.handleError = lambda record: None  # type: ignore[method-assign]
        self._file.emit(record)

    def close(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        super().close()


@contextmanager
def kept_log(log_file: Path) -> Iterator[None]:
    """Keep the program's log in the desk's folder, from the moment there is one."""
    handler = _DeskLog(log_file)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        handler.close()
