"""What stands with a 座谈 or 现场办公: its findings, and what came of them (R9)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.tables.visits import SessionFinding, VisitLink


def findings_of(session: Session, session_id: str) -> list[SessionFinding]:
    rows = select(SessionFinding).where(
        SessionFinding.session_id == session_id, SessionFinding.is_deleted.is_(False)
    )
    ordered = rows.order_by(SessionFinding.position, SessionFinding.id)
    return list(session.execute(ordered).scalars())


def links_of_findings(session: Session, finding_ids: Sequence[str]) -> list[VisitLink]:
    rows = select(VisitLink).where(
        VisitLink.finding_id.in_(finding_ids), VisitLink.is_deleted.is_(False)
    )
    return list(session.execute(rows.order_by(VisitLink.id)).scalars())
