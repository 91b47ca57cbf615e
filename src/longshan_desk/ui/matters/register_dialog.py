"""登记事项: one matter from a caller, the telephone, a visit, the township, or a hearing."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.matters import NewMatter, Registered, register_matter
from longshan_desk.domain.labels import FindingKind, ListKind, Source, Topic
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.matter_form import RegisterForm
from longshan_desk.ui.widgets.form_sheet import FormDialog

DRAFT_KEY = "matter/register"


class RegisterDialog(FormDialog):
    """``RegisterDialog(parent, context).open()``; ``registered`` holds what came of it."""

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        self._context = context
        self._over = parent
        self.registered: Registered | None = None
        self.form = RegisterForm(context, self._to_sealed, self._to_similar)
        super().__init__(
            parent,
            context,
            "登记事项",
            self.form,
            verb="登记",
            on_save=self._register,
            draft_key=DRAFT_KEY,
        )
        self.form.edited.connect(self._mind_the_draft)
        self._mind_the_draft()
        self.sheet.saved.connect(self._say)
        self.form.focus_on("topic" if self.form["topic"].is_empty() else "words")

    def _register(self, values: dict[str, Any]) -> None:
        self.registered = register_matter(
            self._context.store,
            new_matter(values),
            hearing_id=values.get("hearing_id"),
            heard_on=values.get("heard_on"),
        )

    def _say(self) -> None:
        if self.registered is None or self._over is None:
            return
        number = self.registered.number
        said = f"已登记 {number}" if number else "已登记，说事会收尾时编号"
        say_done(self._over, self._context, said)

    def _mind_the_draft(self) -> None:
        if self.sheet.keeper is not None:
            self.sheet.keeper.pause(self.form.is_sealed)

    def _to_sealed(self) -> None:
        self.sheet.start_over()
        self.reject()
        self._context.show_record("sealed", "")

    def _to_similar(self, matter_id: str) -> None:
        self.sheet.close_sheet()
        self._context.show_record("matter", matter_id)


def new_matter(values: dict[str, Any]) -> NewMatter:
    """What the form holds, as the action takes it."""
    finding = values.get("finding")
    return NewMatter(
        words=values["words"],
        topic=Topic(values["topic"]),
        list_kind=ListKind(values["list_kind"]),
        summary=values.get("summary"),
        finding=FindingKind(finding) if finding else None,
        source=Source(values["source"]),
        raisers=[one.name for one in values["raisers"]],
        is_anonymous=values["is_anonymous"],
        signatures=values["signatures"],
        contact_phone=values["contact_phone"],
        household_id=values["household_id"],
    )
