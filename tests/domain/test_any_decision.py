"""Random decisions: whatever order, votes and days are tried, the law holds and nothing is lost.

What the law forbids is written here once more, by itself, from the recorded figures alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import Phase as Part
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from decision_course import BEGAN, Course
from longshan_desk.domain import procedure_steps
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.procedure import ProcedureFact, ProcedureState, fold
from longshan_desk.domain.procedure_findings import demands, findings
from longshan_desk.domain.procedure_labels import Deed, Notice, Step
from longshan_desk.domain.votes import Share
from longshan_desk.errors import AppError

pytestmark = pytest.mark.rule("R14", "R29", "R30", "R31")

TYPES = ("public_works", "land_contract", "village_rules")
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


# -- random acts ------------------------------------------------------------------------------

_VOTING = [Body.BRANCH_COMMITTEE, Body.TWO_COMMITTEES, Body.PARTY_MEMBERS, Body.REPRESENTATIVES]


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """A decision after random acts, each taken only if it was allowed."""
    course = Course(draw(st.sampled_from(TYPES)), Policy())
    for _ in range(draw(st.sampled_from([6, 20, 40]))):
        course.day += timedelta(days=draw(st.sampled_from([0, 1, 0, 1, 2, 8, 0, 1, -1, -3])))
        course.today = course.day + timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 5, -1])))
        try:
            _act(course, draw)
        except AppError:
            continue
    return course


def _act(course: Course, draw: st.DrawFn) -> None:
    likely = _next(course.state)
    deed = draw(st.sampled_from([likely] * 40 + list(Deed)))
    match deed:
        case Deed.STEP:
            _vote(course, draw)
        case Deed.ROUND:
            course.do(deed, reason=draw(st.sampled_from(["改走西线", ""])))
        case Deed.OVERRIDE:
            body = draw(st.sampled_from(list(Body)))
            course.do(deed, body=body.value, reason=draw(st.sampled_from(["确有必要", ""])))
        case Deed.DRAFT | Deed.OPINION:
            course.do(deed, "同意公开", notice=draw(st.sampled_from(list(Notice))).value)
        case Deed.POST:
            notice = draw(
                st.sampled_from([*Notice, Notice.RESOLUTION_NOTICE, Notice.OUTCOME_NOTICE])
            )
            course.post(notice, draw(st.sampled_from([7, 3, 0, -1])))
        case Deed.TAKE_DOWN | Deed.OBJECT:
            postings = [one.id for one in course.state.postings] or ["none"]
            course.do(deed, "有意见", posting=draw(st.sampled_from(postings)), by="马老三")
        case Deed.ANSWER:
            raised = [fact.id for fact in course.facts if fact.deed is Deed.OBJECT] or ["none"]
            course.do(deed, "已答复", objection=draw(st.sampled_from(raised)))
        case Deed.IMPLEMENT:
            text = draw(st.sampled_from([None, "路基完成"]))
            course.implement(text, due_in=draw(st.sampled_from([30, 0, -1])), spent=100)
        case _:
            course.do(deed, draw(st.sampled_from([None, "验收合格"])))


def _next(state: ProcedureState) -> Deed:
    by_word = {"round": Deed.ROUND, "implement": Deed.ACCEPT, "close": Deed.CLOSE}
    word = state.phase.next_act or ""
    if word.endswith("notice"):
        return Deed.POST
    if word == "implement" and state.implementation is None:
        return Deed.IMPLEMENT
    return by_word.get(word, Deed.STEP)


def _vote(course: Course, draw: st.DrawFn) -> None:
    opened = course.state.open_step or Step.PROPOSAL
    step = draw(st.sampled_from([opened] * 20 + list(Step)))
    usual = course.rules.bodies_for(step, course.opening.type_code)[0]
    body = draw(st.sampled_from([usual] * 16 + _VOTING))
    expected = draw(st.integers(1, 9))
    present = draw(st.sampled_from([expected] * 10 + list(range(expected + 2))))
    in_favour = draw(st.sampled_from([present] * 10 + list(range(present + 2))))
    course.vote(step, expected, present, in_favour, body=body)


# -- what the law forbids ---------------------------------------------------------------------


def _sits(body: str, data: dict[str, Any]) -> bool:
    """村民委员会组织法第二十二条、第二十六条, 农村集体经济组织法第二十七条, and our defaults."""
    there = Fraction(data["present"], data["expected"])
    if body in ("branch_committee", "two_committees", "villagers"):
        return there > HALF
    return there >= TWO_THIRDS


def _agrees(body: str, data: dict[str, Any]) -> bool:
    """The same, with 支部工作条例第十一条: of all members, not of those who came."""
    of_all = Fraction(data["in_favour"], data["expected"])
    if body == "collective_members":
        return of_all >= TWO_THIRDS
    if body in ("branch_committee", "two_committees", "party_members", "party_council"):
        return of_all > HALF
    return bool(data["present"]) and Fraction(data["in_favour"], data["present"]) > HALF


_COMPETENT = {
    "public_works": {"representatives", "villagers", "households"},
    "land_contract": {"collective_members"},
    "village_rules": {"villagers", "households"},
}
_HOLDS = {
    "proposal": {"branch_committee", "party_members"},
    "consultation": {"two_committees"},
    "deliberation": {"party_members"},
}
_ORDER = [step.value for step in Step]


def breaches(course: Course) -> list[str]:
    """Everything that the law forbids and the course shows, and everything that was lost."""
    return [*Witness(course).seen(), *_lost(course)]


class Witness:
    """Who reads the recorded figures alone and says what should not have been let through."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.passed: list[str] = []
        self.overridden: set[str] = set()
        self.last = BEGAN
        self.failed = False
        self.decided: date | None = None
        self.posted: date | None = None
        self.began: date | None = None
        self.accepted: date | None = None
        self.outcome: date | None = None
        self.closed: date | None = None

    def seen(self) -> Iterator[str]:
        for fact in sorted(self.course.facts, key=lambda fact: (fact.on, fact.stamp)):
            on_board = fact.deed in (Deed.TAKE_DOWN, Deed.OBJECT, Deed.ANSWER)
            if self.closed and not on_board:
                yield f"{fact.deed} after the end"
            look = getattr(self, f"_{fact.deed.value}", None)
            if look is not None:
                yield from look(fact, dict(fact.data))
        state = self.course.state
        said = [step.value for step in Step if state.round.passed(step)]
        if said != self.passed:
            yield f"the state says {said} passed, the figures {self.passed}"
        if state.decided_on != self.decided or state.phase.is_decided != bool(self.decided):
            yield "the state decides otherwise than the figures"

    def _step(self, fact: ProcedureFact, data: dict[str, Any]) -> Iterator[str]:
        step, body = data["step"], data["body"]
        if self.failed or len(self.passed) == 4 or step != _ORDER[len(self.passed)]:
            yield f"{step} out of its order"
        if fact.on < self.last:
            yield f"{step} before what it follows from"
        type_code = self.course.opening.type_code
        allowed = _COMPETENT[type_code] if step == "resolution" else _HOLDS[step]
        if body not in allowed | self.overridden:
            yield f"{step} by {body}"
        sits, counted = _sits(body, data), data["in_favour"] + data["against"] + data["abstained"]
        adds_up = counted == data["present"] or (counted == 0 and not sits)
        if data["present"] > data["expected"] or data["against"] < 0 or not adds_up:
            yield "votes that do not add up"
        if sits and _agrees(body, data):
            self.passed.append(step)
            self.decided = fact.on if step == "resolution" else None
        self.failed = sits and not _agrees(body, data)
        self.last = fact.on

    def _round(self, fact: ProcedureFact, data: dict[str, Any]) -> Iterator[str]:
        if self.began or not data["reason"]:
            yield "a round without a reason, or while it is carried out"
        self.passed, self.failed = [], False
        self.decided, self.posted, self.last = None, None, fact.on

    def _override(self, _: ProcedureFact, data: dict[str, Any]) -> Iterator[str]:
        if not data["reason"]:
            yield "an override without its reason"
        self.overridden.add(data["body"])

    def _post(self, fact: ProcedureFact, data: dict[str, Any]) -> Iterator[str]:
        if data["notice"] == "resolution_notice":
            if not self.decided:
                yield "a resolution posted that was not made"
            self.posted, self.last = self.posted or fact.on, fact.on
            return
        if not self.began:
            yield "progress told of nothing"
        if data["notice"] == "outcome_notice":
            if not self.accepted:
                yield "an outcome posted that was not accepted"
            self.outcome = date.fromisoformat(data["until"])

    def _take_down(self, fact: ProcedureFact, data: dict[str, Any]) -> Iterator[str]:
        posting = next(one for one in self.course.facts if one.id == data["posting"])
        if fact.on < posting.on:
            yield "taken down before it was posted"
        if posting.data["notice"] == "outcome_notice" and self.outcome:
            self.outcome = min(self.outcome, fact.on)

    def _implement(self, fact: ProcedureFact, _: dict[str, Any]) -> Iterator[str]:
        if not (self.decided and self.posted):
            yield "carried out before it was made and made public"
        self.began = self.began or fact.on

    def _accept(self, fact: ProcedureFact, _: dict[str, Any]) -> Iterator[str]:
        if not self.began or self.accepted or fact.on < self.began:
            yield "accepted before it was begun, or twice"
        self.accepted = fact.on

    def _close(self, fact: ProcedureFact, _: dict[str, Any]) -> Iterator[str]:
        if self.decided and not (self.outcome and fact.on >= self.outcome):
            yield "closed before its outcome was made public"
        self.closed = fact.on


