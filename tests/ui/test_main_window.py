from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from longshan_desk.errors import ChangedSinceError, NewerDatabaseError
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.main_window import MainWindow, PageSpec
from longshan_desk.ui.widgets.toast import Toast
from ui import gallery

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Spy(QWidget):
    """A page that remembers what it was asked to show."""

    made: list[str]

    def __init__(self, key: str, context: Context) -> None:
        super().__init__()
        self.key = key
        self.records: list[tuple[str, str]] = []

    def show_record(self, kind: str, record_id: str) -> None:
        self.records.append((kind, record_id))


class Made:
    """Factories that remember which pages were made."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def spec(self, key: str, *records: str, shortcut: str = "") -> PageSpec:
        def factory(context: Context) -> QWidget:
            self.keys.append(key)
            return Spy(key, context)

        return PageSpec(key, f"页{key}", "home", factory, shortcut, records)


class Store:
    """Holds what can be taken back."""

    def __init__(self) -> None:
        self.done: str | None = "登记事项"
        self.undone: str | None = None
        self.error: Exception | None = None

    def undoable(self) -> tuple[Any, Any]:
        steps = [
            None if one is None else type("Step", (), {"label": one})
            for one in (self.done, self.undone)
        ]
        return steps[0], steps[1]

    def undo(self) -> str:
        if self.error is not None:
            raise self.error
        self.undone, self.done = self.done, None
        return self.undone or ""

    def redo(self) -> str:
        self.done, self.undone = self.undone, None
        return self.done or ""


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def window(context: Context, made: Made, qtbot: QtBot) -> MainWindow:
    pages = [made.spec("a", shortcut="Ctrl+1"), made.spec("b", "matter", shortcut="Ctrl+2")]
    shown = MainWindow(
        context, pages, open_desk=lambda: context.open(Store(), desk_name="大湾村", user="马文书")
    )
    qtbot.addWidget(shown)
    shown.resize(1366, 700)
    shown.show()
    qtbot.waitUntil(lambda: context.is_open)
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def _loaded_by(*modules: str) -> str:
    code = (
        f"import sys, {', '.join(modules)};"
        "print([m for m in ('sqlalchemy','openpyxl','lxml','alembic','docx','cryptography',"
        "'pyrage','python_calamine','pypinyin','longshan_desk.data','PySide6.QtNetwork')"
        " if m in sys.modules],"
        " sorted(m for m in sys.modules if m.startswith('PySide6.Qt')))"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "PATH": ""},
    ).stdout.strip()


def test_importing_the_window_loads_nothing_heavy() -> None:
    light = "['PySide6.QtCore', 'PySide6.QtGui', 'PySide6.QtWidgets']"
    assert _loaded_by("longshan_desk.ui.main_window") == f"[] {light}"


def test_the_whole_furniture_loads_nothing_heavy() -> None:
    parts = ("context", "speaker", "widgets.top_bar", "widgets.table", "widgets.form_sheet")
    light = "['PySide6.QtCore', 'PySide6.QtGui', 'PySide6.QtSvg', 'PySide6.QtWidgets']"
    loaded = _loaded_by(*(f"longshan_desk.ui.{part}" for part in parts))
    assert loaded == f"[] {light}"


def test_the_frame_is_painted_before_the_desk_is_opened(
    context: Context, made: Made, qtbot: QtBot
) -> None:
    seen: list[tuple[bool, list[str]]] = []

    def open_desk() -> None:
        seen.append((shown.rail.is_painted, list(made.keys)))
        context.open(Store(), desk_name="大湾村")

    shown = MainWindow(context, [made.spec("a")], open_desk=open_desk)
    qtbot.addWidget(shown)
    assert seen == []
    shown.show()
    qtbot.waitUntil(lambda: made.keys == ["a"])
    assert seen == [(True, [])]


def test_a_page_is_made_when_it_is_first_shown_and_once(window: MainWindow, made: Made) -> None:
    assert made.keys == ["a"]
    window.show_page("b")
    window.show_page("a")
    window.show_page("b")
    assert made.keys == ["a", "b"]


def test_the_rail_leads_to_its_page(window: MainWindow) -> None:
    window.rail.button("b").click()
    assert window.current_key == "b"
    assert window.rail.button("b").isChecked()


def test_each_page_has_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Key.Key_2, CTRL)
    assert window.current_key == "b"


def test_a_record_is_shown_on_the_page_of_its_kind(window: MainWindow, context: Context) -> None:
    context.show_record("matter", "42")
    page = window.page("b")
    assert isinstance(page, Spy)
    assert page.records == [("matter", "42")]
    assert window.current_key == "b"


def test_alt_left_comes_back(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    context.show_record("matter", "42")
    qtbot.keyClick(window, Key.Key_Left, ALT)
    assert window.current_key == "a"
    qtbot.keyClick(window, Key.Key_Left, ALT)
    assert window.current_key == "a"


def test_a_desk_that_cannot_be_opened_says_why_and_can_be_tried_again(
    context: Context, made: Made, qtbot: QtBot
) -> None:
    tries: list[int] = []

    def open_desk() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise NewerDatabaseError("数据来自更新的程序。", hint="请先升级程序。")
        context.open(Store(), desk_name="大湾村")

    shown = MainWindow(context, [made.spec("a")], open_desk=open_desk)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: tries == [1])
    assert shown.waiting.text == "数据来自更新的程序。"
    assert made.keys == []
    shown.waiting.action_button.click()
    assert made.keys == ["a"]


def test_nothing_can_be_pressed_before_the_desk_is_open(
    context: Context, made: Made, qtbot: QtBot
) -> None:
    shown = MainWindow(context, [made.spec("a")])
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: hasattr(shown, "rail"))
    shown.rail.button("a").click()
    assert made.keys == []


def test_undo_carries_the_acts_name(window: MainWindow, qtbot: QtBot) -> None:
    assert window.undo_act.text() == "撤销“登记事项”"
    assert not window.redo_act.isEnabled()
    qtbot.keyClick(window, Key.Key_Z, CTRL)
    assert [toast.message for toast in window.findChildren(Toast)] == ["已撤销“登记事项”"]
    assert window.redo_act.text() == "重做“登记事项”"
    assert not window.undo_act.isEnabled()
    qtbot.keyClick(window, Key.Key_Y, CTRL)
    assert window.undo_act.text() == "撤销“登记事项”"


def test_an_undo_that_is_refused_says_why(
    window: MainWindow, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Exception] = []
    monkeypatch.setattr(speaker, "tell", lambda parent, error: told.append(error))
    context.store.error = ChangedSinceError("这条事项后来又改过。")
    window.undo_act.trigger()
    assert told == [context.store.error]


def test_news_renew_the_names_of_undo(window: MainWindow, context: Context) -> None:
    context.store.done = "记进展"
    context.tell_changed(object())  # type: ignore[arg-type]
    assert window.undo_act.text() == "撤销“记进展”"


def test_ctrl_f_goes_to_the_search(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Key.Key_F, CTRL)
    assert window.top.search.hasFocus()


def test_ctrl_n_offers_what_can_be_new(tmp_path: Path, qtbot: QtBot) -> None:
    context, shown = gallery.make_window(tmp_path / "other")
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: context.is_open)
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    qtbot.keyClick(shown, Key.Key_N, CTRL)
    assert shown.top.new_menu.isVisible()
    assert [act.text() for act in shown.top.new_menu.actions()] == [
        "登记事项",
        "记日记",
        "新建会议",
    ]
    shown.top.new_menu.close()
    shown.close()


def test_f1_asks_for_help_about_this_page(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(context.help_asked) as asked:
        qtbot.keyClick(window, Key.Key_F1)
    assert asked.args == ["a"]


def test_the_status_strip_is_set_by_key(window: MainWindow, context: Context) -> None:
    context.say("backup", "备份 08:12")
    context.say("waiting", "3 条未上报", "soon")
    context.say("backup", "备份 09:00")
    assert window.status.text("backup") == "备份 09:00"
    assert window.status.text("user") == "马文书"


def test_what_was_said_before_the_window_had_a_strip_is_shown_too(
    context: Context, made: Made, qtbot: QtBot
) -> None:
    context.say("backup", "备份 08:12")
    shown = MainWindow(context, [made.spec("a")])
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: hasattr(shown, "status"))
    assert shown.status.text("backup") == "备份 08:12"


def test_a_status_segment_can_be_clicked(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    context.say("waiting", "3 条未上报")
    segment = next(one for one in window.findChildren(QPushButton) if one.text() == "3 条未上报")
    with qtbot.waitSignal(context.status_clicked) as clicked:
        segment.click()
    assert clicked.args == ["waiting"]


def test_whose_desk_it_is_stands_on_top(window: MainWindow) -> None:
    assert "大湾村" in [label.text() for label in window.top.findChildren(QLabel)]
    assert window.windowTitle() == "大湾村 · 龙山村务"


def test_closing_while_something_runs_is_asked_first(
    window: MainWindow, context: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(speaker, "confirm", lambda *args, **more: False)
    results: list[int] = []
    context.tasks.run(lambda job: 1, on_done=results.append, owner=window, title="导入")
    assert not window.close()
    qtbot.waitUntil(lambda: results == [1])
    assert window.close()


def test_the_size_is_kept_for_the_next_start(
    window: MainWindow, context: Context, made: Made, qtbot: QtBot
) -> None:
    window.resize(1100, 640)
    window.close()
    assert context.settings.get("window") == [1100, 640]


@pytest.mark.parametrize("key", [spec.key for spec in gallery.PAGES])
def test_every_page_of_the_gallery_fits_on_a_small_screen(
    key: str, tmp_path: Path, qtbot: QtBot
) -> None:
    context, shown = gallery.make_window(tmp_path / "other")
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: context.is_open)
    shown.show_page(key)
    assert shown.minimumSizeHint().width() <= 1366
    assert shown.minimumSizeHint().height() <= 700
    shown.close()


def test_the_font_size_is_switched_at_once_and_kept(
    window: MainWindow, context: Context, qapp: Any
) -> None:
    for left in set(qapp.topLevelWidgets()) - {window}:
        left.deleteLater()  # of other tests: the font changes in every window there is
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window._set_font_size(14.0)
    try:
        assert qapp.font().pointSizeF() == 14
        assert context.settings.get("font_size") == 14
    finally:
        window._set_font_size(10.5)
