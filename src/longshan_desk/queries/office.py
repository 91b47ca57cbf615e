"""What screens, papers and commands show of the desk's office and its fixed day (R2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data import records
from longshan_desk.data.forms import facts_of
from longshan_desk.data.hearing_days import FixedDay, fixed_date, fixed_days, hearing_day_on
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.local import UserPin
from longshan_desk.data.tables.meetings import Meeting, MeetingMove
from longshan_desk.data.tables.office import HearingDayRule, User
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import MeetingKind, OfficeRole
from longshan_desk.domain.office_facts import OfficeFacts

__all__ = [
    "FixedDayRow",
    "HearingDate",
    "OfficeRow",
    "UserRow",
    "current_user",
    "fixed_day_history",
    "hearing_day_on",
    "next_hearing_dates",
    "office",
    "users",
]


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """The office; ``hearing_day`` is the fixed day in force today, in words."""

    id: str
    role: OfficeRole
    code: str
    name: str
    facts: OfficeFacts
    hearing_day: str | None


@dataclass(frozen=True, slots=True)
class UserRow:
    id: str
    name: str
    is_active: bool
    is_current: bool
    has_pin: bool


@dataclass(frozen=True, slots=True)
class FixedDayRow:
    id: str
    from_on: date
    text: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class HearingDate:
    """One date on which a hearing falls. ``fixed_on`` is the month's fixed date."""

    month: str
    on: date
    fixed_on: date | None
    moved_reason: str | None
    meeting_id: str | None
    closed_on: date | None

    @property
    def is_moved(self) -> bool:
        return self.moved_reason is not None


def office(store: Store) -> OfficeRow:
    """This desk's office; raises ``NoDeskError`` where none was founded."""
    with store.read() as session:
        row = records.office(session)
        day = hearing_day_on(session, store.today())
        facts = facts_of(row, OfficeFacts)
        return OfficeRow(row.id, row.role, row.code, row.name, facts, day.text if day else None)


def current_user(store: Store) -> str:
    """The name that acts are done under now; empty before there is a user."""
    with store.read() as session:
        return records.user_name(session, store.user_id)


def users(store: Store, *, inactive: bool = False) -> list[UserRow]:
    """Who works here, in pinyin order; with ``inactive`` also those who no longer do."""
    from longshan_desk.data.pinyin import sort_key

    with store.read() as session:
        with_pin = set(session.execute(select(UserPin.user_id)).scalars())
        found = session.execute(select(User).where(User.is_deleted.is_(False))).scalars()
        rows = [
            UserRow(
                user.id, user.name, user.is_active, user.id == store.user_id, user.id in with_pin
            )
            for user in found
            if user.is_active or inactive
        ]
    return sorted(rows, key=lambda row: (not row.is_active, sort_key(row.name)))


def fixed_day_history(store: Store) -> list[FixedDayRow]:
    """R2: every fixed day with the date from which it holds, oldest first."""
    with store.read() as session:
        rows = list(
            session.execute(
                select(HearingDayRule)
                .where(HearingDayRule.is_deleted.is_(False))
                .order_by(HearingDayRule.from_on, HearingDayRule.id)
            ).scalars()
        )
    begun = [row.id for row in rows if row.from_on <= store.today()] or [r.id for r in rows[:1]]
    return [FixedDayRow(row.id, row.from_on, row.recurrence, row.id == begun[-1]) for row in rows]


def next_hearing_dates(
    store: Store, *, count: int = 12, from_on: date | None = None
) -> list[HearingDate]:
    """R2: the next dates, ``from_on`` (default today) included. A month's hearing that was moved
    stands on its new day, also one that went over into the next month."""
    start = from_on or store.today()
    with store.read() as session:
        days = fixed_days(session)
        if not days:
            return []
        found: list[HearingDate] = []
        month = Month.of(start).previous()
        planned = _hearings(session, month)
        while len(found) < count + len(planned):
            dates = planned.get(str(month)) or [_not_yet_planned(days, month)]
            found += [each for each in dates if each.on >= start]
            month = month.next()
    return sorted(found, key=lambda each: each.on)[:count]


def _not_yet_planned(days: tuple[FixedDay, ...], month: Month) -> HearingDate:
    fixed = fixed_date(days, month)
    assert fixed is not None
    return HearingDate(str(month), fixed, fixed, None, None, None)


def _hearings(session: Session, since: Month) -> dict[str, list[HearingDate]]:
    """The hearings that are already on record, by the month they belong to."""
    days = fixed_days(session)
    rows = session.execute(
        select(Meeting).where(
            Meeting.kind == MeetingKind.HEARING,
            Meeting.month >= str(since),
            is_shown(Meeting),
            Meeting.cancelled_reason.is_(None),
        )
    ).scalars()
    reasons = _reasons(session)
    found: dict[str, list[HearingDate]] = {}
    for row in rows:
        fixed = fixed_date(days, Month.parse(row.month))
        reason = reasons.get(row.id)
        found.setdefault(row.month, []).append(
            HearingDate(row.month, row.on, fixed, reason, row.id, row.closed_on)
        )
    return found


def _reasons(session: Session) -> dict[str, str]:
    """Why each moved hearing was moved, the last time."""
    rows = session.execute(
        select(MeetingMove.meeting_id, MeetingMove.reason)
        .where(MeetingMove.is_deleted.is_(False))
        .order_by(MeetingMove.entered_on, MeetingMove.to_on)
    )
    return {meeting_id: reason for meeting_id, reason in rows}
