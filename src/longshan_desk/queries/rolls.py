"""The bodies and their rolls as of a day, and one seat with its history (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from longshan_desk.data.forms import facts_of
from longshan_desk.data.records import require
from longshan_desk.data.rolls import Finding, Roll, RollMember, exclusion_of, roll_on
from longshan_desk.data.seats import SEAT, exclusions_of, seats_of
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.rolls import RollEntry, RollHousehold
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import CountingRules
from longshan_desk.domain.rolls import Exclusion
from longshan_desk.domain.seats import SeatFacts

__all__ = ["Finding", "Roll", "RollMember", "SeatPage", "former", "roll", "seat"]


@dataclass(frozen=True, slots=True)
class StoodFor:
    """A household stood for, with its time."""

    household_id: str
    head: str
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class SeatPage:
    """One seat: its facts, what leaves its holder out, and whom it stands for."""

    id: str
    body: Body
    facts: SeatFacts
    ended_reason: str | None
    exclusions: tuple[Exclusion, ...]
    stands_for: tuple[StoodFor, ...]

    @property
    def household_ids(self) -> tuple[str, ...]:
        return tuple(one.household_id for one in self.stands_for if one.until_on is None)


def roll(
    store: Store, body: Body, day: date | None = None, rules: CountingRules | None = None
) -> Roll:
    """R14: who belongs to a body on ``day`` (default today), and how many are 应到."""
    with store.read() as session:
        return roll_on(session, body, day or store.today(), rules)


def former(store: Store, body: Body, day: date | None = None) -> tuple[SeatPage, ...]:
    """R40: seats that had ended before ``day``, the last ended first."""
    on = day or store.today()
    with store.read() as session:
        gone = [
            entry
            for entry in seats_of(session, body)
            if entry.until_on is not None and entry.until_on < on
        ]
        gone.sort(key=lambda entry: entry.until_on or on, reverse=True)
        return tuple(
            SeatPage(entry.id, body, facts_of(entry, SeatFacts), entry.ended_reason, (), ())
            for entry in gone
        )


def seat(store: Store, entry_id: str) -> SeatPage:
    """Raises ``NotFoundError`` where there is none."""
    with store.read() as session:
        entry = require(session, RollEntry, entry_id, SEAT)
        homes = session.execute(
            select(RollHousehold, Household.head_name)
            .join(Household, Household.id == RollHousehold.household_id)
            .where(RollHousehold.entry_id == entry_id, RollHousehold.is_deleted.is_(False))
            .order_by(Household.group_no, Household.head_key, Household.id)
        )
        return SeatPage(
            id=entry.id,
            body=entry.body,
            facts=facts_of(entry, SeatFacts),
            ended_reason=entry.ended_reason,
            exclusions=tuple(exclusion_of(row) for row in exclusions_of(session, entry_id)),
            stands_for=tuple(
                StoodFor(row.household_id, head, row.from_on, row.until_on) for row, head in homes
            ),
        )
