"""Commands about the bodies' rolls: who is 应到 on a day, and who does not count and why (R14)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.authorisations import add_authorising
from longshan_desk.cli.grammar import Parser, code, codes, day
from longshan_desk.cli.imports import preview_text, read_decisions
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.roll_shape import roll_shape, roll_text
from longshan_desk.cli.tables import table
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import AbsenceReason
from longshan_desk.domain.labels import Sex

_LISTED = tuple(body for body in Body if body.is_listed)


def add_commands(top: Parser) -> None:
    rolls = top.command("roll", "四议两公开各会议的名单和应到人数")
    rolls.command("list", "各会议今天应到多少人", _list)
    show = rolls.command("show", "一个会议的名单（用 --on 看某一天的）", _show)
    show.add_argument("body", type=code(Body), metavar="BODY", help=codes(Body))
    _add_import(rolls)
    add = rolls.command("add", "在名单上加一个人", _add)
    add.add_argument("body", type=code(Body), metavar="BODY", help=codes(Body, *_LISTED))
    _add_facts(add)
    rolls.command("enlist", "按农户册登记集体经济组织成员", _enlist)
    end = rolls.command("end", "结束一个人的任期，记录保留", _end)
    end.add_argument("id", metavar="ID", help="名单记录的 id，见 roll show")
    _add_ending(end)
    end_all = rolls.command("end-all", "换届：一份名单的任期全部结束", _end_all)
    end_all.add_argument("body", type=code(Body), metavar="BODY", help=codes(Body, *_LISTED))
    _add_ending(end_all)
    remove = rolls.command("remove", "登记错误：删去一条名单记录", _remove)
    remove.add_argument("id", metavar="ID")
    confirm = rolls.command("confirm", "预备党员转正", _confirm)
    confirm.add_argument("id", metavar="ID")
    confirm.add_argument("--date", type=day, metavar="D", help="转正日期（默认今天）")
    stand = rolls.command("stand-for", "登记一名代表代表哪几户", _stand_for)
    stand.add_argument("id", metavar="ID")
    _add_households(stand)
    stand.add_argument("--date", type=day, metavar="D", help="从哪一天起（默认今天）")
    _add_excluding(rolls)
    add_authorising(rolls)


def _add_import(rolls: Parser) -> None:
    take = rolls.command("import", "导入名单表格，可以撤销；写 --preview 只看不导入", _import)
    take.add_argument("file", type=Path, metavar="FILE", help=".xlsx .xls .csv")
    take.add_argument("--body", type=code(Body), metavar="BODY", help="表里没有写是哪份名单的")
    take.add_argument("--sheet", metavar="S", help="哪一张工作表（默认认得最好的一张）")
    take.add_argument("--preview", action="store_true", help="只预览，不写入")
    take.add_argument("--apply", action="store_true", help="导入（不写也导入）")
    take.add_argument("--refused", type=Path, metavar="OUT.xlsx", help="把不能导入的行另存成表")
    take.add_argument(
        "--decide",
        action="append",
        default=[],
        metavar="ROW=ID|new",
        help="待判定的行是哪个村民（id），或不在农户册里（new）",
    )


def _add_facts(add: Parser) -> None:
    add.add_argument("--name", metavar="T", help="姓名（写了 --person 的可以不写）")
    add.add_argument("--person", metavar="ID", help="对应的村民")
    add.add_argument("--sex", type=code(Sex), metavar="CODE", help=codes(Sex))
    add.add_argument("--group", type=int, metavar="N", help="组别")
    add.add_argument("--born-on", type=day, metavar="D", help="出生日期")
    add.add_argument("--phone", metavar="T", help="电话")
    add.add_argument("--probationary", action="store_true", help="预备党员")
    add.add_argument("--confirmed-on", type=day, metavar="D", help="转正日期")
    add.add_argument("--lacks-capacity", action="store_true", help="无或者限制民事行为能力")
    add.add_argument("--from", type=day, metavar="D", help="从哪一天起")
    add.add_argument("--until", type=day, metavar="D", help="到哪一天")
    add.add_argument("--note", metavar="T", help="备注")
    _add_households(add)


def _add_households(parser: Parser) -> None:
    parser.add_argument(
        "--household",
        action="append",
        default=[],
        metavar="ID",
        help="代表的一户（有几户写几次）",
    )


def _add_ending(parser: Parser) -> None:
    parser.add_argument("--date", type=day, metavar="D", help="最后一天（默认今天）")
    parser.add_argument("--reason", metavar="T", help="为什么")


def _add_excluding(rolls: Parser) -> None:
    exclude = rolls.command("exclude", "登记一名党员不计入应到（要有批准）", _exclude)
    exclude.add_argument("id", metavar="ID", help="名单记录的 id，见 roll show")
    reason = code(AbsenceReason)
    exclude.add_argument(
        "--reason", required=True, type=reason, metavar="CODE", help=codes(AbsenceReason)
    )
    exclude.add_argument("--approved-by", required=True, metavar="T", help="批准单位")
    exclude.add_argument("--approved-on", required=True, type=day, metavar="D", help="批准日期")
    exclude.add_argument("--voted-on", type=day, metavar="D", help="党员大会哪天通过的")
    exclude.add_argument("--from", type=day, metavar="D", help="从哪一天起")
    exclude.add_argument("--until", type=day, metavar="D", help="到哪一天")
    exclude.add_argument("--note", metavar="T", help="备注")
    include = rolls.command("include", "恢复计入应到", _include)
    include.add_argument("id", metavar="EXCLUSION", help="见 roll show 的 exclusion")
    include.add_argument("--date", type=day, metavar="D", help="不计入的最后一天（默认今天）")


# -- looking ----------------------------------------------------------------------------------


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.rolls import roll

    with reading(args) as store:
        found = [roll(store, body) for body in Body]
    result = [
        {
            "body": one.body,
            "title": one.title,
            "expected": one.expected,
            "findings": len(one.findings),
        }
        for one in found
    ]
    lines = [(one.title, one.words, len(one.findings) or "", one.body.value) for one in found]
    return Answer({"rolls": result}, table(("会议", "应到", "提醒", "代码"), lines))


def _show(args: Namespace) -> Answer:
    from longshan_desk.queries.rolls import roll

    with reading(args) as store:
        found = roll(store, args.body)
    return Answer(roll_shape(found), roll_text(found))


# -- acts -------------------------------------------------------------------------------------


def _import(args: Namespace) -> Answer:
    from longshan_desk.actions import import_rolls as acts
    from longshan_desk.actions.exports import write_refused_seats
    from longshan_desk.queries.rolls import roll

    decisions = read_decisions(args.decide)
    with reading(args) if args.preview else writing(args) as store:
        shown = acts.preview(
            store, args.file, sheet=args.sheet, body=args.body, decisions=decisions
        )
        if not args.preview:
            acts.apply(store, shown)
        bodies = dict.fromkeys(row.body for row in shown.plan.rows if row.body)
        rolls = [roll_shape(roll(store, body)) for body in bodies]
    told = shown.plan.result()
    left_out = bool(told["refused"] or told["undecided"])
    result = {
        **told,
        "applied": not args.preview,
        "refused_file": write_refused_seats(shown, args.refused)
        if args.refused and left_out
        else None,
        "sheet": shown.sheet.sheet,
        "ignored": list(shown.sheet.ignored),
        "warnings": list(shown.sheet.warnings),
        "rolls": [{key: one[key] for key in ("body", "title", "expected")} for one in rolls],
    }
    if len(rolls) == 1:
        result |= {key: rolls[0][key] for key in ("expected", "members")}
    sums = "\n".join(f"{one['title']}：{one['sum']}。" for one in rolls)
    return Answer(result, f"{preview_text(result, '不写 --preview 才导入')}\n{sums}".rstrip())


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import SeatFacts, add_seat
    from longshan_desk.errors import BadValueError
    from longshan_desk.queries.people import person_rows

    with writing(args) as store:
        known = person_rows(store, [args.person]) if args.person else []
        name = args.name or (known[0].name if known else "")
        if not name:
            raise BadValueError("没有写是谁。", hint="请写 --name 或 --person。", where="--name")
        facts = SeatFacts(
            name,
            args.person,
            args.sex,
            args.group,
            args.born_on,
            args.phone,
            args.probationary,
            args.confirmed_on,
            args.lacks_capacity,
            getattr(args, "from"),
            args.until,
            args.note,
        )
        made = add_seat(store, args.body, facts, household_ids=args.household)
    return Answer({"id": made}, f"已把{name}加到{args.body.label}的名单。id {made}")


def _enlist(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import enlist_villagers

    with writing(args) as store:
        count = enlist_villagers(store)
    return Answer({"added": count}, f"已登记 {count} 人为集体经济组织成员。")


def _end(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import end_seat

    with writing(args) as store:
        end_seat(store, args.id, until_on=args.date, reason=args.reason)
    return Answer({"id": args.id}, "已结束任期，记录保留。")


def _end_all(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import end_body

    with writing(args) as store:
        count = end_body(store, args.body, until_on=args.date, reason=args.reason)
    return Answer({"ended": count}, f"已结束{args.body.label}名单上 {count} 人的任期。")


def _remove(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import remove_seat

    with writing(args) as store:
        remove_seat(store, args.id)
    return Answer({"id": args.id}, "已删去这条名单记录。")


def _confirm(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import confirm_member

    with writing(args) as store:
        confirm_member(store, args.id, on=args.date)
    return Answer({"id": args.id}, "已登记转正。")


def _stand_for(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import stand_for

    with writing(args) as store:
        stand_for(store, args.id, args.household, from_on=args.date)
    return Answer({"id": args.id, "households": args.household}, "已登记代表的户。")


def _exclude(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import NewExclusion, exclude

    new = NewExclusion(
        args.reason,
        args.approved_by,
        args.approved_on,
        args.voted_on,
        getattr(args, "from"),
        args.until,
        args.note,
    )
    with writing(args) as store:
        made = exclude(store, args.id, new)
    return Answer({"id": args.id, "exclusion": made}, f"已登记不计入应到。id {made}")


def _include(args: Namespace) -> Answer:
    from longshan_desk.actions.rolls import end_exclusion

    with writing(args) as store:
        end_exclusion(store, args.id, until_on=args.date)
    return Answer({"id": args.id}, "已恢复计入应到。")
