"""Importing the roster of cadres and hearing members by the wizard (R1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import import_roster as acts
from longshan_desk.actions.exports import write_refused_cadres
from longshan_desk.errors import NotFoundError
from longshan_desk.queries.cadres import cadre
from longshan_desk.ui.context import Context
from longshan_desk.ui.importing.dialog import ImportDialog
from longshan_desk.ui.importing.kind import ImportKind, Step, Wanted, said, value_of_row


def import_roster(parent: QWidget, context: Context, file: Path | None = None) -> ImportDialog:
    """导入名册: opens the wizard, with ``file`` already chosen if it is given."""
    return ImportDialog.show_for(parent, context, ROSTER, file)


def _preview(context: Context, wanted: Wanted, step: Step) -> Any:
    return acts.preview(context.store, wanted.file, sheet=wanted.sheet, step=step)


def _decide(context: Context, shown: Any, decisions: dict[int, str]) -> Any:
    return acts.decide(context.store, shown.sheet, decisions)


def _apply(context: Context, shown: Any, step: Step) -> dict[str, int]:
    return acts.apply(context.store, shown, step=step)


def _candidate(context: Context, cadre_id: str) -> str:
    try:
        row = cadre(context.store, cadre_id)
    except NotFoundError:
        return cadre_id
    return f"{row.name}（{row.labels or '现在没有任职'}，{row.facts.phone or '没有电话'}）"


def _value(shown: Any, row: Any, field: str) -> Any:
    if field == "roles":
        return tuple(term.office.words for term in row.terms)
    if field in ("from_on", "until_on"):
        return next((getattr(term, field) for term in row.terms), None)
    return value_of_row(shown, row, field)


def _say(context: Context, field: str, value: Any) -> str:
    return said(value)


ROSTER = ImportKind(
    title="导入干部名册",
    about="请选干部和说事会成员的名册。一行写一个人担任的职务和起止时间；一个人有几个身份的，"
    "写几行，或用顿号写在一格里。已经登记的任职不会被改掉，只会补上。",
    template="干部名册模板.xlsx",
    unit="行",
    name="姓名",
    fields=acts.FIELD_TITLES,
    shown=("roles", "from_on", "until_on", "sex", "phone", "note"),
    preview=_preview,
    apply=_apply,
    write_refused=write_refused_cadres,
    value=_value,
    say=_say,
    decide=_decide,
    candidate=_candidate,
)
