"""Importing a sheet of visits by the wizard: filled in by hand, in WPS, or kept until now (R10)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import import_visits as acts
from longshan_desk.actions.export_visits import write_refused_visits
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.queries.households import household_rows
from longshan_desk.queries.visits import visit_rows
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


def import_visits(parent: QWidget, context: Context, file: Path | None = None) -> ImportDialog:
    """导入走访表: opens the wizard, with ``file`` already chosen if it is given."""
    return ImportDialog.show_for(parent, context, VISITS, file)


def _preview(context: Context, wanted: Wanted, step: Step) -> Any:
    way = VisitWay(wanted.for_all) if wanted.for_all else None
    return acts.preview(context.store, wanted.file, sheet=wanted.sheet, way=way, step=step)


def _decide(context: Context, shown: Any, decisions: dict[int, str]) -> Any:
    return acts.decide(context.store, shown.sheet, decisions)


def _apply(context: Context, shown: Any, step: Step) -> dict[str, int]:
    return acts.apply(context.store, shown, step=step)


def _candidate(context: Context, one: str) -> str:
    """A household by name and what tells it from its namesakes, or what an entry says."""
    for home in household_rows(context.store, [one]):
        more = "，".join(filter(None, (home.facts.address, home.phone, f"{home.persons} 人")))
        return f"{home.group}{home.head}户（{more}）"
    for row in visit_rows(context.store, [one]):
        return f"{chinese_date(row.on)}记的“{row.text[:20]}”，按表更正"
    return one


def _say(context: Context, field: str, value: Any) -> str:
    return said(value)


VISITS = ImportKind(
    title="导入走访表",
    about="请选填好的走访表，或者以前用 Excel 记的走访记录。一行是一次走访：户主、走访日期、"
    "走访方式、走访人和走访情况。没有填写的户不读；同一次走访不会记两遍。",
    template="走访记录模板.xlsx",
    unit="条",
    name="户主",
    fields=acts.FIELD_TITLES,
    shown=("group", "on", "way", "visitors", "text", "finding", "promise"),
    preview=_preview,
    apply=_apply,
    write_refused=write_refused_visits,
    value=value_of_row,
    say=_say,
    decide=_decide,
    candidate=_candidate,
    asked_once=AskedOnce(
        "way",
        "都是怎么走访的",
        "表里没有“走访方式”一列。标题里写了“入户”的不用选；只有入户才算走访到户。",
        lambda context: options_of(VisitWay),
    ),
    which="是哪一户、哪一条",
    as_new="另记一条",
    all_new="已经记过的都另记一条",
    may_be_new=lambda row: row.may_be_new,
)
