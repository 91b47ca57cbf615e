"""Who came: the sheet filled from the roster, and the few who were away this time (R4)."""

from __future__ import annotations

from longshan_desk.actions.meetings import attend
from longshan_desk.demo.village import Village
from longshan_desk.domain.labels import AttendanceState, MeetingKind, Role
from longshan_desk.queries.meetings import AttendanceRow, meeting_page

_WHY = ("看病", "走亲戚", "家里有事", "在县城务工", "送娃上学")
_HIGHER = ("县上开会", "镇上值班", "下乡督查")


def sign_in(village: Village, meeting: str) -> None:
    """Mark who differs from the sheet as it was filled in."""
    page = meeting_page(village.store, meeting)
    for row in page.attendance:
        state, reason = _as_it_was(village, row, page.row.kind, page.row.on.month)
        if state is not row.state:
            attend(village.store, meeting, name=row.name, role=row.role, state=state, reason=reason)


def _as_it_was(
    village: Village, row: AttendanceRow, kind: MeetingKind, month: int
) -> tuple[AttendanceState, str | None]:
    rng, officers = village.rng, village.officers
    observes = row.role is not None and row.role.observes
    usual = AttendanceState.OBSERVER if observes else AttendanceState.PRESENT
    if row.role is Role.TOWNSHIP_LEADER:
        is_turn = officers.township.index(row.name) == month % 2
        return (usual, None) if is_turn else (AttendanceState.EXCUSED, "轮流列席，本月轮另一位")
    if row.role is Role.LIAISON_LEADER and kind is MeetingKind.HEARING and month % 3:
        return AttendanceState.EXCUSED, rng.choice(_HIGHER)
    if row.role in (Role.BRANCH_SECRETARY, Role.CLERK, Role.BRANCH_DEPUTY) or rng.random() > 0.07:
        return usual, None
    if observes:
        return AttendanceState.EXCUSED, rng.choice(_HIGHER)
    if rng.random() < 0.75:
        return AttendanceState.EXCUSED, rng.choice(_WHY)
    return AttendanceState.ABSENT, None
