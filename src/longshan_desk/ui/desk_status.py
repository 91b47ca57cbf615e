"""The status strip's own: when the last backup was made, who works, and a new day at midnight."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QCursor, QDesktopServices
from PySide6.QtWidgets import QLineEdit, QMenu

from longshan_desk.actions import desk as desk_acts
from longshan_desk.actions.users import add_user, switch_user
from longshan_desk.errors import AppError
from longshan_desk.queries.desk import clock_warning, is_backup_due, last_backup_at
from longshan_desk.queries.office import UserRow, users
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.main_window import MainWindow
from longshan_desk.ui.tasks import Job

_LOOK_EVERY_MS = 30_000
_TOO_OLD = timedelta(days=2)


class NewDay:
    """News that touches everything: a date has changed under every figure on screen."""

    label = "新的一天"

    def touches(self, *kinds: str) -> bool:
        return True


class DeskStatus(QObject):
    """Begins when the desk is open; the day's backup runs on the work thread."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._day = context.today()
        self._acts = {"backup": self._backup_menu, "user": self._user_menu}
        self._watch = QTimer(self, interval=_LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look_at_clock)
        context.desk_opened.connect(self.begin)
        context.status_clicked.connect(self._clicked)

    def begin(self) -> None:
        self._watch.start()
        self.look_at_clock()
        self.say_backup()
        self._back_up_for_today()

    def look_at_clock(self) -> None:
        """At midnight every figure is another one, and a backup is due; a clock that cannot be
        right is said until it is."""
        if not self._context.is_open:
            return
        self._window.warn(clock_warning(self._context.store))
        today = self._context.today()
        if today != self._day:
            self._day = today
            self._context.changed.emit(NewDay())
            self._back_up_for_today()

    def say_backup(self) -> None:
        made = last_backup_at(self._context.paths)
        if made is None:
            self._context.say("backup", "还没有备份", "soon")
            return
        old = datetime.now() - made > _TOO_OLD
        self._context.say("backup", f"上次备份 {_when(made)}", "soon" if old else "")

    def _back_up_for_today(self) -> None:
        paths = self._context.paths
        if is_backup_due(paths):
            self._context.say("backup", "正在备份…")

        def work(job: Job) -> Path | None:
            return desk_acts.daily_backup(paths)

        def failed(exc: Exception) -> bool:
            self._context.say("backup", "今天的备份没有成功", "late")
            if isinstance(exc, AppError):
                speaker.toast(self._window, exc.message)
            return isinstance(exc, AppError)

        self._context.tasks.run(
            work,
            on_done=lambda made: self.say_backup(),
            on_failed=failed,
            owner=self._window,
            title="每日备份",
            quiet=True,
        )

    def back_up_now(self) -> None:
        paths = self._context.paths

        def done(made: Path) -> None:
            self.say_backup()
            speaker.toast(self._window, f"已备份：{made.name}")

        self._context.tasks.run(
            lambda job: desk_acts.back_up(paths), on_done=done, owner=self._window, title="备份"
        )

    def _clicked(self, key: str) -> None:
        if key in self._acts:
            menu = self._acts[key]()
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(QCursor.pos())

    def _backup_menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.addAction("立即备份").triggered.connect(lambda: self.back_up_now())
        folder = QUrl.fromLocalFile(str(self._context.paths.backups))
        menu.addAction("打开备份文件夹").triggered.connect(lambda: QDesktopServices.openUrl(folder))
        menu.addAction("从备份恢复…").triggered.connect(lambda: self._context.restore_asked.emit())
        return menu

    def _user_menu(self) -> QMenu:
        menu = QMenu(self._window)
        for row in users(self._context.store):
            act = menu.addAction(f"换成{row.name}" if not row.is_current else f"{row.name}（现在）")
            act.setEnabled(not row.is_current)
            act.triggered.connect(partial(self.switch_to, row))
        menu.addSeparator()
        menu.addAction("添加使用人…").triggered.connect(lambda: self.add_user())
        return menu

    def switch_to(self, row: UserRow, *_: object) -> None:
        """换人 in one click; whoever has set a PIN is asked for it."""
        from longshan_desk.ui.widgets.fields import Line
        from longshan_desk.ui.widgets.form import Form
        from longshan_desk.ui.widgets.form_sheet import FormDialog

        if not row.has_pin:
            self._switched(switch_user(self._context.store, row.id))
            return
        pin = Line("pin", "PIN", required=True)
        assert isinstance(pin.input, QLineEdit)
        pin.input.setEchoMode(QLineEdit.EchoMode.Password)

        def save(values: dict[str, Any]) -> None:
            name = switch_user(self._context.store, row.id, pin=values["pin"])
            self._switched(name)

        form = Form([pin], columns=1)
        FormDialog(
            self._window, self._context, f"换成{row.name}", form, verb="换人", on_save=save
        ).open()

    def add_user(self) -> None:
        from longshan_desk.ui.widgets.fields import Line
        from longshan_desk.ui.widgets.form import Form
        from longshan_desk.ui.widgets.form_sheet import FormDialog

        def save(values: dict[str, Any]) -> None:
            store = self._context.store
            self._switched(switch_user(store, add_user(store, values["name"])))

        form = Form(
            [Line("name", "使用人", required=True, hint="以后的操作都记在这个人名下")], columns=1
        )
        FormDialog(
            self._window, self._context, "添加使用人", form, verb="添加并换人", on_save=save
        ).open()

    def _switched(self, name: str) -> None:
        self._context.set_user(name)
        speaker.toast(self._window, f"现在由{name}使用")


def _when(moment: datetime) -> str:
    days = (date.today() - moment.date()).days
    if days in (0, 1):
        return f"{'今天' if days == 0 else '昨天'} {moment:%H:%M}"
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
