"""批量录入 by a clerk's hands: the keys, what is kept, what comes of a row (R8–R11, R32, R42)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.actions import households
from longshan_desk.actions.people import add_special_group
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.queries.ledger import list_ledger
from longshan_desk.queries.visits import visit_page
from longshan_desk.ui.visits.batch_panel import BatchPanel
from longshan_desk.ui.visits.phrase_list import STARTERS
from ui.at_visits import Typist, batch_of, head_at_hand, heads, visits_page, written

Commit = Callable[[QWidget, str], None]
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2022, 4, 5)


@pytest.fixture
def typist(qtbot: QtBot, type_chinese: Commit) -> Typist:
    return Typist(qtbot, type_chinese)


@pytest.fixture
def ma(desk: Desk) -> str:
    return desk.add_household("马占山")


@pytest.fixture
def li(desk: Desk) -> str:
    return desk.add_household("李建国")


@pytest.fixture
def batch(clerk: Clerk, desk: Desk, ma: str, li: str) -> BatchPanel:
    return batch_of(clerk)


# -- typing -------------------------------------------------------------------------------------


@pytest.mark.rule("R10")
def test_eighty_households_take_at_most_four_keys_and_a_phrase_each(
    clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    for number in range(80):
        desk.add_household(f"户主{number}")
    batch = batch_of(clerk)
    most = 0
    for number in range(80):
        before, said = typist.keys, typist.phrases
        if number % 4 == 0:
            typist.press("0")
        elif number % 4 == 1:
            typist.press("2")
        elif number % 4 == 2:
            typist.press(Key.Key_F2)
            typist.say(f"第{number}户打电话说，孙子上学要开证明。")
        else:
            typist.say(f"第{number}户房顶漏雨，已看过。")
        typist.press(Key.Key_Return)
        most = max(most, typist.keys - before)
        assert typist.phrases - said <= 1
    typist.press(Key.Key_S, mod=CTRL)
    assert most <= 4 and typist.keys <= 80 * 3
    rows = written(desk)
    assert len(rows) == 80 and sum(row.facts.is_unchanged for row in rows) == 20
    assert sum(row.facts.way is VisitWay.TELEPHONE for row in rows) == 20
    assert sum(row.text == STARTERS[1] for row in rows) == 20
    assert batch.bar.counts.text() == "已录 80 / 80 户 · 无变化 20"


def test_a_month_of_a_group_is_one_step_to_take_back(
    batch: BatchPanel, desk: Desk, clerk: Clerk, typist: Typist
) -> None:
    typist.press("0", Key.Key_Return, "1", Key.Key_Return)
    typist.press(Key.Key_S, mod=CTRL)
    assert len(written(desk)) == 2
    clerk.take_back()
    assert not written(desk)
    assert batch.bar.counts.text() == "已录 0 / 2 户"


def test_a_digit_takes_the_phrase_and_typing_goes_on(batch: BatchPanel, typist: Typist) -> None:
    typist.press("3")
    typist.say("，孙子放假回来了")
    assert typist.cell == f"{STARTERS[2]}，孙子放假回来了"


def test_a_digit_inside_a_text_is_a_digit(batch: BatchPanel, typist: Typist) -> None:
    typist.say("种了")
    typist.press("3")
    assert typist.cell == "种了3"


def test_letters_narrow_the_phrases_and_enter_takes_the_first(
    batch: BatchPanel, typist: Typist, desk: Desk
) -> None:
    typist.press("l", "r", Key.Key_Return)
    batch.save()
    assert [row.text for row in written(desk)] == ["老人由邻居帮助照看，生活正常"]


def test_a_digit_after_letters_takes_from_those_that_are_left(
    batch: BatchPanel, typist: Typist
) -> None:
    typist.press("y", "1")
    assert typist.cell == "医保、养老保险已缴，政策知晓"


def test_the_villages_own_phrases_come_first(clerk: Clerk, desk: Desk, ma: str, li: str) -> None:
    for home in (ma, li):
        desk.visit(home, on=date(2022, 3, 4), text="羊圈修好了")
    batch = batch_of(clerk)
    assert batch.side.phrases.numbered(1) == "羊圈修好了"


@pytest.mark.rule("R32")
def test_last_months_words_are_shown_and_never_saved(
    clerk: Clerk, desk: Desk, ma: str, li: str, typist: Typist
) -> None:
    desk.visit(ma, on=date(2022, 3, 4), text="羊圈修好了")
    batch = batch_of(clerk)
    batch.grid.go_to(ma)
    focus = QApplication.focusWidget()
    assert focus is not None and focus.property("placeholderText") == "上次3月4日：羊圈修好了"
    typist.press(Key.Key_Return)
    batch.save()
    assert not written(desk, TODAY)


def test_a_row_may_have_a_day_a_way_and_visitors_of_its_own(
    batch: BatchPanel, typist: Typist, desk: Desk
) -> None:
    typist.press("1", Key.Key_Tab, "4", ".", "2", Key.Key_Tab, "4", Key.Key_Tab)
    typist.say("孙立、马文秀")
    typist.press(Key.Key_Return)
    batch.save()
    (row,) = written(desk)
    facts = row.facts
    assert (facts.on, facts.way) == (date(2022, 4, 2), VisitWay.THROUGH_OTHERS)
    assert facts.visitors == ("孙立", "马文秀")


def test_f2_makes_a_telephone_call_of_it(batch: BatchPanel, typist: Typist, desk: Desk) -> None:
    typist.press(Key.Key_F2, "1", Key.Key_Return)
    batch.save()
    assert [row.facts.way for row in written(desk)] == [VisitWay.TELEPHONE]


def test_enter_on_the_last_row_leads_to_saving(batch: BatchPanel, typist: Typist) -> None:
    typist.press("0", Key.Key_Return, "0", Key.Key_Return)
    assert QApplication.focusWidget() is batch.bar.save_button


# -- who is listed, and how ---------------------------------------------------------------------


@pytest.mark.rule("R11")
def test_special_groups_and_the_longest_unseen_come_first(clerk: Clerk, desk: Desk) -> None:
    seen, _never, poor = (desk.add_household(name) for name in ("甲户", "乙户", "丙户"))
    desk.visit(seen, on=date(2022, 3, 4))
    add_special_group(desk.store, poor, "low_income", from_on=date(2021, 1, 1))
    batch = batch_of(clerk)
    assert heads(batch) == ["丙户", "乙户", "甲户"]
    assert batch.grid._rows.row_at(0).values["marks"] == "低保·没走访过"


@pytest.mark.rule("R10")
def test_who_is_away_is_called_by_default(
    clerk: Clerk, desk: Desk, ma: str, typist: Typist
) -> None:
    households.mark_away(desk.store, ma, from_on=date(2022, 1, 1))
    batch = batch_of(clerk)
    typist.press("3", Key.Key_Return)
    batch.save()
    assert [row.facts.way for row in written(desk)] == [VisitWay.TELEPHONE]


def test_f3_registers_a_household_as_away_since_the_months_first_day(
    batch: BatchPanel, clerk: Clerk, typist: Typist, ma: str, desk: Desk
) -> None:
    batch.grid.go_to(ma)
    typist.press(Key.Key_F3)
    clerk.save()
    away = desk.household(ma).row.away
    assert away is not None and away.from_on == date(2022, 4, 1)


def test_who_was_visited_this_month_is_shown_and_passed_over(
    clerk: Clerk, desk: Desk, ma: str, li: str, typist: Typist
) -> None:
    desk.visit(ma, text="羊圈修好了", on=date(2022, 4, 2))
    batch = batch_of(clerk)
    assert heads(batch) == ["李建国", "马占山"]
    typist.press("0", Key.Key_Return)
    batch.save()
    assert [row.head for row in written(desk)] == ["马占山", "李建国"]
    assert batch.bar.counts.text() == "已录 2 / 2 户 · 无变化 1"


def test_one_that_was_visited_is_written_again_only_when_asked(
    clerk: Clerk, desk: Desk, ma: str, typist: Typist
) -> None:
    desk.visit(ma, text="羊圈修好了", on=date(2022, 4, 2))
    batch = batch_of(clerk)
    typist.press(Key.Key_F5, "2", Key.Key_Return)
    batch.save()
    assert [row.text for row in written(desk)] == ["羊圈修好了", STARTERS[1]]


def test_only_what_is_missing_can_be_shown(
    clerk: Clerk, desk: Desk, ma: str, li: str, typist: Typist
) -> None:
    desk.visit(ma)
    batch = batch_of(clerk)
    clerk.press(batch.bar.missing)
    assert heads(batch) == ["李建国"]


def test_the_whole_village_can_be_written_at_once(clerk: Clerk, desk: Desk, ma: str) -> None:
    desk.add_household("苏玉兰", group=2)
    batch = batch_of(clerk)
    batch.bar.groups.set_code("all")
    assert sorted(heads(batch)) == sorted(["马占山", "苏玉兰"])


# -- nothing is lost ----------------------------------------------------------------------------


def test_what_is_typed_is_in_the_draft_and_comes_back(
    batch: BatchPanel, clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    typist.say("房顶漏雨")
    batch.grid.save_now()
    batch.write_draft()
    again = BatchPanel(clerk.context)
    clerk.bot.addWidget(again)
    again.load(visits_page(clerk).coverage.month)
    (row,) = again.written()
    assert row.values["text"] == "房顶漏雨" and row.values["on"] == "4.5"
    assert "没有保存的 1 户" in again.unsaved.text
    clerk.settle()


def test_leaving_the_page_saves(
    batch: BatchPanel, clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    typist.press("0")
    clerk.window.show_page("home")
    assert len(written(desk)) == 1


def test_another_group_saves_what_was_typed(
    clerk: Clerk, desk: Desk, ma: str, typist: Typist
) -> None:
    desk.add_household("苏玉兰", group=2)
    batch = batch_of(clerk)
    typist.press("0")
    batch.bar.set_group(2)
    assert [row.head for row in written(desk)] == ["马占山"]
    assert heads(batch) == ["苏玉兰"]


def test_in_another_group_the_draft_is_kept_as_before(
    clerk: Clerk, desk: Desk, ma: str, typist: Typist
) -> None:
    desk.add_household("苏玉兰", group=2)
    batch = batch_of(clerk)
    typist.press("0")
    batch.bar.set_group(2)
    batch.start()
    typist.say("房顶漏雨")
    batch.write_draft()
    drafts = [draft for draft in clerk.context.drafts.all() if draft.key == "visits/2022-04/2"]
    assert len(drafts) == 1 and "房顶漏雨" in str(drafts[0].values)


def test_what_is_refused_waits_in_its_group(
    clerk: Clerk, desk: Desk, ma: str, typist: Typist
) -> None:
    desk.add_household("苏玉兰", group=2)
    batch = batch_of(clerk)
    typist.press("1", Key.Key_Tab, "4", ".", "9", Key.Key_Return)
    batch.bar.set_group(2)
    assert heads(batch) == ["苏玉兰"] and not written(desk)
    clerk.press_words(batch, "到这一户")
    assert heads(batch) == ["马占山"]
    assert [row.values["on"] for row in batch.written()] == ["4.9"]


def test_a_row_that_is_refused_stays_and_the_others_are_saved(
    batch: BatchPanel, desk: Desk, typist: Typist
) -> None:
    typist.press("1", Key.Key_Tab, "4", ".", "9", Key.Key_Return, "0", Key.Key_Return)
    assert not batch.save()
    assert len(written(desk)) == 1 and len(batch.written()) == 1
    assert "还没有到" in batch.unsaved.text


def test_a_day_of_another_month_is_a_slip_of_the_hand(batch: BatchPanel, typist: Typist) -> None:
    typist.press("1", Key.Key_Tab, "3", ".", "9", Key.Key_Return)
    assert not batch.save()
    assert "不在这个月的走访期" in batch.unsaved.text


def test_another_day_above_leaves_what_is_typed_as_it_was(
    batch: BatchPanel, desk: Desk, typist: Typist
) -> None:
    typist.press("0", Key.Key_Return)
    batch.bar.day.set_day(date(2022, 4, 3))
    typist.press("0", Key.Key_Return)
    batch.save()
    assert [row.on for row in written(desk)] == [date(2022, 4, 3), TODAY]


def test_another_day_above_is_taken_over_when_asked(
    batch: BatchPanel, desk: Desk, clerk: Clerk, typist: Typist
) -> None:
    typist.press("0", Key.Key_Return)
    batch.bar.day.set_day(date(2022, 4, 3))
    clerk.press_words(batch, "这几户也改")
    batch.save()
    assert [row.on for row in written(desk)] == [date(2022, 4, 3)]


def test_news_from_elsewhere_leaves_what_is_typed(
    batch: BatchPanel, desk: Desk, typist: Typist
) -> None:
    typist.say("房顶漏雨")
    desk.add_household("新来的")
    assert typist.cell == "房顶漏雨"
    assert "新来的" in heads(batch)


@pytest.mark.rule("R10")
def test_a_quiet_hint_says_when_many_say_the_same(clerk: Clerk, desk: Desk, typist: Typist) -> None:
    for number in range(30):
        desk.add_household(f"户主{number}")
    batch = batch_of(clerk)
    for _ in range(30):
        typist.press("1", Key.Key_Return)
    assert "内容相近的记录已有" in batch.side.similar.text() and batch.side.similar.isVisible()


# -- pasting ------------------------------------------------------------------------------------


def _paste(batch: BatchPanel, typist: Typist, text: str) -> None:
    QApplication.clipboard().setText(text)
    typist.press(Key.Key_V, mod=CTRL)


def test_rows_are_pasted_from_excel(batch: BatchPanel, typist: Typist, desk: Desk) -> None:
    _paste(
        batch,
        typist,
        "户主\t走访日期\t方式\t走访情况\n马占山\t2022.4.2\t电话\t羊圈修好了\n没有这人\t\t\t好\n",
    )
    assert "没有粘贴：没有这人" in batch.unsaved.text
    batch.save()
    (row,) = written(desk)
    assert (row.head, row.on, row.text) == ("马占山", date(2022, 4, 2), "羊圈修好了")
    assert row.facts.way is VisitWay.TELEPHONE


def test_a_single_text_is_pasted_into_the_cell(batch: BatchPanel, typist: Typist) -> None:
    _paste(batch, typist, "羊圈修好了")
    assert typist.cell == "羊圈修好了"


# -- what comes of a row ------------------------------------------------------------------------


@pytest.mark.rule("R9")
def test_f6_writes_the_visit_and_its_matter_in_one_step(
    batch: BatchPanel, clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    typist.say("房顶漏雨，求帮忙")
    head = head_at_hand(batch)
    typist.press(Key.Key_F6)
    clerk.fill(topic="livelihood", finding="demand", list_kind="self_handled")
    clerk.save()
    (row,) = written(desk)
    (linked,) = row.links
    matter = clerk.now(linked.id)
    assert (row.head, row.facts.finding, linked.kind) == (head, FindingKind.DEMAND, "matter")
    assert matter.row.words == "房顶漏雨，求帮忙" and matter.raisers == (head,)
    assert not batch.written()
    clerk.take_back()
    assert not written(desk)


@pytest.mark.rule("R35")
def test_words_that_name_a_cadre_leave_the_grid_and_its_draft(
    batch: BatchPanel, clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    typist.say("某干部多占了补贴")
    typist.press(Key.Key_F6)
    clerk.fill(topic="conduct", named="yes")
    clerk.press_words(clerk.dialog, "转到密封登记")
    assert not batch.written() and not written(desk)
    assert not any("多占" in str(draft.values) for draft in clerk.context.drafts.all())


@pytest.mark.rule("R9")
def test_f7_puts_it_on_the_ledger(
    batch: BatchPanel, clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    typist.say("二组水渠塌了")
    typist.press(Key.Key_F7)
    clerk.fill(target="修好二组水渠", person="李建国")
    clerk.save()
    (row,) = written(desk)
    (line,) = list_ledger(desk.store)
    assert [one.id for one in row.links] == [line.id]
    assert line.facts.problem == "二组水渠塌了"


@pytest.mark.rule("R10")
def test_f8_keeps_a_promise_with_the_row(
    batch: BatchPanel, clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    typist.say("医保没缴上")
    typist.press(Key.Key_F8)
    clerk.fill(promise="去镇上问清楚", promise_due="4.12")
    clerk.save()
    assert not written(desk)
    batch.save()
    (row,) = written(desk)
    assert (row.facts.promise, row.facts.promise_due) == ("去镇上问清楚", date(2022, 4, 12))


def test_what_comes_of_one_on_record_is_linked_with_it(
    clerk: Clerk, desk: Desk, ma: str, typist: Typist
) -> None:
    entry = desk.visit(ma, text="医保没缴上")
    batch_of(clerk)
    typist.press(Key.Key_F8)
    clerk.fill(promise="去镇上问清楚", promise_due="4.12")
    clerk.save()
    assert visit_page(desk.store, entry).row.facts.promise == "去镇上问清楚"


def test_nothing_comes_of_a_row_without_words(
    batch: BatchPanel, clerk: Clerk, typist: Typist
) -> None:
    typist.press(Key.Key_F6)
    assert not clerk.has_dialog() and "请先写下" in clerk.said()


# -- without the keyboard, and what is not there ------------------------------------------------


def test_a_phrase_and_a_key_can_be_clicked(
    batch: BatchPanel, clerk: Clerk, desk: Desk, typist: Typist
) -> None:
    typist.say("都好")
    batch.side.phrases.itemClicked.emit(batch.side.phrases.item(1))
    clerk.press_words(batch, "方式 F2")
    batch.save()
    (row,) = written(desk)
    assert row.text == f"都好，{STARTERS[0]}" and row.facts.way is VisitWay.TELEPHONE


def test_a_click_on_a_name_leads_to_its_words(
    batch: BatchPanel, clerk: Clerk, typist: Typist, ma: str
) -> None:
    at = batch.grid._rows.position_of(ma)
    place = batch.grid.visualRect(batch.grid.model().index(at, 0)).center()
    clerk.bot.mouseClick(batch.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    typist.press("0")
    assert head_at_hand(batch) == "马占山" and typist.cell == "无变化"


@pytest.mark.rule("R32")
def test_nothing_ranks_checks_in_or_asks_for_more_than_is_said(
    clerk: Clerk, batch: BatchPanel
) -> None:
    page = visits_page(clerk)
    labels = [one.text() for one in page.findChildren(QLabel)]
    labels += [one.text() for one in page.findChildren(QPushButton)]
    for word in ("排名", "名次", "签到", "打卡", "定位", "体会", "积分"):
        assert not any(word in text for text in labels)
