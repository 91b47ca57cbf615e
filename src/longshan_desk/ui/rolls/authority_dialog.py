"""村民会议授权: by which leave of the villagers their representatives decide (R30)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import authorisations as acts
from longshan_desk.actions.authorisations import Authorisation
from longshan_desk.domain.authorisations import authority_on
from longshan_desk.errors import AppError
from longshan_desk.queries.authorisations import authorisations
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.fields import DayField, Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, rule, words

_ABOUT = (
    "法律规定由村民会议决定的事项，村民会议授权以后，可以由村民代表会议决定"
    "（《村民委员会组织法》第二十四条）。写清授权的日期和写在哪份文件里，决议和卷宗上会印出来。"
)


class AuthorityDialog(QDialog):
    """Every authorisation on record, the newest first, with what can be done about each."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self.setWindowTitle("村民会议授权")
        self._context, self._over = context, parent
        self._parts = QVBoxLayout()
        self._parts.setSpacing(8)
        self.add_button = button("登记授权", self.add, kind="primary", icon_name="plus")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.add_button)
        buttons.addWidget(button("关闭", self.reject, looks=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(words("村民会议授权村民代表会议", "title"))
        column.addWidget(words(_ABOUT, "note", wrap=True))
        column.addWidget(scrolled(self._parts), 1)
        column.addLayout(buttons)
        self.resize(text_height() * 34, text_height() * 20)
        self.load()

    def load(self) -> None:
        while (item := self._parts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        known = authorisations(self._context.store)
        now = authority_on(known, self._context.today())
        if not known:
            self._parts.addWidget(words("还没有登记村民会议的授权。", "", "muted"))
        for at, one in enumerate(reversed(known)):
            if at:
                self._parts.addWidget(rule())
            self._parts.addWidget(self._line(one, is_now=one == now))
        self._parts.addStretch(1)

    def add(self) -> None:
        context = self._context
        form = Form(
            [
                DayField("on", "授权日期", context.today, required=True, latest=context.today,
                         hint="村民会议通过的日期"),
                Line("document", "写在哪份文件里", required=True,
                     placeholder="如 《大湾村村民自治章程》第十二条"),
                Line("scope", "范围", hint="没有限定的留空"),
                DayField("until_on", "到哪一天", context.today, hint="没有期限的留空"),
            ]
        )  # fmt: skip

        def save(values: dict[str, Any]) -> None:
            scope = values["scope"] or None
            new = Authorisation(values["on"], values["document"], scope, values["until_on"])
            acts.authorise(context.store, new)

        self._ask("登记村民会议授权", form, "登记", save, "new", "已登记村民会议的授权")

    def end(self, one: Authorisation) -> None:
        day = DayField(
            "until_on",
            "最后一天",
            self._context.today,
            required=True,
            hint="这一天以前的决议不受影响",
        )
        form = Form([day])
        form.set_values({"until_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.end_authorisation(self._context.store, one.id, until_on=values["until_on"])

        self._ask("结束授权", form, "结束", save, f"end/{one.id}", "已结束授权，记录保留")

    def remove(self, one: Authorisation) -> None:
        try:
            acts.remove_authorisation(self._context.store, one.id)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        self.load()
        say_done(self, self._context, "已删除这条授权")

    def _line(self, one: Authorisation, *, is_now: bool) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 2, 0, 2)
        line.addWidget(words(one.words, wrap=True, copy=True), 1)
        if is_now:
            line.addWidget(badge("有效", "accent"))
        if one.until_on is None:
            line.addWidget(button("结束授权", lambda: self.end(one), kind="quiet"))
        line.addWidget(
            button("删除", lambda: self.remove(one), kind="quiet", tip="登记错误的才删除")
        )
        return holder

    def _ask(self, title: str, form: Form, verb: str, save: Any, key: str, said: str) -> None:
        dialog = FormDialog(
            self, self._context, title, form, verb=verb, on_save=save,
            draft_key=f"authorisation/{key}",
        )  # fmt: skip
        dialog.sheet.saved.connect(self.load)
        dialog.sheet.saved.connect(lambda: say_done(self, self._context, said))
        dialog.open()
