"""The keys of a row of batch entry as buttons, for who looks for them and for the mouse."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.flow import FlowLayout

_KEYS = (
    ("方式 F2", "way", "电话、视频、代问轮换"),
    ("外出 F3", "away", "登记这一户外出"),
    ("再记一条 F5", "again", "这个月已经录过的户，再记一条"),
    ("转事项 F6", "matter", "登记为事项，和这条走访连在一起"),
    ("列台账 F7", "ledger", "列入工作台账，和这条走访连在一起"),
    ("记承诺 F8", "promise", "承诺了什么、什么时候兑现、谁"),
    ("详细 Ctrl+D", "details", "见到谁、走访重点、地点、照片；已录的可以更正"),
)


OF_THE_VILLAGE = frozenset({"away", "matter"})
"""They write the village's own records, which is not the township's to do (R49)."""


class RowKeys(QWidget):
    """``asked("matter")``; the cursor stays in the row."""

    asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        flow = FlowLayout(self, gap=6)
        flow.setContentsMargins(0, 0, 0, 0)
        for text, name, tip in _KEYS:
            if context.is_township and name in OF_THE_VILLAGE:
                continue
            made = button(text, partial(self.asked.emit, name), kind="choice", tip=tip)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            flow.addWidget(made)
