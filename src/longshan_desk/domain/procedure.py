"""A decision's life: its state is the sum of the facts recorded up to a day (R14, R29, R31)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.procedure_labels import STEPS, Deed, Notice, Phase, Step, VoteForm
from longshan_desk.domain.rule_sets import RuleSet
from longshan_desk.domain.votes import Verdict, Votes, verdict_of


@dataclass(frozen=True)
class ProcedureFact:
    """One thing that was done, as it was recorded. ``stamp`` is the order of entry."""

    deed: Deed
    on: date
    stamp: int = 0
    id: str = ""
    by: str = ""
    text: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    entered_on: date | None = None
    meeting_id: str | None = None

    def day(self, key: str) -> date | None:
        """A date kept in ``data`` as ISO text."""
        value = self.data.get(key)
        return date.fromisoformat(value) if value else None

    def clock(self, key: str) -> time | None:
        value = self.data.get(key)
        return time.fromisoformat(value) if value else None


@dataclass(frozen=True)
class Held:
    """One meeting on one step, with its vote and what follows from it."""

    fact: ProcedureFact
    step: Step
    body: Body
    votes: Votes
    verdict: Verdict
    round: int

    @property
    def on(self) -> date:
        return self.fact.on

    @property
    def starts_at(self) -> time | None:
        return self.fact.clock("time")

    @property
    def ended_at(self) -> time | None:
        return self.fact.clock("ended")

    @property
    def form(self) -> VoteForm:
        return VoteForm(self.fact.data.get("form", VoteForm.HANDS))

    @property
    def amendment(self) -> str | None:
        return self.fact.data.get("amendment")

    @property
    def passed(self) -> bool:
        return self.verdict.passed

    @property
    def lapsed(self) -> bool:
        """流会: too few came, and the same step is called again."""
        return not self.verdict.quorum.is_met


@dataclass(frozen=True)
class Round:
    """The proposal's way through the meetings; a lost vote ends it, and the next is a new one."""

    number: int
    began_on: date
    reason: str | None = None
    meetings: tuple[Held, ...] = ()

    @property
    def last(self) -> Held | None:
        return self.meetings[-1] if self.meetings else None

    @property
    def failed(self) -> bool:
        last = self.last
        return last is not None and not last.passed and not last.lapsed

    def passed(self, step: Step) -> Held | None:
        return next((one for one in self.meetings if one.step is step and one.passed), None)


@dataclass(frozen=True)
class Objection:
    id: str
    by: str
    on: date
    text: str
    answer: str | None = None
    answered_on: date | None = None


@dataclass(frozen=True)
class Posting:
    """One hanging of a notice on the board; a second one is a republication."""

    fact: ProcedureFact
    notice: Notice
    from_on: date
    until_on: date
    where: str
    round: int = 1
    taken_down_on: date | None = None
    objections: tuple[Objection, ...] = ()

    @property
    def id(self) -> str:
        return self.fact.id

    def ends_on(self, day: date) -> date:
        """The last day on which it hung, as known on ``day``."""
        return self.taken_down_on or max(self.until_on, day)

    @property
    def hung_days(self) -> int:
        """How long it hung, or is to hang: the first day is not counted, as in every term."""
        return ((self.taken_down_on or self.until_on) - self.from_on).days


@dataclass(frozen=True)
class Said:
    """Words of a day: a draft, an opinion, progress, with whose they are."""

    on: date
    by: str
    text: str
    notice: Notice | None = None
    spent: int | None = None
    """Fen."""


@dataclass(frozen=True)
class Implementation:
    """Who carries it out until when, and how far it is."""

    began_on: date
    who: str
    due_on: date
    progress: tuple[Said, ...] = ()
    accepted_on: date | None = None
    acceptance: str | None = None

    @property
    def spent(self) -> int:
        """Fen, all that was recorded."""
        return sum(said.spent or 0 for said in self.progress)


@dataclass(frozen=True)
class Override:
    body: Body
    on: date
    by: str
    reason: str


