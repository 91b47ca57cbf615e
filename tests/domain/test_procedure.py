"""A decision's steps, rounds, notices and end: what is open, what is refused, what is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from decision_course import BEGAN, Course
from longshan_desk.domain.authorisations import Authorisation
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.procedure import ProcedureFact, fold
from longshan_desk.domain.procedure_findings import Lack, demands
from longshan_desk.domain.procedure_labels import Deed, Notice, Phase, Step
from longshan_desk.domain.procedure_steps import (
    BeforePreviousStepError,
    BodyNotCompetentError,
    NotOpenError,
    OverlapError,
    check_overlap,
)
from longshan_desk.errors import (
    AppError,
    BadValueError,
    InTheFutureError,
    NotFoundError,
    ReasonRequiredError,
)

pytestmark = pytest.mark.rule("R14")

RESOLUTION, OUTCOME = Notice.RESOLUTION_NOTICE, Notice.OUTCOME_NOTICE


@pytest.fixture
def course() -> Course:
    return Course()


# -- the four meetings ------------------------------------------------------------------------


def test_the_four_meetings_follow_one_another(course: Course) -> None:
    phases = [course.state.phase]
    for step in Step:
        course.vote(step)
        phases.append(course.state.phase)
    assert phases == [
        Phase.PROPOSAL,
        Phase.CONSULTATION,
        Phase.DELIBERATION,
        Phase.RESOLUTION,
        Phase.RESOLUTION_NOTICE,
    ]


@pytest.mark.parametrize("step", [Step.CONSULTATION, Step.DELIBERATION, Step.RESOLUTION])
def test_a_step_is_not_open_before_the_one_before_it_passed(course: Course, step: Step) -> None:
    with pytest.raises(NotOpenError) as met:
        course.vote(step)
    assert met.value.code == "not_open" and "还没有通过" in met.value.message


def test_a_step_is_decided_once_in_a_round(course: Course) -> None:
    course.vote(Step.PROPOSAL)
    with pytest.raises(NotOpenError, match="本轮提议已经通过"):
        course.vote(Step.PROPOSAL)


def test_a_lapsed_meeting_is_kept_and_the_same_step_is_called_again(course: Course) -> None:
    course.vote(Step.PROPOSAL, 5, 2, 0, abstained=2)
    assert course.phase() is Phase.PROPOSAL
    course.wait().vote(Step.PROPOSAL)
    assert [one.lapsed for one in course.state.meetings] == [True, False]
    assert course.phase() is Phase.CONSULTATION


def test_a_lost_vote_ends_the_round_and_nothing_more_is_open(course: Course) -> None:
    course.vote(Step.PROPOSAL)
    course.vote(Step.CONSULTATION, 7, 6, 3)
    assert course.phase() is Phase.FAILED
    for step in Step:
        with pytest.raises(NotOpenError):
            course.vote(step)


def test_a_lost_vote_comes_back_as_a_new_round_and_nothing_is_overwritten(course: Course) -> None:
    course.vote(Step.PROPOSAL)
    course.vote(Step.CONSULTATION, 7, 6, 3)
    course.wait().do(Deed.ROUND, "硬化西线村道", reason="改走西线")
    course.decide()
    state = course.state
    assert (state.round.number, state.proposal) == (2, "硬化西线村道")
    assert [one.round for one in state.meetings] == [1, 1, 2, 2, 2, 2]
    assert state.decided_on is not None


def test_a_lost_vote_can_also_be_the_end(course: Course) -> None:
    course.vote(Step.PROPOSAL, 5, 5, 2)
    course.do(Deed.CLOSE)
    assert course.phase() is Phase.ENDED


def test_a_round_needs_its_reason_and_something_to_come_back_from(course: Course) -> None:
    with pytest.raises(NotOpenError):
        course.do(Deed.ROUND, reason="改一改")
    course.vote(Step.PROPOSAL, 5, 5, 2)
    with pytest.raises(ReasonRequiredError):
        course.do(Deed.ROUND)


def test_amendments_stand_beside_the_proposal(course: Course) -> None:
    course.vote(Step.PROPOSAL)
    course.vote(Step.CONSULTATION, amendment="路宽改为4米")
    course.vote(Step.DELIBERATION, amendment="加修排水沟")
    assert course.state.proposal == "硬化村道"
    assert course.state.amendments == ("路宽改为4米", "加修排水沟")


def test_merged_first_steps_are_decided_by_one_meeting() -> None:
    course = Course(policy=Policy(procedure_merges_first=True))
    course.vote(Step.PROPOSAL, 7, 6, 6)
    assert course.phase() is Phase.DELIBERATION
    with pytest.raises(NotOpenError, match="一次会上完成"):
        course.vote(Step.CONSULTATION)
    course.vote(Step.DELIBERATION)
    assert course.phase() is Phase.RESOLUTION


def test_the_procedure_keeps_the_rules_it_began_with() -> None:
    stricter = Course(policy=Policy(representatives_majority_of_expected=True))
    kept = stricter.decide().state.meetings[-1]
    assert kept.verdict.majority.of == 43


# -- days and hours ---------------------------------------------------------------------------


@pytest.mark.rule("R29")
def test_no_step_is_dated_before_the_one_before_it(course: Course) -> None:
    course.wait(3).vote(Step.PROPOSAL)
    with pytest.raises(BeforePreviousStepError) as met:
        course.vote(Step.CONSULTATION, on=BEGAN)
    assert met.value.code == "before_previous_step"


@pytest.mark.rule("R29")
def test_no_step_is_dated_before_the_beginning_or_before_a_lapsed_meeting(course: Course) -> None:
    with pytest.raises(BeforePreviousStepError):
        course.vote(Step.PROPOSAL, on=BEGAN - timedelta(days=1))
    course.wait(2).vote(Step.PROPOSAL, 5, 1, 0, abstained=1)
    with pytest.raises(BeforePreviousStepError):
        course.vote(Step.PROPOSAL, on=BEGAN + timedelta(days=1))


@pytest.mark.rule("R29")
def test_nothing_is_recorded_of_the_future(course: Course) -> None:
    course.today = BEGAN
    with pytest.raises(InTheFutureError):
        course.wait().vote(Step.PROPOSAL)


@pytest.mark.rule("R29")
def test_two_meetings_of_one_day_do_not_overlap(course: Course) -> None:
    course.vote(Step.PROPOSAL, time="19:00", ended="20:00")
    with pytest.raises(BeforePreviousStepError):
        course.vote(Step.CONSULTATION, time="19:30")
    course.vote(Step.CONSULTATION, time="20:00")


@pytest.mark.rule("R36")
def test_one_meeting_may_take_two_steps_in_the_same_hour(course: Course) -> None:
    course.vote(Step.PROPOSAL, time="19:00", ended="21:00", meeting_id="m")
    course.vote(Step.CONSULTATION, time="19:00", ended="21:00", meeting_id="m")
    assert course.phase() is Phase.DELIBERATION


def _sitting(time: str, ended: str | None, chair: str, meeting: str = "a") -> ProcedureFact:
    data: dict[str, Any] = {"time": time, "chair": chair}
    data |= {"ended": ended} if ended else {}
    return ProcedureFact(Deed.STEP, BEGAN, data=data, meeting_id=meeting)


@pytest.mark.rule("R29", "R36")
@pytest.mark.parametrize(
    ("mine", "is_refused"),
    [
        (_sitting("19:30", "20:30", "马文秀", "b"), True),
        (_sitting("19:00", None, "马文秀", "b"), True),
        (_sitting("20:00", "21:00", "马文秀", "b"), False),
        (_sitting("19:30", "20:30", "李建国", "b"), False),
        (_sitting("19:30", "20:30", "马文秀", "a"), False),
    ],
)
def test_nobody_chairs_two_meetings_at_once(mine: ProcedureFact, is_refused: bool) -> None:
    others = [_sitting("19:00", "20:00", "马文秀")]
    if is_refused:
        with pytest.raises(OverlapError):
            check_overlap(mine, others)
    else:
        check_overlap(mine, others)


def test_a_meeting_does_not_end_before_it_starts(course: Course) -> None:
    with pytest.raises(BadValueError):
        course.vote(Step.PROPOSAL, time="20:00", ended="19:00")


# -- competence -------------------------------------------------------------------------------


@pytest.mark.rule("R30")
def test_land_is_not_resolved_by_the_representatives_and_the_refusal_names_the_law() -> None:
    course = Course("land_contract")
    for step in (Step.PROPOSAL, Step.CONSULTATION, Step.DELIBERATION):
        course.vote(step)
    with pytest.raises(BodyNotCompetentError) as met:
        course.vote(Step.RESOLUTION, body=Body.REPRESENTATIVES)
    assert met.value.code == "body_not_competent"
    assert "集体经济组织成员大会" in met.value.message
    assert "农村集体经济组织法" in met.value.hint


@pytest.mark.rule("R30")
def test_an_override_with_a_reason_lets_it_through_and_is_found() -> None:
    course = Course("land_contract")
    for step in (Step.PROPOSAL, Step.CONSULTATION, Step.DELIBERATION):
        course.vote(step)
    with pytest.raises(ReasonRequiredError):
        course.do(Deed.OVERRIDE, body=Body.REPRESENTATIVES.value)
    course.do(Deed.OVERRIDE, body=Body.REPRESENTATIVES.value, reason="当时法律还没有施行")
    course.vote(Step.RESOLUTION, body=Body.REPRESENTATIVES)
    assert course.state.decided_on == course.day
    assert any("当时法律还没有施行" in one.text for one in course.found())


@pytest.mark.rule("R30")
def test_an_override_does_not_reach_back() -> None:
    course = Course("land_contract")
    for step in (Step.PROPOSAL, Step.CONSULTATION, Step.DELIBERATION):
        course.vote(step)
    later = course.day + timedelta(days=3)
    course.do(Deed.OVERRIDE, on=later, body=Body.REPRESENTATIVES.value, reason="确有必要")
    with pytest.raises(BodyNotCompetentError):
        course.vote(Step.RESOLUTION, body=Body.REPRESENTATIVES)


@pytest.mark.rule("R30")
def test_the_members_of_the_collective_resolve_by_two_thirds_of_all() -> None:
    course = Course("land_contract")
    for step in (Step.PROPOSAL, Step.CONSULTATION, Step.DELIBERATION):
        course.vote(step)
    course.vote(Step.RESOLUTION, 300, 220, 199, body=Body.COLLECTIVE_MEMBERS)
    assert course.phase() is Phase.FAILED


@pytest.mark.parametrize(
    ("step", "body"),
    [
        (Step.PROPOSAL, Body.VILLAGERS),
        (Step.CONSULTATION, Body.BRANCH_COMMITTEE),
        (Step.DELIBERATION, Body.REPRESENTATIVES),
        (Step.DELIBERATION, Body.PARTY_COUNCIL),
        (Step.RESOLUTION, Body.TWO_COMMITTEES),
        (Step.RESOLUTION, Body.JOINT_HOUSEHOLDS),
    ],
)
def test_each_step_belongs_to_its_body(course: Course, step: Step, body: Body) -> None:
    for before in list(Step)[: step.place]:
        course.vote(before)
    with pytest.raises(BodyNotCompetentError):
        course.vote(step, body=body)


# -- notices ----------------------------------------------------------------------------------


@pytest.mark.rule("R31")
def test_a_resolution_is_not_posted_before_it_is_made(course: Course) -> None:
    with pytest.raises(NotOpenError):
        course.post(RESOLUTION)
    course.decide()
    with pytest.raises(BeforePreviousStepError):
        course.do(Deed.POST, on=BEGAN, notice=RESOLUTION.value, until="2022-06-01", where="公开栏")


@pytest.mark.rule("R31")
@pytest.mark.parametrize(("days", "is_short"), [(6, True), (7, False), (8, False)])
def test_a_posting_shorter_than_the_term_is_a_finding(
    course: Course, days: int, is_short: bool
) -> None:
    course.decide().post(RESOLUTION, days)
    assert (Lack.TOO_SHORT in course.lacks()) is is_short


@pytest.mark.rule("R31")
def test_what_was_taken_down_early_is_made_good_by_posting_it_again(course: Course) -> None:
    posting = course.decide().post(RESOLUTION)
    course.wait(3).take_down(posting)
    assert {Lack.TAKEN_DOWN_EARLY, Lack.TOO_SHORT} <= course.lacks(is_open=True)
    again = course.post(RESOLUTION)
    course.wait(7).take_down(again)
    assert not {Lack.TAKEN_DOWN_EARLY, Lack.TOO_SHORT} & course.lacks(is_open=True)
    assert {Lack.TAKEN_DOWN_EARLY, Lack.TOO_SHORT} <= course.lacks(is_open=False)


@pytest.mark.rule("R31")
def test_a_notice_hangs_once_at_a_time(course: Course) -> None:
    course.decide().post(RESOLUTION)
    with pytest.raises(NotOpenError):
        course.wait().post(RESOLUTION)


@pytest.mark.rule("R31")
@pytest.mark.parametrize(
    ("late", "lack"), [(10, None), (11, Lack.POSTED_LATE)], ids=["on the last day", "a day late"]
)
def test_the_resolution_is_posted_within_ten_days(
    course: Course, late: int, lack: Lack | None
) -> None:
    course.decide()
    course.day = (course.state.decided_on or BEGAN) + timedelta(days=late)
    assert (Lack.NOT_POSTED in course.lacks()) is (lack is not None)
    course.post(RESOLUTION)
    assert (Lack.POSTED_LATE in course.lacks()) is (lack is not None)


@pytest.mark.rule("R31")
def test_a_notice_without_an_opinion_before_it_is_a_finding(course: Course) -> None:
    course.decide().post(RESOLUTION)
    assert Lack.NO_OPINION in course.lacks()
    course.wait().opinion(RESOLUTION)
    assert Lack.OPINION_AFTERWARDS in course.lacks() and Lack.NO_OPINION not in course.lacks()


@pytest.mark.rule("R31")
def test_an_opinion_first_and_seven_days_leave_nothing_to_find(course: Course) -> None:
    assert not course.posted().found()


@pytest.mark.rule("R31")
def test_a_notice_that_nobody_took_down_is_a_finding_from_the_day_after(course: Course) -> None:
    course.decide().opinion(RESOLUTION)
    course.post(RESOLUTION)
    assert not course.wait(7).found()
    assert course.wait().lacks() == {Lack.STILL_HANGING}


@pytest.mark.rule("R31")
@pytest.mark.parametrize(("days", "is_late"), [(3, False), (4, True)])
def test_an_objection_is_answered_in_three_days(course: Course, days: int, is_late: bool) -> None:
    course.decide().opinion(RESOLUTION)
    posting = course.post(RESOLUTION)
    objection = course.do(Deed.OBJECT, "占了我家地", posting=posting, by="马老三")
    course.wait(days)
    assert (Lack.NOT_ANSWERED in course.lacks(is_open=True)) is is_late
    course.do(Deed.ANSWER, "已改线", objection=objection)
    assert Lack.NOT_ANSWERED not in course.lacks(is_open=True)
    assert (Lack.NOT_ANSWERED in course.lacks(is_open=False)) is is_late
    with pytest.raises(NotOpenError):
        course.do(Deed.ANSWER, "再答一次", objection=objection)


@pytest.mark.parametrize(
    ("deed", "data", "error"),
    [
        (Deed.TAKE_DOWN, {"posting": "none"}, NotFoundError),
        (Deed.ANSWER, {"objection": "none"}, NotFoundError),
        (Deed.OBJECT, {"posting": "none", "by": "马老三"}, NotFoundError),
        (Deed.POST, {"notice": "resolution_notice", "until": "2022-06-01"}, BadValueError),
        (
            Deed.POST,
            {"notice": "resolution_notice", "until": "2022-04-01", "where": "公开栏"},
            BadValueError,
        ),
        (Deed.OPINION, {"notice": "resolution_notice"}, BadValueError),
        (Deed.OVERRIDE, {"body": "villagers", "reason": "晚了"}, NotOpenError),
    ],
)
def test_an_act_that_lacks_something_is_refused(
    course: Course, deed: Deed, data: dict[str, Any], error: type[AppError]
) -> None:
    course.decide()
    with pytest.raises(error):
        course.do(deed, **data)


# -- carrying out -----------------------------------------------------------------------------


def test_nothing_is_carried_out_before_the_resolution_is_posted(course: Course) -> None:
    course.decide()
    with pytest.raises(NotOpenError):
        course.implement()


def test_carrying_out_names_who_and_until_when(course: Course) -> None:
    course.posted()
    with pytest.raises(BadValueError):
        course.implement(who=None)
    with pytest.raises(BadValueError):
        course.implement(due=None)


def test_carrying_out_before_the_posting_is_over_is_a_finding(course: Course) -> None:
    course.decide().opinion(RESOLUTION)
    course.post(RESOLUTION)
    course.wait(6).implement()
    assert Lack.TOO_EARLY in course.lacks()


def test_progress_and_spending_add_up_and_nothing_is_replaced(course: Course) -> None:
    course.posted().implement()
    course.wait().do(Deed.IMPLEMENT, "路基完成", spent=1_250_000)
    course.wait().do(Deed.IMPLEMENT, "路面完成", spent=50)
    doing = course.state.implementation
    assert doing is not None and doing.spent == 1_250_050
    assert [said.text for said in doing.progress] == ["路基完成", "路面完成"]


def test_progress_is_posted_any_number_of_times(course: Course) -> None:
    course.posted().implement()
    for _ in range(3):
        course.post(Notice.PROGRESS_NOTICE)
    assert len(course.state.posted(Notice.PROGRESS_NOTICE)) == 3
    assert course.phase() is Phase.ACTING


def test_the_outcome_is_posted_after_the_acceptance(course: Course) -> None:
    course.posted().implement()
    with pytest.raises(NotOpenError):
        course.post(OUTCOME)
    course.wait().do(Deed.ACCEPT)
    course.post(OUTCOME)
    assert course.phase() is Phase.CLOSING


def test_work_past_its_day_is_a_finding(course: Course) -> None:
    course.posted().implement(due_in=5)
    assert Lack.OVERDUE not in course.wait(5).lacks()
    assert Lack.OVERDUE in course.wait().lacks(is_open=True)


def test_it_is_closed_when_the_outcome_was_posted_for_its_time(course: Course) -> None:
    course.accepted()
    with pytest.raises(NotOpenError):
        course.do(Deed.CLOSE)
    course.post(OUTCOME)
    with pytest.raises(NotOpenError):
        course.wait(6).do(Deed.CLOSE)
    course.wait().do(Deed.CLOSE)
    assert course.phase() is Phase.CLOSED
    with pytest.raises(NotOpenError):
        course.implement("还修了一段")


def test_without_a_resolution_it_ends_only_with_a_reason(course: Course) -> None:
    course.vote(Step.PROPOSAL)
    with pytest.raises(ReasonRequiredError):
        course.do(Deed.CLOSE)
    course.do(Deed.CLOSE, "上级改了规划")
    assert course.phase() is Phase.ENDED


def test_a_posted_resolution_can_be_taken_up_again_until_it_is_carried_out(course: Course) -> None:
    course.posted().do(Deed.ROUND, reason="异议成立")
    assert course.phase() is Phase.PROPOSAL and course.state.decided_on is None
    assert len(course.state.postings) == 1 and not course.state.posted(RESOLUTION)
    course.decide().post(RESOLUTION)
    course.implement()
    with pytest.raises(NotOpenError):
        course.do(Deed.ROUND, reason="再议")


# -- findings and demands of meetings ---------------------------------------------------------


@pytest.mark.rule("R29")
@pytest.mark.parametrize(("days", "is_late"), [(3, False), (4, True)])
def test_what_was_entered_late_says_so(course: Course, days: int, is_late: bool) -> None:
    course.vote(Step.PROPOSAL, entered_on=BEGAN + timedelta(days=days))
    assert (Lack.ENTERED_LATE in course.lacks()) is is_late


def test_another_count_than_the_rolls_is_found_with_its_reason(course: Course) -> None:
    course.vote(Step.PROPOSAL, roll=6, reason="一人已经调离")
    assert [one.text for one in course.found()] == ["4月6日提议应到 5，名单上 6：一人已经调离"]


@pytest.mark.parametrize(("days", "is_short"), [(2, True), (3, False)])
def test_a_party_meeting_is_called_three_days_before(
    course: Course, days: int, is_short: bool
) -> None:
    course.vote(Step.PROPOSAL)
    course.vote(Step.CONSULTATION)
    called = course.day.isoformat()
    course.wait(days).vote(Step.DELIBERATION, notified_on=called)
    assert (Lack.CALLED_LATE in course.lacks()) is is_short


def test_what_is_asked_stands_with_its_source_and_how_it_stands(course: Course) -> None:
    before = demands(course.state, BEGAN)
    assert all(one.source for one in before)
    assert {one.is_met for one in before} == {None}
    course.accepted().opinion(OUTCOME)
    posting = course.post(OUTCOME)
    course.wait(7).take_down(posting)
    after = demands(course.state, course.day, [Authorisation(BEGAN, "村民自治章程")])
    assert {one.is_met for one in after} == {True, None}  # no progress notice, no objections
    assert [one.what for one in before] == [one.what for one in after]


def test_a_former_day_knows_nothing_of_what_came_later(course: Course) -> None:
    course.decide()
    on = course.facts[1].on
    assert fold(course.opening, course.facts, on).phase is Phase.DELIBERATION
    assert fold(course.opening, course.facts, date(2022, 4, 5)).phase is Phase.PROPOSAL
