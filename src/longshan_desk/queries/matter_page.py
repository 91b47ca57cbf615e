"""One matter whole: its fields, timeline, what is next, stalls and signals, for any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.moves import fact, moves_of
from longshan_desk.data.standing import doubles_of
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter, Move, TownshipMove
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.people import Household
from longshan_desk.data.township_moves import moves_by_township, township_moves
from longshan_desk.domain.calendar import Due
from longshan_desk.domain.deadlines import PetitionClock, next_due, petition_clocks
from longshan_desk.domain.labels import Act, ListKind, Source, TownshipAct
from longshan_desk.domain.matters import MatterState
from longshan_desk.domain.policy import Policy, policy_on
from longshan_desk.domain.stalls import SignalFinding, StallFinding, signals, stalls
from longshan_desk.domain.steps import OPEN_IN
from longshan_desk.domain.township import Waiting, possible, waiting
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.queries.contacts import ContactGone, contacts_gone
from longshan_desk.queries.matters import MatterRow, Snapshot, find_matter, in_order
from longshan_desk.queries.photos import photos_of
from longshan_desk.queries.stalls import raised_again
from longshan_desk.queries.visits import PhotoRow


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step on the timeline; ``at`` is the real clock of its entry (UTC). An act of the
    township's is a ``TownshipAct`` (R15)."""

    id: str
    act: Act | TownshipAct
    on: date
    at: str
    by: str
    text: str | None
    data: Mapping[str, Any]
    entered_on: date
    is_entered_late: bool
    meeting: str | None
    is_township: bool = False
    number: str | None = None
    """R48: of a step that was entered on a double, the double's number."""
    is_edit_by_township: bool = False
    """镇上代改: a step of the village's that the township entered for it."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another matter that this one names, or that names this one."""

    id: str
    number: str | None
    title: str


@dataclass(frozen=True)
class MatterPage:
    row: MatterRow
    state: MatterState
    source: Source
    raisers: tuple[str, ...]
    is_anonymous: bool
    signatures: int
    contact_name: str | None
    contact_phone: str | None
    household_id: str | None
    household: str | None
    hearing_id: str | None
    hearing_on: date | None
    entered_on: date
    is_entered_late: bool
    due: Due | None
    clocks: tuple[PetitionClock, ...]
    stalls: tuple[StallFinding, ...]
    signals: tuple[SignalFinding, ...]
    timeline: tuple[TimelineEntry, ...]
    main: Related | None
    duplicates: tuple[Related, ...]
    open_acts: tuple[Act, ...]
    """The steps that the matter's stage is open for."""
    contact_gone: ContactGone | None = None
    """R46: the contact died or moved away, and nobody was named since."""
    joined: tuple[Related, ...] = ()
    """R48: the doubles for which this matter stands; their numbers stay."""
    township_acts: tuple[TownshipAct, ...] = ()
    """R15: the steps that are open to the township, the one that comes next first."""
    township_waits: Waiting | None = None
    """R15: why the report waits too long at the township; never the village's stall."""
    scans: tuple[PhotoRow, ...] = ()
    """Scans and photos kept with the matter: a letter from above for one (R44)."""

    @property
    def notes(self) -> tuple[TimelineEntry, ...]:
        """R44: what the township said by telephone or letter since the report."""
        since = self.state.reported_on
        return tuple(
            one
            for one in self.timeline
            if one.act is Act.NOTE and one.data.get("way") and since and one.on >= since
        )


def matter_page(store: Store, key: str, *, on: date | None = None) -> MatterPage:
    """Everything about one matter, named by number, former number or id."""
    with store.read() as session:
        return page_in(session, key, on or store.today())


def page_in(session: Session, key: str, day: date) -> MatterPage:
    """The same, of the place that the session sees."""
    matter = find_matter(session, key)
    snapshot = Snapshot.of(session, [matter], day)
    state, heard = snapshot.states[matter.id], snapshot.heard(matter)
    policy = policy_on(snapshot.policies, matter.heard_on)
    home = session.get(Household, matter.household_id) if matter.household_id else None
    hearing = snapshot.hearings.get(matter.hearing_id or "")
    again = raised_again(session, matter, state, policy, day)
    above = snapshot.township.get(matter.id)
    joined = _joined(session, matter)
    return MatterPage(
        row=snapshot.row(matter),
        state=state,
        source=matter.source,
        raisers=tuple(snapshot.raisers.get(matter.id, ())),
        is_anonymous=matter.is_anonymous,
        signatures=matter.signatures,
        contact_name=matter.contact_name,
        contact_phone=matter.contact_phone,
        household_id=matter.household_id,
        household=f"{home.group_no}组 {home.head_name}" if home else None,
        hearing_id=matter.hearing_id,
        hearing_on=hearing.on if hearing else None,
        entered_on=matter.entered_on,
        is_entered_late=is_late(matter.heard_on, matter.entered_on, policy),
        due=next_due(state, heard, policy),
        clocks=petition_clocks(state, policy),
        stalls=stalls(state, heard, policy, day, again) if matter.number else (),
        signals=signals(state, policy, day),
        timeline=_timeline(session, (matter, *joined), policy, day),
        main=_main(session, matter),
        duplicates=_duplicates(session, matter),
        open_acts=tuple(act for act, stages in OPEN_IN.items() if state.stage in stages),
        contact_gone=contacts_gone(session, [matter], day).get(matter.id),
        joined=tuple(_related(one) for one in joined),
        township_acts=possible(above),
        township_waits=waits_too_long(snapshot, matter),
        scans=_scans(session, (matter, *joined)),
    )


