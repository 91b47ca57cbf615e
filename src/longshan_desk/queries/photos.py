"""The photos of records, and where their points lie for the eyes of the window (R10)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from longshan_desk.data.attachments import attached_to, path_of
from longshan_desk.data.store import Store
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.queries.visits import PhotoRow


def photos_of(
    session: Session, kind: Attached, record_ids: Iterable[str]
) -> dict[str, tuple[PhotoRow, ...]]:
    """By record, in their order; a record without photos is left out."""
    found = {one: attached_to(session, kind, one) for one in record_ids}
    return {
        one: tuple(PhotoRow(row.id, row.digest, row.caption) for row in rows)
        for one, rows in found.items()
        if rows
    }


def photo_path(store: Store, digest: str) -> Path:
    """The file with a photo's points; it may be missing where a copy was made without photos."""
    return path_of(store.paths, digest)
