"""All stalls and style signals of a day (R22), for the home page, the command and the papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.domain.calendar import add_months
from longshan_desk.domain.matters import OUTSIDE_RATES, MatterState
from longshan_desk.domain.policy import Policy, policy_on
from longshan_desk.domain.stalls import (
    RaisedAgain,
    SignalFinding,
    StallFinding,
    signals,
    stalls,
)
from longshan_desk.queries.matters import MatterRow, Snapshot, existing, in_order


@dataclass(frozen=True, slots=True)
class StalledMatter:
    """A matter with what was found on it."""

    row: MatterRow
    stalls: tuple[StallFinding, ...]
    signals: tuple[SignalFinding, ...]


def stalled_matters(store: Store, *, on: date | None = None) -> list[StalledMatter]:
    """Every matter with a stall or a style signal on a day, by number."""
    with store.read() as session:
        return stalled_in(session, on or store.today())


def stalled_in(session: Session, day: date) -> list[StalledMatter]:
    """The same, of the place that the session sees."""
    statement = existing().where(Matter.heard_on <= day, Matter.number.is_not(None))
    matters = in_order(session.execute(statement).scalars())
    snapshot = Snapshot.of(session, matters, day)
    again = _all_raised_again(matters, snapshot)
    found = []
    for matter in matters:
        policy = policy_on(snapshot.policies, matter.heard_on)
        state, heard = snapshot.states[matter.id], snapshot.heard(matter)
        held = stalls(state, heard, policy, day, again.get(matter.id))
        signs = signals(state, policy, day)
        if held or signs:
            found.append(StalledMatter(snapshot.row(matter), held, signs))
    return found


def _all_raised_again(matters: list[Matter], snapshot: Snapshot) -> dict[str, RaisedAgain]:
    """For every closed matter, the first later one of the same household and topic in time."""
    by_home: dict[tuple[str, str], list[Matter]] = {}
    for matter in matters:
        if matter.household_id:
            by_home.setdefault((matter.household_id, matter.topic), []).append(matter)
    found: dict[str, RaisedAgain] = {}
    for together in by_home.values():
        if len(together) < 2:
            continue
        for matter in together:
            months = policy_on(snapshot.policies, matter.heard_on).raised_again_months
            later = _first_after(matter, together, snapshot, months)
            if later is not None:
                found[matter.id] = later
    return found


def _first_after(
    matter: Matter, together: list[Matter], snapshot: Snapshot, months: int
) -> RaisedAgain | None:
    """登记错误 is nothing that was raised (R45), and a duplicate says the same thing once (R54)."""
    closed = snapshot.states[matter.id].closed_on
    if closed is None:
        return None
    until = add_months(closed, months)
    later = [
        other
        for other in together
        if closed < other.heard_on <= until
        and other.main_id != matter.id
        and snapshot.states[other.id].outcome not in OUTSIDE_RATES
    ]
    first = min(later, key=lambda other: (other.heard_on, other.number or ""), default=None)
    return RaisedAgain(first.heard_on, first.number) if first else None


def raised_again(
    session: Session, matter: Matter, state: MatterState, policy: Policy, day: date
) -> RaisedAgain | None:
    """Whether the same household raised the same topic again after this matter was closed."""
    if matter.household_id is None or state.closed_on is None:
        return None
    together = session.execute(
        select(Matter).where(
            is_shown(Matter),
            Matter.household_id == matter.household_id,
            Matter.topic == matter.topic,
            Matter.heard_on <= day,
            Matter.number.is_not(None),
        )
    ).scalars()
    all_of_them = list(together)
    snapshot = Snapshot.of(session, all_of_them, day)
    return _first_after(matter, all_of_them, snapshot, policy.raised_again_months)
