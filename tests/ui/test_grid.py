from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper
from longshan_desk.ui.widgets.choices import ChoiceBox
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridRow
from ui import gallery

Commit = Callable[[QWidget, str], None]
Key = Qt.Key
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Typist:
    """Somebody at the keyboard: types into whatever has the focus."""

    def __init__(self, grid: FastGrid, qtbot: QtBot, commit: Commit) -> None:
        self.grid = grid
        self._qtbot = qtbot
        self._commit = commit

    @property
    def cell(self) -> QWidget:
        """Where a key goes: the open popup or the widget with the focus."""
        popup = QApplication.activePopupWidget()
        focus = popup or QApplication.focusWidget()
        assert focus is not None
        return focus

    @property
    def place(self) -> tuple[int, str]:
        index = self.grid.currentIndex()
        return index.row(), self.grid._rows.columns[index.column()].key

    def press(self, *keys: Key, mod: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self._qtbot.keyClick(self.cell, key, mod)

    def type(self, text: str) -> None:
        if text.isascii():
            self._qtbot.keyClicks(self.cell, text)
        else:
            focus = QApplication.focusWidget()
            assert focus is not None
            self._commit(focus, text)


@pytest.fixture
def grid(qtbot: QtBot) -> FastGrid:
    made = FastGrid(gallery.grid_columns(), enter_to="who")
    qtbot.addWidget(made)
    made.resize(1180, 500)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.start()
    return made


@pytest.fixture
def typist(grid: FastGrid, qtbot: QtBot, type_chinese: Commit) -> Typist:
    return Typist(grid, qtbot, type_chinese)


def _values(grid: FastGrid, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values.get(key) for key in keys) for row in grid.rows()]


def test_two_rows_are_typed_without_the_mouse(typist: Typist) -> None:
    typist.type("李秀兰")
    typist.press(Key.Key_Tab)
    typist.type("水渠塌了一段")
    typist.press(Key.Key_Tab)
    typist.type("4")
    typist.press(Key.Key_Tab)
    typist.type("1")
    typist.press(Key.Key_Return)
    typist.type("马占山")
    typist.press(Key.Key_Tab)
    typist.type("路灯坏了")
    typist.press(Key.Key_Return)
    assert _values(typist.grid, "kind", "who", "words", "topic", "list") == [
        ("matter", "李秀兰", "水渠塌了一段", "infrastructure", "self_handled"),
        ("matter", "马占山", "路灯坏了", "", ""),
    ]
    assert typist.place == (2, "who")


def test_a_blank_row_is_always_there_and_never_counted(typist: Typist) -> None:
    assert typist.grid.rows() == []
    typist.type("x")
    assert typist.grid.model().rowCount() == 2
    assert len(typist.grid.rows()) == 1


def test_enter_on_the_blank_row_stays(typist: Typist) -> None:
    typist.press(Key.Key_Return, Key.Key_Return)
    assert typist.grid.model().rowCount() == 1


def test_tab_passes_over_the_cells_a_kind_does_not_have(typist: Typist) -> None:
    typist.press(Key.Key_Backtab)
    assert typist.place == (0, "kind")
    typist.type("3")
    typist.press(Key.Key_Tab)
    typist.type("支书")
    typist.press(Key.Key_Tab)
    assert typist.place == (0, "words")
    typist.press(Key.Key_Tab)
    assert typist.place == (1, "kind")


def test_the_kind_is_chosen_by_pinyin_and_opens_its_cells(typist: Typist) -> None:
    typist.press(Key.Key_Backtab)
    typist.type("d")
    assert typist.grid.rows()[0].values["kind"] == "answer"
    rows = typist.grid._rows
    keys = [column.key for column in rows.columns]
    assert rows.is_open(0, keys.index("result"))
    assert not rows.is_open(0, keys.index("list"))


def test_a_choice_opens_its_list_by_space(typist: Typist, qtbot: QtBot) -> None:
    typist.press(Key.Key_Tab, Key.Key_Tab)
    box = QApplication.focusWidget()
    assert isinstance(box, ChoiceBox)
    typist.press(Key.Key_Space)
    qtbot.keyClick(box.view(), Key.Key_Down)
    highlighted = box.view().currentIndex().data(Qt.ItemDataRole.UserRole)
    qtbot.keyClick(box.view(), Key.Key_Return)
    assert typist.grid.rows()[0].values["topic"] == highlighted
    assert typist.place == (0, "topic")


