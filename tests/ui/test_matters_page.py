"""事项 as a list: three lists and all, narrowed, chosen, given to somebody, taken to Excel."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.domain.labels import Decision, ListKind, Stage
from longshan_desk.ui.matters.page import MattersPage
from longshan_desk.ui.papers.dialog import PapersDialog


@pytest.fixture
def four(desk: Desk) -> Desk:
    """One on each list, and one more that is late and another person's."""
    desk.fill_roster()
    desk.hold_hearing("水渠堵了，要清。", "路灯不亮。", "修产业路。", "请县里修桥。")
    meeting = desk.meet()
    desk.decide(meeting, "2022-04-001", Decision.ASSIGNED, to="李建国", due=date(2022, 4, 8))
    desk.decide(meeting, "2022-04-002", Decision.ASSIGNED, to="苏玉兰", due=date(2022, 4, 30))
    desk.decide(meeting, "2022-04-003", Decision.PROCEDURE)
    desk.decide(meeting, "2022-04-004", Decision.ESCALATED, "请协调")
    desk.go_to(date(2022, 4, 10))
    return desk


def shown(page: MattersPage) -> list[str]:
    model = page.table.model
    return [model.row(at).row.number for at in range(model.rowCount())]


def test_the_newest_stands_on_top(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    assert shown(clerk.list_matters()) == [f"2022-04-00{n}" for n in (4, 3, 2, 1)]


@pytest.mark.rule("R7")
@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        (ListKind.SELF_HANDLED, ["2022-04-002", "2022-04-001"]),
        (ListKind.MAJOR_PUBLIC, ["2022-04-003"]),
        (ListKind.ESCALATED, ["2022-04-004"]),
    ],
)
def test_each_list_has_its_tab(
    clerk: Clerk, four: Desk, kind: ListKind, numbers: list[str]
) -> None:
    clerk.open()
    page = clerk.list_matters()
    page.tabs.go_to(kind.value)
    assert shown(page) == numbers


def test_the_tabs_count_what_the_filters_let_through(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    texts = [page.tabs.tabText(at) for at in range(4)]
    assert texts == ["全部 4", "村级自办事项 2", "公共重大事项 1", "上级单位协调办理事项 1"]
    page.filters.set_values({"responsible": "苏玉兰"})
    assert page.tabs.tabText(0) == "全部 1"


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"late": True}, ["2022-04-001"]),
        ({"responsible": "苏玉兰"}, ["2022-04-002"]),
        ({"stage": ["deliberated"]}, ["2022-04-003"]),
        ({"stage": ["deliberated", "acting"], "late": True}, ["2022-04-001"]),
        ({"topic": "industry"}, []),
        ({"stall": "not_closed"}, ["2022-04-001"]),
    ],
)
def test_filters_narrow_the_list(
    clerk: Clerk, four: Desk, filters: dict[str, object], numbers: list[str]
) -> None:
    clerk.open()
    page = clerk.list_matters()
    page.filters.set_values(filters)
    assert shown(page) == numbers


def test_heard_and_not_deliberated_in_time_is_late_too(clerk: Clerk, desk: Desk) -> None:
    desk.hold_hearing("水渠堵了。")
    desk.go_to(date(2022, 4, 9))
    clerk.open()
    page = clerk.list_matters()
    page.filters.set_values({"late": True})
    assert shown(page) == ["2022-04-001"]


def test_the_group_of_the_household_narrows_the_list(clerk: Clerk, desk: Desk) -> None:
    home = desk.add_household("马占山", group=3)
    desk.add_household("李秀兰", group=1)
    desk.add_matter("水渠堵了。", household_id=home)
    desk.add_matter("路灯不亮。")
    clerk.open()
    page = clerk.list_matters()
    assert [act.text() for act in page.filters.menu("group").actions()] == [
        "全部",
        "",
        "一组",
        "三组",
    ]
    page.filters.set_values({"group": "3"})
    assert shown(page) == ["2022-04-001"]


def test_those_who_wait_to_be_told_are_one_switch_away(clerk: Clerk, four: Desk) -> None:
    four.solve("2022-04-002")
    clerk.open()
    page = clerk.list_matters()
    page.filters.set_values({"untold": True})
    assert shown(page) == ["2022-04-002"]


