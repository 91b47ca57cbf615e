"""What the township sees of its villages: each in figures, and what they reported (R15, R26).

A village's own pages are asked for as everywhere, after ``Store.view``; here all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.log.authority import TOWNSHIP
from longshan_desk.data.membership import open_on
from longshan_desk.data.scope import EVERY_PART, SHARED_PART, Scope
from longshan_desk.data.session import DeskSession
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.log import SyncConflict, SyncStream
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.office import Office
from longshan_desk.data.tables.people import Household
from longshan_desk.domain.labels import (
    ListKind,
    MeetingKind,
    OfficeRole,
    TownshipAct,
    TownshipStage,
)
from longshan_desk.domain.township import TownshipState, Waiting, possible
from longshan_desk.queries.matter_page import MatterPage, page_in, waits_too_long
from longshan_desk.queries.matters import OPEN_STAGES, MatterRow, Snapshot, existing, in_order
from longshan_desk.queries.packages import VillageRow, part_of_village, villages
from longshan_desk.queries.stalls import stalled_in


@dataclass(frozen=True, slots=True)
class Village:
    """A village whose records are here; ``part`` is what ``Store.view`` takes."""

    part: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class VillageFigures:
    """One village in figures, as its records here say it on a day."""

    village: Village
    households: int
    open: int
    overdue: int
    feedback_due: int
    stalled: int
    waiting: int
    """Reported matters that the township has not answered."""
    waiting_too_long: int
    conflicts: int
    last_hearing: date | None
    handed_over: VillageRow | None
    """What came on sticks, until when; nothing without a device list."""

    @property
    def id(self) -> str:
        return self.village.part


@dataclass(frozen=True, slots=True)
class ReportedMatter:
    """A matter that a village reported upward, with how far the township is."""

    village: Village
    row: MatterRow
    state: TownshipState
    waits: Waiting | None
    acts: tuple[TownshipAct, ...]
    is_wanted: bool
    """Whether the village still waits: it has neither closed the matter nor taken it back."""

    @property
    def id(self) -> str:
        return self.row.id


def known_villages(store: Store) -> list[Village]:
    """R26: the villages whose records are here, by number."""
    with store.read() as session:
        return _villages(session)


def village_named(store: Store, part: str) -> Village | None:
    return next((one for one in known_villages(store) if one.part == part), None)


def village_figures(store: Store, *, on: date | None = None) -> list[VillageFigures]:
    """R26: the home of the township: every village in figures, by number.

    All matters of all villages are gone through: ask for it on the work thread.
    """
    day = on or store.today()
    handed = _handed_over(store)
    kept = _KEPT.setdefault(store, {})
    with store.read() as session:
        for village in _each(session):
            stamp = (village, day, handed.get(village.code), _how_far(session, village.part))
            if village.part not in kept or kept[village.part][0] != stamp:
                figures = _figures(session, village, day, handed.get(village.code))
                kept[village.part] = (stamp, figures)
        heard = [kept[village.part][1] for village in _villages(session)]
    codes = {one.village.code for one in heard}
    unheard = [_unheard(store, row) for code, row in handed.items() if code not in codes]
    return sorted([*heard, *unheard], key=lambda one: one.village.code)


def _unheard(store: Store, row: VillageRow) -> VillageFigures:
    """A village that joined and never handed anything over: it is missed, not passed over."""
    part = part_of_village(store, row.code) or row.code
    return VillageFigures(
        Village(part, row.code.removeprefix("V"), row.name), 0, 0, 0, 0, 0, 0, 0, 0, None, row
    )


_KEPT: WeakKeyDictionary[Store, dict[str, tuple[object, VillageFigures]]] = WeakKeyDictionary()
"""What was counted last, by village: it holds as long as nothing new is in its log."""


def _how_far(session: Session, part: str) -> int:
    """A number that grows with every operation on the village's and on the shared records."""
    rows = select(func.sum(SyncStream.seq)).where(SyncStream.part.in_((part, SHARED_PART)))
    return session.execute(rows).scalar() or 0