def _lost(course: Course) -> Iterator[str]:
    state = course.state
    kept: dict[Deed, list[str]] = {
        Deed.STEP: [one.fact.id for one in state.meetings],
        Deed.POST: [one.id for one in state.postings],
        Deed.OBJECT: [each.id for one in state.postings for each in one.objections],
    }
    for deed, ids in kept.items():
        if sorted(ids) != sorted(fact.id for fact in course.facts if fact.deed is deed):
            yield f"{deed} lost"
    counts = {
        Deed.ROUND: len(state.rounds) - 1,
        Deed.OVERRIDE: len(state.overrides),
        Deed.OPINION: len(state.opinions),
        Deed.DRAFT: len(state.drafts),
        Deed.IMPLEMENT: len(state.implementation.progress) if state.implementation else 0,
        Deed.TAKE_DOWN: sum(one.taken_down_on is not None for one in state.postings),
        Deed.ANSWER: sum(
            each.answer is not None for one in state.postings for each in one.objections
        ),
    }
    for deed, count in counts.items():
        if count != sum(fact.deed is deed for fact in course.facts):
            yield f"{deed} lost"


# -- the tests --------------------------------------------------------------------------------

_MANY = settings(max_examples=250)


@_MANY
@given(courses())
def test_no_sequence_of_acts_reaches_what_the_law_forbids_or_loses_a_record(course: Course) -> None:
    assert breaches(course) == []


