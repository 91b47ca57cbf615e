"""What a matter's page offers: nothing that would be refused whatever the clerk fills in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.whole_steps import DAY, OPEN_BY_HAND, request
from longshan_desk.domain.labels import Act, FindingKind, ListKind, Outcome, Stage
from longshan_desk.domain.matters import MatterState
from longshan_desk.domain.next_steps import closing_outcomes, may_assign, offered
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.procedure_labels import Phase
from longshan_desk.domain.steps import Request, check
from longshan_desk.errors import AppError, WrongStageError

HEARD = MatterState(ListKind.SELF_HANDLED, DAY)
DELIBERATED = replace(HEARD, stage=Stage.DELIBERATED, deliberated_on=DAY, last_turn_on=DAY)
ACTING = replace(DELIBERATED, stage=Stage.ACTING, responsible="李建国", assigned_on=DAY)
CLOSED = replace(ACTING, stage=Stage.CLOSED, outcome=Outcome.SOLVED, closed_on=DAY)
TOLD = replace(CLOSED, told_on=DAY)
CANCELLED = replace(TOLD, cancelled_on=DAY)
RATED = replace(TOLD, stage=Stage.RATED)
EVERY = (HEARD, DELIBERATED, ACTING, CLOSED, TOLD, CANCELLED, RATED)

NEED_NOTHING = (
    Act.CLASSIFY, Act.DELIBERATE, Act.ASSIGN, Act.PROGRESS, Act.PROMISE, Act.EXPLAIN, Act.CLOSE,
    Act.REOPEN, Act.NOTE,
)  # fmt: skip
"""Steps that ask nothing of a self-handled matter but its stage."""


def all_offered(state: MatterState) -> set[Act]:
    found = offered(state)
    return {act for act in (found.main, found.second, *found.others) if act}


@pytest.mark.parametrize(
    ("state", "main", "second"),
    [
        (HEARD, Act.DELIBERATE, None),
        (DELIBERATED, Act.ASSIGN, Act.PROGRESS),
        (ACTING, Act.PROGRESS, Act.CLOSE),
        (replace(ACTING, progress_on=DAY), Act.CLOSE, Act.PROGRESS),
        (CLOSED, Act.FEEDBACK, None),
        (TOLD, Act.CANCEL_OFF, None),
        (CANCELLED, None, None),
    ],
)
def test_the_next_step_follows_the_stage(
    state: MatterState, main: Act | None, second: Act | None
) -> None:
    found = offered(state)
    assert (found.main, found.second) == (main, second)


@pytest.mark.rule("R15")
def test_what_goes_upward_is_reported_and_then_waits_for_word_from_above() -> None:
    heard = replace(HEARD, list_kind=ListKind.ESCALATED)
    acting = replace(heard, stage=Stage.ACTING, reported_on=DAY)
    assert offered(heard).main is Act.REPORT
    assert (offered(acting).main, offered(acting).second) == (Act.NOTE, Act.CLOSE)
    assert "等镇上答复" in offered(acting).note


@pytest.mark.rule("R14")
def test_a_major_matter_is_not_given_to_anybody_before_the_procedure() -> None:
    major = replace(DELIBERATED, list_kind=ListKind.MAJOR_PUBLIC)
    assert not {Act.ASSIGN, Act.PROMISE} & all_offered(major)
    assert offered(replace(major, decided_on=DAY)).main is Act.ASSIGN
    assert not may_assign(Stage.DELIBERATED, waits_for_procedure=True)
    assert may_assign(Stage.DELIBERATED, waits_for_procedure=False)


@pytest.mark.rule("R14")
def test_the_note_says_where_the_procedure_stands() -> None:
    major = replace(DELIBERATED, list_kind=ListKind.MAJOR_PUBLIC, procedure=Phase.CONSULTATION)
    assert "已提议，待商议" in offered(major).note
    acting = replace(major, stage=Stage.ACTING, procedure=Phase.ACTING, decided_on=DAY)
    assert offered(acting).note == "四议两公开决议已公开，实施中。"


@pytest.mark.rule("R28")
def test_a_petition_is_answered_before_it_can_be_solved() -> None:
    petition = replace(ACTING, finding=FindingKind.PETITION, progress_on=DAY)
    assert offered(petition).main is Act.REPLY
    assert Outcome.SOLVED not in closing_outcomes(petition)
    assert Outcome.SOLVED in closing_outcomes(replace(petition, replied_on=DAY))


@pytest.mark.rule("R28")
@pytest.mark.parametrize("state", EVERY)
def test_only_a_petition_has_the_petitions_steps(state: MatterState) -> None:
    assert not {Act.INFORM, Act.EXTEND, Act.REPLY, Act.REVIEW} & all_offered(state)


@pytest.mark.rule("R54")
def test_a_duplicate_waits_for_its_main_matter() -> None:
    duplicate = replace(CLOSED, outcome=Outcome.DUPLICATE)
    assert offered(duplicate).main is None
    assert not {Act.FEEDBACK, Act.CANCEL_OFF} & all_offered(duplicate)
    assert offered(replace(duplicate, main_closed_on=DAY)).main is Act.FEEDBACK


@pytest.mark.rule("R45")
def test_what_was_withdrawn_owes_nobody_an_answer() -> None:
    assert offered(replace(CLOSED, outcome=Outcome.WITHDRAWN)).main is Act.CANCEL_OFF


def test_without_a_number_nothing_is_offered() -> None:
    found = offered(HEARD, numbered=False)
    assert (found.main, found.others) == (None, ())
    assert found.note


def test_handing_up_is_an_ending_of_that_list_alone() -> None:
    assert Outcome.HANDED_UP not in closing_outcomes(ACTING)
    up = replace(ACTING, list_kind=ListKind.ESCALATED)
    assert Outcome.HANDED_UP in closing_outcomes(up)


@pytest.mark.parametrize("kind", list(ListKind))
@pytest.mark.parametrize("finding", [None, FindingKind.PETITION])
@pytest.mark.parametrize("state", EVERY)
def test_nothing_is_offered_that_the_stage_refuses(
    state: MatterState, finding: FindingKind | None, kind: ListKind
) -> None:
    """Each is tried with all that it asks for; the stages are the ones written down by hand."""
    state = replace(state, list_kind=kind, finding=finding)
    other = next(one for one in ListKind if one is not kind)
    changes = {
        Act.CLASSIFY: {"list": other.value},
        Act.CLOSE: {"outcome": closing_outcomes(state)[0].value, "of": "2022-04-001"},
    }
    for act in all_offered(state):
        assert state.stage in OPEN_BY_HAND[act]
        check(state, request(act, **changes.get(act, {})), today=DAY, policy=Policy())


@pytest.mark.parametrize("finding", [None, FindingKind.PETITION])
@pytest.mark.parametrize("state", EVERY)
def test_what_can_be_taken_and_fits_is_offered(
    state: MatterState, finding: FindingKind | None
) -> None:
    """The acts truly tried: what goes through is offered, but for 评议 and steps done once."""
    state = replace(state, list_kind=ListKind.SELF_HANDLED, finding=finding)
    if finding is not None:
        state = replace(state, replied_on=DAY)
    goes = set()
    for act in OPEN_BY_HAND:
        try:
            check(state, request(act), today=DAY, policy=Policy())
        except AppError:
            continue
        goes.add(act)
    again = {Act.FEEDBACK} if state.cancelled_on else set()
    assert goes - {Act.RATE} - again == all_offered(state)
    assert {act for act in NEED_NOTHING if state.stage in OPEN_BY_HAND[act]} <= goes


def test_cancelling_off_is_offered_only_where_it_goes_through() -> None:
    for state in (CLOSED, TOLD, CANCELLED):
        request = Request(Act.CANCEL_OFF, DAY, {})
        if Act.CANCEL_OFF in all_offered(state):
            check(state, request, today=DAY, policy=Policy())
        else:
            with pytest.raises(AppError):
                check(state, request, today=DAY, policy=Policy())


def test_a_stage_that_is_not_open_is_refused_in_words() -> None:
    with pytest.raises(WrongStageError, match="不能“安排承办”"):
        check(HEARD, Request(Act.ASSIGN, DAY, {}), today=DAY, policy=Policy())
