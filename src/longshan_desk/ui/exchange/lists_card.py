"""The card 有两份设备名单: two histories of the township's device list, and what to do (F54)."""

from __future__ import annotations

from collections.abc import Callable

from longshan_desk.queries.seals import has_two_lists
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import words

_ABOUT = (
    "同一个乡镇出了两份不同的设备名单：用旧备份接替过，或者换下来的电脑又用起来了。"
    "有的电脑只在其中一份上。{}"
)
_MERGE_THEM = "请把带来这份名单的 U 盘和印章盘都插上，按“合成一份”，再给各村做一次下发包。"
_TELL_TOWN = "请给镇上打电话说一声，由镇上合成一份；在这以前照常登记。"


class ListsCard(Card):
    """Hidden while there is one list only."""

    def __init__(self, put_together: Callable[[], object]) -> None:
        self.merge_button = button("合成一份…", put_together, kind="primary")
        super().__init__("有两份设备名单", "", self.merge_button, tone="late")
        self._said = words("", wrap=True)
        self.add(self._said)

    def show_lists(self, context: Context, *, is_township: bool) -> None:
        self.setVisible(has_two_lists(context.store))
        self._said.setText(_ABOUT.format(_MERGE_THEM if is_township else _TELL_TOWN))
        self.merge_button.setVisible(is_township)
