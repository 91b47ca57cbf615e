"""The village's authorisations of its representatives, as the domain sees them (R30)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.tables.rolls import AuthorisationRow
from longshan_desk.domain.authorisations import Authorisation


def authorisations_of(session: Session) -> tuple[Authorisation, ...]:
    """Every one on record, the oldest first."""
    rows = session.execute(
        select(AuthorisationRow)
        .where(AuthorisationRow.is_deleted.is_(False))
        .order_by(AuthorisationRow.on, AuthorisationRow.id)
    ).scalars()
    return tuple(
        Authorisation(row.on, row.document, row.scope, row.until_on, row.id) for row in rows
    )
