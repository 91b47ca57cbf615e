"""Every step of a matter against every stage, and what each step asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.whole_steps import COMPLETE, DAY, TRUTHS, request
from longshan_desk.domain.labels import Act, FindingKind, ListKind, Outcome, Stage
from longshan_desk.domain.matters import MatterState
from longshan_desk.domain.policy import DEFAULT_POLICY
from longshan_desk.domain.procedure_labels import Phase
from longshan_desk.domain.steps import (
    OPEN_IN,
    BasisRequiredError,
    NeedsFeedbackError,
    NeedsProcedureError,
    NeedsResponsibleError,
    Request,
    check,
    check_day,
)
from longshan_desk.errors import (
    AppError,
    BadValueError,
    InTheFutureError,
    ReasonRequiredError,
    WrongStageError,
)

TODAY = date(2022, 6, 1)

HEARD = MatterState(ListKind.SELF_HANDLED, DAY)
DELIBERATED = replace(HEARD, stage=Stage.DELIBERATED, deliberated_on=DAY, last_turn_on=DAY)
ACTING = replace(DELIBERATED, stage=Stage.ACTING, responsible="李建国", due_on=TODAY)
CLOSED = replace(ACTING, stage=Stage.CLOSED, outcome=Outcome.SOLVED, closed_on=DAY)
RATED = replace(CLOSED, stage=Stage.RATED, told_on=DAY)
STATES = {state.stage: state for state in (HEARD, DELIBERATED, ACTING, CLOSED, RATED)}


def fitting(state: MatterState, act: Act) -> MatterState:
    """The state as a matter that this step is for."""
    if act in (Act.INFORM, Act.EXTEND, Act.REPLY, Act.REVIEW):
        return replace(state, finding=FindingKind.PETITION)
    if act is Act.REPORT:
        return replace(state, list_kind=ListKind.ESCALATED)
    if act is Act.CANCEL_OFF:
        return replace(state, told_on=DAY)
    return state


def allow(state: MatterState, asked: Request, **more: Any) -> None:
    check(state, asked, today=TODAY, policy=DEFAULT_POLICY, **more)


def refused(state: MatterState, asked: Request, error: type[AppError]) -> AppError:
    with pytest.raises(error) as found:
        allow(state, asked)
    assert type(found.value) is error
    assert found.value.message and found.value.hint
    return found.value


# -- stages ---------------------------------------------------------------------------------


def test_the_table_names_every_step_that_can_be_taken() -> None:
    assert {act for act, _, _ in TRUTHS} == set(OPEN_IN) == set(COMPLETE)


@pytest.mark.parametrize(("act", "stage", "is_open"), TRUTHS)
@pytest.mark.rule("R13", "R15", "R16", "R17", "R28")
def test_a_step_is_open_in_its_stages_only(act: Act, stage: Stage, is_open: bool) -> None:
    state = fitting(STATES[stage], act)
    if is_open:
        allow(state, request(act))
    else:
        error = refused(state, request(act), WrongStageError)
        assert error.code == "wrong_stage"
        assert stage.label in error.message and act.label in error.message


@pytest.mark.parametrize("act", [Act.ADD, Act.EDIT, Act.CORRECT, Act.IMPORT, Act.CONTACT])
def test_what_is_no_step_is_never_open(act: Act) -> None:
    for state in STATES.values():
        refused(state, Request(act, DAY, {}), WrongStageError)


# -- what each step asks for ----------------------------------------------------------------

MISSING: list[tuple[MatterState, Act, dict[str, Any], type[AppError]]] = [
    (HEARD, Act.CLASSIFY, {"reason": None}, ReasonRequiredError),
    (HEARD, Act.CLASSIFY, {"reason": "  "}, ReasonRequiredError),
    (HEARD, Act.CLASSIFY, {"list": "self_handled"}, BadValueError),
    (DELIBERATED, Act.ASSIGN, {"to": None}, NeedsResponsibleError),
    (DELIBERATED, Act.ASSIGN, {"to": " "}, NeedsResponsibleError),
    (DELIBERATED, Act.ASSIGN, {"due": None}, NeedsResponsibleError),
    (DELIBERATED, Act.ASSIGN, {"due": "2022-04-04"}, BadValueError),
    (ACTING, Act.PROGRESS, {"text": None}, BadValueError),
    (ACTING, Act.PROGRESS, {"text": "\n "}, BadValueError),
    (ACTING, Act.PROMISE, {"text": ""}, BadValueError),
    (ACTING, Act.PROMISE, {"measures": None}, BadValueError),
    (ACTING, Act.PROMISE, {"by": None}, NeedsResponsibleError),
    (ACTING, Act.PROMISE, {"due": None}, NeedsResponsibleError),
    (HEARD, Act.EXPLAIN, {"reason": None}, ReasonRequiredError),
    (HEARD, Act.EXPLAIN, {"basis": None}, BasisRequiredError),
    (HEARD, Act.EXPLAIN, {"to": None}, BadValueError),
    (HEARD, Act.EXPLAIN, {"way": None}, BadValueError),
    (HEARD, Act.CLOSE, {"result": None}, BadValueError),
    (ACTING, Act.CLOSE, {"outcome": "duplicate"}, BadValueError),
    (ACTING, Act.CLOSE, {"outcome": "handed_up"}, WrongStageError),
    (HEARD, Act.REPORT, {}, WrongStageError),
    (replace(HEARD, list_kind=ListKind.ESCALATED), Act.REPORT, {"text": None}, BadValueError),
    (CLOSED, Act.FEEDBACK, {"to": None}, BadValueError),
    (CLOSED, Act.FEEDBACK, {"answer": None}, BadValueError),
    (CLOSED, Act.REOPEN, {"reason": None}, ReasonRequiredError),
    (CLOSED, Act.RATE, {"answer": None}, BadValueError),
    (CLOSED, Act.CANCEL_OFF, {}, NeedsFeedbackError),
    (HEARD, Act.NOTE, {"text": None}, BadValueError),
    (HEARD, Act.INFORM, {}, WrongStageError),
    (HEARD, Act.EXTEND, {}, WrongStageError),
    (HEARD, Act.REPLY, {}, WrongStageError),
    (CLOSED, Act.REVIEW, {}, WrongStageError),
]


@pytest.mark.parametrize(("state", "act", "changes", "error"), MISSING)
@pytest.mark.rule("R13", "R15", "R16", "R17", "R41", "R45")
def test_a_step_without_what_it_asks_for_is_refused(
    state: MatterState, act: Act, changes: dict[str, Any], error: type[AppError]
) -> None:
    refused(state, request(act, **changes), error)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NeedsFeedbackError, "needs_feedback"),
        (NeedsResponsibleError, "needs_responsible"),
        (NeedsProcedureError, "needs_procedure"),
        (BasisRequiredError, "basis_required"),
        (ReasonRequiredError, "reason_required"),
        (WrongStageError, "wrong_stage"),
    ],
)
def test_refusals_have_the_codes_that_the_commands_promise(
    error: type[AppError], code: str
) -> None:
    assert error.code == code


# -- major public matters (R14) -------------------------------------------------------------

MAJOR = replace(ACTING, list_kind=ListKind.MAJOR_PUBLIC)


@pytest.mark.parametrize("act", [Act.ASSIGN, Act.PROMISE, Act.CLOSE])
@pytest.mark.rule("R14")
def test_a_major_matter_waits_for_its_procedure(act: Act) -> None:
    refused(MAJOR, request(act), NeedsProcedureError)


@pytest.mark.parametrize("act", [Act.ASSIGN, Act.PROMISE, Act.CLOSE])
@pytest.mark.rule("R14")
def test_a_major_matter_whose_procedure_passed_is_worked_on(act: Act) -> None:
    allow(replace(MAJOR, decided_on=DAY), request(act))


@pytest.mark.rule("R14", "R29")
def test_nobody_is_given_a_major_matter_on_a_day_before_the_resolution() -> None:
    decided = replace(MAJOR, decided_on=DAY + timedelta(days=3))
    refused(decided, replace(request(Act.ASSIGN), on=DAY + timedelta(days=2)), BadValueError)
    allow(decided, replace(request(Act.ASSIGN), on=DAY + timedelta(days=3)))


@pytest.mark.rule("R14")
def test_the_refusal_says_where_the_procedure_stands() -> None:
    with pytest.raises(NeedsProcedureError) as met:
        allow(replace(MAJOR, procedure=Phase.CONSULTATION), request(Act.ASSIGN))
    assert "已提议，待商议" in met.value.message


@pytest.mark.parametrize(
    "asked",
    [
        request(Act.EXPLAIN),
        request(Act.PROGRESS),
        request(Act.CLASSIFY),
        request(Act.CLOSE, outcome="withdrawn"),
        request(Act.CLOSE, outcome="void"),
        request(Act.CLOSE, outcome="duplicate", of="2022-04-001"),
    ],
)
@pytest.mark.rule("R14")
def test_what_decides_nothing_needs_no_procedure(asked: Request) -> None:
    allow(MAJOR, asked)


# -- petitions (R28) ------------------------------------------------------------------------

PETITION = replace(ACTING, finding=FindingKind.PETITION)


@pytest.mark.rule("R28")
def test_a_petition_is_solved_only_after_a_reply() -> None:
    error = refused(PETITION, request(Act.CLOSE), WrongStageError)
    assert "答复意见" in error.message
    allow(replace(PETITION, replied_on=DAY), request(Act.CLOSE))


@pytest.mark.parametrize("outcome", ["withdrawn", "legal_channel", "void"])
@pytest.mark.rule("R28", "R45")
def test_a_petition_ends_otherwise_without_a_reply(outcome: str) -> None:
    allow(PETITION, request(Act.CLOSE, outcome=outcome))


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"opinion": None}, BadValueError), ({"basis": None}, BasisRequiredError)],
)
@pytest.mark.rule("R28")
def test_a_reply_has_an_opinion_and_its_basis(
    changes: dict[str, Any], error: type[AppError]
) -> None:
    refused(PETITION, request(Act.REPLY, **changes), error)


@pytest.mark.rule("R28")
def test_the_term_of_a_petition_is_extended_once() -> None:
    refused(PETITION, request(Act.EXTEND, approved_by=None), BadValueError)
    allow(PETITION, request(Act.EXTEND))
    refused(replace(PETITION, extended_on=DAY), request(Act.EXTEND), WrongStageError)


# -- telling and 销号 (R41, R45) --------------------------------------------------------------


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.VOID])
@pytest.mark.rule("R41", "R45")
def test_what_owes_nobody_an_answer_is_cancelled_off_at_once(outcome: Outcome) -> None:
    state = replace(CLOSED, outcome=outcome)
    allow(state, request(Act.CANCEL_OFF))
    refused(state, request(Act.FEEDBACK), WrongStageError)


@pytest.mark.rule("R41")
def test_a_matter_is_cancelled_off_once() -> None:
    told = replace(CLOSED, told_on=DAY)
    allow(told, request(Act.CANCEL_OFF))
    refused(replace(told, cancelled_on=DAY), request(Act.CANCEL_OFF), WrongStageError)


@pytest.mark.parametrize(("tries", "why", "is_enough"), [
    (0, None, False), (1, None, False), (2, None, True), (0, "搬去新疆", True),
])  # fmt: skip
@pytest.mark.rule("R45")
def test_giving_up_on_reaching_somebody_takes_three_tries_or_a_reason(
    tries: int, why: str | None, is_enough: bool
) -> None:
    state = replace(CLOSED, tries=tries)
    asked = Request(Act.FEEDBACK, DAY, {"way": "unreachable", "gives_up": True}, why)
    if is_enough:
        allow(state, asked)
    else:
        assert "3 次" in refused(state, asked, ReasonRequiredError).message


@pytest.mark.rule("R54")
def test_a_duplicate_is_cancelled_off_after_its_main_matter() -> None:
    state = replace(CLOSED, outcome=Outcome.DUPLICATE)
    refused(state, request(Act.CANCEL_OFF), NeedsFeedbackError)
    settled = replace(state, main_closed_on=DAY)
    refused(settled, request(Act.CANCEL_OFF), NeedsFeedbackError)
    allow(replace(settled, told_on=DAY), request(Act.CANCEL_OFF))


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.rule("R37", "R45")
def test_a_wrong_entry_is_voided_in_every_stage_but_once(stage: Stage) -> None:
    asked = request(Act.CLOSE, outcome="void")
    allow(STATES[stage], asked)
    refused(replace(CLOSED, outcome=Outcome.VOID), asked, WrongStageError)


# -- impossible orders (R29) ----------------------------------------------------------------


@pytest.mark.rule("R29")
def test_nothing_happens_in_the_future() -> None:
    tomorrow = TODAY + timedelta(days=1)
    error = refused(HEARD, request(Act.DELIBERATE, tomorrow), InTheFutureError)
    assert error.code == "in_the_future"


@pytest.mark.parametrize("act", [act for act in OPEN_IN if Stage.HEARD in OPEN_IN[act]])
@pytest.mark.rule("R29")
def test_nothing_happens_before_it_was_heard(act: Act) -> None:
    before = DAY - timedelta(days=1)
    refused(fitting(HEARD, act), request(act, before), BadValueError)


IN_A_ROW = [
    (replace(DELIBERATED, last_turn_on=date(2022, 4, 8)), Act.ASSIGN),
    (replace(ACTING, last_turn_on=date(2022, 4, 8)), Act.CLOSE),
    (replace(ACTING, last_turn_on=date(2022, 4, 8)), Act.EXPLAIN),
    (replace(CLOSED, last_turn_on=date(2022, 4, 8)), Act.FEEDBACK),
    (replace(CLOSED, told_on=DAY, last_turn_on=date(2022, 4, 8)), Act.CANCEL_OFF),
    (replace(CLOSED, last_turn_on=date(2022, 4, 8)), Act.REOPEN),
    (replace(CLOSED, last_turn_on=date(2022, 4, 8)), Act.RATE),
    (
        replace(CLOSED, outcome=Outcome.DUPLICATE, main_closed_on=date(2022, 4, 8)),
        Act.FEEDBACK,
    ),
    (replace(PETITION, replied_on=date(2022, 4, 8)), Act.CLOSE),
]


@pytest.mark.parametrize(("state", "act"), IN_A_ROW)
@pytest.mark.rule("R29")
def test_a_step_is_not_dated_before_the_one_it_follows(state: MatterState, act: Act) -> None:
    error = refused(state, request(act, date(2022, 4, 7)), BadValueError)
    assert "2022年4月8日" in error.message
    allow(state, request(act, date(2022, 4, 8)))


@pytest.mark.rule("R29")
def test_progress_of_before_is_entered_late() -> None:
    state = replace(ACTING, last_turn_on=date(2022, 4, 20))
    allow(state, request(Act.PROGRESS, date(2022, 4, 12)))


def test_a_day_is_checked_with_the_name_of_what_it_is_for() -> None:
    with pytest.raises(InTheFutureError, match="说事会的日期"):
        check_day(TODAY + timedelta(days=1), earliest=date.min, today=TODAY, what="说事会")
