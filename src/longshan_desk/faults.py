"""What may be told and kept of an error nobody expected: its kind and place, never its words."""

from __future__ import annotations

import logging
import platform
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from longshan_desk import __version__

log = logging.getLogger("longshan_desk")


def describe(error: BaseException) -> str:
    """Kind and place of an error and of its causes; never its message, which may hold names."""
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


class _DeskLog(RotatingFileHandler):
    def emit(self, record: logging.LogRecord) -> None:
        if Path(self.baseFilename).parent.is_dir():
            super().emit(record)


@contextmanager
def kept_log(log_file: Path) -> Iterator[None]:
    """Keep the program's log in the desk's folder, from the moment there is one."""
    handler = _DeskLog(log_file, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        handler.close()
