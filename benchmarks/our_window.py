"""The program's start on a desk: when its frame and when 工作台 with its figures is painted.

The program runs as it does for a clerk, from the command to the closed window; only the class of
its window is replaced by one that looks at the clock.
"""

from __future__ import annotations

import gc
import sys

from longshan_desk.cli.main import main as start

marks: list[str] = []


def look_on() -> None:
    """Replace the window's class, after the program itself has decided to load it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent

    from benchmarks.inside import peak_mb, since_start
    from longshan_desk.ui import app, main_window

    class Watched(main_window.MainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if not marks:
                marks.append(f"painted={since_start()}")

        def show_page(self, key: str) -> None:
            super().show_page(key)
            if len(marks) == 1:
                self.repaint()
                marks.append(f"figures={since_start()}")
                marks.append(f"memory={peak_mb()}")
                QTimer.singleShot(20, self, self._leave)

        def _leave(self) -> None:
            if self._context.tasks.busy:
                QTimer.singleShot(20, self, self._leave)
            else:
                self.close()

    app.MainWindow = Watched  # type: ignore[misc]


def main(home: str) -> None:
    from longshan_desk.cli import window

    opened = window.open_window

    def watched(args: object) -> object:
        gc.disable()  # as it does itself, before the first import
        look_on()
        return opened(args)

    window.open_window = watched
    start(["--home", home])
    print("\n".join(marks))


if __name__ == "__main__":
    main(sys.argv[1])
