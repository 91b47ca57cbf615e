from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from longshan_desk.errors import BadValueError, CancelledError
from longshan_desk.ui import speaker
from longshan_desk.ui.collecting import collect_what_is_due
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job, Tasks
from longshan_desk.ui.widgets.progress import ProgressStrip


@pytest.fixture
def tasks(context: Context) -> Tasks:
    return context.tasks


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(600, 400)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def _strips(owner: QWidget) -> list[ProgressStrip]:
    return owner.findChildren(ProgressStrip)


def test_the_job_runs_beside_the_window_and_its_result_comes_back_to_it(
    tasks: Tasks, owner: QWidget, qtbot: QtBot
) -> None:
    threads: list[QThread] = []
    results: list[int] = []

    def work(job: Job) -> int:
        threads.append(QThread.currentThread())
        return 7

    def done(result: int) -> None:
        threads.append(QThread.currentThread())
        results.append(result)

    tasks.run(work, on_done=done, owner=owner, title="计算")
    qtbot.waitUntil(lambda: results == [7])
    assert threads[0] is not threads[1]
    assert threads[1] is owner.thread()


class _Cycle:
    """Garbage that tells on which thread it was collected."""

    def __init__(self, seen: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: seen.append(threading.current_thread()))


def test_no_garbage_is_collected_on_the_work_thread(
    tasks: Tasks, owner: QWidget, qtbot: QtBot
) -> None:
    seen: list[threading.Thread] = []

    def work(job: Job) -> None:
        for _ in range(5 * gc.get_threshold()[0]):
            _Cycle(seen)

    gc.collect()
    tasks.run(work, on_done=print, owner=owner, title="统计")
    qtbot.waitUntil(lambda: tasks.idle)
    collect_what_is_due()
    assert set(seen) == {threading.main_thread()}


def test_python_collects_again_once_the_work_thread_has_ended(
    tasks: Tasks, owner: QWidget, qtbot: QtBot
) -> None:
    tasks.run(lambda job: None, on_done=print, owner=owner, title="统计")
    qtbot.waitUntil(lambda: tasks.idle)
    assert not gc.isenabled()
    tasks.shut_down()
    assert gc.isenabled()


def test_a_failure_comes_back_on_the_same_road(tasks: Tasks, owner: QWidget, qtbot: QtBot) -> None:
    caught: list[Exception] = []

    def handle(exc: Exception) -> bool:
        caught.append(exc)
        return True

    def fail(job: Job) -> None:
        raise BadValueError("第 3 行的日期不对。")

    tasks.run(fail, on_done=print, on_failed=handle, owner=owner, title="导入")
    qtbot.waitUntil(lambda: len(caught) == 1)
    assert isinstance(caught[0], BadValueError)


def test_a_failure_nobody_handles_is_spoken(
    tasks: Tasks, owner: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[BaseException] = []
    monkeypatch.setattr(speaker, "failure", lambda parent, exc: spoken.append(exc))

    def fail(job: Job) -> None:
        raise ValueError("a bug")

    tasks.run(fail, on_done=print, owner=owner, title="导入")
    qtbot.waitUntil(lambda: len(spoken) == 1)


def test_jobs_run_one_after_another(tasks: Tasks, owner: QWidget, qtbot: QtBot) -> None:
    running = 0
    most = 0
    ended: list[int] = []

    def work(job: Job) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        threading.Event().wait(0.01)
        running -= 1
        return 0

    for _ in range(5):
        tasks.run(work, on_done=ended.append, owner=owner, title="逐个")
    qtbot.waitUntil(lambda: len(ended) == 5)
    assert most == 1


def test_a_result_for_a_closed_window_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QWidget()
    gate = threading.Event()
    results: list[Any] = []
    job = tasks.run(lambda job: gate.wait(5), on_done=results.append, owner=owner, title="慢")
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert results == []
    assert job.cancelled


def test_a_short_job_shows_no_strip(tasks: Tasks, owner: QWidget, qtbot: QtBot) -> None:
    results: list[int] = []
    tasks.run(lambda job: 1, on_done=results.append, owner=owner, title="快")
    qtbot.waitUntil(lambda: results == [1])
    qtbot.wait(600)
    assert _strips(owner) == []


def _slow(gate: threading.Event) -> Callable[[Job], int]:
    def work(job: Job) -> int:
        for done in range(1000):
            job.step(done, 1000)
            if gate.wait(0.02):
                return done
        return -1

    return work


def test_after_half_a_second_the_strip_counts_real_rows(
    tasks: Tasks, owner: QWidget, qtbot: QtBot
) -> None:
    gate = threading.Event()
    results: list[int] = []
    tasks.run(_slow(gate), on_done=results.append, owner=owner, title="导入农户")
    qtbot.wait(400)
    assert _strips(owner) == []
    qtbot.waitUntil(lambda: bool(_strips(owner)) and _strips(owner)[0].bar.value() > 0)
    assert _strips(owner)[0].bar.maximum() == 1000
    gate.set()
    qtbot.waitUntil(lambda: bool(results))
    qtbot.waitUntil(lambda: _strips(owner) == [])


def test_cancelling_stops_the_job_and_says_so_quietly(
    tasks: Tasks, owner: QWidget, qtbot: QtBot
) -> None:
    results: list[int] = []
    caught: list[Exception] = []

    def handle(exc: Exception) -> bool:
        caught.append(exc)
        return True

    tasks.run(
        _slow(threading.Event()),
        on_done=results.append,
        on_failed=handle,
        owner=owner,
        title="导入",
    )
    qtbot.waitUntil(lambda: bool(_strips(owner)))
    _strips(owner)[0].cancel_button.click()
    qtbot.waitUntil(lambda: bool(caught))
    assert isinstance(caught[0], CancelledError)
    assert results == []


def test_the_button_is_grey_while_its_job_runs(tasks: Tasks, owner: QWidget, qtbot: QtBot) -> None:
    pressed = QPushButton("导入", owner)
    gate = threading.Event()
    results: list[Any] = []
    tasks.run(
        lambda job: gate.wait(5),
        on_done=results.append,
        owner=owner,
        title="导入",
        disable=pressed,
    )
    assert not pressed.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: results == [True])
    assert pressed.isEnabled()


def test_a_step_for_every_row_is_cheap() -> None:
    told: list[int] = []
    job = Job(lambda done, total, text: told.append(done))
    for row in range(60_000):
        job.step(row, 60_000)
    job.step(60_000, 60_000)
    assert told[-1] == 60_000
    assert len(told) < 1_000


def test_shutting_down_waits_for_the_job_to_leave(
    tasks: Tasks, owner: QWidget, qapp: QApplication
) -> None:
    left = threading.Event()

    def work(job: Job) -> None:
        try:
            while True:
                job.check()
                threading.Event().wait(0.01)
        finally:
            left.set()

    tasks.run(work, on_done=print, owner=owner, title="不停")
    tasks.shut_down()
    assert left.is_set()


def test_a_quiet_job_shows_no_strip_and_does_not_count_as_busy(
    qtbot: QtBot, tasks: Tasks, owner: QWidget
) -> None:
    go = threading.Event()
    done: list[int] = []

    def count(job: Job) -> int:
        go.wait(5)
        return 7

    tasks.run(count, on_done=done.append, owner=owner, title="数", quiet=True)
    assert not tasks.busy and not tasks.idle
    go.set()
    qtbot.waitUntil(lambda: tasks.idle)
    assert done == [7]
    assert _strips(owner) == []
