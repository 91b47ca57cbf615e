"""What a clerk does with a household: register, edit, mark it away, name its group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.forms import fill
from longshan_desk.data.household_rows import (
    new_person,
    people_of,
    put_head,
    refuse_if_ended,
    refuse_if_spoken_for,
)
from longshan_desk.data.household_state import refuse_if_acted
from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import (
    Household,
    HouseholdAway,
    SpecialGroup,
    VillageGroup,
)
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts, check_group_no
from longshan_desk.domain.people import HEAD
from longshan_desk.domain.periods import Period
from longshan_desk.errors import BadValueError

_WHAT = "农户"


def add_household(
    store: Store,
    facts: HouseholdFacts,
    *,
    head: PersonFacts,
    members: Sequence[PersonFacts] = (),
) -> str:
    """Register a household with its head and the other members, in this order."""
    facts = facts.checked()
    with store.change("添加农户") as session:
        household = Household(head_name=head.name)
        fill(household, facts)
        session.add(household)
        session.flush()
        put_head(
            household,
            new_person(session, household, replace(head, relation=HEAD), store.today()),
        )
        for member in members:
            new_person(session, household, member, store.today())
        return household.id


def edit_household(
    store: Store,
    household_id: str,
    facts: HouseholdFacts,
    *,
    expected: HouseholdFacts | None = None,
) -> None:
    """Save the open form; ``expected`` is what it was opened with."""
    with store.change("修改农户") as session:
        fill(require(session, Household, household_id, _WHAT), facts.checked(), expected)


def delete_household(store: Store, household_id: str) -> None:
    """登记错误: the household and everything that stands with it was never meant to be here."""
    with store.change("删除农户") as session:
        household = require(session, Household, household_id, _WHAT)
        refuse_if_spoken_for(session, household_id)
        refuse_if_acted(session, household_id=household_id)
        household.is_deleted = True
        for person in people_of(session, household_id):
            person.is_deleted = True
        for away in _away(session, household_id):
            away.is_deleted = True
        for special in _special_groups(session, household_id):
            special.is_deleted = True


def _special_groups(session: Session, household_id: str) -> list[SpecialGroup]:
    rows = select(SpecialGroup).where(
        SpecialGroup.household_id == household_id, SpecialGroup.is_deleted.is_(False)
    )
    return list(session.execute(rows).scalars())


def name_group(store: Store, number: int, name: str | None) -> None:
    """The name a 村民小组 goes by (马家湾), or none."""
    check_group_no(number)
    with store.change("修改组名") as session:
        group = session.scalar(
            select(VillageGroup).where(
                VillageGroup.number == number, VillageGroup.is_deleted.is_(False)
            )
        )
        if group is None:
            group = VillageGroup(number=number)
            session.add(group)
        group.name = optional_text(name)


# -- away ---------------------------------------------------------------------------------------


def mark_away(
    store: Store,
    household_id: str,
    *,
    from_on: date,
    until_on: date | None = None,
    reason: str | None = None,
) -> str:
    """The whole household is away from a day until a day, both included; open where unknown."""
    period = Period(from_on, until_on)
    with store.change("登记外出") as session:
        refuse_if_ended(require(session, Household, household_id, _WHAT))
        _refuse_overlap(session, household_id, period)
        away = HouseholdAway(
            household_id=household_id,
            from_on=from_on,
            until_on=until_on,
            reason=optional_text(reason),
        )
        session.add(away)
        return away.id


def edit_away(
    store: Store,
    away_id: str,
    *,
    from_on: date,
    until_on: date | None = None,
    reason: str | None = None,
) -> None:
    period = Period(from_on, until_on)
    with store.change("修改外出") as session:
        away = require(session, HouseholdAway, away_id, "外出记录")
        _refuse_overlap(session, away.household_id, period, away_id)
        away.from_on, away.until_on = from_on, until_on
        away.reason = optional_text(reason)


def mark_returned(store: Store, household_id: str, *, on: date | None = None) -> None:
    """The household is back from ``on`` (default today): the day before was the last one away."""
    day = on or store.today()
    with store.change("登记返乡") as session:
        require(session, Household, household_id, _WHAT)
        period = next(
            (
                away
                for away in _away(session, household_id)
                if day in Period(away.from_on, away.until_on)
            ),
            None,
        )
        if period is None:
            raise BadValueError(
                f"{chinese_date(day)}这户没有登记外出。", hint="请核对日期。", where="返乡日期"
            )
        if day == period.from_on:
            period.is_deleted = True
        else:
            period.until_on = day - timedelta(days=1)


def remove_away(store: Store, away_id: str) -> None:
    """登记错误: the household was never away."""
    with store.change("删除外出") as session:
        require(session, HouseholdAway, away_id, "外出记录").is_deleted = True


def _away(session: Session, household_id: str) -> list[HouseholdAway]:
    rows = select(HouseholdAway).where(
        HouseholdAway.household_id == household_id, HouseholdAway.is_deleted.is_(False)
    )
    return list(session.execute(rows.order_by(HouseholdAway.from_on)).scalars())


def _refuse_overlap(session: Session, household_id: str, period: Period, away_id: str = "") -> None:
    for away in _away(session, household_id):
        known = Period(away.from_on, away.until_on)
        if away.id != away_id and known.overlaps(period):
            raise BadValueError(
                f"和已登记的外出（{known.words}）重叠。",
                hint="请先登记返乡，或直接修改那一条外出。",
                where="外出日期",
            )
