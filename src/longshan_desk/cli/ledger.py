"""Commands about the work ledger: putting on it, deciding, progress, closing (R9)."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, day
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import listed, table
from longshan_desk.domain.labels import FindingKind

if TYPE_CHECKING:
    from longshan_desk.queries.ledger import LedgerPage, LedgerRow


def add_commands(top: Parser) -> None:
    ledger = top.command("ledger", "工作台账")
    add = ledger.command("add", "列入台账", _add)
    add.add_argument("--target", required=True, metavar="T", help="目标任务")
    add.add_argument("--person", required=True, metavar="NAME", help="责任人")
    add.add_argument("--due", required=True, type=day, metavar="D", help="完成时限")
    add.add_argument("--leader", metavar="NAME", help="责任领导")
    add.add_argument("--unit", metavar="T", help="责任单位")
    add.add_argument("--finding", type=code(FindingKind), metavar="K", help=codes(FindingKind))
    add.add_argument("--problem", metavar="T", help="反映的情况")
    add.add_argument("--household", metavar="ID", help="农户的 id")
    add.add_argument("--visit", metavar="ID", help="来自哪一条走访记录")
    add.add_argument("--date", type=day, metavar="D", help="列入的日期（默认今天）")
    listing = ledger.command("list", "台账", _list)
    listing.add_argument("--open", action="store_true", help="只看没有销账的")
    listing.add_argument("--person", metavar="NAME", help="责任人或责任领导")
    listing.add_argument("--find", default="", metavar="TEXT", help="查找文字")
    show = ledger.command("show", "一条台账的全部记录", _show)
    show.add_argument("id", metavar="ID")
    for name, words, run, what in (
        ("decide", "记党委会的决定", _decide, "决定"),
        ("progress", "记进展", _progress, "进展"),
        ("close", "销账", _close, "完成情况"),
        ("reopen", "重新办理", _reopen, "原因"),
    ):
        step = ledger.command(name, words, run)
        step.add_argument("id", metavar="ID")
        flags = ("--result", "--text") if name == "close" else ("--text",)
        if name == "reopen":
            flags = ("--reason", "--text")
        step.add_argument(*flags, dest="text", required=True, metavar="T", help=what)
        step.add_argument("--date", type=day, metavar="D", help="日期（默认今天）")
    remove = ledger.command("remove", "删除错登的台账", _remove)
    remove.add_argument("id", metavar="ID")


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.ledger import add_ledger
    from longshan_desk.domain.ledger_facts import LedgerFacts

    facts = LedgerFacts(
        target=args.target,
        person=args.person,
        due_on=args.due,
        leader=args.leader,
        unit=args.unit,
        finding=args.finding,
        problem=args.problem,
        household_id=args.household,
    )
    with writing(args) as store:
        made = add_ledger(store, facts, on=args.date, entry_id=args.visit)
    return Answer({"id": made}, f"已列入台账。id {made}")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.ledger import list_ledger

    with reading(args) as store:
        rows = list_ledger(store, only_open=args.open, person=args.person, text=args.find)
    lines = [
        (
            row.on,
            row.facts.target,
            row.facts.leader,
            row.facts.person,
            row.facts.due_on,
            f"{row.closed_on} 销账" if row.closed_on else "超期" if row.is_late else "办理中",
            row.id,
        )
        for row in rows
    ]
    headings = ("列入", "目标任务", "责任领导", "责任人", "时限", "状态", "id")
    result = {"ledger": [ledger_object(row) for row in rows]}
    return Answer(result, table(headings, lines, empty="台账是空的。"))


def _show(args: Namespace) -> Answer:
    from longshan_desk.queries.ledger import ledger_page

    with reading(args) as store:
        page = ledger_page(store, args.id)
    result = {
        **ledger_object(page.row),
        "timeline": [
            {"on": one.on, "act": one.act, "by": one.by, "text": one.text} for one in page.steps
        ],
        "origins": [{"kind": one.kind, "id": one.id, "text": one.words} for one in page.origins],
    }
    return Answer(result, _page_text(page))


def ledger_object(row: LedgerRow) -> dict[str, Any]:
    """One line as programs read it."""
    facts = row.facts
    return {
        "id": row.id,
        "date": row.on,
        "target": facts.target,
        "leader": facts.leader,
        "unit": facts.unit,
        "person": facts.person,
        "due_on": facts.due_on,
        "due": {"on": row.due.on, "rule": row.due.rule},
        "finding": facts.finding,
        "problem": facts.problem,
        "household": facts.household_id,
        "decided_on": row.decided_on,
        "decision": row.decision,
        "progress": row.progress or None,
        "progress_on": row.progress_on,
        "closed_on": row.closed_on,
        "result": row.result,
        "late": row.is_late,
        "owner": row.owner,
    }


def _page_text(page: LedgerPage) -> str:
    row, facts = page.row, page.row.facts
    head = listed(
        [
            ("目标任务", facts.target),
            ("归类", facts.finding),
            ("情况", facts.problem),
            ("农户", row.household),
            ("责任领导", facts.leader),
            ("责任单位", facts.unit),
            ("责任人", facts.person),
            ("完成时限", row.due.rule),
            ("来自", [one.words for one in page.origins]),
        ]
    )
    lines = [(one.on, one.act, one.by, one.text) for one in page.steps]
    return f"{head}\n\n{table(('日期', '步骤', '谁', '内容'), lines, empty='还没有记录。')}"


def _decide(args: Namespace) -> Answer:
    from longshan_desk.actions.ledger import decide_ledger

    with writing(args) as store:
        decide_ledger(store, args.id, args.text, on=args.date)
    return Answer({"id": args.id}, "已记党委会的决定。")


def _progress(args: Namespace) -> Answer:
    from longshan_desk.actions.ledger import progress_ledger

    with writing(args) as store:
        progress_ledger(store, args.id, args.text, on=args.date)
    return Answer({"id": args.id}, "已记进展。")


def _close(args: Namespace) -> Answer:
    from longshan_desk.actions.ledger import close_ledger

    with writing(args) as store:
        close_ledger(store, args.id, args.text, on=args.date)
    return Answer({"id": args.id}, "已销账。")


def _reopen(args: Namespace) -> Answer:
    from longshan_desk.actions.ledger import reopen_ledger

    with writing(args) as store:
        reopen_ledger(store, args.id, args.text, on=args.date)
    return Answer({"id": args.id}, "已重新办理。")


def _remove(args: Namespace) -> Answer:
    from longshan_desk.actions.ledger import delete_ledger

    with writing(args) as store:
        delete_ledger(store, args.id)
    return Answer({"id": args.id}, "已删除台账。")
