"""使用人员: who works at this desk; every act names its person (R48)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import users as acts
from longshan_desk.errors import AppError
from longshan_desk.queries import office as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.fields import Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.words import badge, words


class UsersTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._card = Card()
        self._holder = QVBoxLayout()
        top = QHBoxLayout()
        hint = "换人在窗口右下角。PIN 只保存在本机，忘了 PIN 的可以停用后另加一个使用人。"
        top.addWidget(words(hint, "note", wrap=True), 1)
        top.addWidget(button("添加使用人", self.add, kind="primary", icon_name="plus"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addLayout(self._holder)
        column.addStretch(1)

    def load(self) -> None:
        while (item := self._holder.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        card = Card()
        card.add_rows([self._row(row) for row in queries.users(self._context.store, inactive=True)])
        self._holder.addWidget(card)

    def _row(self, row: queries.UserRow) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(4, 4, 4, 4)
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

        self._ask("添加使用人", form, "添加", save)

    def _rename(self, row: queries.UserRow) -> None:
        form = Form([Line("name", "姓名", required=True)], columns=1)
        form.set_values({"name": row.name})

        def save(values: dict[str, Any]) -> None:
            acts.rename_user(self._context.store, row.id, values["name"])
            if row.is_current:
                self._context.set_user(values["name"])

        self._ask("改名", form, "保存", save)

    def _pin(self, row: queries.UserRow) -> None:
        parts: list[Any] = [Line("new", "新 PIN（4 到 12 位数字，留空为不设）")]
        if row.has_pin:
            parts.insert(0, Line("current", "现在的 PIN", required=True))
        form = Form(parts, columns=1)

        def save(values: dict[str, Any]) -> None:
            current = values.get("current") or None
            acts.set_pin(self._context.store, row.id, values["new"] or None, current=current)

        self._ask(f"{row.name} 的 PIN", form, "保存", save)
        self.load()

    def _deactivate(self, row: queries.UserRow) -> None:
        try:
            acts.deactivate_user(self._context.store, row.id)
        except AppError as exc:
            speaker.tell(self, exc)

    def _reactivate(self, row: queries.UserRow) -> None:
        try:
            acts.reactivate_user(self._context.store, row.id)
        except AppError as exc:
            speaker.tell(self, exc)

    def _ask(self, title: str, form: Form, verb: str, save: Any) -> None:
        """No draft: a PIN never touches the disk as it is typed."""
        FormDialog(self, self._context, title, form, verb=verb, on_save=save).exec()
