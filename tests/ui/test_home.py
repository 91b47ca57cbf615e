"""工作台: what is due, the month in steps, what stalls, and what a new village does first."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.actions.diary import follow_promise
from longshan_desk.actions.issued_papers import issue_paper, mark_paper
from longshan_desk.domain.labels import Role, Stall
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.domain.visit_labels import FollowUpKind
from longshan_desk.errors import AppError
from longshan_desk.queries.prepared import prepared
from longshan_desk.ui.home.page import HomePage
from longshan_desk.ui.home.side_cards import PapersCard
from longshan_desk.ui.home.visits_card import VisitsCard
from longshan_desk.ui.households.page import HouseholdsPage
from longshan_desk.ui.papers.page import PapersPage
from longshan_desk.ui.widgets.meter import Meter, NamesPopup


def home_of(clerk: Clerk) -> HomePage:
    page = clerk.window.page("home")
    assert isinstance(page, HomePage)
    return page


def due_names(clerk: Clerk) -> list[str]:
    due = home_of(clerk).due
    assert due is not None
    return [row.accessibleName() for row in due.rows]


@pytest.fixture
def late_and_soon(desk: Desk) -> Desk:
    """One matter ten days late, one that is to be told today."""
    desk.fill_roster()
    (late, soon) = desk.hold_hearing("水渠堵了，要清。", "路灯不亮。").numbers
    for number in (late, soon):
        desk.deliberate(number)
    desk.assign(late, due=date(2022, 4, 10))
    desk.assign(soon, due=date(2022, 5, 20))
    desk.go_to(date(2022, 4, 20))
    desk.solve(soon)
    desk.go_to(date(2022, 4, 22))
    return desk


def test_what_is_late_stands_before_what_is_due_soon(clerk: Clerk, late_and_soon: Desk) -> None:
    clerk.open()
    assert due_names(clerk) == [
        "水渠堵了，要清。，承办 李建国，已超 12 天",
        "路灯不亮。，待反馈，明天到期",
    ]


def test_a_click_on_what_is_due_opens_the_record_itself(clerk: Clerk, late_and_soon: Desk) -> None:
    clerk.open()
    due = home_of(clerk).due
    assert due is not None
    clerk.press(due.rows[0])
    assert clerk.window.current_key == "matters"
    assert clerk.view.page is not None
    assert clerk.view.page.row.number == "2022-04-001"


def test_enter_on_what_is_due_opens_it_and_esc_comes_back_to_today(
    clerk: Clerk, late_and_soon: Desk
) -> None:
    clerk.open()
    due = home_of(clerk).due
    assert due is not None
    clerk.key(due.rows[1], Key.Key_Return)
    assert clerk.view.page is not None
    assert clerk.view.page.row.number == "2022-04-002"
    clerk.key(clerk.view, Key.Key_Escape)
    assert clerk.window.current_key == "home"


def test_the_list_is_new_as_soon_as_a_step_was_taken(clerk: Clerk, late_and_soon: Desk) -> None:
    clerk.open()
    late_and_soon.tell("2022-04-002")
    assert due_names(clerk) == ["水渠堵了，要清。，承办 李建国，已超 12 天"]


def test_a_query_that_fails_says_so_and_shows_no_zeros(
    clerk: Clerk, late_and_soon: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.open()

    def fail(store: object) -> None:
        raise AppError("磁盘没有响应。", hint="请再试一次。")

    monkeypatch.setattr("longshan_desk.ui.home.page.home", fail)
    late_and_soon.tell("2022-04-002")
    page = home_of(clerk)
    assert page.failure.text == "加载失败：磁盘没有响应。请再试一次。"
    assert len(due_names(clerk)) == 2  # what was known before stays


def test_stalls_that_cannot_be_counted_are_not_shown_as_none(
    clerk: Clerk, late_and_soon: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(store: object) -> None:
        raise AppError("磁盘没有响应。")

    monkeypatch.setattr("longshan_desk.ui.home.page.stalled_matters", fail)
    clerk.open()
    words = clerk.reads(home_of(clerk).stalls)
    assert "加载失败：磁盘没有响应。" in words
    assert "0 件" not in words


def test_a_click_on_a_stall_lists_those_matters_with_the_reason(
    clerk: Clerk, late_and_soon: Desk
) -> None:
    clerk.open()
    stalls = home_of(clerk).stalls
    assert "1 件" in clerk.reads(stalls.rows[Stall.NOT_CLOSED])
    clerk.press(stalls.rows[Stall.NOT_CLOSED])
    model = clerk.matters.table.model
    assert [model.row(at).stall for at in range(model.rowCount())] == [
        "办结时限 4月10日，已超 12 天"
    ]


def test_a_stall_without_matters_leads_nowhere(clerk: Clerk, late_and_soon: Desk) -> None:
    clerk.open()
    assert not home_of(clerk).stalls.rows[Stall.NOT_DELIBERATED].isEnabled()


def test_the_step_of_feedback_lists_who_waits_to_be_told(clerk: Clerk, late_and_soon: Desk) -> None:
    clerk.open()
    home_of(clerk).stepper.opened.emit("feedback")
    assert list(clerk.matters.table.ids()) == [late_and_soon.id_of("2022-04-002")]


def test_the_hearing_that_was_held_is_a_step_done_that_opens_it(
    clerk: Clerk, late_and_soon: Desk
) -> None:
    clerk.open()
    home_of(clerk).stepper.opened.emit("hearing")
    assert clerk.window.current_key == "hearings"


@pytest.mark.rule("R3")
def test_a_month_without_a_hearing_is_named(clerk: Clerk, late_and_soon: Desk) -> None:
    late_and_soon.go_to(date(2022, 5, 25))
    clerk.open()
    assert "2022年5月没有召开说事会（固定说事日 5月5日）" in clerk.reads(home_of(clerk))


@pytest.mark.rule("R4")
def test_who_has_not_sat_in_is_named_behind_the_meter(clerk: Clerk, desk: Desk) -> None:
    desk.fill_roster()
    desk.hold_hearing("水渠堵了。")
    clerk.open()
    words = clerk.reads(home_of(clerk))
    assert "赵启明 今年列席 0/4 次，还差 4 次，今年以后还有 8 次说事会" in words
    assert "还差：孙立" in words


def test_a_new_village_is_told_what_to_do_first(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    start = home_of(clerk).start
    assert start is not None
    assert list(start.rows) == ["households", "roster", "hearing"]
    clerk.press(start.rows["roster"])
    assert clerk.window.current_key == "office"


def test_the_first_things_go_when_they_are_done(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    desk.add_household()
    desk.add_cadre("马文秀", Role.BRANCH_SECRETARY)
    desk.plan_hearing()
    assert home_of(clerk).start is None


def test_a_village_that_began_after_the_months_day_has_missed_nothing(
    clerk: Clerk, desk: Desk
) -> None:
    from longshan_desk.actions.office import remove_hearing_day, set_hearing_day
    from longshan_desk.queries.office import fixed_day_history

    (first,) = fixed_day_history(desk.store)
    set_hearing_day(desk.store, "每月3日", from_on=date(2022, 4, 6))
    remove_hearing_day(desk.store, first.id)
    desk.go_to(date(2022, 4, 8))
    clerk.open()
    steps = {key: (one.words, one.tone) for key, one in home_of(clerk)._steps.items()}
    assert steps["hearing"] == ("从下月开始", "calm")


@pytest.mark.rule("R38")
def test_unsigned_papers_stand_on_the_home_page_and_a_click_opens_them(
    clerk: Clerk, desk: Desk
) -> None:
    made = prepared(desk.store, "assignment_slip", desk.add_matter())
    issued = issue_paper(desk.store, made.papers[0], for_id=made.for_id, facts=made.facts)
    clerk.open()
    card = next(one for one in home_of(clerk)._side_cards if isinstance(one, PapersCard))
    assert [row.accessibleName() for row in card.rows] == ["交办单 2022-04-001，待签字"]
    clerk.press(card.rows[0])
    page = clerk.window.page("papers")
    assert isinstance(page, PapersPage)
    assert page._row is not None
    assert page._row.id == issued


@pytest.mark.rule("R38")
def test_a_filed_paper_waits_for_nothing(clerk: Clerk, desk: Desk) -> None:
    made = prepared(desk.store, "assignment_slip", desk.add_matter())
    issued = issue_paper(desk.store, made.papers[0], for_id=made.for_id, facts=made.facts)
    mark_paper(desk.store, issued, PaperStatus.FILED)
    clerk.open()
    assert not [one for one in home_of(clerk)._side_cards if isinstance(one, PapersCard)]


# -- visits (R8, R10, R11) ----------------------------------------------------------------------


def visits_card(clerk: Clerk) -> VisitsCard:
    clerk.settle()
    shown = [one for one in home_of(clerk).findChildren(VisitsCard) if one.isVisible()]
    (card,) = shown
    return card


@pytest.mark.rule("R8", "R10")
def test_the_months_coverage_stands_there_by_group_and_leader(clerk: Clerk, desk: Desk) -> None:
    desk.fill_roster()
    desk.visit(desk.add_household("马占山"), "赵启明")
    desk.add_household("李建国", group=2)
    clerk.open()
    card = visits_card(clerk)
    assert list(card.meters) == ["month", "1", "2", "赵启明"]
    said = clerk.reads(card)
    for words in ("2022年4月", "1 / 2 户", "还差：二组李建国户", "赵启明 · 本季度"):
        assert words in said


@pytest.mark.rule("R10")
def test_a_missing_name_leads_to_the_household(clerk: Clerk, desk: Desk) -> None:
    home = desk.add_household("李建国")
    clerk.open()
    meter = visits_card(clerk).meters["month"]
    assert isinstance(meter, Meter)
    meter.show_missing()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, NamesPopup)
    clerk.key(popup.names, Key.Key_Return)
    page = clerk.window.page("households")
    assert isinstance(page, HouseholdsPage)
    assert clerk.window.current_key == "households" and page.view.household_id == home


@pytest.mark.rule("R10")
def test_coverage_and_promises_follow_what_is_written(clerk: Clerk, desk: Desk) -> None:
    home = desk.add_household("李建国")
    clerk.open()
    entry = desk.visit(home, promise="去镇上问清楚", promise_due=date(2022, 4, 6))
    assert "1 / 1 户" in clerk.reads(visits_card(clerk))
    assert due_names(clerk) == ["去镇上问清楚，走访承诺 孙立 · 一组李建国户，明天到期"]
    follow_promise(desk.store, entry, FollowUpKind.KEPT, "问清楚了")
    assert due_names(clerk) == []


def test_a_village_without_households_has_no_coverage(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    assert not home_of(clerk).findChildren(VisitsCard)
