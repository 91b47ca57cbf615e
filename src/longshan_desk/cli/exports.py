"""Commands that write Excel sheets, in the columns that an import reads again."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, month, whole
from longshan_desk.cli.opening import reading
from longshan_desk.domain.labels import ListKind


def add_commands(top: Parser) -> None:
    export = top.command("export", "导出 Excel 表，列名和导入时认得的一样")
    register = export.command("register", "事项登记册", _register)
    _add_file(register)
    register.add_argument("--list", type=code(ListKind), metavar="L", help=codes(ListKind))
    register.add_argument("--month", type=month, metavar="M", help="反映的月份，例如 2022-04")
    households = export.command("households", "农户花名册", _households)
    _add_file(households)
    households.add_argument("--group", type=whole, metavar="N", help="村民小组")
    roster = export.command("roster", "说事会名册（干部和成员）", _roster)
    roster.set_defaults(of_office=True)
    _add_file(roster)
    visits = export.command("visits", "走访记录", _visits)
    _add_file(visits)
    visits.add_argument("--month", type=month, metavar="M", help="走访的月份，例如 2022-04")
    visits.add_argument("--group", type=whole, metavar="N", help="村民小组")
    visits.add_argument("--visitor", metavar="NAME", help="走访人")


def _add_file(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="写到哪个文件")


def _register(args: Namespace) -> Answer:
    from longshan_desk.actions.exports import export_register
    from longshan_desk.queries.matters import MatterFilter, list_matters

    with reading(args) as store:
        rows = list_matters(store, MatterFilter(list_kind=args.list, month=args.month))
        done = export_register(store, args.file, matter_ids=[row.id for row in rows if row.number])
    return _answer(done.file, done.rows, "件事项")


def _households(args: Namespace) -> Answer:
    from longshan_desk.actions.exports import export_households
    from longshan_desk.queries.households import household_ids

    with reading(args) as store:
        done = export_households(
            store, args.file, household_ids=household_ids(store, group=args.group)
        )
    return _answer(done.file, done.rows, "人")


def _roster(args: Namespace) -> Answer:
    from longshan_desk.actions.exports import export_roster

    with reading(args) as store:
        done = export_roster(store, args.file)
    return _answer(done.file, done.rows, "项任职")


def _visits(args: Namespace) -> Answer:
    from longshan_desk.actions.export_visits import export_visits
    from longshan_desk.domain.calendar import Month
    from longshan_desk.queries.diary import month_filter
    from longshan_desk.queries.visit_filters import VisitFilter
    from longshan_desk.queries.visits import visit_ids

    more = {"group_no": args.group, "visitor": args.visitor}
    with reading(args) as store:
        if args.month:
            wanted = month_filter(store, Month.parse(args.month), **more)
        else:
            wanted = VisitFilter(**more)
        ids = visit_ids(store, wanted, descending=False)
        rows = export_visits(store, args.file, visit_ids=ids)
    return _answer(args.file, rows, "条走访记录")


def _answer(file: Path, rows: int, what: str) -> Answer:
    return Answer({"file": file, "rows": rows}, f"已写 {rows} {what}：{file}")