def waits_too_long(snapshot: Snapshot, matter: Matter) -> Waiting | None:
    """R15: why a report waits too long at the township; nothing once the village has closed the
    matter or taken it off the list."""
    above, state = snapshot.township.get(matter.id), snapshot.states[matter.id]
    if above is None or not state.is_open or state.list_kind is not ListKind.ESCALATED:
        return None
    return waiting(above, policy_on(snapshot.policies, above.reported_on), snapshot.on)


def is_late(on: date, entered_on: date, policy: Policy) -> bool:
    """R29: entered more than the policy's days after it happened (补录)."""
    return (entered_on - on).days > policy.late_entry_days


def _scans(session: Session, matters: Sequence[Matter]) -> tuple[PhotoRow, ...]:
    found = photos_of(session, Attached.MATTER, [one.id for one in matters])
    return tuple(row for rows in found.values() for row in rows)


def _joined(session: Session, matter: Matter) -> tuple[Matter, ...]:
    ids = doubles_of(session, Matter, matter.id)
    rows = session.execute(select(Matter).where(Matter.id.in_(ids))) if ids else None
    return tuple(in_order(rows.scalars())) if rows is not None else ()


def _timeline(
    session: Session, matters: Sequence[Matter], policy: Policy, day: date
) -> tuple[TimelineEntry, ...]:
    """The matter's own steps, those of its doubles and the township's, in order."""
    main = matters[0]
    moves = [move for one in matters for move in moves_of(session, one.id) if move.on <= day]
    meetings = {
        meeting.id: f"{meeting.on:%Y-%m-%d} {meeting.kind.label}"
        for meeting in session.execute(
            select(Meeting).where(Meeting.id.in_({m.meeting_id for m in moves if m.meeting_id}))
        ).scalars()
    }
    numbers = {one.id: one.number for one in matters if one.id != main.id}
    above_us = moves_by_township(session, [move.id for move in moves])
    found = [
        (
            move.on,
            move.stamp,
            _entry(move, policy, meetings, numbers.get(move.matter_id), move.id in above_us),
        )
        for move in moves
    ]
    for above in township_moves(session, [one.id for one in matters]).values():
        found += [
            (move.on, move.stamp, _township_entry(move, policy, numbers.get(move.matter_id)))
            for move in above
            if move.on <= day
        ]
    return tuple(entry for _, _, entry in sorted(found, key=lambda one: one[:2]))


def _township_entry(move: TownshipMove, policy: Policy, number: str | None) -> TimelineEntry:
    return TimelineEntry(
        id=move.id,
        act=move.act,
        on=move.on,
        at=move.at,
        by=move.by,
        text=move.text,
        data=move.data or {},
        entered_on=move.entered_on,
        is_entered_late=is_late(move.on, move.entered_on, policy),
        meeting=None,
        is_township=True,
        number=number,
    )


def _entry(
    move: Move, policy: Policy, meetings: Mapping[str, str], number: str | None, is_edit: bool
) -> TimelineEntry:
    seen = fact(move)
    return TimelineEntry(
        id=move.id,
        act=seen.act,
        on=seen.on,
        at=move.at,
        by=f"{seen.by}（镇上代改）" if is_edit else seen.by,
        text=seen.text,
        data=seen.data,
        entered_on=move.entered_on,
        is_entered_late=is_late(seen.on, move.entered_on, policy),
        meeting=meetings.get(move.meeting_id or ""),
        number=number,
        is_edit_by_township=is_edit,
    )


def _related(matter: Matter) -> Related:
    return Related(matter.id, matter.number, matter.summary or matter.words)


def _main(session: Session, matter: Matter) -> Related | None:
    main = session.get(Matter, matter.main_id) if matter.main_id else None
    return _related(main) if main and not main.is_deleted else None


def _duplicates(session: Session, matter: Matter) -> tuple[Related, ...]:
    found = session.execute(
        select(Matter).where(Matter.main_id == matter.id, Matter.is_deleted.is_(False))
    ).scalars()
    return tuple(_related(one) for one in in_order(found))
