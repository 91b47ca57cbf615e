"""Which photos and files belong to a record, and where their bytes lie."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from longshan_desk.data.tables.attachments import Attachment
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.files import os_errors
from longshan_desk.paths import DeskPaths


def attached_to(session: Session, kind: Attached, record_id: str) -> list[Attachment]:
    rows = select(Attachment).where(
        Attachment.kind == kind,
        Attachment.record_id == record_id,
        Attachment.is_deleted.is_(False),
    )
    return list(session.execute(rows.order_by(Attachment.position, Attachment.id)).scalars())


def path_of(paths: DeskPaths, digest: str) -> Path:
    """Where a photo's bytes lie: named by their hash."""
    return paths.attachments / digest[:2] / f"{digest}.jpg"


def forget_unnamed(connection: Connection, paths: DeskPaths) -> int:
    """Remove the photos that no record names since one was erased (F83); returns how many.

    ``connection`` holds the writer's lock, so that none is just being attached. What is deleted or
    undone names its photos still.
    """
    rows = connection.execute(select(Attachment.digest).distinct())
    named = {path_of(paths, digest) for (digest,) in rows}
    left = [path for path in paths.attachments.glob("??/*.jpg") if path not in named]
    for path in left:
        with os_errors(path, "删除照片"):
            path.unlink()
    return len(left)