def reported_matters(
    store: Store, *, on: date | None = None, with_answered: bool = True
) -> list[ReportedMatter]:
    """R15: what the villages reported upward; what waits longest first, what was answered last."""
    day = on or store.today()
    with store.read() as session:
        found = [
            one
            for village in _each(session)
            for one in _reported(session, village, day)
            if with_answered or not one.state.is_answered
        ]
    return sorted(found, key=_urgency)


def reported_page(store: Store, part: str, matter_id: str, *, on: date | None = None) -> MatterPage:
    """One matter of a village whole, as the village sees it."""
    with store.read() as session:
        session.scope = Scope(part, TOWNSHIP)
        return page_in(session, matter_id, on or store.today())


def _urgency(one: ReportedMatter) -> tuple[bool, bool, int, date, str, str]:
    days = -one.waits.days if one.waits else 0
    first = (one.state.is_answered, not one.is_wanted, days, one.state.reported_on)
    return (*first, one.village.code, one.row.number or "")


def _villages(session: Session) -> list[Village]:
    rows = session.execute(
        select(Office)
        .where(Office.role == OfficeRole.VILLAGE, Office.is_deleted.is_(False))
        .order_by(Office.code, Office.part),
        execution_options=EVERY_PART,
    )
    return [Village(row.part, row.code, row.name) for row in rows.scalars()]


def _each(session: DeskSession) -> Iterator[Village]:
    """Each village in turn; the session sees its records alone until the next."""
    for village in _villages(session):
        session.scope = Scope(village.part, TOWNSHIP)
        yield village


def _handed_over(store: Store) -> dict[str, VillageRow]:
    from longshan_desk.peers.known import known_to

    if known_to(store) is None:
        return {}
    return {one.code.removeprefix("V"): one for one in villages(store)}


def _figures(
    session: DeskSession, village: Village, day: date, handed: VillageRow | None
) -> VillageFigures:
    numbered = (is_shown(Matter), Matter.number.is_not(None))
    is_open = Matter.stage.in_(OPEN_STAGES)
    reported = _reported(session, village, day)
    return VillageFigures(
        village=village,
        households=_count(session, Household, open_on(day)),
        open=_count(session, Matter, *numbered, is_open),
        overdue=_count(session, Matter, *numbered, is_open, Matter.due_on < day)
        - sum(_is_only_late_above(one.row, day) for one in reported),
        feedback_due=_count(session, Matter, *numbered, Matter.feedback_from.is_not(None)),
        stalled=sum(bool(one.stalls) for one in stalled_in(session, day)),
        waiting=sum(one.is_wanted and not one.state.is_answered for one in reported),
        waiting_too_long=sum(one.waits is not None for one in reported),
        conflicts=_count(session, SyncConflict, SyncConflict.part == village.part),
        last_hearing=session.execute(
            select(func.max(Meeting.on)).where(
                Meeting.kind == MeetingKind.HEARING,
                is_shown(Meeting),
                Meeting.closed_on.is_not(None),
            )
        ).scalar(),
        handed_over=handed,
    )


def _is_only_late_above(row: MatterRow, day: date) -> bool:
    """Past a deadline that was set before the report: no lateness of the village's (R15)."""
    is_past = row.due_on is not None and row.due_on < day
    return is_past and row.due is None and row.stage in OPEN_STAGES


def _count(session: Session, model: type, *conditions: object) -> int:
    statement = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
    return session.execute(statement).scalar_one()


def _reported(session: Session, village: Village, day: date) -> list[ReportedMatter]:
    on_the_list = or_(Matter.list_kind == ListKind.ESCALATED, Matter.township_stage.is_not(None))
    wanted = existing().where(Matter.number.is_not(None), Matter.heard_on <= day, on_the_list)
    matters = in_order(session.execute(wanted).scalars())
    snapshot = Snapshot.of(session, matters, day)
    found = []
    for matter in matters:
        above, state = snapshot.township.get(matter.id), snapshot.states[matter.id]
        if above is None:
            continue
        is_wanted = state.is_open and state.list_kind is ListKind.ESCALATED
        if above.stage is TownshipStage.REPORTED and not is_wanted:
            continue  # taken back, or settled before anybody received it
        waits = waits_too_long(snapshot, matter)
        row = snapshot.row(matter)
        found.append(ReportedMatter(village, row, above, waits, possible(above), is_wanted))
    return found
