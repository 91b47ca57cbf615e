"""The fields of a seat in a body, of its end and of leaving a member out (R14, R40)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import AbsenceReason
from longshan_desk.domain.labels import Sex
from longshan_desk.domain.seats import PARTY, STAND_FOR_HOUSEHOLDS, NewExclusion, SeatFacts
from longshan_desk.errors import BadValueError
from longshan_desk.queries.people import person_rows
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_households, suggest_people
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import (
    Check,
    Choice,
    DayField,
    Field,
    Line,
    Number,
    People,
    Text,
)
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.people import Named


def seat_form(context: Context, body: Body, *, is_known: bool = False) -> Form:
    """What is asked of a seat in this body; a known one's end too, but not its households, which
    have an act of their own that keeps what was before."""
    fields: list[Field | str] = [
        People(
            "person",
            "姓名",
            suggest=suggest_people(context),
            at_most=1,
            required=True,
            hint="本村的从提示里选，性别、出生日期就不用填；不在农户册里的直接写姓名",
        ),
        Choice("sex", "性别", options_of(Sex)),
        Number("group_no", "组别", minimum=1, maximum=99, hint="农户册里有的不用填"),
        Line("phone", "电话"),
        DayField("from_on", "开始日期", context.today, hint=_from_hint(body)),
    ]
    if body in PARTY:
        fields += [
            DayField("confirmed_on", "转正日期", context.today),
            Check("is_probationary", "预备党员", hint="没有表决权，不计入应到；转正后自动计入"),
        ]
    if body is Body.COLLECTIVE_MEMBERS:
        fields += [
            DayField("born_on", "出生日期", context.today),
            Check("lacks_capacity", "无或者限制民事行为能力", hint="不参加成员大会，不计入应到"),
        ]
    if is_known:
        fields.append(DayField("until_on", "结束日期", context.today, hint="还在任的留空"))
    elif body in STAND_FOR_HOUSEHOLDS:
        fields.append(homes_field(context))
    return Form([*fields, Text("note", "备注", rows=1)])


def _from_hint(body: Body) -> str:
    return "入党或者组织关系转入的日期" if body is Body.PARTY_MEMBERS else "任期从哪天起"


def homes_field(context: Context) -> People:
    return People(
        "homes",
        "代表的户",
        suggest=suggest_households(context),
        placeholder="户主姓名，可输入拼音首字母",
        hint="一户一户从提示里选",
        wide=True,
    )


def facts_of(
    context: Context, values: dict[str, Any], opened: SeatFacts | None = None
) -> SeatFacts:
    """What the form holds; what the register knows of the person is taken from there."""
    named: list[Named] = values["person"]
    person_id = named[0].id or None
    name = named[0].name
    if person_id:
        rows = person_rows(context.store, [person_id])
        name = rows[0].name if rows else name
    return SeatFacts(
        name=name,
        person_id=person_id,
        sex=Sex(values["sex"]) if values["sex"] else None,
        group_no=values["group_no"],
        born_on=values.get("born_on"),
        phone=values["phone"] or None,
        is_probationary=bool(values.get("is_probationary")),
        confirmed_on=values.get("confirmed_on"),
        lacks_capacity=bool(values.get("lacks_capacity")),
        from_on=values["from_on"],
        until_on=values.get("until_on"),
        note=values["note"] or None,
    )


def values_of(facts: SeatFacts) -> dict[str, Any]:
    """The facts as the form's fields show them."""
    shown: dict[str, Any] = {
        name: getattr(facts, name)
        for name in ("group_no", "phone", "from_on", "until_on", "confirmed_on", "born_on", "note",
                     "is_probationary", "lacks_capacity")
    }  # fmt: skip
    return {
        **shown,
        "person": [Named(facts.name, facts.person_id or "")],
        "sex": facts.sex,
    }


def homes_of(values: dict[str, Any]) -> Sequence[str]:
    """The ids of the households picked; a name of no list is refused."""
    named: list[Named] = values.get("homes") or []
    for one in named:
        if not one.id:
            raise BadValueError(
                f"没有找到“{one.name}”这一户。", hint="请从输入时出现的农户里选。", where="homes"
            )
    return [one.id for one in named]


def exclusion_form(context: Context) -> Form:
    """R14: the reason out of the list, and the approval without which a member counts."""
    form = Form(
        [
            Choice("reason", "原因", options_of(AbsenceReason), required=True, as_list=True,
                   wide=True, hint="这几种以外的，仍应计算在应到会人数之内"),
            Line("approved_by", "批准单位", required=True, placeholder="如 龙山镇党委",
                 hint="要报上级党组织同意"),
            DayField("approved_on", "批准日期", context.today, required=True, latest=context.today,
                     hint="这一天以前开的会仍计入应到"),
            DayField("voted_on", "党员大会通过日期", context.today, latest=context.today),
            DayField("from_on", "开始日期", context.today, hint="从哪天起不在；不知道的留空"),
            DayField("until_on", "结束日期", context.today, hint="还没有回来的留空"),
            Text("note", "备注", rows=1),
        ]
    )  # fmt: skip
    return form


def exclusion_of(values: dict[str, Any]) -> NewExclusion:
    return NewExclusion(
        AbsenceReason(values["reason"]),
        values["approved_by"],
        values["approved_on"],
        values["voted_on"],
        values["from_on"],
        values["until_on"],
        values["note"] or None,
    )


def ending_form(context: Context, why: str) -> Form:
    form = Form(
        [
            DayField("until_on", "到哪一天", context.today, required=True, hint="任期的最后一天"),
            Line("reason", "原因", placeholder=why),
        ]
    )
    form.set_values({"until_on": context.today()})
    return form
