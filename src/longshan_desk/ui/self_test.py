"""Whether a window can be made and drawn on this computer, without showing one."""

from __future__ import annotations

import os

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QLabel

from longshan_desk.ui import theme


def draw_unseen(words: str) -> str:
    """Draw ``words`` with the program's looks and no screen; returns Qt's version.

    Raises ``RuntimeError`` if nothing was drawn.
    """
    before = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        theme.apply(app)
        label = QLabel(words)
        is_drawn = not label.grab().isNull()
        del label  # before the application: Qt does not survive the other order
        del app
    finally:
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before
    if not is_drawn:
        raise RuntimeError("窗口画不出来")
    return qVersion()
