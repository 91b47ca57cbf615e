"""户情变动: moving in and out, splitting, joining, a new head, birth, death, and mistakes (R46)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from longshan_desk.data.forms import fill
from longshan_desk.data.household_life import Doing, record
from longshan_desk.data.household_rows import new_person
from longshan_desk.data.household_state import plan_of
from longshan_desk.data.household_undoing import take_back
from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.household_changes import Asked, Change
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts
from longshan_desk.domain.people import HEAD
from longshan_desk.errors import BadValueError

Relations = Mapping[str, str | None]
"""By person, how they stand to the head afterwards."""


@dataclass(frozen=True, slots=True)
class Changed:
    """``household_id`` is the household that people now belong to, or belonged to last."""

    act_id: str
    household_id: str
    people: tuple[str, ...] = ()


def move_out(
    store: Store,
    household_id: str,
    *,
    on: date | None = None,
    people: Sequence[str] = (),
    new_head: str | None = None,
    relations: Relations | None = None,
    place: str | None = None,
    reason: str | None = None,
) -> Changed:
    """Some people, or all where nobody is named, leave the village; the household of the last
    one ends."""
    day = on or store.today()
    asked = Asked(Change.MOVE_OUT, day, household_id, tuple(people), new_head)
    with store.change("登记迁出") as session:
        doing = _doing(store, session, asked)
        doing.leave(doing.plan.people)
        _after_leaving(doing, relations)
        return _recorded(store, doing, household_id, place=place, reason=reason)


def died(
    store: Store,
    person_id: str,
    *,
    on: date | None = None,
    new_head: str | None = None,
    relations: Relations | None = None,
    reason: str | None = None,
) -> Changed:
    with store.change("登记去世") as session:
        household_id = require(session, Person, person_id, "人").household_id
        asked = Asked(Change.DIED, on or store.today(), household_id, (person_id,), new_head)
        doing = _doing(store, session, asked)
        doing.die(doing.plan.people)
        _after_leaving(doing, relations)
        return _recorded(store, doing, household_id, reason=reason)


def split(
    store: Store,
    household_id: str,
    people: Sequence[str],
    *,
    head: str | None = None,
    on: date | None = None,
    new_head: str | None = None,
    facts: HouseholdFacts | None = None,
    relations: Relations | None = None,
    reason: str | None = None,
) -> Changed:
    """The chosen people make a household of their own, in the same group unless ``facts`` say
    otherwise; what was visited and raised before stays with the old one."""
    day = on or store.today()
    asked = Asked(Change.SPLIT, day, household_id, tuple(people), new_head, head)
    with store.change("登记分户") as session:
        doing = _doing(store, session, asked)
        old = require(session, Household, household_id, "农户")
        own = doing.plan.own_head
        assert own is not None
        made = _new_household(doing, facts or HouseholdFacts(old.group_no, address=old.address))
        _after_leaving(doing, relations)
        doing.go_over(doing.plan.people, made, relations or {})
        doing.head(made, require(session, Person, own.id, "人"))
        return _recorded(store, doing, household_id, to=made.id, reason=reason)


def join(
    store: Store,
    household_id: str,
    into: str,
    *,
    on: date | None = None,
    relations: Relations | None = None,
    reason: str | None = None,
) -> Changed:
    """All of a household go over to another, whose head stays; the first one ends."""
    asked = Asked(Change.JOIN, on or store.today(), household_id, into=into)
    with store.change("登记并户") as session:
        doing = _doing(store, session, asked)
        doing.go_over(doing.plan.people, require(session, Household, into, "农户"), relations or {})
        doing.end(require(session, Household, household_id, "农户"))
        return _recorded(store, doing, household_id, to=into, reason=reason)


def new_head(
    store: Store,
    household_id: str,
    person_id: str,
    *,
    on: date | None = None,
    relations: Relations | None = None,
    reason: str | None = None,
) -> Changed:
    """Make a member the head. ``relations`` says, by person, how the others stand to the new
    head; the former head's is emptied where it says nothing."""
    asked = Asked(Change.NEW_HEAD, on or store.today(), household_id, new_head=person_id)
    with store.change("变更户主") as session:
        doing = _doing(store, session, asked)
        _after_leaving(doing, relations)
        return _recorded(store, doing, household_id, reason=reason)


