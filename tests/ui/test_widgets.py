from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from longshan_desk.domain.labels import Stage, Topic
from longshan_desk.errors import BadValueError, DeskInUseError
from longshan_desk.ui.widgets.card import LinkRow
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.filter_bar import Filter, FilterBar
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.meter import Meter, NamesPopup
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.search_field import SearchField
from longshan_desk.ui.widgets.stepper import Step, Stepper
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.timeline import Entry, Timeline
from longshan_desk.ui.widgets.wizard import Wizard, WizardStep
from longshan_desk.ui.widgets.words import words
from ui import gallery

Key = Qt.Key


def _said(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


# -- words, rows, notices ----------------------------------------------------------------------


def test_what_villagers_say_is_never_markup(qtbot: QtBot) -> None:
    label = words("<b>5 < 6</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_row_is_one_link_for_mouse_and_keyboard(qtbot: QtBot) -> None:
    row = LinkRow(words("水渠"))
    qtbot.addWidget(row)
    row.show()
    opened: list[bool] = []
    row.opened.connect(lambda: opened.append(True))
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.keyClick(row, Key.Key_Return)
    assert len(opened) == 2


def test_a_notice_has_its_act_beside_it(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    done: list[bool] = []
    notice.say("还没有收尾", "soon", "收尾", lambda: done.append(True))
    notice.action_button.click()
    assert done == [True]


def test_badges_break_into_rows_like_words(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    for number in range(10):
        flow.addWidget(QPushButton(f"按钮{number}"))
    assert flow.heightForWidth(300) > 2 * flow.heightForWidth(3000)


# -- meter -------------------------------------------------------------------------------------


def test_a_meter_names_what_is_missing(qtbot: QtBot) -> None:
    meter = Meter("走访")
    qtbot.addWidget(meter)
    meter.show_figures(2, 5, "户", [("1", "马"), ("2", "李"), ("3", "王")])
    assert meter.missing_button.text() == "还差：马、李 等 3"


def test_a_missing_name_opens_its_record(qtbot: QtBot) -> None:
    meter = Meter("走访")
    qtbot.addWidget(meter)
    meter.show()
    meter.show_figures(2, 4, "户", [("1", "马"), ("2", "李")])
    meter.missing_button.click()
    popup = meter.findChild(NamesPopup)
    with qtbot.waitSignal(meter.opened) as opened:
        qtbot.keyClick(popup.names, Key.Key_Down)
        qtbot.keyClick(popup.names, Key.Key_Return)
    assert opened.args == ["2"]


def test_a_meter_that_failed_shows_no_zero(qtbot: QtBot) -> None:
    meter = Meter("走访")
    qtbot.addWidget(meter)
    meter.show()
    meter.show_figures(2, 4)
    meter.show_failure("数据库正忙")
    assert "加载失败：数据库正忙" in _said(meter)
    assert not any("2 / 4" in text for text in _said(meter))


# -- stepper, timeline, tabs -------------------------------------------------------------------

STEPS = [Step("a", "通知", "done"), Step("b", "说事", "now", "已记 4 条"), Step("c", "收尾")]


def test_a_step_is_opened_by_a_click(qtbot: QtBot) -> None:
    stepper = Stepper(STEPS)
    qtbot.addWidget(stepper)
    stepper.resize(600, 80)
    stepper.show()
    with qtbot.waitSignal(stepper.opened) as opened:
        qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=QPoint(500, 20))
    assert opened.args == ["c"]


def test_a_step_is_opened_by_the_keyboard(qtbot: QtBot) -> None:
    stepper = Stepper(STEPS, "b")
    qtbot.addWidget(stepper)
    stepper.show()
    with qtbot.waitSignal(stepper.opened) as opened:
        qtbot.keyClick(stepper, Key.Key_Left)
        qtbot.keyClick(stepper, Key.Key_Return)
    assert opened.args == ["a"]


def test_a_stepper_can_be_read_aloud(qtbot: QtBot) -> None:
    stepper = Stepper(STEPS)
    qtbot.addWidget(stepper)
    assert stepper.accessibleName() == "通知；说事 已记 4 条；收尾"


def test_a_timeline_shows_marks_beside_the_act(qtbot: QtBot) -> None:
    timeline = Timeline([Entry("4月8日", "安排承办", "两委", "马占山", marks=(("补录", "soon"),))])
    qtbot.addWidget(timeline)
    assert _said(timeline) == ["4月8日", "安排承办", "补录", "两委", "马占山"]


def test_a_timeline_is_replaced_as_a_whole(qtbot: QtBot) -> None:
    timeline = Timeline([Entry("4月8日", "登记")])
    qtbot.addWidget(timeline)
    timeline.set_entries([Entry("4月9日", "办结")])
    qtbot.waitUntil(lambda: _said(timeline) == ["4月9日", "办结"])


def test_tabs_tell_their_key_and_show_counts(qtbot: QtBot) -> None:
    tabs = Tabs([("all", "全部"), ("self_handled", "村级自办")])
    qtbot.addWidget(tabs)
    tabs.set_count("all", 60_000)
    with qtbot.waitSignal(tabs.chosen) as chosen:
        tabs.setCurrentIndex(1)
    assert chosen.args == ["self_handled"]
    assert tabs.tabText(0) == "全部 60,000"


# -- filters -----------------------------------------------------------------------------------


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    made = FilterBar(
        [
            Filter("stage", "环节", options_of(Stage), several=True),
            Filter("topic", "领域", options_of(Topic)),
            Filter("late", "只看超期"),
        ]
    )
    qtbot.addWidget(made)
    made.show()
    return made


def _pick(bar: FilterBar, key: str, label: str) -> None:
    next(act for act in bar.menu(key).actions() if act.text() == label).trigger()


def test_a_filter_says_in_words_what_it_shows(bar: FilterBar) -> None:
    _pick(bar, "stage", "办")
    _pick(bar, "stage", "结")
    texts = [one.text() for one in bar.findChildren(QPushButton)]
    assert "环节：办、结  ▾" in texts
    assert bar.values() == {"stage": ["acting", "closed"]}


def test_a_single_filter_holds_one_and_can_be_all_again(bar: FilterBar) -> None:
    _pick(bar, "topic", "产业发展")
    _pick(bar, "topic", "民生保障")
    assert bar.values() == {"topic": "livelihood"}
    _pick(bar, "topic", "全部")
    assert bar.values() == {}


def test_a_switch_is_on_or_absent(bar: FilterBar, qtbot: QtBot) -> None:
    switch = next(one for one in bar.findChildren(QPushButton) if one.text() == "只看超期")
    switch.click()
    assert bar.values() == {"late": True}
    switch.click()
    assert bar.values() == {}


def test_all_filters_are_cleared_at_once(bar: FilterBar, qtbot: QtBot) -> None:
    bar.set_values({"topic": "industry", "late": True})
    with qtbot.waitSignal(bar.changed) as changed:
        bar.clear_button.click()
    assert changed.args == [{}]
    assert not bar.clear_button.isVisible()


# -- search ------------------------------------------------------------------------------------


@pytest.fixture
def search(qtbot: QtBot) -> SearchField:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 500)
    made = SearchField(gallery.search, parent=window)
    made.setGeometry(10, 10, 300, 30)
    made.window_kept = window  # type: ignore[attr-defined]
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.setFocus()
    return made


def _hits(search: SearchField) -> list[str]:
    assert search.results is not None
    return [search.results.list.item(row).text() for row in range(search.results.list.count())]


def test_results_stand_in_groups(search: SearchField) -> None:
    search.setText("马")
    search.look()
    assert _hits(search) == ["人员", "马占山    三组 · 户主", "马如龙    三组 · 户主"]


def test_the_first_hit_is_one_enter_away(search: SearchField, qtbot: QtBot) -> None:
    search.setText("马")
    with qtbot.waitSignal(search.chosen) as chosen:
        qtbot.keyClick(search, Key.Key_Return)
    assert chosen.args == ["person", "马占山"]


def test_arrows_pass_over_the_headings(search: SearchField, qtbot: QtBot) -> None:
    search.setText("m")
    search.look()
    qtbot.keyClick(search, Key.Key_Down)
    qtbot.keyClick(search, Key.Key_Up)
    qtbot.keyClick(search, Key.Key_Up)
    with qtbot.waitSignal(search.chosen) as chosen:
        qtbot.keyClick(search, Key.Key_Return)
    assert chosen.args == ["person", "马占山"]


def test_results_come_by_themselves_while_typing(
    search: SearchField, qtbot: QtBot, type_chinese: Any
) -> None:
    type_chinese(search, "水渠")
    qtbot.waitUntil(lambda: search.results is not None and search.results.isVisible())
    assert _hits(search)[0] == "事项（还有 12 条）"


def test_nothing_found_says_what_can_be_typed(search: SearchField) -> None:
    search.setText("没有这个词")
    search.look()
    assert _hits(search)[0].startswith("没有找到")


def test_esc_closes_the_results_and_then_empties_the_field(
    search: SearchField, qtbot: QtBot
) -> None:
    search.setText("马")
    search.look()
    qtbot.keyClick(search, Key.Key_Escape)
    assert search.results is not None
    assert not search.results.isVisible()
    assert search.text() == "马"
    qtbot.keyClick(search, Key.Key_Escape)
    assert search.text() == ""


def test_a_failed_search_says_so(qtbot: QtBot) -> None:
    def fail(text: str) -> Any:
        raise DeskInUseError("数据库正忙。")

    window = QWidget()
    qtbot.addWidget(window)
    search = SearchField(fail, parent=window)
    window.show()
    search.setText("马")
    search.look()
    assert _hits(search) == ["查找失败：数据库正忙。"]


# -- wizard ------------------------------------------------------------------------------------


def _refuse() -> bool:
    raise BadValueError("请先选择文件。")


def test_a_wizard_goes_on_and_back(qtbot: QtBot) -> None:
    wizard = Wizard([WizardStep(key, key, QWidget()) for key in ("file", "columns", "preview")])
    qtbot.addWidget(wizard)
    wizard.next()
    wizard.next()
    wizard.back()
    assert wizard.current == "columns"


def test_a_step_can_hold_one_back_and_says_why(qtbot: QtBot) -> None:
    wizard = Wizard(
        [WizardStep("file", "选文件", QWidget(), _refuse), WizardStep("x", "x", QWidget())]
    )
    qtbot.addWidget(wizard)
    wizard.next()
    assert wizard.current == "file"
    assert wizard.notice.text == "请先选择文件。"


def test_a_step_may_go_on_later_when_its_task_is_done(qtbot: QtBot) -> None:
    wizard = Wizard(
        [WizardStep("file", "选文件", QWidget(), lambda: False), WizardStep("x", "x", QWidget())]
    )
    qtbot.addWidget(wizard)
    wizard.next()
    assert wizard.current == "file"
    wizard.go_on()
    assert wizard.current == "x"


def test_the_last_step_finishes_under_its_own_verb(qtbot: QtBot) -> None:
    wizard = Wizard([WizardStep("apply", "导入", QWidget(), verb="导入 12 户")])
    qtbot.addWidget(wizard)
    assert wizard.next_button.text() == "导入 12 户"
    with qtbot.waitSignal(wizard.finished):
        wizard.next_button.click()


def test_what_is_missing_is_said_beside_the_button(qtbot: QtBot) -> None:
    wizard = Wizard([WizardStep("file", "选文件", QWidget())])
    qtbot.addWidget(wizard)
    wizard.set_ready(False, "还没有选文件")
    assert not wizard.next_button.isEnabled()
    assert "还没有选文件" in _said(wizard)


def test_the_wizard_moves_by_keyboard(qtbot: QtBot) -> None:
    wizard = Wizard([WizardStep(key, key, QWidget()) for key in ("file", "columns")])
    qtbot.addWidget(wizard)
    wizard.show()
    qtbot.waitExposed(wizard)
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)
    qtbot.keyClick(wizard, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert wizard.current == "columns"
    qtbot.keyClick(wizard, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert wizard.current == "file"
