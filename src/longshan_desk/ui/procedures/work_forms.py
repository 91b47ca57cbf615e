"""The forms of carrying a resolution out: who until when, progress and spending, acceptance."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.procedures import carry_out
from longshan_desk.queries.procedures import ProcedurePage
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import Remark
from longshan_desk.ui.procedures.asking import Ask, day_field, open_form
from longshan_desk.ui.procedures.fields import Yuan
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.fields import DayField, Field, People, Text
from longshan_desk.ui.widgets.people import Named


class WorkForms:
    def __init__(self, parent: QWidget, context: Context, page: ProcedurePage) -> None:
        self._parent, self._context, self._page = parent, context, page

    def begin(self) -> None:
        self._ask_who("begin", "组织实施", "开始日期", "已组织实施")

    def change(self) -> None:
        now = self._page.state.implementation
        assert now is not None
        self._ask_who("change", "换人或改期限", "日期", "已改", now.who, now.due_on)

    def _ask_who(
        self, key: str, title: str, day: str, said: str, who: str = "", due: date | None = None
    ) -> None:
        def save(values: dict[str, Any]) -> None:
            carry_out(
                self._context.store,
                self._page.row.id,
                who=values["who"][0].name,
                due_on=values["due"],
                on=values["on"],
            )

        suggest = suggest_cadres(self._context)
        parts: list[Field | str] = [
            People("who", "负责人", suggest=suggest, at_most=1, required=True),
            DayField("due", "完成时限", self._context.today, required=True),
            day_field(self._context, day),
        ]
        begun = {"who": [Named(who)] if who else [], "due": due}
        self._open(Ask(key, title, title, said, parts, save, begun))

    def progress(self) -> None:
        def save(values: dict[str, Any]) -> None:
            carry_out(
                self._context.store,
                self._page.row.id,
                progress=values["text"],
                spent=values["spent"],
                on=values["on"],
            )

        parts: list[Field | str] = [
            Text("text", "进展", rows=2, required=True, placeholder="如 路基已经做完 200 米"),
            Yuan("spent", "这一笔支出", hint="没有支出的空着；多笔自动累加"),
            day_field(self._context),
        ]
        self._open(Ask("progress", "记进展和支出", "记下", "已记进展", parts, save))

    def accept(self) -> None:
        def save(values: dict[str, Any]) -> None:
            carry_out(
                self._context.store,
                self._page.row.id,
                accepted_on=values["on"],
                acceptance=values["text"],
            )

        parts: list[Field | str] = [
            Remark("验收以后就可以公开实施结果。还有没记的支出，请先“记进展和支出”。"),
            Text("text", "验收意见", rows=2, required=True,
                 placeholder="如 按方案完成，村务监督委员会和村民代表现场验收合格"),
            day_field(self._context, "验收日期"),
        ]  # fmt: skip
        self._open(Ask("accept", "验收", "验收", "已记验收", parts, save))

    def _open(self, ask: Ask) -> None:
        open_form(self._parent, self._context, self._page, ask)
