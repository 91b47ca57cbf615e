"""News that touches every screen: a package, or a township, has come into the desk."""

from __future__ import annotations

from longshan_desk.errors import AppError
from longshan_desk.ui.context import Context

_AT_THE_WINDOW = (
    ("加上 --full", "勾选“发送全部数据”"),
    ("用 package make --full ", "勾选“发送全部数据”"),
    ("请用“enrol join”", "请按“收欢迎包”"),
    ("用 enrol list ", "在“名单上的电脑”里"),
    ("用 villages list ", "在“各村”里"),
    ("用 conflicts list ", "刷新以后"),
    ("用 enrol pin 输进来", "先接收、再到“电脑和加入”里输进来"),
    ("选“更换电脑”", "请镇上选“顶替原来的”"),
)
"""What a hint calls a command, and where that stands in the window."""


def said(error: AppError) -> str:
    """A refusal in the words of the window."""
    text = f"{error.message}{error.hint}"
    for command, place in _AT_THE_WINDOW:
        text = text.replace(command, place)
    return text


class HandedOver:
    """Not an act of the clerk's own, so it names no record."""

    label = "U盘交接"

    def touches(self, *kinds: str) -> bool:
        return True


def tell(context: Context) -> None:
    """Every screen looks again."""
    context.changed.emit(HandedOver())
