"""Who printed or saved which paper, when, and with names masked or full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.store import Store
from longshan_desk.data.tables.local import PaperUse
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.office import User
from longshan_desk.documents.kinds.binder import BINDER
from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.paper_life import PaperWay
from longshan_desk.domain.redaction import Names

BLANK = "空白表格"
_OTHER = {"binder": BINDER}


@dataclass(frozen=True, slots=True)
class UseRow:
    id: str
    at: datetime
    """Local time."""
    user: str
    way: PaperWay
    kind: str
    kind_title: str
    for_id: str
    record: str
    """Which record, by its number or its day; never its words."""
    names: Names
    copies: int
    pages: int


def paper_uses(store: Store, *, limit: int = 2000) -> list[UseRow]:
    """The newest first."""
    newest = select(PaperUse).order_by(PaperUse.at.desc(), PaperUse.id).limit(limit)
    with store.read() as session:
        users = {key: name for key, name in session.execute(select(User.id, User.name))}
        rows = session.execute(newest).scalars().all()
        known: dict[tuple[str, str], str] = {}
        for row in rows:
            key = (row.kind, row.for_id)
            if key not in known:
                known[key] = _record(session, *key)
        return [_row(row, users, known[row.kind, row.for_id]) for row in rows]


def _row(row: PaperUse, users: dict[str, str], record: str) -> UseRow:
    kind = KINDS.get(row.kind)
    return UseRow(
        id=row.id,
        at=datetime.fromisoformat(row.at).astimezone(),
        user=users.get(row.user_id, ""),
        way=row.way,
        kind=row.kind,
        kind_title=kind.title if kind else _OTHER.get(row.kind, row.kind),
        for_id=row.for_id,
        record=record,
        names=row.names,
        copies=row.copies,
        pages=row.pages,
    )


def _record(session: Session, kind: str, for_id: str) -> str:
    if not for_id:
        return BLANK
    matter = session.get(Matter, for_id)
    if matter is not None:
        return matter.number or chinese_date(matter.heard_on)
    meeting = session.get(Meeting, for_id)
    if meeting is not None:
        return f"{chinese_date(meeting.on)} {meeting.kind.label}"
    return for_id
