"""变更联系人: who is told of a matter whose contact died or moved away (R45, R46)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.matters import change_contact
from longshan_desk.queries.contacts import RULE
from longshan_desk.queries.matter_page import MatterPage
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import Remark
from longshan_desk.ui.widgets.fields import DayField, Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog


def contact_dialog(parent: QWidget, context: Context, page: MatterPage) -> FormDialog:
    """The dialog, with somebody of the household filled in; show it with ``open()``."""
    gone = page.contact_gone
    said = f"{gone.words}。{RULE}。" if gone else f"{RULE}。"
    form = Form(
        [
            Remark(said),
            Line(
                "name",
                "今后联系谁",
                required=True,
                hint="人迁走了但还能联系上的，写原来的姓名即可",
            ),
            Line("phone", "联系电话"),
            DayField("on", "日期", context.today, latest=context.today, required=True),
            Line("reason", "说明", wide=True),
        ]
    )
    others = gone.others if gone else ()
    form.set_values({"name": others[0] if others else "", "on": context.today()})

    def save(values: dict[str, Any]) -> None:
        change_contact(
            context.store,
            page.row.id,
            values["name"],
            phone=values["phone"] or None,
            reason=values["reason"],
            on=values["on"],
        )
        say_done(parent, context, f"联系人：{values['name']}")

    key = f"matter/{page.row.id}/contact"
    title = f"变更联系人 {page.row.number or ''}"
    return FormDialog(parent, context, title, form, verb="保存", on_save=save, draft_key=key)
