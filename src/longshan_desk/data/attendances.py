"""Who came to a meeting, inside an open change or question: marks, and whom to expect (R4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.roster import Member, roster_on
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.meetings import Attendance, Meeting
from longshan_desk.domain.labels import AttendanceState, MeetingKind, Role
from longshan_desk.errors import BadValueError

EXPECTED_AT: dict[MeetingKind, frozenset[Role]] = {
    MeetingKind.HEARING: frozenset(Role),
    MeetingKind.COMMITTEES: frozenset(
        {role for role in Role if role.is_two_committees}
        | {Role.OVERSIGHT_COMMITTEE, Role.CLERK, Role.RESIDENT_CADRE}
    ),
    MeetingKind.BRANCH_COMMITTEE: frozenset(
        {Role.BRANCH_SECRETARY, Role.BRANCH_DEPUTY, Role.PARTY_BRANCH_COMMITTEE}
    ),
    MeetingKind.REPRESENTATIVES: frozenset(
        {Role.VILLAGE_DIRECTOR, Role.VILLAGERS_COMMITTEE, Role.VILLAGER_REPRESENTATIVE}
    ),
}
"""The roles whose holders a kind of meeting expects (R1 for the hearing)."""


def attendances_of(session: Session, meeting_id: str) -> list[Attendance]:
    found = session.execute(
        select(Attendance)
        .where(Attendance.meeting_id == meeting_id, Attendance.is_deleted.is_(False))
        .order_by(Attendance.position, Attendance.name)
    )
    return list(found.scalars())


@dataclass(frozen=True)
class Mark:
    """What is said of one person's attendance."""

    name: str
    role: Role | None
    state: AttendanceState
    reason: str | None = None


def mark(
    session: Session, meeting: Meeting, said: Mark, row: Attendance | None = None
) -> Attendance:
    """Set one person's attendance; a person stands once per role in a meeting."""
    name, role = said.name.strip(), said.role
    if not name:
        raise BadValueError("没有写姓名。", hint="请填写到会人的姓名。", where="姓名")
    held = attendances_of(session, meeting.id)
    if row is None:
        row = next((a for a in held if a.name == name and role in (None, a.role)), None)
    if row is None:
        row = Attendance(meeting_id=meeting.id, name="", position=len(held), state=said.state)
        session.add(row)
    if row.name != name or (role and role is not row.role):
        cadre_id, office = _on_roster(session, meeting, name, role)
        row.name, row.role, row.cadre_id = name, role or office or row.role, cadre_id
    row.state, row.reason = said.state, said.reason
    return row


def _on_roster(
    session: Session, meeting: Meeting, name: str, role: Role | None
) -> tuple[str | None, Role | None]:
    """Who of the roster a name means, and under which office the meeting expects that person."""
    roles = EXPECTED_AT.get(meeting.kind, frozenset())
    for member in roster_on(session, meeting.on):
        if member.name == name and (role is None or member.holds(role)):
            held = [one.role for one in member.roles]
            return member.cadre_id, next((one for one in held if one in roles), held[0])
    return None, None


def sign_in(
    session: Session, meeting: Meeting, came: Iterable[str], away: Iterable[str] = ()
) -> None:
    """R36: who of a body's roll came, on the meeting's own list, which all of its items share.

    Whoever stands there already as having come is not marked away by another item's body.
    """
    held = {row.name: row for row in attendances_of(session, meeting.id)}
    offices = {member.name: (member, role) for member, role in expected_people(session, meeting)}
    states = {name: AttendanceState.ABSENT for name in away}
    states |= {name: AttendanceState.PRESENT for name in came}
    for name, state in states.items():
        row = held.get(name)
        if row is not None:
            if state is AttendanceState.PRESENT and not row.state.was_there:
                row.state = state
            continue
        member, role = offices.get(name, (None, None))
        held[name] = Attendance(
            meeting_id=meeting.id,
            name=name,
            role=role,
            cadre_id=member.cadre_id if member else None,
            state=state,
            position=len(held),
        )
        session.add(held[name])


def suggested(session: Session, meeting: Meeting) -> list[Attendance]:
    """The expected people not yet entered, as they would sign in: as last time if they were
    excused or absent then, else present, or observing where their office only sits in."""
    entered = {row.cadre_id for row in attendances_of(session, meeting.id)}
    named = {row.name for row in attendances_of(session, meeting.id)}
    last = _last_time(session, meeting)
    rows: list[Attendance] = []
    for member, role in expected_people(session, meeting):
        if member.cadre_id in entered or member.name in named:
            continue
        usual = AttendanceState.OBSERVER if role.observes else AttendanceState.PRESENT
        rows.append(
            Attendance(
                meeting_id=meeting.id,
                name=member.name,
                role=role,
                cadre_id=member.cadre_id,
                state=last.get(member.cadre_id, usual),
                position=len(named) + len(rows),
            )
        )
    return rows


def expected_people(session: Session, meeting: Meeting) -> list[tuple[Member, Role]]:
    """应到 by the roster of the meeting's day: each person once, under the highest office."""
    roles = EXPECTED_AT.get(meeting.kind, frozenset())
    found = []
    for member in roster_on(session, meeting.on):
        held = [one.role for one in member.roles if one.role in roles]
        if held:
            found.append((member, held[0]))
    return found


def _last_time(session: Session, meeting: Meeting) -> dict[str | None, AttendanceState]:
    """Who was away at the last meeting of this kind, and probably is again."""
    last = session.execute(
        select(Meeting.id)
        .where(Meeting.kind == meeting.kind, Meeting.on < meeting.on, is_shown(Meeting))
        .order_by(Meeting.on.desc())
        .limit(1)
    ).scalar()
    if last is None:
        return {}
    away = (AttendanceState.EXCUSED, AttendanceState.ABSENT)
    return {row.cadre_id: row.state for row in attendances_of(session, last) if row.state in away}
