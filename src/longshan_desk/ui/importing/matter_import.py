"""Importing the register that was kept in Excel until now, by the wizard (R43)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import import_matters as acts
from longshan_desk.actions.exports import write_refused_matters
from longshan_desk.domain.labels import ListKind
from longshan_desk.ui.context import Context
from longshan_desk.ui.importing.dialog import ImportDialog
from longshan_desk.ui.importing.kind import (
    AskedOnce,
    ImportKind,
    Step,
    Wanted,
    said,
    value_of_row,
)
from longshan_desk.ui.widgets.choices import options_of


def import_matters(parent: QWidget, context: Context, file: Path | None = None) -> ImportDialog:
    """导入旧台账: opens the wizard, with ``file`` already chosen if it is given."""
    return ImportDialog.show_for(parent, context, MATTERS, file)


def _preview(context: Context, wanted: Wanted, step: Step) -> Any:
    kind = ListKind(wanted.for_all) if wanted.for_all else None
    return acts.preview(context.store, wanted.file, sheet=wanted.sheet, list_kind=kind, step=step)


def _apply(context: Context, shown: Any, step: Step) -> dict[str, int]:
    return acts.apply(context.store, shown, step=step)


def _say(context: Context, field: str, value: Any) -> str:
    if field == "raisers" and value is not None and not isinstance(value, str):
        return "某群众" if value.is_anonymous else "、".join(value.names)
    return said(value)


MATTERS = ImportKind(
    title="导入旧台账",
    about="请选以前用 Excel 记的事项台账。每一件要有反映日期和原话；已经办结的，连同办理结果和"
    "反馈一起带进来。导入的算期初事项，原来的编号会留着，程序另给新编号。",
    template="事项台账模板.xlsx",
    unit="件",
    name="原话",
    fields=acts.FIELD_TITLES,
    shown=("number", "heard_on", "raisers", "list", "responsible", "due_on", "closed_on", "result"),
    preview=_preview,
    apply=_apply,
    write_refused=write_refused_matters,
    value=value_of_row,
    say=_say,
    asked_once=AskedOnce(
        "list",
        "都在哪类清单",
        "表里没有“清单”一列。工作表名称或标题里写了清单的不用选。",
        lambda context: options_of(ListKind),
    ),
)
