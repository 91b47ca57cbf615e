"""The day under a hearing's notice: when it went out, which is never after the hearing."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.tables.papers import IssuedPaper
from longshan_desk.domain.paper_life import PaperStatus

_NOTICE = "hearing_notice"


def notice_day(session: Session, hearing_id: str, held_on: date, today: date) -> date | None:
    """Today while the hearing is still to come; of a past one the day its notice was issued.
    ``None`` where none went out before it: nobody knows the day, it is written by hand."""
    if today <= held_on:
        return today
    found: date | None = session.execute(
        select(func.max(IssuedPaper.issued_on)).where(
            IssuedPaper.kind == _NOTICE,
            IssuedPaper.for_id == hearing_id,
            IssuedPaper.status != PaperStatus.VOIDED,
            IssuedPaper.is_deleted.is_(False),
            IssuedPaper.issued_on <= held_on,
        )
    ).scalar()
    return found
