"""Decisions by 四议两公开 as a board and as one page, with the rules that hold (R14, R30, R31)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.authorisations import authorisations_of
from longshan_desk.data.procedures import (
    facts_by_procedure,
    facts_of,
    findings_on,
    opening,
    procedures_of,
    require_procedure,
    rules_on,
    usual_type,
)
from longshan_desk.data.records import policy_for, require
from longshan_desk.data.rolls import roll_on
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.procedures import Procedure
from longshan_desk.domain.authorisations import Authorisation
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import chinese_date, days_words
from longshan_desk.domain.procedure import (
    Held,
    Posting,
    ProcedureFact,
    ProcedureState,
    Said,
    fold,
)
from longshan_desk.domain.procedure_findings import (
    Demand,
    Finding,
    authority_of,
    demands,
    is_entered_late,
    notice_due,
)
from longshan_desk.domain.procedure_labels import Motion, Notice, Phase, Step
from longshan_desk.domain.procedure_steps import check_notice, check_open, check_work
from longshan_desk.domain.rolls import Roll
from longshan_desk.domain.rule_sets import MatterType, RuleSet
from longshan_desk.domain.rule_texts import shipped_sets
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.domain.votes import VoteRule
from longshan_desk.errors import AppError
from longshan_desk.queries.photos import photos_of
from longshan_desk.queries.visits import PhotoRow


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """One decision on the board, as it stood on the day asked for."""

    id: str
    title: str
    matter_id: str | None
    number: str | None
    type_code: str
    type_label: str
    motion: Motion
    began_on: date
    rules_code: str
    """The rule set that it keeps to."""
    phase: Phase
    round: int
    last_on: date
    """The day of its last act."""
    due_on: date | None
    due_what: str
    """What is due then: 公开决议, 撤下, 答复异议, 完成实施."""
    open_findings: int
    failed_at: Step | None = None
    """The step whose vote was lost, while nothing follows from it."""
    lapsed_on: date | None = None
    """When the open step's last meeting had too few people (流会)."""

    hanging: Notice | None = None
    """The notice that is on the board now."""

    def due_words(self, today: date) -> str:
        """“答复异议，已超 2 天”; empty when nothing is due."""
        return f"{self.due_what}，{days_words(today, self.due_on)}" if self.due_on else ""


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting on one step: the domain's record, with what the desk knows beside it."""

    held: Held
    meeting_title: str
    is_entered_late: bool
    entered_on: date


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the stepper; ``why_not`` says why it is not open."""

    step: Step
    bodies: tuple[Body, ...]
    decided: Held | None
    last: Held | None
    """The last meeting on it in the present round, also one that lapsed or was lost."""
    is_open: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One of the notices; ``why_not`` says why it cannot be posted yet."""

    notice: Notice
    why_not: str
    due_on: date | None
    drafts: tuple[Said, ...]
    opinions: tuple[Said, ...]
    postings: tuple[Posting, ...]
    """Its hangings in the present round."""

    @property
    def hanging(self) -> Posting | None:
        """The one on the board now."""
        return next((one for one in self.postings if one.taken_down_on is None), None)


@dataclass(frozen=True)
class ProcedurePage:
    """One decision whole."""

    row: ProcedureRow
    proposal: str
    first_proposal: str
    rules: RuleSet
    type: MatterType
    state: ProcedureState
    steps: tuple[StepLine, ...]
    notices: Mapping[Notice, NoticeLine]
    work_why_not: str
    """Why it cannot be carried out yet; empty once it can."""
    meetings: tuple[MeetingLine, ...]
    """Of all rounds, in the order they were held."""
    findings: tuple[Finding, ...]
    demands: tuple[Demand, ...]
    facts: tuple[ProcedureFact, ...]
    """Every act as it was recorded, in order."""
    entered_on: date
    begun_by: str
    photos: Mapping[str, tuple[PhotoRow, ...]]
    """Of hung notices by their posting's id, and scanned sign-in lists by their meeting's id."""
    authority: Authorisation | None
    """By which the representatives decided in the villagers' place, where that was needed."""


