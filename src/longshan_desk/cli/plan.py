"""Commands about the village's own plan of a year (R56)."""

from __future__ import annotations

from argparse import Namespace

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, day, whole
from longshan_desk.cli.opening import reading, today_of, writing
from longshan_desk.cli.tables import table


def add_commands(top: Parser) -> None:
    plan = top.command("plan", "年度计划")
    listing = plan.command("list", "一年的任务", _list)
    listing.add_argument("--year", type=whole, metavar="Y", help="哪一年（默认今年）")
    add = plan.command("add", "添加任务", _add)
    add.add_argument("--text", required=True, metavar="T", help="任务")
    add.add_argument("--year", type=whole, metavar="Y", help="哪一年（默认今年）")
    add.add_argument("--from", required=True, type=whole, metavar="MONTH", help="起始月份 1–12")
    add.add_argument("--until", type=whole, metavar="MONTH", help="截止月份（默认同月）")
    add.add_argument("--responsible", metavar="NAME", help="责任人")
    done = plan.command("done", "完成任务", _done)
    done.add_argument("id", metavar="ID")
    done.add_argument("--date", type=day, metavar="D", help="完成的日期（默认今天）")
    done.add_argument("--result", metavar="T", help="完成情况")
    remove = plan.command("remove", "删除任务", _remove)
    remove.add_argument("id", metavar="ID")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.plan import tasks

    with reading(args) as store:
        rows = tasks(store, args.year or today_of(args).year)
    result = [
        {
            "id": row.id,
            "year": row.facts.year,
            "month_from": row.facts.month_from,
            "month_until": row.facts.month_until,
            "text": row.facts.text,
            "responsible": row.facts.responsible,
            "done_on": row.done_on,
            "result": row.result,
            "overdue": row.is_overdue,
        }
        for row in rows
    ]
    lines = [
        (
            row.months,
            row.facts.text,
            row.facts.responsible,
            f"{row.done_on} 完成" if row.done_on else "超期" if row.is_overdue else "未完成",
            row.id,
        )
        for row in rows
    ]
    text = table(("月份", "任务", "责任人", "完成", "id"), lines, empty="这一年还没有任务。")
    return Answer({"tasks": result}, text)


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.plan import add_task
    from longshan_desk.domain.plan_facts import TaskFacts

    start = getattr(args, "from")
    facts = TaskFacts(
        year=args.year or today_of(args).year,
        month_from=start,
        month_until=start if args.until is None else args.until,
        text=args.text,
        responsible=args.responsible,
    )
    with writing(args) as store:
        made = add_task(store, facts)
    return Answer({"id": made}, f"已添加任务。id {made}")


def _done(args: Namespace) -> Answer:
    from longshan_desk.actions.plan import finish_task

    with writing(args) as store:
        finish_task(store, args.id, on=args.date, result=args.result)
    return Answer({"id": args.id}, "任务已完成。")


def _remove(args: Namespace) -> Answer:
    from longshan_desk.actions.plan import delete_task

    with writing(args) as store:
        delete_task(store, args.id)
    return Answer({"id": args.id}, "已删除任务。")
