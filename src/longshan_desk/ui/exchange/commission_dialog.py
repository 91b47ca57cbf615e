"""The commission's own stick, made after the township was founded without it (R35)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import township_office
from longshan_desk.actions.township_office import Seals
from longshan_desk.errors import BadValueError
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange.seal_dialogs import (
    SEAL_WHERES,
    check_new_passphrase,
    opened,
    seal_fields,
)
from longshan_desk.ui.exchange.sticks import StickField
from longshan_desk.ui.exchange.work_dialog import Outcome, WorkDialog
from longshan_desk.ui.office.masked import Masked
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.form import Form

_ABOUT = (
    "村里密封登记的内容，只有纪委用自己的钥匙盘能打开。请纪委的同志带一个专门的 U 盘来，"
    "自己输口令；钥匙只写在这个 U 盘上，本机不留。还要插上乡镇的印章盘，各村才认这把钥匙。"
)


def make_commission_key(parent: QWidget, context: Context) -> WorkDialog:
    """Township: the key's stick, and the seal that tells the villages of it."""
    store = context.store
    form = Form(
        [
            *seal_fields(),
            StickField("to", "纪委的 U 盘", required=True, hint="不是印章盘，也不是交接用的"),
            Masked("new_passphrase", "钥匙盘的口令", required=True,
                   hint="纪委的同志自己输，至少 8 个字符，可以是一句话"),
            Masked("again", "再输入一次", required=True),
        ],
        columns=1,
    )  # fmt: skip

    def work(values: dict[str, Any], job: Job) -> object:
        if values["to"] == values["seal"]:
            raise BadValueError(
                "纪委的钥匙不能和印章放在同一个 U 盘上。", hint="请再插一个 U 盘。", where="to"
            )
        if values["new_passphrase"] != values["again"]:
            raise BadValueError("两次输入的口令不一样。", hint="请重新输入。", where="again")
        check_new_passphrase(values["new_passphrase"])
        seals = Seals(
            values["seal"], values["passphrase"], values["to"], values["new_passphrase"]
        )  # fmt: skip
        return township_office.make_commission_key(store, seals)

    def tell(known: object) -> Outcome:
        then = (
            "请纪委的同志把钥匙盘带走，口令写在纸上自己封存：丢了、忘了，以前的密封件谁也打不开。\n"
            "请给各村做一次下发包，各村接收以后就能密封登记。印章盘请马上拔下。"
        )
        return "纪委的钥匙盘已做好", then

    return opened(
        WorkDialog(parent, context, "做纪委的钥匙盘", _ABOUT, form, verb="写钥匙盘", work=work,
                   tell=tell, wheres={**SEAL_WHERES, "钥匙盘": "to"})
    )  # fmt: skip
