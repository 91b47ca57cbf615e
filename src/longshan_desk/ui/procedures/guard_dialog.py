"""The competence guard: why this body may not decide, who says so, and going on with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.procedures import override_body
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.procedure_labels import Step
from longshan_desk.queries.procedures import ProcedurePage
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import Remark
from longshan_desk.ui.procedures.asking import day_field
from longshan_desk.ui.widgets.fields import Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog


class GuardDialog(FormDialog):
    """R30. ``refused`` is called when it is closed without a reason."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        page: ProcedurePage,
        step: Step,
        body: Body,
        on: object,
        refused: Callable[[], object],
    ) -> None:
        self._context, self._page, self._body = context, page, body
        over = parent.window()  # the panel below is built anew by what is saved
        reason = Text(
            "reason", "仍由它决定的原因", required=True,
            hint="这段话会印在卷宗上，检查的人看得到；没有充分理由的，请点“返回”。",
        )  # fmt: skip
        day = day_field(context)
        if on is not None:
            day.set_value(on)
        form = Form([Remark(why_words(page, step, body), key="_why", tone="late"), reason, day])
        super().__init__(
            over,
            context,
            f"{body.label}不能作{step.label}",
            form,
            verb="写明原因，由它决定",
            on_save=self._save,
        )
        self.sheet.close_button.setText("返回")
        self.rejected.connect(refused)
        self.sheet.saved.connect(
            lambda: say_done(over, context, "已写明原因，可以由它决定；原因会印在卷宗上")
        )

    def _save(self, values: dict[str, Any]) -> None:
        override_body(
            self._context.store,
            self._page.row.id,
            self._body,
            reason=values["reason"],
            on=values["on"],
        )


def why_words(page: ProcedurePage, step: Step, body: Body) -> str:
    """Why the body may not hold the step, and the source."""
    allowed = "、".join(one.label for one in page.rules.bodies_for(step, page.row.type_code))
    if step is not Step.RESOLUTION:
        return f"{step.label}应由{allowed}进行，不是{body.label}。"
    kind = page.type
    return (
        f"“{kind.label}”应由{allowed}决定，{body.label}作出的决议不算数。{kind.note}\n"
        f"依据：{kind.source}"
    )