def list_procedures(
    store: Store, *, on: date | None = None, matter_id: str | None = None
) -> list[ProcedureRow]:
    """Every decision begun by a day (today if ``None``), as it stood then; the newest first."""
    day = on or store.today()
    with store.read() as session:
        statement = select(Procedure).where(
            Procedure.is_deleted.is_(False), Procedure.began_on <= day
        )
        if matter_id is not None:
            statement = statement.where(Procedure.matter_id == matter_id)
        ordered = statement.order_by(Procedure.began_on.desc(), Procedure.id)
        procedures = list(session.execute(ordered).scalars())
        numbers = _numbers(session, procedures)
        facts = facts_by_procedure(session, [one.id for one in procedures])
        return [
            _row(session, one, fold(opening(one), facts[one.id], day), day, numbers)
            for one in procedures
        ]


def board(store: Store, *, on: date | None = None) -> Mapping[Phase, tuple[ProcedureRow, ...]]:
    """The open decisions by what each waits for; every open phase is there, also an empty one."""
    rows = list_procedures(store, on=on)
    return {
        phase: tuple(row for row in rows if row.phase is phase) for phase in Phase if phase.is_open
    }


def procedure_page(store: Store, procedure_id: str, *, on: date | None = None) -> ProcedurePage:
    """One decision with everything on it, as it stood on a day (today if ``None``)."""
    day = on or store.today()
    with store.read() as session:
        procedure = require_procedure(session, procedure_id)
        known = tuple(one for one in facts_of(session, procedure.id) if one.on <= day)
        state = fold(opening(procedure), known)
        return ProcedurePage(
            row=_row(session, procedure, state, day, _numbers(session, [procedure])),
            proposal=state.proposal,
            first_proposal=procedure.proposal,
            rules=state.rules,
            type=state.rules.type_of(state.type_code),
            state=state,
            steps=tuple(_step_line(state, step) for step in Step),
            notices={notice: _notice_line(state, notice) for notice in Notice},
            work_why_not=_work_why_not(state),
            meetings=_meetings(session, state),
            findings=findings_on(session, procedure, state, day),
            demands=demands(state, day, authorisations_of(session)),
            facts=known,
            entered_on=procedure.entered_on,
            begun_by=procedure.begun_by,
            photos=_photos(session, state),
            authority=authority_of(state, authorisations_of(session)),
        )


def procedures_of_matter(store: Store, matter_id: str) -> list[str]:
    """The ids of a matter's decisions, oldest first."""
    with store.read() as session:
        return [one.id for one in procedures_of(session, matter_id)]


@dataclass(frozen=True, slots=True)
class VoteGround:
    """What a vote needs before it is entered: the body, its roll of the day, the shares."""

    body: Body
    roll: Roll
    rule: VoteRule
    notice_days: int
    needed: int | None
    """How many have to come, where there is a roll."""


def vote_ground(
    store: Store, procedure_id: str, step: Step, *, body: Body | None = None, on: date | None = None
) -> VoteGround:
    """What a meeting on a step needs: for sums while typing, and to see before it is called
    whether enough can come."""
    with store.read() as session:
        procedure = require_procedure(session, procedure_id)
        rules = RuleSet.from_data(procedure.rules)
        sits = body or rules.bodies_for(step, procedure.type_code)[0]
        rule = rules.vote_rule(step, sits, procedure.type_code)
        roll = roll_on(session, sits, on or store.today(), rules.counting)
        needed = rule.quorum.needed(roll.expected) if roll.expected else None
        return VoteGround(sits, roll, rule, rules.bodies[sits].notice_days, needed)


def type_for(store: Store, matter_id: str) -> str:
    """The type of matter that is usual for a matter's topic."""
    with store.read() as session:
        matter: Matter = require(session, Matter, matter_id, "事项")
        return usual_type(matter.topic)


def rule_set(store: Store, *, on: date | None = None) -> RuleSet:
    """The rules that a decision begun on a day (today if ``None``) would be held to."""
    with store.read() as session:
        return rules_on(session, on or store.today())


def rule_sets(store: Store) -> tuple[RuleSet, ...]:
    """Every shipped rule set under the policy in force, to be read with its sources."""
    with store.read() as session:
        return shipped_sets(policy_for(session, store.today()))


# -- rows -------------------------------------------------------------------------------------


def _numbers(session: Session, procedures: Iterable[Procedure]) -> dict[str, str | None]:
    ids = {one.matter_id for one in procedures if one.matter_id}
    found = session.execute(select(Matter.id, Matter.number).where(Matter.id.in_(ids)))
    return {matter_id: number for matter_id, number in found}


