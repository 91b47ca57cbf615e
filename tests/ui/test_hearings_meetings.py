"""Other meetings by a clerk's hands: the committees decide many matters at once, and the list."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clerk import Clerk, Key
from desk import Desk, Held, answered
from longshan_desk.domain.labels import (
    Act,
    Decision,
    FeedbackWay,
    ItemKind,
    ListKind,
    MeetingKind,
    Outcome,
    Stage,
)
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.ui.hearings.decisions_panel import DecisionsPanel
from ui.at_meetings import Answer, Commit, Typist, answering, look_at, now, page_of, rows_of

CTRL = Qt.KeyboardModifier.ControlModifier
SETTLED, ASSIGNED, PROCEDURE, ESCALATED, PROMISED, EXPLAINED = "123456"


@pytest.fixture
def typist(qtbot: QtBot, type_chinese: Commit) -> Typist:
    return Typist(qtbot, type_chinese)


@pytest.fixture
def answer(qtbot: QtBot) -> Answer:
    return answering(qtbot)


@pytest.fixture
def held(desk: Desk) -> Held:
    """A hearing of two days ago with six matters."""
    desk.fill_roster()
    made = desk.hold_hearing(*[f"第{n}件事要办" for n in "一二三四五六"])
    desk.go_to(date(2022, 4, 7))
    return made


def decide(clerk: Clerk, desk: Desk, held: Held) -> DecisionsPanel:
    """Open the committees' meeting of today where its matters are decided."""
    return look_at(clerk, desk.meet(held.id), "decide").decisions


def stages(desk: Desk, held: Held) -> list[Stage]:
    return [desk.matter(number).row.stage for number in held.numbers]


# -- deciding (R12–R17) -------------------------------------------------------------------------


@pytest.mark.rule("R12", "R13", "R14", "R15", "R16", "R17")
def test_six_matters_are_decided_six_ways_by_keyboard_alone(
    clerk: Clerk, desk: Desk, held: Held, typist: Typist
) -> None:
    panel = decide(clerk, desk, held)
    typist.cells(SETTLED, "当天清完了。")
    typist.cells(ASSIGNED, "李建国", "4.20")
    typist.cells(PROCEDURE)
    typist.cells(ESCALATED, "请镇上协调架设变压器。")
    typist.cells(PROMISED, "马文秀", "2022.9.30", "秋后硬化", "争取项目")
    typist.cells(EXPLAINED, "不在规划里", "村庄规划")
    typist.press(Key.Key_Return, mod=CTRL)
    assert "已议定 6 件事项" in clerk.said()
    settled, assigned, procedure, escalated, promised, explained = (
        desk.matter(number) for number in held.numbers
    )
    assert (settled.row.outcome, settled.state.result) == (Outcome.SOLVED, "当天清完了。")
    assert (assigned.row.responsible, assigned.row.due_on) == ("李建国", date(2022, 4, 20))
    assert procedure.row.list_kind is ListKind.MAJOR_PUBLIC
    assert escalated.timeline[-1].act is Act.REPORT
    assert escalated.timeline[-1].data["as"] == "request"
    assert (promised.row.outcome, promised.row.due_on) == (Outcome.PROMISED, date(2022, 9, 30))
    assert explained.timeline[-1].data == {
        "reason": "不在规划里",
        "basis": "村庄规划",
        "to": "马占山",
        "way": FeedbackWay.IN_PERSON.value,
    }
    assert panel.grid.rows() == []
    clerk.take_back()
    assert stages(desk, held) == [Stage.HEARD] * 6


@pytest.mark.rule("R12")
def test_what_has_no_decision_waits_with_what_was_typed(
    clerk: Clerk, desk: Desk, held: Held, typist: Typist
) -> None:
    panel = decide(clerk, desk, held)
    typist.cells(ASSIGNED, "李建国", "4.20")
    typist.cells(PROMISED, "马文秀")
    panel.grid.set_value(panel.grid.rows()[1].key, "decision", "")
    clerk.press(panel.save_button)
    assert stages(desk, held) == [Stage.ACTING] + [Stage.HEARD] * 5
    assert rows_of(panel.grid, "person")[0] == ("马文秀",)
    assert "已议定 1 件：2022-04-001 限期办理" in panel.decided.text()


