"""What was typed and not yet saved: one JSON file per form, written while the user types.

A draft survives ``kill -9`` and power cuts, and is removed when its form is saved.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance

from longshan_desk.errors import AppError
from longshan_desk.files import os_errors, write_atomically

log = logging.getLogger(__name__)

WRITE_AFTER_MS = 800


@dataclass(frozen=True)
class Draft:
    key: str
    saved_at: datetime
    values: dict[str, Any]

    @property
    def clock(self) -> str:
        """``10:32``, or with the day if it was not today's."""
        same_day = self.saved_at.date() == datetime.now().date()
        if same_day:
            return f"{self.saved_at:%H:%M}"
        return f"{self.saved_at.month}月{self.saved_at.day}日 {self.saved_at:%H:%M}"


class Drafts:
    """The drafts folder. A key names a form and its record: ``matter/register``,
    ``hearing/<id>/grid``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, key: str, values: dict[str, Any]) -> None:
        """Keep the JSON ``values`` of a form; raises an ``AppError`` if the disk refuses."""
        content = {"key": key, "saved_at": datetime.now().isoformat(), "values": values}
        with os_errors(self._folder, "保存草稿"):
            self._folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self._path(key), json.dumps(content, ensure_ascii=False).encode())

    def load(self, key: str) -> Draft | None:
        return _read(self._path(key))

    def discard(self, key: str) -> None:
        with os_errors(self._folder, "删除草稿"):
            self._path(key).unlink(missing_ok=True)

    def all(self) -> list[Draft]:
        """Every draft there is, newest first."""
        found = [_read(path) for path in self._folder.glob("*.json")]
        drafts = [draft for draft in found if draft is not None]
        return sorted(drafts, key=lambda draft: draft.saved_at, reverse=True)

    def _path(self, key: str) -> Path:
        import hashlib

        readable = re.sub(r"[^A-Za-z0-9]+", "-", key).strip("-")[:60]
        return self._folder / f"{readable}-{hashlib.sha256(key.encode()).hexdigest()[:10]}.json"


class NoDrafts(Drafts):
    """Where nothing is typed: the drafts of the same names that lie on this PC are others'."""

    def save(self, key: str, values: dict[str, Any]) -> None:
        pass

    def load(self, key: str) -> Draft | None:
        return None

    def discard(self, key: str) -> None:
        pass

    def all(self) -> list[Draft]:
        return []


class Draftable(Protocol):
    """A form or grid whose typed content can be kept: JSON values, and a signal at every change."""

    @property
    def edited(self) -> SignalInstance: ...

    def draft(self) -> dict[str, Any]: ...

    def set_draft(self, values: dict[str, Any]) -> None: ...


class DraftKeeper(QObject):
    """Keeps the draft of one open form.

    The first change starts a timer that later changes do not put off, so what lies on the disk
    is never older than a second, however long somebody types without a pause.
    """

    def __init__(
        self,
        form: Draftable,
        drafts: Drafts,
        key: str,
        parent: QObject,
        on_written: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._drafts = drafts
        self._key = key
        self._on_written = on_written
        self._paused = False
        self._timer = QTimer(self, singleShot=True, interval=WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write_now)
        form.edited.connect(self._changed)

    @property
    def key(self) -> str:
        return self._key

    def restore(self) -> Draft | None:
        """Put a kept draft into the form; the draft, for the notice that says so."""
        draft = self._drafts.load(self._key)
        if draft is not None:
            self._form.set_draft(draft.values)
            self._timer.stop()
        return draft

    def write_now(self) -> None:
        """Write what has not been written yet; called when the form closes too."""
        self._timer.stop()
        try:
            self._drafts.save(self._key, self._form.draft())
        except AppError as exc:
            # The user is typing: no box now. Saving the form itself will say that the disk is full.
            log.warning("draft not written: %s", exc.code)
            return
        if self._on_written is not None:
            self._on_written()

    def flush(self) -> None:
        """Write only if something waits to be written."""
        if self._timer.isActive():
            self.write_now()

    def pause(self, paused: bool) -> None:
        """While paused nothing typed reaches the disk, and what already lies there goes."""
        self._paused = paused
        if paused:
            self.discard()

    def discard(self) -> None:
        """The form was saved or emptied: its draft goes."""
        self._timer.stop()
        with contextlib.suppress(AppError):
            self._drafts.discard(self._key)

    def _changed(self) -> None:
        if not self._paused and not self._timer.isActive():
            self._timer.start()


def _read(path: Path) -> Draft | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Draft(
            content["key"], datetime.fromisoformat(content["saved_at"]), dict(content["values"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
