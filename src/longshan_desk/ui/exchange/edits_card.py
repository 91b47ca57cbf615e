"""镇上代改: whether the township may edit here, and what it has (3.13)."""

from __future__ import annotations

from longshan_desk.queries.township_edits import (
    TownshipEdit,
    township_edits,
    villages_open_to_edits,
)
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import words

_OPEN = "镇上现在可以代改本村的登记，改了什么都列在下面；不同意的，照常改回来就行。"
_CLOSED = "镇上现在不能代改本村的登记。以前代改过的列在下面；不同意的，照常改回来就行。"
_SHOWN = 10


class EditsCard(Card):
    """Hidden where the township never had leave to edit."""

    def __init__(self) -> None:
        super().__init__("镇上代改", tone="soon")
        self.about = words("", wrap=True)
        self.lines = words("", "note", wrap=True, copy=True)
        self.add(self.about)
        self.add(self.lines)

    def show_edits(self, context: Context) -> None:
        store = context.store
        is_open, found = bool(villages_open_to_edits(store)), township_edits(store)
        self.setVisible(is_open or bool(found))
        self.about.setText(_OPEN if is_open else _CLOSED)
        lines = [_line(one) for one in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"另有 {len(found) - _SHOWN} 处更早的。")
        self.lines.setText("\n".join(lines) or "还没有代改过。")


def _line(one: TownshipEdit) -> str:
    when = one.at.strftime("%Y-%m-%d %H:%M") if one.at else "时间不详"
    return f"{when}　{one.desk}　{one.title}：{'、'.join(one.parts) or '新登记'}"
