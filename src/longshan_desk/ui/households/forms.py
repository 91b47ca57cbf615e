"""The forms of a household: its own fields, a person, away, special groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import households as acts
from longshan_desk.actions import people as people_acts
from longshan_desk.actions.household_changes import move_in
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts
from longshan_desk.domain.labels import IdKind, Sex
from longshan_desk.domain.people import HEAD
from longshan_desk.queries import households as queries
from longshan_desk.queries.people import PersonRow
from longshan_desk.queries.policy import current
from longshan_desk.ui.conflict_corners import mark_form
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Choice, DayField, Field, Line, Number, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

RESIDENT = (Option("常住", "常住"), Option("外出", "外出"))


def add_household(parent: QWidget, context: Context, then: Callable[[str], object]) -> None:
    """添加农户: the household with its head; ``then(id)`` goes on with the other members. One that
    has just come is an act with its day (R46)."""
    came = DayField("came_on", "迁入日期", context.today, latest=context.today)
    came.say("新迁来的填；一直在村里的留空")
    fields: list[Field | str] = [*_household_fields(), came]
    form = Form([*fields, "户主", *_person_fields(context, with_relation=False)])

    def save(values: dict[str, Any]) -> None:
        head, facts = _person({**values, "relation": HEAD}), _household(values)
        if on := values["came_on"]:
            then(move_in(context.store, on=on, facts=facts, people=[head]).household_id)
        else:
            then(acts.add_household(context.store, facts, head=head))

    _ask(parent, context, "添加农户", form, "添加", save, "household/new")


def edit_household(parent: QWidget, context: Context, row: queries.HouseholdRow) -> None:
    form = Form(_household_fields())
    form.set_values(_values(row.facts))
    mark_form(form, context, "household", row.id)

    def save(values: dict[str, Any]) -> None:
        acts.edit_household(context.store, row.id, _household(values), expected=row.facts)

    _ask(parent, context, "修改农户", form, "保存", save, f"household/{row.id}")


def add_person(parent: QWidget, context: Context, household_id: str) -> None:
    form = Form(_person_fields(context))

    def save(values: dict[str, Any]) -> None:
        people_acts.add_person(context.store, household_id, _person(values))

    _ask(parent, context, "添加家庭成员", form, "添加", save, f"household/{household_id}/person")


def edit_person(parent: QWidget, context: Context, row: PersonRow) -> None:
    form = Form(_person_fields(context))
    form.set_values(_values(row.facts))
    mark_form(form, context, "person", row.id)

    def save(values: dict[str, Any]) -> None:
        people_acts.edit_person(context.store, row.id, _person(values), expected=row.facts)

    _ask(parent, context, f"修改 {row.name}", form, "保存", save, f"person/{row.id}")


def mark_away(
    parent: QWidget, context: Context, household_id: str, from_on: date | None = None
) -> None:
    """登记外出: the whole household, from a day; open where nobody knows until when."""
    form = Form(_away_fields(context))
    form.set_values({"from_on": from_on or context.today()})

    def save(values: dict[str, Any]) -> None:
        acts.mark_away(context.store, household_id, **values)

    _ask(parent, context, "登记外出", form, "登记", save, f"household/{household_id}/away")


def edit_away(parent: QWidget, context: Context, row: queries.AwayRow) -> None:
    form = Form(_away_fields(context))
    form.set_values({"from_on": row.from_on, "until_on": row.until_on, "reason": row.reason})

    def save(values: dict[str, Any]) -> None:
        acts.edit_away(context.store, row.id, **values)

    _ask(parent, context, "修改外出", form, "保存", save, f"away/{row.id}")


def _away_fields(context: Context) -> list[Field | str]:
    return [
        DayField("from_on", "从哪一天起", context.today, required=True),
        DayField("until_on", "到哪一天", context.today, hint="不知道的留空"),
        Text("reason", "去向或原因", rows=2, placeholder="如 全家在兰州务工"),
    ]


def add_special(parent: QWidget, context: Context, page: queries.HouseholdPage) -> None:
    """重点人群: for the household or for one of its people, with dates (R11)."""
    kinds = [Option(group.code, group.label) for group in current(context.store).special_groups]
    people = [Option(one.id, one.name) for one in page.people if one.is_here]
    form = Form(
        [
            Choice("kind", "类别", kinds, required=True, as_list=True),
            Choice("person_id", "哪一个人（整户的不选）", people, as_list=True),
            DayField("from_on", "从哪一天起", context.today),
            DayField("until_on", "到哪一天", context.today),
            Text("note", "备注", rows=1),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        kind = values.pop("kind")
        person = values.pop("person_id") or None
        people_acts.add_special_group(context.store, page.row.id, kind, person_id=person, **values)

    key = f"household/{page.row.id}/special"
    _ask(parent, context, "添加重点人群", form, "添加", save, key)


def edit_special(parent: QWidget, context: Context, row: queries.SpecialRow) -> None:
    """The dates and the note of one that is registered."""
    form = Form(
        [
            DayField("from_on", "从哪一天起", context.today),
            DayField("until_on", "到哪一天", context.today),
            Text("note", "备注", rows=1),
        ]
    )
    form.set_values({"from_on": row.from_on, "until_on": row.until_on, "note": row.note})

    def save(values: dict[str, Any]) -> None:
        people_acts.edit_special_group(context.store, row.id, **values)

    title = f"修改 {row.label}"
    _ask(parent, context, title, form, "保存", save, f"special/{row.id}")


def _ask(
    parent: QWidget, context: Context, title: str, form: Form, verb: str, save: Any, key: str
) -> None:
    FormDialog(parent, context, title, form, verb=verb, on_save=save, draft_key=key).open()


def _values(facts: HouseholdFacts | PersonFacts) -> dict[str, Any]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _household_fields() -> list[Field | str]:
    return [
        Number("group_no", "组别", minimum=1, maximum=99, unit="组", required=True),
        Line("code", "户编号"),
        Line("address", "住址"),
        Text("note", "备注", rows=1),
    ]


def _household(values: dict[str, Any]) -> HouseholdFacts:
    own: dict[str, Any] = {each.name: values[each.name] or None for each in fields(HouseholdFacts)}
    return HouseholdFacts(**own)


def _person_fields(context: Context, *, with_relation: bool = True) -> list[Field | str]:
    relation: list[Field | str] = [Line("relation", "与户主关系", placeholder="如 妻、长子")]
    return [
        Line("name", "姓名", required=True),
        *(relation if with_relation else []),
        Line("id_number", "身份证号", hint="性别和出生日期从身份证号来"),
        Choice("id_kind", "证件类型", options_of(IdKind), as_list=True),
        Choice("sex", "性别", options_of(Sex)),
        DayField("born_on", "出生日期", context.today, latest=context.today),
        Line("phone", "电话"),
        Line("ethnicity", "民族"),
        Line("political", "政治面貌"),
        Line("education", "文化程度"),
        Line("health", "健康状况"),
        Line("work_place", "务工地点"),
        Choice("resident", "是否常住", RESIDENT),
        Text("note", "备注", rows=1) if with_relation else Line("relation_note", "户主备注"),
    ]


def _person(values: dict[str, Any]) -> PersonFacts:
    own: dict[str, Any] = {each.name: values.get(each.name) or None for each in fields(PersonFacts)}
    own["sex"] = Sex(own["sex"]) if own["sex"] else None
    own["id_kind"] = IdKind(own["id_kind"]) if own["id_kind"] else None
    if "relation_note" in values:
        own["note"] = values["relation_note"] or None
    return PersonFacts(**own)
