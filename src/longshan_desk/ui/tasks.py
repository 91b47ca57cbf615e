"""The one work thread: loops over files, sticks or hundreds of rows run here, never on the window.

Result and failure come back on the same road to the UI thread, and only while the widget that
asked is alive.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from longshan_desk.errors import CancelledError
from longshan_desk.ui.collecting import Collecting

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

log = logging.getLogger(__name__)

SHOW_AFTER_MS = 500
_TELL_EVERY_S = 0.05

T = TypeVar("T")


class Job:
    """What a job function is given: it reports steps and looks whether it should stop.

    ``step`` raises ``CancelledError`` when 取消 was pressed, so a loop that calls it for every
    row needs nothing more; a transaction around the loop is rolled back by that error.
    """

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._told_at = 0.0
        self._cancel = threading.Event()

    @property
    def cancelled(self) -> bool:
        return self._cancel.is_set()

    def cancel(self) -> None:
        self._cancel.set()

    def check(self) -> None:
        """Raise ``CancelledError`` if 取消 was pressed."""
        if self.cancelled:
            raise CancelledError("已取消，数据没有改动。")

    def step(self, done: int, total: int, text: str = "") -> None:
        """``done`` of ``total`` are finished; cheap enough to call for every row."""
        self.check()
        now = time.monotonic()
        if now - self._told_at >= _TELL_EVERY_S or done >= total:
            self._told_at = now
            self._tell(done, total, text)


@dataclass(eq=False)
class _Running(Generic[T]):
    job: Job
    owner: QWidget
    title: str
    on_done: Callable[[T], object]
    on_failed: Callable[[Exception], object] | None
    disabled: QWidget | None
    quiet: bool
    strip: QWidget | None = None


class Tasks(QObject):
    """Runs jobs one after another on the work thread.

    ``tasks.run(fn, on_done=show, owner=self, title="导入农户")``: ``fn(job)`` runs there,
    ``on_done(result)`` here. A failure goes to ``on_failed(exc)``; if there is none, or it does
    not return ``True``, the speaker tells it. After half a second a strip with 取消 appears in
    the owner's window, never before. ``disable`` greys a widget (the button) meanwhile.
    """

    _stepped = Signal(object, int, int, str)
    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._collecting: Collecting | None = None
        self._running: list[_Running[Any]] = []
        self._stepped.connect(self._show_step)
        self._ended.connect(self._deliver)

    @property
    def busy(self) -> bool:
        """Something runs that closing the window would break off."""
        return any(not running.quiet for running in self._running)

    @property
    def idle(self) -> bool:
        """Nothing runs at all."""
        return not self._running

    def run(
        self,
        fn: Callable[[Job], T],
        *,
        on_done: Callable[[T], object],
        owner: QWidget,
        title: str,
        on_failed: Callable[[Exception], object] | None = None,
        disable: QWidget | None = None,
        quiet: bool = False,
    ) -> Job:
        """Start ``fn`` on the work thread; the returned job can be cancelled.

        ``quiet`` is for what nobody asked for and the screen itself says: a figure that is being
        counted, the day's backup. It shows no strip and does not keep the window from closing.
        """
        running: _Running[T]
        job = Job(lambda done, total, text: self._stepped.emit(running, done, total, text))
        running = _Running(job, owner, title, on_done, on_failed, disable, quiet)
        self._running.append(running)
        owner.destroyed.connect(job.cancel)
        if disable is not None:
            disable.setEnabled(False)
        if not quiet:
            QTimer.singleShot(SHOW_AFTER_MS, self, lambda: self._show_strip(running))
        self._thread().submit(self._work, fn, running)
        return job

    def shut_down(self) -> None:
        """Cancel what runs and wait for the thread to leave its transaction."""
        for running in self._running:
            running.job.cancel()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._collecting is not None:
            self._collecting.end()
            self._collecting = None
        self._running.clear()

    def _thread(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
            self._collecting = Collecting(self)
        return self._pool

    def _work(self, fn: Callable[[Job], T], running: _Running[T]) -> None:
        try:
            running.job.check()
            result: object = fn(running.job)
        except Exception as exc:  # the one catch-all: whatever it is travels to the UI thread
            self._ended.emit(running, None, exc)
        else:
            self._ended.emit(running, result, None)

    def _show_strip(self, running: _Running[Any]) -> None:
        if running not in self._running or not shiboken6.isValid(running.owner):
            return
        from longshan_desk.ui.widgets.progress import ProgressStrip

        strip = ProgressStrip(running.owner.window(), running.title)
        strip.cancelled.connect(running.job.cancel)
        strip.show()
        running.strip = strip

    def _show_step(self, running: _Running[Any], done: int, total: int, text: str) -> None:
        from longshan_desk.ui.widgets.progress import ProgressStrip

        strip = running.strip
        if isinstance(strip, ProgressStrip) and shiboken6.isValid(strip):
            strip.show_step(done, total, text)

    def _deliver(self, running: _Running[Any], result: object, exc: Exception | None) -> None:
        if running not in self._running:
            return  # shut down meanwhile
        self._running.remove(running)
        self._tidy(running)
        if not shiboken6.isValid(running.owner):
            if exc is not None and not isinstance(exc, CancelledError):
                log.warning("a job failed after its window was closed: %s", type(exc).__name__)
            return
        if exc is None:
            running.on_done(result)
        elif running.on_failed is None or running.on_failed(exc) is not True:
            from longshan_desk.ui import speaker

            speaker.failure(running.owner, exc)

    def _tidy(self, running: _Running[Any]) -> None:
        if running.strip is not None and shiboken6.isValid(running.strip):
            running.strip.close()
        if running.disabled is not None and shiboken6.isValid(running.disabled):
            running.disabled.setEnabled(True)
