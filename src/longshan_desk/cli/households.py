"""Commands about households: listing, one whole, registering, editing, away."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, day, whole
from longshan_desk.cli.household_changes import add_household_commands
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.people import add_person_facts, person_facts, person_object
from longshan_desk.cli.tables import listed, table
from longshan_desk.errors import WrongUseError

if TYPE_CHECKING:
    from longshan_desk.queries.households import HouseholdPage, HouseholdRow


def add_commands(top: Parser) -> None:
    household = top.command("household", "农户")
    listing = household.command("list", "农户清单", _list)
    listing.add_argument("--group", type=whole, metavar="N", help="村民小组")
    listing.add_argument("--find", default="", metavar="TEXT", help="户主、成员、住址、拼音首字母")
    listing.add_argument("--special", metavar="CODE", help="重点人群的代码；* 表示任何一类")
    listing.add_argument("--away", action="store_true", help="只看外出的")
    listing.add_argument("--ended", action="store_true", help="只看已销户的（迁出、并户、无人）")
    listing.add_argument("--all", action="store_true", help="连同已销户的")
    show = household.command("show", "一户的全部资料", _show)
    show.add_argument("id", metavar="ID")
    add = household.command("add", "添加一户，连同户主", _add)
    _add_facts(add, is_new=True)
    add_person_facts(add, is_new=True)
    edit = household.command("edit", "修改一户", _edit)
    edit.add_argument("id", metavar="ID")
    _add_facts(edit, is_new=False)
    add_household_commands(household, add_person_facts)
    _add_dated(household)


def _add_dated(household: Parser) -> None:
    away = household.command("away", "登记全户外出", _away)
    away.add_argument("id", metavar="ID")
    away.add_argument("--from", required=True, type=day, metavar="D", help="从哪一天")
    away.add_argument("--until", type=day, metavar="D", help="到哪一天（不知道就不写）")
    away.add_argument("--reason", metavar="T", help="去哪里、为什么")
    back = household.command("returned", "登记返乡", _returned)
    back.add_argument("id", metavar="ID")
    back.add_argument("--date", type=day, metavar="D", help="返乡的日期（默认今天）")
    special = household.command("special", "登记重点人群", _special)
    special.add_argument("id", metavar="ID")
    special.add_argument("--kind", required=True, metavar="CODE", help="规则参数里的代码或名称")
    special.add_argument("--person", metavar="ID", help="是哪个人")
    special.add_argument("--from", type=day, metavar="D", help="从哪一天")
    special.add_argument("--until", type=day, metavar="D", help="到哪一天")
    special.add_argument("--note", metavar="T", help="备注")


def _add_facts(parser: Parser, *, is_new: bool) -> None:
    parser.add_argument("--group", required=is_new, type=whole, metavar="N", help="村民小组")
    parser.add_argument("--code", metavar="T", help="户编号")
    parser.add_argument("--address", metavar="T", help="住址")
    parser.add_argument("--house-note", metavar="T", help="这一户的备注")


def household_object(row: HouseholdRow) -> dict[str, Any]:
    """One line of the list; ``group`` is the group's number, ``special_groups`` are codes."""
    away = row.away
    return {
        "id": row.id,
        "head": row.head,
        "group": row.group_no,
        "group_name": row.group,
        "persons": row.persons,
        "special_groups": row.special_groups,
        "phone": row.phone,
        "address": row.address,
        "code": row.code,
        "note": row.note,
        "away": {"from": away.from_on, "until": away.until_on} if away else None,
        "moved_out_on": row.moved_out_on,
        "ended_reason": row.ended_reason if row.moved_out_on else None,
    }


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.households import household_ids, household_rows

    with reading(args) as store:
        ids = household_ids(
            store,
            group=args.group,
            text=args.find,
            special=args.special,
            away=True if args.away else None,
            moved_out=None if args.all else args.ended,
        )
        rows = household_rows(store, ids)
    lines = [
        (
            row.group,
            row.head,
            row.persons,
            row.phone,
            row.address,
            row.special_words,
            row.status,
            row.id,
        )
        for row in rows
    ]
    headings = ("组别", "户主", "人数", "电话", "住址", "重点人群", "", "id")
    text = table(headings, lines, empty="没有农户。")
    return Answer({"households": [household_object(row) for row in rows]}, text)


def _show(args: Namespace) -> Answer:
    from longshan_desk.queries.households import household

    with reading(args) as store:
        page = household(store, args.id)
    result = {
        **household_object(page.row),
        "persons": [person_object(person) for person in page.people],
        "absences": [
            {"id": one.id, "from": one.from_on, "until": one.until_on, "reason": one.reason}
            for one in page.away
        ],
        "specials": [
            {
                "id": one.id,
                "person_id": one.person_id,
                "kind": one.kind,
                "from": one.from_on,
                "until": one.until_on,
                "note": one.note,
            }
            for one in page.special
        ],
    }
    return Answer(result, _page_text(page))


def _page_text(page: HouseholdPage) -> str:
    row = page.row
    special = [f"{one.label}{f'（{one.person}）' if one.person else ''}" for one in page.special]
    head = listed(
        [
            ("户主", row.head),
            ("组别", row.group),
            ("住址", row.address),
            ("户编号", row.code),
            ("重点人群", special),
            ("外出", [f"{one.from_on} 至 {one.until_on or '未知'}" for one in page.away]),
            ("备注", row.note),
        ]
    )
    lines = [
        (one.name, one.relation, one.facts.sex, one.age, one.id_number, one.phone, one.id)
        for one in page.people
    ]
    headings = ("姓名", "关系", "性别", "年龄", "身份证号", "电话", "id")
    return f"{head}\n\n{table(headings, lines, empty='没有登记成员。')}"


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.households import add_household
    from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts

    facts = HouseholdFacts(args.group, args.code, args.address, args.house_note)
    with writing(args) as store:
        made = add_household(store, facts, head=PersonFacts(**person_facts(args)))
    return Answer({"id": made}, f"已添加{args.name}户。id {made}")


def _edit(args: Namespace) -> Answer:
    from longshan_desk.actions.households import edit_household
    from longshan_desk.queries.households import household

    given = {
        "group_no": args.group,
        "code": args.code,
        "address": args.address,
        "note": args.house_note,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise WrongUseError("没有写要改什么。", hint="例如 --group、--address。")
    with writing(args) as store:
        facts = household(store, args.id).row.facts
        edit_household(store, args.id, replace(facts, **changes), expected=facts)
        row = household(store, args.id).row
    return Answer(household_object(row), f"已修改{row.head}户。")


def _away(args: Namespace) -> Answer:
    from longshan_desk.actions.households import mark_away

    start = getattr(args, "from")
    with writing(args) as store:
        made = mark_away(store, args.id, from_on=start, until_on=args.until, reason=args.reason)
    until = f"至 {args.until}" if args.until else "起"
    return Answer({"id": args.id, "away_id": made}, f"已登记外出：{start} {until}。")


def _returned(args: Namespace) -> Answer:
    from longshan_desk.actions.households import mark_returned

    with writing(args) as store:
        mark_returned(store, args.id, on=args.date)
    return Answer({"id": args.id}, "已登记返乡。")


def _special(args: Namespace) -> Answer:
    from longshan_desk.actions.people import add_special_group

    with writing(args) as store:
        made = add_special_group(
            store,
            args.id,
            args.kind,
            person_id=args.person,
            from_on=getattr(args, "from"),
            until_on=args.until,
            note=args.note,
        )
    return Answer({"id": args.id, "special_id": made}, "已登记重点人群。")
