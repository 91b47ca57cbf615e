"""Importing the bodies' rolls by the wizard (R14)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import import_rolls as acts
from longshan_desk.actions.exports import write_refused_seats
from longshan_desk.domain.bodies import Body
from longshan_desk.queries.people import person_rows
from longshan_desk.ui.context import Context
from longshan_desk.ui.importing.dialog import ImportDialog
from longshan_desk.ui.importing.kind import AskedOnce, ImportKind, Step, Wanted, said
from longshan_desk.ui.widgets.choices import options_of


def import_rolls(parent: QWidget, context: Context, file: Path | None = None) -> ImportDialog:
    """导入名单: opens the wizard, with ``file`` already chosen if it is given."""
    return ImportDialog.show_for(parent, context, ROLLS, file)


def _preview(context: Context, wanted: Wanted, step: Step) -> Any:
    body = Body(wanted.for_all) if wanted.for_all else None
    return acts.preview(context.store, wanted.file, sheet=wanted.sheet, body=body, step=step)


def _decide(context: Context, shown: Any, decisions: dict[int, str]) -> Any:
    return acts.decide(context.store, shown.sheet, decisions)


def _apply(context: Context, shown: Any, step: Step) -> dict[str, int]:
    return acts.apply(context.store, shown, step=step)


def _candidate(context: Context, person_id: str) -> str:
    rows = person_rows(context.store, [person_id])
    if not rows:
        return person_id
    (row,) = rows
    return f"{row.name}（{row.group}{row.head}户，{row.age or '年龄不详'}岁）"


def _value(shown: Any, row: Any, field: str) -> Any:
    if field == "body":
        return row.body
    if field == "homes":
        return len(row.homes) if row.homes else None
    if field in _OF_EXCLUSION:
        name = _OF_EXCLUSION[field]
        return getattr(row.exclusion, name) if row.exclusion else None
    return row.values.get("is_probationary" if field == "standing" else field)


_OF_EXCLUSION = {
    "reason": "reason",
    "approved_by": "approved_by",
    "approved_on": "approved_on",
    "voted_on": "voted_on",
    "away_from": "from_on",
    "away_until": "until_on",
}


def _say(context: Context, field: str, value: Any) -> str:
    if field in ("standing", "is_probationary") and isinstance(value, bool):
        return "预备党员" if value else "正式党员"
    if field == "homes" and isinstance(value, int):
        return f"{value} 户"
    if field == "capacity" and isinstance(value, bool):
        return "不具有" if value else "完全"
    return said(value)


ROLLS = ImportKind(
    title="导入会议名单",
    about="请选党员名册、村民代表名册或者别的会议名单。一行写一个人；几份名单写在一张表里的，"
    "加一列“名单”。不计入应到的，要写明原因、批准单位和批准日期。"
    "支委、“两委”、村民和户代表不用导入，程序自己会算。",
    template="会议名单模板.xlsx",
    unit="人",
    name="姓名",
    fields=acts.FIELD_TITLES,
    shown=("body", "standing", "sex", "group", "from_on", "homes", "reason", "approved_by", "note"),
    preview=_preview,
    apply=_apply,
    write_refused=write_refused_seats,
    value=_value,
    say=_say,
    decide=_decide,
    candidate=_candidate,
    asked_once=AskedOnce(
        "body",
        "是哪份名单",
        "表里没有“名单”一列。标题、工作表或者文件名里写了的不用选。",
        lambda context: options_of(body for body in Body if body.is_listed),
    ),
)
