"""The township's seal: a second stick, another seal, and its digits at the villages (3.8, F59)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import seals as acts
from longshan_desk.actions import township_office
from longshan_desk.actions.desk import check_passphrase
from longshan_desk.actions.seals import NewSeal, Seals
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange.sticks import StickField
from longshan_desk.ui.exchange.work_dialog import Outcome, WorkDialog
from longshan_desk.ui.office.masked import Masked
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.fields import Check, Choice, Field, Line
from longshan_desk.ui.widgets.form import Form

HELD, LOST = "held", "lost"
SEAL_WHERES = {
    "wrong_passphrase": "passphrase",
    "file_not_found": "seal",
    "印章盘": "seal",
    "口令": "passphrase",
}
_CHANGE = (
    "印章盘的口令被别人看过、保管的人换了、或者怕盘坏了，可以换一个新的。原来的印章盘还在的，"
    "各村接收下一次下发包时自动跟着换；两个都丢了的，各村要打电话来核对 12 位数字。"
    "换了以后，旧的印章盘就没有用了。"
)
_OVER = (
    "乡镇的电脑坏了，用备份恢复到这一台以后，在这里办一次，各村才认这一台。备份以后登记的电脑，"
    "备份里没有，要从最新的设备名单上接过来，所以请先向村里要一个 U 盘；"
    "有两份不同名单的，在这里合成一份。"
)
_PIN = (
    "镇上原来的印章盘丢了，换了新的。请用平时知道的号码给镇上打电话，听镇上读 12 位核对码，"
    "照着输进来；也可以到镇上当面问。不要用别人打来的电话里说的数字。没有核对以前照常交接。"
)


def seal_fields() -> list[Field | str]:
    return [
        StickField("seal", "印章盘", required=True),
        Masked("passphrase", "印章盘口令", required=True),
    ]


def copy_seal(parent: QWidget, context: Context) -> WorkDialog:
    """Township: the second stick, and what to write on the sheet."""
    form = Form([*seal_fields(), StickField("to", "第二个 U 盘", required=True)], columns=1)
    about = (
        "印章盘要做两个，分开放。两个都丢了，各村都要打电话来核对新的。请选一个专门的 U 盘，"
        "不要和交接用的 U 盘混用。"
    )

    def work(values: dict[str, Any], job: Job) -> Path:
        seals = Seals(values["seal"], values["passphrase"])
        return township_office.second_seal(seals, values["to"])

    def tell(file: Path) -> Outcome:
        then = (
            f"已写好：{file}。\n贴上标签：“乡镇印章盘 二”，交另一个人保管。\n"
            "口令写在纸上，装进信封密封，和两个盘都分开放。"
        )
        return "第二个印章盘已做好", then

    return opened(
        WorkDialog(parent, context, "做第二个印章盘", about, form, verb="写第二个印章盘",
                   work=work, tell=tell, wheres=SEAL_WHERES)
    )  # fmt: skip


def take_over(parent: QWidget, context: Context) -> WorkDialog:
    """Township: this PC, restored from its backup, goes on in place of the dead one."""
    store = context.store
    form = Form(
        [
            *seal_fields(),
            StickField("held", "村里的 U 盘", required=True,
                       hint="任一个村勾选“发送全部数据”交过包的；印章盘上有最新名单的，选印章盘也行"),
            Check("sure", "原来的乡镇电脑不再使用"),
        ],
        columns=1,
    )  # fmt: skip

    def work(values: dict[str, Any], job: Job) -> object:
        if not values["sure"]:
            raise BadValueError("请先确认原来的电脑不再使用。", where="sure")
        seals = Seals(values["seal"], values["passphrase"])
        return township_office.take_over_as_hub(store, seals, values["held"])

    def tell(known: object) -> Outcome:
        then = "请给各村做一次下发包，并请各村做一次“发送全部数据”的上报。印章盘请马上拔下。"
        return "已接替", then

    return opened(
        WorkDialog(parent, context, "这台电脑接替", _OVER, form, verb="接替", work=work, tell=tell,
                   wheres={**SEAL_WHERES, "名单": "held"})
    )  # fmt: skip


class ChangeForm(Form):
    """Whether the old seal is at hand, the new stick, and a passphrase that is typed twice."""

    def __init__(self) -> None:
        ways = [
            Option(HELD, "还在", "各村自动跟着换"),
            Option(LOST, "两个都丢了、坏了", "各村要核对"),
        ]
        shown = Check("shown", "显示口令，抄在纸上")
        self._masked = [
            Masked("new_passphrase", "新口令", required=True, hint="至少 8 个字符，可以是一句话"),
            Masked("again", "再输入一次", required=True),
        ]
        super().__init__(
            [
                Choice("way", "原来的印章盘", ways, required=True),
                *seal_fields(),
                Check("sure", "两个印章盘都找不回来了"),
                StickField("to", "新印章盘写到哪个 U 盘", required=True),
                *self._masked,
                shown,
            ],
            columns=1,
        )
        shown.edited.connect(lambda: self._show_typed(bool(shown.value())))
        self["way"].set_value(HELD)
        self["way"].edited.connect(self._way_chosen)
        self._way_chosen()

    def _show_typed(self, is_shown: bool) -> None:
        for field in self._masked:
            field.show_typed(is_shown)

    def _way_chosen(self) -> None:
        is_held = self["way"].value() == HELD
        for key in ("seal", "passphrase"):
            self[key].setVisible(is_held)
            self[key].required = is_held
        self["sure"].setVisible(not is_held)


def change_seal(parent: QWidget, context: Context) -> WorkDialog:
    """Township: another seal, with the old one or without."""
    store = context.store

    def work(values: dict[str, Any], job: Job) -> NewSeal:
        is_held = values["way"] == HELD
        if not (is_held or values["sure"]):
            raise BadValueError("请先确认两个印章盘都找不回来了。", where="sure")
        if values["new_passphrase"] != values["again"]:
            raise BadValueError("两次输入的口令不一样。", hint="请重新输入。", where="again")
        check_new_passphrase(values["new_passphrase"])
        before = Seals(values["seal"], values["passphrase"]) if is_held else None
        return acts.new_root(store, Seals(values["to"], values["new_passphrase"]), before)

    wheres = {**SEAL_WHERES, "新印章盘": "to"}
    return opened(
        WorkDialog(parent, context, "换印章盘", _CHANGE, ChangeForm(), verb="换成新的",
                   work=work, tell=_changed, wheres=wheres)
    )  # fmt: skip


def _changed(done: NewSeal) -> Outcome:
    then = "请马上用“做第二个印章盘”再做一个，分开放；新口令写在纸上密封；旧的盘收回销毁。\n"
    if done.check_code is None:
        return "已换成新印章盘", then + "请给各村做一次下发包，各村接收以后自动换成新印章。"
    return done.check_code, then + (
        "请给各村做一次下发包。各村接收以后会打电话来，把上面的核对码读给他们听；"
        "以后按“念核对码”再看。下面“名单上的电脑”里写着哪个村还没有换。"
    )


def check_new_passphrase(passphrase: str) -> None:
    try:
        check_passphrase(passphrase)
    except AppError as error:
        error.where = "new_passphrase"
        raise


def say_root(parent: QWidget, context: Context) -> WorkDialog:
    """Township: the digits of the present seal, for a village that calls."""
    store = context.store
    about = "各村打电话来核对新印章时，把核对码读给他们听。认得出是哪个村的人再读。"

    def work(values: dict[str, Any], job: Job) -> str:
        return acts.spoken_root(store)

    def tell(code: str) -> Outcome:
        return code, "四位一组，慢慢读。村里输对了，就换成新印章了。"

    return opened(
        WorkDialog(parent, context, "念核对码", about, Form([], columns=1), verb="显示核对码",
                   work=work, tell=tell)
    )  # fmt: skip


def pin(parent: QWidget, context: Context) -> WorkDialog:
    """Village: the new seal's digits, as the township reads them out."""
    store = context.store
    digits = Line("digits", "镇上读出的核对码", required=True, placeholder="12 位数字")

    def work(values: dict[str, Any], job: Job) -> int:
        return acts.pin(store, values["digits"])

    def tell(version: int) -> Outcome:
        return "已换成新印章", "核对码对上了。刚才有包没有收下的，插上 U 盘再接收一次。"

    return opened(
        WorkDialog(parent, context, "核对新印章", _PIN, Form([digits], columns=1), verb="核对",
                   work=work, tell=tell, wheres={"wrong_code": "digits", "核对码": "digits"})
    )  # fmt: skip


def opened(dialog: WorkDialog) -> WorkDialog:
    dialog.open()
    dialog.form.focus_first()
    return dialog