@given(courses(), st.randoms(use_true_random=False))
def test_the_state_does_not_hang_on_the_order_in_which_the_acts_arrive(
    course: Course, chance: Any
) -> None:
    shuffled: list[ProcedureFact] = list(course.facts)
    chance.shuffle(shuffled)
    assert fold(course.opening, shuffled) == course.state


@given(courses(), st.integers(-5, 60))
def test_every_day_can_be_asked_what_was_found_and_what_is_asked(course: Course, days: int) -> None:
    day = BEGAN + timedelta(days=days)
    state = fold(course.opening, course.facts, day)
    assert all(one.text and one.on <= day for one in findings(state, day))
    assert all(one.what and one.source and one.stands for one in demands(state, day))
    assert all(one.on <= day for one in state.meetings)


# -- the negative control: a broken rule is noticed -------------------------------------------


def _no_check(*_: object) -> None:
    return None


def _too_few(share: Share, of: int) -> int:
    return max(1, int(share.fraction * of))


BROKEN = {
    "the order of the steps": (procedure_steps, "check_open", _no_check),
    "the competent body": (procedure_steps, "check_body", _no_check),
    "the order of the days": (procedure_steps, "_not_before", _no_check),
    "the sum of the votes": (procedure_steps, "check_votes", _no_check),
    "the reason of a round": (procedure_steps, "_reason", _no_check),
    "the needed number": (Share, "needed", _too_few),
    "the notice of what is not yet": (procedure_steps, "check_notice", lambda *_: date.min),
}
_SEARCH = settings(
    max_examples=4000,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Part.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_noticed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, name, instead = BROKEN[rule]
    monkeypatch.setattr(place, name, instead)
    try:
        found = find(courses(), lambda course: bool(breaches(course)), settings=_SEARCH)
    except NoSuchExample:
        pytest.fail(f"nobody noticed that {rule} is broken")
    assert breaches(found)