def _row(
    session: Session,
    procedure: Procedure,
    state: ProcedureState,
    day: date,
    numbers: Mapping[str, str | None],
) -> ProcedureRow:
    due_on, what = _next_due(state)
    last = state.round.last
    return ProcedureRow(
        id=procedure.id,
        title=procedure.title,
        matter_id=procedure.matter_id,
        number=numbers.get(procedure.matter_id or ""),
        type_code=procedure.type_code,
        type_label=state.rules.type_of(procedure.type_code).label,
        motion=procedure.motion,
        began_on=procedure.began_on,
        rules_code=state.rules.code,
        phase=state.phase,
        round=state.round.number,
        last_on=state.touched_on,
        due_on=due_on,
        due_what=what,
        open_findings=sum(one.is_open for one in findings_on(session, procedure, state, day)),
        failed_at=last.step if last and state.phase is Phase.FAILED else None,
        hanging=next(
            (one.notice for one in reversed(state.postings) if one.taken_down_on is None), None
        ),
        lapsed_on=last.on if last and last.lapsed and state.closed_on is None else None,
    )


def _next_due(state: ProcedureState) -> tuple[date | None, str]:
    """The nearest of what is waited for: answers, posting, taking down, carrying out."""
    days: list[tuple[date, str]] = []
    for posting in state.postings:
        if posting.taken_down_on is None:
            days.append((posting.until_on, f"撤下{posting.notice.label}"))
        days += [
            (one.on + state.rules.objection.span, "答复异议")
            for one in posting.objections
            if one.answered_on is None
        ]
    for notice in (Notice.RESOLUTION_NOTICE, Notice.OUTCOME_NOTICE):
        due = notice_due(state, notice)
        if due is not None and not state.posted(notice):
            days.append((due, notice.label))
    now = state.implementation
    if now is not None and now.accepted_on is None:
        days.append((now.due_on, "完成实施"))
    return min(days) if days else (None, "")


def _step_line(state: ProcedureState, step: Step) -> StepLine:
    try:
        check_open(state, step)
        why_not = ""
    except AppError as exc:
        why_not = exc.message
    is_over = state.closed_on is not None
    return StepLine(
        step=step,
        bodies=state.rules.bodies_for(step, state.type_code),
        decided=state.passed(step),
        last=next((one for one in reversed(state.round.meetings) if one.step is step), None),
        is_open=not why_not and not is_over,
        why_not=why_not if not is_over else f"这项决策{state.phase.label}。",
    )


def _notice_line(state: ProcedureState, notice: Notice) -> NoticeLine:
    try:
        check_notice(state, notice)
        why_not = ""
    except AppError as exc:
        why_not = f"{exc.message}{exc.hint}"
    return NoticeLine(
        notice,
        why_not,
        notice_due(state, notice),
        tuple(one for one in state.drafts if one.notice is notice),
        tuple(one for one in state.opinions if one.notice is notice),
        state.posted(notice),
    )


def _work_why_not(state: ProcedureState) -> str:
    try:
        check_work(state)
    except AppError as exc:
        return f"{exc.message}{exc.hint}"
    return ""


def _meetings(session: Session, state: ProcedureState) -> tuple[MeetingLine, ...]:
    ids = {one.fact.meeting_id for one in state.meetings if one.fact.meeting_id}
    found = session.execute(select(Meeting).where(Meeting.id.in_(ids))).scalars()
    titles = {one.id: f"{chinese_date(one.on)} {one.title or one.kind.label}" for one in found}
    return tuple(_meeting_line(state, one, titles) for one in state.meetings)


def _photos(session: Session, state: ProcedureState) -> dict[str, tuple[PhotoRow, ...]]:
    meetings = {one.fact.meeting_id for one in state.meetings if one.fact.meeting_id}
    return {
        **photos_of(session, Attached.PROCEDURE_ACT, [one.id for one in state.postings]),
        **photos_of(session, Attached.MEETING, sorted(meetings)),
    }


def _meeting_line(state: ProcedureState, one: Held, titles: Mapping[str, str]) -> MeetingLine:
    late = is_entered_late(state, one.fact)
    entered = one.fact.entered_on or one.on
    return MeetingLine(one, titles.get(one.fact.meeting_id or "", ""), late, entered)
