"""A hearing by a clerk's hands: planned, signed in, typed by keyboard alone, closed, taken back."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clerk import Clerk, Key
from desk import Desk, new_matter
from longshan_desk.actions.hearings import GridRow, put_on_agenda
from longshan_desk.actions.meetings import fill_attendance, save_item
from longshan_desk.domain.labels import (
    AttendanceState,
    ItemKind,
    ListKind,
    MeetingKind,
    Role,
    Topic,
)
from longshan_desk.queries.meetings import ItemRow, list_meetings
from longshan_desk.ui.hearings.meeting_view import MeetingView
from longshan_desk.ui.hearings.read_aloud import ReadAloud
from longshan_desk.ui.widgets.people import Named
from ui.at_meetings import Answer, Commit, Typist, answering, look_at, now, page_of, rows_of

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def typist(qtbot: QtBot, type_chinese: Commit) -> Typist:
    return Typist(qtbot, type_chinese)


@pytest.fixture
def answer(qtbot: QtBot) -> Answer:
    return answering(qtbot)


def said(desk: Desk, meeting: str) -> list[tuple[str, str | None, str | None]]:
    """Each row's kind, who and words, as stored."""
    return [
        (item.kind.value, item.speaker, item.words or item.text)
        for item in now(desk, meeting).items
    ]


def item(desk: Desk, meeting: str, at: int = -1) -> ItemRow:
    return now(desk, meeting).items[at]


def on_disk(home: Path, words: str) -> list[str]:
    """The files of a home in which these words can be read."""
    forms = [words.encode(code) for code in ("utf-8", "utf-16-le", "gb18030")]
    forms.append(words.encode("unicode_escape"))
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in forms)]


# -- planning (R2, R3) --------------------------------------------------------------------------


@pytest.mark.rule("R2")
def test_the_next_hearing_is_planned_on_the_fixed_day_under_the_secretary(
    clerk: Clerk, desk: Desk
) -> None:
    desk.fill_roster()
    clerk.open()
    clerk.window.show_page("hearings")
    clerk.press(page_of(clerk).new_hearing)
    clerk.fill(place="村部", starts_at="９：３０")
    clerk.save()
    (row,) = list_meetings(desk.store)
    assert (row.on, row.chair, row.place) == (date(2022, 4, 5), "马文秀", "村部")
    assert now(desk, row.id).starts_at == time(9, 30)
    assert page_of(clerk).view.meeting_id == row.id


@pytest.mark.rule("R3")
def test_another_chair_is_asked_for_the_reason_at_its_field(clerk: Clerk, desk: Desk) -> None:
    desk.fill_roster()
    clerk.open()
    clerk.window.show_page("hearings")
    clerk.press(page_of(clerk).new_hearing)
    clerk.fill(chair="李建国")
    assert "“李建国”不是书记" in clerk.try_to_save()
    assert clerk.form["chair_reason"].input.property("wrong")
    clerk.fill(chair_reason="书记住院")
    clerk.save()
    (row,) = list_meetings(desk.store)
    assert now(desk, row.id).chair_reason == "书记住院"
    assert "书记住院" in page_of(clerk).view.about.text()


