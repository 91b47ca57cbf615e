"""文书用语 by a clerk's hands: words changed, seen, refused, brought back and never lost."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from clerk import Clerk
from desk import Desk
from longshan_desk.actions.wording import set_wording
from longshan_desk.data.tables.papers import TownshipWording
from longshan_desk.queries.wording import paper_words
from longshan_desk.ui.office.page import OfficePage
from longshan_desk.ui.office.wording_fields import PhraseField
from longshan_desk.ui.office.wording_tab import WordingTab

OWN = "定于{说事日}开会："


def open_tab(clerk: Clerk) -> WordingTab:
    if not hasattr(clerk, "app"):
        clerk.open()
    clerk.window.show_page("office")
    page = clerk.window.page("office")
    assert isinstance(page, OfficePage)
    page.tabs.go_to("wording")
    clerk.settle()
    tab = page.stack.currentWidget()
    assert isinstance(tab, WordingTab)
    return tab


@pytest.fixture
def tab(clerk: Clerk) -> WordingTab:
    made = open_tab(clerk)
    made.choose("hearing_notice")
    return made


def write(tab: WordingTab, text: str, key: str = "opening") -> PhraseField:
    field = tab.fields[key]
    field.set_draft(text)
    tab.show_now()
    return field


def now(desk: Desk, key: str = "opening", kind: str = "hearing_notice") -> str:
    return next(r.text for r in paper_words(desk.store, kind).rows if r.phrase.key == key)


def chip(tab: WordingTab, token: str) -> QPushButton:
    return next(one for one in tab.findChildren(QPushButton) if one.text() == token)


def save(tab: WordingTab) -> bool:
    assert tab.sheet is not None
    return tab.sheet.save()


def test_every_paper_is_listed_with_what_stands_on_all_first(tab: WordingTab) -> None:
    assert tab.list.item(0).text() == "各种文书通用"
    assert tab.list.count() > 16


def test_words_are_saved_and_marked(desk: Desk, tab: WordingTab) -> None:
    write(tab, OWN)
    assert save(tab)
    assert now(desk) == OWN
    assert tab.list.currentItem().text() == "说事会通知（已改）"


def test_saving_is_undone(desk: Desk, clerk: Clerk, tab: WordingTab) -> None:
    write(tab, OWN)
    save(tab)
    desk.store.undo()
    clerk.settle()
    assert tab.fields["opening"].draft() == now(desk) != OWN


def test_the_default_stands_below_what_was_changed(tab: WordingTab) -> None:
    field = write(tab, OWN)
    assert field.said.startswith("默认：{改期原因}经村党支部研究")


def test_a_field_goes_back_to_its_default(desk: Desk, tab: WordingTab) -> None:
    write(tab, OWN)
    save(tab)
    tab.fields["opening"].reset_button.click()
    assert save(tab)
    assert desk.records()["village_wording"] == {}


def test_a_whole_paper_goes_back_to_its_defaults(desk: Desk, tab: WordingTab) -> None:
    set_wording(desk.store, "hearing_notice", {"opening": OWN, "closing": ""})
    tab.load()
    tab.reset_button.click()
    assert save(tab)
    assert desk.records()["village_wording"] == {}


def test_an_unknown_placeholder_is_said_at_its_field_and_marked(
    desk: Desk, tab: WordingTab
) -> None:
    field = write(tab, "请{村长}到会。")
    assert "第2个字：不认识“{村长}”" in field.said
    assert "可以用：{月份}" in field.said
    (marked,) = field._text.extraSelections()
    assert marked.cursor.selectedText() == "{村长}"
    assert not save(tab)
    assert desk.records()["village_wording"] == {}


def test_the_mark_is_right_behind_rare_characters(tab: WordingTab) -> None:
    field = write(tab, "请𠅤𠅤{村长}到会。")
    (marked,) = field._text.extraSelections()
    assert marked.cursor.selectedText() == "{村长}"


def test_the_mark_goes_when_it_is_put_right(tab: WordingTab) -> None:
    write(tab, "请{村长}到会。")
    field = write(tab, "请到会。")
    assert field._text.extraSelections() == []
    assert "不认识" not in field.said


def test_the_preview_follows_the_typing(clerk: Clerk, tab: WordingTab) -> None:
    before = tab.preview.pages[0]
    tab.fields["opening"].set_draft("全体村民：" * 100)
    assert tab.preview.pages[0] is before
    clerk.bot.waitUntil(lambda: tab.preview.pages[0] is not before)


def test_a_placeholder_is_inserted_where_the_cursor_stands(clerk: Clerk, tab: WordingTab) -> None:
    field = write(tab, "定于开会：")
    clerk.window.activateWindow()
    clerk.bot.waitUntil(clerk.window.isActiveWindow)
    clerk.press(field._text.viewport())
    cursor = field._text.textCursor()
    cursor.setPosition(2)
    field._text.setTextCursor(cursor)
    clerk.press(chip(tab, "{说事日}"))
    assert field.draft() == "定于{说事日}开会："


def test_what_was_typed_is_there_again_after_another_paper(tab: WordingTab) -> None:
    write(tab, OWN)
    tab.choose("report")
    assert tab.list.item(1).text() == "说事会通知（未保存）"
    tab.choose("hearing_notice")
    assert tab.fields["opening"].draft() == OWN
    assert tab.sheet is not None
    assert "已恢复" in tab.sheet.notice


def test_what_was_typed_and_taken_back_leaves_no_draft(desk: Desk, tab: WordingTab) -> None:
    write(tab, OWN)
    write(tab, now(desk))
    tab.choose("report")
    assert tab.list.item(1).text() == "说事会通知"


def test_what_was_typed_survives_another_change(desk: Desk, tab: WordingTab) -> None:
    write(tab, OWN)
    set_wording(desk.store, "hearing_notice", {"closing": ""})
    assert tab.fields["opening"].draft() == OWN


def test_words_changed_meanwhile_are_said_at_the_field(desk: Desk, tab: WordingTab) -> None:
    field = write(tab, OWN)
    set_wording(desk.store, "hearing_notice", {"opening": "近日开会："})
    assert not save(tab)
    assert "已被修改" in field.said
    assert now(desk) == "近日开会："


def test_what_the_township_settled_cannot_be_typed(desk: Desk, clerk: Clerk) -> None:
    with desk.store.change("接收") as session:
        session.add(TownshipWording(kind="hearing_notice", key="closing", text="不得缺席。"))
    tab = open_tab(clerk)
    tab.choose("hearing_notice")
    field = tab.fields["closing"]
    assert field._text.isReadOnly()
    assert field.draft() == "不得缺席。"
    assert "乡镇统一规定" in field.said
    tab.reset_button.click()
    assert field.draft() == "不得缺席。"


def test_every_paper_shows_a_preview(desk: Desk, tab: WordingTab) -> None:
    desk.hold_hearing("巷道水渠堵了。")
    assert tab._papers
    for paper in tab._papers:
        tab.choose(paper.kind)
        assert tab.preview.pages, paper.title
