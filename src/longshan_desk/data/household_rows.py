"""Steps on households and their people that several acts share, inside an open change."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.forms import fill
from longshan_desk.data.records import require
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.matters import Matter, Raiser
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.id_numbers import id_key, mask_id_number
from longshan_desk.domain.people import HEAD
from longshan_desk.errors import AppError, BadValueError


def people_of(session: Session, household_id: str) -> list[Person]:
    """The household's people in their order, the dead and those who left included."""
    found = session.execute(
        select(Person)
        .where(Person.household_id == household_id, Person.is_deleted.is_(False))
        .order_by(Person.position, Person.name_key, Person.id)
    )
    return list(found.scalars())


def new_person(session: Session, household: Household, facts: PersonFacts, today: date) -> Person:
    """Add a person to a household, at the end of its list."""
    facts = facts.checked(today)
    refuse_if_ended(household)
    if facts.relation == HEAD and household.head_id:
        raise _second_head(household)
    refuse_known_number(session, facts.id_number)
    last = session.scalar(
        select(func.max(Person.position)).where(Person.household_id == household.id)
    )
    person = Person(household_id=household.id, position=0 if last is None else last + 1)
    fill(person, facts)
    session.add(person)
    session.flush()
    return person


def refuse_if_ended(household: Household) -> None:
    """R46: nothing new happens to a household that is none any more."""
    if household.moved_out_on is not None:
        raise BadValueError(
            f"{household.head_name}户已于{chinese_date(household.moved_out_on)}销户。",
            hint="登记错了的，请在户情变动里更正最后一条。",
            where="农户",
        )


def put_head(household: Household, person: Person) -> None:
    """Write the head's name where lists and papers read it."""
    household.head_id, household.head_name = person.id, person.name


def refuse_second_head(household: Household, person: Person, facts: PersonFacts) -> None:
    """One head a household; changing the head is an act of its own."""
    if facts.relation == person.relation:
        return
    is_head = household.head_id == person.id
    if facts.relation == HEAD and household.head_id and not is_head:
        raise _second_head(household)
    if facts.relation != HEAD and is_head:
        raise BadValueError(
            f"{person.name}是户主，与户主关系只能填“户主”。",
            hint="要换户主，请用“变更户主”。",
            where="与户主关系",
        )


def _second_head(household: Household) -> AppError:
    return BadValueError(
        f"这户已有户主{household.head_name}。",
        hint="与户主关系请填其他关系；要换户主，请用“变更户主”。",
        where="与户主关系",
    )


def refuse_known_number(session: Session, number: str | None, person_id: str = "") -> None:
    """A card's number belongs to one person of the village, the dead and the moved included.

    A disability card holds the identity number and counts as the same (R46).
    """
    if number is None:
        return
    key = id_key(number)
    rows = session.execute(
        select(Person, Household)
        .join(Household, Household.id == Person.household_id)
        .where(
            Person.id_number >= key,
            Person.id_number < key + "~",
            is_shown(Person),
            Person.id != person_id,
        )
    )
    for person, household in rows:
        if id_key(person.id_number or "") == key:
            raise BadValueError(
                f"身份证号 {mask_id_number(number)} 已登记在 {household.group_no}组"
                f"{household.head_name}户的{person.name}名下。",
                hint="请核对号码；同一个人请到那一户修改，不要重复登记。",
                where="身份证号",
            )


def refuse_if_spoken_for(session: Session, household_id: str) -> None:
    """What was entered by mistake can go; a household that raised matters was no mistake."""
    count = session.scalar(
        select(func.count()).where(
            Matter.household_id == household_id, Matter.is_deleted.is_(False)
        )
    )
    raised = session.scalar(
        select(func.count())
        .select_from(Raiser)
        .join(Person, Person.id == Raiser.person_id)
        .where(Person.household_id == household_id, Raiser.is_deleted.is_(False))
    )
    if count or raised:
        raise BadValueError(
            f"这户有 {max(count or 0, raised or 0)} 件事项，不能按登记错误删除。",
            hint="请先在那些事项里改正所属的农户或反映人。",
            where="事项",
        )
    visits = session.scalar(
        select(func.count(Visit.entry_id.distinct())).where(
            Visit.household_id == household_id, Visit.is_deleted.is_(False)
        )
    )
    if visits:
        raise BadValueError(
            f"这户有 {visits} 条走访记录，不能按登记错误删除。",
            hint="请先更正那些走访记录的农户；搬走的户请登记“迁出”。",
            where="走访记录",
        )


def require_person(session: Session, person_id: str) -> tuple[Person, Household]:
    person = require(session, Person, person_id, "人")
    return person, require(session, Household, person.household_id, "农户")
