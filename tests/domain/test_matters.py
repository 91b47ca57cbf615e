"""A matter's state is the sum of its moves, for any day and in any order of entry."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain.labels import Act, Answer, FindingKind, ListKind, Outcome, Stage
from longshan_desk.domain.matters import MatterState, MoveFact, fold
from longshan_desk.domain.policy import DEFAULT_POLICY
from longshan_desk.domain.steps import Request, check
from longshan_desk.errors import AppError

HEARD_ON = date(2022, 4, 5)
OPENING = MatterState(ListKind.SELF_HANDLED, HEARD_ON)


def day(number: int) -> date:
    """The nth day after the matter was heard."""
    return HEARD_ON + timedelta(days=number)


def moves(*steps: tuple[int, Act, dict[str, Any]]) -> list[MoveFact]:
    return [MoveFact(act, day(on), stamp, data=data) for stamp, (on, act, data) in enumerate(steps)]


def after(*steps: tuple[int, Act, dict[str, Any]], until: int | None = None) -> MatterState:
    return fold(OPENING, moves(*steps), None if until is None else day(until))


def assign(
    on: int, to: str = "李建国", due: int = 10, **data: Any
) -> tuple[int, Act, dict[str, Any]]:
    return on, Act.ASSIGN, {"to": to, "due": day(due).isoformat(), **data}


def close(on: int, outcome: str = "solved") -> tuple[int, Act, dict[str, Any]]:
    return on, Act.CLOSE, {"outcome": outcome, "result": "修好了"}


def tell(on: int, answer: str = "satisfied") -> tuple[int, Act, dict[str, Any]]:
    return on, Act.FEEDBACK, {"way": "in_person", "to": "马占山", "answer": answer}


def miss(on: int, **data: Any) -> tuple[int, Act, dict[str, Any]]:
    return on, Act.FEEDBACK, {"way": "unreachable", **data}


DELIBERATE: tuple[int, Act, dict[str, Any]] = (1, Act.DELIBERATE, {})


# -- what the moves add up to ---------------------------------------------------------------


def test_nothing_done_is_heard() -> None:
    assert after() == OPENING
    assert OPENING.is_open and not OPENING.awaits_feedback


@pytest.mark.rule("R12", "R13")
def test_the_way_of_a_matter_from_said_to_cancelled_off() -> None:
    steps = (
        DELIBERATE,
        assign(1),
        (4, Act.PROGRESS, {}),
        close(8),
        tell(9),
        (10, Act.CANCEL_OFF, {}),
    )
    stages = [after(*steps[:n]).stage for n in range(len(steps) + 1)]
    assert [stage.value for stage in stages] == [
        "heard", "deliberated", "acting", "acting", "closed", "closed", "closed",
    ]  # fmt: skip
    whole = after(*steps)
    assert whole.deliberated_on == day(1)
    assert (whole.responsible, whole.due_on) == ("李建国", day(10))
    assert (whole.outcome, whole.result) == (Outcome.SOLVED, "修好了")
    assert (whole.closed_on, whole.told_on, whole.cancelled_on) == (day(8), day(9), day(10))


@pytest.mark.rule("R41")
def test_two_dates_stand_beside_each_other_done_and_told() -> None:
    done = after(DELIBERATE, assign(1), close(8))
    assert done.awaits_feedback and done.feedback_from == day(8)
    told = after(DELIBERATE, assign(1), close(8), tell(11))
    assert not told.awaits_feedback
    assert (told.closed_on, told.told_on, told.cancelled_on) == (day(8), day(11), None)


@pytest.mark.rule("R13", "R42")
def test_solved_on_the_spot_counts_as_deliberated() -> None:
    assert after(close(0)).deliberated_on == day(0)
    again = after(close(0), tell(0), (3, Act.REOPEN, {"reason": "没弄好"}))
    assert again.stage is Stage.DELIBERATED


@pytest.mark.rule("R17")
@pytest.mark.parametrize(
    ("limited", "outcome"), [(None, Outcome.EXPLAINED), (True, Outcome.POLICY_LIMITED)]
)
def test_explaining_closes_and_tells_at_once(limited: bool | None, outcome: Outcome) -> None:
    data = {"reason": "没有名额", "basis": "办法", "policy_limited": limited}
    state = after((2, Act.EXPLAIN, data))
    assert (state.stage, state.outcome, state.result) == (Stage.CLOSED, outcome, "没有名额")
    assert state.told_on == state.closed_on == state.deliberated_on == day(2)
    assert not state.awaits_feedback


@pytest.mark.rule("R17")
def test_what_was_explained_and_is_taken_up_again_was_deliberated() -> None:
    explain = (2, Act.EXPLAIN, {"reason": "没有名额", "basis": "办法"})
    assert after(explain, (9, Act.REOPEN, {"reason": "有名额了"})).stage is Stage.DELIBERATED


@pytest.mark.rule("R16")
def test_a_promise_stays_open_with_its_person_and_day() -> None:
    promise = (1, Act.PROMISE, {"measures": "筹钱", "by": "马文秀", "due": day(60).isoformat()})
    state = after(DELIBERATE, promise)
    assert state.is_open and state.outcome is Outcome.PROMISED
    assert (state.responsible, state.due_on) == ("马文秀", day(60))
    assert after(DELIBERATE, promise, assign(20)).outcome is None


@pytest.mark.rule("R15")
def test_reporting_upward_counts_as_deliberated_and_acts() -> None:
    state = fold(replace(OPENING, list_kind=ListKind.ESCALATED), moves((3, Act.REPORT, {})))
    assert (state.stage, state.deliberated_on, state.reported_on) == (Stage.ACTING, day(3), day(3))


@pytest.mark.parametrize("stage_before", ["heard", "deliberated", "acting"])
def test_reopening_goes_back_to_where_it_was_closed(stage_before: str) -> None:
    way = {"heard": [], "deliberated": [DELIBERATE], "acting": [DELIBERATE, assign(2)]}
    state = after(
        *way[stage_before], close(5, "withdrawn"), (6, Act.REOPEN, {"reason": "又提出来"})
    )
    assert state.stage.value == stage_before
    assert state.outcome is state.closed_on is state.told_on is state.due_on is None
    assert state.reopened_on == day(6)


@pytest.mark.rule("R45")
def test_three_tries_end_the_waiting() -> None:
    done = (DELIBERATE, assign(1), close(4))
    tried = after(*done, miss(5), miss(6))
    assert tried.awaits_feedback and tried.tries == 2 and tried.answer is None
    given_up = after(*done, miss(5), miss(6), miss(7, gives_up=True))
    assert (given_up.told_on, given_up.answer) == (day(7), Answer.NONE)


@pytest.mark.rule("R45")
def test_a_try_after_the_answer_does_not_wipe_it_out() -> None:
    state = after(DELIBERATE, assign(1), close(4), tell(5, "dissatisfied"), miss(6))
    assert (state.told_on, state.answer) == (day(5), Answer.DISSATISFIED)


@pytest.mark.rule("R45")
@pytest.mark.parametrize(
    ("outcome", "waits"),
    [
        ("solved", True),
        ("handed_up", True),
        ("legal_channel", True),
        ("withdrawn", False),
        ("void", False),
        ("duplicate", False),
    ],
)
def test_who_waits_to_be_told_after_each_ending(outcome: str, waits: bool) -> None:
    assert after(DELIBERATE, close(4, outcome)).awaits_feedback is waits


@pytest.mark.rule("R54")
def test_a_duplicates_raiser_waits_from_the_day_its_main_matter_is_settled() -> None:
    note = (9, Act.NOTE, {"main_closed": True, "main": "2022-04-001"})
    assert after(close(2, "duplicate"), note).feedback_from == day(9)


@pytest.mark.rule("R54")
def test_what_a_duplicates_raiser_was_told_before_was_not_yet_the_answer() -> None:
    note = (9, Act.NOTE, {"main_closed": True, "main": "2022-04-001"})
    state = after(close(2, "duplicate"), tell(3), note)
    assert state.awaits_feedback and state.answer is None


@pytest.mark.rule("R54")
def test_a_former_duplicate_waits_on_its_own_when_it_is_settled_later() -> None:
    state = after(
        close(2, "duplicate"),
        (9, Act.NOTE, {"main_closed": True}),
        (12, Act.REOPEN, {"reason": "不是一回事"}),
        close(20),
    )
    assert (state.main_closed_on, state.feedback_from) == (None, day(20))


def test_an_ordinary_note_changes_nothing() -> None:
    assert after((3, Act.NOTE, {"way": "telephone"})) == OPENING


@pytest.mark.rule("R37")
def test_voiding_a_closed_matter_keeps_where_it_was_closed_from() -> None:
    state = after(DELIBERATE, assign(1), close(4), tell(4), close(9, "void"))
    assert state.outcome is Outcome.VOID and not state.awaits_feedback
    assert state.stage_before_closing is Stage.ACTING


@pytest.mark.rule("R43")
def test_an_opening_entry_stands_as_in_the_old_list() -> None:
    taken = (0, Act.IMPORT, {"list": "self_handled", "to": "李建国", "due": day(30).isoformat()})
    assert after(taken).stage is Stage.ACTING
    assert after((0, Act.IMPORT, {"list": "self_handled"})) == OPENING


def test_the_years_end_rating_is_the_last_word() -> None:
    state = after(
        DELIBERATE, assign(1), close(4), tell(5), (99, Act.RATE, {"answer": "dissatisfied"})
    )
    assert (state.stage, state.answer) == (Stage.RATED, Answer.DISSATISFIED)


# -- what is counted for the signals (R22) --------------------------------------------------


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    ("people", "handed"), [("甲", 0), ("甲甲", 0), ("甲乙", 1), ("甲乙甲", 2), ("甲乙丙丙", 2)]
)
def test_handing_on_counts_changes_of_the_person(people: str, handed: int) -> None:
    state = after(DELIBERATE, *(assign(2 + nth, name) for nth, name in enumerate(people)))
    assert state.handed_on == handed


@pytest.mark.rule("R22")
def test_a_handover_of_office_is_no_handing_on() -> None:
    assert after(DELIBERATE, assign(2), assign(3, "哈志强", handover=True)).handed_on == 0


@pytest.mark.rule("R22")
@pytest.mark.parametrize(
    ("dues", "moved"), [((10,), 0), ((10, 10), 0), ((10, 8), 0), ((10, 12), 1), ((10, 12, 15), 2)]
)
def test_only_putting_off_counts_as_moving_the_deadline(dues: tuple[int, ...], moved: int) -> None:
    state = after(DELIBERATE, *(assign(2 + nth, due=due) for nth, due in enumerate(dues)))
    assert state.deadline_moved == moved


@pytest.mark.rule("R22")
def test_a_new_deadline_after_reopening_is_no_putting_off() -> None:
    reopen = (8, Act.REOPEN, {"reason": "又坏了"})
    assert (
        after(DELIBERATE, assign(2), close(6), tell(7), reopen, assign(9, due=40)).deadline_moved
        == 0
    )


@pytest.mark.rule("R22")
def test_moves_between_lists_count_until_something_is_done() -> None:
    away = (2, Act.CLASSIFY, {"list": "escalated", "reason": "办不了"})
    back = (4, Act.CLASSIFY, {"list": "self_handled", "reason": "退回"})
    assert after(away, back).moved_lists == 2
    assert after(away, back, (6, Act.PROGRESS, {})).moved_lists == 0
    assert after(away, close(5, "handed_up"), tell(6)).moved_lists == 0


# -- any day, any order (R29) ---------------------------------------------------------------

FULL = (DELIBERATE, assign(1), (4, Act.PROGRESS, {}), close(8), tell(9), (10, Act.CANCEL_OFF, {}))


@pytest.mark.rule("R29")
@pytest.mark.parametrize("until", range(12))
def test_the_state_of_a_day_ignores_what_was_dated_later(until: int) -> None:
    earlier = [step for step in FULL if step[0] <= until]
    assert after(*FULL, until=until) == after(*earlier)


@st.composite
def legal_moves(draw: st.DrawFn) -> list[MoveFact]:
    """A random matter's moves, each taken only if it was allowed when it was entered."""
    finding = draw(st.sampled_from([None, FindingKind.PETITION]))
    state = replace(OPENING, finding=finding)
    made: list[MoveFact] = []
    today = HEARD_ON
    for _ in range(draw(st.integers(0, 14))):
        today += timedelta(days=draw(st.integers(0, 5)))
        on = max(HEARD_ON, today - timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 4]))))
        act = draw(st.sampled_from([act for act in Act if act not in (Act.ADD, Act.IMPORT)]))
        fact = MoveFact(act, on, len(made), text="话", data=draw(_data(act, on)))
        try:
            asked = Request(act, on, fact.data, fact.text)
            check(state, asked, today=today, policy=DEFAULT_POLICY)
        except AppError:
            continue
        made.append(fact)
        state = fold(replace(OPENING, finding=finding), made)
    return made


