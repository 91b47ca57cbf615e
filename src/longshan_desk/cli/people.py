"""Commands about persons: listing, adding to a household, editing, removing."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, day, whole
from longshan_desk.cli.household_changes import add_person_commands
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import table
from longshan_desk.domain.labels import Sex
from longshan_desk.errors import NotFoundError, WrongUseError

if TYPE_CHECKING:
    from longshan_desk.data.store import Store
    from longshan_desk.queries.people import PersonRow

_TEXTS = {
    "id_number": "身份证号",
    "phone": "电话",
    "ethnicity": "民族",
    "political": "政治面貌",
    "education": "文化程度",
    "health": "健康状况",
    "work_place": "务工地点",
    "resident": "是否常住",
    "note": "备注",
}


def add_commands(top: Parser) -> None:
    person = top.command("person", "村民")
    listing = person.command("list", "村民名单", _list)
    listing.add_argument("--group", type=whole, metavar="N", help="村民小组")
    listing.add_argument(
        "--find", default="", metavar="TEXT", help="姓名、电话、身份证号、拼音首字母"
    )
    listing.add_argument("--special", metavar="CODE", help="重点人群的代码；* 表示任何一类")
    listing.add_argument("--gone", action="store_true", help="只看去世和迁出的")
    add = person.command("add", "在一户里添加一个人", _add)
    add.add_argument("household", metavar="HOUSEHOLD", help="农户的 id")
    add.add_argument("--relation", metavar="T", help="与户主关系")
    add_person_facts(add, is_new=True)
    edit = person.command("edit", "修改一个人", _edit)
    edit.add_argument("id", metavar="ID")
    edit.add_argument("--relation", metavar="T", help="与户主关系")
    add_person_facts(edit, is_new=False)
    add_person_facts(add_person_commands(person), is_new=True)
    remove = person.command("remove", "删除错登的人", _remove)
    remove.add_argument("id", metavar="ID")


def add_person_facts(parser: Parser, *, is_new: bool) -> None:
    """The options for what is known of a person."""
    parser.add_argument("--name", required=is_new, metavar="T", help="姓名")
    parser.add_argument("--sex", type=code(Sex), metavar="CODE", help=codes(Sex))
    parser.add_argument("--born-on", type=day, metavar="D", help="出生日期（身份证号里有的不用写）")
    for name, label in _TEXTS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="T", help=label)


def person_facts(args: Namespace) -> dict[str, Any]:
    """What the options say; what they leave out is left out."""
    names = ("name", "relation", "sex", "born_on", *_TEXTS)
    given = {name: getattr(args, name, None) for name in names}
    return {name: value for name, value in given.items() if value is not None}


def person_object(row: PersonRow) -> dict[str, Any]:
    facts = row.facts
    return {
        "id": row.id,
        "household": row.household_id,
        "name": row.name,
        "id_number": row.id_number,
        "id_kind": facts.id_kind,
        "relation": row.relation,
        "head": row.is_head,
        "sex": facts.sex,
        "born_on": row.born_on,
        "age": row.age,
        "phone": row.phone,
        "ethnicity": facts.ethnicity,
        "political": facts.political,
        "education": facts.education,
        "health": facts.health,
        "work_place": facts.work_place,
        "resident": facts.resident,
        "note": facts.note,
        "special_groups": row.special_groups,
        "died_on": row.died_on,
        "left_on": row.left_on,
    }


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.people import person_ids, person_rows

    with reading(args) as store:
        ids = person_ids(
            store, group=args.group, text=args.find, special=args.special, gone=args.gone
        )
        rows = person_rows(store, ids)
    lines = [
        (row.group, row.head, row.name, row.relation, row.age, row.phone, row.id) for row in rows
    ]
    headings = ("组别", "户主", "姓名", "关系", "年龄", "电话", "id")
    text = table(headings, lines, empty="没有村民。")
    return Answer({"persons": [person_object(row) for row in rows]}, text)


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.people import add_person
    from longshan_desk.domain.household_facts import PersonFacts

    with writing(args) as store:
        made = add_person(store, args.household, PersonFacts(**person_facts(args)))
    return Answer({"id": made}, f"已添加{args.name}。id {made}")


def _edit(args: Namespace) -> Answer:
    from longshan_desk.actions.people import edit_person

    changes = person_facts(args)
    if not changes:
        raise WrongUseError("没有写要改什么。", hint="例如 --name、--phone。")
    with writing(args) as store:
        facts = _row(store, args.id).facts
        edit_person(store, args.id, replace(facts, **changes), expected=facts)
        row = _row(store, args.id)
    return Answer(person_object(row), f"已修改{row.name}。")


def _row(store: Store, person_id: str) -> PersonRow:
    from longshan_desk.queries.people import person_rows

    rows = person_rows(store, [person_id])
    if not rows:
        raise NotFoundError("找不到这个人。", hint="请核对 id。", where=person_id)
    return rows[0]


def _remove(args: Namespace) -> Answer:
    from longshan_desk.actions.people import delete_person

    with writing(args) as store:
        delete_person(store, args.id)
    return Answer({"id": args.id}, "已删除。")
