"""How this PC's window looks (font size, columns, splitters), kept in one small JSON file.

Losing it loses no record, so a file that cannot be read starts fresh, and one that cannot be
written is only logged.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from longshan_desk.errors import AppError
from longshan_desk.files import write_atomically

log = logging.getLogger(__name__)

_QUIET_MS = 800  # dragging a splitter sends hundreds of changes


class Settings(QObject):
    """``get`` and ``set`` of JSON values by key; written shortly after the last change."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._values = _read(path)
        self._unwritten = False
        self._later = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._later.timeout.connect(self.write_now)

    def get(self, key: str, default: Any = None) -> Any:
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        if self._values.get(key) != value:
            self._values[key] = value
            self._unwritten = True
            self._later.start()

    def write_now(self) -> None:
        """Write what has changed; called at closing too."""
        self._later.stop()
        if not self._unwritten or not self._path.parent.is_dir():
            return  # a window that was closed before there was a desk makes no folder
        self._unwritten = False
        text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            write_atomically(self._path, text.encode())
        except AppError as exc:
            log.warning("window settings not written: %s", exc.code)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}
