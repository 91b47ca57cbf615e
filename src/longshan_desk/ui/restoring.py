"""Going back to a backup or a full copy: choose it, see what is in it, say what goes, do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from longshan_desk.actions import desk as desk_acts
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.errors import AppError
from longshan_desk.queries.desk import BackupRow, is_full_copy, what_is_in
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.fields import Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

Go = Callable[[Path, str | None], object]


def choose_backup(parent: QWidget, context: Context, go: Go) -> None:
    """Let somebody choose a file and confirm what it brings; then ``go(file, passphrase)``."""
    chosen, _ = QFileDialog.getOpenFileName(
        parent, "选择备份", str(context.paths.backups), "备份 (*.sqlite *.lscopy);;所有文件 (*)"
    )
    if chosen:
        look_into(parent, context, Path(chosen), go)


def look_into(parent: QWidget, context: Context, file: Path, go: Go) -> None:
    """Ask for the passphrase where there is one, show what is in the file, ask once more."""
    if is_full_copy(file):
        _ask_passphrase(parent, context, file, go)
        return
    try:
        held = what_is_in(file)
    except AppError as exc:
        speaker.tell(parent, exc)
        return
    _confirm(parent, context, held, None, go)


def bring_back(
    parent: QWidget,
    context: Context,
    file: Path,
    passphrase: str | None,
    on_done: Callable[[Any], object],
    on_failed: Callable[[Exception], object] | None = None,
) -> None:
    """Restore on the work thread; no store may be open."""
    paths = context.paths
    context.tasks.run(
        lambda job: desk_acts.restore(paths, file, passphrase=passphrase, step=job.step),
        on_done=on_done,
        on_failed=on_failed,
        owner=parent,
        title="恢复备份",
    )


def backup_words(held: BackupRow) -> str:
    """“大湾村 2022年4月8日 17:20 的备份，400 户、310 件事项”"""
    when = f"{chinese_date(held.made_at.date())} {held.made_at:%H:%M}"
    return f"{when} 的备份，{held.households} 户、{held.matters} 件事项"


def _ask_passphrase(parent: QWidget, context: Context, file: Path, go: Go) -> None:
    field = Line("passphrase", "口令", required=True, hint="做完整备份时写在纸上的口令")
    assert isinstance(field.input, QLineEdit)
    field.input.setEchoMode(QLineEdit.EchoMode.Password)
    found: list[tuple[BackupRow, str]] = []

    def save(values: dict[str, Any]) -> None:
        found.append((what_is_in(file, values["passphrase"]), values["passphrase"]))

    dialog = FormDialog(
        parent, context, "打开完整备份", Form([field], columns=1), verb="打开", on_save=save
    )
    if dialog.exec() and found:
        _confirm(parent, context, *found[-1], go)


def _confirm(
    parent: QWidget, context: Context, held: BackupRow, passphrase: str | None, go: Go
) -> None:
    is_new = not context.is_open and not context.paths.database.exists()
    lost = "" if is_new else "这份备份以后登记的内容会被换掉；换掉以前先备份一次，可以再恢复回来。"
    if speaker.confirm(parent, f"恢复{backup_words(held)}？", "恢复", lost=lost):
        go(held.path, passphrase)
