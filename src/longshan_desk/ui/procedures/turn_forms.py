"""The forms by which a decision turns: a new round after a lost vote, its end, its closing."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.procedures import close_procedure, new_round
from longshan_desk.queries.procedures import ProcedurePage
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import Remark
from longshan_desk.ui.procedures.asking import Ask, day_field, open_form
from longshan_desk.ui.widgets.fields import Text


def ask_round(parent: QWidget, context: Context, page: ProcedurePage) -> None:
    """退回修改: what was changed and why, as the next round."""
    number = page.row.round + 1

    def save(values: dict[str, Any]) -> None:
        new_round(
            context.store,
            page.row.id,
            reason=values["reason"],
            proposal=values["proposal"],
            on=values["on"],
        )

    parts = [
        Remark(f"作为第 {number} 轮，从提议开始再走一遍；上一轮的记录都留着。"),
        Text("reason", "重新提出的原因、修改了什么", rows=2, required=True),
        Text("proposal", "修改后的提议", rows=3, required=True),
        day_field(context),
    ]
    ask = Ask(
        "round", "修改后重新提出", "重新提出", f"已重新提出，第 {number} 轮",
        parts, save, {"proposal": page.proposal},
    )  # fmt: skip
    open_form(parent, context, page, ask)


def ask_end(parent: QWidget, context: Context, page: ProcedurePage) -> None:
    """终止: without a resolution, with the reason."""

    def save(values: dict[str, Any]) -> None:
        close_procedure(context.store, page.row.id, reason=values["reason"], on=values["on"])

    parts = [
        Remark("没有作出决议就终止；会议记录都留着。以后要再议的，另行立项。"),
        Text("reason", "终止的原因", rows=2, required=True),
        day_field(context),
    ]
    open_form(parent, context, page, Ask("end", "终止这项决策", "终止", "已终止", parts, save))


def ask_close(parent: QWidget, context: Context, page: ProcedurePage) -> None:
    """结案 after the outcome was made public."""

    def save(values: dict[str, Any]) -> None:
        close_procedure(context.store, page.row.id, reason=values["reason"], on=values["on"])

    parts = [
        Remark("实施结果已经公开、期满没有未答复的异议，就可以结案归档。"),
        day_field(context, "结案日期"),
        Text("reason", "说明", rows=1, hint="可以不填"),
    ]
    open_form(parent, context, page, Ask("close", "结案", "结案", "已结案", parts, save))
