"""Commands about the roster of the hearing: who holds which office, and since when (R1)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, day
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import table
from longshan_desk.domain.labels import Role, Sex

if TYPE_CHECKING:
    from longshan_desk.queries.cadres import Member


def add_commands(top: Parser) -> None:
    roster = top.command("roster", "说事会名册；在乡镇是乡镇的人员，下发到各村")
    roster.command("list", "现在的名册", _list)
    roster.command("township", "乡镇下发的人员，用 roster term 选到本村名册里", _township)
    add = roster.command("add", "添加一个人和职务", _add)
    add.add_argument("--name", required=True, metavar="T", help="姓名")
    add.add_argument("--sex", type=code(Sex), metavar="CODE", help=codes(Sex))
    add.add_argument("--phone", metavar="T", help="电话")
    add.add_argument("--person", metavar="ID", help="对应的村民")
    _add_term(add)
    term = roster.command("term", "给名册上的人，或乡镇下发的人员，加一个职务", _term)
    term.add_argument("id", metavar="ID")
    _add_term(term)
    end = roster.command("end", "结束一个职务", _end)
    end.add_argument("term", metavar="TERM", help="任职的 id，见 roster list")
    end.add_argument("--date", type=day, metavar="D", help="任职的最后一天（默认今天）")


def _add_term(parser: Parser) -> None:
    role = code(Role)
    parser.add_argument("--role", required=True, type=role, metavar="CODE", help=codes(Role))
    parser.add_argument("--from", type=day, metavar="D", help="从哪一天")
    parser.add_argument("--until", type=day, metavar="D", help="到哪一天")
    parser.add_argument("--title", metavar="T", help="职务的叫法，例如 第一书记")
    parser.add_argument("--acting", action="store_true", help="主持支部工作")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.cadres import roster

    with reading(args) as store:
        members = roster(store)
    return _members(members, "名册上没有人。")


def _township(args: Namespace) -> Answer:
    from longshan_desk.queries.cadres import township_people

    with reading(args) as store:
        members = township_people(store)
    return _members(members, "乡镇还没有下发人员。")


def _members(members: Sequence[Member], empty: str) -> Answer:
    result = [
        {
            "id": one.cadre_id,
            "name": one.name,
            "phone": one.phone,
            "roles": [
                {
                    "term": held.term_id,
                    "role": held.role,
                    "title": held.label,
                    "from": held.from_on,
                    "until": held.until_on,
                }
                for held in one.roles
            ],
        }
        for one in members
    ]
    lines = [(one.name, one.labels, one.phone, one.cadre_id) for one in members]
    text = table(("姓名", "职务", "电话", "id"), lines, empty=empty)
    return Answer({"members": result}, text)


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.cadres import NewTerm, add_cadre
    from longshan_desk.domain.household_facts import CadreFacts

    facts = CadreFacts(args.name, args.sex, args.phone, args.person)
    term = NewTerm(args.role, getattr(args, "from"), args.until, args.title, args.acting)
    with writing(args) as store:
        made = add_cadre(store, facts, [term])
    return Answer({"id": made}, f"已添加{args.name}（{args.role.label}）。id {made}")


def _term(args: Namespace) -> Answer:
    from longshan_desk.actions.cadres import NewTerm, add_term

    term = NewTerm(args.role, getattr(args, "from"), args.until, args.title, args.acting)
    with writing(args) as store:
        made = add_term(store, args.id, term)
    return Answer({"id": args.id, "term": made}, f"已登记{args.role.label}。id {made}")


def _end(args: Namespace) -> Answer:
    from longshan_desk.actions.cadres import end_term

    with writing(args) as store:
        end_term(store, args.term, until_on=args.date)
    return Answer({"term": args.term}, "已结束这一任职。")
