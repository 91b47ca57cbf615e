"""使用人员: who works at this desk; every act names its person (R48)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import users as acts
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries import office as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import attempt, say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.office.masked import Masked
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.fields import Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words

_HINT = (
    "点窗口右下角的名字就可以换人，以后的操作记在这个人名下。PIN 可以不设，只保存在本机；"
    "忘了 PIN 的，停用这个人，另加一个使用人。"
)
_WRONG_CURRENT = ("pin_required", "wrong_pin")


class UsersTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._body = QVBoxLayout()
        self.add_button = button("添加使用人", self.add, kind="primary", icon_name="plus")
        top = QHBoxLayout()
        top.addWidget(words(_HINT, "note", wrap=True), 1)
        top.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(scrolled(self._body), 1)

    def load(self) -> None:
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        card = Card()
        card.add_rows([self._row(row) for row in queries.users(self._context.store, inactive=True)])
        self._body.addWidget(card)
        self._body.addStretch(1)

    def _row(self, row: queries.UserRow) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(4, 4, 4, 4)
        line.setSpacing(8)
        line.addWidget(words(row.name, "strong"))
        if row.is_current:
            line.addWidget(badge("正在使用", "accent"))
        if row.has_pin:
            line.addWidget(badge("设有 PIN"))
        if not row.is_active:
            line.addWidget(badge("已停用"))
        line.addStretch(1)
        if not row.is_active:
            line.addWidget(button("启用", lambda: self._reactivate(row), kind="quiet"))
            return holder
        pin = "更改 PIN" if row.has_pin else "设 PIN"
        line.addWidget(button(pin, lambda: self._pin(row), kind="quiet"))
        line.addWidget(button("改名", lambda: self._rename(row), kind="quiet"))
        if not row.is_current:
            line.addWidget(button("停用", lambda: self._deactivate(row), kind="quiet"))
        return holder

    def add(self) -> None:
        form = Form([Line("name", "姓名", required=True)], columns=1)

        def save(values: dict[str, Any]) -> None:
            acts.add_user(self._context.store, values["name"])

        self._ask("添加使用人", form, "添加", _at("name", save), "已添加使用人")

    def _rename(self, row: queries.UserRow) -> None:
        form = Form([Line("name", "姓名", required=True)], columns=1)
        form.set_values({"name": row.name})

        def save(values: dict[str, Any]) -> None:
            acts.rename_user(self._context.store, row.id, values["name"])
            if row.is_current:
                self._context.set_user(values["name"])

        self._ask("改名", form, "保存", _at("name", save), "已改名")

    def _pin(self, row: queries.UserRow) -> None:
        """Twice, because nobody sees what is typed."""
        new = "新 PIN（4 到 12 位数字，两格都空着就是不设）"
        parts: list[Any] = [Masked("new", new), Masked("again", "再输入一次新 PIN")]
        if row.has_pin:
            parts.insert(0, Masked("current", "现在的 PIN", required=True))
        form = Form(parts, columns=1)

        def save(values: dict[str, Any]) -> None:
            if values["new"] != values["again"]:
                raise BadValueError("两次输入的不一样。", hint="请重新输入。", where="again")
            current = values.get("current") or None
            try:
                acts.set_pin(self._context.store, row.id, values["new"] or None, current=current)
            except AppError as exc:
                exc.where = "current" if exc.code in _WRONG_CURRENT else "new"
                raise

        dialog = self._dialog(f"{row.name} 的 PIN", form, "保存", save)
        dialog.sheet.saved.connect(lambda: speaker.toast(self, "PIN 已保存"))
        dialog.sheet.saved.connect(self.load)
        dialog.open()

    def _deactivate(self, row: queries.UserRow) -> None:
        self._do(lambda: acts.deactivate_user(self._context.store, row.id), f"已停用{row.name}")

    def _reactivate(self, row: queries.UserRow) -> None:
        self._do(lambda: acts.reactivate_user(self._context.store, row.id), f"已启用{row.name}")

    def _do(self, act: Callable[[], object], said: str) -> None:
        attempt(self, self._context, act, said)

    def _ask(self, title: str, form: Form, verb: str, save: Any, said: str) -> None:
        dialog = self._dialog(title, form, verb, save)
        dialog.sheet.saved.connect(lambda: say_done(self, self._context, said))
        dialog.open()

    def _dialog(self, title: str, form: Form, verb: str, save: Any) -> FormDialog:
        """No draft: a PIN never touches the disk as it is typed."""
        return FormDialog(self, self._context, title, form, verb=verb, on_save=save)


def _at(key: str, save: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], None]:
    """A refusal stands at this field."""

    def saving(values: dict[str, Any]) -> None:
        try:
            save(values)
        except AppError as exc:
            exc.where = key
            raise

    return saving
