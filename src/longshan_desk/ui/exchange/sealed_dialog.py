"""密封件: what the commission reads at the township's desk while its own stick is in (R35)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.actions.sealed import Opened, Reading, read_sealed
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.errors import AppError
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import news
from longshan_desk.ui.exchange.sticks import LOOK_EVERY_MS, StickField
from longshan_desk.ui.office.masked import Masked
from longshan_desk.ui.theme import em, mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import LinkRow
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words

_ABOUT = (
    "请镇纪委的同志自己插上纪委的钥匙盘，自己输口令。内容只在这个窗口里显示，不存盘，"
    "不能复制、打印；关上窗口或拔下钥匙盘就收起来。镇上别的人这时请离开屏幕。"
)
_NONE = "各村到现在没有送来密封件。"
_CHOOSE = "左边选一件，在这里看。需要留底的，请用纪委自己的本子抄录。"
_CLOSED = "另有 {} 个信封打不开，可能在路上损坏了，请与村里联系。"


class SealedDialog(QDialog):
    """No draft, no selection, no menu: what stands here cannot leave it but by being read.

    Pulling the stick out closes it.
    """

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self.setWindowTitle("密封件")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._key: Path | None = None
        self._matters: tuple[Opened, ...] = ()
        self.notice = Notice()
        self.form = Form(
            [
                StickField("key", "纪委的钥匙盘", required=True),
                Masked("passphrase", "钥匙盘的口令", required=True),
            ],
            columns=1,
        )
        self.open_button = button("打开", self.open_sealed, kind="primary")
        self.close_button = button("关闭", self.reject, tip="Esc")
        self.rows: list[LinkRow] = []
        self._list = QVBoxLayout()
        self.head = words("", "heading")
        self.said = words(_CHOOSE, "note", wrap=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._asking())
        self.stack.addWidget(self._reading())
        self._put_together()
        self._watch = QTimer(self, interval=LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look)

    def showEvent(self, event: QShowEvent) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(50 * em(), room.width() - 40), min(32 * em(), room.height() - 60))
        super().showEvent(event)
        self.form.focus_first()

    def open_sealed(self) -> None:
        self.notice.hide()
        if not self.form.check():
            return
        values, store = self.form.values(), self._context.store
        self._key = values["key"]
        self._context.tasks.run(
            lambda job: read_sealed(store, values["key"], values["passphrase"]),
            on_done=self._show,
            on_failed=self._failed,
            owner=self,
            title="打开密封件",
            disable=self.open_button,
        )

    def look(self) -> None:
        """Whoever takes the stick along leaves nothing on the screen."""
        if self._key is not None and not self._key.exists():
            self.reject()

    def read(self, at: int) -> None:
        one = self._matters[at]
        self.head.setText(f"{one.name}　{_day(one.arrived_at)}收到")
        mark(self.said, role="")
        self.said.setText(one.words)

    def done(self, result: int) -> None:
        self._watch.stop()
        self._matters = ()
        self.head.clear()
        self.said.clear()
        self.form["passphrase"].set_value("")
        super().done(result)

    def _show(self, found: Reading) -> None:
        self.form["passphrase"].set_value("")
        self._matters = found.matters
        self.open_button.hide()
        self.close_button.setText("关上，收起来")
        self._fill(found.matters)
        if not found.matters:
            self.said.setText(_NONE)
        if found.closed:
            self.notice.say(_CLOSED.format(found.closed), "soon")
        self.stack.setCurrentIndex(1)
        self._watch.start()
        if self.rows:
            self.rows[0].setFocus()

    def _fill(self, matters: Sequence[Opened]) -> None:
        for at, one in enumerate(matters):
            row = LinkRow(words(one.name, "strong"), words(f"{_day(one.arrived_at)}收到", "note"))
            row.setAccessibleName(f"{one.name}，{_day(one.arrived_at)}收到")
            row.opened.connect(partial(self.read, at))
            self.rows.append(row)
            self._list.addWidget(row)
        self._list.addStretch(1)

    def _failed(self, error: Exception) -> bool:
        if not isinstance(error, AppError):
            return False
        error.where = {"钥匙盘": "key", "口令": "passphrase"}.get(error.where, error.where)
        if not self.form.show_error(error):
            self.notice.say(news.said(error), "late")
        return True

    def _asking(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(words(_ABOUT, "note", wrap=True))
        column.addWidget(self.form)
        column.addStretch(1)
        return page

    def _reading(self) -> QWidget:
        page, text = QWidget(), QVBoxLayout()
        text.addWidget(self.head)
        text.addWidget(self.said)
        text.addStretch(1)
        self.said.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(scrolled(self._list), 2)
        row.addWidget(scrolled(text), 3)
        return page

    def _put_together(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(words("密封件（镇纪委）", "title"))
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)
        column.addLayout(buttons)


def _day(text: str) -> str:
    """The day on this computer's calendar."""
    return chinese_date(datetime.fromisoformat(text).astimezone().date())
