"""Why a package is not taken: a stable code for programs, a sentence for the clerk."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.errors import AppError

GAP, FORK, SELF_AHEAD, HEAD_SIG, FORBIDDEN = "gap", "fork", "self_ahead", "head_sig", "forbidden"
NEW_ROOT = "new_root"
ENDED = "ended"

_AGAIN = "请对方重新拷一次，数据没有丢。"
_KEPT = "包已保存在本机，请把这句话告诉系统管理员。"

_WORDS: dict[str, tuple[str, str]] = {
    "not_ours": (
        "这个文件不是本系统的数据包。",
        "请选U盘上“龙山交接”文件夹里以 .lspkg 结尾的文件。",
    ),
    "truncated": ("数据包没有拷完整（U盘可能拔早了）。", _AGAIN),
    "damaged": ("数据包已损坏，没有接收任何内容。", _AGAIN),
    "mismatch": ("数据包的封面和内容对不上，没有接收任何内容。", _KEPT),
    "unknown_sender": (
        "发这个包的电脑不在本乡镇的名单上，没有接收任何内容。可能是别的乡镇的包。",
        "请核对U盘上的文件；确实是本乡镇的电脑，请先办理“申请加入乡镇”。",
    ),
    "revoked": (
        "发这个包的电脑已经停用，没有接收任何内容。",
        "如果这台电脑还要使用，请重新办理加入。",
    ),
    "signature": (
        "数据包被改动过或已损坏，没有接收任何内容。",
        "请对方重新拷一次；再次出现请告诉系统管理员。",
    ),
    "wrong_org": ("这个包是别的乡镇的，不是给本乡镇的。", "请核对U盘上的文件。"),
    "not_for_me": ("这个包不是给本单位的，没有接收任何内容。", "请核对U盘上的文件名。"),
    "need_upgrade": (
        "对方的软件比本机的新，这个包本机还读不了。",
        "请先升级本机软件，再接收；包可以先留在U盘上。",
    ),
    NEW_ROOT: (
        "镇上换了印章盘，本机还没有核对新印章，这个包暂时收不了。",
        "请给镇上打电话，听镇上读核对码，用 enrol pin 输进来，再接收一次；数据没有丢。",
    ),
    "no_space": ("磁盘空间不够，没有接收任何内容。", "请清理磁盘后再接收，数据没有改变。"),
    HEAD_SIG: ("包里转交的内容没有原单位的签名，整包没有接收。", _KEPT),
    GAP: (
        "中间缺少一部分数据，没有接收任何内容。",
        "请把本机的包给对方接收一次，对方下次做包会自动补齐。",
    ),
    FORK: (
        "发包的电脑恢复过旧备份或被复制过，同一编号写了两种内容，没有接收任何内容。",
        "请把本机的包给对方接收一次，对方会自动换用新编号并补齐，然后重新做包；数据没有丢。",
    ),
    SELF_AHEAD: (
        "这台电脑恢复过旧备份或被复制过，已自动换用新编号；这个包没有接收。",
        "请把本机的包给对方接收一次，对方下次做包会自动补齐，数据没有丢。",
    ),
    ENDED: (
        "包里带着一台已停用电脑的内容，发包的电脑还不知道它已停用，这个包没有接收。",
        "请把本机的包给对方接收一次，再让对方重新做包，就能收下；数据没有丢。",
    ),
    FORBIDDEN: ("包里有不属于该单位权限的内容，整包没有接收。", _KEPT),
}
"""Every code with its sentence and what to do."""


class PackageRefusedError(AppError):
    """A whole package was refused: nothing of it was applied; ``code`` names the reason."""

    def __init__(
        self,
        code: str,
        where: str = "",
        *,
        more: str = "",
        needs_new_device: bool = False,
        doubted: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        message, hint = _WORDS[code]
        super().__init__(f"{message}{more}", hint=hint, where=where, code=code)
        self.needs_new_device = needs_new_device
        self.doubted = doubted
        """Streams (partition, device) that have to be sent from their beginning to be mended."""

    @staticmethod
    def together(each: Sequence[PackageRefusedError]) -> PackageRefusedError:
        """One refusal for all streams that refuse a package: that this desk takes a new number
        is said before anything else, and all that is doubted is doubted at once."""
        told = next((one for one in each if one.needs_new_device), each[0])
        told.doubted = frozenset().union(*(one.doubted for one in each))
        return told


def refused(code: str, *, where: str = "", more: str = "") -> PackageRefusedError:
    """The refusal with this code; ``more`` is a fact that goes after the sentence."""
    return PackageRefusedError(code, where, more=more)


def reason_of(code: str) -> str:
    """The sentences of a code, for the history; nothing for one of another program."""
    return "".join(_WORDS.get(code, ()))
