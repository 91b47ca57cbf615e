"""设置 by a clerk's hands: village, roster, figures, plan, users, backups."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from clerk import Clerk
from desk import Desk
from longshan_desk.actions.desk import backups, restore
from longshan_desk.actions.office import set_hearing_day
from longshan_desk.actions.plan import add_task
from longshan_desk.actions.policy import save_policy
from longshan_desk.actions.users import add_user, set_pin, switch_user
from longshan_desk.domain.household_facts import CadreFacts
from longshan_desk.domain.labels import Role
from longshan_desk.domain.plan_facts import TaskFacts
from longshan_desk.domain.policy import Policy
from longshan_desk.errors import AppError
from longshan_desk.paths import DeskPaths, output_dir
from longshan_desk.queries import cadres, office, plan, policy
from longshan_desk.ui.importing.dialog import ImportDialog
from longshan_desk.ui.office.backup_tab import BackupTab
from longshan_desk.ui.office.cadre_dialog import CadreDialog
from longshan_desk.ui.office.page import OfficePage
from longshan_desk.ui.office.plan_tab import PlanTab
from longshan_desk.ui.office.policy_tab import PolicyTab
from longshan_desk.ui.office.roster_tab import RosterTab
from longshan_desk.ui.office.users_tab import UsersTab
from longshan_desk.ui.office.versions_dialog import VersionsDialog
from longshan_desk.ui.office.village_tab import VillageTab
from longshan_desk.ui.widgets.table import RecordTable
from ui.at_meetings import Answer, answering

SECRET = "杏花开满了龙山坡"


@pytest.fixture
def answer(qtbot: QtBot) -> Answer:
    return answering(qtbot)


def go(clerk: Clerk, key: str) -> QWidget:
    """Open 设置 at one of its tabs."""
    if not hasattr(clerk, "app"):
        clerk.open()
    clerk.window.show_page("office")
    page = clerk.window.page("office")
    assert isinstance(page, OfficePage)
    page.tabs.go_to(key)
    clerk.settle()
    return page.stack.currentWidget()


def village_of(clerk: Clerk) -> VillageTab:
    tab = go(clerk, "village")
    assert isinstance(tab, VillageTab)
    return tab


def roster_of(clerk: Clerk) -> RosterTab:
    tab = go(clerk, "roster")
    assert isinstance(tab, RosterTab)
    return tab


def policy_of(clerk: Clerk) -> PolicyTab:
    tab = go(clerk, "policy")
    assert isinstance(tab, PolicyTab)
    return tab


def plan_of(clerk: Clerk) -> PlanTab:
    tab = go(clerk, "plan")
    assert isinstance(tab, PlanTab)
    return tab


def users_of(clerk: Clerk) -> UsersTab:
    tab = go(clerk, "users")
    assert isinstance(tab, UsersTab)
    return tab


def backup_of(clerk: Clerk) -> BackupTab:
    tab = go(clerk, "backup")
    assert isinstance(tab, BackupTab)
    return tab


def shown(table: RecordTable) -> list[list[str]]:
    """The words of a table, row by row."""
    model = table.model
    role = Qt.ItemDataRole.DisplayRole
    columns = range(model.columnCount())
    return [
        [str(model.data(model.index(row, column), role) or "") for column in columns]
        for row in range(model.rowCount())
    ]


def on_disk(home: Path, words: str) -> list[str]:
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path.name for path in files if words.encode() in path.read_bytes()]


# -- 本村 (R2) ----------------------------------------------------------------------------------


def test_the_villages_particulars_are_changed_and_taken_back(clerk: Clerk, desk: Desk) -> None:
    tab = village_of(clerk)
    clerk.press(tab.edit_button)
    clerk.fill(address="龙山镇大湾村一组", phone="0938-7654321")
    clerk.save()
    assert "地址：龙山镇大湾村一组" in tab.about.text()
    clerk.window.undo_act.trigger()
    assert "地址：未填" in tab.about.text()


@pytest.mark.rule("R2")
def test_a_new_fixed_day_is_shown_with_the_next_twelve_dates(clerk: Clerk, desk: Desk) -> None:
    tab = village_of(clerk)
    clerk.press(tab.day_button)
    clerk.fill(recurrence="每月第一个星期五", from_on="2022.6.1")
    clerk.save()
    assert "自 2022年6月1日起：每月第一个星期五" in clerk.reads(tab)
    assert "自 2022年4月5日起：每月5日（现行）" in clerk.reads(tab)
    lines = tab.next.text().splitlines()
    assert lines[0] == "以后 12 次说事日："
    assert lines[3] == "2022年6月3日 星期五"
    assert len(lines) == 13


@pytest.mark.rule("R2")
def test_a_fixed_day_that_no_month_has_is_refused_at_its_field(clerk: Clerk, desk: Desk) -> None:
    clerk.press(village_of(clerk).day_button)
    clerk.fill(recurrence="每月40日")
    assert "每月" in clerk.try_to_save()
    assert clerk.form["recurrence"].input.property("wrong")


@pytest.mark.rule("R2")
def test_a_fixed_day_set_by_mistake_is_removed(clerk: Clerk, desk: Desk) -> None:
    set_hearing_day(desk.store, "每月6日", from_on=date(2022, 6, 1))
    tab = village_of(clerk)
    removing = [one for one in tab.findChildren(QPushButton) if one.text() == "删除"]
    clerk.press(removing[-1])
    assert [row.text for row in office.fixed_day_history(desk.store)] == ["每月5日"]
    clerk.take_back()
    assert len(office.fixed_day_history(desk.store)) == 2


# -- 干部名册 (R1, R40) -------------------------------------------------------------------------


def dialog_of(clerk: Clerk) -> CadreDialog:
    shown = [one for one in clerk.window.findChildren(CadreDialog) if one.isVisible()]
    return shown[-1]


@pytest.mark.rule("R1")
def test_somebody_is_put_on_the_roster(clerk: Clerk, desk: Desk) -> None:
    tab = roster_of(clerk)
    clerk.press(tab.add_button)
    clerk.fill(name="马文秀", phone="13800000000", role="branch_secretary", from_on="2021.1.1")
    clerk.save()
    assert shown(tab.table) == [["马文秀", "村党支部书记", "13800000000", "1 段"]]
    clerk.take_back()
    assert shown(tab.table) == []


@pytest.mark.rule("R1")
def test_several_offices_at_once_and_their_history_are_kept(clerk: Clerk, desk: Desk) -> None:
    one = desk.add_cadre("马文秀", Role.BRANCH_SECRETARY)
    roster_of(clerk).open(one)
    clerk.press_words(dialog_of(clerk), "添加职务")
    clerk.fill(role="village_director", from_on="2022.1.1")
    clerk.save()
    clerk.press_words(dialog_of(clerk), "任职结束")
    clerk.fill(until_on="2022.3.31")
    clerk.save()
    text_ = clerk.reads(dialog_of(clerk))
    assert "村党支部书记　2021年1月1日 — 2022年3月31日" in text_
    assert "村委会主任　2022年1月1日 — 至今" in text_
    assert cadres.cadre(desk.store, one).labels == "村委会主任"


@pytest.mark.rule("R40")
def test_who_leads_in_the_secretarys_place_is_marked(clerk: Clerk, desk: Desk) -> None:
    one = desk.add_cadre("李建国", Role.BRANCH_DEPUTY)
    roster_of(clerk).open(one)
    clerk.press_words(dialog_of(clerk), "修改")
    editing = [b for b in dialog_of(clerk).findChildren(QPushButton) if b.text() == "修改"]
    clerk.dialog.close()
    clerk.press(editing[0])
    clerk.form["is_acting_secretary"].set_value(True)
    clerk.save()
    boss = cadres.secretary(desk.store)
    assert boss is not None and boss.name == "李建国"


@pytest.mark.rule("R1")
def test_who_left_is_said_to_have_left(clerk: Clerk, desk: Desk) -> None:
    one = desk.add_cadre("马文秀", Role.CLERK)
    roster_of(clerk).open(one)
    clerk.press_words(dialog_of(clerk), "任职结束")
    clerk.fill(until_on="2022.3.31")
    clerk.save()
    assert shown(roster_of(clerk).table)[0][1] == "现在不任职（曾任村文书）"


def test_the_villager_behind_a_cadre_survives_an_edit(clerk: Clerk, desk: Desk) -> None:
    head = desk.head_of(desk.add_household("马文秀"))
    one = cadres_add(desk, "马文秀", head)
    roster_of(clerk).open(one)
    clerk.press_words(dialog_of(clerk), "修改资料")
    clerk.fill(phone="13900000000")
    clerk.save()
    facts = cadres.cadre(desk.store, one).facts
    assert (facts.phone, facts.person_id) == ("13900000000", head)


def cadres_add(desk: Desk, name: str, person_id: str) -> str:
    from longshan_desk.actions.cadres import NewTerm, add_cadre

    return add_cadre(desk.store, CadreFacts(name, person_id=person_id), [NewTerm(Role.CLERK)])


def test_a_villager_that_is_none_is_refused_at_its_field(clerk: Clerk, desk: Desk) -> None:
    clerk.press(roster_of(clerk).add_button)
    clerk.fill(name="马文秀", role="clerk", person="查无此人")
    assert "没有找到村民“查无此人”" in clerk.try_to_save()


def test_somebody_entered_by_mistake_is_deleted_and_brought_back(clerk: Clerk, desk: Desk) -> None:
    one = desk.add_cadre("马文秀", Role.CLERK)
    tab = roster_of(clerk)
    tab.open(one)
    clerk.press_words(dialog_of(clerk), "删除此人")
    assert shown(tab.table) == []
    clerk.take_back()
    assert len(shown(tab.table)) == 1


def test_the_roster_goes_out_as_excel_and_comes_in_again(clerk: Clerk, desk: Desk) -> None:
    desk.fill_roster()
    tab = roster_of(clerk)
    clerk.press(tab.export_button)
    clerk.settle()
    (file,) = output_dir().glob("干部名册-*.xlsx")
    assert "条任职已保存到" in clerk.said()
    clerk.press(tab.import_button)
    (wizard,) = clerk.window.findChildren(ImportDialog)
    wizard.choose(file)
    clerk.press(wizard.wizard.next_button)
    clerk.settle()
    assert wizard.shown.plan.changes_nothing
    wizard.reject()


# -- 规则参数 -----------------------------------------------------------------------------------


def test_every_figure_stands_with_its_clause(clerk: Clerk, desk: Desk) -> None:
    rows = shown(policy_of(clerk).table)
    assert all(row[3] for row in rows)
    assert ["说事会", "每月召开说事会", "1 次"] in [row[:3] for row in rows]


def change(clerk: Clerk, key: str, value: str, **more: str) -> None:
    policy_of(clerk).edit(key)
    clerk.form["value"].set_value(value)
    clerk.fill(**more)
    clerk.save()


def test_a_figure_is_changed_from_a_day_on_and_taken_back(clerk: Clerk, desk: Desk) -> None:
    change(clerk, "committees_days", "5", from_on="2022.4.1", note="镇上电话通知")
    assert policy.current(desk.store, date(2022, 3, 31)).committees_days == 3
    assert policy.current(desk.store).committees_days == 5
    before, version = policy.versions(desk.store)
    assert (before.policy, version.note) == (Policy(), "镇上电话通知")
    clerk.take_back()
    assert policy.versions(desk.store) == []


def test_a_figure_changed_for_later_leaves_what_is_planned_for_that_day(
    clerk: Clerk, desk: Desk
) -> None:
    later = date(2022, 6, 1)
    save_policy(desk.store, Policy(makeup_days=7), from_on=later)
    change(clerk, "committees_days", "5", from_on="2022.6.1")
    found = policy.current(desk.store, later)
    assert (found.makeup_days, found.committees_days) == (7, 5)


def test_a_figure_beyond_its_limits_is_refused_at_its_field(clerk: Clerk, desk: Desk) -> None:
    policy_of(clerk).edit("committees_days")
    clerk.form["value"].set_value("9999")
    assert "应在" in clerk.try_to_save()


def test_a_version_saved_by_mistake_is_seen_and_removed(clerk: Clerk, desk: Desk) -> None:
    save_policy(desk.store, Policy(makeup_days=7), from_on=date(2022, 4, 1), note="记错了")
    tab = policy_of(clerk)
    clerk.press(tab.versions_button)
    (dialog,) = clerk.window.findChildren(VersionsDialog)
    assert "说事会改期的宽限：10 日 → 7 日" in clerk.reads(dialog)
    clerk.press_words(dialog, "删除这一次")
    assert policy.versions(desk.store) == []
    assert "没有改动" in clerk.reads(dialog)
    dialog.reject()


def test_the_special_groups_are_edited_a_line_each(clerk: Clerk, desk: Desk) -> None:
    policy_of(clerk).edit("special_groups")
    said = clerk.form["value"].value()
    clerk.form["value"].set_value(f"{said}\n退役军人")
    clerk.save()
    groups = policy.current(desk.store).special_groups
    assert groups[-1].label == "退役军人"
    assert groups[:-1] == Policy().special_groups


# -- 年度计划 (R56) -----------------------------------------------------------------------------


@pytest.mark.rule("R56")
def test_a_task_is_added_finished_and_opened_again(
    clerk: Clerk, desk: Desk, answer: Answer
) -> None:
    tab = plan_of(clerk)
    clerk.press(tab.add_button)
    clerk.fill(text="培训说事会成员", responsible="马文秀")
    clerk.save()
    (task,) = plan.tasks(desk.store, 2022)
    answer("完成")
    tab.open(task.id)
    clerk.fill(result="四十人参加")
    clerk.save()
    assert shown(tab.table)[0][-1] == "2022年4月5日完成 四十人参加"
    answer("取消完成")
    tab.open(task.id)
    assert shown(tab.table)[0][-1] == "未完成"


@pytest.mark.rule("R56")
def test_a_task_is_deleted_and_brought_back(clerk: Clerk, desk: Desk, answer: Answer) -> None:
    add_task(desk.store, TaskFacts(2022, 4, 4, "评议"))
    tab = plan_of(clerk)
    (task,) = plan.tasks(desk.store, 2022)
    answer("删除")
    tab.open(task.id)
    assert shown(tab.table) == []
    clerk.take_back()
    assert len(shown(tab.table)) == 1


@pytest.mark.rule("R56")
def test_a_plan_is_put_in_order_of_months(clerk: Clerk, desk: Desk) -> None:
    for month in (9, 3):
        add_task(desk.store, TaskFacts(2022, month, month, f"{month} 月的事"))
    tab = plan_of(clerk)
    clerk.press(tab.sort_button)
    assert [row[0] for row in shown(tab.table)] == ["3月", "9月"]
    assert tab.sort_button.isHidden()


# -- 使用人员 (R48) -----------------------------------------------------------------------------


@pytest.mark.rule("R48")
def test_a_second_clerk_is_added_renamed_and_no_longer_works_here(clerk: Clerk, desk: Desk) -> None:
    tab = users_of(clerk)
    clerk.press(tab.add_button)
    clerk.fill(name="马小兰")
    clerk.save()
    assert "马小兰" in clerk.reads(tab)
    clerk.press_words(tab, "停用")
    assert "已停用" in clerk.reads(tab)
    clerk.press_words(tab, "启用")
    assert "已停用" not in clerk.reads(tab)


@pytest.mark.rule("R48")
def test_a_second_clerk_of_the_same_name_is_refused_at_the_field(clerk: Clerk, desk: Desk) -> None:
    clerk.press(users_of(clerk).add_button)
    clerk.fill(name="王会计")
    assert "已有名叫王会计的使用人" in clerk.try_to_save()


@pytest.mark.rule("R48")
def test_a_pin_is_typed_unseen_twice_and_reaches_no_file(
    clerk: Clerk, desk: Desk, tmp_path: Path
) -> None:
    tab = users_of(clerk)
    clerk.press_words(tab, "设 PIN")
    line = clerk.form["new"].input
    assert isinstance(line, QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    clerk.fill(new="86420135", again="86420136")
    assert "两次输入的不一样" in clerk.try_to_save()
    clerk.fill(again="86420135")
    clerk.save()
    assert "设有 PIN" in clerk.reads(tab)
    assert on_disk(tmp_path, "86420135") == []
    other = add_user(desk.store, "马小兰")
    switch_user(desk.store, other)
    (king,) = [row for row in office.users(desk.store) if row.name == "王会计"]
    with pytest.raises(AppError):
        switch_user(desk.store, king.id, pin="0000")


@pytest.mark.rule("R48")
def test_a_wrong_pin_changes_none_and_is_said_at_its_field(clerk: Clerk, desk: Desk) -> None:
    (king,) = office.users(desk.store)
    set_pin(desk.store, king.id, "1234")
    clerk.press_words(users_of(clerk), "更改 PIN")
    clerk.fill(current="9999", new="5678", again="5678")
    assert "PIN 不对，没有更改" in clerk.try_to_save()
    clerk.fill(current="1234")
    clerk.save()


# -- 备份与恢复 (R52) ---------------------------------------------------------------------------


def test_a_backup_is_made_and_listed(clerk: Clerk, desk: Desk) -> None:
    desk.add_household()
    tab = backup_of(clerk)
    before = len(backups(desk.store.paths))
    clerk.press(tab.back_up_button)
    clerk.settle()
    clerk.bot.waitUntil(lambda: "1 户 0 件事项" in tab.list.text())
    assert len(backups(desk.store.paths)) == before + 1
    assert "已备份" in clerk.said()


def test_going_back_is_asked_for_where_the_program_does_it(clerk: Clerk, qtbot: QtBot) -> None:
    tab = backup_of(clerk)
    with qtbot.waitSignal(clerk.context.restore_asked):
        clerk.press(tab.restore_button)


@pytest.mark.rule("R52")
def test_a_full_copy_goes_to_the_stick_under_a_passphrase_typed_twice(
    clerk: Clerk, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add_household()
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    tab = backup_of(clerk)
    clerk.press(tab.copy_button)
    line = clerk.form["first"].input
    assert isinstance(line, QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    clerk.fill(first="短", second="短")
    assert "口令太短" in clerk.try_to_save()
    clerk.fill(first=SECRET, second=f"{SECRET}！")
    assert "两次输入的口令不一样" in clerk.try_to_save()
    clerk.fill(second=SECRET)
    clerk.form["shown"].set_value(True)
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    clerk.save()
    clerk.bot.waitUntil(lambda: not clerk.context.tasks.busy, timeout=20_000)
    (file,) = stick.iterdir()
    assert "可以拔出U盘" in tab.written.text()
    assert on_disk(tmp_path, SECRET) == []
    other = DeskPaths(tmp_path / "other").create()
    assert restore(other, file, passphrase=SECRET)
    shutil.rmtree(other.home)


def test_the_check_finds_nothing_in_a_sound_desk(clerk: Clerk, desk: Desk) -> None:
    desk.hold_hearing("水渠堵了。")
    tab = backup_of(clerk)
    clerk.press(tab.check_button)
    clerk.settle()
    clerk.bot.waitUntil(lambda: "没有发现问题" in tab.found.text())
    assert tab.repair_button.isHidden()


def test_what_the_check_finds_is_repaired_by_a_click(clerk: Clerk, desk: Desk) -> None:
    desk.add_household("马占山")
    tab = backup_of(clerk)
    with desk.store._engine.begin() as connection:
        connection.execute(text("DELETE FROM search_entry"))
    clerk.press(tab.check_button)
    clerk.settle()
    clerk.bot.waitUntil(lambda: "发现" in tab.found.text())
    QApplication.processEvents()
    clerk.press(tab.repair_button)
    clerk.settle()
    clerk.bot.waitUntil(lambda: "已修复" in tab.found.text())
    clerk.press(tab.check_button)
    clerk.settle()
    clerk.bot.waitUntil(lambda: "没有发现问题" in tab.found.text())
