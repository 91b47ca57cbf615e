"""农户 by a clerk's hands: the list, one household's page, its forms, and Excel."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from clerk import Clerk, Key
from desk import Desk, id_number
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.paths import output_dir
from longshan_desk.queries.households import household_ids
from longshan_desk.ui.households.page import HouseholdsPage

NUMBER = id_number()


@pytest.fixture
def ma(desk: Desk) -> str:
    """The household of 马占山 with his wife, in the first group."""
    head = PersonFacts("马占山", id_number=NUMBER, phone="13800000000")
    return desk.add_household(head, PersonFacts("李秀英", relation="妻"))


def page_of(clerk: Clerk) -> HouseholdsPage:
    clerk.open()
    clerk.window.show_page("households")
    page = clerk.window.page("households")
    assert isinstance(page, HouseholdsPage)
    return page


def open_one(clerk: Clerk, household_id: str) -> HouseholdsPage:
    page = page_of(clerk)
    clerk.context.show_record("household", household_id)
    return page


def listed(page: HouseholdsPage) -> list[str]:
    model = page.table.model
    return [model.row(at).head for at in range(model.rowCount())]


def buttons(page: HouseholdsPage, text: str) -> list[QPushButton]:
    return [one for one in page.view.findChildren(QPushButton) if one.text() == text]


def beside(clerk: Clerk, page: HouseholdsPage, said: str, text: str) -> QPushButton:
    """The button in the row of a card that says something."""
    QApplication.processEvents()
    rows = [(one, one.parentWidget()) for one in buttons(page, text)]
    found = [one for one, row in rows if row is not page.view and said in clerk.reads(row)]
    return found[-1]


# -- the list -----------------------------------------------------------------------------------


def test_an_empty_village_is_offered_the_import(clerk: Clerk) -> None:
    assert "从 Excel 花名册导入" in clerk.reads(page_of(clerk))


def test_households_are_narrowed_by_group(clerk: Clerk, desk: Desk, ma: str) -> None:
    desk.add_household("李建国", group=2)
    page = page_of(clerk)
    page.filters.set_values({"group": "2"})
    assert listed(page) == ["李建国"]


def test_a_household_is_found_by_any_of_its_people(clerk: Clerk, desk: Desk, ma: str) -> None:
    desk.add_household("李建国", group=2)
    page = page_of(clerk)
    clerk.type_in_line(page.table.find_line, "秀英")
    clerk.key(page.table.find_line, Key.Key_Return)
    assert listed(page) == ["马占山"]


def test_enter_opens_and_escape_comes_back(clerk: Clerk, ma: str) -> None:
    page = page_of(clerk)
    page.table.view.selectRow(0)
    clerk.key(page.table.view, Key.Key_Return)
    assert page.stack.currentWidget() is page.view
    clerk.key(page.view, Key.Key_Escape)
    assert page.stack.currentWidget() is not page.view
    assert page.title.isVisible()


def test_a_household_opened_from_elsewhere_goes_back_there(clerk: Clerk, ma: str) -> None:
    clerk.open()
    clerk.context.show_record("household", ma)
    page = clerk.window.page("households")
    assert isinstance(page, HouseholdsPage)
    clerk.key(page.view, Key.Key_Escape)
    assert clerk.window.current_key == "home"


def test_the_list_goes_to_excel(clerk: Clerk, ma: str) -> None:
    page = page_of(clerk)
    clerk.press_words(page, "导出 Excel")
    clerk.settle()
    (written,) = output_dir().glob("农户花名册-*.xlsx")
    assert written.name in clerk.said() and "1 户 2 人" in clerk.said()


# -- registering and editing --------------------------------------------------------------------


def test_a_household_is_registered_with_its_head_and_opened(clerk: Clerk, desk: Desk) -> None:
    page = page_of(clerk)
    clerk.press(page.add_button)
    clerk.form["group_no"].set_value(3)
    clerk.fill(name="马占山", id_number=NUMBER)
    clerk.save()
    (made,) = household_ids(desk.store)
    assert page.view.household_id == made
    assert "三组 · 马占山户" in clerk.reads(page.view)


def test_a_wrong_number_is_refused_at_its_field(clerk: Clerk, desk: Desk) -> None:
    page = page_of(clerk)
    clerk.press(page.add_button)
    clerk.form["group_no"].set_value(3)
    clerk.fill(name="马占山", id_number=NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"))
    assert "身份证" in clerk.try_to_save() or "校验" in clerk.try_to_save()
    assert household_ids(desk.store) == []


def test_a_member_is_added(clerk: Clerk, desk: Desk, ma: str) -> None:
    page = open_one(clerk, ma)
    clerk.press_words(page.view, "添加成员")
    clerk.fill(name="马小龙", relation="长子")
    clerk.save()
    assert [one.name for one in desk.household(ma).people] == ["马占山", "李秀英", "马小龙"]
    assert "马小龙 · 子" in clerk.reads(page.view) or "马小龙 · 长子" in clerk.reads(page.view)


def test_another_head_is_set_and_taken_back(clerk: Clerk, desk: Desk, ma: str) -> None:
    page = open_one(clerk, ma)
    clerk.press_words(page.view, "设为户主")
    assert desk.household(ma).row.head == "李秀英"
    assert "户主改为 李秀英" in clerk.said()
    clerk.take_back()
    assert "马占山户" in clerk.reads(page.view)


def test_a_person_registered_by_mistake_is_deleted_and_taken_back(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    page = open_one(clerk, ma)
    clerk.press(beside(clerk, page, "李秀英", "删除"))
    assert desk.household(ma).row.persons == 1
    clerk.take_back()
    assert desk.household(ma).row.persons == 2


def test_a_deleted_household_leaves_the_page(clerk: Clerk, desk: Desk, ma: str) -> None:
    page = open_one(clerk, ma)
    (delete,) = [one for one in buttons(page, "删除") if one.parentWidget() is page.view]
    clerk.press(delete)
    assert page.stack.currentWidget() is not page.view
    clerk.take_back()
    assert listed(page) == ["马占山"]


def test_undoing_the_registration_under_the_page_shows_the_list(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    page = open_one(clerk, ma)
    clerk.window.undo_act.trigger()
    assert page.stack.currentWidget() is not page.view


# -- identity numbers ---------------------------------------------------------------------------


def test_identity_numbers_are_masked_until_asked_for(clerk: Clerk, ma: str) -> None:
    page = open_one(clerk, ma)
    assert NUMBER not in clerk.reads(page.view)
    clerk.press_words(page.view, "看证件号")
    assert NUMBER in clerk.reads(page.view)
    clerk.press_words(page.view, "遮住证件号")
    assert NUMBER not in clerk.reads(page.view)


def test_a_household_looked_at_again_is_masked_again(clerk: Clerk, ma: str) -> None:
    page = open_one(clerk, ma)
    clerk.press_words(page.view, "看证件号")
    clerk.key(page.view, Key.Key_Escape)
    page.open(ma)
    QApplication.processEvents()
    assert NUMBER not in clerk.reads(page.view)


# -- away and special groups --------------------------------------------------------------------


def test_a_household_goes_away_and_comes_back(clerk: Clerk, desk: Desk, ma: str) -> None:
    desk.go_to(date(2022, 4, 10))
    page = open_one(clerk, ma)
    clerk.press_words(page.view, "登记外出")
    clerk.form["from_on"].set_value(date(2022, 4, 1))
    clerk.fill(reason="全家在兰州务工")
    clerk.save()
    assert "全家在兰州务工" in clerk.reads(page.view)
    clerk.press_words(page.view, "已返乡")
    (away,) = desk.household(ma).away
    assert away.until_on == date(2022, 4, 9)


def test_an_away_is_corrected(clerk: Clerk, desk: Desk, ma: str) -> None:
    from longshan_desk.actions.households import mark_away

    away = mark_away(desk.store, ma, from_on=date(2022, 4, 1))
    page = open_one(clerk, ma)
    (row,) = desk.household(ma).away
    assert row.id == away
    clerk.press(beside(clerk, page, "至今", "修改"))
    clerk.fill(reason="在新疆摘棉花")
    clerk.save()
    assert desk.household(ma).away[0].reason == "在新疆摘棉花"


@pytest.mark.rule("R11")
def test_a_special_group_is_registered_ended_and_removed(clerk: Clerk, desk: Desk, ma: str) -> None:
    page = open_one(clerk, ma)
    (card,) = [one for one in page.view.cards if "重点人群" in clerk.reads(one)]
    clerk.press_words(card, "添加")
    clerk.choose(clerk.form, "kind", "low_income")
    clerk.save()
    assert [one.person for one in desk.household(ma).special] == [""]
    clerk.press_words(page.view, "结束")
    assert desk.household(ma).special[0].until_on == desk.today
    (card,) = [one for one in page.view.cards if "重点人群" in clerk.reads(one)]
    clerk.press_words(card, "删除")
    assert desk.household(ma).special == ()


def test_what_the_household_raised_is_one_click_away(clerk: Clerk, desk: Desk, ma: str) -> None:
    desk.add_matter("水渠堵了。", household_id=ma)
    page = open_one(clerk, ma)
    clerk.key(page.view.matter_links[0], Key.Key_Return)
    assert clerk.window.current_key == "matters"
