"""Households through time, as coverage counts them (R8, R10, R11, R46)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.membership import memberships
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.people import Household, HouseholdAway, Person, SpecialGroup
from longshan_desk.domain.coverage import HouseholdSpan, registered_from_until
from longshan_desk.domain.people import AWAY
from longshan_desk.domain.periods import Period


def household_spans(
    session: Session, day: date, *, group: int | None = None
) -> list[HouseholdSpan]:
    """Every household registered at some time, by group and name of the head; ``has_residents``
    is that of ``day``."""
    query = select(
        Household.id, Household.group_no, Household.began_on, Household.moved_out_on
    ).where(is_shown(Household))
    if group is not None:
        query = query.where(Household.group_no == group)
    away, special = _away(session), _special(session)
    empty = _without_residents(session, day)
    found = []
    for row in session.execute(
        query.order_by(Household.group_no, Household.head_key, Household.id)
    ):
        registered = registered_from_until(row.began_on, row.moved_out_on)
        if registered is not None:
            found.append(
                HouseholdSpan(
                    row.id,
                    row.group_no,
                    registered,
                    tuple(away.get(row.id, ())),
                    row.id not in empty,
                    tuple(special.get(row.id, ())),
                )
            )
    return found


def _away(session: Session) -> dict[str, list[Period]]:
    rows = session.execute(
        select(HouseholdAway.household_id, HouseholdAway.from_on, HouseholdAway.until_on).where(
            HouseholdAway.is_deleted.is_(False)
        )
    )
    return _by_household(list(rows))


def _special(session: Session) -> dict[str, list[Period]]:
    rows = session.execute(
        select(SpecialGroup.household_id, SpecialGroup.from_on, SpecialGroup.until_on).where(
            SpecialGroup.is_deleted.is_(False)
        )
    )
    return _by_household(list(rows))


def _by_household(rows: list[tuple[str, date | None, date | None]]) -> dict[str, list[Period]]:
    """What ended before it began (joined from two desks) holds on no day."""
    found: dict[str, list[Period]] = {}
    for household_id, from_on, until_on in rows:
        if from_on is None or until_on is None or from_on <= until_on:
            found.setdefault(household_id, []).append(Period(from_on, until_on))
    return found


def _without_residents(session: Session, day: date) -> set[str]:
    """Households with members on ``day`` who are all recorded as living elsewhere."""
    there = memberships(day).subquery()
    rows = session.execute(
        select(there.c.household_id, Person.resident).join(Person, Person.id == there.c.person_id)
    )
    lives_here: dict[str, bool] = {}
    for household_id, resident in rows:
        lives_here[household_id] = lives_here.get(household_id, False) or resident != AWAY
    return {household_id for household_id, lives in lives_here.items() if not lives}
