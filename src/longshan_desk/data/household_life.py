"""Carrying out an act on a household inside an open change, so that it can be taken back (R46)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.household_rows import put_head
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.log.registry import to_plain
from longshan_desk.data.records import require, user_name
from longshan_desk.data.store import Store
from longshan_desk.data.tables.household_acts import FormerHead, FormerStay, HouseholdAct
from longshan_desk.data.tables.people import Household, Person, SpecialGroup
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.household_changes import Change, ChangePlan, Member
from longshan_desk.domain.people import HEAD, read_relation

ENDED = {Change.MOVE_OUT: "迁出", Change.DIED: "无人", Change.JOIN: "并户"}
"""Why a household ended, by the act that left it empty."""


@dataclass
class Doing:
    """One act being carried out: it remembers what it writes over and what it makes."""

    session: Session
    plan: ChangePlan
    before: list[list[Any]] = field(default_factory=list)
    made: list[list[str]] = field(default_factory=list)

    def put(self, row: Any, **values: Any) -> None:
        """Write values over, and remember what stood there."""
        former = {name: to_plain(getattr(row, name)) for name in values}
        self.before.append([row.__tablename__, row.id, former])
        for name, value in values.items():
            setattr(row, name, value)

    def make(self, row: Any) -> None:
        self.session.add(row)
        self.made.append([row.__tablename__, row.id])

    # -- people --------------------------------------------------------------------------------

    def leave(self, people: Iterable[Member]) -> None:
        for one in people:
            self.put(self._person(one.id), left_on=self.plan.on)
            self.end_groups(one.id)

    def die(self, people: Iterable[Member]) -> None:
        for one in people:
            self.put(self._person(one.id), died_on=self.plan.on)
            self.end_groups(one.id)

    def go_over(
        self, people: Iterable[Member], to: Household, relations: Mapping[str, str | None]
    ) -> None:
        """Everybody into another household from the day on; what they stand to its head as far
        as it is said."""
        place = self._last_place(to.id)
        for place_of, one in enumerate(people, start=place + 1):
            person = self._person(one.id)
            until = min(self.plan.on, person.left_on or self.plan.on)
            self.make(
                FormerStay(
                    person_id=person.id,
                    household_id=person.household_id,
                    from_on=person.joined_on,
                    before=until,
                    relation=person.relation,
                )
            )
            self.put(
                person,
                household_id=to.id,
                position=place_of,
                joined_on=self.plan.on,
                left_on=None,
                relation=_relation(relations.get(person.id)),
            )
            self._move_groups(person.id, to.id)

    def head(
        self, household: Household, new: Person, relations: Mapping[str, str | None] | None = None
    ) -> None:
        """A new head from the day on; the former one stays on record, the others' relations
        change as far as it is said."""
        former = self.session.get(Person, household.head_id) if household.head_id else None
        if former is not None and former.id != new.id:
            self.make(
                FormerHead(
                    household_id=household.id,
                    person_id=former.id,
                    name=household.head_name,
                    before=self.plan.on,
                )
            )
        said = dict(relations or {})
        if former is not None and former.id != new.id and former.household_id == household.id:
            said.setdefault(former.id, None)
        for member_id, word in said.items():
            member = self.session.get(Person, member_id)
            relation = _relation(word)
            if member is None or member_id == new.id or relation == member.relation:
                continue
            if member.household_id == household.id:
                self.put(member, relation=relation)
        self.put(household, head_id=new.id)
        self.put(new, relation=HEAD)
        put_head(household, new)

    def end(self, household: Household) -> None:
        """Nobody is left: the household ends on the day, its own special groups with it."""
        self.put(household, moved_out_on=self.plan.on, ended_reason=ENDED[self.plan.act])
        self.end_groups(None, household.id)

    # -- special groups ------------------------------------------------------------------------

    def end_groups(self, person_id: str | None, household_id: str | None = None) -> None:
        """R11: nobody is in a special group after death or moving away."""
        for row in self._groups(person_id, household_id):
            if row.from_on is not None and row.from_on >= self.plan.on:
                self.put(row, is_deleted=True)
            else:
                self.put(row, until_on=self.plan.on - timedelta(days=1))

    def _move_groups(self, person_id: str, to_id: str) -> None:
        for row in self._groups(person_id, None):
            values = {"kind": row.kind, "until_on": row.until_on, "note": row.note}
            from_on = max(row.from_on or self.plan.on, self.plan.on)
            if row.from_on is not None and row.from_on >= self.plan.on:
                self.put(row, is_deleted=True)
            else:
                self.put(row, until_on=self.plan.on - timedelta(days=1))
            self.make(
                SpecialGroup(household_id=to_id, person_id=person_id, from_on=from_on, **values)
            )

    def _groups(self, person_id: str | None, household_id: str | None) -> list[SpecialGroup]:
        query = select(SpecialGroup).where(
            SpecialGroup.person_id == person_id,
            SpecialGroup.is_deleted.is_(False),
            SpecialGroup.until_on.is_(None) | (SpecialGroup.until_on >= self.plan.on),
        )
        if household_id is not None:
            query = query.where(SpecialGroup.household_id == household_id)
        return list(self.session.execute(query.order_by(SpecialGroup.id)).scalars())

    def _person(self, person_id: str) -> Person:
        return require(self.session, Person, person_id, "人")

    def _last_place(self, household_id: str) -> int:
        last = self.session.scalar(
            select(func.max(Person.position)).where(Person.household_id == household_id)
        )
        return -1 if last is None else last


def record(
    store: Store,
    doing: Doing,
    household_id: str,
    *,
    to_household_id: str | None = None,
    people: Collection[str],
    place: str | None = None,
    reason: str | None = None,
) -> HouseholdAct:
    """Add the act to the timeline as it was carried out."""
    plan = doing.plan
    row = HouseholdAct(
        act=plan.act,
        on=plan.on,
        household_id=household_id,
        to_household_id=to_household_id,
        people=list(people),
        touched=list(dict.fromkeys((*people, *plan.touched))),
        place=optional_text(place),
        reason=optional_text(reason),
        data={
            "before": doing.before,
            "made": doing.made,
            "new_head": plan.new_head.id if plan.new_head else None,
            "is_whole": plan.is_whole,
            "house": plan.house.name if plan.house else None,
        },
        at=utc_now(),
        stamp=store.stamp,
        entered_on=store.today(),
        by=user_name(doing.session, store.user_id),
    )
    doing.session.add(row)
    return row


def _relation(word: str | None) -> str | None:
    """Never head: who that is, is an act of its own."""
    found = read_relation(word or "")
    return None if found == HEAD else found
