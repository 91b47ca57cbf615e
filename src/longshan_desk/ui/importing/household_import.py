"""Importing a household roster by the wizard: read, preview, decide, apply, undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import import_households as acts
from longshan_desk.queries.people import person_rows
from longshan_desk.ui.context import Context
from longshan_desk.ui.importing.dialog import ImportDialog, ImportKind


def import_households(parent: QWidget, context: Context, file: Path | None = None) -> None:
    """导入花名册: opens the wizard; with ``file`` it starts at the preview."""
    ImportDialog(parent, context, HOUSEHOLDS, file).exec()


def _preview(context: Context, path: Path, step: Callable[[int, int], None]) -> Any:
    return acts.preview(context.store, path, step=step)


def _decide(context: Context, shown: Any, decisions: dict[int, str]) -> Any:
    return acts.decide(context.store, shown.sheet, decisions)


def _apply(context: Context, shown: Any, step: Callable[[int, int], None]) -> dict[str, int]:
    return acts.apply(context.store, shown, step=step)


def _refused(context: Context, shown: Any, path: Path) -> Path:
    from longshan_desk.actions.exports import write_refused_households

    return write_refused_households(shown, path)


def _candidate(context: Context, person_id: str) -> str:
    found = person_rows(context.store, [person_id])
    if not found:
        return person_id
    row = found[0]
    born = f"{row.born_on.year}年生" if row.born_on else "出生日期不详"
    return f"{row.name}（{row.group}{row.head}户，{row.relation or '关系不详'}，{born}）"


HOUSEHOLDS = ImportKind(
    title="导入农户花名册",
    undo_words="导入农户花名册",
    template="农户花名册模板.xlsx",
    fields=acts.FIELD_TITLES,
    preview=_preview,
    decide=_decide,
    apply=_apply,
    refused=_refused,
    candidate=_candidate,
)
