"""Findings of a 座谈 or 现场办公, and what came of these and of a visit's (R9)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.visits import SessionFinding, VisitLink
from longshan_desk.domain.labels import Source
from longshan_desk.errors import BadValueError


def findings_of(session: Session, session_id: str) -> list[SessionFinding]:
    rows = select(SessionFinding).where(
        SessionFinding.session_id == session_id, SessionFinding.is_deleted.is_(False)
    )
    ordered = rows.order_by(SessionFinding.position, SessionFinding.id)
    return list(session.execute(ordered).scalars())


def links_of_findings(session: Session, finding_ids: Sequence[str]) -> list[VisitLink]:
    return _links(session, VisitLink.finding_id.in_(finding_ids))


def link_found(
    session: Session, matter_id: str, entry_id: str | None, finding_id: str | None
) -> None:
    """R42: a hearing's row that was offered from a visit or a session, linked both ways; once.

    Raises BadValueError where something else came of it meanwhile.
    """
    of_it = VisitLink.entry_id == entry_id if entry_id else VisitLink.finding_id == finding_id
    if not (entry_id or finding_id) or _links(session, VisitLink.matter_id == matter_id):
        return
    if _links(session, of_it):
        raise BadValueError("这条走访发现已经转为事项或列入台账。", hint="这一行不用再记，请删去。")
    require(session, Matter, matter_id, "事项").source = Source.VISIT
    session.add(VisitLink(entry_id=entry_id, finding_id=finding_id, matter_id=matter_id))


def unlink_found(session: Session, matter_id: str) -> None:
    """A row was taken off the grid: what it came of is open again."""
    for link in _links(session, VisitLink.matter_id == matter_id):
        link.is_deleted = True


def _links(session: Session, condition: ColumnElement[bool]) -> list[VisitLink]:
    rows = select(VisitLink).where(condition, VisitLink.is_deleted.is_(False))
    return list(session.execute(rows.order_by(VisitLink.id)).scalars())