def test_why_a_matter_stalls_is_a_column_while_that_is_asked_for(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    assert "停滞原因" not in [column.title for column in page.table.shown_columns()]
    page.filters.set_values({"stall": "not_closed"})
    assert "停滞原因" in [column.title for column in page.table.shown_columns()]
    page.filters.clear()
    assert "停滞原因" not in [column.title for column in page.table.shown_columns()]


def test_typing_in_the_table_finds_and_enter_opens(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    clerk.type_in_line(page.table.find_line, "路灯")
    clerk.key(page.table.find_line, Key.Key_Return)
    assert shown(page) == ["2022-04-002"]
    clerk.key(page.table.view, Key.Key_Return)
    assert clerk.view.page is not None
    assert clerk.view.page.row.number == "2022-04-002"


def test_esc_comes_back_to_the_list_with_its_filters(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    page.filters.set_values({"late": True})
    page.open(page.table.ids()[0])
    clerk.key(clerk.view, Key.Key_Escape)
    assert page.stack.currentIndex() == 0
    assert shown(page) == ["2022-04-001"]


def test_a_step_taken_on_the_page_is_in_the_list_afterwards(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    page.open(four.id_of("2022-04-002"))
    four.solve("2022-04-002")
    clerk.key(clerk.view, Key.Key_Escape)
    assert page.table.model.row(2).status == "待反馈"


@pytest.mark.rule("R13")
def test_several_are_given_to_one_person_and_taken_back_at_once(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    page.table.view.selectAll()
    clerk.press(page.assign_button)
    assert "一共 3 件，交给同一个人办。其中 2 件已有承办人，会换人。另有 1 件" in clerk.reads(
        clerk.form
    )
    clerk.fill(person="马文秀")
    clerk.save()
    rows = [page.table.model.row(at).row for at in range(4)]
    assert [row.responsible for row in rows] == ["马文秀", None, "马文秀", "马文秀"]
    clerk.take_back()
    assert clerk.now("2022-04-002").row.responsible == "苏玉兰"


def test_nothing_to_give_is_said_and_no_form_opens(clerk: Clerk, desk: Desk) -> None:
    desk.hold_hearing("水渠堵了。")
    clerk.open()
    page = clerk.list_matters()
    page.table.view.selectAll()
    clerk.press(page.assign_button)
    assert not clerk.has_dialog()
    assert clerk.said().startswith("选中的事项还没有议定")


def test_what_is_on_screen_goes_to_excel(clerk: Clerk, four: Desk, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    clerk.open()
    page = clerk.list_matters()
    page.tabs.go_to("self_handled")
    clerk.press(page.table.export_button)
    clerk.settle()
    assert clerk.said() == "2 件事项已保存到 output/登记册（村级自办）-2022-04-10.xlsx"
    (file,) = (tmp_path / "output").glob("*.xlsx")
    sheet = load_workbook(file).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["2022-04-002", "2022-04-001"]


def test_an_export_never_overwrites_the_one_before(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    for _ in range(2):
        clerk.press(page.table.export_button)
        clerk.settle()
    assert clerk.said().endswith("登记册（全部）-2022-04-10(2).xlsx")


def test_columns_are_the_clerks_choice_and_are_kept(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    menu = page.table.column_menu()
    next(act for act in menu.actions() if act.text() == "反映日期").trigger()
    assert "反映日期" in [column.title for column in page.table.shown_columns()]
    kept = clerk.context.settings.get("table/matters")
    assert "heard_on" in kept["order"]
    menu.deleteLater()


def test_undoing_the_registration_of_the_matter_on_screen_shows_the_list(
    clerk: Clerk, desk: Desk
) -> None:
    made = desk.add_matter("水渠堵了。")
    clerk.open()
    page = clerk.list_matters()
    page.open(made)
    clerk.window.undo_act.trigger()
    assert page.stack.currentIndex() == 0
    assert page.failure.isHidden()


def test_an_empty_list_offers_to_register(clerk: Clerk) -> None:
    clerk.open()
    page = clerk.list_matters()
    clerk.press(page.table._empty.action_button)
    assert clerk.dialog.windowTitle() == "登记事项"


def test_esc_goes_back_to_where_the_matter_was_opened_from(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    clerk.window.show_page("households")
    clerk.look_at("2022-04-001")
    clerk.key(clerk.view, Key.Key_Escape)
    assert clerk.window.current_key == "households"
    page = clerk.list_matters()
    assert page.stack.currentIndex() == 0


def test_the_stage_is_a_word_with_a_tone(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    lines = {line.row.number: line for line in map(page.table.model.row, range(4))}
    assert lines["2022-04-001"].row.stage is Stage.ACTING
    assert (lines["2022-04-001"].status, lines["2022-04-001"].due_tone) == ("办理中", "late")
    assert lines["2022-04-003"].status == "已议"


def test_whoever_comes_by_keyboard_goes_on_by_keyboard(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    clerk.window.show_page("matters")
    assert clerk.window.focusWidget() is clerk.matters.table.view
    clerk.key(clerk.matters.table.view, Key.Key_Down)
    clerk.key(clerk.matters.table.view, Key.Key_Return)
    assert clerk.view.page is not None
    assert clerk.view.page.row.number == "2022-04-004"


@pytest.mark.rule("R43")
def test_the_lists_kept_in_excel_can_be_taken_in_from_here(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(
        "longshan_desk.ui.importing.matter_import.import_matters",
        lambda parent, context: asked.append(parent),
    )
    clerk.open()
    page = clerk.list_matters()
    clerk.press(page.import_button)
    assert asked == [page]


def test_the_chosen_matters_give_their_slips(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    page.table.view.select_rows([0, 1])
    clerk.press_words(page, "交办单等（2 件）")
    dialog = page.findChild(PapersDialog)
    assert dialog is not None
    assert [one.title for one in dialog._offers] == [
        "交办单 2022-04-004",
        "交办单 2022-04-003",
        "反馈单 2022-04-004",  # the other is not begun
    ]


def test_ctrl_p_prints_the_lists_while_none_is_chosen(clerk: Clerk, four: Desk) -> None:
    clerk.open()
    page = clerk.list_matters()
    page.window().activateWindow()
    clerk.bot.waitUntil(page.window().isActiveWindow)
    page.table.view.setFocus()
    clerk.key(page.table.view, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = page.findChild(PapersDialog)
    assert dialog is not None
    assert [one.kind for one in dialog._offers] == ["matter_list", "register"]
    assert dialog.period_box.currentData() == "2022-04"
