"""The small forms of an issued paper: stamped, filed, corrected, voided (R37, R38)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import issued_papers as acts
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.queries.issued_papers import IssuedRow
from longshan_desk.queries.prepared import prepared
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.fields import Line, Number, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog


def stamp(parent: QWidget, context: Context, row: IssuedRow) -> None:
    form = Form(
        [
            Line("seal", "印章", required=True, placeholder="如 村党支部"),
            Number("copies", "份数", minimum=1, maximum=99),
            Line("approved_by", "批准人"),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        acts.stamp_paper(
            context.store,
            row.id,
            seal=values["seal"],
            copies=values["copies"] or 1,
            approved_by=values["approved_by"],
        )

    key = f"paper/{row.id}/stamp"
    FormDialog(parent, context, "盖章", form, verb="登记用章", on_save=save, draft_key=key).exec()


def file_away(parent: QWidget, context: Context, row: IssuedRow) -> None:
    form = Form([Line("box", "盒号", placeholder="如 2022-3")])

    def save(values: dict[str, Any]) -> None:
        box = values["box"]
        acts.mark_paper(context.store, row.id, PaperStatus.FILED, box_number=box)

    key = f"paper/{row.id}/file"
    FormDialog(parent, context, "归档", form, verb="归档", on_save=save, draft_key=key).exec()


def correct(parent: QWidget, context: Context, row: IssuedRow) -> None:
    """The paper as the records stand now takes the place of the issued one."""
    form = Form([Text("reason", "更正的原因", rows=2, required=True)])

    def save(values: dict[str, Any]) -> None:
        store = context.store
        made = prepared(store, row.kind, row.for_id, size=row.size, names=row.names)
        same = next((one for one in made.papers if one.name == row.title), made.papers[0])
        acts.correct_paper(store, row.id, same, facts=made.facts, reason=values["reason"])

    key = f"paper/{row.id}/correct"
    FormDialog(parent, context, "更正", form, verb="更正", on_save=save, draft_key=key).exec()


def void(parent: QWidget, context: Context, row: IssuedRow) -> None:
    form = Form([Text("reason", "作废的原因", rows=2, required=True)])

    def save(values: dict[str, Any]) -> None:
        acts.void_paper(context.store, row.id, reason=values["reason"])

    key = f"paper/{row.id}/void"
    FormDialog(parent, context, "作废", form, verb="作废", on_save=save, draft_key=key).exec()
