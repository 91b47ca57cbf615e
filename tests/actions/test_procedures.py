"""Deciding at the desk: the acts, the meeting they belong to, and what the matter knows of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desk import Desk
from longshan_desk.actions import procedures
from longshan_desk.actions.meetings import (
    MeetingWords,
    close_meeting,
    move_meeting,
    new_meeting,
    remove_item,
    save_item,
)
from longshan_desk.actions.policy import save_policy
from longshan_desk.actions.procedures import NewProcedure, Sitting, Speech, Voted
from longshan_desk.actions.rolls import add_seat
from longshan_desk.data.moves import state_of
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.procedures import ProcedureAct
from longshan_desk.documents.kinds.meeting_summary import build as build_summary
from longshan_desk.documents.kinds.minutes import build_committees
from longshan_desk.domain import counting
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import CountingRules
from longshan_desk.domain.labels import (
    Act,
    AttendanceState,
    Decision,
    ItemKind,
    ListKind,
    MeetingKind,
    Outcome,
    Role,
    Stage,
)
from longshan_desk.domain.next_steps import offered
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.procedure_findings import Lack
from longshan_desk.domain.procedure_labels import Motion, Notice, Phase, Step
from longshan_desk.domain.procedure_steps import BeforePreviousStepError, NotOpenError, OverlapError
from longshan_desk.domain.seats import SeatFacts
from longshan_desk.domain.steps import NeedsProcedureError
from longshan_desk.domain.votes import VotesDoNotAddUpError
from longshan_desk.errors import BadValueError, ReasonRequiredError, WrongStageError
from longshan_desk.queries.case_papers import case_facts
from longshan_desk.queries.home import Tone, home
from longshan_desk.queries.matter_page import matter_page
from longshan_desk.queries.meetings import meeting_page
from longshan_desk.queries.opening_report import opening_report, report_lines
from longshan_desk.queries.papers import meeting_facts, office_words
from longshan_desk.queries.procedures import board, list_procedures, procedure_page, vote_ground
from longshan_desk.queries.stalls import stalled_matters

pytestmark = pytest.mark.rule("R14")

SPRING = date(2022, 4, 20)
RESOLUTION, OUTCOME = Notice.RESOLUTION_NOTICE, Notice.OUTCOME_NOTICE
PASSING = {
    Step.PROPOSAL: (5, 5, 5),
    Step.CONSULTATION: (7, 6, 6),
    Step.DELIBERATION: (30, 24, 20),
    Step.RESOLUTION: (43, 31, 27),
}


@pytest.fixture
def matter(desk: Desk) -> str:
    """A major public matter heard today; it is 2022-04-20."""
    desk.today = SPRING
    return desk.add_matter("村里的路要修。", list_kind=ListKind.MAJOR_PUBLIC)


@pytest.fixture
def procedure(desk: Desk, matter: str) -> str:
    return procedures.new_procedure(desk.store, NewProcedure(), matter_id=matter)


def sitting(step: Step, **facts: Any) -> Sitting:
    """A meeting that passes the step, unless told otherwise; the rest votes against."""
    expected, present, in_favour = PASSING[step]
    said: dict[str, Any] = {
        "expected": expected,
        "present": present,
        "in_favour": in_favour,
        "place": "村委会",
        "chair": "马文秀",
        "recorder": "王会计",
        **facts,
    }
    said.setdefault("against", said["present"] - said["in_favour"])
    return Sitting(step, **said)


def vote(desk: Desk, procedure: str, step: Step, **facts: Any) -> Voted:
    return procedures.take_vote(desk.store, procedure, sitting(step, **facts))


def decide(desk: Desk, procedure: str) -> None:
    """All four meetings pass, a day apart, the last one today."""
    for step in Step:
        vote(desk, procedure, step)
        desk.go_to(desk.today + timedelta(days=1))


def posted(desk: Desk, procedure: str) -> None:
    decide(desk, procedure)
    procedures.post_notice(
        desk.store,
        procedure,
        RESOLUTION,
        from_on=desk.today,
        until_on=desk.today + timedelta(days=7),
        where="公开栏",
    )


def phase(desk: Desk, procedure: str) -> Phase:
    return procedure_page(desk.store, procedure).row.phase


# -- beginning --------------------------------------------------------------------------------


def test_a_procedure_begins_from_a_major_matter_and_is_taken_back_whole(
    desk: Desk, matter: str
) -> None:
    with desk.taken_back():
        made = procedures.new_procedure(desk.store, NewProcedure(), matter_id=matter)
    page = procedure_page(desk.store, made)
    assert (page.row.title, page.row.type_code) == ("村里的路要修。", "public_works")
    assert (page.row.motion, page.row.phase) == (Motion.MASSES, Phase.PROPOSAL)
    assert page.rules.code == "2018"


def test_only_a_major_matter_goes_this_way(desk: Desk) -> None:
    other = desk.add_matter()
    with pytest.raises(WrongStageError):
        procedures.new_procedure(desk.store, NewProcedure(), matter_id=other)


def test_a_matter_has_one_procedure_under_way(desk: Desk, matter: str, procedure: str) -> None:
    with pytest.raises(NotOpenError):
        procedures.new_procedure(desk.store, NewProcedure(), matter_id=matter)
    vote(desk, procedure, Step.PROPOSAL, in_favour=1)
    procedures.close_procedure(desk.store, procedure)
    procedures.new_procedure(desk.store, NewProcedure(), matter_id=matter)


def test_the_township_or_the_committees_begin_one_without_a_matter(desk: Desk) -> None:
    new = NewProcedure("subsidies", "误工补贴标准", motion=Motion.TOWNSHIP)
    made = procedures.new_procedure(desk.store, new)
    row = procedure_page(desk.store, made).row
    assert (row.matter_id, row.number, row.motion) == (None, None, Motion.TOWNSHIP)
    with pytest.raises(BadValueError):
        procedures.new_procedure(desk.store, NewProcedure("subsidies"))


def test_a_later_change_of_the_rules_leaves_what_has_begun_alone(
    desk: Desk, procedure: str
) -> None:
    stricter = Policy(representatives_majority_of_expected=True)
    save_policy(desk.store, stricter, from_on=date(2022, 1, 1))
    decide(desk, procedure)
    last = procedure_page(desk.store, procedure).meetings[-1].held
    assert last.verdict.majority.of == 31


def test_first_steps_are_merged_only_where_one_person_holds_both_offices(desk: Desk) -> None:
    save_policy(desk.store, Policy(procedure_merges_first=True), from_on=date(2022, 1, 1))
    apart = procedures.new_procedure(desk.store, NewProcedure("other", "甲"))
    desk.add_cadre("马文秀", Role.BRANCH_SECRETARY, Role.VILLAGE_DIRECTOR)
    merged = procedures.new_procedure(desk.store, NewProcedure("other", "乙"))
    assert not procedure_page(desk.store, apart).rules.merges_first_steps
    assert procedure_page(desk.store, merged).rules.merges_first_steps


# -- meetings ---------------------------------------------------------------------------------


def test_a_vote_is_one_act_with_its_meeting_and_is_taken_back_whole(
    desk: Desk, procedure: str
) -> None:
    with desk.taken_back():
        voted = vote(desk, procedure, Step.PROPOSAL, speeches=[Speech("李建国", "同意")])
    assert desk.news[-1].label == "提议"
    page = meeting_page(desk.store, voted.meeting_id)
    assert (page.row.kind, page.row.place) == (MeetingKind.BRANCH_COMMITTEE, "村委会")
    assert [(item.kind, item.result) for item in page.items] == [
        (ItemKind.PROCEDURE, voted.verdict.words)
    ]


def test_a_refused_vote_leaves_nothing(desk: Desk, procedure: str) -> None:
    before = desk.records()
    with pytest.raises(VotesDoNotAddUpError):
        vote(desk, procedure, Step.PROPOSAL, against=3)
    with pytest.raises(NotOpenError):
        vote(desk, procedure, Step.RESOLUTION)
    assert desk.records() == before


def test_those_expected_are_taken_from_the_roll_of_the_day(desk: Desk, procedure: str) -> None:
    desk.fill_roster()
    ground = vote_ground(desk.store, procedure, Step.PROPOSAL)
    assert (ground.body, ground.roll.expected) == (Body.BRANCH_COMMITTEE, 2)
    vote(desk, procedure, Step.PROPOSAL, expected=None, present=2, in_favour=2)
    held = procedure_page(desk.store, procedure).meetings[0].held
    assert (held.votes.expected, held.fact.data["roll"]) == (2, 2)


def test_a_roll_is_counted_by_the_rules_that_the_procedure_began_with(
    desk: Desk, procedure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, is_new in (("马占山", False), ("李小花", True)):
        facts = SeatFacts(name, is_probationary=is_new, from_on=date(2021, 1, 1))
        add_seat(desk.store, Body.PARTY_MEMBERS, facts)
    changed = (date(2018, 12, 29), CountingRules(probationary_counts=True))
    monkeypatch.setattr(counting, "VERSIONS", (changed,))
    later = procedures.new_procedure(desk.store, NewProcedure("other", "乙"))
    expected = [
        vote_ground(desk.store, one, Step.DELIBERATION).roll.expected for one in (procedure, later)
    ]
    assert expected == [1, 2]


def test_another_number_than_the_rolls_needs_a_reason(desk: Desk, procedure: str) -> None:
    desk.fill_roster()
    with pytest.raises(ReasonRequiredError):
        vote(desk, procedure, Step.PROPOSAL)
    vote(desk, procedure, Step.PROPOSAL, reason="新增委员还没有录入")


def test_without_a_roll_the_number_has_to_be_given(desk: Desk, procedure: str) -> None:
    with pytest.raises(BadValueError, match="名单"):
        vote(desk, procedure, Step.PROPOSAL, expected=None)


@pytest.mark.parametrize("what", ["place", "chair", "recorder"])
def test_a_meeting_has_its_place_chair_and_recorder(desk: Desk, procedure: str, what: str) -> None:
    with pytest.raises(BadValueError):
        vote(desk, procedure, Step.PROPOSAL, **{what: None})


@pytest.mark.rule("R36")
def test_one_meeting_takes_steps_of_several_procedures_beside_other_items(
    desk: Desk, matter: str, procedure: str
) -> None:
    other = desk.add_matter("水窖要修。", list_kind=ListKind.MAJOR_PUBLIC)
    second = procedures.new_procedure(desk.store, NewProcedure(), matter_id=other)
    for each in (procedure, second):
        vote(desk, each, Step.PROPOSAL)
    small = desk.add_matter("路灯坏了。")
    words = MeetingWords(place="村委会", chair="马文秀", recorder="王会计")
    meeting = new_meeting(desk.store, MeetingKind.COMMITTEES, desk.today, words=words)
    desk.decide(meeting, small, Decision.SETTLED, result="换了灯泡")
    both = [
        (each, sitting(Step.CONSULTATION, meeting_id=meeting, place=None, chair=None))
        for each in (procedure, second)
    ]
    with desk.taken_back():
        voted = procedures.take_votes(desk.store, both)
    assert {one.meeting_id for one in voted} == {meeting}
    kinds = [item.kind for item in meeting_page(desk.store, meeting).items]
    assert kinds == [ItemKind.DECISION, ItemKind.PROCEDURE, ItemKind.PROCEDURE]
    held = procedure_page(desk.store, second).meetings[-1].held
    assert (held.fact.data["place"], held.fact.data["chair"]) == ("村委会", "马文秀")


@pytest.mark.rule("R36")
def test_one_meetings_papers_have_one_attendance_and_each_items_own_vote(
    desk: Desk, matter: str, procedure: str
) -> None:
    second = procedures.new_procedure(desk.store, NewProcedure("other", "卖旧校舍"))
    for each in (procedure, second):
        vote(desk, each, Step.PROPOSAL)
    desk.fill_roster()
    words = MeetingWords(place="村委会", chair="马文秀", recorder="王会计")
    meeting = new_meeting(desk.store, MeetingKind.COMMITTEES, desk.today, words=words)
    small = desk.add_matter("路灯坏了。")
    desk.decide(meeting, small, Decision.SETTLED, result="换了灯泡")
    save_item(desk.store, meeting, ItemKind.FREE, text="商议秋季农资供应。", result="同意")
    here = {"meeting_id": meeting, "expected": 4, "reason": "两人公差", "present": 3}
    said = (Speech("李建国", "应该修。"),)
    came = ("马文秀", "李建国", "苏玉兰")
    first_vote = sitting(
        Step.CONSULTATION, **here, in_favour=3, amendment="修水泥路。", speeches=said, came=came
    )
    second_vote = sitting(Step.CONSULTATION, **here, in_favour=1, came=came)
    procedures.take_votes(desk.store, [(procedure, first_vote), (second, second_vote)])
    close_meeting(desk.store, meeting)
    facts = meeting_facts(desk.store, meeting)
    assert sorted(one.name for one in facts.those(AttendanceState.PRESENT)) == sorted(came)
    assert [(one.title or one.text) for one in facts.items] == [
        "路灯坏了。",
        "商议秋季农资供应。",
        "四议两公开商议：村里的路要修。",
        "四议两公开商议：卖旧校舍",
    ]
    passed, lost = facts.items[2:]
    assert "同意 3 票" in passed.result and "通过，议定修改为：修水泥路。" in passed.result
    assert passed.text == "李建国：应该修" and "未通过" in lost.result
    for build in (build_committees, build_summary):
        paper = str(build(facts))
        assert all(words in paper for words in ("换了灯泡", "同意 3 票", "同意 1 票", "卖旧校舍"))
    for each, votes in ((procedure, 3), (second, 1)):
        last = case_facts(desk.store, office_words(desk.store), each).meetings[-1]
        assert (last.in_favour, last.place, last.chair) == (votes, "村委会", "马文秀")
        assert [one.name for one in last.attendees if one.state.was_there] == [
            one.name for one in facts.attendees if one.state.was_there
        ]


@pytest.mark.rule("R36")
def test_the_same_meeting_is_found_again_by_its_kind_day_and_place(
    desk: Desk, procedure: str
) -> None:
    second = procedures.new_procedure(desk.store, NewProcedure("other", "卖旧校舍"))
    one, two = (vote(desk, each, Step.PROPOSAL) for each in (procedure, second))
    assert one.meeting_id == two.meeting_id
    third = procedures.new_procedure(desk.store, NewProcedure("other", "买垃圾箱"))
    assert vote(desk, third, Step.PROPOSAL, place="村学").meeting_id != one.meeting_id


@pytest.mark.rule("R36")
def test_a_meeting_that_was_called_before_is_the_one_that_votes(desk: Desk, procedure: str) -> None:
    called = new_meeting(desk.store, MeetingKind.BRANCH_COMMITTEE, desk.today)
    with desk.taken_back():
        voted = vote(desk, procedure, Step.PROPOSAL)
    assert voted.meeting_id == called
    assert meeting_page(desk.store, called).row.chair == "马文秀"


@pytest.mark.rule("R36")
def test_a_reconvened_meeting_is_another_meeting(desk: Desk, procedure: str) -> None:
    lapsed = vote(desk, procedure, Step.PROPOSAL, present=2, in_favour=0, against=0)
    again = vote(desk, procedure, Step.PROPOSAL)
    assert lapsed.meeting_id != again.meeting_id
    assert not lapsed.verdict.passed and again.verdict.passed


@pytest.mark.rule("R29", "R36")
def test_a_meeting_keeps_its_day_and_its_votes(desk: Desk, procedure: str) -> None:
    voted = vote(desk, procedure, Step.PROPOSAL)
    item = meeting_page(desk.store, voted.meeting_id).items[0]
    with pytest.raises(WrongStageError):
        remove_item(desk.store, item.id)
    with pytest.raises(WrongStageError):
        move_meeting(desk.store, voted.meeting_id, SPRING + timedelta(days=1), reason="下雪")
    with pytest.raises(BadValueError):
        vote(desk, procedure, Step.CONSULTATION, meeting_id=voted.meeting_id, on=date(2022, 4, 1))


@pytest.mark.rule("R29")
def test_nobody_chairs_two_procedures_meetings_at_once(desk: Desk, procedure: str) -> None:
    second = procedures.new_procedure(desk.store, NewProcedure("other", "卖旧校舍"))
    hours = {"starts_at": _clock("19:00"), "ended_at": _clock("20:00")}
    vote(desk, procedure, Step.PROPOSAL, **hours)
    with pytest.raises(OverlapError):
        vote(desk, second, Step.PROPOSAL, starts_at=_clock("19:30"), place="村学")


def _clock(text: str) -> Any:
    from datetime import time

    return time.fromisoformat(text)


@pytest.mark.rule("R29")
def test_steps_entered_later_keep_their_order_and_say_so(desk: Desk, procedure: str) -> None:
    desk.go_to(date(2022, 5, 20))
    vote(desk, procedure, Step.PROPOSAL, on=SPRING)
    with pytest.raises(BeforePreviousStepError):
        vote(desk, procedure, Step.CONSULTATION, on=SPRING - timedelta(days=1))
    line = procedure_page(desk.store, procedure).meetings[0]
    assert (line.held.on, line.entered_on, line.is_entered_late) == (SPRING, desk.today, True)


# -- the matter's own record ------------------------------------------------------------------


def test_the_matter_is_deliberated_by_the_first_meeting_and_waits_for_the_resolution(
    desk: Desk, matter: str, procedure: str
) -> None:
    vote(desk, procedure, Step.PROPOSAL)
    page = desk.matter(matter)
    assert (page.row.stage, page.state.procedure) == (Stage.DELIBERATED, Phase.CONSULTATION)
    assert page.row.waits_for_procedure
    with pytest.raises(NeedsProcedureError, match="已提议，待商议"):
        desk.assign(matter)


def test_a_lapsed_first_meeting_is_no_deliberation(desk: Desk, matter: str, procedure: str) -> None:
    vote(desk, procedure, Step.PROPOSAL, present=2, in_favour=0, against=0)
    assert desk.matter(matter).row.stage is Stage.HEARD


def test_a_resolution_lets_the_matter_be_carried_out_and_its_undo_does_not(
    desk: Desk, matter: str, procedure: str
) -> None:
    decide(desk, procedure)
    assert not desk.matter(matter).row.waits_for_procedure
    desk.assign(matter)
    desk.store.undo()
    desk.store.undo()
    with pytest.raises(NeedsProcedureError):
        desk.assign(matter)


def test_who_carries_it_out_is_entered_once(desk: Desk, matter: str, procedure: str) -> None:
    posted(desk, procedure)
    due = desk.today + timedelta(days=30)
    with desk.taken_back():
        procedures.carry_out(desk.store, procedure, who="李建国", due_on=due)
    page = desk.matter(matter)
    assert (page.row.stage, page.row.responsible, page.row.due_on) == (Stage.ACTING, "李建国", due)
    procedures.carry_out(
        desk.store, procedure, who="李建国", due_on=due, progress="路基完成", spent=1_250_000
    )
    acts = [entry.act for entry in desk.matter(matter).timeline]
    assert acts.count(Act.ASSIGN) == 1 and acts[-1] is Act.PROGRESS


def test_the_timeline_tells_every_vote_with_its_sum(
    desk: Desk, matter: str, procedure: str
) -> None:
    vote(desk, procedure, Step.PROPOSAL)
    told = [entry.text for entry in desk.matter(matter).timeline if entry.act is Act.PROCEDURE]
    assert told == [
        "立项：公益事业的兴办、筹资筹劳和建设承包方案",
        "提议：应到 5 人，实到 5 人（需超过半数，即至少 3 人），"
        "同意 5 票（需超过应到半数，即至少 3 票）：通过",
    ]


@pytest.mark.rule("R22")
def test_a_major_matter_nobody_proposes_is_a_stall_that_says_where_it_stands(
    desk: Desk, matter: str, procedure: str
) -> None:
    desk.go_to(SPRING + timedelta(days=15))
    assert not stalled_matters(desk.store)
    desk.go_to(SPRING + timedelta(days=16))
    (found,) = stalled_matters(desk.store)
    assert "已 16 天未议（四议两公开：已立项，待提议）" in found.stalls[0].reason


@pytest.mark.rule("R22")
def test_a_procedure_that_rests_is_a_stall_and_every_meeting_is_activity(
    desk: Desk, matter: str, procedure: str
) -> None:
    vote(desk, procedure, Step.PROPOSAL)
    desk.go_to(SPRING + timedelta(days=15))
    vote(desk, procedure, Step.CONSULTATION)
    desk.go_to(desk.today + timedelta(days=15))
    assert not stalled_matters(desk.store)
    desk.go_to(desk.today + timedelta(days=1))
    (found,) = stalled_matters(desk.store)
    assert "没有进展记录，已 16 天（四议两公开：已商议，待审议）" in found.stalls[0].reason


@pytest.mark.rule("R22")
def test_a_decided_matter_without_anybody_to_act_is_a_stall(
    desk: Desk, matter: str, procedure: str
) -> None:
    decide(desk, procedure)
    (found,) = stalled_matters(desk.store)
    assert "没有明确承办人（四议两公开：已决议，待公开）" in found.stalls[0].reason


@pytest.mark.rule("R5")
def test_the_opening_report_says_where_the_procedure_stands(
    desk: Desk, matter: str, procedure: str
) -> None:
    vote(desk, procedure, Step.PROPOSAL)
    desk.go_to(date(2022, 5, 5))
    lines = report_lines(opening_report(desk.store, desk.plan_hearing()))
    assert any("四议两公开已提议，待商议" in line for line in lines)


def test_a_former_day_knows_the_state_of_that_day(desk: Desk, matter: str, procedure: str) -> None:
    decide(desk, procedure)
    assert desk.matter(matter, on=SPRING).state.procedure is Phase.CONSULTATION
    assert procedure_page(desk.store, procedure, on=SPRING).row.phase is Phase.CONSULTATION
    assert list_procedures(desk.store, on=SPRING - timedelta(days=1)) == []


@pytest.mark.rule("R36")
def test_a_committees_meeting_that_decides_so_begins_the_procedure(desk: Desk) -> None:
    desk.today = SPRING
    matter = desk.add_matter("村里的路要修。")
    meeting = desk.meet()
    with desk.taken_back():
        desk.decide(meeting, matter, Decision.PROCEDURE)
    (row,) = list_procedures(desk.store)
    assert (row.matter_id, row.began_on, row.phase) == (matter, SPRING, Phase.PROPOSAL)
    page = desk.matter(matter)
    assert (page.row.list_kind, page.row.stage) == (ListKind.MAJOR_PUBLIC, Stage.DELIBERATED)


# -- two disclosures and the end --------------------------------------------------------------


@pytest.mark.rule("R31")
def test_an_objection_is_answered_by_saying_it_again_with_its_answer(
    desk: Desk, procedure: str
) -> None:
    posted(desk, procedure)
    by, text = "马老三", "占了我家地"
    first = procedures.object_to(desk.store, procedure, by=by, text=text)
    again = procedures.object_to(desk.store, procedure, by=by, text=text, answer="已改线")
    (objection,) = procedure_page(desk.store, procedure).state.postings[0].objections
    assert first == again == objection.id and objection.answer == "已改线"


def test_the_whole_way_ends_closed_and_every_act_can_be_taken_back(
    desk: Desk, matter: str, procedure: str
) -> None:
    posted(desk, procedure)
    due = desk.today + timedelta(days=30)
    desk.go_to(desk.today + timedelta(days=7))
    with desk.taken_back():
        procedures.give_opinion(desk.store, procedure, RESOLUTION, "同意")
    with desk.taken_back():
        procedures.take_down(desk.store, procedure, RESOLUTION)
    with desk.taken_back():
        procedures.carry_out(
            desk.store, procedure, who="李建国", due_on=due, accepted_on=desk.today
        )
    with desk.taken_back():
        procedures.post_notice(
            desk.store, procedure, OUTCOME,
            from_on=desk.today, until_on=desk.today + timedelta(days=7), where="公开栏",
        )  # fmt: skip
    desk.go_to(desk.today + timedelta(days=7))
    with desk.taken_back():
        procedures.close_procedure(desk.store, procedure)
    assert phase(desk, procedure) is Phase.CLOSED
    assert desk.matter(matter).state.procedure is Phase.CLOSED
    desk.solve(matter)


def test_the_board_shows_every_open_phase_and_nothing_that_is_over(
    desk: Desk, procedure: str
) -> None:
    shown = board(desk.store)
    assert list(shown) == [each for each in Phase if each.is_open]
    assert [row.id for row in shown[Phase.PROPOSAL]] == [procedure]
    procedures.close_procedure(desk.store, procedure, reason="不修了")
    assert not any(board(desk.store).values())


def test_a_new_round_and_an_override_are_taken_back_whole(desk: Desk, procedure: str) -> None:
    with desk.taken_back():
        procedures.override_body(desk.store, procedure, Body.JOINT_HOUSEHOLDS, reason="乡镇同意")
    vote(desk, procedure, Step.PROPOSAL, in_favour=1)
    with desk.taken_back():
        assert procedures.new_round(desk.store, procedure, reason="改走西线") == 2


def test_acts_are_only_ever_added(desk: Desk, procedure: str) -> None:
    assert ProcedureAct.APPEND_ONLY
    decide(desk, procedure)
    with desk.store.read() as session:
        rows = session.execute(select(ProcedureAct).order_by(ProcedureAct.stamp)).scalars()
        assert [row.data["step"] for row in rows] == [step.value for step in Step]


# -- a matter that goes its own way -----------------------------------------------------------


def withdraw(desk: Desk, matter: str) -> None:
    desk.step(matter, Act.CLOSE, outcome=Outcome.WITHDRAWN, result="反映人撤回。")


def to_another_list(desk: Desk, matter: str) -> None:
    desk.step(matter, Act.CLASSIFY, list=ListKind.ESCALATED, reason="村里办不了。")


def explain(desk: Desk, matter: str) -> None:
    reason, basis = "没有资金。", "项目库通知"
    desk.step(matter, Act.EXPLAIN, reason=reason, basis=basis, to="马占山", way="in_person")


LEAVING = pytest.mark.parametrize(
    ("leave", "words"),
    [
        (withdraw, "事项 4月21日已办结（群众撤回）"),
        (explain, "事项 4月21日已办结（已答复解释）"),
        (to_another_list, "事项 4月21日已调整到“上级单位协调办理事项”清单"),
    ],
    ids=["withdrawn", "explained", "another list"],
)
Leave = Callable[[Desk, str], None]


@LEAVING
def test_a_matter_that_left_asks_for_the_end_of_its_procedure(
    desk: Desk, matter: str, procedure: str, leave: Leave, words: str
) -> None:
    vote(desk, procedure, Step.PROPOSAL)
    desk.go_to(SPRING + timedelta(days=1))
    leave(desk, matter)
    found = procedure_page(desk.store, procedure).findings[0]
    assert (found.lack, found.is_open) == (Lack.MATTER_GONE, True) and words in found.text
    (due,) = [line for line in home(desk.store).due if line.kind == "procedure"]
    assert (due.who, due.tone) == ("终止决策", Tone.SOON) and words in due.rule
    assert "还没有终止" in offered(matter_page(desk.store, matter).state).note
    procedures.close_procedure(desk.store, procedure, reason="事项已另行处理。")
    assert procedure_page(desk.store, procedure).findings == ()
    assert not [line for line in home(desk.store).due if line.kind == "procedure"]
    assert "还没有终止" not in offered(matter_page(desk.store, matter).state).note


@LEAVING
def test_nothing_is_decided_for_a_matter_that_left_but_what_was_before_is_entered(
    desk: Desk, matter: str, procedure: str, leave: Leave, words: str
) -> None:
    vote(desk, procedure, Step.PROPOSAL)
    desk.go_to(SPRING + timedelta(days=1))
    leave(desk, matter)
    desk.go_to(SPRING + timedelta(days=2))
    with pytest.raises(NotOpenError) as refused:
        vote(desk, procedure, Step.CONSULTATION)
    assert words in refused.value.message and "终止" in refused.value.hint
    vote(desk, procedure, Step.CONSULTATION, on=SPRING)


def test_a_matter_taken_up_again_goes_on_with_its_procedure(
    desk: Desk, matter: str, procedure: str
) -> None:
    vote(desk, procedure, Step.PROPOSAL)
    withdraw(desk, matter)
    desk.step(matter, Act.REOPEN, reason="反映人又提出来。")
    assert procedure_page(desk.store, procedure).findings == ()
    desk.go_to(SPRING + timedelta(days=1))
    vote(desk, procedure, Step.CONSULTATION)


def test_a_matter_settled_after_its_resolution_leaves_the_procedure_alone(
    desk: Desk, matter: str, procedure: str
) -> None:
    posted(desk, procedure)
    procedures.carry_out(desk.store, procedure, who="李建国", due_on=desk.today)
    desk.solve(matter)
    assert Lack.MATTER_GONE not in {
        one.lack for one in procedure_page(desk.store, procedure).findings
    }


@pytest.mark.rule("R22")
def test_the_end_of_a_procedure_is_nothing_done_for_a_matter_put_elsewhere(
    desk: Desk, matter: str, procedure: str
) -> None:
    vote(desk, procedure, Step.PROPOSAL)
    to_another_list(desk, matter)
    procedures.close_procedure(desk.store, procedure, reason="改报上级。")
    with desk.store.read() as session:
        assert state_of(session, session.get_one(Matter, matter)).moved_lists == 1
