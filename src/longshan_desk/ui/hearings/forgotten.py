"""补录: what was forgotten at a hearing, or not written down whole before it was closed (R37)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import hearings as acts
from longshan_desk.actions import meetings as meeting_acts
from longshan_desk.actions.matters import NewMatter
from longshan_desk.domain.labels import FindingKind, ItemKind, ListKind, Topic
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.spoken_rows import names_in
from longshan_desk.ui.matters.matter_form import MatterForm, what_was_said, who_raised_it
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Choice, Line, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import Named


class ForgottenDialog(FormDialog):
    """A 事项 or 当场答复; with ``typed`` it begins with what was typed and not complete, and
    keeps no draft of its own beside the one that holds that."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        hearing_id: str,
        typed: dict[str, Any] | None = None,
        on_saved: Callable[[], object] | None = None,
    ) -> None:
        self._context = context
        self._over = parent
        self._hearing_id = hearing_id
        self._number = ""
        self.form = _ForgottenForm(context, self._to_sealed)
        if typed is not None:
            self.form.set_values(_values(typed))
        self.form.show_kind()
        key = "" if typed is not None else f"meeting/{hearing_id}/forgotten"
        super().__init__(
            parent,
            context,
            "补录事项",
            self.form,
            verb="补录",
            on_save=self._save,
            draft_key=key,
        )
        self.form.show_kind()
        self.form.edited.connect(self._mind_the_draft)
        self._on_saved = on_saved
        self.sheet.saved.connect(self._say)

    def _save(self, values: dict[str, Any]) -> None:
        kind = ItemKind(values["kind"])
        finding = values["finding"]
        matter = NewMatter(
            words=values["words"],
            summary=values["summary"],
            topic=Topic(values["topic"]),
            list_kind=ListKind(values["list"]),
            finding=FindingKind(finding) if finding else None,
            raisers=[one.name for one in values["raisers"]],
            is_anonymous=values["is_anonymous"],
            signatures=values["signatures"],
            contact_phone=values["contact_phone"],
            household_id=values["household_id"],
        )
        row = acts.GridRow(
            kind, matter=matter, result=values.get("result"), answerer=values.get("answerer")
        )
        self._number = acts.add_forgotten(self._context.store, self._hearing_id, row)

    def _say(self) -> None:
        if self._on_saved is not None:
            self._on_saved()
        say_done(self._over, self._context, f"已补录 {self._number}")

    def _mind_the_draft(self) -> None:
        if self.sheet.keeper is not None:
            self.sheet.keeper.pause(self.form.is_sealed)

    def _to_sealed(self) -> None:
        self.sheet.start_over()
        self.reject()
        self._context.show_record("sealed", "")


class _ForgottenForm(MatterForm):
    def __init__(self, context: Context, on_sealed: Callable[[], object]) -> None:
        kinds = options_of((ItemKind.MATTER, ItemKind.ANSWER))
        super().__init__(
            context,
            [
                Choice("kind", "类型", kinds, required=True),
                *what_was_said(context),
                Line("summary", "梳理", placeholder="一句话概括；空着就用原话", wide=True),
                Choice("list", "列入清单", options_of(ListKind), required=True),
                Choice("finding", "归类", options_of(FindingKind)),
                Text("result", "答复结果", rows=2, required=True),
                Line(
                    "answerer", "答复人", required=True, suggest=suggest_cadres(context), wide=True
                ),
                *who_raised_it(context),
            ],
            on_sealed,
        )
        self["kind"].set_value(ItemKind.MATTER.value)
        self["kind"].edited.connect(self.show_kind)

    def show_kind(self) -> None:
        """Only what was answered on the spot has a result and who gave it."""
        is_answer = self["kind"].value() == ItemKind.ANSWER
        for key in ("result", "answerer"):
            self[key].setVisible(is_answer)
        self.reshaped.emit()


def add_forgotten_speech(parent: QWidget, context: Context, hearing_id: str) -> None:
    """补录发言: it has no number, and stands at the end of the record."""
    form = Form(
        [
            Line("speaker", "发言人", required=True, suggest=suggest_cadres(context)),
            Text("text", "内容", rows=4, required=True),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        meeting_acts.save_item(context.store, hearing_id, ItemKind.SPEECH, **values)

    key = f"meeting/{hearing_id}/forgotten-speech"
    FormDialog(parent, context, "补录发言", form, verb="补录", on_save=save, draft_key=key).open()


def _values(typed: dict[str, Any]) -> dict[str, Any]:
    """A row of the grid, as the form's fields."""
    kind = typed.get("kind")
    return {
        "kind": kind if kind == ItemKind.ANSWER else ItemKind.MATTER.value,
        "topic": typed.get("topic") or None,
        "named": "no",
        "words": typed.get("words"),
        "summary": typed.get("summary"),
        "list": typed.get("list") or None,
        "finding": typed.get("finding") or None,
        "result": typed.get("result"),
        "answerer": typed.get("answerer"),
        "raisers": [Named(name) for name in names_in(typed.get("who"))],
        "contact_phone": typed.get("phone"),
        "signatures": typed.get("signatures"),
        "is_anonymous": typed.get("anonymous"),
    }
