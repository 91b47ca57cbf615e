"""The command that tells which households were visited in a month or a quarter (R8, R10)."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, month
from longshan_desk.cli.opening import reading
from longshan_desk.cli.tables import table
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.errors import WrongUseError

if TYPE_CHECKING:
    from longshan_desk.data.store import Store
    from longshan_desk.domain.coverage import Figures
    from longshan_desk.queries.coverage import CoveragePage


def add_commands(top: Parser) -> None:
    coverage = top.command("coverage", "走访覆盖", _coverage)
    coverage.add_argument("--month", type=month, metavar="M", help="月份，例如 2022-04")
    coverage.add_argument("--quarter", type=Quarter.parse, metavar="Q", help="季度，例如 2022Q2")
    coverage.add_argument(
        "--leader", metavar="NAME", help="只看这位包村领导的走访（配合 --quarter）"
    )


def _coverage(args: Namespace) -> Answer:
    if args.month and args.quarter:
        raise WrongUseError("--month 和 --quarter 不能同时用。", hint="只写其中一个。")
    if args.leader and not args.quarter:
        raise WrongUseError("--leader 要和 --quarter 一起用。", hint="例如 --quarter 2022Q2。")
    with reading(args) as store:
        page, before = _pages(store, args)
    found = page.coverage
    result = {
        "from": found.period.from_on,
        "until": found.period.until_on,
        "leader": page.leader,
        **_figures(found.total),
        "groups": [{"group": number, **_figures(one)} for number, one in found.groups.items()],
        "visitors": [
            {
                "name": one.name,
                "visited": one.visited,
                "contacted": one.contacted,
                "visits": one.visits,
                "groups": [
                    {"group": number, "visited": count}
                    for number, count in sorted(one.by_group.items())
                ],
            }
            for one in found.visitors
        ],
        "previous": {
            "from": before.coverage.period.from_on,
            "until": before.coverage.period.until_on,
            **_figures(before.coverage.total),
        },
    }
    return Answer(result, _text(page))


def _pages(store: Store, args: Namespace) -> tuple[CoveragePage, CoveragePage]:
    """This period and the one before."""
    from longshan_desk.queries.coverage import (
        before_month,
        before_quarter,
        current_month,
        month_coverage,
        quarter_coverage,
    )

    if args.quarter:
        earlier = before_quarter(store, args.quarter)
        return (
            quarter_coverage(store, args.quarter, leader=args.leader),
            quarter_coverage(store, earlier, leader=args.leader),
        )
    wanted = Month.parse(args.month) if args.month else current_month(store)
    return month_coverage(store, wanted), month_coverage(store, before_month(store, wanted))


def _figures(one: Figures) -> dict[str, Any]:
    return {
        "households": one.households,
        "resident": one.resident,
        "visited": one.visited,
        "visited_resident": one.visited_resident,
        "unchanged": one.unchanged,
        "away": one.away,
        "contacted": one.contacted,
        "by_other_ways": one.by_other_ways,
        "rate": one.rate,
        "resident_rate": one.resident_rate,
        "missing": one.missing,
    }


def _text(page: CoveragePage) -> str:
    from longshan_desk.domain.group_words import group_label
    from longshan_desk.queries.coverage import told_apart

    found = page.coverage
    parts = [(group_label(number), one) for number, one in found.groups.items()]
    lines = [
        (name, one.households, one.resident, one.visited, one.away, one.contacted,
         one.by_other_ways, len(one.missing))
        for name, one in [*parts, ("合计", found.total)]
    ]  # fmt: skip
    headings = ("组", "户籍", "常住", "入户", "外出", "其中联系上", "电话等", "还没走访")
    figures = table(headings, lines).rpartition("\n")[0]
    names = "、".join(said for _, said in told_apart(page.missing()))
    who = f"（{page.leader}）" if page.leader else ""
    missing = f"还没走访：{names}" if names else "没有遗漏的户。"
    return f"{page.label}走访覆盖{who}\n\n{figures}\n\n{missing}"
