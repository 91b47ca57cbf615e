"""What decisions wait for, and the meetings that a step can join (R14, R31, R36)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from at_decisions import HEAD, begin, decide, fill_rolls, vote
from desk import Desk
from longshan_desk.actions import procedures as acts
from longshan_desk.actions.procedures import Sitting
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import AttendanceState
from longshan_desk.domain.procedure_labels import Notice, Step
from longshan_desk.queries.home import Tone, home
from longshan_desk.queries.meetings import meeting_page
from longshan_desk.queries.procedure_work import meetings_to_join

pytestmark = pytest.mark.rule("R14")


@pytest.fixture
def rolled(desk: Desk) -> Desk:
    desk.fill_roster()
    fill_rolls(desk)
    return desk


def due(desk: Desk) -> list[tuple[str, Tone]]:
    return [(line.who, line.tone) for line in home(desk.store).due if line.kind == "procedure"]


def test_a_decision_waits_for_its_next_meeting(rolled: Desk) -> None:
    made = begin(rolled)
    assert due(rolled) == [("待提议", Tone.CALM)]
    vote(rolled, made, Step.PROPOSAL, 2, 2)
    assert due(rolled) == [("待商议", Tone.CALM)]


def test_a_lapsed_meeting_is_to_be_called_again(rolled: Desk) -> None:
    made = begin(rolled)
    acts.take_vote(rolled.store, made, Sitting(Step.PROPOSAL, 1, 0, **_head()))
    assert due(rolled) == [("重新召开提议会", Tone.SOON)]


def test_a_lost_vote_waits_for_a_word(rolled: Desk) -> None:
    vote(rolled, begin(rolled), Step.PROPOSAL, 2, 1)
    assert due(rolled) == [("提议没有通过", Tone.SOON)]


@pytest.mark.rule("R31")
def test_a_resolution_is_to_be_made_public(rolled: Desk) -> None:
    decide(rolled, begin(rolled))
    assert due(rolled) == [("决议公开", Tone.CALM)]
    rolled.go_to(rolled.today + timedelta(days=11))
    assert due(rolled) == [("决议公开", Tone.LATE)]


@pytest.mark.rule("R31")
def test_a_posting_is_to_be_taken_down_and_an_objection_answered(rolled: Desk) -> None:
    made = begin(rolled)
    decide(rolled, made)
    acts.post_notice(
        rolled.store,
        made,
        Notice.RESOLUTION_NOTICE,
        from_on=rolled.today,
        until_on=date(2022, 4, 12),
        where="公开栏",
    )
    acts.object_to(rolled.store, made, by="马国才", text="太窄")
    rolled.go_to(date(2022, 4, 13))
    late = [who for who, tone in due(rolled) if tone is Tone.LATE]
    assert late == ["答复马国才的异议", "撤下决议公开"]


def test_an_ended_decision_waits_for_nothing(rolled: Desk) -> None:
    made = begin(rolled)
    acts.close_procedure(rolled.store, made, reason="不办了")
    assert due(rolled) == []


@pytest.mark.rule("R36")
def test_who_came_is_entered_once_and_taken_back_with_the_vote(rolled: Desk) -> None:
    made = begin(rolled)
    with rolled.taken_back():
        voted = acts.take_vote(
            rolled.store, made, Sitting(Step.PROPOSAL, 2, 2, came=["马文秀", "李建国"], **_head())
        )
    page = meeting_page(rolled.store, voted.meeting_id)
    assert {row.name for row in page.attendance if row.id} == {"马文秀", "李建国"}


@pytest.mark.rule("R36")
def test_whoever_was_not_ticked_was_away(rolled: Desk) -> None:
    made = begin(rolled)
    vote(rolled, made, Step.PROPOSAL, 2, 2)
    sitting = Sitting(Step.CONSULTATION, 2, 2, came=["马文秀", "李建国"], **_head())
    voted = acts.take_vote(rolled.store, made, sitting)
    page = meeting_page(rolled.store, voted.meeting_id)
    states = {row.name: row.state for row in page.attendance if row.id}
    assert states["苏玉兰"] is AttendanceState.ABSENT


@pytest.mark.rule("R36")
def test_a_meeting_of_the_bodys_kind_can_be_joined(rolled: Desk) -> None:
    made = begin(rolled)
    sitting = Sitting(Step.PROPOSAL, 2, 2, came=["马文秀", "李建国"], **_head())
    acts.take_vote(rolled.store, made, sitting)
    (found,) = meetings_to_join(rolled.store, Body.BRANCH_COMMITTEE, rolled.today)
    assert found.there == ("马文秀", "李建国")
    assert (found.place, found.chair) == (HEAD["place"], HEAD["chair"])
    assert meetings_to_join(rolled.store, Body.REPRESENTATIVES, rolled.today) == []


def _head() -> Any:
    return dict(HEAD)
