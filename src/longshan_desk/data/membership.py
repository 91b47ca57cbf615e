"""Who belongs to which household on a day, and who heads it: the only place that knows (R46)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, CompoundSelect, and_, func, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.household_acts import FormerHead, FormerStay
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.stays import PersonSpan, Stay


def stays_here(day: date) -> ColumnElement[bool]:
    """The condition on ``Person`` that its present household is its household on ``day``."""
    return and_(
        is_shown(Person),
        or_(Person.born_on.is_(None), Person.born_on <= day),
        or_(Person.joined_on.is_(None), Person.joined_on <= day),
        or_(Person.left_on.is_(None), Person.left_on > day),
        or_(Person.died_on.is_(None), Person.died_on > day),
    )


def resident_on(day: date) -> ColumnElement[bool]:
    """The condition on ``Person`` of being alive and registered in the village on ``day``: what
    a roll or a denominator counts."""
    elsewhere = select(FormerStay.person_id).where(_covers(day))
    return or_(
        stays_here(day),
        and_(
            is_shown(Person),
            or_(Person.born_on.is_(None), Person.born_on <= day),
            or_(Person.died_on.is_(None), Person.died_on > day),
            Person.id.in_(elsewhere),
        ),
    )


def open_on(day: date) -> ColumnElement[bool]:
    """The condition on ``Household`` of being one on ``day``."""
    return and_(
        is_shown(Household),
        or_(Household.began_on.is_(None), Household.began_on <= day),
        or_(Household.moved_out_on.is_(None), Household.moved_out_on > day),
    )


def memberships(day: date) -> CompoundSelect[str, str]:
    """(household_id, person_id) of everybody registered in the village on ``day``."""
    former = (
        select(FormerStay.household_id, FormerStay.person_id)
        .join(Person, Person.id == FormerStay.person_id)
        .where(
            _covers(day),
            is_shown(Person),
            or_(Person.born_on.is_(None), Person.born_on <= day),
            or_(Person.died_on.is_(None), Person.died_on > day),
        )
    )
    return (
        select(Person.household_id, Person.id.label("person_id"))
        .where(stays_here(day))
        .union_all(former)
    )


def member_counts(session: Session, ids: Iterable[str], day: date) -> dict[str, int]:
    """How many people each of these households has on ``day``."""
    found: dict[str, int] = {}
    there = memberships(day).subquery()
    for part in _chunks(ids):
        rows = session.execute(
            select(there.c.household_id, func.count())
            .where(there.c.household_id.in_(part))
            .group_by(there.c.household_id)
        )
        found.update(dict(rows.all()))
    return found


def members_on(session: Session, household_id: str, day: date) -> set[str]:
    """The people of one household on ``day``."""
    there = memberships(day).subquery()
    rows = select(there.c.person_id).where(there.c.household_id == household_id)
    return set(session.execute(rows).scalars())


def former_homes(session: Session, ids: Iterable[str], day: date) -> dict[str, str]:
    """Of these people, who belonged on ``day`` to a household that is not their present one."""
    found: dict[str, str] = {}
    for part in _chunks(ids):
        rows = select(FormerStay.person_id, FormerStay.household_id).where(
            _covers(day), FormerStay.person_id.in_(part)
        )
        found.update(dict(session.execute(rows).all()))
    return found


def former_heads(session: Session, ids: Iterable[str], day: date) -> dict[str, tuple[str, str]]:
    """By household, (person, name) of the head on ``day`` where it is not the present one."""
    found: dict[str, tuple[str, str]] = {}
    for part in _chunks(ids):
        rows = session.execute(
            select(FormerHead.household_id, FormerHead.person_id, FormerHead.name)
            .where(
                FormerHead.household_id.in_(part),
                FormerHead.is_deleted.is_(False),
                FormerHead.before > day,
            )
            .order_by(FormerHead.before.desc())
        )
        found.update({household_id: (one, name) for household_id, one, name in rows})
    return found


def person_span(session: Session, person_id: str) -> PersonSpan:
    """R46: all stays of a person, oldest first; raises ``NotFoundError`` where there is none."""
    person = require(session, Person, person_id, "人")
    rows = session.execute(
        select(FormerStay)
        .where(FormerStay.person_id == person_id, FormerStay.is_deleted.is_(False))
        .order_by(FormerStay.before)
    ).scalars()
    stays = [Stay(row.household_id, row.from_on, row.before) for row in rows]
    ends = [day for day in (person.left_on, person.died_on) if day is not None]
    now = Stay(person.household_id, person.joined_on, min(ends, default=None))
    return PersonSpan(person_id, (*stays, now), person.born_on, person.died_on)


def _covers(day: date) -> ColumnElement[bool]:
    return and_(
        FormerStay.is_deleted.is_(False),
        or_(FormerStay.from_on.is_(None), FormerStay.from_on <= day),
        FormerStay.before > day,
    )


def _chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    wanted = list(ids)
    return (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
