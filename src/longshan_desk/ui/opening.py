"""Opening the desk after the frame was painted: at once, by the first start, or by a backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from longshan_desk.actions import desk as desk_acts
from longshan_desk.domain.labels import OfficeRole
from longshan_desk.errors import AppError, DamagedDatabaseError, NoDeskError
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.desk import is_founded, newest_good_backup
from longshan_desk.queries.office import current_user, office
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.main_window import MainWindow
from longshan_desk.ui.tasks import Job

Tell = Callable[[int, int], None]
FillDemo = Callable[[DeskPaths, Tell], object]
"""Fills an empty home with an invented village, telling how far it is; given by whoever starts
the program."""

DEMO_MARK = "演示"


class Opening(QObject):
    """``open()`` is the main window's ``open_desk``. ``next_home`` is set when the window was
    closed to make room for another one (after a restore, or for the demonstration).
    """

    imports_asked = Signal()
    joining_asked = Signal(bool)
    """To ask the township now, and whether to import the households after it."""

    def __init__(
        self, window: MainWindow, context: Context, fill_demo: FillDemo | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._fill_demo = fill_demo
        self.first: Any = None
        self.next_home: Path | None = None
        context.restore_asked.connect(self.ask_restore)

    def open(self) -> None:
        """Raises the ``AppError`` that the window shows in words, with 重试."""
        context = self._context
        self._ask_if_moved(context.paths)
        try:
            store = desk_acts.open_desk(context.paths, today=context.today)
        except NoDeskError:
            self._start_first(None)
        except DamagedDatabaseError as exc:
            self._offer_backup(exc)
        else:
            if is_founded(store):
                self._enter(store)
            else:
                self._start_first(store)

    def _ask_if_moved(self, paths: DeskPaths) -> None:
        former = desk_acts.moved_from(paths)
        if former is None:
            return
        answer = speaker.choose(
            self._window,
            f"这里的资料原来放在“{former}”。是搬过来的，还是拷来的一份？",
            ["搬过来的", "拷来的一份"],
            hint="搬过来的：还是原来的岗位，接着用。拷来的一份：原来那份还在别处用，这份另起一个"
            "新编号；已经加入乡镇的，要再申请加入一次。",
        )
        if answer is None:
            raise AppError(
                "还没有说明资料是搬过来的还是拷来的，先没有打开。", hint="请按“重试”再选。"
            )
        if answer == 0:
            desk_acts.go_on_here(paths)

    def ask_restore(self) -> None:
        from longshan_desk.ui.restoring import choose_backup

        choose_backup(self._window, self._context, self._restore)

    def _enter(self, store: Any) -> None:
        store.subscribe(self._context.tell_changed)
        row = office(store)
        is_demo = store.is_demo or self._context.paths.home.name.endswith(DEMO_MARK)
        name = f"{row.name}（{DEMO_MARK}）" if is_demo else row.name
        is_township = row.role is OfficeRole.TOWNSHIP
        user = current_user(store)
        self._context.open(store, desk_name=name, user=user, is_township=is_township)

    # -- there is none yet ------------------------------------------------------------------

    def _start_first(self, store: Any) -> None:
        from longshan_desk.ui.first_start.assistant import FirstStart

        self.first = FirstStart(self._context, store, trial=self._fill_demo is not None)
        self.first.trial_asked.connect(self._try_out)
        self.first.restore_asked.connect(self.ask_restore)
        self.first.founded.connect(self._founded)
        self._show_frame(False)
        self._window.stack.addWidget(self.first)
        self._window.stack.setCurrentWidget(self.first)
        self.first.purpose.setFocus()

    def _founded(self, store: Any, imports: bool) -> None:
        first, self.first = self.first, None
        self._show_frame(True)
        self._enter(store)
        self._window.stack.removeWidget(first)
        first.deleteLater()
        if first.joins:
            self.joining_asked.emit(imports)
        elif imports:
            self.imports_asked.emit()

    def _show_frame(self, shown: bool) -> None:
        """Nothing in the frame leads anywhere while there is no desk."""
        for widget in (self._window.rail, self._window.top, self._window.status):
            widget.setVisible(shown)

    def _try_out(self) -> None:
        """The demonstration lies in a folder beside, so that the real start stays untouched."""
        fill = self._fill_demo
        assert fill is not None
        home = self._context.paths.home
        demo = DeskPaths(home.with_name(f"{home.name}-{DEMO_MARK}"))
        if demo.database.exists():
            self._go_to(demo.home)
            return

        def work(job: Job) -> object:
            return fill(demo, job.step)

        self._context.tasks.run(
            work,
            on_done=lambda made: self._go_to(demo.home),
            owner=self._window,
            title="准备演示村",
            disable=self.first,
        )

    # -- going back to a backup -------------------------------------------------------------

    def _offer_backup(self, exc: AppError) -> None:
        from longshan_desk.ui.restoring import backup_words

        good = newest_good_backup(self._context.paths)
        waiting = self._window.waiting
        if good is None:
            hint = "本机没有完好的备份。请插上存有完整备份的U盘，从那里恢复。"
            waiting.say(exc.message, hint, "选择备份…", self.ask_restore, tone="late")
            return
        hint = f"可以恢复{backup_words(good)}；损坏的文件会留着。"
        file = good.path
        waiting.say(
            exc.message, hint, "恢复这份备份", lambda: self._restore(file, None), tone="late"
        )

    def _restore(self, file: Path, passphrase: str | None) -> None:
        """The window holds no desk while its files change; a fresh window opens the result."""
        from longshan_desk.ui.restoring import bring_back

        self._window.rail.setEnabled(False)
        self._window.top.setEnabled(False)
        self._window.waiting.say("正在恢复…")
        self._window.stack.setCurrentWidget(self._window.waiting)
        store, self._context.store = self._context.store, None
        if store is not None:
            store.close()
        bring_back(
            self._window, self._context, file, passphrase, lambda done: self._reopen(), self._failed
        )

    def _failed(self, exc: Exception) -> bool:
        """Whatever was there before is still there: say why, and open it again."""
        speaker.failure(self._window, exc)
        self._reopen()
        return True

    def _reopen(self) -> None:
        self._go_to(self._context.paths.home)

    def _go_to(self, home: Path) -> None:
        self.next_home = home
        self._window.close()
