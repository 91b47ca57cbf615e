"""立项: a decision put up from a major matter, or by the township or the committees (R14, R30)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.procedures import NewProcedure, new_procedure
from longshan_desk.domain.procedure_labels import Motion
from longshan_desk.domain.rule_sets import MatterType, RuleSet
from longshan_desk.queries.matter_page import MatterPage
from longshan_desk.queries.procedures import rule_set, type_for
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import Remark
from longshan_desk.ui.procedures.asking import day_field
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Choice, Line, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog


class BeginDialog(FormDialog):
    """``BeginDialog(parent, context, matter).open()`` goes to the decision once it is put up."""

    def __init__(self, parent: QWidget, context: Context, matter: MatterPage | None = None) -> None:
        self._context = context
        self._matter = matter
        self._rules: RuleSet = rule_set(context.store)
        self._made = ""
        self.type = Choice(
            "type", "事项类型", [Option(one.code, one.label) for one in self._rules.types],
            required=True, as_list=True, wide=True,
        )  # fmt: skip
        form = Form(self._parts())
        form.set_values(self._begun())
        self.type.edited.connect(self._say_competent)
        self._say_competent()
        super().__init__(
            parent,
            context,
            "四议两公开立项",
            form,
            verb="立项",
            on_save=self._save,
            draft_key=f"procedure/new/{matter.row.id if matter else ''}",
        )
        self._say_competent()
        self.sheet.saved.connect(lambda: self._go(parent))

    def _parts(self) -> list[Any]:
        motion = Choice("motion", "动议事由", options_of(Motion), required=True, wide=True)
        said = "印在决议和公告上，请改成简短的名称" if self._matter else ""
        title = Line(
            "title",
            "决策事项",
            required=True,
            wide=True,
            placeholder="如 硬化二组产业路",
            hint=said,
        )
        proposal = Text(
            "proposal", "提议的内容", rows=3,
            hint="做什么、为什么、大约多少钱、钱从哪里来；可以先空着，提议会上再写",
        )  # fmt: skip
        about = []
        if self._matter is not None:
            row = self._matter.row
            about = [Remark(f"事项 {row.number}：{row.title}", key="_about")]
        return [*about, title, self.type, motion, proposal, day_field(self._context, "立项日期")]

    def _begun(self) -> dict[str, Any]:
        if self._matter is None:
            return {"motion": Motion.CADRES.value}
        row = self._matter.row
        return {
            "title": row.title,
            "motion": Motion.MASSES.value,
            "type": type_for(self._context.store, row.id),
        }

    def _say_competent(self) -> None:
        """R30: who decides this type, before anybody is called together."""
        code = self.type.value()
        self.type.say(competent_words(self._rules.type_of(code)) if code else "")

    def _save(self, values: dict[str, Any]) -> None:
        new = NewProcedure(
            values["type"], values["title"], values["proposal"] or None, Motion(values["motion"])
        )
        matter = self._matter.row.id if self._matter else None
        self._made = new_procedure(self._context.store, new, matter_id=matter, on=values["on"])

    def _go(self, parent: QWidget) -> None:
        say_done(parent, self._context, "已立项")
        self._context.show_record("procedure", self._made)


def competent_words(kind: MatterType) -> str:
    names = "、".join(body.label for body in kind.competent)
    return f"由{names}作出决议。{kind.note}（{kind.source}）"
