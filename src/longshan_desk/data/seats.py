"""Writing seats, the households stood for and exclusions: what a form and an import share (R14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.forms import fill
from longshan_desk.data.records import require
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.data.tables.rolls import RollEntry, RollExclusion, RollHousehold
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.counting import counting_on
from longshan_desk.domain.periods import Period
from longshan_desk.domain.seats import STAND_FOR_HOUSEHOLDS, NewExclusion, SeatFacts
from longshan_desk.errors import BadValueError

SEAT = "名单记录"


def put_seat(
    session: Session, entry: RollEntry, facts: SeatFacts, expected: SeatFacts | None = None
) -> None:
    """Fill a new or a known seat; nobody sits in one body twice on one day."""
    facts = facts.checked(entry.body)
    if facts.person_id:
        person = require(session, Person, facts.person_id, "人")
        facts = replace(facts, sex=facts.sex or person.sex)
    for other in _alike(session, entry.body, facts):
        clash = other.id != entry.id and _same(other, facts)
        if clash and Period(other.from_on, other.until_on).overlaps(facts.period):
            period = Period(other.from_on, other.until_on)
            raise BadValueError(
                f"{facts.name}已经在{entry.body.label}的名单里（{period.words}）。",
                hint="同名的另一个人，请选上对应的村民，或者写上不同的组别。",
                where="姓名",
            )
    fill(entry, facts, expected)
    session.add(entry)


def seats_of(session: Session, body: Body) -> list[RollEntry]:
    rows = select(RollEntry).where(RollEntry.body == body, RollEntry.is_deleted.is_(False))
    return list(session.execute(rows.order_by(RollEntry.from_on, RollEntry.id)).scalars())


def _alike(session: Session, body: Body, facts: SeatFacts) -> list[RollEntry]:
    """Seats that may be the same person's: a collective has more members than are worth reading."""
    of_person = RollEntry.person_id == (facts.person_id or "")
    rows = select(RollEntry).where(
        RollEntry.body == body,
        RollEntry.is_deleted.is_(False),
        or_(RollEntry.name == facts.name, of_person),
    )
    return list(session.execute(rows).scalars())


def _same(one: RollEntry, facts: SeatFacts) -> bool:
    if one.person_id and facts.person_id:
        return one.person_id == facts.person_id
    groups = (one.group_no, facts.group_no)
    return one.name == facts.name and (None in groups or groups[0] == groups[1])


def end_seat_on(entry: RollEntry, day: date, reason: str | None) -> None:
    """``day`` is the last one; the seat stays on record (R40)."""
    if entry.until_on is not None and entry.until_on <= day:
        raise BadValueError(
            f"{entry.name}已于 {chinese_date(entry.until_on)} 离开{entry.body.label}。",
            hint="要改日期，请修改这条名单记录。",
            where="结束日期",
        )
    Period(entry.from_on, day)
    entry.until_on, entry.ended_reason = day, reason


def set_households(
    session: Session, entry: RollEntry, household_ids: Iterable[str], from_on: date | None
) -> None:
    """The households stood for from ``from_on`` on; what was before is kept with its end."""
    wanted = list(dict.fromkeys(household_ids))
    if wanted and entry.body not in STAND_FOR_HOUSEHOLDS:
        raise BadValueError(
            f"{entry.body.label}的成员不代表哪几户。",
            hint="只有村民代表和联户代表要写代表的户。",
            where="代表的户",
        )
    now = households_of(session, entry.id)
    for household_id, row in now.items():
        if household_id not in wanted:
            _end_standing(row, from_on)
    for household_id in wanted:
        if household_id not in now:
            require(session, Household, household_id, "农户")
            stand = RollHousehold(entry_id=entry.id, household_id=household_id)
            stand.from_on, stand.until_on = from_on if now else entry.from_on, None
            session.add(stand)


def households_of(session: Session, entry_id: str) -> dict[str, RollHousehold]:
    """Those stood for without an end, by household."""
    rows = session.execute(
        select(RollHousehold).where(
            RollHousehold.entry_id == entry_id,
            RollHousehold.is_deleted.is_(False),
            RollHousehold.until_on.is_(None),
        )
    )
    return {row.household_id: row for row in rows.scalars()}


def _end_standing(row: RollHousehold, from_on: date | None) -> None:
    last = from_on - timedelta(days=1) if from_on else None
    if last is None or (row.from_on is not None and last < row.from_on):
        row.is_deleted = True
    else:
        row.until_on = last


def put_exclusion(
    session: Session, entry: RollEntry, row: RollExclusion, new: NewExclusion, today: date
) -> None:
    """R14: only a full member is left out of 应到, and only of the party members' meeting."""
    if entry.body is not Body.PARTY_MEMBERS:
        raise BadValueError(
            f"{entry.body.label}没有不计入应到的规定。",
            hint="只有党员大会的正式党员，符合规定情形并经同意的，可以不计入应到。",
            where="姓名",
        )
    new = new.checked(counting_on(new.approved_on), today)
    for other in exclusions_of(session, entry.id):
        known = Period(other.from_on, other.until_on)
        if other.id != row.id and known.overlaps(new.period):
            raise BadValueError(
                f"{entry.name}已登记不计入应到（{other.reason.label}，{known.words}）。",
                hint="情形变了的，请先结束原来的一条。",
                where="原因",
            )
    row.reason, row.approved_by, row.approved_on = new.reason, new.approved_by, new.approved_on
    row.voted_on, row.from_on, row.until_on = new.voted_on, new.from_on, new.until_on
    row.note = new.note
    session.add(row)


def exclusions_of(session: Session, entry_id: str) -> list[RollExclusion]:
    rows = session.execute(
        select(RollExclusion)
        .where(RollExclusion.entry_id == entry_id, RollExclusion.is_deleted.is_(False))
        .order_by(RollExclusion.approved_on, RollExclusion.id)
    )
    return list(rows.scalars())
