"""The small forms of an issued paper: stamped, filed, corrected, voided (R37, R38)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from longshan_desk.actions import issued_papers as acts
from longshan_desk.domain.paper_life import FINALS, PaperStatus
from longshan_desk.errors import AppError
from longshan_desk.queries.issued_papers import IssuedRow, issued_paper, made_anew
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers.offers import Offer
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
    form.set_values({"copies": 1})

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
    """The paper as the records stand now takes the place of the issued one; of one that was
    posted the 更正公告 is offered at once."""
    form = Form([Text("reason", "更正的原因", rows=2, required=True)])
    done: list[str] = []

    def save(values: dict[str, Any]) -> None:
        store, reason = context.store, values["reason"]
        made, paper = made_anew(store, row.id)
        new = acts.correct_paper(store, row.id, paper, facts=made.facts, reason=reason)
        done.append(new)

    key = f"paper/{row.id}/correct"
    FormDialog(parent, context, "更正", form, verb="更正", on_save=save, draft_key=key).exec()
    if done:
        context.show_record("issued_paper", done[0])
        if issued_paper(context.store, done[0])[0].wants_notice:
            notice(parent, context, done[0])


def notice(parent: QWidget, context: Context, paper_id: str) -> None:
    """R37: what a corrected paper said wrong is made public."""
    from longshan_desk.ui.papers.dialog import PapersDialog

    PapersDialog(parent, context, [Offer("correction_notice", paper_id)]).open()


def attach_final(parent: QWidget, context: Context, row: IssuedRow) -> None:
    """R38: the scan, photograph or file of the signed original."""
    kinds = " ".join(f"*{suffix}" for suffix in FINALS)
    chosen, _ = QFileDialog.getOpenFileName(parent, "签字原件", "", f"扫描件、照片、文档 ({kinds})")
    if chosen:
        keep(parent, context, row, Path(chosen))


def keep(parent: QWidget, context: Context, row: IssuedRow, file: Path) -> None:
    try:
        acts.keep_final(context.store, row.id, file)
    except AppError as error:
        speaker.tell(parent, error)
    else:
        say_done(parent, context, f"签字原件已附在“{row.title}”上")


def void(parent: QWidget, context: Context, row: IssuedRow) -> None:
    form = Form([Text("reason", "作废的原因", rows=2, required=True)])

    def save(values: dict[str, Any]) -> None:
        acts.void_paper(context.store, row.id, reason=values["reason"])

    key = f"paper/{row.id}/void"
    FormDialog(parent, context, "作废", form, verb="作废", on_save=save, draft_key=key).exec()
