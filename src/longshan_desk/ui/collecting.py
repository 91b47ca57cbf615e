"""Garbage is collected on the UI thread alone.

PySide ends the connections of what is collected, under a lock of Qt's. On another thread that waits
for Python's lock, while the UI thread holds Python's and waits for Qt's: the window hangs.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 3_000


class Collecting(QObject):
    """From its making until ``end``: what Python would do on whichever thread, a timer does."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_automatic = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()
        if self._was_automatic:
            gc.enable()


def collect_what_is_due() -> None:
    """As Python itself decides: the oldest generation whose count is over its threshold."""
    due = [
        generation
        for generation, (count, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if count > most
    ]
    if due:
        gc.collect(due[-1])
