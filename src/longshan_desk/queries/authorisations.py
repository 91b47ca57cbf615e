"""村民会议授权, as it is on record (R30)."""

from __future__ import annotations

from longshan_desk.data.authorisations import authorisations_of
from longshan_desk.data.store import Store
from longshan_desk.domain.authorisations import Authorisation


def authorisations(store: Store) -> tuple[Authorisation, ...]:
    """Every one on record, the oldest first; those that have ended say until when."""
    with store.read() as session:
        return authorisations_of(session)
