"""What a clerk does with a person: add, edit, remove, and the special groups (R11)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.forms import fill
from longshan_desk.data.household_rows import (
    new_person,
    put_head,
    refuse_known_number,
    refuse_second_head,
    require_person,
)
from longshan_desk.data.household_state import refuse_if_acted
from longshan_desk.data.records import policy_for, require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.cadres import Cadre
from longshan_desk.data.tables.matters import Raiser
from longshan_desk.data.tables.people import Household, Person, SpecialGroup
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.people import HEAD
from longshan_desk.domain.periods import Period
from longshan_desk.domain.special_groups import AppliesTo, find_group
from longshan_desk.errors import BadValueError


def add_person(store: Store, household_id: str, facts: PersonFacts) -> str:
    """Add a person at the end of a household; one who comes as 户主 to one without a head is it."""
    with store.change("添加家庭成员") as session:
        household = require(session, Household, household_id, "农户")
        person = new_person(session, household, facts, store.today())
        if person.relation == HEAD:
            put_head(household, person)
        return person.id


def edit_person(
    store: Store, person_id: str, facts: PersonFacts, *, expected: PersonFacts | None = None
) -> None:
    """Save the open form; ``expected`` is what it was opened with."""
    with store.change("修改家庭成员") as session:
        person, household = require_person(session, person_id)
        facts = facts.checked(store.today())
        refuse_second_head(household, person, facts)
        refuse_known_number(session, facts.id_number, person_id)
        fill(person, facts, expected)
        if household.head_id == person_id or facts.relation == HEAD:
            put_head(household, person)


def delete_person(store: Store, person_id: str) -> None:
    """登记错误: this person was never in the household."""
    with store.change("删除家庭成员") as session:
        person, household = require_person(session, person_id)
        if household.head_id == person_id:
            raise BadValueError(
                f"{person.name}是户主，不能删除。",
                hint="请先变更户主；整户登记错误的，请删除农户。",
            )
        _refuse_named_elsewhere(session, person_id)
        refuse_if_acted(session, person_id=person_id)
        person.is_deleted = True
        for row in _groups_of(session, person.household_id, person_id):
            row.is_deleted = True


# -- special groups -----------------------------------------------------------------------------


def add_special_group(
    store: Store,
    household_id: str,
    kind: str,
    *,
    person_id: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    note: str | None = None,
) -> str:
    """R11: a household or one of its people belongs to a group of the policy's list.

    ``kind`` is a code or a label. Groups of households (低保 …) are kept for the household.
    """
    period = Period(from_on, until_on)
    with store.change("登记重点人群") as session:
        require(session, Household, household_id, "农户")
        code, target = _target(session, store, kind, household_id, person_id)
        _refuse_after_the_end(session, household_id, target, period)
        _refuse_twice(session, household_id, target, code, period)
        row = SpecialGroup(
            household_id=household_id,
            person_id=target,
            kind=code,
            from_on=from_on,
            until_on=until_on,
            note=optional_text(note),
        )
        session.add(row)
        return row.id


def edit_special_group(
    store: Store,
    special_id: str,
    *,
    from_on: date | None = None,
    until_on: date | None = None,
    note: str | None = None,
) -> None:
    period = Period(from_on, until_on)
    with store.change("修改重点人群") as session:
        row = require(session, SpecialGroup, special_id, "重点人群记录")
        _refuse_twice(session, row.household_id, row.person_id, row.kind, period, row.id)
        row.from_on, row.until_on, row.note = from_on, until_on, optional_text(note)


def end_special_group(store: Store, special_id: str, *, until_on: date | None = None) -> None:
    """R11: ``until_on`` (default today) is the last day; what was before stays on record."""
    day = until_on or store.today()
    with store.change("退出重点人群") as session:
        row = require(session, SpecialGroup, special_id, "重点人群记录")
        Period(row.from_on, day)
        row.until_on = day


def remove_special_group(store: Store, special_id: str) -> None:
    """登记错误: they never belonged to it."""
    with store.change("删除重点人群") as session:
        require(session, SpecialGroup, special_id, "重点人群记录").is_deleted = True


def _target(
    session: Session, store: Store, kind: str, household_id: str, person_id: str | None
) -> tuple[str, str | None]:
    groups = policy_for(session, store.today()).special_groups
    group = find_group(groups, kind)
    if group is None:
        known = "、".join(each.label for each in groups)
        raise BadValueError(
            f"重点人群里没有“{kind}”。", hint=f"可以填写：{known}。", where="重点人群"
        )
    if group.applies_to is AppliesTo.HOUSEHOLD:
        return group.code, None
    if person_id is None:
        raise BadValueError(
            f"“{group.label}”是登记到个人的。", hint="请选择是这一户的哪个人。", where="姓名"
        )
    person, _ = require_person(session, person_id)
    if person.household_id != household_id:
        raise BadValueError(f"{person.name}不是这一户的人。", hint="请重新选择。", where="姓名")
    return group.code, person_id


def _groups_of(session: Session, household_id: str, person_id: str | None) -> list[SpecialGroup]:
    rows = select(SpecialGroup).where(
        SpecialGroup.household_id == household_id,
        SpecialGroup.person_id == person_id,
        SpecialGroup.is_deleted.is_(False),
    )
    return list(session.execute(rows).scalars())


def _refuse_twice(
    session: Session,
    household_id: str,
    person_id: str | None,
    code: str,
    period: Period,
    special_id: str = "",
) -> None:
    for row in _groups_of(session, household_id, person_id):
        known = Period(row.from_on, row.until_on)
        if row.kind == code and row.id != special_id and known.overlaps(period):
            raise BadValueError(
                f"同一类重点人群已经登记（{known.words}）。",
                hint="请修改那一条的日期，不必重复登记。",
                where="重点人群",
            )


def _refuse_after_the_end(
    session: Session, household_id: str, person_id: str | None, period: Period
) -> None:
    """R11, R46: nobody is in a special group after death or moving away."""
    person = session.get(Person, person_id) if person_id else None
    household = session.get(Household, household_id)
    name = person.name if person else "这户"
    ends = (person.died_on, person.left_on) if person else (None, None)
    ended = (*ends, household.moved_out_on if household else None)
    day = min((each for each in ended if each is not None), default=None)
    if day is not None and (period.until_on is None or period.until_on >= day):
        raise BadValueError(
            f"{name}在{chinese_date(day)}已经去世、迁出或销户。",
            hint="请填写这一天以前的结束日期。",
            where="结束日期",
        )


def _refuse_named_elsewhere(session: Session, person_id: str) -> None:
    for table, where in ((Raiser, "事项的反映人"), (Cadre, "干部名册")):
        named = select(func.count()).where(
            table.person_id == person_id, table.is_deleted.is_(False)
        )
        if session.scalar(named):
            raise BadValueError(
                f"这个人还在{where}里，不能按登记错误删除。", hint=f"请先改正{where}。"
            )
