"""What stands with a line of the work ledger: its steps, and what it came from (R9)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.tables.visits import LedgerStep, VisitLink


def steps_of(session: Session, ledger_id: str) -> list[LedgerStep]:
    """The oldest first."""
    rows = select(LedgerStep).where(
        LedgerStep.ledger_id == ledger_id, LedgerStep.is_deleted.is_(False)
    )
    ordered = rows.order_by(LedgerStep.on, LedgerStep.stamp, LedgerStep.id)
    return list(session.execute(ordered).scalars())


def links_to(session: Session, ledger_id: str) -> list[VisitLink]:
    rows = select(VisitLink).where(
        VisitLink.ledger_id == ledger_id, VisitLink.is_deleted.is_(False)
    )
    return list(session.execute(rows.order_by(VisitLink.id)).scalars())
