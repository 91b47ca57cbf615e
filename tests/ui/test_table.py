from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from longshan_desk.errors import DeskInUseError
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.rows import (
    ID_ROLE,
    ROW_ROLE,
    TONE_ROLE,
    VALUE_ROLE,
    Column,
    PagedTableModel,
    Sort,
)
from longshan_desk.ui.widgets.table import RecordTable
from ui import gallery

COLUMNS = (
    Column("name", "姓名", 6),
    Column("age", "年龄", 3, align="right", tone=lambda row: "late" if row["age"] > 90 else ""),
    Column("phone", "电话", 8, shown=False, sortable=False),
)


class People:
    """A source that remembers what it was asked."""

    def __init__(self, count: int = 250) -> None:
        self.count = count
        self.asked: list[tuple[Sort | None, dict[str, Any], str]] = []
        self.pages: list[int] = []
        self.error: Exception | None = None

    def ids(self, sort: Sort | None, filters: Any, text: str) -> Sequence[str]:
        self.asked.append((sort, dict(filters), text))
        if self.error is not None:
            raise self.error
        ids = [str(number) for number in range(self.count)]
        if filters.get("even"):
            ids = ids[::2]
        if text:
            ids = [one for one in ids if text in f"村民{one}"]
        return ids[::-1] if sort is not None and sort.descending else ids

    def rows(self, ids: Sequence[str]) -> Iterable[dict[str, Any]]:
        self.pages.append(len(ids))
        # Any order, as a database gives them; the last one has gone meanwhile.
        for one in reversed([one for one in ids if one != "249"]):
            yield {"id": one, "name": f"村民{one}", "age": int(one) % 100, "phone": ""}


@pytest.fixture
def source() -> People:
    return People()


@pytest.fixture
def table(source: People, context: Context, qtbot: QtBot) -> RecordTable:
    made = RecordTable("people", source, COLUMNS, context.settings)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    qtbot.waitExposed(made)
    made.reload()
    made.view.setFocus()
    return made


