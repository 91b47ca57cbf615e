"""村民会议授权: put on record that the representatives may decide in the villagers' place (R30)."""

from __future__ import annotations

from datetime import date

from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.rolls import AuthorisationRow
from longshan_desk.domain.authorisations import Authorisation
from longshan_desk.domain.periods import Period

__all__ = ["Authorisation", "authorise", "end_authorisation", "remove_authorisation"]

_WHAT = "村民会议的授权"


def authorise(store: Store, new: Authorisation) -> str:
    """R30: the villagers' resolution with its day and its paper; returns the record's id."""
    with store.change("登记村民会议授权") as session:
        kept = new.checked(store.today())
        row = AuthorisationRow(
            on=kept.on, document=kept.document, scope=kept.scope, until_on=kept.until_on
        )
        session.add(row)
        session.flush()
        return row.id


def end_authorisation(store: Store, record_id: str, *, until_on: date | None = None) -> None:
    """``until_on`` (default today) is its last day; what was decided by then stands."""
    with store.change("结束村民会议授权") as session:
        row = require(session, AuthorisationRow, record_id, _WHAT)
        last = until_on or store.today()
        Period(row.on, last)
        row.until_on = last


def remove_authorisation(store: Store, record_id: str) -> None:
    """登记错误: there was none."""
    with store.change("删除村民会议授权") as session:
        require(session, AuthorisationRow, record_id, _WHAT).is_deleted = True
