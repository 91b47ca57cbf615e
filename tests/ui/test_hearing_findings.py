"""Findings of visits and sessions offered to the hearing's grid, by a clerk's hands (R42)."""

from __future__ import annotations

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.actions.hearings import close_hearing, delete_row
from longshan_desk.actions.visit_sessions import FindingFacts, SessionFacts, save_session
from longshan_desk.domain.labels import FindingKind, Source
from longshan_desk.domain.visit_labels import SessionKind
from longshan_desk.queries.found_before import found_before
from longshan_desk.queries.visit_sessions import list_sessions
from longshan_desk.queries.visits import visits_of_matter
from longshan_desk.ui.hearings.spoken_panel import SpokenPanel
from ui.at_meetings import Commit, Typist, look_at, now

pytestmark = pytest.mark.rule("R42")
MARCH = date(2022, 3, 20)


@pytest.fixture
def typist(qtbot: QtBot, type_chinese: Commit) -> Typist:
    return Typist(qtbot, type_chinese)


@pytest.fixture
def home(desk: Desk) -> str:
    return desk.add_household("马占山")


@pytest.fixture
def found(desk: Desk, home: str) -> str:
    return desk.visit(home, on=MARCH, text="房顶漏雨", finding=FindingKind.DEMAND)


def spoken(clerk: Clerk, hearing: str) -> SpokenPanel:
    return look_at(clerk, hearing, "speak").spoken


def take(typist: Typist) -> None:
    """F6, then topic and list: 民生, 自办."""
    typist.press(Key.Key_F6)
    typist.cells("2", "", "", "1")


def test_f6_makes_a_row_of_what_a_visit_found(
    clerk: Clerk, desk: Desk, found: str, home: str, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    panel = spoken(clerk, hearing)
    assert "3月20日 一组马占山户〔诉求类〕房顶漏雨" in panel.found.text
    take(typist)
    panel.save_all()
    (item,) = now(desk, hearing).items
    assert (item.words, item.raisers, item.household_id) == ("房顶漏雨", ("马占山",), home)
    assert item.finding is FindingKind.DEMAND
    assert [one.id for one in desk.entry(found).row.links] == [item.matter_id]
    assert panel.found.text == ""
    assert close_hearing(desk.store, hearing).numbers == ("2022-04-001",)
    page = desk.matter("2022-04-001")
    assert page.source is Source.VISIT
    assert [one.id for one in visits_of_matter(desk.store, page.row.id)] == [found]


def test_a_row_that_was_mended_still_came_of_the_visit(
    clerk: Clerk, desk: Desk, found: str, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    panel = spoken(clerk, hearing)
    take(typist)
    panel.grid.set_value(panel.grid.rows()[0].key, "words", "房顶漏雨，要修")
    panel.save_all()
    (item,) = now(desk, hearing).items
    assert item.matter_id is not None and item.words == "房顶漏雨，要修"
    assert desk.matter(item.matter_id).source is Source.VISIT
    assert len(desk.entry(found).row.links) == 1


def test_what_is_taken_off_the_grid_is_offered_again(
    clerk: Clerk, desk: Desk, found: str, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    panel = spoken(clerk, hearing)
    take(typist)
    panel.save_all()
    (item,) = now(desk, hearing).items
    with desk.taken_back():
        delete_row(desk.store, item.id)
    assert desk.entry(found).row.links == ()
    clerk.settle()
    assert "房顶漏雨" in panel.found.text


def test_a_row_not_yet_complete_is_not_offered_twice_nor_forgotten(
    clerk: Clerk, desk: Desk, found: str, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    panel = spoken(clerk, hearing)
    typist.press(Key.Key_F6)
    assert panel.found.text == ""
    panel.leave()
    panel.load(now(desk, hearing))
    assert panel.found.text == ""
    assert [row.values["words"] for row in panel.grid.rows()] == ["房顶漏雨"]


def test_the_next_one_is_leafed_to(
    clerk: Clerk, desk: Desk, found: str, home: str, typist: Typist
) -> None:
    desk.visit(home, on=date(2022, 4, 1), text="路灯不亮", finding=FindingKind.PROBLEM)
    panel = spoken(clerk, desk.plan_hearing())
    assert "（1/2）" in panel.found.text
    panel.found.next_button.click()
    assert "路灯不亮" in panel.found.text
    typist.press(Key.Key_F6)
    assert "房顶漏雨" in panel.found.text


def test_what_a_session_found_is_offered_and_linked(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    facts = FindingFacts(FindingKind.PROBLEM, "三组水管冻裂", said_by="苏玉兰")
    save_session(
        desk.store,
        SessionFacts(SessionKind.TALK, MARCH, "村部", ("赵启明",), findings=(facts,)),
    )
    hearing = desk.plan_hearing()
    panel = spoken(clerk, hearing)
    take(typist)
    panel.save_all()
    (item,) = now(desk, hearing).items
    assert (item.words, item.raisers) == ("三组水管冻裂", ("苏玉兰",))
    ((finding,),) = [page.findings for page in list_sessions(desk.store)]
    assert [one.id for one in finding.links] == [item.matter_id]


def test_what_is_internal_or_later_than_the_hearing_or_old_is_not_offered(
    desk: Desk, home: str
) -> None:
    problem = FindingKind.PROBLEM
    desk.visit(home, on=MARCH, text="家里不和", finding=problem, is_internal=True)
    desk.visit(home, on=date(2021, 12, 1), text="旧事", finding=problem)
    desk.go_to(date(2022, 4, 20))
    desk.visit(home, on=date(2022, 4, 18), text="会后的事", finding=problem)
    assert found_before(desk.store, date(2022, 4, 5)) == []


def test_what_somebody_took_up_meanwhile_is_refused_with_the_reason(
    clerk: Clerk, desk: Desk, found: str, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    panel = spoken(clerk, hearing)
    typist.press(Key.Key_F6)
    desk.put_on_ledger(entry_id=found)
    typist.cells("2", "", "", "1")
    panel.save_all()
    assert now(desk, hearing).items == ()
    assert "已经转为事项或列入台账" in panel.unsaved.text
