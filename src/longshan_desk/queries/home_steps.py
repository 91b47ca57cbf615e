"""The month as steps on 工作台: what was done of it, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data import reporting
from longshan_desk.data.hearing_days import fixed_date, fixed_days
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.domain.calendar import Month, days_words, short_date
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.domain.month_words import not_reported_words
from longshan_desk.domain.policy import Policy
from longshan_desk.queries.home_lines import Tone
from longshan_desk.queries.meetings import due_of, hearing_of_month


@dataclass(frozen=True, slots=True)
class MonthStep:
    """One step of the month; a click opens the record, or the page where there is none yet."""

    key: str
    title: str
    words: str
    tone: Tone
    record: tuple[str, str] | None = None


def month_steps(
    session: Session, month: Month, today: date, policy: Policy, *, reports: bool
) -> tuple[MonthStep, ...]:
    """The last one is of those who have joined a township: nobody else has anywhere to report."""
    hearing = hearing_of_month(session, month)
    planned = hearing.on if hearing else fixed_date(fixed_days(session), month)
    return (
        _report_step(hearing, planned, today),
        _hearing_step(session, hearing, planned, today, policy),
        _committees_step(session, hearing, today),
        _feedback_step(session, today),
        *((_handover_step(session, month, today),) if reports else ()),
    )


def _record(hearing: Meeting | None) -> tuple[str, str] | None:
    return ("meeting", hearing.id) if hearing else None


def _report_step(hearing: Meeting | None, planned: date | None, today: date) -> MonthStep:
    key, title, link = "report", "上月通报", _record(hearing)
    if hearing and hearing.closed_on:
        return MonthStep(key, title, "会上已通报", Tone.DONE, link)
    ahead = planned is not None and (planned >= today or hearing is not None)
    when = f"{short_date(planned)}开会时通报" if planned and ahead else "开会时通报"
    near = planned is not None and ahead and (planned - today).days <= 3
    return MonthStep(key, title, when, Tone.SOON if near else Tone.CALM, link)


def _is_before_the_first(session: Session, planned: date) -> bool:
    """A month whose date had passed when the village began here is nobody's omission (R43)."""
    days = fixed_days(session)
    return bool(days) and planned < days[0].from_on and first_month(session) is None


def _hearing_step(
    session: Session, hearing: Meeting | None, planned: date | None, today: date, policy: Policy
) -> MonthStep:
    key, title, link = "hearing", "说事会", _record(hearing)
    if hearing and hearing.closed_on:
        return MonthStep(key, title, f"{short_date(hearing.on)}已召开", Tone.DONE, link)
    if planned is None:
        return MonthStep(key, title, "还没有设固定说事日", Tone.SOON, link)
    words = f"{short_date(planned)} {days_words(today, planned)}"
    if hearing is None and _is_before_the_first(session, planned):
        return MonthStep(key, title, "从下月开始", Tone.CALM, link)
    if planned > today:
        near = (planned - today).days <= policy.due_soon_days
        return MonthStep(key, title, words, Tone.SOON if near else Tone.CALM, link)
    if hearing is not None:
        return MonthStep(key, title, f"{short_date(planned)} 还没有收尾", Tone.SOON, link)
    return MonthStep(key, title, words, Tone.SOON if planned == today else Tone.LATE, link)


def _committees_step(session: Session, hearing: Meeting | None, today: date) -> MonthStep:
    key, title = "committees", "三日内议事"
    if hearing is None or hearing.closed_on is None:
        return MonthStep(key, title, "说事会以后", Tone.CALM)
    due = due_of(session, hearing)
    held = (
        session.execute(
            select(Meeting)
            .where(Meeting.hearing_id == hearing.id, is_shown(Meeting))
            .order_by(Meeting.on)
        )
        .scalars()
        .first()
    )
    if held is not None and held.on <= today:
        late = (held.on - due.on).days
        put_off = "（已顺延）" if hearing.committees_put_off_on else ""
        words = f"{short_date(held.on)}已开{put_off}" + (f"，迟 {late} 天" if late > 0 else "")
        return MonthStep(key, title, words, Tone.DONE, ("meeting", held.id))
    tone = Tone.LATE if due.on < today else Tone.SOON
    words = f"{short_date(due.on)}前 {days_words(today, due.on)}"
    return MonthStep(key, title, words, tone, ("meeting", held.id if held else hearing.id))


def _feedback_step(session: Session, today: date) -> MonthStep:
    waiting = session.execute(
        select(Matter.id).where(is_shown(Matter), Matter.feedback_from.is_not(None))
    ).all()
    if not waiting:
        return MonthStep("feedback", "办理反馈", "没有待反馈的事项", Tone.DONE)
    return MonthStep("feedback", "办理反馈", f"{len(waiting)} 件待反馈", Tone.SOON)


def _handover_step(session: Session, month: Month, today: date) -> MonthStep:
    """Months that are over and were not handed over come first (F60)."""
    key, title, link = "handover", "上报", ("package", "")
    if missing := reporting.missing_months(session, today):
        return MonthStep(key, title, not_reported_words(missing, today), Tone.LATE, link)
    if str(month) in reporting.reported_months(session):
        return MonthStep(key, title, "本月已上报", Tone.DONE, link)
    if str(month) in reporting.ready_months(session, today):
        return MonthStep(key, title, "本月的可以上报了", Tone.SOON, link)
    return MonthStep(key, title, "说事会收尾以后", Tone.CALM, link)


def first_month(session: Session) -> str | None:
    """The month of the first hearing on record."""
    return session.execute(
        select(Meeting.month)
        .where(Meeting.kind == MeetingKind.HEARING, is_shown(Meeting))
        .order_by(Meeting.month)
        .limit(1)
    ).scalar()
