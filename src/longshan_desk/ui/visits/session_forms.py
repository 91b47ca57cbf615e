"""The form of a 座谈 or 现场办公, and what its findings become (R9)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.visit_findings import raise_from_session
from longshan_desk.actions.visit_sessions import save_session
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.session_facts import FindingFacts, SessionFacts
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import SessionKind, VisitWay
from longshan_desk.queries.visit_sessions import FindingRow, SessionPage
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_cadres, suggest_people
from longshan_desk.ui.visits.findings_field import Findings
from longshan_desk.ui.visits.ledger_forms import new_line
from longshan_desk.ui.visits.outcome_dialogs import Outcome, VisitMatterForm, opinion_of
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Choice, DayField, Line, People, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import Named

_SOMEBODY = "群众"


def session_dialog(
    parent: QWidget, context: Context, page: SessionPage | None = None
) -> FormDialog:
    """记座谈: place, people and what was found; never counted as coverage."""
    form = Form(
        [
            Choice("kind", "形式", options_of(SessionKind), required=True),
            DayField("on", "日期", context.today, latest=context.today, required=True),
            Line("place", "地点", required=True, placeholder="如 村部、二组文化广场"),
            People("visitors", "参加的干部", suggest=suggest_cadres(context), required=True),
            People("met", "参加的群众", suggest=suggest_people(context), wide=True),
            Text("text", "情况", rows=2, placeholder="谈了什么，有多少人"),
            Findings(),
        ]
    )
    form.set_values({"on": context.today()})
    if page is not None:
        facts = page.facts
        form.set_values(
            {
                "kind": facts.kind,
                "on": facts.on,
                "place": facts.place,
                "visitors": [Named(one) for one in facts.visitors],
                "met": [Named(one) for one in facts.met],
                "text": facts.text,
                "findings": facts.findings,
            }
        )

    def save(values: dict[str, Any]) -> None:
        save_session(context.store, _facts(values), page.id if page else None)
        say_done(parent, context, "已保存座谈记录")

    title = "修改座谈或现场办公" if page else "记座谈或现场办公"
    key = f"session/{page.id if page else 'new'}"
    return FormDialog(parent, context, title, form, verb="保存", on_save=save, draft_key=key)


def finding_to_matter(
    parent: QWidget, context: Context, page: SessionPage, finding: FindingRow
) -> FormDialog:
    """→ 登记为事项. Nothing of it touches the disk before it is registered (R35)."""
    said = finding.facts
    met = (said.said_by,) if said.said_by else ()
    facts = VisitFacts(
        said.household_id or "", page.facts.on, VisitWay.AT_HOME, page.facts.visitors,
        text=said.text, met=met, finding=said.kind,
    )  # fmt: skip

    def to_sealed() -> None:
        dialog.reject()
        context.show_record("sealed", "")

    def save(values: dict[str, Any]) -> None:
        raised = raise_from_session(context.store, finding.id, opinion_of(values))
        say_done(parent, context, f"已登记事项 {raised.number or ''}，和座谈记录连在一起")

    form = VisitMatterForm(context, Outcome(facts, said.said_by or _SOMEBODY), to_sealed)
    if not said.said_by:
        form.set_values({"raisers": []})
    dialog = FormDialog(parent, context, "座谈发现的事项", form, verb="登记事项", on_save=save)
    form.focus_on("topic")
    return dialog


def finding_to_ledger(parent: QWidget, context: Context, finding: FindingFacts) -> FormDialog:
    """→ 列入台账."""
    line = LedgerFacts("", "", context.today(), finding=finding.kind, problem=finding.text)
    return new_line(parent, context, line, finding_id=finding.id)


def _facts(values: dict[str, Any]) -> SessionFacts:
    return SessionFacts(
        SessionKind(values["kind"]),
        values["on"],
        values["place"],
        tuple(one.name for one in values["visitors"]),
        tuple(one.name for one in values["met"]),
        values["text"] or None,
        tuple(values["findings"]),
    )
