"""户情变动 as the household's page shows it: the acts on record, and what an act would do (R46)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.household_state import plan_of
from longshan_desk.data.records import policy_for
from longshan_desk.data.roster import roster_on
from longshan_desk.data.special_groups import belongs_on, special_labels
from longshan_desk.data.standing import is_shown, same_as
from longshan_desk.data.store import Store
from longshan_desk.data.tables.cadres import Cadre
from longshan_desk.data.tables.household_acts import HouseholdAct
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.people import Household, Person, SpecialGroup
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.household_change_words import act_words, ends_words, plan_words
from longshan_desk.domain.household_changes import Asked, Change, ChangePlan
from longshan_desk.domain.labels import Stage
from longshan_desk.queries.matter_page import is_late

_LEAVES = (Change.MOVE_OUT, Change.DIED)


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act; ``is_cancelled`` where it was taken back as a mistake, with why."""

    id: str
    act: Change
    on: date
    words: str
    people: tuple[str, ...]
    household_id: str
    to_household_id: str | None
    place: str | None
    reason: str | None
    by: str
    entered_on: date
    is_entered_late: bool
    is_cancelled: bool
    cancelled_why: str | None


@dataclass(frozen=True, slots=True)
class GonePerson:
    """Somebody who moved out and may come back."""

    id: str
    name: str
    left_on: date
    household: str


def household_acts(
    store: Store, household_id: str | None = None, *, on: date | None = None
) -> list[ActRow]:
    """The acts of a household, or of the whole village, the latest first."""
    day = on or store.today()
    with store.read() as session:
        query = select(HouseholdAct).where(
            HouseholdAct.is_deleted.is_(False), HouseholdAct.on <= day
        )
        if household_id is not None:
            homes = same_as(Household, household_id)
            query = query.where(
                or_(
                    HouseholdAct.household_id.in_(homes),
                    HouseholdAct.to_household_id.in_(homes),
                )
            )
        ordered = query.order_by(HouseholdAct.on.desc(), HouseholdAct.stamp.desc())
        acts = list(session.execute(ordered).scalars())
        return _rows(session, acts, day)


def change_preview(store: Store, asked: Asked, newcomers: Sequence[str] = ()) -> tuple[str, ...]:
    """What the act would do, in sentences; raises the refusal that registering it would meet."""
    with store.read() as session:
        plan = plan_of(session, asked, store.today())
        return (*plan_words(plan, newcomers), *_consequences(session, plan, store.today()))


def gone_people(store: Store) -> list[GonePerson]:
    """Who moved out of the village and is alive, by name."""
    with store.read() as session:
        rows = session.execute(
            select(Person, Household)
            .join(Household, Household.id == Person.household_id)
            .where(
                is_shown(Person),
                Person.left_on.is_not(None),
                Person.died_on.is_(None),
            )
            .order_by(Person.name_key, Person.id)
        )
        return [
            GonePerson(person.id, person.name, person.left_on, _home(home))
            for person, home in rows
            if person.left_on is not None
        ]


def _rows(session: Session, acts: Sequence[HouseholdAct], day: date) -> list[ActRow]:
    late = policy_for(session, day)
    why = {row.cancels_id: row.reason for row in acts if row.cancels_id}
    names = _names(session, acts)
    homes = _homes(session, acts)
    return [
        ActRow(
            id=row.id,
            act=row.act,
            on=row.on,
            words=_words(row, names, homes),
            people=tuple(row.people),
            household_id=row.household_id,
            to_household_id=row.to_household_id,
            place=row.place,
            reason=row.reason,
            by=row.by,
            entered_on=row.entered_on,
            is_entered_late=is_late(row.on, row.entered_on, late),
            is_cancelled=row.id in why,
            cancelled_why=why.get(row.id),
        )
        for row in acts
        if row.act is not Change.CANCEL
    ]


def _words(row: HouseholdAct, names: dict[str, str], homes: dict[str, str]) -> str:
    return act_words(
        row.act,
        [names[one] for one in row.people if one in names],
        is_whole=bool(row.data.get("is_whole")),
        place=row.place,
        new_head=names.get(row.data.get("new_head") or ""),
        house=row.data.get("house") or homes.get(row.household_id, ""),
        into=homes.get(row.to_household_id or "", "一户"),
    )


def _names(session: Session, acts: Iterable[HouseholdAct]) -> dict[str, str]:
    wanted = {one for row in acts for one in (*row.people, row.data.get("new_head")) if one}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return dict(rows.all())


def _homes(session: Session, acts: Iterable[HouseholdAct]) -> dict[str, str]:
    wanted = {one for row in acts for one in (row.household_id, row.to_household_id) if one}
    rows = session.execute(select(Household).where(Household.id.in_(wanted)))
    return {row.id: _home(row) for row in rows.scalars()}


def _home(row: Household) -> str:
    return f"{group_label(row.group_no)}{row.head_name}户"


# -- what else an act brings with it ------------------------------------------------------------


def _consequences(session: Session, plan: ChangePlan, today: date) -> list[str]:
    if plan.act not in _LEAVES:
        return []
    names = {one.id: one.name for one in plan.people}
    return [
        *ends_words(_special(session, plan, names), plan.on),
        *_matters(session, plan),
        *_offices(session, names, today),
    ]


def _special(session: Session, plan: ChangePlan, names: dict[str, str]) -> dict[str, list[str]]:
    labels = special_labels(session)
    rows = session.execute(
        select(SpecialGroup.person_id, SpecialGroup.kind).where(
            belongs_on(plan.on), SpecialGroup.person_id.in_(names)
        )
    )
    found: dict[str, list[str]] = {}
    for person_id, kind in rows:
        found.setdefault(names[person_id or ""], []).append(labels.get(kind, kind))
    return found


def _matters(session: Session, plan: ChangePlan) -> list[str]:
    assert plan.house is not None
    rows = session.execute(
        select(Matter.contact_name).where(
            is_shown(Matter),
            Matter.household_id == plan.house.id,
            or_(
                Matter.stage.in_((Stage.HEARD, Stage.DELIBERATED, Stage.ACTING)),
                Matter.feedback_from.is_not(None),
            ),
        )
    ).scalars()
    names = {one.name for one in plan.people}
    count = sum(name in names for name in rows)
    return [f"有 {count} 件没有办完的事项要重新确定联系人，工作台会提醒。"] if count else []


def _offices(session: Session, names: dict[str, str], today: date) -> list[str]:
    rows = session.execute(
        select(Cadre.id, Cadre.person_id).where(
            Cadre.person_id.in_(names), Cadre.is_deleted.is_(False)
        )
    )
    holders = {cadre: names[person or ""] for cadre, person in rows}
    return [
        f"{holders[one.cadre_id]}还在干部名册上，请另外办理离任。"
        for one in roster_on(session, today)
        if one.cadre_id in holders
    ]