def _data(act: Act, on: date) -> st.SearchStrategy[dict[str, Any]]:
    due = (on + timedelta(days=9)).isoformat()
    people = st.sampled_from(["甲", "乙", "丙"])
    match act:
        case Act.CLASSIFY:
            kinds = st.sampled_from([kind.value for kind in ListKind])
            return st.fixed_dictionaries({"list": kinds, "reason": st.just("因")})
        case Act.ASSIGN:
            return st.fixed_dictionaries({"to": people, "due": st.just(due)})
        case Act.PROMISE:
            plain = {"measures": st.just("筹钱"), "by": people, "due": st.just(due)}
            return st.fixed_dictionaries(plain)
        case Act.CLOSE:
            endings = ["solved", "handed_up", "duplicate", "withdrawn", "void", "legal_channel"]
            fixed = {
                "outcome": st.sampled_from(endings),
                "result": st.just("好"),
                "of": st.just("x"),
            }
            return st.fixed_dictionaries(fixed)
        case Act.FEEDBACK:
            ways = st.sampled_from(["in_person", "unreachable"])
            answers = st.sampled_from([answer.value for answer in Answer])
            fixed = {"way": ways, "to": people, "answer": answers, "gives_up": st.booleans()}
            return st.fixed_dictionaries(fixed)
        case Act.NOTE:
            return st.sampled_from([{"way": "letter"}, {"main_closed": True}])
        case _:
            words = ("reason", "basis", "to", "way", "approved_by", "opinion")
            answer = {"answer": "satisfied"}
            return st.just({**dict.fromkeys(words, "字"), **answer})


