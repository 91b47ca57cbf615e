"""密封登记: words about a named cadre, taken in only where they can be sealed at once (R35)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions.sealed import can_seal, seal
from longshan_desk.errors import AppError
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_written
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.blank_form import save_blank_form
from longshan_desk.ui.theme import text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.fields import Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormSheet
from longshan_desk.ui.widgets.words import words

_WHY = (
    "指名反映某位干部的内容，只有镇纪委可以看。本机还没有收到镇纪委的密封钥匙，"
    "所以这里不接收内容，也没有地方可以填写。"
)
_STEPS = (
    (
        "一、请反映人自己写",
        "用空白反映表或一张纸写清反映谁、什么事、什么时候，签名按手印；不识字的，请他信任的人代写。",
    ),
    ("二、当面封好", "装进信封封口，在封口处由反映人签名。村里的人不拆看、不抄写、不拍照。"),
    ("三、直接送到镇纪委", "反映人自己送，或打电话请镇纪委来取；不经过被反映的干部。"),
)
_NOT = "不要写进说事会记录、登记册、日记，也不要发到微信群。"


class SealedView(QWidget):
    """An intake form with nothing to open; without the commission's key it explains instead."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(10)
        self.back_button = button("返回", self.left.emit, icon_name="back", tip="Esc", looks=True)
        head.addWidget(self.back_button)
        head.addWidget(words("密封登记", "title"))
        head.addStretch(1)
        self._column.addLayout(head)
        self._body: QWidget | None = None
        self.sheet: FormSheet | None = None

    def load(self) -> None:
        """Look whether the key is here, every time the page is shown."""
        if self._body is not None:
            self._body.hide()
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self._body = self._form() if can_seal(self._context.store) else self._explanation()
        self._column.addWidget(self._body, 1)
        self.back_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _form(self) -> QWidget:
        form = Form([Text("words", "反映的内容", rows=8, required=True)])
        sheet = FormSheet(self._context, form, verb="密封", on_save=self._seal)
        self.sheet = sheet
        sheet.closed.connect(self.left)
        sheet.saved.connect(sheet.start_over)
        return sheet

    def save_blank(self) -> None:
        """A sheet to carry, for whoever wants to write."""
        try:
            file = save_blank_form()
        except AppError as exc:
            speaker.tell(self, exc)
        else:
            say_written(self, file, "空白表")

    def _explanation(self) -> QWidget:
        card = Card("这里不接收内容", tone="soon")
        card.add(words(_WHY, wrap=True))
        for title, text in _STEPS:
            card.add(words(title, "strong"))
            card.add(words(text, wrap=True))
        card.add(words(_NOT, "strong", "late", wrap=True))
        card.add(button("保存空白反映表（PDF，可打印）", self.save_blank, icon_name="print"))
        card.setMaximumWidth(text_height() * 40)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        return box

    def _seal(self, values: dict[str, Any]) -> None:
        seal(self._context.store, values["words"])
        speaker.toast(self, "已密封，只有镇纪委能打开")
