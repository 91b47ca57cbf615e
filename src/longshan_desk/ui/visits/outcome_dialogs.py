"""What comes of a visit, a dialog each: a matter, a line of the ledger, a promise (R9, R10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.ledger import add_ledger
from longshan_desk.actions.visit_findings import (
    Opinion,
    Raised,
    raise_from_visit,
    write_and_raise,
)
from longshan_desk.actions.visits import add_promise
from longshan_desk.domain.labels import FindingKind, ListKind, Topic
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.queries.policy import current
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.matter_form import MatterForm, what_was_said, who_raised_it
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Choice, DayField, Line, People, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import Named

Act = Callable[[], object]


def _at_once(act: Act) -> None:
    act()


def _nothing() -> None:
    """An entry on record is corrected on purpose, not by the way."""


@dataclass(frozen=True)
class Outcome:
    """The visit that something comes of: on record under ``entry_id``, or being written.

    ``write(act)`` does the act for the screen that the visit is written on; ``forget`` takes the
    words away that may not stay there (R35).
    """

    facts: VisitFacts
    head: str
    entry_id: str | None = None
    write: Callable[[Act], object] = _at_once
    forget: Callable[[], object] = _nothing


class VisitMatterForm(MatterForm):
    """事项 from a visit: who raised it and where are known."""

    def __init__(self, context: Context, outcome: Outcome, on_sealed: Callable[[], object]) -> None:
        topic, said = what_was_said(context)
        super().__init__(
            context,
            [
                topic,
                said,
                Choice("finding", "归类", options_of(FindingKind), required=True),
                Choice("list_kind", "列入清单", options_of(ListKind), required=True),
                Line("summary", "梳理", placeholder="一句话概括；空着就用原话", wide=True),
                *who_raised_it(context),
            ],
            on_sealed,
        )
        for key in ("household_id", "contact_phone", "signatures"):
            self[key].setVisible(False)
        facts = outcome.facts
        raisers = facts.met or (outcome.head,)
        self.set_values(
            {
                "words": facts.text,
                "finding": facts.finding.value if facts.finding else None,
                "raisers": [Named(name) for name in raisers],
            }
        )


def matter_dialog(parent: QWidget, context: Context, outcome: Outcome) -> FormDialog:
    """→ 登记为事项: kind of finding and matter at once, linked with the entry. Nothing of it
    touches the disk before it is registered: it may turn out to name a cadre (R35)."""

    def to_sealed() -> None:
        dialog.reject()
        outcome.forget()
        if outcome.entry_id is not None:
            speaker.toast(parent, "走访记录里写着的，请更正去掉")
        context.show_record("sealed", "")

    def save(values: dict[str, Any]) -> None:
        opinion = opinion_of(values)
        raised: list[Raised] = []

        def act() -> None:
            if outcome.entry_id is None:
                raised.append(write_and_raise(context.store, outcome.facts, opinion))
            else:
                raised.append(raise_from_visit(context.store, outcome.entry_id, opinion))

        outcome.write(act)
        say_done(parent, context, f"已登记事项 {raised[0].number or ''}，和走访记录连在一起")

    form = VisitMatterForm(context, outcome, to_sealed)
    dialog = FormDialog(
        parent, context, f"{outcome.head}户反映的事项", form, verb="登记事项", on_save=save
    )
    form.focus_on("topic")
    return dialog


def ledger_dialog(parent: QWidget, context: Context, outcome: Outcome) -> FormDialog:
    """→ 列入台账 (R9): target, who answers for it, until when."""
    cadres = suggest_cadres(context)
    facts = outcome.facts
    form = Form(
        [
            Text("problem", "反映的情况", rows=2),
            Text("target", "目标任务", rows=2, required=True, placeholder="要办成什么"),
            Choice("finding", "归类", options_of(FindingKind)),
            DayField("due_on", "完成时限", context.today, required=True),
            People("person", "责任人", suggest=cadres, at_most=1, required=True),
            People("leader", "责任领导", suggest=cadres, at_most=1),
            Line("unit", "责任单位"),
        ]
    )
    due = context.today() + timedelta(days=current(context.store).assignment_days)
    finding = facts.finding.value if facts.finding else None
    form.set_values({"problem": facts.text, "finding": finding, "due_on": due})

    def save(values: dict[str, Any]) -> None:
        kind = values["finding"]
        line = LedgerFacts(
            target=values["target"],
            person=values["person"][0].name,
            due_on=values["due_on"],
            leader=values["leader"][0].name if values["leader"] else None,
            unit=values["unit"],
            finding=FindingKind(kind) if kind else None,
            problem=values["problem"],
            household_id=facts.household_id,
        )
        new = facts if outcome.entry_id is None else None
        if new is not None and line.finding is not None:
            new = replace(new, finding=line.finding)
        outcome.write(
            lambda: add_ledger(context.store, line, entry_id=outcome.entry_id, new_entry=new)
        )
        say_done(parent, context, "已列入工作台账，和走访记录连在一起")

    key = f"visit/{facts.household_id}/ledger"
    title = f"列入工作台账：{outcome.head}户"
    dialog = FormDialog(parent, context, title, form, verb="列入台账", on_save=save, draft_key=key)
    form.focus_on("target")
    return dialog


def promise_dialog(
    parent: QWidget, context: Context, outcome: Outcome, keep: Callable[[VisitFacts], object]
) -> FormDialog:
    """记承诺 (R10): what, until when, who. For an entry that is being written ``keep`` gets it;
    it goes on record together with the entry."""
    facts = outcome.facts
    by = facts.promise_by or (facts.visitors[0] if facts.visitors else "")
    form = Form(
        [
            Text("promise", "承诺了什么", rows=2, required=True),
            DayField("promise_due", "什么时候兑现", context.today, required=True),
            People("promise_by", "谁来兑现", suggest=suggest_cadres(context), at_most=1),
        ]
    )
    form.set_values(
        {
            "promise": facts.promise,
            "promise_due": facts.promise_due,
            "promise_by": [Named(by)] if by else [],
        }
    )

    def save(values: dict[str, Any]) -> None:
        who = values["promise_by"][0].name if values["promise_by"] else None
        entry_id, said, due = outcome.entry_id, values["promise"], values["promise_due"]
        if entry_id is None:
            made = replace(facts, promise=said, promise_due=due, promise_by=who, is_unchanged=False)
            keep(made.checked(context.today(), ()) if made.visitors else made)
            speaker.toast(parent, "承诺已记下，和这一户的走访一起保存")
            return
        outcome.write(lambda: add_promise(context.store, entry_id, said, due=due, by=who))
        say_done(parent, context, "已补记承诺")

    key = f"visit/{facts.household_id}/promise"
    title = f"对{outcome.head}户的承诺"
    return FormDialog(parent, context, title, form, verb="记下", on_save=save, draft_key=key)


def opinion_of(values: dict[str, Any]) -> Opinion:
    """What the form of a matter holds."""
    return Opinion(
        topic=Topic(values["topic"]),
        list_kind=ListKind(values["list_kind"]),
        words=values["words"],
        summary=values["summary"] or None,
        finding=FindingKind(values["finding"]),
        raisers=tuple(one.name for one in values["raisers"]),
        is_anonymous=values["is_anonymous"],
    )
