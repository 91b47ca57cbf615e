"""How the forms of a decision are asked: one dialog with its draft, told of when it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.queries.procedures import ProcedurePage
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.fields import DayField, Field
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

Save = Callable[[dict[str, Any]], object]


@dataclass(frozen=True)
class Ask:
    """One form of a decision; ``key`` names its draft."""

    key: str
    title: str
    verb: str
    said: str
    parts: Sequence[Field | str]
    save: Save
    values: dict[str, Any] = field(default_factory=dict)


def open_form(parent: QWidget, context: Context, page: ProcedurePage, ask: Ask) -> FormDialog:
    form = Form(ask.parts)
    form.set_values(ask.values)
    dialog = FormDialog(
        parent.window(),  # the panel below is built anew by what the form saves
        context,
        ask.title,
        form,
        verb=ask.verb,
        on_save=ask.save,
        draft_key=f"procedure/{page.row.id}/{ask.key}",
    )
    dialog.sheet.saved.connect(lambda: say_done(parent, context, ask.said))
    dialog.open()
    return dialog


def day_field(context: Context, title: str = "日期", key: str = "on", hint: str = "") -> DayField:
    """A day that has come, today unless said otherwise."""
    made = DayField(key, title, context.today, latest=context.today, required=True, hint=hint)
    made.set_value(context.today())
    return made
