from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from longshan_desk.errors import AppError, CancelledError
from longshan_desk.faults import kept_log
from longshan_desk.ui import speaker
from longshan_desk.ui.widgets.boxes import Box
from longshan_desk.ui.widgets.toast import Toast


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(800, 500)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def _answer(act: Callable[[Box], object]) -> None:
    """Do something to the next box as soon as it waits."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, Box):
            act(box)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def _words(box: QWidget) -> str:
    return "\n".join(label.text() for label in box.findChildren(QLabel))


def _button(box: QWidget, text: str) -> QPushButton:
    return next(one for one in box.findChildren(QPushButton) if one.text() == text)


def test_a_refusal_says_what_and_what_to_do(window: QWidget, qtbot: QtBot) -> None:
    said: list[str] = []

    def read(box: Box) -> None:
        said.append(_words(box))
        qtbot.keyClick(box, Qt.Key.Key_Return)

    _answer(read)
    speaker.tell(window, AppError("编号不存在。", hint="请核对后再输入。"))
    assert "编号不存在。" in said[0]
    assert "请核对后再输入。" in said[0]


def test_the_verb_stands_on_the_button(window: QWidget) -> None:
    _answer(lambda box: _button(box, "作废").click())
    assert speaker.confirm(window, "要作废吗？", "作废", lost="不能撤销。")


def test_enter_pressed_too_soon_loses_nothing(window: QWidget, qtbot: QtBot) -> None:
    _answer(lambda box: qtbot.keyClick(box, Qt.Key.Key_Return))
    assert not speaker.confirm(window, "要作废吗？", "作废", lost="12 条发言会作废。")


def test_esc_means_no(window: QWidget, qtbot: QtBot) -> None:
    _answer(lambda box: qtbot.keyClick(box, Qt.Key.Key_Escape))
    assert not speaker.confirm(window, "要作废吗？", "作废")


def test_what_would_be_lost_is_said(window: QWidget) -> None:
    said: list[str] = []

    def read(box: Box) -> None:
        said.append(_words(box))
        box.reject()

    _answer(read)
    speaker.confirm(window, "要清除吗？", "清除", lost="3 月的全部草稿。")
    assert "3 月的全部草稿。" in said[0]


def test_one_of_several_ways_can_be_chosen(window: QWidget) -> None:
    _answer(lambda box: _button(box, "只保存").click())
    assert speaker.choose(window, "怎样继续？", ["现在出文书", "只保存"]) == 1


def test_choosing_none_is_an_answer_too(window: QWidget, qtbot: QtBot) -> None:
    _answer(lambda box: qtbot.keyClick(box, Qt.Key.Key_Escape))
    assert speaker.choose(window, "怎样继续？", ["现在出文书", "只保存"]) is None


def _failed(secret: str) -> Exception:
    try:
        raise KeyError(secret)
    except KeyError as exc:
        return exc


def test_a_bug_says_that_nothing_was_changed_and_gives_details_to_copy(
    window: QWidget, stray_logs: list[logging.LogRecord]
) -> None:
    said: list[str] = []

    def copy(box: Box) -> None:
        said.append(_words(box))
        _button(box, "复制详细信息").click()
        box.reject()

    _answer(copy)
    speaker.bug(window, _failed("张三"))
    stray_logs.clear()
    assert speaker.BUG_WORDS in said[0]
    assert "builtins.KeyError" in QGuiApplication.clipboard().text()


def test_neither_details_nor_log_hold_what_the_error_was_about(
    window: QWidget, stray_logs: list[logging.LogRecord]
) -> None:
    _answer(lambda box: box.reject())
    speaker.bug(window, _failed("张三 620525199001011234"))
    logged = stray_logs.pop().getMessage()
    assert "KeyError" in logged
    assert "张三" not in logged
    assert "6205" not in logged


def test_a_bug_on_every_repaint_opens_one_box(
    window: QWidget, stray_logs: list[logging.LogRecord]
) -> None:
    boxes: list[int] = []

    def fail_again(box: Box) -> None:
        speaker.bug(window, _failed("again"))
        boxes.append(len([one for one in QApplication.topLevelWidgets() if one.isVisible()]))
        box.reject()

    _answer(fail_again)
    speaker.bug(window, _failed("first"))
    assert boxes == [2]  # the window and one box
    assert len(stray_logs) == 2
    stray_logs.clear()


def test_cancelling_is_no_refusal(window: QWidget) -> None:
    speaker.failure(window, CancelledError("已取消，数据没有改动。"))
    assert [toast.message for toast in window.findChildren(Toast)] == ["已取消，数据没有改动。"]


@pytest.fixture
def hooks() -> object:
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def test_an_uncaught_refusal_is_told_not_reported_as_a_bug(window: QWidget, hooks: object) -> None:
    said: list[str] = []

    def read(box: Box) -> None:
        said.append(_words(box))
        box.reject()

    speaker.install_excepthook()
    _answer(read)
    error = AppError("不能这样。")
    sys.excepthook(AppError, error, None)
    assert "不能这样。" in said[0]


def test_an_error_of_another_thread_reaches_the_user(
    window: QWidget, hooks: object, qtbot: QtBot, stray_logs: list[logging.LogRecord]
) -> None:
    said: list[str] = []

    def read(box: Box) -> None:
        said.append(_words(box))
        box.reject()

    def fail() -> None:
        raise ValueError

    speaker.install_excepthook()
    _answer(read)
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(said))
    stray_logs.clear()
    assert speaker.BUG_WORDS in said[0]


def test_the_desks_log_gets_the_bug(
    window: QWidget, hooks: object, tmp_path: Path, stray_logs: list[logging.LogRecord]
) -> None:
    speaker.install_excepthook()
    _answer(lambda box: box.reject())
    with kept_log(tmp_path / "desk.log"):
        sys.excepthook(KeyError, _failed("李四"), None)
    stray_logs.clear()
    written = (tmp_path / "desk.log").read_text(encoding="utf-8")
    assert "builtins.KeyError" in written
    assert "李四" not in written


def test_a_done_act_can_be_taken_back_from_the_strip(window: QWidget) -> None:
    undone: list[bool] = []
    toast = speaker.toast(window, "已登记事项 2022-04-003", undo=lambda: undone.append(True))
    assert toast is not None
    toast.undo_button.click()
    assert undone == [True]
    assert not toast.isVisible()


def test_a_new_strip_takes_the_place_of_the_last(window: QWidget, qtbot: QtBot) -> None:
    speaker.toast(window, "第一件")
    speaker.toast(window, "第二件")
    qtbot.waitUntil(lambda: len(window.findChildren(Toast)) == 1)
    assert window.findChildren(Toast)[0].message == "第二件"


def test_the_strip_of_a_dialog_outlives_it(window: QWidget, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.show()
    toast = speaker.toast(dialog, "已保存")
    assert toast is not None
    assert toast.parentWidget() is window


def test_the_strip_follows_the_lower_edge(window: QWidget, qtbot: QtBot) -> None:
    toast = speaker.toast(window, "已保存")
    assert toast is not None
    window.resize(900, 700)
    qtbot.waitUntil(lambda: 600 < toast.geometry().bottom() < 700)
