"""The township's first start: who it is, and the sticks that are its seal (3.8, R35)."""

from __future__ import annotations

from typing import Any

from longshan_desk.actions.desk import check_passphrase
from longshan_desk.actions.enrolment import Seals
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.ui.exchange.sticks import StickField
from longshan_desk.ui.office.masked import Masked
from longshan_desk.ui.widgets.fields import Check, Line
from longshan_desk.ui.widgets.form import Form

SEAL_WORDS = (
    "印章盘是乡镇的凭证：登记村里的电脑、停用丢失的电脑都要用它。请用一个专门的 U 盘，"
    "平时锁起来，不插在电脑上。口令写在纸上密封保管，忘了口令谁也打不开。"
)
AFTER_WORDS = (
    "乡镇的岗位已经建立。现在请做三件事：\n"
    "1. 马上做第二个印章盘（“U盘交接”→“电脑和加入”），交另一个人保管。两个都丢了，"
    "就要换新的，各村都得打电话来核对。\n"
    "2. 口令写在纸上，写明“龙山村务 乡镇印章盘”，装进信封密封，和两个盘都分开放。\n"
    "3. 拔下印章盘。以后只在登记、停用电脑时插上。\n"
    "写了纪委钥匙盘的，把它和口令一起当面交给纪委，本机不留。"
)


class TownshipForm(Form):
    """No draft is kept of it: there is a passphrase in it."""

    def __init__(self) -> None:
        shown = Check("shown", "显示口令，抄在纸上")
        masked = [
            Masked("passphrase", "印章盘口令", required=True, hint="至少 8 个字符，可以是一句话"),
            Masked("again", "再输入一次", required=True),
            Masked("commission_passphrase", "纪委钥匙盘的口令"),
        ]
        super().__init__(
            [
                Line("name", "名称", required=True, placeholder="如 龙山镇"),
                Line("county", "县"),
                Line("user", "使用人", required=True, placeholder="您的姓名",
                     hint="以后的操作都记在这个人名下"),
                StickField("seal", "印章盘写到哪个 U 盘", required=True),
                masked[0],
                masked[1],
                shown,
                Check("again_after", "原来的乡镇电脑坏了、没有备份，用原来的印章盘重建"),
                StickField("held", "交过包的 U 盘", hint="任一个村勾选“发送全部数据”做过上报的"),
                Check("with_commission", "同时做纪委的钥匙盘（另一个 U 盘，密封事项只有它能打开）",
                      hint="以后也能做"),
                StickField("commission", "纪委钥匙盘写到"),
                masked[2],
            ]
        )  # fmt: skip

        def show() -> None:
            for field in masked:
                field.show_typed(bool(shown.value()))

        shown.edited.connect(show)
        for key in ("with_commission", "again_after"):
            self[key].edited.connect(self._show_wanted)
        self._show_wanted()

    def _show_wanted(self) -> None:
        wanted = bool(self["with_commission"].value())
        for key in ("commission", "commission_passphrase"):
            self[key].setVisible(wanted)
            self[key].required = wanted
        is_again = bool(self["again_after"].value())
        self["held"].setVisible(is_again)
        self["held"].required = is_again


def township_arguments(values: dict[str, Any]) -> dict[str, Any]:
    """What the form holds, as the founding takes it. Raises ``BadValueError`` at its field."""
    if values["passphrase"] != values["again"]:
        raise BadValueError("两次输入的口令不一样。", hint="请重新输入。", where="again")
    _check(values["passphrase"], "passphrase")
    commission = None
    if values["with_commission"]:
        commission = values["commission"]
        _check(values["commission_passphrase"], "commission_passphrase")
        if commission == values["seal"]:
            raise BadValueError(
                "纪委的钥匙不能和印章放在同一个 U 盘上。", hint="请再插一个 U 盘。",
                where="commission",
            )  # fmt: skip
    seals = Seals(
        values["seal"], values["passphrase"], commission, values.get("commission_passphrase") or ""
    )
    return {
        "code": "TOWN", "name": values["name"], "county": values["county"] or None,
        "user": values["user"], "seals": seals,
        "held": values["held"] if values["again_after"] else None,
    }  # fmt: skip


def _check(passphrase: str, where: str) -> None:
    try:
        check_passphrase(passphrase)
    except AppError as error:
        error.where = where
        raise
