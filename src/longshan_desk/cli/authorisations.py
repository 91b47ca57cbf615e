"""Commands about 村民会议授权, beside those about the rolls (R30)."""

from __future__ import annotations

from argparse import Namespace

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, day
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import table


def add_authorising(rolls: Parser) -> None:
    rolls.command("authorisations", "村民会议对村民代表会议的授权", _list)
    new = rolls.command("authorise", "登记村民会议授权村民代表会议", _authorise)
    new.add_argument("--document", required=True, metavar="T", help="授权写在哪份文件里")
    new.add_argument("--scope", metavar="T", help="授权的范围")
    new.add_argument("--date", type=day, metavar="D", help="授权的日期（默认今天）")
    new.add_argument("--until", type=day, metavar="D", help="到哪一天")
    end = rolls.command("end-authorisation", "结束村民会议的授权，记录保留", _end)
    end.add_argument("id", metavar="ID", help="见 roll authorisations")
    end.add_argument("--date", type=day, metavar="D", help="最后一天（默认今天）")
    remove = rolls.command("remove-authorisation", "登记错误：删去一条授权", _remove)
    remove.add_argument("id", metavar="ID", help="见 roll authorisations")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.authorisations import authorisations

    with reading(args) as store:
        found = authorisations(store)
    result = [
        {
            "id": one.id,
            "on": one.on,
            "until": one.until_on,
            "document": one.document,
            "scope": one.scope,
        }
        for one in found
    ]
    lines = [(one.on, one.until_on or "", one.document, one.scope or "", one.id) for one in found]
    empty = "还没有登记村民会议的授权。"
    return Answer(
        {"authorisations": result}, table(("授权", "到", "文件", "范围", "id"), lines, empty=empty)
    )


def _authorise(args: Namespace) -> Answer:
    from longshan_desk.actions.authorisations import Authorisation, authorise

    with writing(args) as store:
        new = Authorisation(args.date or store.today(), args.document, args.scope, args.until)
        made = authorise(store, new)
    return Answer({"id": made}, f"已登记：{new.words}。id {made}")


def _end(args: Namespace) -> Answer:
    from longshan_desk.actions.authorisations import end_authorisation

    with writing(args) as store:
        end_authorisation(store, args.id, until_on=args.date)
    return Answer({"id": args.id}, "已结束授权，记录保留。")


def _remove(args: Namespace) -> Answer:
    from longshan_desk.actions.authorisations import remove_authorisation

    with writing(args) as store:
        remove_authorisation(store, args.id)
    return Answer({"id": args.id}, "已删去这条授权。")
