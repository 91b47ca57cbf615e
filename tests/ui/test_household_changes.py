"""户情变动 by a clerk's hands: the menu, a dialog for each act, the timeline, mistakes (R46)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from clerk import Clerk
from desk import Desk, new_matter
from longshan_desk.actions import household_changes as changes
from longshan_desk.actions import matters
from longshan_desk.domain.household_changes import Change
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.paths import output_dir
from longshan_desk.queries.households import household_ids
from longshan_desk.ui.households.change_dialogs import ChangeDialog
from longshan_desk.ui.households.page import HouseholdsPage
from longshan_desk.ui.widgets.people import Named

pytestmark = pytest.mark.rule("R46")

DAY = date(2022, 4, 2)


@pytest.fixture
def ma(desk: Desk) -> str:
    return desk.add_household(
        PersonFacts("马占山", sex=Sex.MALE),
        PersonFacts("冶玉兰", relation="妻", sex=Sex.FEMALE),
        PersonFacts("马小虎", relation="长子", sex=Sex.MALE),
    )


def opened(clerk: Clerk, household: str) -> HouseholdsPage:
    clerk.open()
    clerk.context.show_record("household", household)
    page = clerk.window.page("households")
    assert isinstance(page, HouseholdsPage)
    return page


def ask(clerk: Clerk, page: HouseholdsPage, change: Change) -> ChangeDialog:
    page.view.changes_menu.ask(change)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChangeDialog)
    return dialog


def of(desk: Desk, household: str, name: str) -> str:
    return next(row.id for row in desk.household(household).people if row.name == name)


def will(dialog: ChangeDialog) -> str:
    return dialog.will._said.text()


def test_a_death_asks_for_the_new_head_and_says_what_follows(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    page = opened(clerk, ma)
    dialog = ask(clerk, page, Change.DIED)
    assert will(dialog) == "请选择去世的人。"
    assert not dialog.sheet.form["new_head"].isVisibleTo(dialog)
    clerk.form.set_values({"person": desk.head_of(ma), "on": DAY})
    dialog._tell()
    assert dialog.sheet.form["new_head"].isVisibleTo(dialog)
    assert "还没有选新户主" in will(dialog)
    clerk.form.set_values({"new_head": of(desk, ma, "马小虎")})
    dialog._tell()
    assert "马占山2022年4月2日去世" in will(dialog) and "户主改为马小虎" in will(dialog)
    clerk.save()
    assert "一组 · 马小虎户" in clerk.reads(page.view)
    assert "马占山去世，户主改为马小虎" in clerk.reads(page.view)
    assert "2022-04-02 去世" in clerk.reads(page.view)


def test_a_household_that_moves_out_leaves_the_list_and_a_sheet(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    page = opened(clerk, ma)
    dialog = ask(clerk, page, Change.MOVE_OUT)
    assert "一组马占山户从" in will(dialog) and "销户" in will(dialog)
    clerk.form.set_values({"place": "二道沟村", "sheet": True, "on": DAY})
    clerk.save()
    clerk.settle()
    assert household_ids(desk.store) == []
    assert len(list(output_dir().glob("迁移表-马占山-*.xlsx"))) == 1
    assert "2022年4月2日销户（迁出）" in clerk.reads(page.view)
    assert not page.view.changes_button.isVisible()
    page.show_list()
    assert page.table.model.rowCount() == 0
    page.filters.set_values({"ended": True})
    assert page.table.model.row(0).status == "迁出"


def test_one_person_splits_off(clerk: Clerk, desk: Desk, ma: str) -> None:
    page = opened(clerk, ma)
    dialog = ask(clerk, page, Change.SPLIT)
    clerk.form.set_values({"people": [of(desk, ma, "马小虎")], "on": DAY, "group_no": 2})
    dialog._tell()
    assert "马小虎从2022年4月2日起单独成一户" in will(dialog)
    clerk.save()
    assert len(household_ids(desk.store)) == 2
    assert "马小虎从一组马占山户分出，另立二组马小虎户" in clerk.reads(page.view)


def test_households_join(clerk: Clerk, desk: Desk, ma: str) -> None:
    other = desk.add_household("李建国")
    page = opened(clerk, other)
    ask(clerk, page, Change.JOIN)
    clerk.form.set_values({"into": [Named("马占山", ma)], "on": DAY})
    clerk.save()
    assert desk.household(ma).row.persons == 4


def test_a_child_is_born_and_somebody_comes_back(clerk: Clerk, desk: Desk, ma: str) -> None:
    son = of(desk, ma, "马小虎")
    changes.move_out(desk.store, ma, on=DAY, people=[son])
    page = opened(clerk, ma)
    ask(clerk, page, Change.BORN)
    clerk.form.set_values({"name": "马小宝", "sex": "male", "relation": "孙子"})
    clerk.save()
    ask(clerk, page, Change.MOVE_IN)
    clerk.form.set_values({"person": son, "relation": "长子"})
    clerk.save()
    there = [(one.name, one.relation) for one in desk.household(ma).people if one.is_here]
    assert ("马小宝", "孙子") in there and ("马小虎", "长子") in there


def test_a_new_head_from_a_day(clerk: Clerk, desk: Desk, ma: str) -> None:
    page = opened(clerk, ma)
    ask(clerk, page, Change.NEW_HEAD)
    clerk.form.set_values({"new_head": of(desk, ma, "冶玉兰"), "on": DAY})
    clerk.save()
    assert "户主改为冶玉兰" in clerk.reads(page.view)


def test_a_mistake_is_mended_and_stays_readable(clerk: Clerk, desk: Desk, ma: str) -> None:
    changes.died(desk.store, of(desk, ma, "马小虎"), on=DAY)
    page = opened(clerk, ma)
    clerk.press_words(page.view, "登记错了…")
    clerk.fill(reason="听错了，是邻村的。")
    clerk.save()
    assert desk.household(ma).row.persons == 3
    assert "已更正" in clerk.reads(page.view) and "听错了" in clerk.reads(page.view)


def test_a_household_that_has_just_come_is_registered_with_its_day(
    clerk: Clerk, desk: Desk
) -> None:
    clerk.open()
    clerk.window.show_page("households")
    page = clerk.window.page("households")
    assert isinstance(page, HouseholdsPage)
    clerk.press(page.add_button)
    clerk.form.set_values({"group_no": 3, "name": "王强", "came_on": DAY})
    clerk.save()
    assert "王强迁入" in clerk.reads(page.view)


def test_a_matter_whose_contact_died_gets_another(clerk: Clerk, desk: Desk, ma: str) -> None:
    made = matters.register_matter(desk.store, new_matter(household_id=ma), heard_on=DAY)
    changes.died(desk.store, desk.head_of(ma), on=DAY, new_head=of(desk, ma, "冶玉兰"))
    clerk.open()
    assert "联系人马占山已于2022年4月2日去世" in clerk.reads(clerk.window)
    clerk.context.show_record("matter", made.id)
    clerk.press_words(clerk.window, "变更联系人")
    assert clerk.form["name"].value() == "冶玉兰"
    clerk.save()
    assert desk.matter(made.id).contact_name == "冶玉兰"
