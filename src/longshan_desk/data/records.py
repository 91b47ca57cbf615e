"""Looking up what an act or a question needs: a record by id, the office, the policy in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.scope import EVERY_PART
from longshan_desk.data.tables.office import Office, PolicyVersionRow, User
from longshan_desk.domain.labels import OfficeRole
from longshan_desk.domain.policy import Policy, PolicyVersion, policy_on
from longshan_desk.errors import NoDeskError, NotFoundError

if TYPE_CHECKING:
    from longshan_desk.data.store import Store

Record = TypeVar("Record", bound=Any)


def require(session: Session, model: type[Record], record_id: str, what: str) -> Record:
    """The record with this id; refuses one that is not there or was deleted."""
    found = session.get(model, record_id)
    if found is None or found.is_deleted:
        raise NotFoundError(
            f"找不到这个{what}。", hint="它可能已被删除，请刷新后再试。", where=record_id
        )
    return found


def office(session: Session) -> Office:
    """The office this desk belongs to."""
    found = (
        session.execute(select(Office).where(Office.is_deleted.is_(False)).order_by(Office.id))
        .scalars()
        .first()
    )
    if found is None:
        raise NoDeskError("这里还没有建立岗位。", hint="请先运行 longshan-desk init。")
    return found


def writer_role(session: Session, store: Store) -> OfficeRole:
    """Whose word a new row is: the township's at its desk, among a village's records too (R49)."""
    return office(session).role if store.scope is None else OfficeRole(store.scope.writer)


def policy_versions(session: Session) -> tuple[PolicyVersion, ...]:
    rows = session.execute(
        select(PolicyVersionRow)
        .where(PolicyVersionRow.is_deleted.is_(False))
        .order_by(PolicyVersionRow.from_on, PolicyVersionRow.id)
    ).scalars()
    return tuple(PolicyVersion(row.from_on, Policy.from_data(row.figures)) for row in rows)


def policy_for(session: Session, day: date) -> Policy:
    """The policy in force on the day a deadline counts from."""
    return policy_on(policy_versions(session), day)


def user_name(session: Session, user_id: str) -> str:
    """The name that an act of this user carries; empty before there is a user."""
    user = session.get(User, user_id, execution_options=EVERY_PART) if user_id else None
    return user.name if user else ""
