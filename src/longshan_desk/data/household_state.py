"""A household as its acts see it: its people, its dates, and what was done with whom (R46)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.household_rows import people_of
from longshan_desk.data.records import require
from longshan_desk.data.tables.household_acts import FormerStay, HouseholdAct
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain import household_changes as changes
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.household_changes import Asked, Change, ChangePlan, House, Member
from longshan_desk.errors import BadValueError

_WHAT = "农户"


def plan_of(session: Session, asked: Asked, today: date) -> ChangePlan:
    """What the act would do now; raises the refusal that the domain has for it."""
    house = house_of(session, asked.household_id) if asked.household_id else None
    on, head = asked.on, asked.new_head
    if asked.act is Change.MOVE_IN:
        returning = [member_of(session, one) for one in asked.people]
        return changes.plan_arrival(house, returning, on=on, today=today)
    assert house is not None
    match asked.act:
        case Change.MOVE_OUT:
            return changes.plan_move_out(house, asked.people, on=on, today=today, new_head=head)
        case Change.DIED:
            return changes.plan_death(house, asked.people[0], on=on, today=today, new_head=head)
        case Change.SPLIT:
            return changes.plan_split(
                house, asked.people, head=asked.own_head, on=on, today=today, new_head=head
            )
        case Change.JOIN:
            into = house_of(session, asked.into or "")
            return changes.plan_join(house, into, on=on, today=today)
        case Change.NEW_HEAD:
            return changes.plan_new_head(house, head or "", on=on, today=today)
        case _:
            mother, father = (
                member_of(session, one) if one else None for one in (asked.mother, asked.father)
            )
            return changes.plan_birth(house, on=on, today=today, mother=mother, father=father)


def live_acts(session: Session) -> list[HouseholdAct]:
    """Every act that was not taken back, in the order of entry."""
    rows = list(
        session.execute(
            select(HouseholdAct)
            .where(HouseholdAct.is_deleted.is_(False))
            .order_by(HouseholdAct.stamp, HouseholdAct.id)
        ).scalars()
    )
    taken_back = {row.cancels_id for row in rows}
    return [row for row in rows if row.id not in taken_back and row.act is not Change.CANCEL]


def refuse_if_acted(session: Session, *, household_id: str = "", person_id: str = "") -> None:
    """What was entered by mistake can go; whom acts are about was no mistake, or they were."""
    for act in live_acts(session):
        if household_id in (act.household_id, act.to_household_id) or person_id in act.touched:
            raise BadValueError(
                f"已有一条户情变动（{chinese_date(act.on)}{act.act.label}），不能按登记错误删除。",
                hint="请先在户情变动里用“登记错了”更正那一条。",
            )


def house_of(session: Session, household_id: str) -> House:
    """The household with everybody who is or was last in it; raises ``NotFoundError``."""
    row = require(session, Household, household_id, _WHAT)
    people = people_of(session, household_id)
    left = session.scalar(
        select(func.max(FormerStay.before)).where(
            FormerStay.household_id == household_id, FormerStay.is_deleted.is_(False)
        )
    )
    gone = [day for one in people for day in (one.left_on, one.died_on) if day is not None]
    last = _last_acts(session)
    return House(
        id=row.id,
        name=f"{group_label(row.group_no)}{row.head_name}户",
        members=tuple(_member(one, last) for one in people),
        head_id=row.head_id,
        began_on=row.began_on,
        ended_on=row.moved_out_on,
        last_gone_on=max([*gone, *([left] if left else [])], default=None),
    )


def member_of(session: Session, person_id: str) -> Member:
    return _member(require(session, Person, person_id, "人"), _last_acts(session))


def _last_acts(session: Session) -> dict[str, HouseholdAct]:
    found: dict[str, HouseholdAct] = {}
    for act in live_acts(session):
        for person_id in act.touched:
            known = found.get(person_id)
            if known is None or known.on <= act.on:
                found[person_id] = act
    return found


def _member(row: Person, last: Mapping[str, HouseholdAct]) -> Member:
    act = last.get(row.id)
    return Member(
        id=row.id,
        name=row.name,
        sex=row.sex,
        born_on=row.born_on,
        joined_on=row.joined_on,
        left_on=row.left_on,
        died_on=row.died_on,
        last_on=act.on if act else None,
        last_words=f"“{act.act.label}”" if act else "",
    )
