"""The only place that speaks to the user in boxes: refusals, questions, bugs; and the quiet strip
that says what was done and offers 撤销.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QApplication, QWidget

from longshan_desk.errors import AppError, CancelledError

if TYPE_CHECKING:  # boxes are for rare moments; the first picture of the window does not wait
    from longshan_desk.ui.widgets.boxes import Box
    from longshan_desk.ui.widgets.toast import Toast

log = logging.getLogger("longshan_desk")

BUG_WORDS = "操作没有完成，数据未被改动"


def tell(parent: QWidget | None, error: AppError) -> None:
    """Say why something was refused and what to do."""
    box = _box(parent, error.message, error.hint, icon_name="warning", tone="soon")
    box.add_button("知道了", kind="primary", default=True)
    box.exec()


def confirm(parent: QWidget | None, text: str, verb: str, *, lost: str = "") -> bool:
    """Ask before what cannot be undone; ``verb`` is on the button, ``lost`` says what goes.

    取消 is the default, so Enter pressed too soon loses nothing.
    """
    box = _box(parent, text, lost, icon_name="warning", tone="late" if lost else "soon")
    box.add_button("取消", default=True)
    box.add_button(verb, kind="danger", accepts=True)
    return box.exec() == 1


def choose(parent: QWidget | None, text: str, verbs: list[str], *, hint: str = "") -> int | None:
    """Offer two or three ways to go on; the chosen one's position, ``None`` for 取消."""
    box = _box(parent, text, hint, icon_name="info", tone="accent")
    box.add_button("取消")
    for position, verb in enumerate(verbs):
        box.add_button(verb, kind="primary" if position == 0 else "secondary", result=position + 2)
    answer = box.exec()
    return answer - 2 if answer >= 2 else None


def bug(parent: QWidget | None, exc: BaseException) -> None:
    """Tell of an error nobody expected, with details to copy that hold no personal data."""
    from longshan_desk.faults import describe

    details = describe(exc)
    log.error("unexpected error\n%s", details)
    if _Road.told_bugs:
        return  # a repaint that fails must not open a box a second
    hint = "请再试一次。如果还是这样，请把下面的详细信息发给技术人员，其中不含村民资料。"
    box = _box(parent, BUG_WORDS, hint, icon_name="warning", tone="late", details=details)
    box.add_copy_button()
    box.add_button("关闭", kind="primary", default=True)
    _Road.told_bugs += 1
    try:
        box.exec()
    finally:
        _Road.told_bugs -= 1


def failure(parent: QWidget | None, exc: BaseException) -> None:
    """The right words for any failure: a quiet strip for 取消, a refusal, or a bug."""
    if isinstance(exc, CancelledError):
        toast(parent, exc.message)
    elif isinstance(exc, AppError):
        tell(parent, exc)
    else:
        bug(parent, exc)


def toast(
    parent: QWidget | None,
    message: str,
    undo: Callable[[], object] | None = None,
    verb: str = "撤销",
) -> Toast | None:
    """Say quietly what was done; ``undo`` puts a button (撤销) beside it for ten seconds."""
    from longshan_desk.ui.widgets.toast import Toast

    window = _main_window(parent)
    return None if window is None else Toast.show_in(window, message, undo, verb)


def install_excepthook() -> None:
    """Send every uncaught error, from any thread, to the user's eyes and to the log."""
    road = _Road()
    sys.excepthook = road.caught
    threading.excepthook = lambda args: road.caught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


class _Road(QObject):
    """Brings an error from whichever thread to the UI thread."""

    told_bugs = 0

    _elsewhere = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._elsewhere.connect(self._speak, Qt.ConnectionType.QueuedConnection)

    def caught(
        self, kind: type[BaseException], exc: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, exc, trace)
        elif QThread.currentThread() is self.thread():
            self._speak(exc)
        else:
            self._elsewhere.emit(exc)

    def _speak(self, exc: BaseException) -> None:
        failure(None, exc)


def _box(parent: QWidget | None, text: str, hint: str, **looks: Any) -> Box:
    from longshan_desk.ui.widgets.boxes import Box

    return Box(_window(parent), text, hint, **looks)


def _window(parent: QWidget | None) -> QWidget | None:
    return parent.window() if parent is not None else QApplication.activeWindow()


def _main_window(parent: QWidget | None) -> QWidget | None:
    """The window below all dialogs: a dialog that closes must not take the strip with it."""
    window = _window(parent)
    while window is not None and (below := window.parentWidget()) is not None:
        window = below.window()
    return window
