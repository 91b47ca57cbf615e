"""Which photos and files belong to a record, and where their bytes lie."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.tables.attachments import Attachment
from longshan_desk.domain.visit_labels import Attached
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
