"""四议两公开 by a clerk's hands: the board, the steps, guards and notices (R14, R30, R31)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from at_decisions import HEAD, PARTY, Decisions, begin, decide, fill_rolls, vote
from clerk import Clerk, Key
from desk import Desk
from longshan_desk.actions import procedures as acts
from longshan_desk.actions.rolls import SeatFacts, add_seat
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import AttendanceState, ListKind
from longshan_desk.domain.procedure_labels import Notice, Phase, Step
from longshan_desk.queries.meetings import meeting_page
from longshan_desk.queries.procedures import procedure_page
from longshan_desk.ui.papers.dialog import PapersDialog
from longshan_desk.ui.procedures.guard_dialog import GuardDialog
from longshan_desk.ui.procedures.side_panels import NoticePanel, RecordPanel, WorkPanel
from longshan_desk.ui.visits.photo_card import PhotoCard
from longshan_desk.ui.widgets.card import LinkRow

pytestmark = pytest.mark.rule("R14")


def picture(folder: Path, name: str) -> Path:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(str(folder / name))
    return folder / name


@pytest.fixture
def at(clerk: Clerk, desk: Desk) -> Decisions:
    desk.fill_roster()
    fill_rolls(desk)
    clerk.open()
    return Decisions(clerk)


# -- the board --------------------------------------------------------------------------------


def test_an_empty_board_says_how_to_begin(at: Decisions) -> None:
    assert "还没有四议两公开的决策" in at.clerk.reads(at.show_board())


def test_a_decision_is_put_up_from_the_board(at: Decisions) -> None:
    at.press("立项", at.show_board())
    at.clerk.fill(title="修村文化广场", type="public_works", motion="township")
    assert "村民代表会议" in at.clerk.form["type"].said
    at.clerk.save()
    assert at.view.page is not None
    assert at.view.page.row.title == "修村文化广场"
    assert at.view.open_key == "proposal"


def test_a_type_of_the_collective_says_who_decides_it(at: Decisions) -> None:
    at.press("立项", at.show_board())
    at.clerk.fill(type="land_contract")
    assert "集体经济组织成员大会" in at.clerk.form["type"].said
    at.clerk.dialog.close()


def test_cards_stand_under_the_step_they_wait_for(at: Decisions, desk: Desk) -> None:
    first, second = begin(desk, "修路"), begin(desk, "修渠")
    vote(desk, second, Step.PROPOSAL, 2, 2)
    board = at.show_board().board
    places = {card.row.id: column for column, cards in enumerate(board._cards) for card in cards}
    assert places == {first: 0, second: 1}


def test_a_lost_vote_stays_at_its_step_and_says_so(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    vote(desk, made, Step.PROPOSAL, 2, 1)
    (card,) = at.show_board().board.cards
    assert "没有通过，待重新提出" in at.clerk.reads(card)


def test_enter_opens_a_card_and_escape_comes_back(at: Decisions, desk: Desk) -> None:
    begin(desk)
    page = at.show_board()
    at.clerk.key(page.board.cards[0], Key.Key_Return)
    assert page.stack.currentWidget() is page.view
    at.clerk.key(page.view, Key.Key_Escape)
    assert page.stack.currentWidget() is not page.view


def test_arrows_walk_over_the_board(at: Decisions, desk: Desk) -> None:
    begin(desk, "修路")
    vote(desk, begin(desk, "修渠"), Step.PROPOSAL, 2, 2)
    board = at.show_board().board
    at.clerk.window.activateWindow()
    at.clerk.bot.waitUntil(at.clerk.window.isActiveWindow)
    first, second = board.cards
    first.setFocus()
    at.clerk.key(first, Key.Key_Right)
    assert board.focusWidget() is second


def test_the_list_shows_the_same_decisions_filtered(at: Decisions, desk: Desk) -> None:
    made = begin(desk, "修路")
    begin(desk, "分地", "land_contract")
    page = at.show_board()
    at.press("列表", page)
    page.filters.set_values({"type": ["public_works"]})
    assert list(page.table.ids()) == [made]


def test_rolls_and_rules_are_tabs(at: Decisions) -> None:
    page = at.show_board()
    page.tabs.go_to("rolls")
    assert "应到 9 人" in at.clerk.reads(page.rolls)
    page.tabs.go_to("rules")
    assert "现在立项照这一套" in at.clerk.reads(page.rules)
    page.rules.tabs.go_to("2026")
    assert "待核对" in at.clerk.reads(page.rules)


def test_a_local_choice_is_changed_where_it_is_read(at: Decisions) -> None:
    page = at.show_board()
    page.tabs.go_to("rules")
    page.rules.tabs.go_to("local")
    page.rules.table.opened.emit("party_notice_days")
    at.clerk.fill(value="5", note="镇党委规定")
    at.clerk.save()
    row = next(one for one in page.rules._local() if one.id == "party_notice_days")
    assert row.figure.value == 5


# -- a meeting --------------------------------------------------------------------------------


def test_the_sums_follow_the_typing(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    vote(desk, made, Step.PROPOSAL, 2, 2)
    vote(desk, made, Step.CONSULTATION, 3, 3)
    at.open(made)
    assert "应到 9 人，须到会 6 人" in at.meeting.sums.text
    at.type(present=3)
    assert "还差 3 人" in at.meeting.sums.text
    at.type(present=7, in_favour=4)
    assert "同意 4 票，还差 1 票" in at.meeting.sums.text
    at.votes(5, 1)
    assert "比实到少 1 票" in at.meeting.sums.text
    at.votes(5, 2)
    assert "与实到相符" in at.meeting.sums.text


def test_who_may_not_vote_is_said_and_cannot_be_ticked(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    vote(desk, made, Step.PROPOSAL, 2, 2)
    vote(desk, made, Step.CONSULTATION, 3, 3)
    at.open(made)
    assert "预备党员：预备党员，没有表决权" in at.clerk.reads(at.meeting.sums)
    assert at.form.came.ticks.list.count() == len(PARTY)


@pytest.mark.rule("R36")
def test_ticked_names_count_and_sign_in(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    at.open(made)
    at.type(**HEAD)
    at.tick("马文秀", "李建国")
    assert at.form["present"].value() == 2
    at.votes(2)
    at.save()
    (held,) = procedure_page(desk.store, made).meetings
    meeting = meeting_page(desk.store, held.held.fact.meeting_id or "")
    came = [row.name for row in meeting.attendance if row.state is AttendanceState.PRESENT]
    assert sorted(came) == ["李建国", "马文秀"]


@pytest.mark.rule("R36")
def test_a_meeting_on_record_is_chosen_instead_of_typed(at: Decisions, desk: Desk) -> None:
    first, second = begin(desk, "修路"), begin(desk, "修渠")
    at.open(first)
    at.type(**HEAD)
    at.tick("马文秀", "李建国")
    at.votes(2)
    at.save()
    joined = procedure_page(desk.store, first).meetings[0].held.fact.meeting_id
    at.open(second)
    at.clerk.choose(at.form, "meeting", joined or "")
    assert at.form["present"].value() == 2
    assert not at.form["on"].input.isEnabled()
    at.votes(2)
    at.save()
    assert procedure_page(desk.store, second).meetings[0].held.fact.meeting_id == joined


def test_votes_that_do_not_add_up_are_refused_at_their_field(at: Decisions, desk: Desk) -> None:
    at.open(begin(desk))
    at.type(place="村委会", present=2)
    at.votes(1)
    assert "合计 1 票，与实到 2 人不符" in at.refused()


def test_another_expected_asks_for_the_reason(at: Decisions, desk: Desk) -> None:
    at.open(begin(desk))
    assert at.form["reason"].isHidden()
    at.type(expected=3, place="村委会", present=3)
    assert not at.form["reason"].isHidden()
    at.votes(3)
    assert "名单上是 2 人" in at.refused()


def test_what_is_typed_is_there_again(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    at.open(made)
    at.type(place="小学教室", present=2)
    at.view.left.emit()
    at.open(made)
    assert at.form["place"].value() == "小学教室"
    assert "够法定人数" in at.meeting.sums.text


def test_a_lapsed_meeting_is_recorded_and_called_again(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    at.open(made)
    at.type(place="村委会", present=1)
    at.save()
    assert "请重新召开" in at.meeting.lapsed.text
    assert len(at.meeting.records) == 1
    at.type(present=2)
    at.votes(2)
    at.save()
    assert at.view.open_key == "consultation"


def test_a_lost_vote_offers_a_new_round_or_the_end(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    vote(desk, made, Step.PROPOSAL, 2, 1)
    at.open(made)
    assert "没有通过" in at.clerk.reads(at.panel)
    at.fill_and_save("修改后重新提出", reason="路线改短", proposal="只修八百米")
    assert at.view.page is not None
    assert (at.view.page.row.round, at.view.open_key) == (2, "proposal")
    assert at.form["text"].value().endswith("只修八百米")


def test_a_decision_is_ended_with_its_reason(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    vote(desk, made, Step.PROPOSAL, 2, 1)
    at.open(made)
    at.fill_and_save("终止", reason="群众意见不统一")
    assert procedure_page(desk.store, made).row.phase is Phase.ENDED
    assert isinstance(at.panel, RecordPanel)


def test_a_step_that_is_not_open_says_why_and_leads_on(at: Decisions, desk: Desk) -> None:
    at.open(begin(desk))
    at.view.open_step("resolution")
    assert "审议还没有通过" in at.clerk.reads(at.panel)
    at.press("去提议")
    assert at.view.open_key == "proposal"


def test_a_vote_is_taken_back(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    at.open(made)
    at.hold(2)
    assert at.view.open_key == "consultation"
    at.clerk.take_back()
    assert at.view.open_key == "proposal"
    assert at.form is not None


def test_the_papers_of_a_decision_are_offered(at: Decisions, desk: Desk) -> None:
    at.open(begin(desk))
    at.view.papers()
    (dialog,) = at.clerk.window.findChildren(PapersDialog)
    listed = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert any("决策实施登记表" in text for text in listed)
    dialog.close()


def test_a_blank_form_is_offered_beside_the_meeting(at: Decisions, desk: Desk) -> None:
    at.open(begin(desk))
    at.press("打印空白表")
    (dialog,) = at.clerk.window.findChildren(PapersDialog)
    assert dialog.blank.isChecked()
    dialog.close()


def test_what_was_saved_is_said_under_the_title(at: Decisions, desk: Desk) -> None:
    at.open(begin(desk))
    at.hold(2)
    assert at.view.saved.text().startswith("已保存")


def test_the_steps_are_turned_by_keys_from_where_one_types(at: Decisions, desk: Desk) -> None:
    at.open(begin(desk))
    at.clerk.window.activateWindow()
    at.clerk.bot.waitUntil(at.clerk.window.isActiveWindow)
    at.form.focus_on("place")
    for expected in ("consultation", "deliberation"):
        focus = at.clerk.window.focusWidget()
        assert focus is not None
        at.clerk.key(focus, Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert at.view.open_key == expected


def test_all_of_a_roll_come_at_once(at: Decisions, desk: Desk) -> None:
    at.open(begin(desk))
    at.press("全部到会")
    assert at.form["present"].value() == 2
    at.press("全部清除")
    assert at.form.came.value() is None


def test_a_step_done_keeps_its_record_below_the_stepper(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    vote(desk, made, Step.PROPOSAL, 2, 2)
    at.open(made)
    at.view.open_step("proposal")
    said = at.clerk.reads(at.panel)
    assert "第 1 轮" in said
    assert "同意 2，反对 0，弃权 0" in said
    at.clerk.press(at.meeting.records[0].head)
    assert "同意 2，反对 0，弃权 0" not in at.clerk.reads(at.panel)


def test_a_beginning_taken_back_leads_to_the_board(at: Decisions) -> None:
    at.press("立项", at.show_board())
    at.clerk.fill(title="修村文化广场", type="public_works")
    at.clerk.save()
    assert at.page.stack.currentWidget() is at.view
    at.clerk.take_back()
    assert at.page.stack.currentWidget() is not at.view
    assert "还没有四议两公开的决策" in at.clerk.reads(at.page)


def test_a_roll_changed_meanwhile_is_followed_without_losing_what_is_typed(
    at: Decisions, desk: Desk
) -> None:
    made = begin(desk)
    vote(desk, made, Step.PROPOSAL, 2, 2)
    vote(desk, made, Step.CONSULTATION, 3, 3)
    at.open(made)
    at.type(present=7)
    add_seat(desk.store, Body.PARTY_MEMBERS, SeatFacts("新党员"))
    assert at.form["present"].value() == 7
    assert at.form["expected"].value() == 10
    assert "应到 10 人，须到会 7 人" in at.meeting.sums.text


# -- the competence guard -----------------------------------------------------------------------


@pytest.mark.rule("R30")
class TestGuard:
    @pytest.fixture
    def land(self, at: Decisions, desk: Desk) -> str:
        made = begin(desk, "延包方案", "land_contract")
        for step, there in ((Step.PROPOSAL, 2), (Step.CONSULTATION, 3), (Step.DELIBERATION, 9)):
            vote(desk, made, step, there, there)
        at.open(made)
        return made

    def test_another_body_is_stopped_with_the_source(self, at: Decisions, land: str) -> None:
        at.clerk.choose(at.form, "body", Body.REPRESENTATIVES.value)
        said = at.clerk.reads(at.clerk.dialog)
        assert "应由集体经济组织成员大会决定" in said
        assert "农村集体经济组织法" in said
        assert "原因" in at.clerk.try_to_save()
        at.clerk.press_words(at.clerk.dialog, "返回")
        assert at.form["body"].value() == Body.COLLECTIVE_MEMBERS.value

    def test_it_goes_on_with_a_reason_that_stays_on_record(
        self, at: Decisions, desk: Desk, land: str
    ) -> None:
        at.clerk.choose(at.form, "body", Body.REPRESENTATIVES.value)
        assert isinstance(at.clerk.dialog, GuardDialog)
        at.clerk.fill(reason="该法施行以前已经这样决定")
        at.clerk.save()
        assert at.form["body"].value() == Body.REPRESENTATIVES.value
        at.hold(14)
        page = procedure_page(desk.store, land)
        assert page.row.phase is Phase.RESOLUTION_NOTICE
        assert page.state.overrides[0].reason == "该法施行以前已经这样决定"


# -- the disclosures and the works --------------------------------------------------------------


@pytest.fixture
def decided(at: Decisions, desk: Desk) -> str:
    made = begin(desk)
    decide(desk, made)
    at.open(made)
    return made


@pytest.mark.rule("R31")
def test_draft_opinion_and_posting_are_offered_in_their_order(at: Decisions, decided: str) -> None:
    assert isinstance(at.panel, NoticePanel)
    at.fill_and_save("写公开内容", text="同意硬化产业路")
    at.fill_and_save("记监督意见", text="程序合规")
    at.press("登记张贴")
    assert "公示 7 天" in at.clerk.form["until_on"].said
    at.clerk.save()
    assert "还要贴 7 天" in at.clerk.reads(at.panel)


@pytest.mark.rule("R31")
def test_what_is_made_public_is_what_was_decided_as_amended(at: Decisions, desk: Desk) -> None:
    made = begin(desk)
    for step, there in ((Step.PROPOSAL, 2), (Step.CONSULTATION, 3), (Step.DELIBERATION, 9)):
        vote(desk, made, step, there, there)
    at.open(made)
    at.type(amendment="先硬化八百米。")
    at.hold(14)
    at.press("写公开内容")
    assert at.clerk.form["text"].value() == "先硬化八百米。"
    at.clerk.dialog.close()


@pytest.mark.rule("R31")
def test_too_short_a_posting_is_said_while_typing_and_found(at: Decisions, decided: str) -> None:
    at.press("登记张贴")
    at.clerk.fill(until_on="2022.4.8")
    assert "还差 4 天" in at.clerk.form["until_on"].said
    at.clerk.save()
    assert "公示时间太短" in at.clerk.reads(at.panel)


@pytest.mark.rule("R31")
def test_a_finding_leads_to_its_place(at: Decisions, decided: str) -> None:
    at.press("登记张贴")
    at.clerk.fill(until_on="2022.4.8")
    at.clerk.save()
    at.view.open_step("proposal")
    (row,) = [
        one for one in at.panel.findChildren(LinkRow) if "公示时间太短" in one.accessibleName()
    ]
    at.clerk.press(row)
    assert at.view.open_key == Notice.RESOLUTION_NOTICE.value


@pytest.mark.rule("R31")
def test_an_objection_is_answered_within_its_days(at: Decisions, desk: Desk, decided: str) -> None:
    at.fill_and_save("登记张贴")
    at.fill_and_save("记异议", by="马国才", text="占了我家的地边")
    assert "应在 4月8日以前答复" in at.clerk.reads(at.panel)
    at.fill_and_save("答复", text="已现场丈量，路线往东让一米")
    assert "答复（4月5日）" in at.clerk.reads(at.panel)


@pytest.mark.rule("R31")
def test_photos_of_the_board_are_kept_with_their_posting(
    at: Decisions, desk: Desk, decided: str, tmp_path: Path
) -> None:
    at.fill_and_save("登记张贴")
    (photos,) = at.panel.findChildren(PhotoCard)
    photos.add_files([picture(tmp_path, "公开栏.png")])
    at.clerk.settle()
    (photos,) = at.panel.findChildren(PhotoCard)
    assert len(photos.photos) == 1
    page = procedure_page(desk.store, decided)
    assert len(page.photos[page.state.postings[0].id]) == 1
    desk.store.undo()
    (photos,) = at.panel.findChildren(PhotoCard)
    assert photos.photos == []


@pytest.mark.rule("R36")
def test_a_scanned_list_belongs_to_the_meeting_and_shows_with_each_of_its_items(
    at: Decisions, desk: Desk, tmp_path: Path
) -> None:
    made, other = begin(desk), begin(desk, "修水渠")
    for one in (made, other):
        vote(desk, one, Step.PROPOSAL, 2, 2)
    at.open(made)
    at.view.open_step("proposal")
    (scans,) = at.panel.findChildren(PhotoCard)
    scans.add_files([picture(tmp_path, "签到表.png")])
    at.clerk.settle()
    at.open(other)
    at.view.open_step("proposal")
    assert len(at.panel.findChildren(PhotoCard)[-1].photos) == 1


@pytest.mark.rule("R31")
def test_taken_down_early_it_is_posted_again(at: Decisions, desk: Desk, decided: str) -> None:
    at.fill_and_save("登记张贴")
    desk.go_to(date(2022, 4, 7))
    at.fill_and_save("登记撤下")
    assert "提前撤下" in at.clerk.reads(at.panel)
    at.fill_and_save("重新公示")
    assert "已在 4月7日重新公示" in at.clerk.reads(at.panel)


def test_the_works_are_told_in_yuan_and_kept_in_fen(
    at: Decisions, desk: Desk, decided: str
) -> None:
    at.fill_and_save("登记张贴")
    at.view.open_step("implementation")
    assert isinstance(at.panel, WorkPanel)
    at.fill_and_save("组织实施", who="李建国", due="2022.6.30")
    at.fill_and_save("记进展和支出", text="路基完成", spent="12,000.50")
    at.fill_and_save("记进展和支出", text="路面完成", spent="300")
    assert "12,300.50 元" in at.clerk.reads(at.panel)
    state = procedure_page(desk.store, decided).state
    assert state.implementation is not None
    assert state.implementation.spent == 1_230_050


def test_money_that_is_no_money_is_refused(at: Decisions, desk: Desk, decided: str) -> None:
    at.fill_and_save("登记张贴")
    at.view.open_step("implementation")
    at.fill_and_save("组织实施", who="李建国", due="2022.6.30")
    at.press("记进展和支出")
    at.clerk.fill(text="路基完成", spent="一万二")
    assert "不是金额" in at.clerk.try_to_save()
    at.clerk.dialog.close()


# -- from the matter, from home, from the search ------------------------------------------------


def test_a_major_matter_enters_the_procedure_from_its_page(at: Decisions, desk: Desk) -> None:
    key = desk.add_matter("产业路要硬化。", list_kind=ListKind.MAJOR_PUBLIC)
    at.clerk.look_at(key)
    at.press("进入四议两公开", at.clerk.view)
    assert at.clerk.form["type"].value() == "public_works"
    at.clerk.save()
    assert at.view.page is not None
    assert at.view.page.row.matter_id == key
    at.clerk.look_at(key)
    at.press("打开四议两公开", at.clerk.view)
    assert at.view.open_key == "proposal"


def test_a_matter_of_another_list_does_not_offer_it(at: Decisions, desk: Desk) -> None:
    at.clerk.look_at(desk.add_matter())
    assert "四议两公开" not in at.clerk.reads(at.clerk.view)


def test_home_tells_what_a_decision_waits_for_and_opens_it(
    at: Decisions, desk: Desk, decided: str
) -> None:
    acts.post_notice(
        desk.store,
        decided,
        Notice.RESOLUTION_NOTICE,
        from_on=desk.today,
        until_on=date(2022, 4, 12),
        where="公开栏",
    )
    acts.object_to(desk.store, decided, by="马国才", text="太窄")
    desk.go_to(date(2022, 4, 13))
    at.clerk.window.show_page("home")
    home = at.clerk.window.page("home")
    home.reload()
    said = at.clerk.reads(home)
    assert "撤下决议公开" in said
    assert "答复马国才的异议" in said
    row = next(one for one in home.due.rows if "答复" in one.accessibleName())
    at.clerk.press(row)
    assert at.view.procedure_id == decided


def test_the_search_finds_a_decision(at: Decisions, desk: Desk, decided: str) -> None:
    groups = at.clerk.app._find("产业路")
    assert [group.title for group in groups] == ["四议两公开"]
    assert groups[0].hits[0].kind == "procedure"