def _texts(model: PagedTableModel, row: int) -> list[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


# -- the model ---------------------------------------------------------------------------------


def test_rows_come_in_the_order_of_the_ids_whatever_order_they_are_read_in(
    qtbot: QtBot, source: People
) -> None:
    model = PagedTableModel(source, COLUMNS)
    model.reload()
    assert _texts(model, 3) == ["村民3", "3", ""]


def test_only_the_pages_looked_at_are_read(qtbot: QtBot, source: People) -> None:
    model = PagedTableModel(source, COLUMNS)
    model.reload()
    model.index(5, 0).data()
    model.index(99, 1).data()
    model.index(230, 0).data()
    assert source.pages == [100, 50]


def test_pages_long_unused_are_given_up(qtbot: QtBot) -> None:
    source = People(10_000)
    model = PagedTableModel(source, COLUMNS)
    model.reload()
    for row in range(0, 10_000, 100):
        model.index(row, 0).data()
    model.index(9_999, 0).data()
    assert len(source.pages) == 100
    model.index(0, 0).data()
    assert len(source.pages) == 101


def test_a_row_that_has_gone_is_shown_empty(qtbot: QtBot, source: People) -> None:
    model = PagedTableModel(source, COLUMNS)
    model.reload()
    assert _texts(model, 249) == ["", "", ""]


def test_roles_give_value_row_id_and_tone(qtbot: QtBot, source: People) -> None:
    model = PagedTableModel(source, COLUMNS)
    model.reload()
    index = model.index(95, 1)
    assert index.data(VALUE_ROLE) == 95
    assert index.data(ROW_ROLE)["name"] == "村民95"
    assert index.data(ID_ROLE) == "95"
    assert index.data(TONE_ROLE) == "late"


def test_an_enum_is_shown_by_its_label(qtbot: QtBot) -> None:
    from longshan_desk.domain.labels import Topic

    assert Column("topic", "领域").text_of({"topic": Topic.INDUSTRY}) == "产业发展"


def test_qt_finds_no_fault_with_the_model(qtbot: QtBot, source: People, qtmodeltester: Any) -> None:
    model = PagedTableModel(source, COLUMNS)
    model.reload()
    qtmodeltester.check(model)


# -- the table ---------------------------------------------------------------------------------


def test_sixty_thousand_rows_are_painted_at_once(context: Context, qtbot: QtBot) -> None:
    def paint() -> float:
        made = RecordTable("many", gallery.Matters(60_000), gallery.COLUMNS, context.settings)
        qtbot.addWidget(made)
        made.resize(1180, 560)
        start = time.perf_counter()
        made.reload()
        made.show()
        qtbot.waitExposed(made)
        made.grab()
        return time.perf_counter() - start

    assert min(paint() for _ in range(3)) < 0.15


def test_a_click_on_the_header_lets_the_source_sort(
    table: RecordTable, source: People, qtbot: QtBot
) -> None:
    header = table.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(1) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    first = source.asked[-1][0]
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    second = source.asked[-1][0]
    assert {first, second} == {Sort("age"), Sort("age", descending=True)}


def test_filters_go_to_the_source(table: RecordTable, source: People) -> None:
    table.set_filters({"even": True})
    assert source.asked[-1][1] == {"even": True}
    assert len(table.ids()) == 125


def test_enter_opens_the_row(table: RecordTable, qtbot: QtBot) -> None:
    table.view.selectRow(4)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == ["4"]


def test_space_chooses_and_takes_back(table: RecordTable, qtbot: QtBot) -> None:
    table.view.setCurrentIndex(table.model.index(2, 0))
    table.view.clearSelection()
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert table.selected_ids() == ["2"]
    qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert table.selected_ids() == []


def test_several_are_chosen_by_the_boxes_in_front(table: RecordTable, qtbot: QtBot) -> None:
    for row in (1, 3):
        place = table.view.visualRect(table.model.index(row, 0)).topLeft() + QPoint(14, 15)
        qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.selected_ids() == ["1", "3"]


def test_ctrl_a_chooses_all(table: RecordTable, qtbot: QtBot) -> None:
    qtbot.keyClick(table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.selected_ids()) == 250


def test_choosing_all_of_many_is_quick(context: Context, qtbot: QtBot) -> None:
    made = RecordTable("many", gallery.Matters(60_000), gallery.COLUMNS, context.settings)
    qtbot.addWidget(made)
    made.reload()
    start = time.perf_counter()
    made.view.selectAll()
    assert len(made.selected_ids()) == 60_000
    assert time.perf_counter() - start < 0.25


def test_a_reload_keeps_what_was_chosen_and_where_one_was(
    table: RecordTable, source: People
) -> None:
    table.view.select_rows([3, 4, 9])
    table.view.selectionModel().setCurrentIndex(
        table.model.index(9, 0), table.view.selectionModel().SelectionFlag.NoUpdate
    )
    source.count = 240
    table.reload()
    assert table.selected_ids() == ["3", "4", "9"]
    assert table.current_id() == "9"


def test_a_reload_keeps_the_place_on_screen(table: RecordTable) -> None:
    table.view.verticalScrollBar().setValue(900)
    table.reload()
    assert table.view.verticalScrollBar().value() == 900


def test_typing_in_the_table_finds(table: RecordTable, source: People, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.view, "1")
    qtbot.keyClicks(table.find_line, "2")
    qtbot.waitUntil(lambda: source.asked[-1][2] == "12")


def test_typing_chinese_in_the_table_finds_too(
    table: RecordTable, source: People, qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]
) -> None:
    type_chinese(table.view, "村民")
    qtbot.waitUntil(lambda: source.asked[-1][2] == "村民")
    assert table.find_line.hasFocus()


