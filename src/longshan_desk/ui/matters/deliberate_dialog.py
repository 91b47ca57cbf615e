"""议定: what a committees' meeting decided on one matter, or just the day it was deliberated."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.matters import move_matter
from longshan_desk.actions.meetings import Ruling, decide_matters
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Act, Decision, ListKind, MeetingKind, ReportForm
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.matters import phrases
from longshan_desk.ui.matters.asking import (
    Asking,
    Parts,
    step_data,
    step_text,
    way_of_telling,
)
from longshan_desk.ui.matters.fields import PhraseText, Remark
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Check, Choice, Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

_NO_MEETING = "none"
_SHOWN = 6

_USUAL = {
    ListKind.SELF_HANDLED: Decision.ASSIGNED,
    ListKind.MAJOR_PUBLIC: Decision.PROCEDURE,
    ListKind.ESCALATED: Decision.ESCALATED,
}
_ASKS = {
    Decision.SETTLED: ("result_settled",),
    Decision.ASSIGNED: ("person", "due"),
    Decision.PROCEDURE: ("_procedure",),
    Decision.ESCALATED: ("form", "text_report"),
    Decision.PROMISED: ("text_promise", "measures", "person", "due"),
    Decision.EXPLAINED: ("reason", "basis", "to", "way", "policy_limited"),
}
"""The fields of each decision: those of the like-named step."""


class DeliberateDialog(FormDialog):
    """With a meeting the decision's own step follows on its day; without one only the day."""

    def __init__(self, parent: QWidget, asking: Asking) -> None:
        self._asking = asking
        form = Form(_parts(asking))
        page = asking.page
        meetings = form["meeting"]
        for key in ("meeting", "decision"):
            form[key].edited.connect(lambda: _show_asked(form))
        held = _meetings(asking)
        meetings.set_value(held[0].code)
        form["decision"].set_value(_USUAL[page.row.list_kind].value)
        _show_asked(form)
        super().__init__(
            parent,
            asking.context,
            f"议定 {page.row.number}",
            form,
            verb="议定",
            on_save=self._save,
            draft_key=f"matter/{page.row.id}/deliberate",
        )
        self.sheet.saved.connect(lambda: say_done(parent, asking.context, "已议定"))

    def _save(self, values: dict[str, Any]) -> None:
        store, matter_id = self._asking.context.store, self._asking.page.row.id
        meeting = values["meeting"]
        if meeting == _NO_MEETING:
            move_matter(store, matter_id, Act.DELIBERATE, on=values["on"])
            return
        asked = {key: value for key, value in values.items() if key not in ("meeting", "decision")}
        decision = Decision(values["decision"])
        if decision is Decision.PROMISED:
            asked["promiser"] = asked.pop("person")
        ruling = Ruling(matter_id, decision, step_data(asked), step_text(asked))
        decide_matters(store, meeting, [ruling])


def _meetings(asking: Asking) -> list[Option]:
    """The committees' meetings since the matter was heard, the latest first."""
    heard = asking.page.row.heard_on
    rows = list_meetings(asking.context.store, kind=MeetingKind.COMMITTEES)
    held = [row for row in rows if heard <= row.on <= asking.today][:_SHOWN]
    options = [Option(row.id, f"{chinese_date(row.on)}村“两委”会议") for row in held]
    return [*options, Option(_NO_MEETING, "没有会议记录，只记议定的日期")]


def _show_asked(form: Form) -> None:
    if form["meeting"].value() == _NO_MEETING:
        form.show_only("_about", "meeting", "on", "_then")
        return
    decision = form["decision"].value()
    asks = _ASKS[Decision(decision)] if decision else ()
    form.show_only("_about", "meeting", "decision", *asks)


def _parts(asking: Asking) -> Parts:
    to = Line("to", "向谁说明", required=True)
    to.set_value(asking.contact)
    form = Choice("form", "文种", options_of(ReportForm), required=True)
    form.set_value(ReportForm.REQUEST.value)
    return [
        Remark(asking.page.row.title, key="_about", tone=""),
        Choice("meeting", "哪一次会议", _meetings(asking), as_list=True, required=True, wide=True),
        Choice("decision", "议定", options_of(Decision), as_list=False, required=True, wide=True),
        PhraseText("result_settled", "办理结果", phrases.RESULT, rows=2, required=True),
        Remark("转入公共重大事项，按“四议两公开”的步骤决定。", key="_procedure"),
        form,
        PhraseText("text_report", "上报内容", phrases.REPORT, required=True),
        PhraseText("text_promise", "承诺内容", (), rows=2, required=True),
        PhraseText("measures", "采取的措施", phrases.MEASURES, rows=2, required=True),
        asking.person(),
        asking.deadline("可以改"),
        PhraseText("reason", "原因", (), rows=2, required=True),
        Line("basis", "依据", required=True, wide=True, placeholder="法律、法规或政策文件的名称"),
        to,
        way_of_telling("way", "说明的方式"),
        Check("policy_limited", "受政策限制，不能办理", wide=True),
        asking.day(),
        Remark("议定以后，再安排承办或作出说明。", key="_then"),
    ]
