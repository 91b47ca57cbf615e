"""Why a package is not taken: a stable code for programs, a sentence for the clerk."""

from __future__ import annotations

from longshan_desk.errors import AppError

GAP, FORK, SELF_AHEAD, HEAD_SIG, FORBIDDEN = "gap", "fork", "self_ahead", "head_sig", "forbidden"

_KEPT = "包已保存，请联系管理员。"

_WORDS = {
    GAP: (
        "中间缺少一部分数据，整包没有导入。",
        "请把本机的回传包给对方导入一次，对方下次导出会自动补齐。",
    ),
    FORK: (
        "发包的电脑恢复过旧备份或被复制过，同一编号写了两种内容，整包没有导入。",
        "请把本机的回传包给对方导入一次，对方会自动换用新编号并补齐，数据没有丢。",
    ),
    SELF_AHEAD: (
        "这台电脑恢复过旧备份或被复制过，已自动换用新编号；这个包没有导入。",
        "请把本机的回传包给对方导入一次，对方下次导出会自动补齐，数据没有丢。",
    ),
    HEAD_SIG: ("包里转交的内容没有原单位的签名，整包没有导入。", _KEPT),
    FORBIDDEN: ("包里有不属于该单位权限的内容，整包没有导入。", _KEPT),
}


class PackageRefusedError(AppError):
    """A whole package was refused; nothing of it was applied."""

    def __init__(
        self,
        code: str,
        where: str = "",
        *,
        needs_new_device: bool = False,
        doubted: tuple[str, str] | None = None,
    ) -> None:
        message, hint = _WORDS[code]
        super().__init__(message, hint=hint, where=where, code=code)
        self.needs_new_device = needs_new_device
        self.doubted = doubted
        """The stream (partition, device) that has to be sent from its beginning to be mended."""