def test_enter_in_the_find_line_goes_to_the_first_row(table: RecordTable, qtbot: QtBot) -> None:
    qtbot.keyClicks(table.find_line, "24")
    qtbot.keyClick(table.find_line, Qt.Key.Key_Return)
    assert table.current_id() == "24"


def test_nothing_at_all_offers_the_next_step(context: Context, qtbot: QtBot) -> None:
    made = RecordTable("none", People(0), COLUMNS, context.settings)
    qtbot.addWidget(made)
    pressed: list[bool] = []
    made.set_empty("还没有农户", "从 Excel 导入", lambda: pressed.append(True))
    made.show()
    made.reload()
    assert made._empty.text == "还没有农户"
    made._empty.action_button.click()
    assert pressed == [True]


def test_nothing_found_says_something_else(table: RecordTable) -> None:
    table.find_line.setText("谁也不是")
    table._find()
    assert table._empty.text == "没有符合条件的记录"


def test_a_failed_query_says_so_and_never_shows_none(table: RecordTable, source: People) -> None:
    source.error = DeskInUseError("数据库正忙。")
    table.reload()
    assert table._empty.isVisible()
    assert table._empty.text == "加载失败：数据库正忙。"
    source.error = None
    table._empty.action_button.click()
    assert table.view.isVisible()


def test_columns_are_chosen_and_kept(
    table: RecordTable, source: People, context: Context, qtbot: QtBot
) -> None:
    acts = {act.text(): act for act in table.column_menu().actions()}
    assert not acts["电话"].isChecked()
    acts["电话"].trigger()
    acts["年龄"].trigger()
    again = RecordTable("people", source, COLUMNS, context.settings)
    qtbot.addWidget(again)
    assert [column.key for column in again.shown_columns()] == ["name", "phone"]


def test_the_last_column_cannot_be_hidden(table: RecordTable) -> None:
    for act in table.column_menu().actions():
        if act.isChecked():
            act.trigger()
    assert len(table.shown_columns()) == 1


def test_widths_and_order_are_kept(
    table: RecordTable, source: People, context: Context, qtbot: QtBot
) -> None:
    header = table.view.horizontalHeader()
    header.resizeSection(0, 222)
    header.moveSection(1, 0)
    again = RecordTable("people", source, COLUMNS, context.settings)
    qtbot.addWidget(again)
    assert again.view.columnWidth(0) == 222
    assert [column.key for column in again.shown_columns()] == ["age", "name"]


def test_the_default_columns_come_back(table: RecordTable) -> None:
    acts = {act.text(): act for act in table.column_menu().actions()}
    acts["年龄"].trigger()
    acts["恢复默认"].trigger()
    assert [column.key for column in table.shown_columns()] == ["name", "age"]


def test_a_column_of_a_newer_program_is_shown(
    table: RecordTable, source: People, context: Context, qtbot: QtBot
) -> None:
    table.view.horizontalHeader().resizeSection(0, 200)
    newer = (*COLUMNS, Column("village", "村", 5))
    again = RecordTable("people", source, newer, context.settings)
    qtbot.addWidget(again)
    assert "village" in [column.key for column in again.shown_columns()]


def test_the_order_chosen_is_kept(
    table: RecordTable, source: People, context: Context, qtbot: QtBot
) -> None:
    table.view.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    again = RecordTable("people", source, COLUMNS, context.settings)
    qtbot.addWidget(again)
    again.reload()
    assert source.asked[-1][0] == Sort("age", descending=True)


def test_a_stretched_column_takes_the_rest_and_never_vanishes(
    context: Context, qtbot: QtBot
) -> None:
    made = RecordTable("wide", gallery.Matters(10), gallery.COLUMNS, context.settings)
    qtbot.addWidget(made)
    made.resize(1600, 400)
    made.show()
    made.reload()
    wide = made.view.columnWidth(1)
    made.resize(500, 400)
    assert wide > made.view.columnWidth(1) == gallery.COLUMNS[1].pixels


def test_export_is_the_pages(table: RecordTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.export_asked):
        table.export_button.click()