def move_in(
    store: Store,
    *,
    on: date | None = None,
    household_id: str | None = None,
    facts: HouseholdFacts | None = None,
    people: Sequence[PersonFacts] = (),
    returning: Sequence[str] = (),
    relations: Relations | None = None,
    place: str | None = None,
    reason: str | None = None,
) -> Changed:
    """People come to a household, or make a new one of ``facts``; the first of them heads it.

    ``returning`` are people who had moved out: they keep their record and its history.
    """
    asked = Asked(Change.MOVE_IN, on or store.today(), household_id, tuple(returning))
    if not (people or returning):
        raise BadValueError("没有写迁入的人。", hint="请填写姓名，或选择迁回的人。", where="姓名")
    with store.change("登记迁入") as session:
        doing = _doing(store, session, asked)
        if household_id:
            household = require(session, Household, household_id, "农户")
        elif facts is not None:
            household = _new_household(doing, facts)
        else:
            raise BadValueError("没有写迁入哪个组。", hint="请填写组别。", where="组别")
        doing.go_over(doing.plan.people, household, relations or {})
        came = [*(one.id for one in doing.plan.people)]
        for each in people:
            first = not household_id and not came
            came.append(
                _newcomer(store, doing, household, replace(each, relation=HEAD) if first else each)
            )
        if not household_id or household.head_id is None:
            doing.head(household, require(session, Person, came[0], "人"))
        return _recorded(store, doing, household.id, people=came, place=place, reason=reason)


def born(
    store: Store,
    household_id: str,
    facts: PersonFacts,
    *,
    on: date | None = None,
    mother: str | None = None,
    father: str | None = None,
    reason: str | None = None,
) -> Changed:
    """A child is born into a household; the card's number may come later, by editing."""
    day = on or facts.born_on or store.today()
    asked = Asked(Change.BORN, day, household_id, mother=mother, father=father)
    facts = replace(facts, born_on=facts.born_on or day)
    if facts.sex is None and not facts.id_number:
        raise BadValueError("没有写孩子的性别。", hint="请选择“男”或“女”。", where="性别")
    if facts.born_on != day:
        raise BadValueError(
            "出生日期写了两个，不一样。", hint="请只填一个，或改成一样的。", where="出生日期"
        )
    with store.change("登记出生") as session:
        doing = _doing(store, session, asked)
        household = require(session, Household, household_id, "农户")
        child = _newcomer(store, doing, household, facts)
        person = require(session, Person, child, "人")
        person.mother_id, person.father_id = mother, father
        return _recorded(store, doing, household_id, people=[child], reason=reason)


def cancel_change(store: Store, act_id: str, *, reason: str) -> None:
    """登记错误: take an act back; the act and its correction both stay on the timeline.

    Raises BadValueError where later acts, matters or visits rest on it.
    """
    with store.change("更正户情变动") as session:
        take_back(session, store, act_id, reason)


# -- what they share ----------------------------------------------------------------------------


def _doing(store: Store, session: Session, asked: Asked) -> Doing:
    return Doing(session, plan_of(session, asked, store.today()))


def _after_leaving(doing: Doing, relations: Relations | None) -> None:
    """The household that was left: a new head, or its end."""
    plan, session = doing.plan, doing.session
    assert plan.house is not None
    household = require(session, Household, plan.house.id, "农户")
    if plan.closes:
        doing.end(household)
    elif plan.new_head is not None:
        doing.head(household, require(session, Person, plan.new_head.id, "人"), relations)


def _new_household(doing: Doing, facts: HouseholdFacts) -> Household:
    household = Household(head_name="", began_on=doing.plan.on)
    fill(household, facts.checked())
    doing.make(household)
    doing.session.flush()
    return household


def _newcomer(store: Store, doing: Doing, household: Household, facts: PersonFacts) -> str:
    if facts.relation == HEAD and household.head_id:
        facts = replace(facts, relation=None)
    person = new_person(doing.session, household, facts, store.today())
    person.joined_on = doing.plan.on
    doing.made.append(["person", person.id])
    return person.id


def _recorded(
    store: Store,
    doing: Doing,
    household_id: str,
    *,
    to: str | None = None,
    people: Sequence[str] | None = None,
    place: str | None = None,
    reason: str | None = None,
) -> Changed:
    who = tuple(one.id for one in doing.plan.people) if people is None else tuple(people)
    doing.session.flush()
    act = record(
        store,
        doing,
        household_id,
        to_household_id=to,
        people=who,
        place=place,
        reason=reason,
    )
    return Changed(act.id, to or household_id, who)
