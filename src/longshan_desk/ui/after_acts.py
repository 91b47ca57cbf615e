"""After an act: a quiet word that it was done, with 撤销 for just that act, or 打开 for a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context

_SEP = "\\" if os.name == "nt" else "/"


def say_done(parent: QWidget, context: Context, said: str) -> None:
    """Say what was done and offer to take it back; call it right after the action."""
    step = context.store.undoable()[0]
    speaker.toast(parent, said, undo=lambda: _take_back(parent, context, step))


def attempt(parent: QWidget, context: Context, act: Callable[[], object], said: str) -> bool:
    """Do it and offer to take it back, or say why not; whether it was done."""
    try:
        act()
    except AppError as exc:
        speaker.tell(parent, exc)
        return False
    say_done(parent, context, said)
    return True


def say_written(parent: QWidget, file: Path, what: str) -> None:
    """Say that a file was written and where, and offer to open it."""

    def show_file() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    said = f"{what}已保存到 {file.parent.name}{_SEP}{file.name}"
    speaker.toast(parent, said, undo=show_file, verb="打开")


def _take_back(parent: QWidget, context: Context, step: object) -> None:
    try:
        if context.store.undoable()[0] != step:
            raise AppError(
                "这一步以后又做了别的操作，没有撤销。", hint="请按 Ctrl+Z，从最后一步开始撤销。"
            )
        label = context.store.undo()
    except AppError as exc:
        speaker.tell(parent, exc)
    else:
        speaker.toast(parent, f"已撤销“{label}”")
