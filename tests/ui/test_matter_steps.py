"""A matter's page: what is next, every step as a small form, refusals at their field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.domain.labels import (
    Act,
    Answer,
    Decision,
    FindingKind,
    ListKind,
    Outcome,
    PetitionOpinion,
    Stage,
)
from longshan_desk.domain.next_steps import Offer
from longshan_desk.domain.steps import OPEN_IN
from longshan_desk.ui.matters.step_forms import acts_with_a_form

ONE = "2022-04-001"


@pytest.fixture
def heard(desk: Desk) -> Desk:
    desk.fill_roster()
    desk.hold_hearing("水渠堵了，要清。")
    return desk


@pytest.fixture
def acting(heard: Desk) -> Desk:
    heard.deliberate(ONE)
    heard.assign(ONE, "李建国", due=date(2022, 4, 12))
    return heard


@pytest.fixture
def done(acting: Desk) -> Desk:
    acting.solve(ONE, "清淤二百米。")
    return acting


def offer(clerk: Clerk) -> Offer:
    assert clerk.view.next is not None
    return clerk.view.next.offer


def next_words(clerk: Clerk) -> str:
    assert clerk.view.next is not None
    return clerk.reads(clerk.view.next)


def take(clerk: Clerk, act: Act) -> None:
    """Choose a step, by its button if it is the next one, from the menu otherwise."""
    card = clerk.view.next
    assert card is not None
    if act in (card.offer.main, card.offer.second):
        clerk.press_words(card, card._words_of(act))
    else:
        at = card.offer.others.index(act)
        card.menu.actions()[at].trigger()


def test_enter_on_the_page_takes_the_next_step(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    assert clerk.view.next is not None and clerk.view.next.main_button is not None
    clerk.key(clerk.view.next.main_button, Key.Key_Return)
    assert clerk.dialog.windowTitle() == f"记进展 {ONE}"


@pytest.mark.rule("R12")
def test_what_is_due_stands_with_its_sum(clerk: Clerk, heard: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    assert "议定：还有 3 天" in next_words(clerk)
    assert "说事日 4月5日 + 3日 = 4月8日" in next_words(clerk)


def test_every_step_but_deliberating_has_a_form_of_its_own() -> None:
    own_places = {Act.DELIBERATE, Act.RATE}  # a meeting decides, an appraisal rates
    assert set(acts_with_a_form()) == set(OPEN_IN) - own_places


# -- 议 -----------------------------------------------------------------------------------------


@pytest.mark.rule("R12")
def test_deliberated_at_a_meeting_with_its_own_step(clerk: Clerk, heard: Desk) -> None:
    heard.go_to(date(2022, 4, 7))
    heard.meet()
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.DELIBERATE)
    clerk.fill(decision="assigned", person="李建国", due="4.20")
    clerk.save()
    page = clerk.now(ONE)
    assert (page.row.stage, page.row.responsible) == (Stage.ACTING, "李建国")
    assert page.row.due_on == date(2022, 4, 20)
    assert page.timeline[-1].meeting == "2022-04-07 村“两委”会议"
    clerk.take_back()
    assert clerk.now(ONE).row.stage is Stage.HEARD


def test_deliberated_with_a_promise(clerk: Clerk, heard: Desk) -> None:
    heard.meet()
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.DELIBERATE)
    clerk.fill(
        decision="promised",
        text_promise="秋后硬化",
        measures="争取项目",
        person="马文秀",
        due="10.1",
    )
    clerk.save()
    row = clerk.now(ONE).row
    assert (row.outcome, row.responsible) == (Outcome.PROMISED, "马文秀")


def test_deliberated_and_settled_at_once(clerk: Clerk, heard: Desk) -> None:
    heard.meet()
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.DELIBERATE)
    clerk.fill(decision="settled", result_settled="会上定了，当天清完")
    clerk.save()
    assert clerk.now(ONE).row.outcome is Outcome.SOLVED


def test_without_a_meeting_only_the_day_is_asked(clerk: Clerk, heard: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.DELIBERATE)
    form = clerk.form
    assert form["on"].isVisible() and not form["decision"].isVisible()
    clerk.save()
    assert clerk.now(ONE).row.stage is Stage.DELIBERATED


def test_only_the_fields_of_the_chosen_decision_are_asked(clerk: Clerk, heard: Desk) -> None:
    heard.meet()
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.DELIBERATE)
    clerk.fill(decision="explained")
    shown = {key for key, field in clerk.form.fields.items() if field.isVisible()}
    assert {"reason", "basis", "to", "way", "policy_limited"} < shown
    assert not {"person", "due", "text_report"} & shown


# -- 办 -----------------------------------------------------------------------------------------


@pytest.mark.rule("R13")
def test_assigned_with_the_policys_days_filled_in(clerk: Clerk, heard: Desk) -> None:
    heard.deliberate(ONE)
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.ASSIGN)
    clerk.fill(person="李建国")
    clerk.save()
    row = clerk.now(ONE).row
    assert (row.responsible, row.due_on) == ("李建国", date(2022, 4, 12))
    assert clerk.said() == "已安排承办"
    clerk.take_back()
    assert clerk.now(ONE).row.responsible is None


def test_who_answers_is_suggested_from_the_roster_by_pinyin(clerk: Clerk, heard: Desk) -> None:
    heard.deliberate(ONE)
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.ASSIGN)
    line = clerk.form["person"].input.line  # type: ignore[attr-defined]
    clerk.bot.keyClicks(line, "sl")
    popup = line.completer().popup()
    assert popup.model().index(0, 0).data() == "孙立    驻村干部"
    clerk.key(popup, Key.Key_Down)
    clerk.key(popup, Key.Key_Return)
    clerk.save()
    assert clerk.now(ONE).row.responsible == "孙立"


@pytest.mark.rule("R29")
def test_a_refusal_stands_at_the_field_it_is_about(clerk: Clerk, heard: Desk) -> None:
    heard.deliberate(ONE)
    heard.go_to(date(2022, 4, 9))
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.ASSIGN)
    clerk.fill(person="李建国", due="4.8")
    said = clerk.try_to_save()
    assert said == clerk.form["due"].said
    assert said.startswith("办结时限 2022年4月8日 早于安排的日期 2022年4月9日。")
    clerk.fill(due="4.20", on="4.4")
    assert clerk.try_to_save() == clerk.form["on"].said
    assert clerk.form["on"].said.startswith("安排承办的日期 2022年4月4日 早于前一步的")


def test_a_form_left_half_filled_is_there_again(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.PROGRESS)
    clerk.fill(text="挖机已经")
    clerk.key(clerk.dialog.sheet, Key.Key_Escape)
    take(clerk, Act.PROGRESS)
    assert clerk.form["text"].value() == "挖机已经"
    assert clerk.dialog.sheet.notice.startswith("已恢复")


def test_progress_is_noted_and_closing_comes_next(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    assert offer(clerk).main is Act.PROGRESS
    take(clerk, Act.PROGRESS)
    clerk.press_words(clerk.form, "已到现场查看")
    clerk.press_words(clerk.form, "材料已备齐")
    clerk.save()
    assert clerk.now(ONE).timeline[-1].text == "已到现场查看，材料已备齐"
    assert offer(clerk).main is Act.CLOSE


def test_another_person_and_a_later_day_are_said_to_be_kept(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.ASSIGN)
    assert "现在由李建国承办，期限 4月12日。" in clerk.reads(clerk.form)


@pytest.mark.rule("R16")
def test_a_promise_stays_open_until_its_day(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.PROMISE)
    clerk.fill(text="秋后硬化", measures="争取项目资金", promiser="马文秀", due="10.1")
    clerk.save()
    row = clerk.now(ONE).row
    assert (row.stage, row.outcome, row.due_on) == (
        Stage.ACTING, Outcome.PROMISED, date(2022, 10, 1),
    )  # fmt: skip


@pytest.mark.rule("R17")
def test_explained_with_its_basis(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.EXPLAIN)
    clerk.fill(reason="生态红线内不能修路", to="马占山", way="当面")
    assert clerk.try_to_save() == "请填写“依据”。"
    clerk.fill(basis="甘肃省生态保护红线管理办法")
    clerk.key(clerk.form["policy_limited"].input, Key.Key_Space)
    clerk.save()
    page = clerk.now(ONE)
    assert page.row.outcome is Outcome.POLICY_LIMITED
    assert page.timeline[-1].data["basis"] == "甘肃省生态保护红线管理办法"


def test_another_list_with_the_reason(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.CLASSIFY)
    clerk.fill(list="escalated", reason="要县水务局立项")
    clerk.save()
    assert clerk.now(ONE).row.list_kind is ListKind.ESCALATED
    assert offer(clerk).others.count(Act.REPORT) == 1


@pytest.mark.rule("R15")
def test_reported_upward_and_the_answer_noted(clerk: Clerk, heard: Desk) -> None:
    heard.step(ONE, Act.CLASSIFY, list="escalated", reason="要县里立项")
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.REPORT)
    clerk.fill(form="report", text="请镇党委协调县水务局")
    clerk.save()
    assert "已经上报，等镇上答复" in next_words(clerk)
    take(clerk, Act.NOTE)
    clerk.fill(way="letter", ref="张镇发〔2022〕8号", text="列入今年计划")
    clerk.press_words(clerk.dialog, "记下")
    note = clerk.now(ONE).timeline[-1]
    assert (note.act, note.data["way"], note.data["ref"]) == (
        Act.NOTE, "letter", "张镇发〔2022〕8号",
    )  # fmt: skip


@pytest.mark.rule("R44")
def test_a_letters_scan_is_kept_with_the_matter(clerk: Clerk, heard: Desk, tmp_path: Path) -> None:
    heard.step(ONE, Act.CLASSIFY, list="escalated", reason="要县里立项")
    heard.step(ONE, Act.REPORT, "请镇党委协调县水务局", **{"as": "request"})
    letter = tmp_path / "来文.png"
    QImage(60, 80, QImage.Format.Format_RGB32).save(str(letter))
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.NOTE)
    clerk.fill(way="letter", ref="张镇发〔2022〕8号", text="列入今年计划")
    clerk.form["_scans"].set_value([letter])
    clerk.press_words(clerk.dialog, "记下")
    page = clerk.now(ONE)
    assert len([one for one in page.timeline if one.act is Act.NOTE]) == 1
    assert "_scans" not in page.timeline[-1].data
    (scan,) = page.scans
    assert scan.caption == "来文来电 4月5日 张镇发〔2022〕8号"
    assert "扫描件和照片" in clerk.reads(clerk.view)
    assert "来文来电（村里登记）" in clerk.reads(clerk.view)


@pytest.mark.rule("R44")
def test_a_call_asks_for_no_scan(clerk: Clerk, heard: Desk) -> None:
    heard.step(ONE, Act.CLASSIFY, list="escalated", reason="要县里立项")
    heard.step(ONE, Act.REPORT, "请镇党委协调县水务局", **{"as": "request"})
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.NOTE)
    clerk.fill(way="telephone")
    assert not clerk.form["_scans"].isVisible()
    clerk.fill(way="letter")
    assert clerk.form["_scans"].isVisible()


@pytest.mark.rule("R14")
def test_a_major_matter_is_not_assigned_before_the_procedure(clerk: Clerk, heard: Desk) -> None:
    meeting = heard.meet()
    heard.decide(meeting, ONE, Decision.PROCEDURE)
    clerk.open()
    clerk.look_at(ONE)
    found = offer(clerk)
    assert not {Act.ASSIGN, Act.PROMISE} & {found.main, found.second, *found.others}
    assert "先按“四议两公开”作出决议" in next_words(clerk)


def test_an_open_hearings_row_waits_for_its_number(clerk: Clerk, heard: Desk) -> None:
    from desk import new_matter
    from longshan_desk.actions.matters import register_matter

    heard.go_to(date(2022, 5, 5))
    hearing = heard.plan_hearing()
    made = register_matter(heard.store, new_matter("路灯不亮。"), hearing_id=hearing)
    clerk.open()
    clerk.context.show_record("matter", made.id)
    assert "说事会收尾以后得到编号" in next_words(clerk)
    clerk.press_words(clerk.view, "打开这次说事会")
    assert clerk.window.current_key == "hearings"


# -- 结 -----------------------------------------------------------------------------------------


@pytest.mark.rule("R41")
def test_closed_told_and_cancelled_off(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.CLOSE)
    clerk.fill(result_solved="清淤二百米，水通了")
    clerk.save()
    assert "反馈：还有 3 天" in next_words(clerk)
    take(clerk, Act.FEEDBACK)
    assert clerk.form["to"].value() == "马占山"
    clerk.fill(way="telephone", answer="satisfied", text="好得很")
    clerk.save()
    take(clerk, Act.CANCEL_OFF)
    clerk.save()
    page = clerk.now(ONE)
    assert (page.row.cancelled_on, page.state.answer) == (date(2022, 4, 5), Answer.SATISFIED)
    assert "已经销号，这件事项办完了。" in next_words(clerk)


def test_a_duplicate_names_its_main_matter(clerk: Clerk, acting: Desk) -> None:
    main = acting.add_matter("水渠早就堵了。")
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.CLOSE)
    clerk.fill(outcome="duplicate")
    assert not clerk.form["result_solved"].isVisible()
    line = clerk.form["of"].input.line  # type: ignore[attr-defined]
    clerk.bot.keyClicks(line, "2022-04-002")
    clerk.key(line.completer().popup(), Key.Key_Down)
    clerk.key(line.completer().popup(), Key.Key_Return)
    clerk.save()
    page = clerk.now(ONE)
    assert page.main is not None and page.main.id == main
    assert "2022-04-002 水渠早就堵了。" in clerk.reads(clerk.view)
    assert "等主事项办结" in next_words(clerk)


@pytest.mark.parametrize("ending", ["withdrawn", "void", "legal_channel"])
@pytest.mark.rule("R45")
def test_other_endings_ask_what_they_need(clerk: Clerk, acting: Desk, ending: str) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.CLOSE)
    clerk.fill(outcome=ending)
    assert clerk.try_to_save() == "请填写“办理结果”。"
    clerk.fill(**{f"result_{ending}": "写明了"})
    clerk.save()
    row = clerk.now(ONE).row
    assert (row.outcome, row.result) == (Outcome(ending), "写明了")


@pytest.mark.rule("R45")
def test_whom_nobody_reaches_is_tried_and_then_given_up_with_a_reason(
    clerk: Clerk, done: Desk
) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.FEEDBACK)
    clerk.fill(way="unreachable")
    assert not clerk.form["answer"].isVisible()
    clerk.press_words(clerk.form, "电话无人接听")
    clerk.save()
    assert clerk.now(ONE).state.tries == 1
    take(clerk, Act.FEEDBACK)
    clerk.fill(way="unreachable")
    assert "已记 1 次；记满 3 次，或写明原因" in clerk.reads(clerk.form)
    clerk.key(clerk.form["gives_up"].input, Key.Key_Space)
    said = clerk.try_to_save()
    assert said == clerk.form["text_tried"].said
    assert said.startswith("联系不上要记满 3 次，或写明为什么不再联系。")
    clerk.fill(text_tried="全家搬到新疆")
    clerk.save()
    assert clerk.now(ONE).state.told_on == date(2022, 4, 5)


def test_reopened_with_the_reason(clerk: Clerk, done: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    take(clerk, Act.REOPEN)
    clerk.press_words(clerk.form, "办好以后又坏了")
    clerk.save()
    page = clerk.now(ONE)
    assert page.row.stage is Stage.ACTING
    assert "原因：办好以后又坏了" in clerk.reads(clerk.view)


# -- 信访 ---------------------------------------------------------------------------------------


@pytest.mark.rule("R28")
def test_a_petition_shows_its_clocks_and_is_answered_before_it_is_closed(
    clerk: Clerk, desk: Desk
) -> None:
    desk.fill_roster()
    desk.add_matter("低保评得不公。", finding=FindingKind.PETITION)
    desk.deliberate(ONE)
    desk.assign(ONE)
    clerk.open()
    clerk.look_at(ONE)
    assert "告知是否受理：还有 15 天" in next_words(clerk)
    take(clerk, Act.INFORM)
    clerk.press_words(clerk.form, "已受理")
    clerk.save()
    assert "告知是否受理：已于 2022年4月5日完成" in next_words(clerk)
    take(clerk, Act.CLOSE)
    codes = [option.code for option in clerk.form["outcome"].input._options]  # type: ignore[attr-defined]
    assert "solved" not in codes
    clerk.key(clerk.dialog.sheet, Key.Key_Escape)
    take(clerk, Act.EXTEND)
    clerk.fill(approved_by="镇党委书记")
    clerk.save()
    take(clerk, Act.REPLY)
    clerk.fill(opinion="not_supported", basis="城乡居民最低生活保障办法")
    clerk.save()
    state = clerk.now(ONE).state
    assert (state.extended_on, state.replied_on) == (date(2022, 4, 5), date(2022, 4, 5))
    assert clerk.now(ONE).timeline[-1].data["opinion"] == PetitionOpinion.NOT_SUPPORTED


def test_only_a_petition_has_the_petitions_steps(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    found = offer(clerk)
    petitions = {Act.INFORM, Act.EXTEND, Act.REPLY, Act.REVIEW}
    assert not petitions & {found.main, found.second, *found.others}


# -- the page -----------------------------------------------------------------------------------


@pytest.mark.rule("R29")
def test_a_step_entered_late_is_marked(clerk: Clerk, heard: Desk) -> None:
    heard.go_to(date(2022, 4, 20))
    heard.deliberate(ONE, on=date(2022, 4, 7))
    clerk.open()
    clerk.look_at(ONE)
    assert "补录" in clerk.reads(clerk.view)


@pytest.mark.rule("R22")
def test_stalls_and_signals_stand_in_words(clerk: Clerk, acting: Desk) -> None:
    acting.assign(ONE, "苏玉兰", due=date(2022, 4, 13))
    acting.assign(ONE, "马文秀", due=date(2022, 4, 14))
    acting.go_to(date(2022, 4, 20))
    clerk.open()
    clerk.look_at(ONE)
    words = next_words(clerk)
    assert "办而不结\n" in words and "办结时限 4月14日，已超 6 天" in words
    assert "推（供判断）" in words and "换过 2 次承办人" in words


def test_a_household_and_a_hearing_are_links(clerk: Clerk, desk: Desk) -> None:
    home = desk.add_household("马占山")
    desk.add_matter("水渠堵了。", household_id=home)
    clerk.open()
    clerk.look_at(ONE)
    clerk.press_words(clerk.view, "1组 马占山")
    assert clerk.window.current_key == "households"


def test_a_change_from_elsewhere_is_on_the_page_at_once(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    acting.step(ONE, Act.PROGRESS, "挖机进场")
    assert "挖机进场" in clerk.reads(clerk.view)


# -- 修改 and 更正 ------------------------------------------------------------------------------


def test_f2_changes_what_is_written(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    clerk.key(clerk.view, Key.Key_F2)
    clerk.fill(summary="三组水渠清淤", raisers="李秀兰", signatures="12")
    clerk.save()
    page = clerk.now(ONE)
    assert (page.row.summary, page.raisers, page.signatures) == (
        "三组水渠清淤", ("马占山", "李秀兰"), 12,
    )  # fmt: skip
    assert "梳理：（空） → 三组水渠清淤" in clerk.reads(clerk.view)


@pytest.mark.rule("R37")
def test_a_correction_needs_its_reason_and_shows_old_and_new(clerk: Clerk, acting: Desk) -> None:
    clerk.open()
    clerk.look_at(ONE)
    clerk.press(clerk.view.correct_button)
    clerk.form["words"].set_value("水渠堵了，要清一千米。")
    assert clerk.try_to_save() == "请填写“原因”。"
    clerk.fill(reason="记录时听漏了")
    clerk.save()
    shown = clerk.reads(clerk.view)
    assert "更正" in shown
    assert "更正原因：记录时听漏了；原话：水渠堵了，要清。 → 水渠堵了，要清一千米。" in shown


def test_a_form_opened_before_somebody_else_saved_is_refused(clerk: Clerk, acting: Desk) -> None:
    from longshan_desk.actions.matters import edit_matter

    clerk.open()
    clerk.look_at(ONE)
    clerk.key(clerk.view, Key.Key_F2)
    edit_matter(acting.store, acting.id_of(ONE), {"summary": "别人写的"})
    clerk.fill(summary="我写的")
    assert clerk.try_to_save().startswith("“梳理”在打开以后被改过，没有保存。")
    assert clerk.form["summary"].value() == "我写的"


def test_ctrl_page_down_turns_to_the_next_of_the_list(clerk: Clerk, desk: Desk) -> None:
    desk.add_matter("水渠堵了。")
    desk.add_matter("路灯不亮。")
    clerk.open()
    page = clerk.list_matters()
    page.open(page.table.ids()[0])
    ctrl = Qt.KeyboardModifier.ControlModifier
    clerk.key(clerk.view, Key.Key_PageDown, ctrl)
    assert clerk.view.page is not None
    assert clerk.view.page.row.number == "2022-04-001"
    clerk.key(clerk.view, Key.Key_PageUp, ctrl)
    assert clerk.view.page.row.number == "2022-04-002"
