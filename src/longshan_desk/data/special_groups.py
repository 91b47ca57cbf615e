"""Who belongs to which special group on a day, and what the groups are called (R11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.records import policy_versions
from longshan_desk.data.tables.people import SpecialGroup
from longshan_desk.domain.special_groups import DEFAULT_GROUPS

CHUNK = 500
"""How many ids one statement asks for."""


def special_labels(session: Session) -> dict[str, str]:
    """Code → label in the policy's order; codes the policy dropped keep the label they had."""
    lists = [DEFAULT_GROUPS, *(v.policy.special_groups for v in policy_versions(session))]
    labels: dict[str, str] = {}
    for groups in reversed(lists):
        for group in groups:
            labels.setdefault(group.code, group.label)
    return labels


def belongs_on(day: date) -> ColumnElement[bool]:
    """The condition that a row of special groups holds on ``day``."""
    return and_(
        SpecialGroup.is_deleted.is_(False),
        or_(SpecialGroup.from_on.is_(None), SpecialGroup.from_on <= day),
        or_(SpecialGroup.until_on.is_(None), SpecialGroup.until_on >= day),
    )


def specials_on(
    session: Session, household_ids: Iterable[str], day: date
) -> dict[str, list[tuple[str | None, str]]]:
    """By household, (person or ``None`` for all of it, code) of what holds on ``day``."""
    ids = list(household_ids)
    found: dict[str, list[tuple[str | None, str]]] = {}
    for start in range(0, len(ids), CHUNK):
        part = SpecialGroup.household_id.in_(ids[start : start + CHUNK])
        rows = session.execute(
            select(SpecialGroup.household_id, SpecialGroup.person_id, SpecialGroup.kind).where(
                part, belongs_on(day)
            )
        )
        for household_id, person_id, kind in rows:
            found.setdefault(household_id, []).append((person_id, kind))
    return found
