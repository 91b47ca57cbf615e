"""What each act on a household asks for, filled with what is known (R46)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from longshan_desk.domain.household_changes import Change
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.queries.household_changes import gone_people
from longshan_desk.queries.households import HouseholdPage
from longshan_desk.queries.people import PersonRow
from longshan_desk.ui.context import Context
from longshan_desk.ui.households.change_fields import Ticks
from longshan_desk.ui.suggesting import suggest_households
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.fields import Check, Choice, DayField, Field, Line, Number, People


@dataclass(frozen=True)
class Parts:
    parts: list[Field | str]
    values: Mapping[str, Any] = field(default_factory=dict)


def parts_of(context: Context, page: HouseholdPage, change: Change) -> Parts:
    """The fields of an act's form for this household."""
    return _PARTS[change](context, page)


def newcomer(values: Mapping[str, Any]) -> PersonFacts:
    """A person as the form of a birth or an arrival says."""
    sex = values.get("sex")
    return PersonFacts(
        values["name"],
        relation=values.get("relation") or None,
        id_number=values.get("id_number") or None,
        sex=Sex(sex) if sex else None,
        phone=values.get("phone") or None,
    )


# -- the fields ---------------------------------------------------------------------------------


def _here(page: HouseholdPage, sex: Sex | None = None) -> list[Option]:
    """The household's people now; of one sex, with those whose sex is not known."""
    fits = (None, sex) if sex else (None, *Sex)
    return [_option(one) for one in page.people if one.is_here and one.sex in fits]


def _option(one: PersonRow) -> Option:
    return Option(one.id, f"{one.name}（{one.relation}）" if one.relation else one.name)


def _day(context: Context, title: str = "日期") -> DayField:
    return DayField("on", title, context.today, latest=context.today, required=True)


def _new_head(page: HouseholdPage) -> Choice:
    hint = "户主走了，留下来的人里谁当户主"
    return Choice("new_head", "新户主", _here(page), as_list=True, hint=hint)


def _reason(title: str = "原因", placeholder: str = "") -> Line:
    return Line("reason", title, placeholder=placeholder, wide=True)


def _move_out(context: Context, page: HouseholdPage) -> Parts:
    people = _here(page)
    return Parts(
        [
            Ticks("people", "迁出的人", people, required=bool(people), hint="全户迁出的全勾上"),
            _day(context, "迁出日期"),
            Line("place", "迁往哪里", placeholder="如 兰州市、本镇二道沟村"),
            _new_head(page),
            _reason(placeholder="如 结婚、务工落户"),
            Check("sheet", "迁往本镇他村：做一张迁移表（Excel），交给对方村导入", wide=True),
        ],
        {"people": [one.code for one in people]},
    )


def _died(context: Context, page: HouseholdPage) -> Parts:
    return Parts(
        [
            Choice("person", "去世的人", _here(page), as_list=True, required=True),
            _day(context, "去世日期"),
            _new_head(page),
            _reason("备注"),
        ]
    )


def _split(context: Context, page: HouseholdPage) -> Parts:
    people = _here(page)
    return Parts(
        [
            Ticks("people", "分出去的人", people, required=True),
            Choice("own_head", "新户的户主", people, as_list=True, hint="只分出一个人的不用选"),
            _day(context, "分户日期"),
            Number("group_no", "新户的组别", minimum=1, maximum=99, unit="组", required=True),
            Line("address", "新户的住址"),
            _new_head(page),
            _reason(placeholder="如 成家另立门户"),
        ],
        {"group_no": page.row.group_no, "address": page.row.address},
    )


def _join(context: Context, page: HouseholdPage) -> Parts:
    suggest = suggest_households(context)
    place = "户主姓名，可输入拼音首字母"
    into = People(
        "into", "并入哪一户", suggest=suggest, at_most=1, required=True, placeholder=place
    )
    return Parts([into, _day(context, "并户日期"), _reason(placeholder="如 父母并入儿子户")])


def _head(context: Context, page: HouseholdPage) -> Parts:
    others = [one for one in _here(page) if one.code != page.row.head_id]
    return Parts(
        [
            Choice("new_head", "新户主", others, as_list=True, required=True),
            _day(context, "变更日期"),
            _reason(),
        ]
    )


def _born(context: Context, page: HouseholdPage) -> Parts:
    return Parts(
        [
            Line("name", "孩子姓名", required=True, hint="没取名的先写“某某之子”"),
            Choice("sex", "性别", options_of(Sex), required=True),
            _day(context, "出生日期"),
            Line("relation", "与户主关系", placeholder="如 孙子、长女"),
            Choice("mother", "母亲", _here(page, Sex.FEMALE), as_list=True),
            Choice("father", "父亲", _here(page, Sex.MALE), as_list=True),
            Line("id_number", "身份证号", hint="还没有的留空，以后再补"),
            _reason("备注"),
        ]
    )


def _move_in(context: Context, page: HouseholdPage) -> Parts:
    gone = [
        Option(one.id, f"{one.name}（{one.household}，{day_words(one.left_on)}迁出）")
        for one in gone_people(context.store)
    ]
    back: list[Field | str] = [
        Choice("person", "迁回的人（原来从本村迁出的）", gone, as_list=True, wide=True)
    ]
    return Parts(
        [
            *(back if gone else []),
            Line("name", "新迁来的人", hint="迁回的不填" if gone else ""),
            Line("relation", "与户主关系", placeholder="如 儿媳、女婿"),
            Line("id_number", "身份证号"),
            Choice("sex", "性别", options_of(Sex)),
            Line("phone", "电话"),
            _day(context, "迁入日期"),
            Line("place", "从哪里来"),
            _reason(placeholder="如 结婚"),
        ]
    )


_PARTS: Mapping[Change, Callable[[Context, HouseholdPage], Parts]] = {
    Change.MOVE_IN: _move_in,
    Change.MOVE_OUT: _move_out,
    Change.SPLIT: _split,
    Change.JOIN: _join,
    Change.NEW_HEAD: _head,
    Change.BORN: _born,
    Change.DIED: _died,
}
