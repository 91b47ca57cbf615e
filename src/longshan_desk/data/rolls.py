"""Who sits in a body on a day: from its roll, the roster, or the register of households (R14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.membership import memberships, open_on
from longshan_desk.data.roster import Member, roster_on
from longshan_desk.data.tables.office import Office
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.data.tables.rolls import RollEntry, RollExclusion, RollHousehold
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import CountingRules
from longshan_desk.domain.labels import OfficeKind
from longshan_desk.domain.periods import Period
from longshan_desk.domain.rolls import (
    Candidate,
    Exclusion,
    Finding,
    Roll,
    RollMember,
    Stands,
    call_roll,
)

__all__ = ["Finding", "Roll", "RollMember", "entry_is_in_force", "roll_on", "villagers_on"]


def roll_on(session: Session, body: Body, day: date, rules: CountingRules | None = None) -> Roll:
    """R14: the body's members on ``day`` and how many of them are 应到.

    ``rules`` are those the procedure began with; by default those in force on ``day``. Terms,
    deaths and moves follow the dates (R40, R46).
    """
    return call_roll(
        body,
        day,
        _candidates(session, body, day),
        rules,
        households=_household_count(session, day),
        barred=_watched(session, day) if body is Body.OVERSIGHT_COMMITTEE else (),
        kind=_kind(session),
    )


def entry_is_in_force(day: date) -> ColumnElement[bool]:
    """The condition that a row of a roll holds on ``day``."""
    return and_(
        RollEntry.is_deleted.is_(False),
        or_(RollEntry.from_on.is_(None), RollEntry.from_on <= day),
        or_(RollEntry.until_on.is_(None), RollEntry.until_on >= day),
    )


def _candidates(session: Session, body: Body, day: date) -> list[Candidate]:
    if body is Body.VILLAGERS:
        return villagers_on(session, day)
    if body is Body.HOUSEHOLDS:
        return _households(session, day)
    listed = _listed(session, body, day) if body.is_listed else []
    if body is Body.OVERSIGHT_COMMITTEE and listed:
        return listed
    if body is Body.REPRESENTATIVES and not listed:
        return []  # the committee alone is no meeting of representatives
    return [*listed, *_office_holders(session, body, day, listed)]


def _kind(session: Session) -> OfficeKind:
    found = session.scalar(select(Office.kind).where(Office.is_deleted.is_(False)))
    return found or OfficeKind.VILLAGE


# -- the roster of cadres -----------------------------------------------------------------------


def _office_holders(
    session: Session, body: Body, day: date, listed: Iterable[Candidate]
) -> list[Candidate]:
    """Those who sit in it by their office, without those who stand on its roll anyway."""
    known = list(listed)
    found = []
    for one in roster_on(session, day):
        offices = [held for held in one.roles if held.role in body.offices]
        if offices and not any(_same(one, other) for other in known):
            labels = "、".join(held.label for held in offices)
            found.append(_of_office(one, labels))
        elif not offices and _leads_from_outside(body, one):
            why = "主持支部工作，职务不在支部委员会内，不计入应到"
            found.append(replace(_of_office(one, one.labels), outsider=why))
    return found


def _watched(session: Session, day: date) -> set[str]:
    """The villagers' committee, which the oversight committee watches."""
    offices = Body.REPRESENTATIVES.offices
    return {one.name for one in roster_on(session, day) if one.holds(*offices)}


def _of_office(one: Member, office: str) -> Candidate:
    return Candidate(one.name, one.person_id, one.sex, is_listed=False, office=office)


def _leads_from_outside(body: Body, one: Member) -> bool:
    """主持工作 (R40) held by one who belongs to no committee, a 驻村干部 for one."""
    committees = (Body.BRANCH_COMMITTEE, Body.TWO_COMMITTEES)
    return body in committees and any(held.is_acting_secretary for held in one.roles)


def _same(one: Member, other: Candidate) -> bool:
    if one.person_id and other.person_id:
        return one.person_id == other.person_id
    return one.name == other.name


# -- rolls of their own -------------------------------------------------------------------------


