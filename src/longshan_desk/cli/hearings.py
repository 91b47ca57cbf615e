"""Commands about the hearing: planning, moving, attendance, its rows, closing, its report."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, clock, code, codes, day, month, whole
from longshan_desk.cli.matter_shape import add_content, list_text, matter_object, new_matter
from longshan_desk.cli.meetings import (
    add_attendance,
    add_head,
    attend,
    fill,
    head_of,
    page_answer,
)
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import table
from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.errors import WrongUseError

_SAID = (ItemKind.SPEECH, ItemKind.PARTY_DAY, ItemKind.FREE)
_ROWS = (ItemKind.MATTER, ItemKind.ANSWER, *_SAID)


def add_commands(top: Parser) -> None:
    hearing = top.command("hearing", "党群说事会")
    new = hearing.command("new", "安排一次说事会，可以在将来", _new)
    new.add_argument("--date", required=True, type=day, metavar="D", help="说事日")
    new.add_argument("--month", type=month, metavar="M", help="属于哪个月（默认按日期）")
    add_head(new)
    new.add_argument("--reason", metavar="T", help="不由书记主持的原因")

    move = hearing.command("move", "改期，说事会仍属于原来的月份", _move)
    move.add_argument("id", metavar="ID")
    move.add_argument("--to", required=True, type=day, metavar="D", help="改到哪一天")
    move.add_argument("--reason", metavar="T", help="改期的原因")

    listing = hearing.command("list", "历次说事会", _list)
    listing.add_argument("--year", type=whole, metavar="Y", help="只看一年")
    show = hearing.command("show", "一次说事会的全部记录", _show)
    show.add_argument("id", metavar="ID")
    add_attendance(hearing, attend, fill)
    _add_rows(hearing)

    close = hearing.command("close", "收尾：事项得到编号，三日期限开始", _close)
    close.add_argument("id", metavar="ID")
    close.add_argument("--date", type=day, metavar="D", help="收尾的日期（默认今天）")
    close.add_argument("--ended", type=clock, metavar="HH:MM", help="散会时间")
    postpone = hearing.command("postpone", "顺延会后的村“两委”会议", _postpone)
    postpone.add_argument("id", metavar="ID")
    postpone.add_argument("--to", required=True, type=day, metavar="D", help="顺延到哪一天")
    postpone.add_argument("--reason", metavar="T", help="顺延的原因")
    postpone.add_argument("--date", type=day, metavar="D", help="决定顺延的日期（默认今天）")
    report = hearing.command("report", "上月说事事项办结情况通报", _report)
    report.add_argument("id", metavar="ID")


def _add_rows(hearing: Parser) -> None:
    row = hearing.command("row", "记一行：事项、当场答复、发言或主题党日；已收尾的算补录", _row)
    row.add_argument("id", metavar="ID")
    kinds, help = code(ItemKind, *_ROWS), codes(ItemKind, *_ROWS)
    row.add_argument("--kind", required=True, type=kinds, metavar="KIND", help=help)
    row.add_argument("--speaker", metavar="NAME", help="谁说的")
    row.add_argument("--text", metavar="T", help="发言、主题党日的内容")
    add_content(row, is_new=True, is_row=True)
    row.add_argument("--result", metavar="T", help="当场答复的结果")
    row.add_argument("--answerer", metavar="NAME", help="谁当场答复的")
    remove = hearing.command("remove-row", "删除还没有收尾的一行", _remove_row)
    remove.add_argument("row", metavar="ROW")
    void = hearing.command("void-row", "作废已经收尾的一行，编号不再使用", _void_row)
    void.add_argument("row", metavar="ROW")
    void.add_argument("--reason", metavar="T", help="作废的原因")


def _new(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import new_meeting

    with writing(args) as store:
        words = head_of(args, chair_reason=args.reason)
        made = new_meeting(store, MeetingKind.HEARING, args.date, month=args.month, words=words)
    return Answer({"id": made, "date": args.date}, f"已安排 {args.date} 的说事会。id {made}")


def _move(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import move_meeting
    from longshan_desk.queries.meetings import meeting_page

    with writing(args) as store:
        move_meeting(store, args.id, args.to, reason=args.reason or "")
        row = meeting_page(store, args.id).row
    result = {"id": row.id, "date": row.on, "month": row.month}
    return Answer(result, f"已改到 {row.on}，仍是 {row.month} 的说事会。")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.meetings import list_meetings

    with reading(args) as store:
        rows = list_meetings(store, kind=MeetingKind.HEARING, year=args.year, on=store.today())
    result = [
        {
            "id": row.id,
            "date": row.on,
            "month": row.month,
            "closed": row.is_closed,
            "closed_on": row.closed_on,
            "place": row.place,
            "chair": row.chair,
            "matters": row.matters,
        }
        for row in rows
    ]
    lines = [
        (row.on, row.month, "已收尾" if row.is_closed else "未收尾", row.chair, row.matters, row.id)
        for row in rows
    ]
    text = table(("日期", "月份", "状态", "主持人", "事项", "id"), lines, empty="还没有说事会。")
    return Answer({"hearings": result}, text)


def _show(args: Namespace) -> Answer:
    return page_answer(args)


def _row(args: Namespace) -> Answer:
    """One line of the grid; on a closed hearing a forgotten one, with the next number (R37)."""
    from longshan_desk.actions.hearings import GridRow, add_forgotten, save_row
    from longshan_desk.queries.meetings import meeting_page

    is_said = args.kind in _SAID
    if not is_said and not (args.words and args.topic and args.list):
        raise WrongUseError(
            "事项和当场答复要写原话、主题和清单。", hint="请加上 --words、--topic 和 --list。"
        )
    row = GridRow(
        args.kind,
        speaker=args.speaker or next(iter(args.by or ()), None),
        text=args.text or (args.words if is_said else None),
        matter=None if is_said else new_matter(args),
        result=args.result,
        answerer=args.answerer,
    )
    with writing(args) as store:
        before = {item.id for item in meeting_page(store, args.id).items}
        if meeting_page(store, args.id).row.is_closed and not is_said:
            add_forgotten(store, args.id, row)
        else:
            save_row(store, args.id, row)
        (item,) = (one for one in meeting_page(store, args.id).items if one.id not in before)
    result = {"id": item.id, "matter_id": item.matter_id, "number": item.number}
    number = f"，编号 {item.number}" if item.number else ""
    return Answer(result, f"已记一行{item.kind.label}{number}。id {item.id}")


def _remove_row(args: Namespace) -> Answer:
    from longshan_desk.actions.hearings import delete_row

    with writing(args) as store:
        delete_row(store, args.row)
    return Answer({"id": args.row}, "已删除这一行。")


def _void_row(args: Namespace) -> Answer:
    from longshan_desk.actions.hearings import void_row

    with writing(args) as store:
        void_row(store, args.row, reason=args.reason or "")
    return Answer({"id": args.row}, "已作废这一行。")


def _close(args: Namespace) -> Answer:
    from longshan_desk.actions.hearings import close_hearing

    with writing(args) as store:
        done = close_hearing(store, args.id, on=args.date, ended_at=args.ended)
    due = done.committees_due
    result = {
        "matters": list(done.numbers),
        "committees_due_on": due.on,
        "committees_due": {"on": due.on, "rule": due.rule},
    }
    numbers = f"：{done.numbers[0]} 至 {done.numbers[-1]}" if done.numbers else ""
    text = f"已收尾，{len(done.numbers)} 件事项{numbers}。"
    text += f"请在 {due.on} 前开村“两委”会议（{due.rule}）。"
    return Answer(result, text)


def _postpone(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import postpone_committees
    from longshan_desk.queries.meetings import meeting_page

    with writing(args) as store:
        reason = args.reason or ""
        postpone_committees(store, args.id, due_on=args.to, reason=reason, on=args.date)
        due = meeting_page(store, args.id).committees_due
    assert due is not None
    return Answer({"id": args.id, "committees_due_on": due.on, "rule": due.rule}, f"{due.rule}。")


def _report(args: Namespace) -> Answer:
    from longshan_desk.queries.opening_report import opening_report

    with reading(args) as store:
        report = opening_report(store, args.id)
    figures = report.figures
    told: dict[str, Any] = {
        "heard": figures.heard,
        "closed": figures.closed,
        "open": figures.open,
        "overdue": figures.overdue,
        "cancelled_off": figures.cancelled_off,
        "promised": figures.promised,
        "rate": figures.rate,
        "formula": figures.formula,
    }
    result = {
        "hearing": report.hearing_id,
        "date": report.on,
        "since": report.since,
        "closed": [matter_object(row) for row in report.closed],
        "open": [matter_object(row) for row in report.open],
        "figures": told,
    }
    parts = [
        f"上月说事事项办结情况（{report.period}）",
        f"新说 {figures.heard} 件，办结 {figures.closed} 件，在办 {figures.open} 件，"
        f"其中超期 {figures.overdue} 件。销号率：{figures.formula}。",
        f"\n已办结\n{list_text(report.closed)}",
        f"\n在办\n{list_text(report.open)}",
    ]
    return Answer(result, "\n".join(parts))
