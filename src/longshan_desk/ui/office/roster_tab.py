"""干部名册: cadres and members of the hearing with their terms of office (R1)."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import cadres as acts
from longshan_desk.domain.household_facts import CadreFacts
from longshan_desk.domain.labels import Role, Sex
from longshan_desk.errors import AppError
from longshan_desk.queries import cadres as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.fields import Check, Choice, DayField, Field, Line, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.rows import Column
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.words import words

COLUMNS = (
    Column("name", "姓名", 8),
    Column("labels", "现任职务", 22, stretch=True),
    Column("phone", "电话", 9, text=lambda row: row.facts.phone or "", sortable=False),
    Column("terms", "任职经历", 6, text=lambda row: f"{len(row.history)} 段", sortable=False),
)


class RosterTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        source = FewRows(self._read, lambda row: f"{row.name}{row.labels}{row.facts.phone or ''}")
        self.table = RecordTable(
            "roster", source, COLUMNS, context.settings, ticks=False, export=False
        )
        self.table.set_empty("名册还是空的", "添加人员", self.add)
        self.table.opened.connect(self.open)
        top = QHBoxLayout()
        hint = "签到名单、主持人和承办人都从这里来。一个人可以有几个身份，换届时填任职结束日期。"
        top.addWidget(words(hint, "note", wrap=True), 1)
        top.addWidget(button("导入名册", self._import))
        top.addWidget(button("添加人员", self.add, kind="primary", icon_name="plus"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.table, 1)

    def load(self) -> None:
        self.table.reload()

    def _read(self) -> list[queries.CadreRow]:
        return queries.cadres(self._context.store) if self._context.is_open else []

    def _import(self) -> None:
        from longshan_desk.ui.importing.roster_import import import_roster

        import_roster(self, self._context)

    def add(self) -> None:
        form = Form([*_fact_fields(), "职务", *_term_fields(self._context)])
        form.set_values({"from_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.add_cadre(self._context.store, _facts(values), [_term(values)])

        FormDialog(
            self,
            self._context,
            "添加人员",
            form,
            verb="添加",
            on_save=save,
            draft_key="cadre/new",
        ).exec()

    def open(self, cadre_id: str) -> None:
        CadreDialog(self, self._context, cadre_id).exec()


class CadreDialog(QDialog):
    """One person: facts, and every term of office with its dates."""

    def __init__(self, parent: QWidget, context: Context, cadre_id: str) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self._context = context
        self._id = cadre_id
        self.heading = words("", "title")
        self.about = words("", "note", wrap=True)
        self._terms = QVBoxLayout()
        buttons = QHBoxLayout()
        buttons.addWidget(button("删除此人", self._delete, kind="danger"))
        buttons.addStretch(1)
        buttons.addWidget(button("修改资料", self._edit))
        buttons.addWidget(button("添加职务", self._add_term, kind="primary"))
        buttons.addWidget(button("关闭", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.about)
        column.addWidget(words("任职经历", "heading"))
        column.addLayout(self._terms)
        column.addStretch(1)
        column.addLayout(buttons)
        self.resize(640, 420)
        self.load()

    def load(self) -> None:
        row = queries.cadre(self._context.store, self._id)
        self._row = row
        self.setWindowTitle(row.name)
        self.heading.setText(row.name)
        parts = [row.facts.sex.label if row.facts.sex else "", row.facts.phone, row.facts.note]
        self.about.setText(" · ".join(part for part in parts if part))
        while (item := self._terms.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for held in row.history:
            self._terms.addWidget(self._term_row(held))

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
        form = Form(_fact_fields())
        form.set_values({name: getattr(opened, name) for name in CadreFacts.LABELS})

        def save(values: dict[str, Any]) -> None:
            acts.edit_cadre(self._context.store, self._id, _facts(values), expected=opened)

        self._ask("修改资料", form, "保存", save, "facts")

    def _add_term(self) -> None:
        form = Form(_term_fields(self._context))
        form.set_values({"from_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.add_term(self._context.store, self._id, _term(values))

        self._ask("添加职务", form, "添加", save, "term")

    def _edit_term(self, held: queries.HeldRole) -> None:
        until = DayField("until_on", "结束日期", self._context.today)
        form = Form([*_term_fields(self._context), until])
        form.set_values(
            {
                "role": held.role.value,
                "title": held.title,
                "from_on": held.from_on,
                "until_on": held.until_on,
                "is_acting_secretary": held.is_acting_secretary,
            }
        )

        def save(values: dict[str, Any]) -> None:
            new = _term(values, values["until_on"])
            acts.edit_term(self._context.store, held.term_id, new)

        self._ask("修改职务", form, "保存", save, f"term/{held.term_id}")

    def _end(self, held: queries.HeldRole) -> None:
        form = Form([DayField("until_on", "任职到哪一天", self._context.today, required=True)])
        form.set_values({"until_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.end_term(self._context.store, held.term_id, until_on=values["until_on"])

        self._ask(f"{held.label}任职结束", form, "结束", save, f"end/{held.term_id}")

    def _ask(self, title: str, form: Form, verb: str, save: Any, key: str) -> None:
        FormDialog(
            self,
            self._context,
            title,
            form,
            verb=verb,
            on_save=save,
            draft_key=f"cadre/{self._id}/{key}",
        ).exec()
        self.load()

    def _remove(self, held: queries.HeldRole) -> None:
        acts.remove_term(self._context.store, held.term_id)
        say_done(self, self._context, f"已删除“{held.label}”")
        self.load()

    def _delete(self) -> None:
        try:
            acts.delete_cadre(self._context.store, self._id)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        say_done(self, self._context, f"已删除 {self._row.name}")
        self.accept()


def _fact_fields() -> list[Field | str]:
    return [
        Line("name", "姓名", required=True),
        Choice("sex", "性别", options_of(Sex)),
        Line("phone", "电话"),
        Text("note", "备注", rows=1),
    ]


def _term_fields(context: Context) -> list[Field | str]:
    return [
        Choice("role", "职务或身份", options_of(Role), required=True, as_list=True),
        DayField("from_on", "从哪一天起", context.today),
        Line("title", "具体称谓", placeholder="如 第一书记；与职务相同的不填"),
        Check("is_acting_secretary", "主持村党支部工作"),
    ]


def _facts(values: dict[str, Any]) -> CadreFacts:
    sex = Sex(values["sex"]) if values["sex"] else None
    return CadreFacts(
        name=values["name"], sex=sex, phone=values["phone"] or None, note=values["note"] or None
    )


def _term(values: dict[str, Any], until: date | None = None) -> acts.NewTerm:
    return acts.NewTerm(
        role=Role(values["role"]),
        from_on=values["from_on"],
        until_on=until,
        title=values["title"] or None,
        is_acting_secretary=values["is_acting_secretary"],
    )
