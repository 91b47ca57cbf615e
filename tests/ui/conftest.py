"""What the window's tests stand on: the program's own look, and a context in a home of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from longshan_desk.paths import DeskPaths
from longshan_desk.ui import theme
from longshan_desk.ui.context import Context

if TYPE_CHECKING:
    from clerk import Clerk
    from desk import Desk

TODAY = date(2022, 4, 9)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """The program's look, made once; clerks who change it are undone by the test itself."""
    theme.apply(qapp)


@pytest.fixture
def context(tmp_path: Path, dressed: None) -> Iterator[Context]:
    made = Context(DeskPaths(tmp_path / "home").create(), today=lambda: TODAY)
    yield made
    made.close()


@pytest.fixture
def clerk(qtbot: QtBot, desk: Desk) -> Iterator[Clerk]:
    """A clerk who has sat down at the desk of 大湾村; ``clerk.open()`` shows the window."""
    from clerk import Clerk

    made = Clerk(qtbot, desk)
    yield made
    made.close()


@pytest.fixture
def type_chinese() -> Callable[[QWidget, str], None]:
    """Commit text the way an input method does, after composing it."""

    def commit(widget: QWidget, text: str) -> None:
        QApplication.sendEvent(widget, QInputMethodEvent("pin'yin", []))
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    return commit
