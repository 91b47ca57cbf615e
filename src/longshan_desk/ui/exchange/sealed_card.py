"""The card 密封件: opening what came, or making the commission's key first (R35)."""

from __future__ import annotations

from collections.abc import Callable

from longshan_desk.queries.seals import has_commission_key
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import words

_SEALED = (
    "村里密封登记的内容随上报包到镇上，镇上的人看不到，有没有也看不出。"
    "只有镇纪委用自己的钥匙盘能打开。"
)
_NO_KEY = (
    "还没有纪委的钥匙盘，各村不能密封登记，指名反映干部的只能写在纸上直接送纪委。"
    "请纪委的同志带一个专门的 U 盘来做一个。"
)


class SealedCard(Card):
    """At the township only."""

    def __init__(self, read: Callable[[], object], make_key: Callable[[], object]) -> None:
        self.read_button = button("纪委打开密封件…", read, icon_name="lock")
        self.key_button = button("做纪委的钥匙盘…", make_key, icon_name="lock")
        super().__init__("密封件", "", self.key_button, self.read_button)
        self._said = words(_SEALED, wrap=True)
        self.add(self._said)

    def show_key(self, context: Context, *, is_township: bool) -> None:
        has_key = has_commission_key(context.store)
        self.setVisible(is_township)
        self._said.setText(_SEALED if has_key else _NO_KEY)
        self.key_button.setVisible(not has_key)
        self.read_button.setVisible(has_key)