def test_shift_enter_breaks_the_line_and_the_row_grows(typist: Typist) -> None:
    low = typist.grid.rowHeight(0)
    typist.press(Key.Key_Tab)
    typist.type("一")
    typist.press(Key.Key_Return, mod=SHIFT)
    typist.type("二")
    assert typist.grid.rows()[0].values["words"] == "一\n二"
    assert typist.grid.rowHeight(0) > low


def test_a_long_text_makes_its_row_grow(typist: Typist) -> None:
    low = typist.grid.rowHeight(0)
    typist.press(Key.Key_Tab)
    typist.type("水渠塌了一段，下雨天水往院子里灌。" * 6)
    assert typist.grid.rowHeight(0) >= 2 * low


def test_all_of_a_long_text_can_be_seen_while_it_is_typed(typist: Typist, qtbot: QtBot) -> None:
    typist.press(Key.Key_Tab)
    typist.type("水渠塌了一段，下雨天水往院子里灌。" * 6)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    qtbot.waitUntil(lambda: editor.verticalScrollBar().maximum() == 0)


def test_arrows_leave_a_text_at_its_ends_only(typist: Typist) -> None:
    typist.grid.set_rows(
        [GridRow({"kind": "matter", "words": "一\n二"}), GridRow({"kind": "matter", "words": "三"})]
    )
    typist.grid._go(0, 2)
    typist.press(Key.Key_Up)
    assert typist.place == (0, "words")
    typist.press(Key.Key_Down, Key.Key_Down)
    assert typist.place == (1, "words")
    typist.press(Key.Key_Up)
    assert typist.place == (0, "words")


def test_esc_puts_the_cell_back(typist: Typist) -> None:
    typist.grid.set_rows([GridRow({"kind": "matter", "who": "李秀兰"})])
    typist.grid._go(0, 1)
    typist.type("q")
    typist.press(Key.Key_Escape)
    assert typist.grid.rows()[0].values["who"] == "李秀兰"


def test_the_first_esc_closes_the_suggestions_and_the_next_puts_the_cell_back(
    typist: Typist,
) -> None:
    typist.grid.set_rows([GridRow({"kind": "matter", "who": "李秀兰"})])
    typist.grid._go(0, 1)
    typist.type("m")
    typist.press(Key.Key_Escape)
    assert typist.grid.rows()[0].values["who"] == "m"
    typist.press(Key.Key_Escape)
    assert typist.grid.rows()[0].values["who"] == "李秀兰"


def test_a_known_person_is_taken_with_their_id(typist: Typist) -> None:
    typist.type("m")
    typist.press(Key.Key_Down, Key.Key_Return)
    row = typist.grid.rows()[0]
    assert (row.values["who"], row.values["who_id"]) == ("马占山", "p0")


def test_tab_takes_the_suggestion_and_goes_on(typist: Typist) -> None:
    typist.type("m")
    typist.press(Key.Key_Down, Key.Key_Tab)
    assert typist.grid.rows()[0].values["who_id"] == "p0"
    assert typist.place == (0, "words")


def test_enter_without_choosing_keeps_what_was_typed_and_goes_on(typist: Typist) -> None:
    typist.type("m")
    typist.press(Key.Key_Return)
    assert typist.grid.rows()[0].values["who"] == "m"
    assert typist.place == (1, "who")


def test_a_name_changed_by_hand_is_no_longer_the_known_person(typist: Typist) -> None:
    typist.type("m")
    typist.press(Key.Key_Down, Key.Key_Return)
    typist.type("x")
    assert typist.grid.rows()[0].values["who_id"] == ""


def test_ctrl_delete_removes_the_row_and_it_can_be_put_back(typist: Typist, qtbot: QtBot) -> None:
    typist.grid.set_rows([GridRow({"kind": "matter", "who": name}) for name in "甲乙丙"])
    typist.grid._go(1, 1)
    with qtbot.waitSignal(typist.grid.row_removed) as removed:
        typist.press(Key.Key_Delete, mod=CTRL)
    assert _values(typist.grid, "who") == [("甲",), ("丙",)]
    assert removed.args is not None
    typist.grid.put_back(*removed.args)
    assert _values(typist.grid, "who") == [("甲",), ("乙",), ("丙",)]


