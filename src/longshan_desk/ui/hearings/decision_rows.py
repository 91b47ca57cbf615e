"""What a row of the committees' grid holds, and what each decision needs (R12–R17)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from longshan_desk.actions.meetings import Ruling
from longshan_desk.domain.labels import Decision, FeedbackWay, ReportForm
from longshan_desk.errors import BadValueError
from longshan_desk.queries.matters import MatterRow
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.dates import read_typed_day
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow

ASSIGNED, PROMISED = Decision.ASSIGNED.value, Decision.PROMISED.value
EXPLAINED, SETTLED = Decision.EXPLAINED.value, Decision.SETTLED.value
ESCALATED = Decision.ESCALATED.value
TYPED = ("decision", "person", "due", "text", "basis")

_NEEDS = {
    Decision.SETTLED: "当场解决：写办理结果。",
    Decision.ASSIGNED: "限期办理：写承办人和办结时限。",
    Decision.PROCEDURE: "进入四议两公开：列入公共重大事项，按步骤决定，这里不用再填。",
    Decision.ESCALATED: "上报镇党委：选文种，写上报内容；列入上级协调事项。",
    Decision.PROMISED: "作出承诺：写承诺内容、措施、负责人和兑现时限。",
    Decision.EXPLAINED: "说明情况：写原因、依据、向谁说明和方式；这一件就办结了。",
}


def columns(context: Context) -> list[GridColumn]:
    with_person = (ASSIGNED, PROMISED)
    ways = tuple(way for way in FeedbackWay if way is not FeedbackWay.UNREACHABLE)
    cadres = suggest_cadres(context)
    return [
        GridColumn("matter", "事项", "text", 13, fixed=True, stretch=True),
        GridColumn("decision", "议定结果", "choice", 7, options=options_of(Decision)),
        GridColumn("person", "承办人", width=5, only_for=with_person, suggest=cadres),
        GridColumn("due", "时限", width=6, only_for=with_person),
        GridColumn(
            "text",
            "结果、承诺、原因或上报内容",
            "text",
            12,
            only_for=(SETTLED, PROMISED, EXPLAINED, ESCALATED),
        ),
        GridColumn("basis", "措施或依据", "text", 7, only_for=(PROMISED, EXPLAINED)),
        GridColumn("to", "向谁说明", width=5, only_for=(EXPLAINED,)),
        GridColumn("way", "方式", "choice", 4, options=options_of(ways), only_for=(EXPLAINED,)),
        GridColumn(
            "form", "文种", "choice", 3, options=options_of(ReportForm), only_for=(ESCALATED,)
        ),
    ]


WANTED_BY = {
    ("basis",): (PROMISED, EXPLAINED),
    ("to", "way"): (EXPLAINED,),
    ("form",): (ESCALATED,),
}
"""Columns that are shown only while some row needs them."""


def grid_row(matter: MatterRow, typed: GridRow | None = None) -> GridRow:
    """A matter's row; with what was typed into it before."""
    said = f"{matter.number} {matter.raiser}：{matter.title}（{matter.list_kind.label}）"
    begun = {
        **dict.fromkeys(TYPED, ""),
        "to": matter.raiser,
        "way": FeedbackWay.IN_PERSON.value,
        "form": ReportForm.REQUEST.value,
    }
    values = {**begun, **(typed.values if typed is not None else {}), "matter": said}
    return GridRow(values, extra={"matter": matter.id})


def is_typed(row: GridRow) -> bool:
    """Whether somebody has put anything into the row."""
    return any(row.values.get(key) for key in TYPED)


def needs_words(values: Mapping[str, Any]) -> str:
    """What the decision chosen in a row needs."""
    chosen = values.get("decision")
    return _NEEDS[Decision(chosen)] if chosen else ""


def ruling(row: GridRow, matter: MatterRow, today: date) -> Ruling:
    """The row as the action takes it; raises what cannot be read, naming the matter."""
    said = {key: (row.values.get(key) or "").strip() for key in ("person", "text", "basis", "to")}
    decision = Decision(row.values["decision"])
    due = _due(row, matter, today)
    by_decision: dict[Decision, dict[str, Any]] = {
        Decision.ASSIGNED: {"to": said["person"], "due": due},
        Decision.PROMISED: {"by": said["person"], "due": due, "measures": said["basis"]},
        Decision.EXPLAINED: {
            "reason": said["text"],
            "basis": said["basis"],
            "to": said["to"],
            "way": row.values.get("way"),
        },
        Decision.SETTLED: {"result": said["text"]},
        Decision.ESCALATED: {"as": row.values.get("form") or ReportForm.REQUEST.value},
    }
    text = "" if decision in _WITHOUT_TEXT else said["text"]
    return Ruling(matter.id, decision, by_decision.get(decision, {}), text)


_WITHOUT_TEXT = (Decision.ASSIGNED, Decision.PROCEDURE)


def _due(row: GridRow, matter: MatterRow, today: date) -> str | None:
    if row.values["decision"] not in (ASSIGNED, PROMISED):
        return None
    try:
        day = read_due(row.values.get("due") or "", today)
    except BadValueError as exc:
        raise BadValueError(f"{matter.number}的时限：{exc.message}", hint=exc.hint) from None
    return day.isoformat() if day else None


def read_due(text: str, today: date) -> date | None:
    """A deadline as it was typed; ``1.5`` in December is next year's."""
    day, said = read_typed_day(text, today)
    if day is None or day >= today or not said.startswith("按今年"):
        return day
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)
