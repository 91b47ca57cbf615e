"""干部名册: cadres and members of the hearing with their terms of office (R1)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import cadres as acts
from longshan_desk.actions.exports import Exported, export_roster
from longshan_desk.files import free_name, os_errors
from longshan_desk.paths import output_dir
from longshan_desk.queries import cadres as queries
from longshan_desk.ui.after_acts import say_done, say_written
from longshan_desk.ui.context import Context
from longshan_desk.ui.office import cadre_forms
from longshan_desk.ui.office.cadre_dialog import CadreDialog
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.rows import Column
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.words import words

COLUMNS = (
    Column("name", "姓名", 8),
    Column("labels", "现任职务", 22, stretch=True, text=lambda row: _offices(row)),
    Column("phone", "电话", 9, text=lambda row: row.facts.phone or "", sortable=False),
    Column("terms", "任职经历", 6, text=lambda row: f"{len(row.history)} 段", sortable=False),
)


def _offices(row: queries.CadreRow) -> str:
    if row.current:
        return row.labels
    held = "、".join(dict.fromkeys(one.label for one in row.history))
    return f"现在不任职（曾任{held}）" if held else "没有登记职务"


_ABOUT = "签到名单、主持人和承办人都从这里来。一个人可以有几个身份，换届时填任职结束日期。"
_OF_TOWNSHIP = (
    "包村领导、驻村干部、班子成员在这里登记一次，随下发的包到各村；村里只能选到本村名册里，不能改。"
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
        top.addWidget(words(_OF_TOWNSHIP if context.is_township else _ABOUT, "note", wrap=True), 1)
        self.choose_button = button("从乡镇人员里选", self.choose)
        self.import_button = button("导入名册", self._import)
        self.export_button = button("导出名册", self.export)
        self.add_button = button("添加人员", self.add, kind="primary", icon_name="plus")
        for made in (
            self.import_button, self.export_button, self.choose_button, self.add_button
        ):  # fmt: skip
            top.addWidget(made)
        self.choose_button.hide()
        if context.is_township:
            self.import_button.hide()
            self.export_button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.table, 1)

    def load(self) -> None:
        self.table.reload()
        offered = not self._context.is_read_only and self._township_people()
        self.choose_button.setVisible(bool(offered))

    def _township_people(self) -> list[queries.Member]:
        return queries.township_people(self._context.store) if self._context.is_open else []

    def _read(self) -> list[queries.CadreRow]:
        return queries.cadres(self._context.store) if self._context.is_open else []

    def _import(self) -> None:
        from longshan_desk.ui.importing.roster_import import import_roster

        import_roster(self, self._context)

    def export(self) -> None:
        """The whole roster with its history, in the columns that the import reads again."""
        store, day = self._context.store, f"{self._context.today():%Y-%m-%d}"

        def work(job: Job) -> Exported:
            folder = output_dir()
            with os_errors(folder, "保存文件"):
                folder.mkdir(parents=True, exist_ok=True)
            return export_roster(store, free_name(folder / f"干部名册-{day}.xlsx"), step=job.step)

        def done(exported: Exported) -> None:
            say_written(self, exported.file, f"{exported.rows} 条任职")

        self._context.tasks.run(
            work, on_done=done, owner=self, title="导出名册", disable=self.export_button
        )

    def add(self) -> None:
        fields = [*cadre_forms.fact_fields(self._context), "职务"]
        form = Form([*fields, *cadre_forms.term_fields(self._context)])
        form.set_values({"from_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            facts, term = cadre_forms.facts_of(values), cadre_forms.term_of(values)
            acts.add_cadre(self._context.store, facts, [term])

        dialog = FormDialog(
            self,
            self._context,
            "添加人员",
            form,
            verb="添加",
            on_save=save,
            draft_key="cadre/new",
        )
        dialog.sheet.saved.connect(lambda: say_done(self, self._context, "已添加到名册"))
        dialog.open()

    def choose(self) -> None:
        """One of the township's people takes an office in this village; who it is, the township
        goes on saying."""
        people = self._township_people()
        form = Form(cadre_forms.chosen_fields(self._context, people))
        form.set_values({"from_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.add_term(self._context.store, values["cadre"], cadre_forms.term_of(values))

        dialog = FormDialog(
            self, self._context, "从乡镇人员里选", form, verb="添加", on_save=save,
            draft_key="cadre/chosen",
        )  # fmt: skip
        dialog.sheet.saved.connect(lambda: say_done(self, self._context, "已添加到名册"))
        dialog.open()

    def open(self, cadre_id: str) -> None:
        """One person of the roster, with the terms of office."""
        CadreDialog(self, self._context, cadre_id).open()
