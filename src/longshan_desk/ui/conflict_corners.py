"""Yellow corners where a record's form or page shows what two desks wrote differently (3.12).

The record stays usable and shows the later value; a click leads to the card where it is decided.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from longshan_desk.domain.record_words import part_word
from longshan_desk.queries.conflicts import conflicts_of
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.form import Form


def mark_form(form: Form, context: Context, tbl: str, rid: str) -> None:
    """Put a corner on each field of a form, which is called like its column."""
    for column, conflict in conflicts_of(context.store, tbl, rid).items():
        field = form.fields.get(column)
        if field is not None:
            field.show_corner(partial(_go, form, context, conflict))


def corner_row(context: Context, tbl: str, rid: str) -> QWidget | None:
    """For a page that shows many facts in one line: what of the record waits to be decided."""
    found = conflicts_of(context.store, tbl, rid)
    if not found:
        return None
    box = QWidget()
    flow = FlowLayout(box, gap=6)
    flow.setContentsMargins(0, 0, 0, 0)
    for conflict in dict.fromkeys(found.values()):
        said = f"“{part_word(tbl, conflict.rpartition(':')[2])}”两台电脑写得不一样"
        go = partial(context.show_record, "conflict", conflict)
        flow.addWidget(button(said, go, kind="corner", looks=True))
    return box


def _go(form: Form, context: Context, conflict: str) -> None:
    """What was typed stays in the draft."""
    dialog = form.window()
    if isinstance(dialog, QDialog):
        dialog.close()
    context.show_record("conflict", conflict)
