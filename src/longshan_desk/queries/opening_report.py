"""上月说事事项办结情况通报 (R5): what was closed since the last hearing, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import MeetingKind, Outcome
from longshan_desk.domain.matters import OUTSIDE_RATES, MatterState
from longshan_desk.domain.township import township_words
from longshan_desk.queries.matters import OPEN_STAGES, MatterRow, Snapshot, existing, in_order


@dataclass(frozen=True)
class Figures:
    """The report's figures; ``rate`` is 销号 over all that the report counts (R41)."""

    heard: int
    closed: int
    open: int
    overdue: int
    cancelled_off: int
    promised: int

    @property
    def counted(self) -> int:
        return self.closed + self.open

    @property
    def rate(self) -> Fraction | None:
        """销号率; nothing while there is nothing to count."""
        return Fraction(self.cancelled_off, self.counted) if self.counted else None

    @property
    def formula(self) -> str:
        """The sum that stands under the rate (R33)."""
        if not self.counted:
            return "没有可以计算的事项"
        percent = round(float(self.rate or 0) * 100, 1)
        counted = f"（办结 {self.closed} 件 + 在办 {self.open} 件）"
        return f"销号 {self.cancelled_off} 件 ÷ {counted}= {percent}%"


@dataclass(frozen=True)
class OpeningReport:
    hearing_id: str
    on: date
    since: date | None
    """The last hearing; empty at the first."""
    closed: tuple[MatterRow, ...]
    open: tuple[MatterRow, ...]
    figures: Figures

    @property
    def period(self) -> str:
        start = chinese_date(self.since) if self.since else "启用以来"
        return f"{start}至{chinese_date(self.on)}"


def opening_report(store: Store, hearing_id: str) -> OpeningReport:
    """The report with which a hearing opens, as of the hearing's day (or today if it lies ahead).

    Closed: 办理完毕 from the day of the last hearing up to now, with what was answered at that
    hearing itself: what was closed that day after the hearing was not told there yet. Open:
    everything heard before and not closed, opening entries included (R43). 登记错误 stands
    nowhere (R45).
    """
    with store.read() as session:
        hearing = require(session, Meeting, hearing_id, "说事会")
        as_of = min(hearing.on, max(store.today(), hearing.on - timedelta(days=365)))
        last = _last_hearing(session, hearing)
        since = last.on if last else None
        heard = existing().where(
            Matter.heard_on <= as_of,
            Matter.number.is_not(None),
            Matter.hearing_id.is_distinct_from(hearing.id),
            *_not_long_closed(since),
        )
        matters = in_order(session.execute(heard).scalars())
        snapshot = Snapshot.of(session, matters, as_of)
        counted = [m for m in matters if snapshot.states[m.id].outcome not in OUTSIDE_RATES]
        closed = [m for m in counted if _closed_since(m, snapshot.states[m.id], since)]
        still = [m for m in counted if snapshot.states[m.id].is_open]
        new = [m for m in counted if _is_new(m, since)]
        return OpeningReport(
            hearing_id,
            hearing.on,
            since,
            tuple(snapshot.row(m) for m in closed),
            tuple(snapshot.row(m) for m in still),
            _figures(new, closed, still, snapshot),
        )


def _not_long_closed(since: date | None) -> Iterator[ColumnElement[bool]]:
    """Leaves out what was closed for good before the last hearing: after years that is nearly
    everything. What was closed later, or opened again, stands so on the matter itself."""
    if since is not None:
        yield or_(
            Matter.heard_on >= since,
            Matter.stage.in_(OPEN_STAGES),
            Matter.closed_on.is_(None),
            Matter.closed_on >= since,
        )


def _last_hearing(session: Session, hearing: Meeting) -> Meeting | None:
    return session.execute(
        select(Meeting)
        .where(
            Meeting.kind == MeetingKind.HEARING,
            Meeting.on < hearing.on,
            is_shown(Meeting),
            Meeting.closed_on.is_not(None),
        )
        .order_by(Meeting.on.desc())
        .limit(1)
    ).scalar()


def _is_new(matter: Matter, since: date | None) -> bool:
    """Whether the villagers raised it in the report's period: opening entries they had before."""
    return not matter.is_opening and (since is None or matter.heard_on >= since)


def _closed_since(matter: Matter, state: MatterState, since: date | None) -> bool:
    if state.closed_on is None:
        return False
    if since is None:
        return not matter.is_opening
    return state.closed_on >= since


def _figures(
    new: list[Matter], closed: list[Matter], still: list[Matter], snapshot: Snapshot
) -> Figures:
    states = snapshot.states
    day = snapshot.on
    due_days = [states[m.id].own_due_on for m in still]
    return Figures(
        heard=len(new),
        closed=len(closed),
        open=len(still),
        overdue=sum(due is not None and due < day for due in due_days),
        cancelled_off=sum(states[m.id].cancelled_on is not None for m in closed),
        promised=sum(states[m.id].outcome is Outcome.PROMISED for m in still),
    )


def report_lines(report: OpeningReport) -> list[str]:
    """The report as it is read out, a line a paragraph."""
    figures = report.figures
    lines = [
        f"{report.period}，群众反映事项 {figures.heard} 件，办结 {figures.closed} 件，"
        f"在办 {figures.open} 件，其中超过时限 {figures.overdue} 件。",
        f"销号率：{figures.formula}。",
        "",
        f"一、已办结 {figures.closed} 件",
        *([_closed_line(place, row) for place, row in enumerate(report.closed, 1)] or ["无。"]),
        "",
        f"二、正在办理 {figures.open} 件",
        *([_open_line(place, row) for place, row in enumerate(report.open, 1)] or ["无。"]),
    ]
    return lines


def _closed_line(place: int, row: MatterRow) -> str:
    outcome = row.outcome.label if row.outcome else ""
    told = "" if row.feedback_due is None else "，还没有向本人反馈"
    result = _plain(row.result or "") or "未写结果"
    return f"{place}．{row.number}　{_plain(row.title)}。{outcome}：{result}{told}。"


def _open_line(place: int, row: MatterRow) -> str:
    who = f"承办人 {row.responsible}，" if row.responsible else ""
    due = f"时限 {chinese_date(row.due_on)}" if row.due_on else "还没有定时限"
    due = township_words(row.township) if row.township else due
    promise = "（承诺）" if row.outcome is Outcome.PROMISED else ""
    deciding = f"四议两公开{row.procedure.label}，" if row.procedure else ""
    words = f"{row.stage.label}{promise}，{deciding}{who}{due}"
    return f"{place}．{row.number}　{_plain(row.title)}。{words}。"


def _plain(text: str) -> str:
    """Without the stop that the report's own sentence puts."""
    return text.rstrip().rstrip("。；;，,")
