"""Where a photo of a record lies, for the eyes of the window (R10)."""

from __future__ import annotations

from pathlib import Path

from longshan_desk.data.attachments import path_of
from longshan_desk.data.store import Store


def photo_path(store: Store, digest: str) -> Path:
    """The file with a photo's points; it may be missing where a copy was made without photos."""
    return path_of(store.paths, digest)
