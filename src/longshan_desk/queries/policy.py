"""The figures of the rules as a screen or a paper lists them: value, limits, clause, versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from longshan_desk.data.records import policy_for
from longshan_desk.data.store import Store
from longshan_desk.data.tables.office import PolicyVersionRow
from longshan_desk.domain.policy import FIELDS, Policy
from longshan_desk.domain.policy_fields import PolicyField


@dataclass(frozen=True, slots=True)
class Figure:
    """One field of the policy with its value; ``field`` holds label, clause, unit and limits."""

    field: PolicyField
    value: object
    words: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Version:
    id: str
    from_on: date
    note: str | None
    policy: Policy
    is_current: bool


def current(store: Store, day: date | None = None) -> Policy:
    """The policy in force on ``day`` (default today)."""
    with store.read() as session:
        return policy_for(session, day or store.today())


def figures(store: Store, day: date | None = None) -> list[Figure]:
    """Every figure in force on ``day``, in the order of the sections."""
    return figures_of(current(store, day))


def figures_of(policy: Policy) -> list[Figure]:
    found = []
    for field in FIELDS:
        value = getattr(policy, field.key)
        found.append(Figure(field, value, field.words(value), value == field.default))
    return found


def versions(store: Store) -> list[Version]:
    """All versions saved, oldest first. None at all: the notice's own figures hold."""
    with store.read() as session:
        rows = list(
            session.execute(
                select(PolicyVersionRow)
                .where(PolicyVersionRow.is_deleted.is_(False))
                .order_by(PolicyVersionRow.from_on, PolicyVersionRow.id)
            ).scalars()
        )
    begun = [row.id for row in rows if row.from_on <= store.today()] or [r.id for r in rows[:1]]
    return [
        Version(row.id, row.from_on, row.note, Policy.from_data(row.figures), row.id == begun[-1])
        for row in rows
    ]
