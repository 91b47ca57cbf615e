"""Who is on a meeting's list, as its papers name them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from longshan_desk.data import records
from longshan_desk.data.attendances import expected_people
from longshan_desk.data.roster import roster_on
from longshan_desk.data.store import Store
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.documents.facts import Attendee
from longshan_desk.domain.labels import AttendanceState, ItemKind, Role
from longshan_desk.queries.meetings import AttendanceRow, MeetingPage

_OTHER_MEMBERS = "其他党员"
_CATEGORIES = (
    "村“两委”成员", "村务监督委员会", "村干部", "“两代表一委员”", "党员中心户", "群众代表",
    "村民代表", "列席人员", "其他",
)  # fmt: skip
_CATEGORY_OF = {
    Role.OVERSIGHT_COMMITTEE: "村务监督委员会",
    Role.CLERK: "村干部",
    Role.GROUP_LEADER: "村干部",
    Role.DELEGATE: "“两代表一委员”",
    Role.PARTY_HUB_HOUSEHOLD: "党员中心户",
    Role.MASS_REPRESENTATIVE: "群众代表",
    Role.VILLAGER_REPRESENTATIVE: "村民代表",
}


def meeting_attendees(session: Session, page: MeetingPage) -> tuple[Attendee, ...]:
    """Who is on a meeting's list, by category, each with the office held on its day."""
    meeting = records.require(session, Meeting, page.row.id, "会议")
    offices = {member.name: member.labels for member in roster_on(session, page.row.on)}
    by_name = {member.name: role for member, role in expected_people(session, meeting)}
    rows = [
        Attendee(
            one.name,
            offices.get(one.name) or (one.role.label if one.role else ""),
            one.state,
            one.reason or "",
            _category(one.role or by_name.get(one.name)),
        )
        for one in _listed(page)
    ]
    return tuple(sorted(rows, key=lambda one: _CATEGORIES.index(one.category)))


def _listed(page: MeetingPage) -> Sequence[AttendanceRow]:
    """Where a body voted and its members were checked off, nobody is taken to have come whom
    nobody entered (R14)."""
    entered = [one for one in page.attendance if one.id is not None]
    voted = any(one.kind is ItemKind.PROCEDURE and one.result for one in page.items)
    return entered if voted and entered else page.attendance


def _category(role: Role | None) -> str:
    if role is None:
        return "其他"
    if role.is_two_committees:
        return "村“两委”成员"
    return "列席人员" if role.observes else _CATEGORY_OF.get(role, "其他")


def roster_attendees(store: Store) -> tuple[Attendee, ...]:
    """R2's blank: everybody in office today."""
    with store.read() as session:
        members = roster_on(session, store.today())
    rows = [
        Attendee(one.name, one.labels, AttendanceState.PRESENT, "", _category(one.roles[0].role))
        for one in members
    ]
    return tuple(sorted(rows, key=lambda one: _CATEGORIES.index(one.category)))
