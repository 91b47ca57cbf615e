"""One person of the roster: facts, and every term of office with its dates (R1)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import cadres as acts
from longshan_desk.errors import AppError
from longshan_desk.queries import cadres as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.office import cadre_forms
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.fields import DayField
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words


class CadreDialog(QDialog):
    """One person: facts, and every term of office with its dates."""

    def __init__(self, parent: QWidget, context: Context, cadre_id: str) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self._context = context
        self._over = parent
        self._id = cadre_id
        self.heading = words("", "title")
        self.about = words("", "note", wrap=True)
        self._terms = QVBoxLayout()
        buttons = QHBoxLayout()
        self.delete_button = button("删除此人", self._delete, kind="danger")
        self.edit_button = button("修改资料", self._edit)
        buttons.addWidget(self.delete_button)
        buttons.addStretch(1)
        buttons.addWidget(self.edit_button)
        buttons.addWidget(button("添加职务", self._add_term, kind="primary"))
        buttons.addWidget(button("关闭", self.reject, looks=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.about)
        column.addWidget(words("任职经历", "heading"))
        column.addWidget(scrolled(self._terms), 1)
        column.addLayout(buttons)
        room = self.screen().availableGeometry()
        wanted = (text_height() * 36, text_height() * 24)
        self.resize(min(wanted[0], room.width() - 60), min(wanted[1], room.height() - 80))
        self.load()

    def open(self) -> None:
        """Show it without waiting for it; once closed it is gone."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        super().open()

    def load(self) -> None:
        row = queries.cadre(self._context.store, self._id)
        self._row = row
        self.setWindowTitle(row.name)
        self.heading.setText(row.name)
        for own in (self.delete_button, self.edit_button):
            own.setVisible(not row.is_sent_down and not self._context.is_read_only)
        whose = "乡镇下发的人员，姓名、电话由乡镇修改" if row.is_sent_down else ""
        sex = row.facts.sex.label if row.facts.sex else ""
        parts = [whose, sex, row.facts.phone, row.facts.note]
        self.about.setText(" · ".join(part for part in parts if part))
        while (item := self._terms.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for held in row.history:
            self._terms.addWidget(self._term_row(held))
        if not row.history:
            self._terms.addWidget(words("还没有登记职务，签到名单里不会有这个人。", "note"))
        self._terms.addStretch(1)

    def _term_row(self, held: queries.HeldRole) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 2, 0, 2)
        start = day_words(held.from_on) if held.from_on else "起始不详"
        end = day_words(held.until_on) if held.until_on else "至今"
        line.addWidget(words(f"{held.label}　{start} — {end}"), 1)
        if held.until_on is None:
            line.addWidget(button("任职结束", lambda: self._end(held), kind="quiet"))
        line.addWidget(button("修改", lambda: self._edit_term(held), kind="quiet"))
        line.addWidget(button("删除", lambda: self._remove(held), kind="quiet"))
        return holder

    def _edit(self) -> None:
        opened = self._row.facts
        form = Form(cadre_forms.fact_fields(self._context))
        form.set_values(cadre_forms.fact_values(self._context, opened))

        def save(values: dict[str, Any]) -> None:
            facts = cadre_forms.facts_of(values, opened)
            acts.edit_cadre(self._context.store, self._id, facts, expected=opened)

        self._ask("修改资料", form, "保存", save, "facts")

    def _add_term(self) -> None:
        form = Form(cadre_forms.term_fields(self._context))
        form.set_values({"from_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.add_term(self._context.store, self._id, cadre_forms.term_of(values))

        self._ask("添加职务", form, "添加", save, "term")

    def _edit_term(self, held: queries.HeldRole) -> None:
        until = DayField("until_on", "结束日期", self._context.today)
        form = Form([*cadre_forms.term_fields(self._context), until])
        form.set_values(cadre_forms.term_values(held))

        def save(values: dict[str, Any]) -> None:
            new = cadre_forms.term_of(values, values["until_on"])
            acts.edit_term(self._context.store, held.term_id, new)

        self._ask("修改职务", form, "保存", save, f"term/{held.term_id}")

    def _end(self, held: queries.HeldRole) -> None:
        form = Form([DayField("until_on", "任职到哪一天", self._context.today, required=True)])
        form.set_values({"until_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.end_term(self._context.store, held.term_id, until_on=values["until_on"])

        self._ask(f"{held.label}任职结束", form, "结束", save, f"end/{held.term_id}")

    def _ask(self, title: str, form: Form, verb: str, save: Any, key: str) -> None:
        dialog = FormDialog(
            self,
            self._context,
            title,
            form,
            verb=verb,
            on_save=save,
            draft_key=f"cadre/{self._id}/{key}",
        )
        dialog.sheet.saved.connect(self.load)
        dialog.open()

    def _remove(self, held: queries.HeldRole) -> None:
        try:
            acts.remove_term(self._context.store, held.term_id)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        say_done(self, self._context, f"已删除“{held.label}”")
        self.load()

    def _delete(self) -> None:
        try:
            acts.delete_cadre(self._context.store, self._id)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        self.accept()
        say_done(self._over, self._context, f"已删除{self._row.name}")