@given(legal_moves(), st.randoms(use_true_random=False))
@pytest.mark.rule("R29")
def test_the_order_of_entry_matters_only_within_a_day(
    made: list[MoveFact], shuffler: random.Random
) -> None:
    whole = fold(OPENING, made)
    mixed = list(made)
    shuffler.shuffle(mixed)
    assert fold(OPENING, mixed) == whole
    by_day = sorted(made, key=lambda move: move.on)  # stable: the order of entry within a day
    renumbered = [replace(move, stamp=nth) for nth, move in enumerate(by_day)]
    assert fold(OPENING, renumbered) == whole


@given(legal_moves(), st.integers(0, 80))
@pytest.mark.rule("R29")
def test_what_is_dated_later_never_changes_a_day(made: list[MoveFact], number: int) -> None:
    until = day(number)
    earlier = [move for move in made if move.on <= until]
    assert fold(OPENING, made, until) == fold(OPENING, earlier)


@given(legal_moves())
def test_what_must_always_be_true(made: list[MoveFact]) -> None:
    state = fold(OPENING, made)
    if state.is_open:
        assert state.closed_on is state.told_on is state.cancelled_on is None
        assert state.outcome in (None, Outcome.PROMISED)
    else:
        assert state.closed_on is not None and state.outcome is not None
    if state.cancelled_on is not None:
        assert not state.awaits_feedback
    if state.told_on is not None and state.closed_on is not None:
        assert state.closed_on <= state.told_on
    assert state.stage is not Stage.ACTING or state.responsible or state.reported_on
