"""Changing what a matter says: 修改 while it is only ours, 更正 once it was signed or posted."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.matters import edit_matter
from longshan_desk.domain.labels import FindingKind, Source, Topic
from longshan_desk.queries.matter_page import MatterPage
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.conflict_corners import mark_form
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.matter_form import (
    MatterForm,
    how_it_was_sorted,
    what_was_said,
    who_raised_it,
)
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Choice, Field, Line, Text
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import Named

_KEPT_AS = {"topic": Topic, "finding": FindingKind, "source": Source}


class EditDialog(FormDialog):
    """``correct=True`` asks for the reason and marks the change as 更正 (R37)."""

    def __init__(
        self, parent: QWidget, context: Context, page: MatterPage, *, correct: bool = False
    ) -> None:
        self._context = context
        self._over = parent
        self._page = page
        self._correct = correct
        self._before = _values_of(page)
        reason: list[Field | str] = (
            [
                Text(
                    "reason",
                    "原因",
                    rows=2,
                    required=True,
                    placeholder="为什么更正，如：记录时听错",
                )
            ]
            if correct
            else []
        )
        form = MatterForm(
            context,
            [
                *reason,
                *what_was_said(context),
                *how_it_was_sorted(),
                Choice("source", "来源", options_of(Source), as_list=True),
                *who_raised_it(context),
                Line("contact_name", "联系人"),
            ],
            self._to_sealed,
        )
        form.set_values(_as_typed(self._before, page))
        form["named"].set_value("no")  # it is on the register already
        mark_form(form, context, "matter", page.row.id)
        act = "更正" if correct else "修改"
        super().__init__(
            parent,
            context,
            f"{act}事项 {page.row.number or ''}".strip(),
            form,
            verb=act,
            on_save=self._save,
            draft_key=f"matter/{page.row.id}/{'correct' if correct else 'edit'}",
        )
        form.edited.connect(self._mind_the_draft)
        self.sheet.saved.connect(lambda: say_done(self._over, context, f"已{act}"))
        form.focus_on("reason" if correct else "words")

    def _save(self, values: dict[str, Any]) -> None:
        now = _as_kept(values)
        changes = {key: value for key, value in now.items() if value != self._before[key]}
        edit_matter(
            self._context.store,
            self._page.row.id,
            changes,
            reason=values.get("reason") if self._correct else None,
            expected={key: self._before[key] for key in changes},
        )

    def _mind_the_draft(self) -> None:
        form = self.sheet.form
        if self.sheet.keeper is not None and isinstance(form, MatterForm):
            self.sheet.keeper.pause(form.is_sealed)

    def _to_sealed(self) -> None:
        self.sheet.start_over()
        self.reject()
        self._context.show_record("sealed", "")


def _values_of(page: MatterPage) -> dict[str, Any]:
    """What stands on the matter now, in the keys and values that the action knows."""
    row = page.row
    return {
        "words": row.words,
        "summary": row.summary,
        "topic": row.topic,
        "finding": row.finding,
        "source": page.source,
        "raisers": list(page.raisers),
        "is_anonymous": page.is_anonymous,
        "signatures": page.signatures,
        "contact_name": page.contact_name,
        "contact_phone": page.contact_phone,
        "household_id": page.household_id,
    }


def _as_typed(values: dict[str, Any], page: MatterPage) -> dict[str, Any]:
    home = (
        [Named(page.household, page.household_id)] if page.household and page.household_id else []
    )
    raisers = [Named(name) for name in page.raisers]
    return {**values, "raisers": raisers, "household_id": home}


def _as_kept(values: dict[str, Any]) -> dict[str, Any]:
    names = [one.name for one in values["raisers"]]
    kept = {key: value or None for key, value in values.items() if key in _TEXTS}
    for key, kind in _KEPT_AS.items():
        kept[key] = kind(values[key]) if values.get(key) else None
    kept["raisers"] = names
    kept["is_anonymous"] = values["is_anonymous"]
    kept["signatures"] = values["signatures"] or max(1, len(names))
    return kept


_TEXTS = ("words", "summary", "contact_name", "contact_phone", "household_id")
