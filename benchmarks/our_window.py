"""The program's start on a desk: when its frame is painted, when 工作台 shows its figures."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.measuring import peak_mb, since_start
from longshan_desk.paths import DeskPaths
from longshan_desk.ui.app import Desk
from longshan_desk.ui.widgets.page import Page


class FirstPaint(QObject):
    """Tells when the window has painted itself for the first time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.done = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.done:
            self.done = True
            print(f"painted={since_start()}")
        return False


def main(home: str) -> None:
    app = QApplication([])
    desk = Desk(DeskPaths(Path(home)))
    FirstPaint(desk.window)
    desk.window.resize(1366, 768)
    desk.window.show()

    shown = False

    def look() -> None:
        nonlocal shown
        page = desk.window.findChild(Page) if desk.context.is_open else None
        if not shown and getattr(page, "due", None) is not None:
            shown = True
            print(f"figures={since_start()}")
            print(f"memory={peak_mb()}")
        if shown and not desk.context.tasks.busy:
            timer.stop()
            desk.window.close()
            app.quit()

    timer = QTimer(interval=1)
    timer.timeout.connect(look)
    timer.start()
    app.exec()
    desk.close()


if __name__ == "__main__":
    main(sys.argv[1])