def _listed(session: Session, body: Body, day: date) -> list[Candidate]:
    rows = session.execute(
        select(RollEntry, Person)
        .outerjoin(Person, Person.id == RollEntry.person_id)
        .where(RollEntry.body == body, entry_is_in_force(day))
        .order_by(RollEntry.group_no, RollEntry.name_key, RollEntry.id)
    )
    alive = _each_person_once(
        [
            (entry, person)
            for entry, person in rows
            if person is None or person.died_on is None or person.died_on > day
        ]
    )
    ids = [entry.id for entry, _ in alive]
    stands, exclusions = _stands(session, ids, day), _exclusions(session, ids)
    groups = _groups_of(session, [person.household_id for _, person in alive if person])
    return [
        Candidate(
            name=entry.name,
            person_id=entry.person_id,
            sex=entry.sex or (person.sex if person else None),
            born_on=entry.born_on or (person.born_on if person else None),
            is_probationary=is_probationary_on(entry, day),
            lacks_capacity=entry.lacks_capacity,
            entry_id=entry.id,
            group_no=entry.group_no or (groups.get(person.household_id) if person else None),
            from_on=entry.from_on,
            until_on=entry.until_on,
            stands_for=tuple(stands[entry.id]),
            exclusions=tuple(exclusions[entry.id]),
        )
        for entry, person in alive
    ]


def _each_person_once(
    seats: Sequence[tuple[RollEntry, Person]],
) -> list[tuple[RollEntry, Person]]:
    """Two seats of one person, entered at two desks, are one (R48)."""
    first = {entry.person_id or entry.id: entry.id for entry, _ in reversed(seats)}
    return [seat for seat in seats if first[seat[0].person_id or seat[0].id] == seat[0].id]


def is_probationary_on(entry: RollEntry, day: date) -> bool:
    """A probationary member is a full one from the day of 转正 on."""
    confirmed = entry.confirmed_on
    return entry.is_probationary if confirmed is None else day < confirmed


def exclusion_of(row: RollExclusion) -> Exclusion:
    return Exclusion(
        row.id,
        row.reason,
        row.approved_by,
        row.approved_on,
        row.voted_on,
        row.from_on,
        row.until_on,
        row.note,
    )


def _exclusions(session: Session, entry_ids: list[str]) -> dict[str, list[Exclusion]]:
    found: dict[str, list[Exclusion]] = defaultdict(list)
    rows = session.execute(
        select(RollExclusion)
        .where(RollExclusion.is_deleted.is_(False))
        .order_by(RollExclusion.approved_on, RollExclusion.id)
    )
    wanted = set(entry_ids)
    for row in rows.scalars():
        if row.entry_id in wanted:
            found[row.entry_id].append(exclusion_of(row))
    return found


def _stands(session: Session, entry_ids: list[str], day: date) -> dict[str, list[Stands]]:
    found: dict[str, list[Stands]] = defaultdict(list)
    rows = session.execute(
        select(RollHousehold, Household)
        .join(Household, Household.id == RollHousehold.household_id)
        .where(RollHousehold.is_deleted.is_(False), open_on(day))
        .order_by(Household.group_no, Household.head_key, Household.id)
    )
    wanted = set(entry_ids)
    for stand, home in rows:
        if stand.entry_id in wanted and day in Period(stand.from_on, stand.until_on):
            found[stand.entry_id].append(Stands(home.id, home.head_name, home.group_no))
    return found


# -- the register of households -----------------------------------------------------------------


def villagers_on(session: Session, day: date) -> list[Candidate]:
    """Everybody of the register on ``day``, of any age, in the household of that day (R46)."""
    there = memberships(day).subquery()
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.sex,
            Person.born_on,
            Household.id.label("home"),
            Household.group_no,
        )
        .join(there, there.c.person_id == Person.id)
        .join(Household, Household.id == there.c.household_id)
        .where(open_on(day))
        .order_by(Household.group_no, Household.head_key, Household.id, Person.position)
    )
    return [
        Candidate(
            row.name,
            row.id,
            row.sex,
            row.born_on,
            is_listed=False,
            household_id=row.home,
            group_no=row.group_no,
        )
        for row in rows
    ]


def _households(session: Session, day: date) -> list[Candidate]:
    """One row a household, under its head: who comes for it is seen at the sign-in."""
    lived_in = select(memberships(day).subquery().c.household_id)
    rows = session.execute(
        select(Household, Person, Household.id.in_(lived_in))
        .outerjoin(Person, Person.id == Household.head_id)
        .where(open_on(day))
        .order_by(Household.group_no, Household.head_key, Household.id)
    )
    return [
        Candidate(
            home.head_name,
            head.id if head else None,
            head.sex if head else None,
            head.born_on if head else None,
            is_listed=False,
            outsider="" if has_people else "这一户已没有在册的人",
            outsider_short="没有在册的人",
            household_id=home.id,
            group_no=home.group_no,
        )
        for home, head, has_people in rows
    ]


def _household_count(session: Session, day: date) -> int:
    return session.scalar(select(func.count()).select_from(Household).where(open_on(day))) or 0


def _groups_of(session: Session, household_ids: Iterable[str]) -> dict[str, int]:
    wanted = set(household_ids)
    if not wanted:
        return {}
    rows = session.execute(select(Household.id, Household.group_no))
    return {home: number for home, number in rows if home in wanted}
