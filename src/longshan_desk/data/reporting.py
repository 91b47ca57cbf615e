"""Which months a village has handed over, which it could, and what is missing in them first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.peers import ReportedMonth
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import MeetingKind


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a month still lacks; ``record`` is where it is put right."""

    month: str
    words: str
    record: tuple[str, str]


def reported_months(session: Session) -> set[str]:
    rows = session.execute(
        select(ReportedMonth.month).where(ReportedMonth.is_deleted.is_(False)).distinct()
    )
    return set(rows.scalars())


def ready_months(session: Session, today: date) -> list[str]:
    """Months whose hearings are all closed, and that were not handed over yet."""
    closed: set[str] = set()
    still_open: set[str] = set()
    for month, closed_on, _ in _hearings(session, today):
        (still_open if closed_on is None else closed).add(month)
    return sorted(closed - still_open - reported_months(session))


def missing_in(session: Session, today: date) -> list[Missing]:
    """What a clerk should finish before a package is made; none of it keeps one from it."""
    return [
        Missing(month, f"{Month.parse(month).month}月的说事会还没有结束登记", ("meeting", record))
        for month, closed_on, record in _hearings(session, today)
        if closed_on is None
    ]


def missing_months(session: Session, today: date) -> list[str]:
    """The gaps: months since the first that are over and were not handed over."""
    reported = reported_months(session)
    first = session.execute(select(Matter.month).order_by(Matter.month).limit(1)).scalar()
    held = session.execute(select(Meeting.month).order_by(Meeting.month).limit(1)).scalar()
    begun = min(filter(None, (first, held, *reported)), default=None)
    if begun is None:
        return []
    month, found = Month.parse(begun), []
    while month < Month.of(today):
        if str(month) not in reported:
            found.append(str(month))
        month = month.next()
    return found


def _hearings(session: Session, today: date) -> list[tuple[str, date | None, str]]:
    rows = session.execute(
        select(Meeting.month, Meeting.closed_on, Meeting.id)
        .where(
            Meeting.kind == MeetingKind.HEARING,
            is_shown(Meeting),
            Meeting.cancelled_reason.is_(None),
            Meeting.on <= today,
        )
        .order_by(Meeting.month, Meeting.id)
    )
    return [(month, closed_on, record) for month, closed_on, record in rows]
