"""工作台: the month as steps, what is due in words, and the meters with the names behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.hearing_days import fixed_date, fixed_days
from longshan_desk.data.records import policy_for, policy_versions
from longshan_desk.data.roster import roster_on
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Attendance, Meeting
from longshan_desk.data.tables.papers import IssuedPaper
from longshan_desk.domain.calendar import Month, days_words, short_date
from longshan_desk.domain.deadlines import petition_clocks
from longshan_desk.domain.labels import MeetingKind, Outcome, Role, Stage
from longshan_desk.domain.paper_life import WAITING, PaperStatus
from longshan_desk.domain.policy import Policy, policy_on
from longshan_desk.domain.township import township_words
from longshan_desk.queries.contacts import RULE, ContactGone, contacts_gone
from longshan_desk.queries.home_lines import DueLine, Meter, Tone, tone_of
from longshan_desk.queries.home_steps import MonthStep, first_month, month_steps
from longshan_desk.queries.home_visits import VisitMeters, ledger_lines, promise_lines, visit_meters
from longshan_desk.queries.matters import MatterRow, Snapshot, existing
from longshan_desk.queries.procedure_work import Waiting, waiting

__all__ = [
    "DueLine", "Home", "Meter", "MonthStep", "Tone", "home", "missing_hearings", "tone_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitingPaper:
    """An issued paper that is not signed, or not filed yet (R38)."""

    id: str
    title: str
    status: PaperStatus
    issued_on: date


@dataclass(frozen=True)
class Home:
    month: Month
    steps: tuple[MonthStep, ...]
    due: tuple[DueLine, ...]
    meters: tuple[Meter, ...]
    findings: tuple[str, ...]
    """What the rules ask and did not happen, in words (R3)."""
    visits: VisitMeters
    """R8, R10, R11: who was visited and who is missing."""
    papers: tuple[WaitingPaper, ...] = ()


def home(store: Store) -> Home:
    """Everything the home page shows today, from one moment of the database."""
    today = store.today()
    month = Month.of(today)
    with store.read() as session:
        policy = policy_for(session, today)
        return Home(
            month=month,
            steps=month_steps(session, month, today, policy, reports=store.is_joined),
            due=tuple(_due(session, today, policy)),
            meters=tuple(_meters(session, today, policy)),
            findings=tuple(missing_hearings(session, today)),
            visits=visit_meters(session, today, policy),
            papers=tuple(_waiting_papers(session)),
        )


def _waiting_papers(session: Session) -> list[WaitingPaper]:
    """R38: unsigned and unfiled papers, those that wait longest first."""
    rows = session.execute(
        select(IssuedPaper.id, IssuedPaper.title, IssuedPaper.status, IssuedPaper.issued_on)
        .where(IssuedPaper.is_deleted.is_(False), IssuedPaper.status.in_(WAITING))
        .order_by(IssuedPaper.issued_on, IssuedPaper.title, IssuedPaper.id)
    )
    return [WaitingPaper(*row) for row in rows]


# -- what is due -------------------------------------------------------------------------------


def _due(session: Session, today: date, policy: Policy) -> list[DueLine]:
    """Open matters and those whose raisers wait to be told; red before amber before the rest."""
    open_stages = (Stage.HEARD, Stage.DELIBERATED, Stage.ACTING)
    statement = existing().where(
        Matter.number.is_not(None),
        Matter.stage.in_(open_stages) | Matter.feedback_from.is_not(None),
    )
    matters = list(session.execute(statement).scalars())
    snapshot = Snapshot.of(session, matters, today)
    gone = contacts_gone(session, matters, today)
    lines = []
    for matter in matters:
        row = snapshot.row(matter)
        if matter.id in gone:
            lines.append(_contact_line(row, gone[matter.id]))
        lines.extend(_matter_lines(row, today, policy))
        lines.extend(_petition_lines(row, matter, snapshot, today))
    lines += [*promise_lines(session, today, policy), *ledger_lines(session, today, policy)]
    lines += [_procedure_line(one, today, policy) for one in waiting(session, today)]
    rank = {Tone.LATE: 0, Tone.SOON: 1, Tone.CALM: 2, Tone.DONE: 3}
    return sorted(lines, key=lambda line: (rank[line.tone], line.on, line.title))


def _procedure_line(one: Waiting, today: date, policy: Policy) -> DueLine:
    """R14: what a decision by 四议两公开 waits for."""
    if one.due_on is None:
        tone = Tone.SOON if one.is_stopped else Tone.CALM
        words = "待处理" if one.is_stopped else "待办"
        return DueLine(
            "procedure", one.procedure_id, one.title, one.what, words, one.rule, tone, today
        )
    tone = tone_of(today, one.due_on, policy.due_soon_days)
    words = days_words(today, one.due_on)
    return DueLine(
        "procedure", one.procedure_id, one.title, one.what, words, one.rule, tone, one.due_on
    )


def _matter_lines(row: MatterRow, today: date, policy: Policy) -> list[DueLine]:
    above = row.township
    if above is not None and above.answered_on is not None and row.closed_on is None:
        said = township_words(above)
        return [
            DueLine(
                "matter", row.id, row.title, "镇上已答复", "请办结、反馈", said, Tone.SOON,
                above.answered_on,
            )
        ]  # fmt: skip
    if row.due is None:
        if row.stage is not Stage.DELIBERATED or row.responsible:
            return []
        words, rule, on, tone = "待安排承办", "议定以后要明确承办人和时限", today, Tone.SOON
    else:
        is_promise = row.outcome is Outcome.PROMISED
        soon = policy.promise_reminder_days if is_promise else policy.due_soon_days
        on, rule = row.due.on, row.due.rule
        words, tone = days_words(today, on), tone_of(today, on, soon)
    what = _what(row)
    return [DueLine("matter", row.id, row.title, what, words, rule, tone, on)]


def _contact_line(row: MatterRow, gone: ContactGone) -> DueLine:
    """R46: a matter whose contact died or moved away asks for a new one."""
    who = "重新确定联系人"
    return DueLine("matter", row.id, row.title, who, gone.words, RULE, Tone.SOON, gone.on)


def _what(row: MatterRow) -> str:
    """What is to be done, and by whom: “待议”, “承办 王某”, “承诺 李某”, “待反馈”."""
    if row.stage is Stage.HEARD:
        return "待议"
    if row.feedback_due is not None:
        return "待反馈"
    if row.outcome is Outcome.PROMISED:
        return f"承诺 {row.responsible}"
    return f"承办 {row.responsible}" if row.responsible else "待安排承办"


def _petition_lines(
    row: MatterRow, matter: Matter, snapshot: Snapshot, today: date
) -> list[DueLine]:
    policy = policy_on(snapshot.policies, matter.heard_on)
    return [
        DueLine(
            "matter",
            row.id,
            row.title,
            f"信访 {clock.name}",
            days_words(today, clock.due.on),
            clock.due.rule,
            tone_of(today, clock.due.on, policy.due_soon_days),
            clock.due.on,
        )
        for clock in petition_clocks(snapshot.states[matter.id], policy)
        if clock.done_on is None
    ]


# -- meters ------------------------------------------------------------------------------------


def _meters(session: Session, today: date, policy: Policy) -> list[Meter]:
    """R4: who has to sit in at hearings, counted over the year and over the month."""
    held = list(
        session.execute(
            select(Meeting).where(
                Meeting.kind == MeetingKind.HEARING,
                is_shown(Meeting),
                Meeting.closed_on.is_not(None),
                Meeting.on <= today,
                Meeting.month.startswith(f"{today.year:04d}-"),
            )
        ).scalars()
    )
    came: dict[str, int] = {}
    this_month: set[str] = set()
    there = _names_there(session, [meeting.id for meeting in held])
    for meeting in held:
        names = there.get(meeting.id, set())
        for name in names:
            came[name] = came.get(name, 0) + 1
        if meeting.month == str(Month.of(today)):
            this_month |= names
    roster = roster_on(session, today)
    leaders = [one.name for one in roster if one.holds(Role.LIAISON_LEADER)]
    resident = [
        one.name for one in roster if one.holds(Role.SUPPORT_TEAM_MEMBER, Role.RESIDENT_CADRE)
    ]
    meters = [_leader_meter(name, came.get(name, 0), today, policy) for name in leaders]
    if resident:
        absent = tuple(name for name in resident if name not in this_month)
        words = f"本月 {len(resident) - len(absent)}/{len(resident)} 人列席"
        done = len(resident) - len(absent)
        meters.append(Meter("resident", "驻村列席", done, len(resident), absent, words))
    return meters


def _names_there(session: Session, meeting_ids: list[str]) -> dict[str, set[str]]:
    """Who was at each of these meetings."""
    rows = session.execute(
        select(Attendance.meeting_id, Attendance.name, Attendance.state).where(
            Attendance.meeting_id.in_(meeting_ids), Attendance.is_deleted.is_(False)
        )
    )
    found: dict[str, set[str]] = {}
    for meeting_id, name, state in rows:
        if state.was_there:
            found.setdefault(meeting_id, set()).add(name)
    return found


def _leader_meter(name: str, times: int, today: date, policy: Policy) -> Meter:
    wanted = policy.liaison_observations_per_year
    left = 12 - today.month
    short = max(0, wanted - times)
    words = f"{name} 今年列席 {times}/{wanted} 次" + (f"，还差 {short} 次" if short else "")
    if short:
        words += f"，今年以后还有 {left} 次说事会" if left else "，今年没有说事会了"
    return Meter(f"leader-{name}", "包村领导列席", times, wanted, (name,) if short else (), words)


# -- findings ----------------------------------------------------------------------------------


def missing_hearings(session: Session, today: date) -> list[str]:
    """R3: months without a hearing, in words, from the first one held (or the policy's start).

    A month is missed once the policy's make-up days after its fixed day have passed (R47).
    """
    policy = policy_on(policy_versions(session), today)
    days = fixed_days(session)
    first = first_month(session)
    if first is None or not days:
        return []
    month = Month.parse(first)
    if policy.starts_on is not None:
        month = max(month, Month.of(policy.starts_on))
    found = []
    held = _months_held(session)
    while month <= Month.of(today):
        fixed = fixed_date(days, month)
        if fixed and str(month) not in held and today > fixed + timedelta(days=policy.makeup_days):
            found.append(f"{month.label}没有召开说事会（固定说事日 {short_date(fixed)}）")
        month = month.next()
    return found


def _months_held(session: Session) -> set[str]:
    """The months whose hearing was held and closed; its first one counts, as everywhere."""
    rows = session.execute(
        select(Meeting.month, Meeting.closed_on)
        .where(Meeting.kind == MeetingKind.HEARING, is_shown(Meeting))
        .order_by(Meeting.on.desc())
    )
    closed_on = {month: closed for month, closed in rows}
    return {month for month, closed in closed_on.items() if closed is not None}