@dataclass(frozen=True)
class ProcedureState:
    """Where a decision stands on a day. Nothing in it is stored: it is folded from the facts."""

    rules: RuleSet
    type_code: str
    began_on: date
    proposal: str
    """What is to be decided, as put up in the present round."""
    rounds: tuple[Round, ...]
    overrides: tuple[Override, ...] = ()
    drafts: tuple[Said, ...] = ()
    opinions: tuple[Said, ...] = ()
    postings: tuple[Posting, ...] = ()
    implementation: Implementation | None = None
    closed_on: date | None = None
    last_on: date = date.min
    """The day of the last act that no later one of the main line may be dated before."""
    touched_on: date = date.min
    """The day of the last act of any kind."""

    @property
    def round(self) -> Round:
        return self.rounds[-1]

    @property
    def meetings(self) -> tuple[Held, ...]:
        """Of all rounds, in the order they were held."""
        return tuple(one for each in self.rounds for one in each.meetings)

    @property
    def amendments(self) -> tuple[str, ...]:
        """What the present round's meetings changed of the proposal, in their order."""
        return tuple(one.amendment for one in self.round.meetings if one.passed and one.amendment)

    def passed(self, step: Step) -> Held | None:
        """The meeting that decided a step in the present round; where 提议 and 商议 are merged,
        the first has decided both."""
        if step is Step.CONSULTATION and self.rules.merges_first_steps:
            step = Step.PROPOSAL
        return self.round.passed(step)

    @property
    def open_step(self) -> Step | None:
        """The meeting that comes next, none after a lost vote or the resolution."""
        if self.closed_on or self.round.failed:
            return None
        return next((step for step in STEPS if self.passed(step) is None), None)

    @property
    def decided_on(self) -> date | None:
        decided = self.passed(Step.RESOLUTION)
        return decided.on if decided else None

    def posted(self, notice: Notice) -> tuple[Posting, ...]:
        """The hangings of a notice in the present round."""
        now = self.round.number
        return tuple(one for one in self.postings if one.notice is notice and one.round == now)

    def latest(self, notice: Notice) -> Posting | None:
        posted = self.posted(notice)
        return posted[-1] if posted else None

    @property
    def phase(self) -> Phase:
        """Which act is waited for."""
        if self.closed_on:
            return Phase.CLOSED if self.decided_on else Phase.ENDED
        if self.round.failed:
            return Phase.FAILED
        if (step := self.open_step) is not None:
            return Phase(step.value)
        return self._after_resolution()

    def _after_resolution(self) -> Phase:
        if not self.posted(Notice.RESOLUTION_NOTICE):
            return Phase.RESOLUTION_NOTICE
        if self.implementation is None:
            return Phase.IMPLEMENTATION
        if self.implementation.accepted_on is None:
            return Phase.ACTING
        return Phase.CLOSING if self.posted(Notice.OUTCOME_NOTICE) else Phase.OUTCOME_NOTICE


def begin(rules: RuleSet, type_code: str, began_on: date, proposal: str) -> ProcedureState:
    """The state before any act."""
    return ProcedureState(
        rules,
        type_code,
        began_on,
        proposal,
        (Round(1, began_on),),
        last_on=began_on,
        touched_on=began_on,
    )


def fold(
    opening: ProcedureState, facts: Iterable[ProcedureFact], until: date | None = None
) -> ProcedureState:
    """The state after all facts dated up to ``until`` (all of them if ``None``), in the order of
    their dates, and of entry within a day."""
    state = opening
    for fact in sorted(facts, key=lambda fact: (fact.on, fact.stamp)):
        if until is None or fact.on <= until:
            state = apply(state, fact)
    return state


