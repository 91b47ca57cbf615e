"""Taking one act in a decision inside an open change: check, add it, tell the matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.ids import new_id
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.moves import add_move, take_step
from longshan_desk.data.moves import state_of as matter_state_of
from longshan_desk.data.records import policy_for, require, user_name
from longshan_desk.data.roster import roster_on
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.procedures import Procedure, ProcedureAct
from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.labels import Act, ListKind, Role, Stage, Topic
from longshan_desk.domain.matters import MatterState
from longshan_desk.domain.procedure import ProcedureFact, ProcedureState, apply, begin, fold, held
from longshan_desk.domain.procedure_findings import Finding, findings, of_matter
from longshan_desk.domain.procedure_labels import Deed, Motion, Notice, Phase, Step
from longshan_desk.domain.procedure_steps import NotOpenError, check, check_overlap
from longshan_desk.domain.rule_sets import RuleSet
from longshan_desk.domain.rule_texts import rule_set_on
from longshan_desk.domain.steps import OPEN_IN, Request, check_day
from longshan_desk.errors import WrongStageError


@dataclass(frozen=True)
class NewProcedure:
    """What is put up for decision (动议事由); the words default to the matter's."""

    type_code: str | None = None
    title: str | None = None
    proposal: str | None = None
    motion: Motion | None = None


_TYPES: Mapping[Topic, str] = {
    Topic.INFRASTRUCTURE: "public_works",
    Topic.INDUSTRY: "collective_project",
}
"""The type that is usual for a topic; it can be chosen otherwise."""


def usual_type(topic: Topic | None) -> str:
    return _TYPES.get(topic, "other") if topic else "other"


def fact(row: ProcedureAct) -> ProcedureFact:
    """A stored act as the domain sees it."""
    return ProcedureFact(
        row.deed,
        row.on,
        row.stamp,
        row.id,
        row.by,
        row.text,
        row.data or {},
        row.entered_on,
        row.meeting_id,
    )


def facts_of(session: Session, procedure_id: str) -> list[ProcedureFact]:
    found = session.execute(
        select(ProcedureAct)
        .where(ProcedureAct.procedure_id == procedure_id, ProcedureAct.is_deleted.is_(False))
        .order_by(ProcedureAct.on, ProcedureAct.stamp)
    )
    return [fact(row) for row in found.scalars()]


def facts_by_procedure(
    session: Session, ids: Sequence[str]
) -> Mapping[str, Sequence[ProcedureFact]]:
    """The acts of several procedures by one question, for a board."""
    found: dict[str, list[ProcedureFact]] = {one: [] for one in ids}
    rows = session.execute(
        select(ProcedureAct)
        .where(ProcedureAct.procedure_id.in_(ids), ProcedureAct.is_deleted.is_(False))
        .order_by(ProcedureAct.on, ProcedureAct.stamp)
    )
    for row in rows.scalars():
        found[row.procedure_id].append(fact(row))
    return found


def opening(procedure: Procedure) -> ProcedureState:
    """The state before any act, under the rules that the procedure keeps."""
    rules = RuleSet.from_data(procedure.rules)
    return begin(rules, procedure.type_code, procedure.began_on, procedure.proposal)


def procedure_state(
    session: Session, procedure: Procedure, until: date | None = None
) -> ProcedureState:
    """The procedure's state on a day (now if ``None``), as the sum of its acts."""
    return fold(opening(procedure), facts_of(session, procedure.id), until)


def procedures_of(session: Session, matter_id: str) -> list[Procedure]:
    found = session.execute(
        select(Procedure)
        .where(Procedure.matter_id == matter_id, Procedure.is_deleted.is_(False))
        .order_by(Procedure.began_on, Procedure.id)
    )
    return list(found.scalars())


def matter_waiting(
    session: Session, procedure: Procedure, state: ProcedureState, until: date | None = None
) -> MatterState | None:
    """The matter that is still to be decided by ``state``, as it stood; None where there is none,
    and once the decision was taken or ended."""
    if procedure.matter_id is None or state.decided_on or state.closed_on:
        return None
    matter = session.get(Matter, procedure.matter_id)
    return matter_state_of(session, matter, until) if matter is not None else None


def findings_on(
    session: Session, procedure: Procedure, state: ProcedureState, day: date
) -> tuple[Finding, ...]:
    """Everything found in a decision on a day, with what its matter's own record says of it."""
    matter = matter_waiting(session, procedure, state, day)
    return (*(of_matter(state, matter) if matter else ()), *findings(state, day))