@pytest.mark.rule("R13")
def test_a_refusal_names_the_matter_and_decides_none(
    clerk: Clerk, desk: Desk, held: Held, typist: Typist
) -> None:
    panel = decide(clerk, desk, held)
    typist.cells(ASSIGNED, "李建国", "4.20")
    typist.cells(ASSIGNED, "李建国")
    clerk.press(panel.save_button)
    assert "没有议定：2022-04-002：限期办理要写明承办人和办结时限" in panel.notice.text
    assert stages(desk, held) == [Stage.HEARD] * 6


@pytest.mark.rule("R13")
def test_a_day_that_is_none_is_refused_by_its_matter(
    clerk: Clerk, desk: Desk, held: Held, typist: Typist
) -> None:
    panel = decide(clerk, desk, held)
    typist.cells(ASSIGNED, "李建国", "下个月")
    clerk.press(panel.save_button)
    assert "2022-04-001的时限" in panel.notice.text


def test_a_day_without_a_year_is_shown_in_full_and_lies_ahead(
    clerk: Clerk, desk: Desk, held: Held, typist: Typist
) -> None:
    panel = decide(clerk, desk, held)
    typist.cells(ASSIGNED, "李建国", "1.5")
    assert rows_of(panel.grid, "due")[0] == ("2023-01-05",)


def test_what_a_decision_needs_is_said_where_it_is_chosen(
    clerk: Clerk, desk: Desk, held: Held, typist: Typist
) -> None:
    panel = decide(clerk, desk, held)
    typist.type(EXPLAINED)
    assert "写原因、依据、向谁说明和方式" in panel.needs.text()


def test_deciding_nothing_says_what_to_do(clerk: Clerk, desk: Desk, held: Held) -> None:
    panel = decide(clerk, desk, held)
    clerk.press(panel.save_button)
    assert "请至少选一件的议定结果" in panel.notice.text


@pytest.mark.rule("R29")
def test_a_meeting_that_lies_ahead_can_be_prepared_but_not_decided(
    clerk: Clerk, desk: Desk, held: Held
) -> None:
    panel = look_at(clerk, desk.meet(held.id, on=date(2022, 4, 8)), "decide").decisions
    assert "到那天才能议定" in panel.notice.text
    assert not panel.save_button.isEnabled()


def test_decisions_not_taken_yet_survive_a_crash(
    clerk: Clerk, desk: Desk, held: Held, typist: Typist, qtbot: QtBot
) -> None:
    meeting = desk.meet(held.id)
    panel = look_at(clerk, meeting, "decide").decisions
    typist.cells(SETTLED, "当天清完了。")
    assert panel._keeper is not None
    panel._keeper.write_now()
    clerk.close()
    fresh = Clerk(qtbot, desk)
    panel = look_at(fresh, meeting, "decide").decisions
    assert "没有议定的内容" in panel.notice.text
    assert rows_of(panel.grid, "decision", "text")[0] == ("settled", "当天清完了。")
    fresh.press(panel.save_button)
    assert stages(desk, held)[0] is Stage.CLOSED
    assert fresh.context.drafts.all() == []
    fresh.close()
    clerk._unsubscribe = lambda: None
    del clerk.app


# -- the meeting itself -------------------------------------------------------------------------


def test_a_meeting_ends_with_its_time_and_its_record(clerk: Clerk, desk: Desk, held: Held) -> None:
    meeting = desk.meet(held.id)
    desk.decide(meeting, held.numbers[0], Decision.SETTLED, result="清了。")
    view = look_at(clerk, meeting, "minutes")
    assert "当场解决 · 清了。" in clerk.reads(view.minutes)
    clerk.press(view.minutes.end)
    clerk.fill(ended_at="11：20")
    clerk.save()
    page = now(desk, meeting)
    assert (page.row.closed_on, page.ended_at) == (date(2022, 4, 7), time(11, 20))
    assert view.state.text() == "已收尾"
    clerk.take_back()
    assert not now(desk, meeting).row.is_closed


