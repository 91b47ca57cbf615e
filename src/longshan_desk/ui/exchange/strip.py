"""The bottom strip's word of the exchange: 上报 4月6日 · 返回 4月3日 · 3 条未上报."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from longshan_desk.errors import AppError
from longshan_desk.ui.context import Context
from longshan_desk.ui.main_window import MainWindow
from longshan_desk.ui.tasks import Job

if TYPE_CHECKING:
    from longshan_desk.queries.handover import StripWords

_SOON_MS = 300
"""After the last of a row of acts."""


class HandoverStrip(QObject):
    """A click goes to the page; it is counted on the work thread after every act."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(window)
        self._window, self._context = window, context
        self._has_tidied = False
        self._later = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._later.timeout.connect(self.look)
        context.desk_opened.connect(self.look)
        context.changed.connect(lambda change: self._later.start())
        context.status_clicked.connect(self._clicked)

    def look(self) -> None:
        store = self._context.store
        if store is None:
            return

        def work(job: Job) -> StripWords | None:
            from longshan_desk.queries.handover import strip_words

            self._tidy(store)
            return strip_words(store)

        self._context.tasks.run(
            work,
            on_done=self._say,
            on_failed=lambda exc: isinstance(exc, AppError),
            owner=self._window,
            title="查看交接情况",
            quiet=True,
        )

    def _tidy(self, store: Any) -> None:
        """What was received when the program was killed is put away at the next start (F24)."""
        if not self._has_tidied:
            from longshan_desk.actions.packages import finish_interrupted

            finish_interrupted(store)
            self._has_tidied = True

    def _say(self, found: StripWords | None) -> None:
        text = found.text if found else ""
        self._context.say("handover", text, "soon" if found and found.is_late else "")

    def _clicked(self, key: str) -> None:
        if key == "handover":
            self._context.show_page("exchange")
