"""After an act: a quiet word that it was done, with 撤销 for just that act."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context


def say_done(parent: QWidget, context: Context, said: str) -> None:
    """Say what was done and offer to take it back; call it right after the action."""
    step = context.store.undoable()[0]
    speaker.toast(parent, said, undo=lambda: _take_back(parent, context, step))


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