def test_a_wrong_time_is_refused_at_its_field(clerk: Clerk, desk: Desk, held: Held) -> None:
    view = look_at(clerk, desk.meet(held.id), "minutes")
    clerk.press(view.minutes.end)
    clerk.fill(ended_at="上午")
    assert "“上午”不是时间。请写成 9:30 或 14:00。" in clerk.try_to_save()


@pytest.mark.rule("R36")
def test_any_item_stands_on_a_meetings_agenda(clerk: Clerk, desk: Desk, held: Held) -> None:
    meeting = desk.meet(held.id)
    view = look_at(clerk, meeting, "minutes")
    clerk.press(view.minutes.free)
    clerk.fill(text="防汛值班安排", result="按组轮流。")
    clerk.save()
    (item,) = now(desk, meeting).items
    assert (item.kind, item.text, item.result) == (ItemKind.FREE, "防汛值班安排", "按组轮流。")
    clerk.press_words(view.minutes, "删除")
    assert now(desk, meeting).items == ()


@pytest.mark.rule("R12")
def test_a_committees_meeting_planned_by_itself_is_of_the_last_hearing(
    clerk: Clerk, desk: Desk, held: Held
) -> None:
    clerk.open()
    clerk.window.show_page("hearings")
    clerk.press(page_of(clerk).new_meeting)
    clerk.fill(kind="committees")
    clerk.save()
    (row,) = list_meetings(desk.store, kind=MeetingKind.COMMITTEES)
    assert now(desk, row.id).hearing_id == held.id


def test_another_meeting_has_a_name_of_its_own(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    clerk.window.show_page("hearings")
    clerk.press(page_of(clerk).new_meeting)
    clerk.fill(kind="other", title="防汛工作会")
    clerk.save()
    view = page_of(clerk).view
    assert view.title.text().startswith("防汛工作会 · 2022年4月5日")
    clerk.press(view.edit_button)
    clerk.fill(title="防汛会", note="雨季前")
    clerk.save()
    assert view.title.text().startswith("防汛会")


# -- the list -----------------------------------------------------------------------------------


@pytest.mark.rule("R2", "R47")
def test_the_list_says_where_each_hearing_stands_and_what_comes(clerk: Clerk, desk: Desk) -> None:
    desk.hold_hearing(answered())
    desk.plan_hearing(date(2022, 5, 5))
    clerk.open()
    clerk.window.show_page("hearings")
    listing = page_of(clerk).list
    model = listing.table.model
    states = [
        model.data(model.index(at, 6), Qt.ItemDataRole.DisplayRole)
        for at in range(model.rowCount())
    ]
    assert states == ["待召开", "已收尾"]
    assert listing.next_days.text().startswith("以后 12 次说事日：4月5日、5月5日、6月5日")


def test_enter_on_the_list_opens_and_back_comes_to_the_list(clerk: Clerk, desk: Desk) -> None:
    desk.plan_hearing()
    clerk.open()
    clerk.window.show_page("hearings")
    page = page_of(clerk)
    page.list.table.view.setFocus()
    page.list.table.view.setCurrentIndex(page.list.table.model.index(0, 0))
    clerk.key(page.list.table.view, Key.Key_Return)
    assert page.view.isVisible()
    clerk.press_words(page.view, "返回")
    assert page.list.isVisible()
    assert page.new_hearing.isVisible()


def test_a_meeting_opened_from_a_matter_goes_back_there(
    clerk: Clerk, desk: Desk, held: Held
) -> None:
    clerk.open()
    clerk.look_at(held.numbers[0])
    clerk.context.show_record("meeting", held.id)
    clerk.press_words(page_of(clerk).view, "返回")
    assert clerk.window.current_key == "matters"


def test_a_meeting_that_is_taken_back_leaves_the_list(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    look_at(clerk, desk.plan_hearing())
    clerk.window.undo_act.trigger()
    assert page_of(clerk).list.isVisible()
