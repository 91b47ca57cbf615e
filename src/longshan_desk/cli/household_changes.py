"""Commands for 户情变动: what happens to households and people, day by day (R46)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, day, whole
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import table

if TYPE_CHECKING:
    from longshan_desk.actions.household_changes import Changed


class AddFacts(Protocol):
    def __call__(self, parser: Parser, *, is_new: bool) -> None: ...


def add_household_commands(household: Parser, add_facts: AddFacts) -> None:
    """``add_facts`` adds the options for what is known of a person."""
    come = household.command("move_in", "迁入：到一户，或新立一户", _move_in)
    come.add_argument("id", nargs="?", metavar="ID", help="迁入哪一户；不写就是新立一户")
    come.add_argument("--group", type=whole, metavar="N", help="新立的一户在哪个组")
    come.add_argument("--address", metavar="T", help="新立的一户的住址")
    come.add_argument(
        "--person", action="append", default=[], metavar="ID", help="迁回的人（原来迁出的）"
    )
    come.add_argument("--relation", metavar="T", help="与户主关系")
    come.add_argument("--place", metavar="T", help="从哪里来")
    add_facts(come, is_new=False)
    _dated(come)
    leave = household.command("move_out", "迁出：几个人，或全户", _move_out)
    leave.add_argument("id", metavar="ID")
    _people(leave, "迁出的人；不写就是全户")
    _new_head(leave)
    leave.add_argument("--place", metavar="T", help="到哪里去")
    leave.add_argument("--sheet", type=Path, metavar="FILE.xlsx", help="给对方村导入的表")
    _dated(leave)
    split = household.command("split", "分户：几个人另立一户", _split)
    split.add_argument("id", metavar="ID")
    _people(split, "分出去的人", required=True)
    split.add_argument("--head", metavar="ID", help="新户的户主，须是分出去的人")
    _new_head(split)
    split.add_argument("--group", type=whole, metavar="N", help="新户在哪个组（默认同组）")
    split.add_argument("--address", metavar="T", help="新户的住址")
    _dated(split)
    join = household.command("join", "并户：一户的人全部并入另一户", _join)
    join.add_argument("id", metavar="ID")
    join.add_argument("--into", required=True, metavar="ID", help="并入哪一户")
    _dated(join)
    head = household.command("new_head", "变更户主", _head)
    head.add_argument("id", metavar="ID")
    head.add_argument("--person", required=True, metavar="ID", help="新的户主，须是这一户的人")
    _dated(head)
    acts = household.command("acts", "户情变动的记录", _acts)
    acts.add_argument("id", nargs="?", metavar="ID", help="只看这一户的")
    cancel = household.command("cancel_act", "更正：登记错了的变动", _cancel)
    cancel.add_argument("act", metavar="ACT")
    cancel.add_argument("--reason", required=True, metavar="T", help="哪里登记错了")


def add_person_commands(person: Parser) -> Parser:
    """Returns the parser of ``born``, which also takes what is known of the child."""
    born = person.command("born", "出生", _born)
    born.add_argument("household", metavar="HOUSEHOLD", help="农户的 id")
    born.add_argument("--relation", metavar="T", help="与户主关系")
    born.add_argument("--mother", metavar="ID", help="母亲")
    born.add_argument("--father", metavar="ID", help="父亲")
    _dated(born)
    died = person.command("died", "去世", _died)
    died.add_argument("id", metavar="ID")
    _new_head(died)
    _dated(died)
    return born


def _dated(parser: Parser) -> None:
    parser.add_argument("--date", type=day, metavar="D", help="哪一天（默认今天）")
    parser.add_argument("--reason", metavar="T", help="原因")


def _people(parser: Parser, words: str, *, required: bool = False) -> None:
    parser.add_argument(
        "--person", action="append", default=[], required=required, metavar="ID", help=words
    )


def _new_head(parser: Parser) -> None:
    parser.add_argument("--new-head", metavar="ID", help="户主走了，谁当户主")


def _answer(done: Changed, said: str, **more: Any) -> Answer:
    result = {"id": done.household_id, "act_id": done.act_id, "persons": done.people, **more}
    return Answer(result, f"{said}变动 id {done.act_id}")


def _move_in(args: Namespace) -> Answer:
    from longshan_desk.actions.household_changes import move_in
    from longshan_desk.cli.people import person_facts
    from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts

    facts = HouseholdFacts(args.group, address=args.address) if args.group is not None else None
    people = [PersonFacts(**person_facts(args))] if args.name else []
    with writing(args) as store:
        done = move_in(
            store,
            on=args.date,
            household_id=args.id,
            facts=facts,
            people=people,
            returning=args.person,
            place=args.place,
            reason=args.reason,
        )
    return _answer(done, f"已登记迁入，农户 id {done.household_id}，")


def _move_out(args: Namespace) -> Answer:
    from longshan_desk.actions.export_moved import export_moved
    from longshan_desk.actions.household_changes import move_out

    with writing(args) as store:
        done = move_out(
            store,
            args.id,
            on=args.date,
            people=args.person,
            new_head=args.new_head,
            place=args.place,
            reason=args.reason,
        )
        if args.sheet is None:
            return _answer(done, "已登记迁出，")
        rows = export_moved(store, args.sheet, done.act_id)
    return _answer(done, f"已登记迁出，迁移表 {args.sheet}，", file=args.sheet, rows=rows)


def _split(args: Namespace) -> Answer:
    from longshan_desk.actions.household_changes import split
    from longshan_desk.domain.household_facts import HouseholdFacts
    from longshan_desk.queries.households import household

    with writing(args) as store:
        old = household(store, args.id).row
        group = old.group_no if args.group is None else args.group
        done = split(
            store,
            args.id,
            args.person,
            head=args.head,
            on=args.date,
            new_head=args.new_head,
            facts=HouseholdFacts(group, address=args.address or old.address),
            reason=args.reason,
        )
    return _answer(done, f"已登记分户，新户 id {done.household_id}，")


def _join(args: Namespace) -> Answer:
    from longshan_desk.actions.household_changes import join

    with writing(args) as store:
        done = join(store, args.id, args.into, on=args.date, reason=args.reason)
    return _answer(done, "已登记并户，")


def _head(args: Namespace) -> Answer:
    from longshan_desk.actions.household_changes import new_head
    from longshan_desk.queries.households import household

    with writing(args) as store:
        done = new_head(store, args.id, args.person, on=args.date, reason=args.reason)
        head = household(store, args.id).row.head
    return _answer(done, f"户主已改为{head}，", head=head)


def _born(args: Namespace) -> Answer:
    from longshan_desk.actions.household_changes import born
    from longshan_desk.cli.people import person_facts
    from longshan_desk.domain.household_facts import PersonFacts

    with writing(args) as store:
        done = born(
            store,
            args.household,
            PersonFacts(**person_facts(args)),
            on=args.date,
            mother=args.mother,
            father=args.father,
            reason=args.reason,
        )
    return Answer(
        {"id": done.people[0], "household": done.household_id, "act_id": done.act_id},
        f"已登记{args.name}出生。id {done.people[0]}",
    )


def _died(args: Namespace) -> Answer:
    from longshan_desk.actions.household_changes import died

    with writing(args) as store:
        done = died(store, args.id, on=args.date, new_head=args.new_head, reason=args.reason)
    return Answer(
        {"id": args.id, "household": done.household_id, "act_id": done.act_id},
        f"已登记去世，变动 id {done.act_id}",
    )


def _acts(args: Namespace) -> Answer:
    from longshan_desk.queries.household_changes import household_acts

    with reading(args) as store:
        rows = household_acts(store, args.id)
    result = [
        {
            "id": row.id,
            "act": row.act,
            "date": row.on,
            "words": row.words,
            "persons": row.people,
            "household": row.household_id,
            "to_household": row.to_household_id,
            "place": row.place,
            "reason": row.reason,
            "by": row.by,
            "entered_on": row.entered_on,
            "entered_late": row.is_entered_late,
            "cancelled": row.is_cancelled,
        }
        for row in rows
    ]
    lines = [
        (row.on, row.act.label, row.words, "已更正" if row.is_cancelled else "", row.id)
        for row in rows
    ]
    text = table(("日期", "变动", "内容", "", "id"), lines, empty="没有户情变动。")
    return Answer({"acts": result}, text)


def _cancel(args: Namespace) -> Answer:
    from longshan_desk.actions.household_changes import cancel_change

    with writing(args) as store:
        cancel_change(store, args.act, reason=args.reason)
    return Answer({"id": args.act}, "已更正。")
