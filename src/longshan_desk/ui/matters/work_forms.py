"""The forms of the steps while a matter is worked on (R13, R15–R17, R44)."""

from __future__ import annotations

from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.labels import (
    LetterWay,
    ListKind,
    ReportForm,
)
from longshan_desk.ui.matters import phrases
from longshan_desk.ui.matters.asking import SCANS, Asked, Asking, Parts, way_of_telling
from longshan_desk.ui.matters.fields import PhraseText, Remark
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.visits.visit_fields import Photos
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Check, Choice, DayField, Line, People
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.people import Named


def assign(asking: Asking) -> Asked:
    state = asking.page.state
    person = asking.person("可输入拼音首字母，从名册里选")
    due = asking.deadline(f"按规则预填 {asking.policy.assignment_days} 日，可以改")
    parts: Parts = [person, due, asking.day()]
    if state.responsible:
        person.set_value([Named(state.responsible)])
        until = f"，期限 {short_date(state.due_on)}" if state.due_on else ""
        parts.insert(0, Remark(f"现在由{state.responsible}承办{until}。换人、推迟期限都会记下来。"))
        return Asked(parts, "重新安排", "已重新安排承办")
    return Asked(parts, "安排承办", "已安排承办")


def progress(asking: Asking) -> Asked:
    text = PhraseText("text", "进展情况", phrases.PROGRESS, required=True)
    return Asked([text, asking.day()], "记下", "已记进展")


def promiser_field(asking: Asking) -> People:
    suggest = suggest_cadres(asking.context)
    return People(
        "promiser", "承办人", suggest=suggest, at_most=1, required=True, hint="谁负责兑现"
    )


def promise(asking: Asking) -> Asked:
    parts: Parts = [
        Remark("应当解决、眼下还不能解决的，作出承诺，一步一步办；兑现以前一直在通报里。"),
        PhraseText("text", "承诺内容", (), rows=2, required=True),
        PhraseText("measures", "采取的措施", phrases.MEASURES, rows=2, required=True),
        promiser_field(asking),
        DayField("due", "办结时限", asking.context.today, required=True, hint="哪一天以前兑现"),
        asking.day(),
    ]
    return Asked(parts, "作出承诺", "已记承诺")


def explain(asking: Asking) -> Asked:
    to = Line("to", "向谁说明", required=True)
    to.set_value(asking.contact)
    parts: Parts = [
        Remark("周期长或政策不允许的，依法依规向群众说明；说明以后办结，不算“已解决”。"),
        PhraseText("reason", "原因", (), rows=2, required=True),
        Line("basis", "依据", required=True, wide=True, placeholder="法律、法规或政策文件的名称"),
        to,
        way_of_telling("way", "说明的方式"),
        Check("policy_limited", "受政策限制，不能办理", wide=True),
        asking.day(),
    ]
    return Asked(parts, "说明情况", "已记说明情况")


def note(asking: Asking) -> Asked:
    parts: Parts = [
        Choice("way", "怎么来的", options_of(LetterWay), required=True),
        asking.day(),
        Line("from", "对方", placeholder="单位或姓名"),
        Line("ref", "文号", placeholder="来文才有"),
        PhraseText("text", "来文来电内容", (), required=True),
        Photos(SCANS, "来文扫描件"),
    ]
    return Asked(parts, "记下", "已记来文来电", _watch_letter)


def _watch_letter(form: Form) -> None:
    def show() -> None:
        is_letter = form["way"].value() == LetterWay.LETTER
        for key in ("ref", SCANS):
            form[key].setVisible(is_letter)

    form["way"].edited.connect(show)
    show()


def report(asking: Asking) -> Asked:
    parts: Parts = [
        Choice("form", "文种", options_of(ReportForm), required=True),
        asking.day(),
        PhraseText(
            "text", "上报内容", phrases.REPORT, rows=4, required=True,
            hint="写明情况、已经做了什么、请求什么",
        ),
    ]  # fmt: skip
    return Asked(parts, "上报", "已记上报", values={"form": ReportForm.REQUEST.value})


def classify(asking: Asking) -> Asked:
    others = [one for one in ListKind if one is not asking.page.row.list_kind]
    parts: Parts = [
        Remark(f"现在在“{asking.page.row.list_kind.label}”清单里。"),
        Choice("list", "清单", options_of(others), required=True, wide=True),
        PhraseText("reason", "原因", phrases.CLASSIFY, rows=2, required=True),
        asking.day(),
    ]
    return Asked(parts, "调整清单", "已调整清单")
