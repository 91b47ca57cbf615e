"""Joining two entries of one visit, written by two people or at two desks (R48)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from longshan_desk.data.attachments import attached_to
from longshan_desk.data.diary import (
    Pen,
    entry_of,
    facts_of_entry,
    follow_ups_of,
    links_of,
    versions_of,
)
from longshan_desk.data.ids import new_id
from longshan_desk.data.store import Store
from longshan_desk.data.tables.visits import VisitFollowUp
from longshan_desk.domain.visit_joining import joined
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.errors import BadValueError


def join_visits(store: Store, entry_id: str, other_id: str) -> None:
    """R48: ``other_id`` goes into ``entry_id``, which says from now on what both said; photos,
    批阅, promises kept, and what came of the other go along. What each said before stays in its
    versions, and undoing parts them again."""
    if entry_id == other_id:
        raise BadValueError("这是同一条走访记录。", hint="请选择记重了的两条。")
    with store.change("合并走访记录") as session:
        kept, other = entry_of(session, entry_id), entry_of(session, other_id)
        if kept.owner is not other.owner:
            raise BadValueError(
                f"这两条一条是{kept.owner.label}上记的，一条是{other.owner.label}上记的，各归各管。",
                hint="覆盖统计里同一户只算一次，不用合并。",
            )
        facts = joined(facts_of_entry(kept), facts_of_entry(other))
        Pen(session, store).correct(kept, facts, f"与{other.by}记的同一次走访合并")
        _take_over(session, entry_id, other_id)
        for version in versions_of(session, other_id):
            version.is_deleted = True


def _take_over(session: Session, entry_id: str, other_id: str) -> None:
    for follow_up in follow_ups_of(session, other_id):
        values = {
            name: getattr(follow_up, name)
            for name in ("kind", "on", "by", "text", "owner", "entered_on", "at", "stamp")
        }
        session.add(VisitFollowUp(id=new_id(), entry_id=entry_id, **values))
        follow_up.is_deleted = True
    known = {(one.matter_id, one.ledger_id) for one in links_of(session, entry_id)}
    for link in links_of(session, other_id):
        if (link.matter_id, link.ledger_id) in known:
            link.is_deleted = True
        else:
            link.entry_id = entry_id
    before = attached_to(session, Attached.VISIT, entry_id)
    first = max((one.position for one in before), default=-1) + 1
    digests = {one.digest for one in before}
    for place, photo in enumerate(attached_to(session, Attached.VISIT, other_id), first):
        if photo.digest in digests:
            photo.is_deleted = True
        else:
            photo.record_id, photo.position = entry_id, place
