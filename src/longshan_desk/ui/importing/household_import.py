"""Importing a household roster by the wizard: read, preview, decide, apply, undo (R34)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import import_households as acts
from longshan_desk.actions.exports import write_refused_households
from longshan_desk.domain.group_words import group_label
from longshan_desk.queries.households import groups
from longshan_desk.queries.people import person_rows
from longshan_desk.queries.policy import current
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
from longshan_desk.ui.widgets.choices import Option

_MOST_GROUPS = 30
_OF_HOUSEHOLD = ("group", "head_name")
_CODED = ("special_groups", "household_special_groups")


def import_households(parent: QWidget, context: Context, file: Path | None = None) -> ImportDialog:
    """导入花名册: opens the wizard, with ``file`` already chosen if it is given."""
    return ImportDialog.show_for(parent, context, HOUSEHOLDS, file)


def _preview(context: Context, wanted: Wanted, step: Step) -> Any:
    group = int(wanted.for_all) if wanted.for_all else None
    return acts.preview(context.store, wanted.file, sheet=wanted.sheet, group=group, step=step)


def _decide(context: Context, shown: Any, decisions: dict[int, str]) -> Any:
    return acts.decide(context.store, shown.sheet, decisions)


def _apply(context: Context, shown: Any, step: Step) -> dict[str, int]:
    return acts.apply(context.store, shown, step=step)


def _candidate(context: Context, person_id: str) -> str:
    found = person_rows(context.store, [person_id])
    if not found:
        return person_id
    row = found[0]
    born = f"{row.born_on.year}年生" if row.born_on else "出生日期不详"
    return f"{row.name}（{row.group}{row.head}户，{row.relation or '关系不详'}，{born}）"


def _say(context: Context, field: str, value: Any) -> str:
    if field == "group":
        return group_label(value or 0)
    if field in _CODED:
        labels = {one.code: one.label for one in current(context.store).special_groups}
        return "、".join(labels.get(code, code) for code in value or ())
    return said(value)


def _value(shown: Any, row: Any, field: str) -> Any:
    """What is said of the whole household stands with the household."""
    if field in _OF_HOUSEHOLD:
        block = shown.sheet.households[row.household_key]
        return block.head_name if field == "head_name" else block.values.get(field)
    return value_of_row(shown, row, field)


def _groups(context: Context) -> tuple[Option, ...]:
    labels = {row.number: row.label for row in groups(context.store) if row.number}
    numbers = sorted({*labels, *range(1, _MOST_GROUPS + 1)})
    return tuple(Option(str(one), labels.get(one, group_label(one))) for one in numbers)


HOUSEHOLDS = ImportKind(
    title="导入农户花名册",
    about="请选花名册文件。Excel（.xlsx、.xls）、CSV 和网页另存的 .xls 都可以；标题行、合并格、"
    "列的先后都不要紧。身份证号要存成文本：存成数字的，后几位已经丢失，不能导入。",
    template="农户花名册模板.xlsx",
    unit="人",
    name="姓名",
    fields=acts.FIELD_TITLES,
    shown=("group", "head_name", "relation", "id_number", "born_on", "phone", "special_groups"),
    preview=_preview,
    apply=_apply,
    write_refused=write_refused_households,
    value=_value,
    say=_say,
    decide=_decide,
    candidate=_candidate,
    asked_once=AskedOnce(
        "group",
        "都是哪个组的",
        "表里没有“组别”一列。工作表名称写了组的（如“三组”）不用选；都没有的，记为未分组。",
        _groups,
    ),
)
