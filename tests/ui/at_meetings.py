"""Hands and eyes at meetings, for the tests of 说事会."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from clerk import LEFT, Clerk, Key
from desk import Desk
from longshan_desk.queries.meetings import MeetingPage, meeting_page
from longshan_desk.ui.hearings.meeting_view import MeetingView
from longshan_desk.ui.hearings.page import HearingsPage
from longshan_desk.ui.widgets.boxes import Box
from longshan_desk.ui.widgets.fast_grid import FastGrid

Commit = Callable[[QWidget, str], None]
Answer = Callable[[str], list[str]]


def answering(qtbot: QtBot) -> Answer:
    """``answer(verb)`` presses a button of the next box; the list holds what the box said."""

    def wait_for(verb: str) -> list[str]:
        said: list[str] = []

        def press() -> None:
            box = QApplication.activeModalWidget()
            if not isinstance(box, Box):
                QTimer.singleShot(20, press)
                return
            said.append("\n".join(one.text() for one in box.findChildren(QLabel)))
            (button,) = [one for one in box.findChildren(QPushButton) if one.text() == verb]
            qtbot.mouseClick(button, LEFT)

        QTimer.singleShot(0, press)
        return said

    return wait_for


class Typist:
    """Somebody at the keyboard: types into whatever has the focus."""

    def __init__(self, qtbot: QtBot, commit: Commit) -> None:
        self._qtbot = qtbot
        self._commit = commit

    def press(self, *keys: Key, mod: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            target = QApplication.activePopupWidget() or QApplication.focusWidget()
            assert target is not None
            self._qtbot.keyClick(target, key, mod)

    def type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        if text.isascii():
            self._qtbot.keyClicks(focus, text)
        else:
            self._commit(focus, text)

    def cells(self, *texts: str) -> None:
        """A cell each, Tab between them; Enter to the next row."""
        for position, text in enumerate(texts):
            if position:
                self.press(Key.Key_Tab)
            if text:
                self.type(text)
        self.press(Key.Key_Return)


def page_of(clerk: Clerk) -> HearingsPage:
    page = clerk.window.page("hearings")
    assert isinstance(page, HearingsPage)
    return page


def look_at(clerk: Clerk, meeting: str, step: str = "") -> MeetingView:
    """Open a meeting in the window, at one of its steps."""
    if not hasattr(clerk, "app"):
        clerk.open()
        clerk.window.activateWindow()
        clerk.bot.waitUntil(clerk.window.isActiveWindow)
    clerk.context.show_record("meeting", meeting)
    view = page_of(clerk).view
    if step:
        view.open_step(step)
    return view


def now(desk: Desk, meeting: str) -> MeetingPage:
    return meeting_page(desk.store, meeting)


def rows_of(grid: FastGrid, *keys: str) -> list[tuple[object, ...]]:
    return [tuple(row.values.get(key) for key in keys) for row in grid.rows()]
