"""What the township does with a reported matter, and how it comes home (R15, R44)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desk import Desk
from longshan_desk.actions.township import move_at_township
from longshan_desk.domain.labels import (
    Act,
    LetterWay,
    ListKind,
    Outcome,
    Stage,
    TownshipAct,
    TownshipStage,
)
from longshan_desk.domain.next_steps import offered
from longshan_desk.errors import AppError
from longshan_desk.queries.home import home
from longshan_desk.queries.opening_report import opening_report, report_lines
from longshan_desk.queries.papers import register_facts
from township_desk import TownDesk

NUMBER = "2022-04-001"
DUE = date(2022, 5, 30)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[TownDesk]:
    desk = TownDesk(tmp_path / "town")
    yield desk
    desk.close()


@pytest.fixture
def village(town: TownDesk, desk: Desk) -> Desk:
    """大湾村, that has just reported a road upward."""
    desk.add_matter("通村路塌方了。", list_kind=ListKind.ESCALATED)
    desk.step(NUMBER, Act.REPORT, "请协调修路")
    return town.join(desk)


def answered(town: TownDesk, village: Desk) -> None:
    town.act(village, NUMBER, TownshipAct.RECEIVE)
    town.act(village, NUMBER, TownshipAct.DECIDE, "同意，列入今年计划。")
    town.act(village, NUMBER, TownshipAct.REFER, department="县交通局", due=DUE)
    town.act(village, NUMBER, TownshipAct.PROGRESS, "已到现场看过。")
    town.act(village, NUMBER, TownshipAct.ANSWER, "六月底以前修好。")


@pytest.mark.rule("R15")
def test_the_answer_comes_home_onto_the_matter(town: TownDesk, village: Desk) -> None:
    answered(town, village)
    town.tells(village)
    above = village.matter(NUMBER).row.township
    assert above is not None
    assert above.stage is TownshipStage.ANSWERED
    assert (above.decision, above.department, above.due_on) == (
        "同意，列入今年计划。", "县交通局", DUE,
    )  # fmt: skip
    assert (above.progress, above.answer) == ("已到现场看过。", "六月底以前修好。")


@pytest.mark.rule("R15")
def test_the_townships_steps_stand_on_the_villages_timeline(town: TownDesk, village: Desk) -> None:
    answered(town, village)
    town.tells(village)
    above = [one for one in village.matter(NUMBER).timeline if one.is_township]
    assert [one.act.value for one in above] == ["receive", "decide", "refer", "progress", "answer"]
    assert {one.by for one in above} == {"周干事"}


@pytest.mark.rule("R15")
def test_the_townships_steps_leave_the_villages_own_group_alone(
    town: TownDesk, village: Desk
) -> None:
    before = village.matter(NUMBER).row
    answered(town, village)
    town.meet_with(village)
    after = village.matter(NUMBER).row
    assert (after.stage, after.outcome, after.list_kind) == (
        before.stage, before.outcome, before.list_kind,
    )  # fmt: skip
    assert town.store.part not in {"", village.store.part}
    with village.store.read() as session:
        conflicts = session.connection().exec_driver_sql("SELECT count(*) FROM sync_conflict")
        assert conflicts.scalar() == 0


@pytest.mark.rule("R15")
def test_the_village_closes_after_the_answer(town: TownDesk, village: Desk) -> None:
    answered(town, village)
    town.tells(village)
    page = village.matter(NUMBER)
    assert offered(page.state).main is Act.CLOSE
    assert "镇上" in offered(page.state).note
    moved = village.step(NUMBER, Act.CLOSE, outcome=Outcome.HANDED_UP, result="镇上答复修路")
    assert moved.outcome == "handed_up"


@pytest.mark.rule("R15")
def test_the_answer_cannot_be_written_at_the_village(village: Desk) -> None:
    with pytest.raises(AppError) as refused:
        move_at_township(village.store, village.id_of(NUMBER), TownshipAct.RECEIVE)
    assert refused.value.code == "not_owner"


@pytest.mark.rule("R15")
def test_the_villages_steps_cannot_be_taken_at_the_township(town: TownDesk, village: Desk) -> None:
    town.look_at(village)
    with pytest.raises(AppError) as refused:
        town.step(NUMBER, Act.PROGRESS, "看过了")
    assert refused.value.code == "not_owner"


@pytest.mark.rule("R15")
def test_a_step_at_the_township_is_one_act(town: TownDesk, village: Desk) -> None:
    town.store.subscribe(town.news.append)
    with town.taken_back():
        town.act(village, NUMBER, TownshipAct.RECEIVE)


@pytest.mark.rule("R15")
@pytest.mark.parametrize("act", [TownshipAct.DECIDE, TownshipAct.REFER, TownshipAct.ANSWER])
def test_what_was_not_received_cannot_go_on(
    town: TownDesk, village: Desk, act: TownshipAct
) -> None:
    with pytest.raises(AppError) as refused:
        town.act(village, NUMBER, act, "好")
    assert refused.value.code == "wrong_stage"


@pytest.mark.rule("R15")
def test_what_was_never_reported_is_not_received(town: TownDesk, village: Desk) -> None:
    village.add_matter("路灯坏了。")
    town.hears(village)
    with pytest.raises(AppError) as refused:
        town.act(village, "2022-04-002", TownshipAct.RECEIVE)
    assert refused.value.code == "wrong_stage"


@pytest.mark.rule("R15")
def test_an_answered_matter_that_is_reported_again_begins_anew(
    town: TownDesk, village: Desk
) -> None:
    answered(town, village)
    town.tells(village)
    village.go_to(date(2022, 7, 1))
    town.go_to(date(2022, 7, 2))
    village.step(NUMBER, Act.REPORT, "还没有修，请再协调")
    town.hears(village)
    town.look_at(village)
    above = town.matter(NUMBER).row.township
    assert above is not None and above.stage is TownshipStage.REPORTED
    assert above.reported_on == date(2022, 7, 1)


@pytest.mark.rule("R22")
def test_a_report_that_waits_too_long_is_the_townships_not_the_villages_stall(
    town: TownDesk, village: Desk
) -> None:
    for desk in (town, village):
        desk.go_to(date(2022, 6, 20))
    town.look_at(village)
    waits = town.matter(NUMBER).township_waits
    assert waits is not None and "没有收件" in waits.reason
    assert village.matter(NUMBER).stalls == ()


@pytest.mark.rule("R22")
def test_an_answer_that_lies_unused_is_the_villages_stall(town: TownDesk, village: Desk) -> None:
    answered(town, village)
    town.tells(village)
    village.go_to(date(2022, 5, 20))
    (stall,) = village.matter(NUMBER).stalls
    assert "镇上" in stall.reason


@pytest.mark.rule("R44")
def test_a_telephone_call_lets_feedback_go_on_and_the_answer_stands_beside_it(
    town: TownDesk, village: Desk
) -> None:
    village.step(NUMBER, Act.NOTE, "六月底修好", way=LetterWay.TELEPHONE)
    assert offered(village.matter(NUMBER).state).main is Act.CLOSE
    village.step(NUMBER, Act.CLOSE, outcome=Outcome.HANDED_UP, result="镇上来电：六月底修好")
    village.tell(NUMBER)
    village.step(NUMBER, Act.CANCEL_OFF)
    town.hears(village)
    answered(town, village)
    town.tells(village)
    page = village.matter(NUMBER)
    assert page.row.stage is Stage.CLOSED
    assert [one.text for one in page.notes] == ["六月底修好"]
    assert page.row.township is not None and page.row.township.answer == "六月底以前修好。"


@pytest.mark.rule("R15")
def test_the_answer_is_found_by_its_words(town: TownDesk, village: Desk) -> None:
    from longshan_desk.queries.search import search

    answered(town, village)
    town.tells(village)
    assert [hit.id for hit in search(village.store, "县交通局")] == [village.id_of(NUMBER)]


# -- what the village reads out and prints ------------------------------------------------------


def refer(town: TownDesk, village: Desk) -> None:
    town.act(village, NUMBER, TownshipAct.RECEIVE)
    town.act(village, NUMBER, TownshipAct.REFER, department="县交通局", due=DUE)
    town.tells(village)


@pytest.mark.rule("R5", "R15")
def test_the_opening_report_tells_how_far_the_township_is(town: TownDesk, village: Desk) -> None:
    refer(town, village)
    village.go_to(date(2022, 5, 5))
    report = opening_report(village.store, village.plan_hearing())
    assert "已转县交通局办理，时限 5月30日" in "\n".join(report_lines(report))


@pytest.mark.rule("R7", "R15")
def test_the_register_tells_how_far_the_township_is(town: TownDesk, village: Desk) -> None:
    refer(town, village)
    (line,) = register_facts(village.store, "2022-04").lines
    assert "已转县交通局办理" in line.township


@pytest.mark.rule("R15")
def test_the_answer_stands_on_the_villages_home_until_the_matter_is_closed(
    town: TownDesk, village: Desk
) -> None:
    answered(town, village)
    town.tells(village)
    (line,) = [one for one in home(village.store).due if one.who == "镇上已答复"]
    assert "六月底以前修好" in line.rule
    village.step(NUMBER, Act.CLOSE, outcome=Outcome.HANDED_UP, result="镇上答复修路")
    assert "镇上已答复" not in {one.who for one in home(village.store).due}


@pytest.mark.rule("R15", "R22")
def test_a_deadline_from_before_the_report_is_not_the_villages_while_it_waits(
    town: TownDesk, village: Desk
) -> None:
    village.add_matter("饮水管漏了。", list_kind=ListKind.ESCALATED)
    village.deliberate("2022-04-002")
    village.assign("2022-04-002", due=date(2022, 4, 6))
    village.step("2022-04-002", Act.REPORT, "请水务局来修")
    village.go_to(date(2022, 4, 18))
    page = village.matter("2022-04-002")
    assert (page.stalls, page.signals, page.due, page.row.is_late) == ((), (), None, False)