def apply(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    """The state after one more fact; what it requires is checked in ``procedure_steps``."""
    after = _TURNS[fact.deed](state, fact)
    return replace(after, touched_on=max(after.touched_on, fact.on))


def held(state: ProcedureState, fact: ProcedureFact) -> Held:
    """The meeting that a fact tells of, with its verdict under the procedure's own rules."""
    data = fact.data
    step, body = Step(data["step"]), Body(data["body"])
    votes = Votes(
        data["expected"], data["present"], data["in_favour"], data["against"], data["abstained"]
    )
    rule = state.rules.vote_rule(step, body, state.type_code)
    return Held(fact, step, body, votes, verdict_of(votes, rule, body.unit), state.round.number)


def _step(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    meeting = held(state, fact)
    present = state.round
    after = replace(present, meetings=(*present.meetings, meeting))
    return replace(state, rounds=(*state.rounds[:-1], after), last_on=fact.on)


def _round(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    new = Round(state.round.number + 1, fact.on, fact.data["reason"])
    text = fact.text or state.proposal
    return replace(state, rounds=(*state.rounds, new), proposal=text, last_on=fact.on)


def _override(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    new = Override(Body(fact.data["body"]), fact.on, fact.by, fact.data["reason"])
    return replace(state, overrides=(*state.overrides, new))


def _said(fact: ProcedureFact) -> Said:
    return Said(
        fact.on, fact.data.get("by") or fact.by, fact.text or "", Notice(fact.data["notice"])
    )


def _draft(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    return replace(state, drafts=(*state.drafts, _said(fact)))


def _opinion(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    by = fact.data.get("by") or Body.OVERSIGHT_COMMITTEE.label
    return replace(state, opinions=(*state.opinions, replace(_said(fact), by=by)))


def _post(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    until = fact.day("until")
    assert until is not None
    notice = Notice(fact.data["notice"])
    new = Posting(fact, notice, fact.on, until, fact.data["where"], state.round.number)
    is_turn = notice is not Notice.PROGRESS_NOTICE
    last = max(state.last_on, fact.on) if is_turn else state.last_on
    return replace(state, postings=(*state.postings, new), last_on=last)


def _change_posting(
    state: ProcedureState, posting_id: str, turn: Callable[[Posting], Posting]
) -> ProcedureState:
    changed = (turn(one) if one.id == posting_id else one for one in state.postings)
    return replace(state, postings=tuple(changed))


def _take_down(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    return _change_posting(
        state, fact.data["posting"], lambda one: replace(one, taken_down_on=fact.on)
    )


def _object(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    new = Objection(fact.id, fact.data["by"], fact.on, fact.text or "")
    return _change_posting(
        state,
        fact.data["posting"],
        lambda one: replace(one, objections=(*one.objections, new)),
    )


def _answer(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    def answered(one: Objection) -> Objection:
        if one.id != fact.data["objection"]:
            return one
        return replace(one, answer=fact.text, answered_on=fact.on)

    return replace(
        state,
        postings=tuple(
            replace(one, objections=tuple(map(answered, one.objections))) for one in state.postings
        ),
    )


def _implement(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    now, data, last = state.implementation, fact.data, state.last_on
    due = fact.day("due")
    if now is None:
        if due is None or not data.get("who"):  # its beginning has not arrived yet
            return state
        now, last = Implementation(fact.on, data["who"], due), fact.on
    elif data.get("who") or due:
        now = replace(now, who=data.get("who") or now.who, due_on=due or now.due_on)
    if fact.text or data.get("spent") is not None:
        line = Said(fact.on, fact.by, fact.text or "", spent=data.get("spent"))
        now = replace(now, progress=(*now.progress, line))
    return replace(state, implementation=now, last_on=last)


def _accept(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    if state.implementation is None:
        return state
    done = replace(state.implementation, accepted_on=fact.on, acceptance=fact.text)
    return replace(state, implementation=done, last_on=fact.on)


def _close(state: ProcedureState, fact: ProcedureFact) -> ProcedureState:
    return replace(state, closed_on=fact.on, last_on=fact.on)


_TURNS: Mapping[Deed, Callable[[ProcedureState, ProcedureFact], ProcedureState]] = {
    Deed.STEP: _step,
    Deed.ROUND: _round,
    Deed.OVERRIDE: _override,
    Deed.DRAFT: _draft,
    Deed.OPINION: _opinion,
    Deed.POST: _post,
    Deed.TAKE_DOWN: _take_down,
    Deed.OBJECT: _object,
    Deed.ANSWER: _answer,
    Deed.IMPLEMENT: _implement,
    Deed.ACCEPT: _accept,
    Deed.CLOSE: _close,
}
