"""The forms of the work ledger: a line, and the steps that are taken on it (R9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import ledger as acts
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.visit_labels import LedgerAct
from longshan_desk.queries.ledger import LedgerRow
from longshan_desk.queries.policy import current
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import HouseholdField, suggest_cadres
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Choice, DayField, Field, Line, People, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import Named

_STEPS: dict[LedgerAct, tuple[str, Callable[..., None]]] = {
    LedgerAct.DECIDE: ("党委会怎么定的", acts.decide_ledger),
    LedgerAct.PROGRESS: ("办到哪一步了", acts.progress_ledger),
    LedgerAct.CLOSE: ("完成情况", acts.close_ledger),
    LedgerAct.REOPEN: ("为什么重新办理", acts.reopen_ledger),
}


def new_line(
    parent: QWidget,
    context: Context,
    facts: LedgerFacts | None = None,
    *,
    finding_id: str | None = None,
) -> FormDialog:
    """列入台账: from nothing, or from what a session found."""
    on = DayField("on", "列入日期", context.today, latest=context.today, required=True)
    form = Form([*_fields(context), on])
    due = context.today() + timedelta(days=current(context.store).assignment_days)
    form.set_values({"on": context.today(), "due_on": due})
    if facts is not None:
        form.set_values({"problem": facts.problem, "finding": facts.finding})

    def save(values: dict[str, Any]) -> None:
        made = _facts(values)
        acts.add_ledger(context.store, made, on=values["on"], finding_id=finding_id)
        say_done(parent, context, "已列入工作台账")

    key = f"ledger/new/{finding_id or ''}"
    return FormDialog(
        parent, context, "列入工作台账", form, verb="列入台账", on_save=save, draft_key=key
    )


def edit_line(parent: QWidget, context: Context, row: LedgerRow) -> FormDialog:
    opened = row.facts
    form = Form(_fields(context))
    home = [Named(row.household, opened.household_id)] if opened.household_id else []
    form.set_values(
        {
            "problem": opened.problem,
            "target": opened.target,
            "finding": opened.finding,
            "due_on": opened.due_on,
            "person": [Named(opened.person)],
            "leader": [Named(opened.leader)] if opened.leader else [],
            "unit": opened.unit,
            "household_id": home,
        }
    )

    def save(values: dict[str, Any]) -> None:
        acts.edit_ledger(context.store, row.id, _facts(values), expected=opened)
        say_done(parent, context, "已修改台账")

    key = f"ledger/{row.id}/edit"
    return FormDialog(parent, context, "修改台账", form, verb="保存", on_save=save, draft_key=key)


def step_dialog(parent: QWidget, context: Context, row: LedgerRow, act: LedgerAct) -> FormDialog:
    asked, do = _STEPS[act]
    day = DayField("on", "日期", context.today, latest=context.today, required=True)
    form = Form([Text("text", asked, rows=3, required=True), day])
    form.set_values({"on": context.today()})

    def save(values: dict[str, Any]) -> None:
        do(context.store, row.id, values["text"], on=values["on"])
        say_done(parent, context, f"已登记：{act.label}")

    title, key = f"{act.label}：{row.facts.target[:20]}", f"ledger/{row.id}/{act.value}"
    return FormDialog(parent, context, title, form, verb=act.label, on_save=save, draft_key=key)


def _fields(context: Context) -> list[Field | str]:
    cadres = suggest_cadres(context)
    return [
        Text("problem", "反映的情况", rows=2),
        Text("target", "目标任务", rows=2, required=True, placeholder="要办成什么"),
        Choice("finding", "归类", options_of(FindingKind), wide=True),
        People("leader", "责任领导", suggest=cadres, at_most=1),
        Line("unit", "责任单位", placeholder="如 镇水利站"),
        People("person", "责任人", suggest=cadres, at_most=1, required=True),
        DayField("due_on", "完成时限", context.today, required=True),
        HouseholdField(context, title="哪一户的事（没有就空着）"),
    ]


def _facts(values: dict[str, Any]) -> LedgerFacts:
    finding, leader = values["finding"], values["leader"]
    return LedgerFacts(
        target=values["target"],
        person=values["person"][0].name,
        due_on=values["due_on"],
        leader=leader[0].name if leader else None,
        unit=values["unit"] or None,
        finding=FindingKind(finding) if finding else None,
        problem=values["problem"] or None,
        household_id=values["household_id"],
    )
