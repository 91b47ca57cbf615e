"""Photos that belong to a record: kept once by their content, without where they were taken."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy.orm import Session

from longshan_desk.data.attachments import attached_to, path_of
from longshan_desk.data.diary import entry_of
from longshan_desk.data.records import require, user_name
from longshan_desk.data.store import Store
from longshan_desk.data.tables.attachments import Attachment
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.procedures import ProcedureAct
from longshan_desk.data.tables.visits import LedgerEntry, VisitSession
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.photos import check_photo
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.errors import ChangedSinceError
from longshan_desk.files import os_errors, write_atomically

_TABLES = {
    Attached.SESSION: VisitSession,
    Attached.LEDGER: LedgerEntry,
    Attached.MATTER: Matter,
    Attached.PROCEDURE_ACT: ProcedureAct,
    Attached.MEETING: Meeting,
}


def attach_photo(
    store: Store, kind: Attached, record_id: str, photo: bytes, *, caption: str | None = None
) -> str:
    """Keep a photo with a record; ``photo`` is a JPEG as ``domain.photos`` asks.

    The window makes one of any picture (``ui.photos``). The bytes are written before the record,
    so that no record ever names a photo that is not there; undone, they stay for the redoing.
    """
    check_photo(photo)
    digest = hashlib.sha256(photo).hexdigest()
    with store.change("添加照片") as session:
        _require(session, kind, record_id)
        path = path_of(store.paths, digest)
        if not path.exists():
            with os_errors(path):
                path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, photo)
        before = attached_to(session, kind, record_id)
        row = Attachment(
            kind=kind,
            record_id=record_id,
            digest=digest,
            size=len(photo),
            caption=optional_text(caption),
            position=max((one.position for one in before), default=-1) + 1,
            added_on=store.today(),
            by=user_name(session, store.user_id),
        )
        session.add(row)
        return row.id


def remove_photo(store: Store, attachment_id: str) -> None:
    with store.change("删除照片") as session:
        require(session, Attachment, attachment_id, "照片").is_deleted = True


def name_photo(store: Store, attachment_id: str, caption: str | None) -> None:
    """What is to be seen on it."""
    with store.change("修改照片说明") as session:
        require(session, Attachment, attachment_id, "照片").caption = optional_text(caption)


def order_photos(
    store: Store, kind: Attached, record_id: str, attachment_ids: Sequence[str]
) -> None:
    with store.change("调整照片顺序") as session:
        photos = {one.id: one for one in attached_to(session, kind, record_id)}
        if set(photos) != set(attachment_ids):
            raise ChangedSinceError("照片已有增减，顺序没有改。", hint="请刷新后再调整。")
        for position, one in enumerate(attachment_ids):
            photos[one].position = position


def _require(session: Session, kind: Attached, record_id: str) -> None:
    if kind is Attached.VISIT:
        entry_of(session, record_id)
    else:
        require(session, _TABLES[kind], record_id, kind.label)
