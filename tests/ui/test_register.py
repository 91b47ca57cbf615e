"""登记事项: typed like a clerk types, hinted, kept as a draft, and closed to named complaints."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import event

from clerk import Clerk, Key
from longshan_desk.data.store import Store
from longshan_desk.domain.labels import FindingKind, ListKind, Source, Topic
from longshan_desk.queries.matters import list_matters
from longshan_desk.ui.matters.matter_form import RegisterForm

WORDS = "三组巷道水渠堵了，下雨往院子里灌水"


def register(clerk: Clerk) -> RegisterForm:
    """Ctrl+N, 登记事项."""
    clerk.app._register()
    form = clerk.form
    assert isinstance(form, RegisterForm)
    return form


def fill(clerk: Clerk, **more: str) -> None:
    clerk.fill(topic="infrastructure", words=WORDS, list_kind="self_handled", **more)


def drafts(clerk: Clerk) -> list[Path]:
    return list(clerk.context.paths.drafts.glob("*.json"))


def test_ctrl_n_offers_to_register(clerk: Clerk) -> None:
    clerk.open()
    labels = [act.text() for act in clerk.window.top.new_menu.actions()]
    assert labels == ["登记事项", "记日记", "安排说事会", "新建会议"]
    clerk.window.top.new_menu.actions()[0].trigger()
    assert clerk.dialog.windowTitle() == "登记事项"


def test_a_callers_matter_is_registered_with_a_number(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    fill(clerk, raisers="马占山、李秀兰", finding="problem", contact_phone="13893800001")
    clerk.save()
    page = clerk.now("2022-04-001")
    assert (page.row.words, page.source, page.row.heard_on) == (
        WORDS, Source.CALLER, date(2022, 4, 5),
    )  # fmt: skip
    assert page.raisers == ("马占山", "李秀兰")
    assert page.row.finding is FindingKind.PROBLEM
    assert clerk.said() == "已登记 2022-04-001"


def test_registering_is_taken_back_from_the_strip(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    fill(clerk)
    clerk.save()
    clerk.take_back()
    assert list_matters(clerk.desk.store) == []
    assert clerk.said() == "已撤销“登记事项”"


def test_what_is_missing_is_said_at_each_field(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    assert clerk.try_to_save() == "请填写“主题”。\n请填写“原话”。\n请填写“列入清单”。"


@pytest.mark.rule("R29")
def test_a_day_that_has_not_come_is_refused_at_the_field(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    fill(clerk, heard_on="4.6")
    assert clerk.try_to_save() == "日期还没有到。请核对年份和月份。"


@pytest.mark.rule("R37")
def test_a_forgotten_row_of_a_closed_hearing_is_added_to_it(clerk: Clerk) -> None:
    held = clerk.desk.hold_hearing("路灯不亮。")
    clerk.desk.go_to(date(2022, 4, 9))
    clerk.open()
    register(clerk)
    fill(clerk, source="hearing", hearing_id=held.id)
    clerk.save()
    page = clerk.now("2022-04-002")
    assert (page.hearing_id, page.is_entered_late) == (held.id, True)


def test_without_a_hearing_its_day_is_not_asked_and_the_other_way_round(clerk: Clerk) -> None:
    clerk.desk.hold_hearing("路灯不亮。")
    clerk.open()
    form = register(clerk)
    assert form["heard_on"].isVisible() and not form["hearing_id"].isVisible()
    clerk.choose(form, "source", "hearing")
    assert form["hearing_id"].isVisible() and not form["heard_on"].isVisible()


@pytest.mark.rule("R54")
def test_who_is_shy_is_某群众_and_the_name_is_shown_only_when_asked_for(clerk: Clerk) -> None:
    clerk.open()
    form = register(clerk)
    fill(clerk, raisers="马占山")
    clerk.key(form["is_anonymous"].input, Key.Key_Space)
    clerk.save()
    clerk.look_at("2022-04-001")
    assert "某群众（不公开姓名）" in clerk.reads(clerk.view)
    assert "马占山" not in clerk.reads(clerk.view)
    clerk.press_words(clerk.view, "看姓名")
    assert "马占山" in clerk.reads(clerk.view)


def test_a_raiser_from_the_roll_brings_household_and_telephone_along(clerk: Clerk) -> None:
    from longshan_desk.domain.household_facts import PersonFacts

    home = clerk.desk.add_household(PersonFacts("马占山", phone="13893800001"), group=3)
    clerk.open()
    form = register(clerk)
    clerk.type(form, "raisers", "马占山")
    clerk.key(form["raisers"].input.line, Key.Key_Return)  # type: ignore[attr-defined]
    fill(clerk)
    clerk.save()
    page = clerk.now("2022-04-001")
    assert (page.household_id, page.contact_phone) == (home, "13893800001")


def test_a_household_is_found_by_pinyin_initials(clerk: Clerk) -> None:
    home = clerk.desk.add_household("马占山", group=3)
    clerk.open()
    form = register(clerk)
    line = form["household_id"].input.line  # type: ignore[attr-defined]
    clerk.bot.keyClicks(line, "mzs")
    clerk.key(line.completer().popup(), Key.Key_Down)
    clerk.key(line.completer().popup(), Key.Key_Return)
    fill(clerk)
    clerk.save()
    assert clerk.now("2022-04-001").household_id == home


def test_a_household_that_is_not_on_the_roll_is_refused_at_the_field(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    fill(clerk, household_id="查无此人")
    assert clerk.try_to_save().startswith("没有找到“查无此人”这一户。")


def test_like_matters_are_hinted_while_the_words_are_typed(clerk: Clerk) -> None:
    clerk.desk.add_matter("三组巷道的水渠堵了，一下雨就往院子里灌水。")
    clerk.open()
    form = register(clerk)
    clerk.type(form, "words", WORDS)
    clerk.bot.waitUntil(lambda: bool(form.similar.shown()))
    assert form.similar.shown() == [
        "2022-04-001  三组巷道的水渠堵了，一下雨就往院子里灌水。（待议）"
    ]


def test_a_hinted_matter_is_opened_and_what_was_typed_waits(clerk: Clerk) -> None:
    clerk.desk.add_matter("三组巷道的水渠堵了，一下雨就往院子里灌水。")
    clerk.open()
    form = register(clerk)
    clerk.type(form, "words", WORDS)
    clerk.bot.waitUntil(lambda: bool(form.similar.shown()))
    clerk.press_words(form.similar, "2022-04-001")
    assert clerk.view.page is not None
    assert clerk.view.page.row.number == "2022-04-001"
    assert not clerk.has_dialog()
    assert register(clerk)["words"].value() == WORDS


def test_what_was_typed_is_on_the_disk_within_a_second(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    clerk.fill(words=WORDS)
    clerk.bot.waitUntil(lambda: any(WORDS in path.read_text("utf-8") for path in drafts(clerk)))


def test_esc_keeps_what_was_typed_and_saving_forgets_it(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    clerk.fill(words=WORDS)
    clerk.key(clerk.dialog.sheet, Key.Key_Escape)
    assert register(clerk)["words"].value() == WORDS
    clerk.fill(topic="infrastructure", list_kind="major_public")
    clerk.save()
    assert drafts(clerk) == []


def test_enter_goes_to_the_next_field_and_saves_nothing(clerk: Clerk) -> None:
    clerk.open()
    form = register(clerk)
    form.focus_on("contact_phone")
    clerk.key(form["contact_phone"].input, Key.Key_Return)
    assert clerk.window.focusWidget() is not form["contact_phone"].input
    assert clerk.has_dialog()


# -- a named cadre (R35) ------------------------------------------------------------------------


@pytest.mark.rule("R35")
def test_only_the_topic_of_conduct_asks_whether_a_cadre_is_named(clerk: Clerk) -> None:
    clerk.open()
    form = register(clerk)
    clerk.choose(form, "topic", "livelihood")
    assert not form["named"].isVisible()
    clerk.choose(form, "topic", "conduct")
    assert form["named"].isVisible()


@pytest.mark.rule("R35")
def test_conduct_without_a_name_is_a_matter_like_any_other(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    clerk.fill(topic="conduct", words="办事大厅下午经常没人", list_kind="self_handled", named="no")
    clerk.save()
    row = clerk.now("2022-04-001").row
    assert (row.topic, row.list_kind) == (Topic.CONDUCT, ListKind.SELF_HANDLED)


@pytest.mark.rule("R35")
def test_naming_a_cadre_takes_the_words_off_the_disk_and_is_never_saved(clerk: Clerk) -> None:
    clerk.open()
    register(clerk)
    clerk.fill(words="某主任收了好处")
    clerk.bot.waitUntil(lambda: bool(drafts(clerk)))
    clerk.fill(topic="conduct", named="yes", list_kind="self_handled")
    assert drafts(clerk) == []
    assert clerk.try_to_save().startswith("这里不能登记。")
    clerk.fill(summary="再写几个字")
    sheet = clerk.dialog.sheet
    assert sheet.keeper is not None
    sheet.close_sheet()
    assert drafts(clerk) == []
    assert list_matters(clerk.desk.store) == []


@pytest.mark.rule("R35")
def test_the_sealed_way_says_what_to_do_and_takes_no_words(clerk: Clerk) -> None:
    clerk.open()
    form = register(clerk)
    clerk.fill(topic="conduct", named="yes", words="某主任收了好处")
    clerk.press_words(form, "转到密封登记")
    assert clerk.window.current_key == "matters"
    sealed = clerk.matters.sealed
    assert clerk.matters.stack.currentWidget() is sealed
    assert "直接送到镇纪委" in clerk.reads(sealed)
    assert not [w for w in sealed.findChildren(object) if type(w).__name__ == "GrowingText"]
    assert drafts(clerk) == []
    assert register(clerk)["words"].value() == ""


@pytest.mark.rule("R35")
def test_a_blank_sheet_to_carry_is_offered(clerk: Clerk, tmp_path: Path) -> None:
    clerk.open()
    clerk.context.show_record("sealed", "")
    clerk.press_words(clerk.matters.sealed, "保存空白反映表")
    (file,) = (tmp_path / "output").iterdir()
    assert file.read_bytes().startswith(b"%PDF")
    assert clerk.said() == "空白表已保存到 output/密封反映表（空白）.pdf"


@pytest.mark.rule("R35")
def test_once_the_key_is_here_words_are_sealed_and_the_field_is_empty_again(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    monkeypatch.setattr("longshan_desk.ui.matters.sealed_view.can_seal", lambda store: True)
    monkeypatch.setattr(
        "longshan_desk.ui.matters.sealed_view.seal", lambda store, words: taken.append(words)
    )
    clerk.open()
    clerk.context.show_record("sealed", "")
    sheet = clerk.matters.sealed.sheet
    assert sheet is not None and sheet.keeper is None
    clerk.type(sheet.form, "words", "某主任收了好处")
    clerk.key(sheet, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert taken == ["某主任收了好处"]
    assert sheet.form["words"].value() == ""
    assert drafts(clerk) == []


class FullDisk:
    """SQLite is given no page more than the file has: its own 'database or disk is full'."""

    def __init__(self, store: Store) -> None:
        self.is_full = True
        event.listen(store._engine, "checkout", self._limit)

    def _limit(self, connection: Any, _record: Any, _proxy: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        most = pages if self.is_full else 1 << 30
        connection.execute(f"PRAGMA max_page_count = {most}").close()


@pytest.mark.failure("F26")
def test_a_full_disk_leaves_the_typed_text_in_the_form_until_there_is_room(clerk: Clerk) -> None:
    told = "水渠坏了，" * 4000  # more than what is free inside the file
    clerk.open()
    form = register(clerk)
    clerk.fill(topic="infrastructure", words=told, list_kind="self_handled")
    disk = FullDisk(clerk.desk.store)
    assert clerk.try_to_save() == ("磁盘空间不够，没有保存。请清理磁盘后再保存；已填的内容还在。")
    assert form.values()["words"] == told
    assert list_matters(clerk.desk.store) == []
    disk.is_full = False
    clerk.save()
    (matter,) = list_matters(clerk.desk.store)
    assert matter.words == told
