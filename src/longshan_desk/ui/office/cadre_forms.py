"""The fields of a person on the roster and of a term of office (R1, R40)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from longshan_desk.actions.cadres import NewTerm
from longshan_desk.domain.household_facts import CadreFacts
from longshan_desk.domain.labels import Role, Sex
from longshan_desk.errors import BadValueError
from longshan_desk.queries.cadres import HeldRole, Member
from longshan_desk.queries.people import person_rows
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_people
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Check, Choice, DayField, Field, Line, People, Text
from longshan_desk.ui.widgets.people import Named


def fact_fields(context: Context) -> list[Field | str]:
    villager = People(
        "person",
        "对应的村民",
        suggest=suggest_people(context),
        at_most=1,
        hint="是本村村民的选上，别的不填",
    )
    return [
        Line("name", "姓名", required=True),
        Choice("sex", "性别", options_of(Sex)),
        Line("phone", "电话"),
        *([] if context.is_township else [villager]),
        Text("note", "备注", rows=1),
    ]


def term_fields(context: Context) -> list[Field | str]:
    acting = "书记空缺或不在，由此人主持的，说事会由他主持不用写原因"
    titled = "如 镇党委副书记" if context.is_township else "如 第一书记"
    fields: list[Field | str] = [
        Choice("role", "职务或身份", _roles(context), required=True, as_list=True),
        DayField("from_on", "从哪一天起", context.today),
        Line("title", "具体称谓", placeholder=f"{titled}；与职务相同的不填"),
    ]
    if not context.is_township:
        fields.append(Check("is_acting_secretary", "主持村党支部工作", hint=acting))
    return fields


def _roles(context: Context) -> list[Option]:
    """The township's people hold no office of a village."""
    return [
        option
        for option in options_of(Role)
        if not context.is_township or Role(option.code).is_of_township
    ]


def chosen_fields(context: Context, people: Sequence[Member]) -> list[Field | str]:
    """One of the township's people, and what they are in this village."""
    options = [Option(one.cadre_id, f"{one.name}（{one.labels}）") for one in people]
    return [
        Choice("cadre", "乡镇人员", options, required=True, as_list=True),
        *term_fields(context),
    ]


def fact_values(context: Context, facts: CadreFacts) -> dict[str, Any]:
    """The facts as the form's fields show them."""
    rows = person_rows(context.store, [facts.person_id]) if facts.person_id else []
    named = [Named(f"{row.name}（{row.group}{row.head}户）", row.id) for row in rows]
    return {
        "name": facts.name,
        "sex": facts.sex,
        "phone": facts.phone,
        "person": named,
        "note": facts.note,
    }


def facts_of(values: dict[str, Any], opened: CadreFacts | None = None) -> CadreFacts:
    """What the form holds; what it does not ask stays as it was."""
    named: list[Named] = values.get("person", [])
    if named and not named[0].id:
        raise BadValueError(
            f"没有找到村民“{named[0].name}”。", hint="请从输入时出现的人里选。", where="person"
        )
    base = opened or CadreFacts(name=values["name"])
    return replace(
        base,
        name=values["name"],
        sex=Sex(values["sex"]) if values["sex"] else None,
        phone=values["phone"] or None,
        person_id=named[0].id if named else None,
        note=values["note"] or None,
    )


def term_values(held: HeldRole) -> dict[str, Any]:
    return {
        "role": held.role.value,
        "title": held.title,
        "from_on": held.from_on,
        "until_on": held.until_on,
        "is_acting_secretary": held.is_acting_secretary,
    }


def term_of(values: dict[str, Any], until: date | None = None) -> NewTerm:
    return NewTerm(
        role=Role(values["role"]),
        from_on=values["from_on"],
        until_on=until,
        title=values["title"] or None,
        is_acting_secretary=values.get("is_acting_secretary", False),
    )
