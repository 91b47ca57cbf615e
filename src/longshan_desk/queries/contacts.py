"""Open matters whose contact died or moved away, and who could take that place (R45, R46)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.household_acts import FormerStay
from longshan_desk.data.tables.matters import Matter, Move
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Act, Stage

RULE = "反映人去世或迁出的，要重新确定联系人，办理结果才有人可以反馈"
_OPEN = (Stage.HEARD, Stage.DELIBERATED, Stage.ACTING)


@dataclass(frozen=True, slots=True)
class ContactGone:
    """``words`` say who is gone since when; ``others`` are members of the household who are
    here."""

    on: date
    words: str
    others: tuple[str, ...]


def contacts_gone(session: Session, matters: Iterable[Matter], day: date) -> dict[str, ContactGone]:
    """By matter, for those that are open or wait for feedback; a contact confirmed or changed
    since the day of going is no longer asked for."""
    asked = [
        one
        for one in matters
        if one.household_id and (one.stage in _OPEN or one.feedback_from is not None)
    ]
    homes = {one.household_id for one in asked if one.household_id}
    if not homes:
        return {}
    members = _members(session, sorted(homes))
    ended = _ended(session, sorted(homes), day)
    confirmed = _confirmed(session, [one.id for one in asked])
    found = {}
    for one in asked:
        gone = _gone(one, members.get(one.household_id or "", ()), ended, day)
        if gone is not None and confirmed.get(one.id, date.min) < gone.on:
            found[one.id] = gone
    return found


def _gone(
    matter: Matter, members: Sequence[Person], ended: Mapping[str, date], day: date
) -> ContactGone | None:
    name = matter.contact_name
    here = [one for one in members if _gone_on(one, day) is None]
    others = tuple(one.name for one in here)
    same = [one for one in members if one.name == name]
    days = [gone for one in same if (gone := _gone_on(one, day)) is not None]
    if days and name not in others:
        (on, what) = max(days)
        who = "联系人" if matter.is_anonymous else f"联系人{name}"
        return ContactGone(on, f"{who}已于{chinese_date(on)}{what}", others)
    if not same and (ended_on := ended.get(matter.household_id or "")) is not None:
        return ContactGone(ended_on, f"这一户已于{chinese_date(ended_on)}迁出", others)
    return None


def _gone_on(one: Person, day: date) -> tuple[date, str] | None:
    if one.died_on is not None and one.died_on <= day:
        return one.died_on, "去世"
    if one.left_on is not None and one.left_on <= day:
        return one.left_on, "迁出"
    return None


def _members(session: Session, homes: Sequence[str]) -> dict[str, list[Person]]:
    """Everybody who is or was in these households."""
    found: dict[str, list[Person]] = {}
    for start in range(0, len(homes), CHUNK):
        part = homes[start : start + CHUNK]
        rows = session.execute(
            select(Person, FormerStay.household_id)
            .outerjoin(
                FormerStay,
                (FormerStay.person_id == Person.id)
                & FormerStay.household_id.in_(part)
                & FormerStay.is_deleted.is_(False),
            )
            .where(
                is_shown(Person),
                or_(Person.household_id.in_(part), FormerStay.household_id.is_not(None)),
            )
            .order_by(Person.position, Person.id)
        )
        for person, former in rows:
            for home in {person.household_id, former} & set(part):
                there = found.setdefault(home, [])
                if person not in there:
                    there.append(person)
    return found


def _ended(session: Session, homes: Sequence[str], day: date) -> dict[str, date]:
    """Households of which nobody is left in the village; a joined one lives on in another."""
    rows = session.execute(
        select(Household.id, Household.moved_out_on).where(
            Household.moved_out_on <= day, Household.ended_reason != "并户"
        )
    )
    return {home: on for home, on in rows if home in set(homes) and on is not None}


def _confirmed(session: Session, ids: Sequence[str]) -> dict[str, date]:
    """The latest day on which a matter's contact was changed or confirmed."""
    found: dict[str, date] = {}
    for start in range(0, len(ids), CHUNK):
        rows = session.execute(
            select(Move.matter_id, Move.on)
            .where(
                Move.matter_id.in_(ids[start : start + CHUNK]),
                Move.act == Act.CONTACT,
                Move.is_deleted.is_(False),
            )
            .order_by(Move.on)
        )
        found.update(dict(rows.all()))
    return found
