"""What every test stands on: no patience with stray messages, and folders of its own."""

from __future__ import annotations

import gc
import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from demo_village import DemoVillage
    from desk import Desk

# Before Qt is loaded, and the same on every machine: no screen, no language, the village's hour
# (in the form that needs no time zone database).
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["TZ"] = "CST-8"
if hasattr(time, "tzset"):
    time.tzset()

# The same commit always tries the same examples; new ones are looked for in the torture run.
# No deadline: a busy machine is not a wrong program.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("every_commit", _PATIENT, derandomize=True)
settings.register_profile("torture", _PATIENT, max_examples=2000)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", 'rule("R12", …): the test holds the program to these rules')
    config.addinivalue_line("markers", 'failure("F44", …): the test shows what a case promises')
    settings.load_profile(
        "torture" if config.getoption("markexpr") == "torture" else "every_commit"
    )
    gc.disable()  # collecting tests makes much that stays; looking through it took a third of it


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


# -- nothing is overheard ---------------------------------------------------------------------


class _Keeper(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def stray_logs() -> Iterator[list[logging.LogRecord]]:
    """Log records of WARNING and above. A test takes out what it expects; the rest fails it."""
    keeper = _Keeper()
    logging.getLogger().addHandler(keeper)
    yield keeper.records
    logging.getLogger().removeHandler(keeper)
    left = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in keeper.records]
    assert not left, "Nobody expected these log records:\n" + "\n".join(left)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """pytest-qt listens until a test's last line; widgets complain when they are torn down."""
    if "PySide6.QtCore" not in sys.modules:
        return (yield)
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    said: list[str] = []

    def listen(kind: QtMsgType, _context: Any, message: str) -> None:
        idle = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        # The offscreen platform has no window manager to ask; pyproject.toml says it once more.
        if not idle and not message.startswith("This plugin does not support "):
            said.append(message)

    before = qInstallMessageHandler(listen)
    try:
        result = yield
    finally:
        qInstallMessageHandler(before)
    assert not said, "Qt complained while the test was torn down:\n" + "\n".join(said)
    return result


@pytest.fixture(autouse=True)
def no_dialog_waits(request: pytest.FixtureRequest) -> Iterator[None]:
    """Dismisses a modal dialog that no test answers, instead of waiting for ever, and fails."""
    if not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    app = request.getfixturevalue("qapp")
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QDialog, QWidget

    unanswered: list[str] = []
    seen: QWidget | None = None

    def dismiss(widget: QWidget) -> None:
        unanswered.append(f"{type(widget).__name__} “{widget.windowTitle()}”")
        if isinstance(widget, QDialog):
            widget.reject()
        else:
            widget.close()

    def look() -> None:
        nonlocal seen
        waiting = app.activeModalWidget()
        if waiting is not None and waiting is seen:
            dismiss(waiting)
        seen = waiting

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(4000)
    yield
    timer.stop()
    while (left := app.activeModalWidget() or app.activePopupWidget()) is not None:
        dismiss(left)
        left.hide()
    assert not unanswered, "No test answered: " + ", ".join(unanswered)


# -- nothing is done twice that can be done once ----------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def shortcuts() -> Iterator[None]:
    from shortcuts import taken

    with taken():
        yield


# -- a desk of one's own ----------------------------------------------------------------------


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the folders of whoever runs it."""
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("LONGSHAN_OUTPUT_DIR", str(tmp_path / "output"))
    for folder in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{folder}_HOME", str(tmp_path / "xdg" / folder.lower()))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A village's desk as its first clerk finds it: 大湾村, 2022-04-05, nothing entered yet."""
    from desk import Desk

    desk = Desk(tmp_path / "home").found()
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def demo_village(tmp_path_factory: pytest.TempPathFactory) -> DemoVillage:
    """A small demonstration village that lived a year up to 2026-04-12; only to be read."""
    from demo_village import fill

    return fill(tmp_path_factory.mktemp("demo"))