def rules_on(session: Session, day: date) -> RuleSet:
    """The rule set for a procedure that begins on ``day``. 提议 and 商议 are merged only where one
    person holds both offices on that day."""
    policy = policy_for(session, day)
    if policy.procedure_merges_first and not _one_holds_both(session, day):
        policy = replace(policy, procedure_merges_first=False)
    return rule_set_on(day, policy)


def _one_holds_both(session: Session, day: date) -> bool:
    return any(
        one.holds(Role.VILLAGE_DIRECTOR) and any(held.leads_branch for held in one.roles)
        for one in roster_on(session, day)
    )


# -- beginning --------------------------------------------------------------------------------


def begin_procedure(
    session: Session,
    store: Store,
    new: NewProcedure,
    on: date,
    matter: Matter | None = None,
    *,
    meeting_id: str | None = None,
) -> Procedure:
    """Put a decision up: from a major matter (R14), or by the township or the committees."""
    earliest = date.min
    if matter is not None:
        _check_matter(session, matter)
        earliest = matter.heard_on
    check_day(on, earliest=earliest, today=store.today(), what="立项")
    rules = rules_on(session, on)
    type_code = new.type_code or usual_type(matter.topic if matter else None)
    title = new.title or (matter and (matter.summary or matter.words)) or ""
    kept = required_text(title, "决策事项", 500)
    procedure = Procedure(
        matter_id=matter.id if matter else None,
        title=kept,
        proposal=optional_text(new.proposal) or kept,
        type_code=rules.type_of(type_code).code,
        motion=new.motion or (Motion.MASSES if matter else Motion.CADRES),
        began_on=on,
        entered_on=store.today(),
        begun_by=user_name(session, store.user_id),
        rules=rules.to_data(),
    )
    session.add(procedure)
    session.flush()
    if matter is not None:
        data = {"procedure": procedure.id, "phase": Phase.PROPOSAL.value}
        words = f"立项：{rules.type_of(type_code).label}"
        request = Request(Act.PROCEDURE, on, data, words)
        add_move(session, store, matter, request, meeting_id=meeting_id)
    return procedure


def _check_matter(session: Session, matter: Matter) -> None:
    if matter.number is None:
        raise WrongStageError(
            "这件事项还在没有收尾的说事会上，暂时不能立项。", hint="请先在说事会页面“收尾”。"
        )
    if matter.list_kind is not ListKind.MAJOR_PUBLIC:
        raise WrongStageError(
            f"事项在“{matter.list_kind.label}”清单里，不走“四议两公开”。",
            hint="属于公共重大事项的，请先“调整清单”并写明原因。",
        )
    if matter.stage in (Stage.CLOSED, Stage.RATED):
        raise WrongStageError("事项已经办结，不能立项。", hint="需要再议的，请先“重新办理”。")
    for procedure in procedures_of(session, matter.id):
        phase = procedure_state(session, procedure).phase
        if phase.is_open:
            raise NotOpenError(
                f"这件事项的“四议两公开”已经立项：{phase.label}。", hint="请接着办那一项。"
            )


def open_procedure(session: Session, matter: Matter) -> Procedure | None:
    """The matter's procedure that is under way, or passed and closed."""
    for procedure in reversed(procedures_of(session, matter.id)):
        if procedure_state(session, procedure).phase is not Phase.ENDED:
            return procedure
    return None


# -- going on ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """One act that was taken, and the state it led to."""

    fact: ProcedureFact
    state: ProcedureState


def take_act(
    session: Session,
    store: Store,
    procedure: Procedure,
    deed: Deed,
    on: date,
    *,
    text: str | None = None,
    data: Mapping[str, Any] | None = None,
    meeting_id: str | None = None,
) -> Done:
    """Check an act against the procedure's state and take it; refuses as
    ``procedure_steps.check`` does."""
    before = procedure_state(session, procedure)
    new = ProcedureFact(
        deed,
        on,
        store.stamp,
        new_id(),
        user_name(session, store.user_id),
        optional_text(text),
        _kept(data or {}),
        store.today(),
        meeting_id,
    )
    check(before, new, today=store.today())
    if deed in _DECIDING:
        _check_matter_is_there(session, procedure, before, new)
    if deed is Deed.STEP:
        check_overlap(new, _meetings_on(session, on))
    session.add(
        ProcedureAct(
            id=new.id,
            procedure_id=procedure.id,
            deed=deed,
            on=on,
            at=utc_now(),
            stamp=new.stamp,
            entered_on=store.today(),
            by=new.by,
            text=new.text,
            data=dict(new.data),
            meeting_id=meeting_id,
        )
    )
    session.flush()
    after = procedure_state(session, procedure)
    matter = session.get(Matter, procedure.matter_id) if procedure.matter_id else None
    if matter is not None and not matter.is_deleted:
        _tell_matter(session, store, matter, procedure, before, Done(new, after))
    return Done(new, after)


