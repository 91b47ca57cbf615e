"""The steps of joining, one form each: request, welcome, accepting, the seal, ending a PC (3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import enrolment as acts
from longshan_desk.actions.enrolment import Asked, Joined, Seals
from longshan_desk.domain.enrolment import Because
from longshan_desk.errors import BadValueError
from longshan_desk.queries.handover import DeskRow, JoinFile, join_files, welcome_files
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange.seal_dialogs import SEAL_WHERES, opened, seal_fields
from longshan_desk.ui.exchange.sticks import StickField
from longshan_desk.ui.exchange.work_dialog import Outcome, WorkDialog
from longshan_desk.ui.office.masked import Masked
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Choice, Field, Line
from longshan_desk.ui.widgets.form import Form

ADD, REPLACE = "add", "replace"
_CODE = {"wrong_code": "digits", "核对码": "digits"}
_REQUEST = (
    "第一步：把申请写到 U 盘，带到镇上。镇上会打电话来，请您把屏幕上的 12 位核对码读给他们。"
    "电话要打镇上平时的号码，不要打别人临时给的。"
)
_WELCOME = (
    "第二步：镇上把欢迎包写回了 U 盘，插上它。镇上在电话里读出第二个核对码，请输进来。"
    "本机已有的登记全部带进去，一条不丢。"
)
_ACCEPT = (
    "请用平时知道的号码给村里打电话，让村里读出申请上的核对码，照着输进来。屏幕上故意不显示，"
    "连错三次这份申请就作废。然后插上印章盘，输口令。"
)


def ask_to_join(parent: QWidget, context: Context) -> WorkDialog:
    """Village: write the request, show its digits."""
    store = context.store
    form = Form([StickField("stick", "写到哪个 U 盘", required=True)], columns=1)

    def work(values: dict[str, Any], job: Job) -> Asked:
        return acts.request(store, values["stick"] / f"{context.desk_name or '本村'}-加入申请")

    def tell(asked: Asked) -> Outcome:
        then = (
            f"申请已写好并读回核对：{asked.file.name}。可以拔出 U 盘了。\n"
            "上面是核对码，抄在纸上：镇上来电话时读给他们听。\n"
            "U 盘带回来以后，在这里按“收欢迎包”。"
        )
        return asked.check_code, then

    return opened(
        WorkDialog(parent, context, "申请加入乡镇", _REQUEST, form, verb="写申请",
                   work=work, tell=tell)
    )  # fmt: skip


def take_welcome(parent: QWidget, context: Context) -> WorkDialog:
    """Village: the welcome from the stick, and the second digits."""
    store = context.store
    form = Form(
        [
            StickField("stick", "镇上还回来的 U 盘", required=True),
            Line("digits", "镇上读出的核对码", required=True, placeholder="12 位数字"),
        ],
        columns=1,
    )

    def work(values: dict[str, Any], job: Job) -> Joined:
        found = welcome_files(values["stick"])
        if not found:
            raise BadValueError(
                "这个 U 盘上没有欢迎包。", hint="请确认是镇上办好以后还回来的 U 盘。", where="stick"
            )
        return acts.join(store, found[-1], values["digits"])

    def tell(joined: Joined) -> Outcome:
        then = f"已加入，本机是{joined.name}的电脑。收到 {joined.records} 条内容。"
        if joined.renumbered:
            then += (
                f"有 {joined.renumbered} 件事项和本村另一台电脑的编号相同，"
                "已换新编号，旧编号仍可查。"
            )
        return "已加入乡镇", f"{then}\n现在可以上报了。"

    return opened(
        WorkDialog(parent, context, "收欢迎包", _WELCOME, form, verb="加入", work=work, tell=tell,
                   wheres=_CODE)
    )  # fmt: skip


class AcceptForm(Form):
    """Which request, which place, additional or instead of which PC, digits, and the seal."""

    def __init__(self, found: Sequence[JoinFile], rows: Sequence[DeskRow]) -> None:
        self._found = list(found)
        self.in_use = [one for one in rows if one.is_in_use and not one.is_own]
        files = [
            Option(str(at), f"{one.name}（编号 {one.code}）", one.path.name)
            for at, one in enumerate(self._found)
        ]
        desks = [
            Option(one.id, f"{one.name} {one.letter} 电脑", f"{one.since} 登记")
            for one in self.in_use
        ]
        fields: list[Field | str] = [
            Choice("file", "哪一份申请", files, required=True, as_list=True),
            Line("place", "作为哪个村", required=True, hint="编号如 07；镇上第二台电脑写 TOWN"),
            Choice(
                "way", "这台电脑是",
                [Option(ADD, "新加的"), Option(REPLACE, "顶替原来的")], required=True,
            ),
            Choice("replaces", "顶替哪一台", desks, as_list=True),
            Choice("because", "原来那台", options_of(Because)),
            Line("digits", "村里读出的核对码", required=True, placeholder="12 位数字"),
            StickField("seal", "印章盘", required=True),
            Masked("passphrase", "印章盘口令", required=True),
            StickField("out", "欢迎包写到", required=True, hint="就写回村里带来的 U 盘"),
        ]  # fmt: skip
        super().__init__(fields, columns=2)
        self["way"].set_value(ADD)
        self["file"].edited.connect(self._file_chosen)
        self["way"].edited.connect(self._way_chosen)
        if len(self._found) == 1:
            self["file"].set_value("0")
            self._file_chosen()
        self._way_chosen()

    @property
    def file(self) -> Path:
        return self._found[int(self["file"].value())].path

    def _file_chosen(self) -> None:
        chosen = self["file"].value()
        if chosen not in (None, ""):
            one = self._found[int(chosen)]
            self["place"].set_value("TOWN" if one.is_township else one.code)

    def _way_chosen(self) -> None:
        is_instead = self["way"].value() == REPLACE
        for key in ("replaces", "because"):
            self[key].setVisible(is_instead)
            self[key].required = is_instead


def accept(parent: QWidget, context: Context, folder: Path, rows: Sequence[DeskRow]) -> WorkDialog:
    """Township: put the desk that asked on the list, write its welcome. Raises ``BadValueError``
    where no request lies in ``folder``."""
    store, found = context.store, join_files(folder)
    if not found:
        raise BadValueError(
            "这个 U 盘上没有加入申请。", hint="申请是以 .lsjoin 结尾的文件，请村里重新拷一次。"
        )
    form = AcceptForm(found, rows)
    form["out"].set_value(folder)

    def work(values: dict[str, Any], job: Job) -> Asked:
        file = form.file
        is_instead = values["way"] == REPLACE
        return acts.accept(
            store, file, village=values["place"], typed=values["digits"],
            out=values["out"] / f"{file.stem}-欢迎包",
            seals=Seals(values["seal"], values["passphrase"]),
            replaces=values["replaces"] if is_instead else None,
            because=Because(values["because"]) if is_instead else None,
        )  # fmt: skip

    def tell(asked: Asked) -> Outcome:
        then = (
            f"已登记，欢迎包已写好并读回核对：{asked.file.name}。可以拔出 U 盘，让村里带回去。\n"
            "上面是第二个核对码，抄在纸上：村里插上 U 盘以后，在电话里读给他们听。\n"
            "忘了也不要紧：同一份申请再受理一次，还是这个码。\n"
            "印章盘请马上拔下，锁起来。"
        )
        return asked.check_code, then

    wheres = {**_CODE, **SEAL_WHERES, "村的编号": "place", "单位": "place", "电脑": "replaces"}
    return opened(
        WorkDialog(parent, context, "受理加入申请", _ACCEPT, form, verb="登记并写欢迎包",
                   work=work, tell=tell, wheres=wheres)
    )  # fmt: skip


def revoke(parent: QWidget, context: Context, row: DeskRow) -> WorkDialog:
    """Township: a PC that is broken, lost or stolen."""
    store = context.store
    form = Form([Choice("because", "为什么", options_of(Because), required=True), *seal_fields()],
                columns=1)  # fmt: skip
    about = (
        f"{row.name}的 {row.letter} 电脑停用以后，它再做的包不收，新的包它也打不开。"
        "已经收到的内容都在。换了新电脑的，不用单独停用，受理新电脑的申请时选“顶替”。"
    )

    def work(values: dict[str, Any], job: Job) -> object:
        seals = Seals(values["seal"], values["passphrase"])
        return acts.revoke(store, row.id, seals, Because(values["because"]))

    def tell(done: object) -> Outcome:
        return "已停用", "请尽快给各村做一次下发包，让各村的电脑也知道。印章盘请马上拔下。"

    return opened(
        WorkDialog(parent, context, "停用电脑", about, form, verb="停用", work=work, tell=tell,
                   wheres={**SEAL_WHERES, "电脑": "because"})
    )  # fmt: skip
