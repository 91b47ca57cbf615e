"""Commands that take in sheets: read, preview, and with ``--apply`` written in one act."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes
from longshan_desk.cli.opening import reading, writing
from longshan_desk.domain.labels import ListKind
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import BadValueError

if TYPE_CHECKING:
    from longshan_desk.data.store import Store


def add_commands(top: Parser) -> None:
    imports = top.command("import", "导入表格：先预览，写 --apply 才导入，可以撤销")
    households = imports.command("households", "农户花名册", _households)
    _add_options(households)
    _add_decide(households)
    roster = imports.command("roster", "说事会名册（干部和成员）", _roster)
    roster.set_defaults(of_office=True)
    _add_options(roster)
    _add_decide(roster)
    matters = imports.command("matters", "以前的事项台账，作为期初", _matters)
    _add_options(matters)
    lists = code(ListKind)
    matters.add_argument("--list", type=lists, metavar="L", help=f"都在哪类清单：{codes(ListKind)}")
    visits = imports.command("visits", "走访表", _visits)
    _add_options(visits)
    _add_decide(visits, "待判定的行是哪一户、哪一条走访记录（id），或是另记一条（new）")
    ways = code(VisitWay)
    visits.add_argument("--way", type=ways, metavar="W", help=f"没有写方式的：{codes(VisitWay)}")
    visits.add_argument(
        "--visitor", action="append", default=[], metavar="NAME", help="没有写走访人的，都是谁"
    )


def _add_options(parser: Parser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx .xls .csv")
    parser.add_argument("--sheet", metavar="S", help="哪一张工作表（默认认得最好的一张）")
    parser.add_argument("--apply", action="store_true", help="导入新增和有变动的行")
    parser.add_argument("--refused", type=Path, metavar="OUT.xlsx", help="把不能导入的行另存成表")


def _add_decide(parser: Parser, what: str = "待判定的行是哪个人（id），或是新的人（new）") -> None:
    parser.add_argument(
        "--decide",
        action="append",
        default=[],
        metavar="ROW=ID|new",
        help=what,
    )


def _households(args: Namespace) -> Answer:
    from longshan_desk.actions import import_households as acts
    from longshan_desk.actions.exports import write_refused_households

    decisions = read_decisions(args.decide)

    def look(store: Store) -> Any:
        return acts.preview(store, args.file, sheet=args.sheet, decisions=decisions)

    return _import(args, look, acts.apply, write_refused_households)


def _roster(args: Namespace) -> Answer:
    from longshan_desk.actions import import_roster as acts
    from longshan_desk.actions.exports import write_refused_cadres

    decisions = read_decisions(args.decide)

    def look(store: Store) -> Any:
        return acts.preview(store, args.file, sheet=args.sheet, decisions=decisions)

    return _import(args, look, acts.apply, write_refused_cadres)


def _matters(args: Namespace) -> Answer:
    from longshan_desk.actions import import_matters as acts
    from longshan_desk.actions.exports import write_refused_matters

    def look(store: Store) -> Any:
        return acts.preview(store, args.file, sheet=args.sheet, list_kind=args.list)

    return _import(args, look, acts.apply, write_refused_matters)


def _visits(args: Namespace) -> Answer:
    from longshan_desk.actions import import_visits as acts
    from longshan_desk.actions.export_visits import write_refused_visits

    said = {
        "sheet": args.sheet,
        "way": args.way,
        "visitors": tuple(args.visitor),
        "decisions": read_decisions(args.decide),
    }

    def look(store: Store) -> Any:
        return acts.preview(store, args.file, **said)

    return _import(args, look, acts.apply, write_refused_visits)


def _import(
    args: Namespace,
    look: Callable[[Store], Any],
    apply: Callable[[Store, Any], Any],
    write_refused: Callable[[Any, Path], Path],
) -> Answer:
    """Preview; then, only with ``--apply``, write what is new and changed."""
    with writing(args) if args.apply else reading(args) as store:
        shown = look(store)
        if args.apply:
            apply(store, shown)
    told = shown.plan.result()
    left_out = bool(told["refused"] or told["undecided"])
    result = {
        **told,
        "applied": args.apply,
        "refused_file": write_refused(shown, args.refused) if args.refused and left_out else None,
        "sheet": shown.sheet.sheet,
        "ignored": list(shown.sheet.ignored),
        "warnings": list(shown.sheet.warnings),
    }
    return Answer(result, preview_text(result))


def read_decisions(words: Sequence[str]) -> dict[int, str]:
    """``12=new`` and ``15=3f2a…`` by row."""
    found: dict[int, str] = {}
    for word in words:
        row, sign, what = word.partition("=")
        if not (sign and what and row.isdecimal()):
            raise BadValueError(
                f"看不懂“{word}”。",
                hint="请写成 行号=id 或 行号=new，例如 12=new。",
                where="--decide",
            )
        found[int(row)] = what
    return found


def preview_text(result: Mapping[str, Any], how: str = "写 --apply 才导入") -> str:
    """What an import found and did, in words."""
    counts = (
        f"共 {result['rows']} 行：新增 {result['new']}，有变动 {result['changed']}，"
        f"没有变化 {result['same']}，不能导入 {result['refused']}，"
        f"待判定 {result['undecided']}。"
    )
    columns = "；".join(f"{heading} → {field}" for heading, field in result["columns"].items())
    parts = [f"工作表：{result['sheet']}", f"认出的列：{columns}"]
    if result["ignored"]:
        parts.append(f"不用的列：{'、'.join(result['ignored'])}")
    parts += [*result["warnings"], counts]
    parts += [
        f"第 {one['row']} 行“{one['column']}”：{one['reason']}{one['hint']}"
        for one in result["problems"]
    ]
    if result["refused_file"]:
        parts.append(f"没有导入的行在 {result['refused_file']}，改好后可以再导入。")
    parts.append("已导入。" if result["applied"] else f"这是预览，没有写入；{how}。")
    return "\n".join(parts)