@pytest.mark.rule("R2")
def test_another_day_than_the_fixed_one_is_pointed_out(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    clerk.window.show_page("hearings")
    clerk.press(page_of(clerk).new_hearing)
    clerk.fill(on="4.12")
    assert "固定说事日是4月5日" in clerk.form["on"].said


@pytest.mark.rule("R47")
def test_a_hearing_put_off_says_from_when_and_why(clerk: Clerk, desk: Desk) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    clerk.press(view.move_button)
    assert "还是2022年4月的说事会" in clerk.form["to"].said
    clerk.fill(to="2022.5.2", reason="大雪封路")
    clerk.save()
    assert "由 4月5日改期：大雪封路" in view.about.text()
    assert view.state.text() == "待召开"


def test_a_hearing_planned_by_mistake_is_deleted_and_brought_back(clerk: Clerk, desk: Desk) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    clerk.press(view.delete_button)
    assert list_meetings(desk.store) == []
    assert page_of(clerk).list.isVisible()
    clerk.take_back()
    assert [row.id for row in list_meetings(desk.store)] == [hearing]


def test_a_hearing_with_something_on_it_cannot_be_deleted(clerk: Clerk, desk: Desk) -> None:
    hearing = desk.plan_hearing()
    desk.say(hearing, "水渠堵了。")
    assert look_at(clerk, hearing).delete_button.isHidden()


def test_escape_goes_back_to_the_list(clerk: Clerk, desk: Desk) -> None:
    view = look_at(clerk, desk.plan_hearing())
    clerk.context.show_page("hearings")
    clerk.key(view, Key.Key_Escape)
    assert not view.isVisible()


# -- signing in (R1, R4) ------------------------------------------------------------------------


@pytest.mark.rule("R4")
def test_the_roster_signs_in_at_once_and_only_differences_are_touched(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    desk.fill_roster()
    hearing = desk.plan_hearing()
    panel = look_at(clerk, hearing, "attend").attendance
    clerk.press(panel.missing.action_button)
    assert panel.summary.text() == "应到 9 人，实到 9 人，出席 7 人，列席 2 人"
    panel.grid.setFocus()
    panel.grid.setCurrentIndex(panel.grid.model().index(1, 2))
    typist.type("3")
    typist.press(Key.Key_Tab)
    typist.type("住院")
    panel.grid.save_now()
    assert "李建国（请假：住院）" in panel.away.text()
    states = {row.name: row.state for row in now(desk, hearing).attendance}
    assert states["李建国"] is AttendanceState.EXCUSED
    assert "村党支部" not in panel.away.text()


@pytest.mark.rule("R4")
def test_who_must_sit_in_every_month_and_did_not_is_named(clerk: Clerk, desk: Desk) -> None:
    desk.fill_roster()
    hearing = desk.plan_hearing()
    fill_attendance(desk.store, hearing)
    panel = look_at(clerk, hearing, "attend").attendance
    assert "每月应当列席的驻村帮扶工作队队员，这次没有到会" in panel.away.text()


def test_a_name_on_no_list_is_added_without_losing_the_cursor(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    panel = look_at(clerk, hearing, "attend").attendance
    panel.grid.start()
    panel.grid.setCurrentIndex(panel.grid.model().index(0, 0))
    typist.type("赵")
    panel.grid.save_now()
    typist.type("四")
    panel.grid.save_now()
    assert [row.name for row in now(desk, hearing).attendance] == ["赵四"]
    assert rows_of(panel.grid, "name") == [("赵四",)]


# -- the report (R5) ----------------------------------------------------------------------------


@pytest.mark.rule("R5")
def test_the_report_is_read_aloud_over_the_whole_screen(clerk: Clerk, desk: Desk) -> None:
    desk.hold_hearing("水渠堵了。")
    desk.go_to(date(2022, 5, 5))
    view = look_at(clerk, desk.plan_hearing(), "report")
    clerk.press(view.report.read_button)
    (reading,) = clerk.window.findChildren(ReadAloud)
    assert "2022-04-001　水渠堵了" in reading.text.toPlainText()
    assert reading.text.font().pointSizeF() >= 24
    clerk.key(reading, Key.Key_Plus)
    assert reading.text.font().pointSizeF() >= 30
    clerk.key(reading, Key.Key_Escape)
    assert not reading.isVisible()


# -- the agenda (R36, R42) ----------------------------------------------------------------------


@pytest.mark.rule("R36")
def test_a_party_day_is_written_down_and_changed(clerk: Clerk, desk: Desk) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing, "agenda")
    clerk.press_words(view.agenda, "记主题党日")
    clerk.fill(speaker="马文秀", text="学习二十大精神。")
    clerk.save()
    assert "马文秀：学习二十大精神。" in clerk.reads(view.agenda)
    clerk.press_words(view.agenda, "修改")
    clerk.fill(result="写了心得。")
    clerk.save()
    assert (item(desk, hearing).kind, item(desk, hearing).result) == (
        ItemKind.PARTY_DAY,
        "写了心得。",
    )
    clerk.press_words(view.agenda, "删除")
    assert now(desk, hearing).items == ()


@pytest.mark.rule("R42")
def test_a_callers_matter_is_offered_put_on_and_taken_off(clerk: Clerk, desk: Desk) -> None:
    desk.add_matter("低保怎么办？")
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing, "agenda")
    assert "2022-04-001　马占山：低保怎么办？" in clerk.reads(view.agenda)
    clerk.press_words(view.agenda, "列入")
    assert item(desk, hearing).number == "2022-04-001"
    assert "已列入" in clerk.reads(view.agenda)
    view.open_step("speak")
    assert view.spoken.grid.rows() == []
    view.open_step("agenda")
    clerk.press_words(view.agenda, "移出")
    assert now(desk, hearing).items == ()


# -- typing a hearing (R42) ---------------------------------------------------------------------

FIFTEEN = [
    (f"群众{'一二三四五六七八九十'[n % 10]}", f"第{'一二三四五'[n % 5]}组的事要办，说到第{n + 1}件")
    for n in range(15)
]


def type_fifteen(typist: Typist) -> None:
    for n, (who, words) in enumerate(FIFTEEN):
        topic, kind = "12346"[n % 5], "123"[n % 3]
        typist.cells(who, topic, words, "", kind)


@pytest.mark.rule("R6", "R7", "R42")
def test_fifteen_matters_are_typed_by_keyboard_alone_and_closed(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    type_fifteen(typist)
    assert said(desk, hearing) == [("matter", who, words) for who, words in FIFTEEN]
    view.open_step("close")
    view.closing.ended.set_value("11点20")
    clerk.press(view.closing.close_button)
    assert "已收尾，15 件事项有了编号。村“两委”会议最迟 4月8日" in clerk.said()
    page = now(desk, hearing)
    assert page.ended_at == time(11, 20)
    assert [one.number for one in page.items] == [f"2022-04-{n:03d}" for n in range(1, 16)]
    lists = list(ListKind)
    assert [one.list_kind for one in page.items] == [lists[n % 3] for n in range(15)]
    assert {one.topic for one in page.items} == set(Topic) - {Topic.CONDUCT}
    assert "编号 2022-04-001 至 2022-04-015" in view.closing.counts.text()
    assert clerk.context.drafts.all() == []


@pytest.mark.rule("R7")
def test_a_closing_is_taken_back_and_typing_goes_on(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    desk.say(hearing, "水渠堵了。")
    view = look_at(clerk, hearing, "close")
    clerk.press(view.closing.close_button)
    clerk.take_back()
    assert not now(desk, hearing).row.is_closed
    view.open_step("speak")
    assert rows_of(view.spoken.grid, "words") == [("水渠堵了。",)]
    typist.cells("马占海", "2", "路灯不亮。", "", "1")
    assert len(said(desk, hearing)) == 2


@pytest.mark.rule("R42")
def test_an_answer_on_the_spot_and_a_speech_have_their_own_cells(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.press(Key.Key_Backtab)
    typist.type("2")
    typist.press(Key.Key_Tab)
    typist.cells("马占山", "2", "医保啥时候交？", "", "1", "十二月底以前。", "马文秀")
    typist.press(Key.Key_Backtab)
    typist.type("3")
    typist.press(Key.Key_Tab)
    typist.cells("赵启明", "大家放开说。")
    assert said(desk, hearing) == [
        ("answer", "马占山", "医保啥时候交？"),
        ("speech", "赵启明", "大家放开说。"),
    ]
    assert (item(desk, hearing, 0).result, item(desk, hearing, 0).answerer) == (
        "十二月底以前。",
        "马文秀",
    )
    assert view.spoken.unsaved.isHidden()


@pytest.mark.rule("R42")
def test_the_closing_names_the_row_that_lacks_who_answered(
    clerk: Clerk, desk: Desk, typist: Typist, answer: Answer
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.cells("马占山", "4", "水渠堵了。", "", "1")
    typist.press(Key.Key_Backtab)
    typist.type("2")
    typist.press(Key.Key_Tab)
    typist.cells("马占山", "2", "医保啥时候交？", "", "1", "十二月底以前。")
    view.open_step("close")
    box = answer("知道了")
    clerk.press(view.closing.close_button)
    assert "第 2 行“当场答复”没有写答复人" in box[0]


def test_a_summary_typed_in_the_grid_is_the_matters_title(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    look_at(clerk, hearing)
    typist.cells("马占山", "4", "那个渠嘛，就是老堵。", "清理巷道水渠", "1")
    assert item(desk, hearing).summary == "清理巷道水渠"


def test_what_has_no_column_survives_an_edit_in_the_grid(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    home = desk.add_household("马占山")
    hearing = desk.plan_hearing()
    desk.say(
        hearing,
        "水渠堵了。",
        summary="清渠",
        is_anonymous=True,
        signatures=5,
        contact_phone="13800000000",
        household_id=home,
    )
    grid = look_at(clerk, hearing).spoken.grid
    grid.setCurrentIndex(grid.model().index(0, 3))
    typist.type("要清。")
    grid.save_now()
    row = item(desk, hearing)
    assert row.words == "水渠堵了。要清。"
    assert (row.summary, row.is_anonymous, row.signatures) == ("清渠", True, 5)
    assert (row.contact_phone, row.household_id) == ("13800000000", home)


@pytest.mark.rule("R54")
def test_several_raisers_and_what_the_grid_has_no_room_for(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    home = desk.add_household("马占山", group=3)
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.cells("马占山、马占海", "4", "水渠堵了。", "", "1")
    typist.press(Key.Key_Up)
    typist.press(Key.Key_D, mod=CTRL)
    clerk.fill(signatures="12", phone="13800000000")
    clerk.form["anonymous"].set_value(True)
    clerk.form["household_id"].set_value([Named("马占山", home)])
    clerk.save()
    row = item(desk, hearing)
    assert row.raisers == ("马占山", "马占海")
    assert (row.signatures, row.is_anonymous, row.household_id) == (12, True, home)
    assert "签名 12 人 · 不公开姓名" in view.spoken.details.text()
    assert "三组马占山户" in view.spoken.details.text()


@pytest.mark.rule("R54")
def test_a_household_picked_from_the_suggestions_stays_when_more_raisers_are_typed(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    home = desk.add_household("马占山")
    hearing = desk.plan_hearing()
    look_at(clerk, hearing)
    typist.type("马占")
    typist.press(Key.Key_Down, Key.Key_Return)
    typist.type("、李四")
    typist.press(Key.Key_Tab)
    typist.cells("4", "水渠堵了。", "", "1")
    assert (item(desk, hearing).raisers, item(desk, hearing).household_id) == (
        ("马占山", "李四"),
        home,
    )


def test_a_row_is_deleted_by_key_and_brought_back(clerk: Clerk, desk: Desk, typist: Typist) -> None:
    hearing = desk.plan_hearing()
    for words in ("甲事要办", "乙事要办"):
        desk.say(hearing, words)
    view = look_at(clerk, hearing)
    view.spoken.grid.setCurrentIndex(view.spoken.grid.model().index(0, 1))
    typist.press(Key.Key_Delete, mod=CTRL)
    assert [one[2] for one in said(desk, hearing)] == ["乙事要办"]
    clerk.take_back()
    assert rows_of(view.spoken.grid, "words") == [("甲事要办",), ("乙事要办",)]


def test_the_spoken_order_is_changed_by_key(clerk: Clerk, desk: Desk, typist: Typist) -> None:
    hearing = desk.plan_hearing()
    for words in ("甲事要办", "乙事要办"):
        desk.say(hearing, words)
    view = look_at(clerk, hearing)
    view.spoken.grid.setCurrentIndex(view.spoken.grid.model().index(1, 1))
    typist.press(Key.Key_Up, mod=ALT)
    assert [one[2] for one in said(desk, hearing)] == ["乙事要办", "甲事要办"]


def test_an_edit_that_is_taken_back_is_seen_in_the_grid(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    desk.say(hearing, "甲")
    view = look_at(clerk, hearing)
    view.spoken.grid.setCurrentIndex(view.spoken.grid.model().index(0, 3))
    typist.type("乙")
    view.spoken.grid.save_now()
    clerk.window.undo_act.trigger()
    assert rows_of(view.spoken.grid, "words") == [("甲",)]


def test_a_row_taken_back_leaves_what_is_typed_beside_it(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.cells("马占山", "4", "水渠堵了。", "", "1")
    typist.type("李秀兰")
    clerk.window.undo_act.trigger()
    assert rows_of(view.spoken.grid, "who", "words") == [("李秀兰", "")]
    assert said(desk, hearing) == []


def test_similar_open_matters_are_pointed_out(clerk: Clerk, desk: Desk, typist: Typist) -> None:
    desk.hold_hearing("二组巷道的水渠堵了，下雨就淹。")
    desk.go_to(date(2022, 5, 5))
    view = look_at(clerk, desk.plan_hearing())
    typist.cells("马占山", "4", "二组巷道水渠又堵了", "", "1")
    assert "与在办事项 2022-04-001" in view.spoken.similar.text


# -- nothing typed is lost ----------------------------------------------------------------------


def again(clerk: Clerk, desk: Desk, qtbot: QtBot, meeting: str) -> MeetingView:
    """The program fell over; a fresh window over the same home."""
    clerk.close()
    fresh = Clerk(qtbot, desk)
    fresh.open()
    clerk.app, clerk.window, clerk.context = fresh.app, fresh.window, fresh.context
    clerk._unsubscribe = fresh._unsubscribe
    return look_at(clerk, meeting)


def test_a_row_that_is_not_complete_survives_a_crash(
    clerk: Clerk, desk: Desk, typist: Typist, qtbot: QtBot
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.cells("马占山", "4", "水渠堵了。", "", "1")
    typist.cells("李秀兰", "", "路灯不亮")
    assert "第 2 行还没有填主题、清单，先存为草稿" in view.spoken.unsaved.text
    assert view.spoken._keeper is not None
    view.spoken._keeper.write_now()
    view = again(clerk, desk, qtbot, hearing)
    assert "没有写完的行" in view.spoken.unsaved.text
    assert rows_of(view.spoken.grid, "who", "words") == [
        ("马占山", "水渠堵了。"),
        ("李秀兰", "路灯不亮"),
    ]
    assert len(said(desk, hearing)) == 1


def test_a_draft_written_just_before_the_row_was_saved_does_not_double_it(
    clerk: Clerk, desk: Desk, typist: Typist, qtbot: QtBot
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.type("马占山")
    typist.press(Key.Key_Tab)
    typist.type("4")
    typist.press(Key.Key_Tab)
    typist.type("水渠堵了。")
    typist.press(Key.Key_Tab, Key.Key_Tab)
    typist.type("1")
    assert view.spoken._keeper is not None
    view.spoken._keeper.write_now()
    kept = clerk.context.drafts.load(f"meeting/{hearing}/spoken")
    assert kept is not None
    view.spoken.grid.save_now()
    clerk.context.drafts.save(kept.key, kept.values)
    view = again(clerk, desk, qtbot, hearing)
    assert rows_of(view.spoken.grid, "words") == [("水渠堵了。",)]
    assert len(said(desk, hearing)) == 1


@pytest.mark.rule("R37")
def test_rows_not_complete_at_the_closing_go_in_afterwards(
    clerk: Clerk, desk: Desk, typist: Typist, answer: Answer
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.cells("马占山", "4", "水渠堵了。", "", "1")
    typist.cells("李秀兰", "2", "路灯不亮")
    view.open_step("close")
    answer("照样收尾")
    clerk.press(view.closing.close_button)
    assert [one.number for one in now(desk, hearing).items] == ["2022-04-001"]
    view.open_step("minutes")
    assert "收尾时有一行没有写完" in view.minutes.left.text
    assert "路灯不亮" in view.minutes.left.text
    answer("补录")
    clerk.press(view.minutes.left.action_button)
    assert clerk.form["words"].value() == "路灯不亮"
    clerk.fill(list="self_handled")
    clerk.save()
    assert [one.number for one in now(desk, hearing).items] == ["2022-04-001", "2022-04-002"]
    assert view.minutes.left.isHidden()
    assert clerk.context.drafts.all() == []


@pytest.mark.rule("R37")
def test_a_row_left_at_the_closing_can_be_dropped(
    clerk: Clerk, desk: Desk, typist: Typist, answer: Answer
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.cells("李秀兰", "", "路灯不亮")
    view.open_step("close")
    answer("照样收尾")
    clerk.press(view.closing.close_button)
    view.open_step("minutes")
    answer("不要这一行")
    clerk.press(view.minutes.left.action_button)
    assert view.minutes.left.isHidden()
    assert clerk.context.drafts.all() == []


# -- words about a named cadre (R35) ------------------------------------------------------------

NAMED = "王二麻子收礼不办事"


@pytest.mark.rule("R35")
def test_words_about_a_named_cadre_are_kept_nowhere(
    clerk: Clerk, desk: Desk, typist: Typist, answer: Answer, tmp_path: Path
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.type("马占山")
    typist.press(Key.Key_Tab, Key.Key_Tab)
    typist.type(NAMED)
    typist.press(Key.Key_Backtab)
    box = answer("指名反映某位干部")
    typist.type("5")
    clerk.bot.waitUntil(lambda: clerk.window.current_key == "matters")
    assert "是否指名反映某位干部？" in box[0]
    assert view.spoken.grid.rows() == []
    assert said(desk, hearing) == []
    assert on_disk(tmp_path, NAMED) == []


@pytest.mark.rule("R35")
def test_while_it_is_asked_the_words_are_in_no_draft(
    clerk: Clerk, desk: Desk, typist: Typist, tmp_path: Path
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    view.spoken._is_asking = True  # the box stands open
    typist.type("马占山")
    typist.press(Key.Key_Tab)
    typist.type("5")
    typist.press(Key.Key_Tab)
    typist.type(NAMED)
    view.spoken.grid.save_now()
    assert view.spoken._keeper is not None
    view.spoken._keeper.write_now()
    assert on_disk(tmp_path, NAMED) == []


@pytest.mark.rule("R35")
def test_conduct_without_a_name_is_an_ordinary_row(
    clerk: Clerk, desk: Desk, typist: Typist, answer: Answer
) -> None:
    hearing = desk.plan_hearing()
    view = look_at(clerk, hearing)
    typist.type("马占山")
    typist.press(Key.Key_Tab)
    answer("没有指名，照常记录")
    typist.type("5")
    clerk.bot.waitUntil(lambda: not view.spoken._is_asking)
    clerk.window.activateWindow()
    clerk.bot.waitUntil(lambda: QApplication.focusWidget() is not None)
    typist.cells("办事大厅总没人", "", "1")
    assert item(desk, hearing).topic is Topic.CONDUCT


@pytest.mark.rule("R35")
def test_a_forgotten_row_about_a_named_cadre_is_not_taken_either(
    clerk: Clerk, desk: Desk, tmp_path: Path
) -> None:
    held = desk.hold_hearing("水渠堵了。")
    view = look_at(clerk, held.id, "minutes")
    clerk.press(view.minutes.forgotten)
    clerk.fill(topic="conduct", named="yes", words=NAMED)
    clerk.try_to_save()
    clerk.dialog.sheet.close_sheet()
    assert on_disk(tmp_path, NAMED) == []


# -- afterwards (R37, R12) ----------------------------------------------------------------------


@pytest.mark.rule("R37")
def test_a_forgotten_answer_is_written_down_with_the_next_number(clerk: Clerk, desk: Desk) -> None:
    held = desk.hold_hearing("水渠堵了。")
    view = look_at(clerk, held.id, "minutes")
    clerk.press(view.minutes.forgotten)
    clerk.fill(kind="answer", topic="livelihood", words="医保啥时候交？", list="self_handled")
    assert "请填写“答复结果”" in clerk.try_to_save()
    clerk.fill(result="十二月底以前。", answerer="马文秀", raisers="马占山")
    clerk.save()
    assert (item(desk, held.id).number, item(desk, held.id).answerer) == ("2022-04-002", "马文秀")
    clerk.take_back()
    assert len(now(desk, held.id).items) == 1


@pytest.mark.rule("R37")
def test_a_line_is_voided_with_its_reason_and_stays_readable(clerk: Clerk, desk: Desk) -> None:
    held = desk.hold_hearing("水渠堵了。")
    view = look_at(clerk, held.id, "minutes")
    clerk.press_words(view.minutes, "作废")
    clerk.fill(reason="记重了")
    clerk.save()
    assert "已作废：记重了" in clerk.reads(view.minutes)


def test_a_speech_of_a_closed_hearing_is_put_right(clerk: Clerk, desk: Desk) -> None:
    held = desk.hold_hearing(GridRow(ItemKind.SPEECH, "赵启明", "大家说。"))
    view = look_at(clerk, held.id, "minutes")
    clerk.press_words(view.minutes, "修改")
    clerk.fill(text="放开说。")
    clerk.save()
    assert item(desk, held.id).text == "大家说。放开说。"


def test_the_record_of_a_hearing_prints_everything_in_its_order(clerk: Clerk, desk: Desk) -> None:
    hearing = desk.plan_hearing()
    save_item(desk.store, hearing, ItemKind.PARTY_DAY, text="学习。")
    put_on_agenda(desk.store, hearing, [desk.add_matter("低保怎么办？")])
    desk.say(hearing, GridRow(ItemKind.MATTER, matter=new_matter("路灯不亮", is_anonymous=True)))
    view = look_at(clerk, hearing, "close")
    clerk.press(view.closing.close_button)
    view.open_step("minutes")
    text = clerk.reads(view.minutes)
    assert "2022-04-001 · 马占山 · 以前登记，列入这次说事会" in text
    assert "2022-04-002 · 某群众（马占山，不公开姓名）" in text


def test_the_steps_are_turned_by_key_from_wherever_one_types(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    view = look_at(clerk, desk.plan_hearing(), "speak")
    typist.press(Key.Key_PageDown, mod=CTRL)
    assert view.closing.isVisible()
    typist.press(Key.Key_PageUp, Key.Key_PageUp, mod=CTRL)
    assert view.agenda.isVisible()


@pytest.mark.rule("R42")
def test_the_cells_of_an_answer_appear_with_the_first_answer(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    grid = look_at(clerk, desk.plan_hearing()).spoken.grid
    assert grid.isColumnHidden(6)
    typist.press(Key.Key_Backtab)
    typist.type("2")
    assert not grid.isColumnHidden(6)


@pytest.mark.rule("R12", "R47")
def test_the_committees_meeting_is_put_off_with_a_reason(clerk: Clerk, desk: Desk) -> None:
    held = desk.hold_hearing("水渠堵了。")
    view = look_at(clerk, held.id, "close")
    clerk.press_words(view.closing, "顺延")
    clerk.fill(due_on="4.12", reason="镇上开防汛会")
    clerk.save()
    assert "顺延到 4月12日（镇上开防汛会）" in clerk.reads(view.closing)


@pytest.mark.rule("R12")
def test_after_the_closing_the_committees_meeting_is_planned_for_this_hearing(
    clerk: Clerk, desk: Desk
) -> None:
    held = desk.hold_hearing("水渠堵了。")
    desk.go_to(date(2022, 4, 7))
    view = look_at(clerk, held.id, "close")
    clerk.press_words(view.closing, "新建村“两委”会议")
    assert "期限：说事日 4月5日 + 3日 = 4月8日" in clerk.reads(clerk.form)
    clerk.save()
    (meeting,) = list_meetings(desk.store, kind=MeetingKind.COMMITTEES)
    assert (meeting.on, now(desk, meeting.id).hearing_id) == (date(2022, 4, 7), held.id)
    assert view.meeting_id == meeting.id


def test_a_roles_word_is_the_rosters(clerk: Clerk, desk: Desk, typist: Typist) -> None:
    desk.fill_roster()
    hearing = desk.plan_hearing()
    panel = look_at(clerk, hearing, "attend").attendance
    panel.grid.start()
    panel.grid.setCurrentIndex(panel.grid.model().index(0, 0))
    typist.type("赵启明")
    panel.grid.save_now()
    (row,) = [one for one in now(desk, hearing).attendance if one.id]
    assert row.role is Role.LIAISON_LEADER
    assert rows_of(panel.grid, "role") == [(Role.LIAISON_LEADER.value,)]