def test_the_blank_row_cannot_be_removed(typist: Typist) -> None:
    typist.press(Key.Key_Delete, mod=CTRL)
    assert typist.grid.model().rowCount() == 1


def test_alt_arrows_move_the_row(typist: Typist, qtbot: QtBot) -> None:
    rows = [GridRow({"kind": "matter", "who": name}) for name in "甲乙丙"]
    typist.grid.set_rows(rows)
    typist.grid._go(0, 1)
    with qtbot.waitSignal(typist.grid.order_changed) as order:
        typist.press(Key.Key_Down, mod=ALT)
    assert order.args == [[rows[1].key, rows[0].key, rows[2].key]]
    typist.press(Key.Key_Down, Key.Key_Down, mod=ALT)
    assert _values(typist.grid, "who") == [("乙",), ("丙",), ("甲",)]


def test_a_left_row_is_told_once(typist: Typist) -> None:
    told: list[GridRow] = []
    typist.grid.row_changed.connect(told.append)
    typist.type("ab")
    assert told == []
    typist.press(Key.Key_Return)
    assert [row.values["who"] for row in told] == ["ab"]
    typist.press(Key.Key_Up, Key.Key_Down)
    assert len(told) == 1


def test_a_row_is_told_a_second_after_the_last_key(typist: Typist, qtbot: QtBot) -> None:
    with qtbot.waitSignal(typist.grid.row_changed, timeout=2_000) as told:
        typist.type("x")
    assert told.args is not None
    assert told.args[0].values["who"] == "x"


def test_every_key_reaches_the_draft_while_the_cell_is_open(
    typist: Typist, context: Context, qtbot: QtBot
) -> None:
    keeper = DraftKeeper(typist.grid, context.drafts, "hearing/1/grid", typist.grid)
    typist.type("李")
    typist.press(Key.Key_Tab)
    typist.type("水渠")
    keeper.flush()
    draft = context.drafts.load("hearing/1/grid")
    assert draft is not None
    assert draft.values["rows"][0]["values"]["words"] == "水渠"


def test_a_draft_brings_back_rows_keys_and_what_the_page_knew(typist: Typist, qtbot: QtBot) -> None:
    typist.grid.set_rows([GridRow({"kind": "speech", "who": "甲"}, extra={"item_id": "7"})])
    again = FastGrid(gallery.grid_columns())
    qtbot.addWidget(again)
    again.set_draft(typist.grid.draft())
    assert again.rows()[0].key == typist.grid.rows()[0].key
    assert again.rows()[0].extra == {"item_id": "7"}


def test_filling_the_grid_is_no_typing(grid: FastGrid, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(grid.edited), qtbot.assertNotEmitted(grid.row_changed, wait=1_100):
        grid.set_rows([GridRow({"kind": "matter", "who": "甲"})])


def test_a_value_can_be_set_from_beside_the_grid(typist: Typist) -> None:
    typist.type("x")
    key = typist.grid.rows()[0].key
    typist.grid.set_value(key, "topic", "governance")
    assert typist.grid.rows()[0].values["topic"] == "governance"


def test_clicking_into_a_cell_and_typing_works_too(typist: Typist, qtbot: QtBot) -> None:
    typist.grid.set_rows([GridRow({"kind": "matter", "who": "甲", "words": ""})])
    place = typist.grid.visualRect(typist.grid.model().index(0, 2)).center()
    qtbot.mouseClick(typist.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    typist.type("路灯")
    assert typist.grid.rows()[0].values["words"] == "路灯"


def test_forty_rows_are_typed_without_losing_a_key(typist: Typist) -> None:
    for number in range(40):
        typist.type(f"p{number}")
        typist.press(Key.Key_Tab)
        typist.type(f"w{number}")
        typist.press(Key.Key_Return)
    assert _values(typist.grid, "who", "words") == [(f"p{n}", f"w{n}") for n in range(40)]
    assert isinstance(QApplication.focusWidget(), QLineEdit)
