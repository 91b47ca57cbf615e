"""One step of the township on a reported matter, as a small dialog (R15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.township import move_at_township
from longshan_desk.domain.labels import TownshipAct
from longshan_desk.queries.policy import current
from longshan_desk.queries.township import ReportedMatter
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import PhraseText, Remark
from longshan_desk.ui.widgets.fields import DayField, Field, Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

VERBS = {
    TownshipAct.RECEIVE: "收件",
    TownshipAct.DECIDE: "记党委会决定",
    TownshipAct.REFER: "转办",
    TownshipAct.PROGRESS: "记进展",
    TownshipAct.ANSWER: "答复村里",
}
_TEXTS = {
    TownshipAct.DECIDE: (
        "党委会的决定",
        ("同意。", "请承办部门研究提出意见。", "暂不具备条件，向群众说明。"),
    ),
    TownshipAct.PROGRESS: ("办理进展", ("已到现场查看。", "已与县直部门对接。", "资金正在落实。")),
    TownshipAct.ANSWER: ("给村里的答复", ()),
}


class TownshipStepDialog(FormDialog):
    def __init__(
        self, parent: QWidget, context: Context, one: ReportedMatter, act: TownshipAct
    ) -> None:
        self._context, self._one, self._act = context, one, act
        verb = VERBS[act]
        super().__init__(
            parent,
            context,
            f"{verb}　{one.village.name} {one.row.number}",
            Form([Remark(one.row.title, key="_about", tone=""), *self._fields()]),
            verb=verb,
            on_save=self._save,
            draft_key=f"township/{one.id}/{act.value}",
        )
        self.sheet.saved.connect(lambda: say_done(parent, context, f"已{verb}"))

    def _fields(self) -> list[Field]:
        today = self._context.today
        on = DayField("on", "日期", today, latest=today, required=True)
        on.set_value(today())
        if self._act is TownshipAct.RECEIVE:
            return [on]
        if self._act is TownshipAct.REFER:
            due = DayField("due", "办理时限", today, required=True)
            due.set_value(today() + timedelta(days=current(self._context.store).assignment_days))
            to = Line(
                "department", "办理部门", required=True, placeholder="站所或县直部门", wide=True
            )
            return [to, due, on]
        title, phrases = _TEXTS[self._act]
        hint = "随返回包带回村里" if self._act is TownshipAct.ANSWER else ""
        return [PhraseText("text", title, phrases, rows=3, required=True, hint=hint), on]

    def _save(self, values: dict[str, Any]) -> None:
        due = values.get("due")
        move_at_township(
            self._context.store,
            self._one.id,
            self._act,
            on=values["on"],
            text=values.get("text"),
            data={
                "department": values.get("department"),
                "due": due.isoformat() if due else None,
            },
            part=self._one.village.part,
        )