_DECIDING = frozenset({Deed.STEP, Deed.ROUND, Deed.OVERRIDE})


def _check_matter_is_there(
    session: Session, procedure: Procedure, state: ProcedureState, new: ProcedureFact
) -> None:
    """R14: there is nothing to decide once the matter was closed or went to another list; what
    happened before that is still entered."""
    matter = matter_waiting(session, procedure, state)
    if matter is None or matter.gone_on is None or new.on <= matter.gone_on:
        return
    raise NotOpenError(
        f"{matter.gone_words}，不能再“{new.deed.label}”。",
        hint="不再议的，请“终止”这项决策，写明原因；还要议的，先重新办理事项或者调回清单。",
    )


def _kept(data: Mapping[str, Any]) -> dict[str, Any]:
    """The words in the one form that is kept; what says nothing is left out."""
    said = {key: optional_text(v) if type(v) is str else v for key, v in data.items()}
    return {key: value for key, value in said.items() if value is not None}


def _meetings_on(session: Session, day: date) -> Iterable[ProcedureFact]:
    found = session.execute(
        select(ProcedureAct)
        .join(Procedure, Procedure.id == ProcedureAct.procedure_id)
        .where(
            ProcedureAct.deed == Deed.STEP,
            ProcedureAct.on == day,
            ProcedureAct.is_deleted.is_(False),
            Procedure.is_deleted.is_(False),
        )
    )
    return [fact(row) for row in found.scalars()]


# -- the matter's own record ------------------------------------------------------------------


def _tell_matter(
    session: Session,
    store: Store,
    matter: Matter,
    procedure: Procedure,
    before: ProcedureState,
    done: Done,
) -> None:
    """What a procedure does stands on its matter's timeline, and is not entered twice (R14)."""
    told, at = done.fact, done.fact.meeting_id
    stage = matter_state_of(session, matter).stage
    if told.deed is Deed.STEP and stage is Stage.HEARD and not held(done.state, told).lapsed:
        take_step(session, store, matter, Request(Act.DELIBERATE, told.on, {}), meeting_id=at)
    if told.deed is Deed.IMPLEMENT:
        _carry_out(session, store, matter, told, before)
    words = act_words(done)
    if words is None or (told.deed is Deed.IMPLEMENT and before.implementation is not None):
        return
    data = {"procedure": procedure.id}
    if before.phase is not done.state.phase:
        data["phase"] = done.state.phase.value
    add_move(session, store, matter, Request(Act.PROCEDURE, told.on, data, words), meeting_id=at)


def _carry_out(
    session: Session, store: Store, matter: Matter, told: ProcedureFact, before: ProcedureState
) -> None:
    """实施: who answers for it until when is the matter's assignment, and progress its progress."""
    after = apply(before, told).implementation
    was = before.implementation
    is_new = after is not None and (
        was is None or (was.who, was.due_on) != (after.who, after.due_on)
    )
    if after is not None and is_new and matter.stage in OPEN_IN[Act.ASSIGN]:
        data = {"to": after.who, "due": after.due_on.isoformat()}
        take_step(session, store, matter, Request(Act.ASSIGN, told.on, data))
    if told.text and matter.stage in OPEN_IN[Act.PROGRESS]:
        take_step(session, store, matter, Request(Act.PROGRESS, told.on, {}, told.text))


def act_words(done: Done) -> str | None:
    """What the matter's timeline says of an act; nothing of what stays inside the procedure."""
    told, data = done.fact, done.fact.data
    match told.deed:
        case Deed.STEP:
            return f"{Step(data['step']).label}：{held(done.state, told).verdict.words}"
        case Deed.ROUND:
            return f"第 {done.state.round.number} 轮重新提出：{data['reason']}"
        case Deed.POST:
            return f"{Notice(data['notice']).label}：张贴于{data['where']}"
        case Deed.OBJECT:
            return f"公示期间{data['by']}提出异议：{told.text}"
        case Deed.ANSWER:
            return f"答复异议：{told.text}"
        case Deed.IMPLEMENT:
            return f"组织实施：{data.get('who', '')}负责"
        case Deed.ACCEPT:
            return f"验收{'：' + told.text if told.text else ''}"
        case Deed.CLOSE:
            return f"{done.state.phase.label}{'：' + told.text if told.text else ''}"
        case _:
            return None


def require_procedure(session: Session, procedure_id: str) -> Procedure:
    found: Procedure = require(session, Procedure, procedure_id, "决策")
    return found
