"""Commands about meetings of every kind: planning, attendance, deciding, closing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from longshan_desk.cli import step_options as o
from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, clock, code, codes, day, whole
from longshan_desk.cli.matter_shape import list_text, matter_object, moved_answer
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import listed, table
from longshan_desk.domain.labels import AttendanceState, Decision, MeetingKind, Role
from longshan_desk.errors import BadValueError

if TYPE_CHECKING:
    from longshan_desk.actions.meetings import MeetingWords
    from longshan_desk.data.store import Store
    from longshan_desk.queries.meetings import AttendanceRow, ItemRow, MeetingPage, MeetingRow


def add_commands(top: Parser) -> None:
    meeting = top.command("meeting", "会议")
    new = meeting.command("new", "新建会议，可以在将来", _new)
    kinds = code(MeetingKind)
    new.add_argument("--kind", required=True, type=kinds, metavar="KIND", help=codes(MeetingKind))
    new.add_argument("--date", required=True, type=day, metavar="D", help="会议日期")
    new.add_argument("--hearing", metavar="ID", help="议哪一次说事会的事项")
    add_head(new)
    new.add_argument("--title", metavar="T", help="会议名称")

    listing = meeting.command("list", "历次会议", _list)
    listing.add_argument("--kind", type=kinds, metavar="KIND", help=codes(MeetingKind))
    listing.add_argument("--year", type=whole, metavar="Y", help="只看一年")
    show = meeting.command("show", "一次会议的全部记录", page_answer)
    show.add_argument("id", metavar="ID")
    pending = meeting.command("pending", "等这次会议议定的事项", _pending)
    pending.add_argument("id", metavar="ID")
    add_attendance(meeting, attend, fill)
    _add_decide(meeting)

    edit = meeting.command("edit", "修改地点、时间、主持人、记录人", _edit)
    edit.add_argument("id", metavar="ID")
    add_head(edit)
    edit.add_argument("--title", metavar="T", help="会议名称")
    edit.add_argument("--reason", metavar="T", help="说事会不由书记主持的原因")
    close = meeting.command("close", "会议收尾（说事会用 hearing close）", _close)
    close.add_argument("id", metavar="ID")
    close.add_argument("--date", type=day, metavar="D", help="收尾的日期（默认今天）")
    close.add_argument("--ended", type=clock, metavar="HH:MM", help="散会时间")
    remove = meeting.command("remove", "删除错建的、没有记录的会议", _remove)
    remove.add_argument("id", metavar="ID")


def add_head(parser: Parser) -> None:
    """The options for what stands at the head of a meeting."""
    parser.add_argument("--place", metavar="P", help="地点")
    parser.add_argument("--chair", metavar="C", help="主持人")
    parser.add_argument("--recorder", metavar="R", help="记录人")
    parser.add_argument("--time", type=clock, metavar="HH:MM", help="开会时间")


def head_of(args: Namespace, **more: Any) -> MeetingWords:
    from longshan_desk.actions.meetings import MeetingWords

    return MeetingWords(
        place=args.place,
        chair=args.chair,
        recorder=args.recorder,
        starts_at=args.time,
        **more,
    )


def add_attendance(parser: Parser, one: Run, all_of_them: Run) -> None:
    """``attend`` and ``fill``, the same below ``hearing`` and ``meeting``."""
    came = parser.command("attend", "记录一个人到会、列席、请假或缺席", one)
    came.add_argument("id", metavar="ID")
    came.add_argument("--name", required=True, metavar="N", help="姓名")
    came.add_argument("--role", type=code(Role), metavar="R", help=codes(Role))
    states = code(AttendanceState)
    came.add_argument(
        "--state", required=True, type=states, metavar="S", help=codes(AttendanceState)
    )
    came.add_argument("--reason", metavar="T", help="请假的原因")
    came.add_argument("--date", type=day, metavar="D", help="就是会议的日期，可以不写")
    filled = parser.command("fill", "按名册填写到会名单，再改不同的几个人", all_of_them)
    filled.add_argument("id", metavar="ID")


Run = Callable[[Namespace], Answer]


def _add_decide(meeting: Parser) -> None:
    decide = meeting.command("decide", "议定一件事项", _decide)
    decide.add_argument("id", metavar="ID")
    decide.add_argument("--matter", required=True, metavar="N", help="事项的编号或 id")
    outcomes = code(Decision)
    decide.add_argument(
        "--outcome", required=True, type=outcomes, metavar="O", help=codes(Decision)
    )
    decide.add_argument("--date", type=day, metavar="D", help="就是会议的日期，可以不写")
    o.add_step_options(
        decide, o.TO, o.DUE, o.RESULT, o.MEASURES, o.BY, o.REASON, o.BASIS, o.WAY, o.AS, o.TYPE
    )
    o.add_policy_limited(decide)


def check_same_day(store: Store, meeting_id: str, on: date | None) -> None:
    """What happens at a meeting happens on its day; another date is a slip."""
    from longshan_desk.queries.meetings import meeting_page

    if on is not None and on != (held := meeting_page(store, meeting_id).row.on):
        raise BadValueError(
            f"会议在 {held}，不是 {on}。",
            hint="请去掉 --date，或核对是哪一次会议。",
            where="--date",
        )


def _new(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import new_meeting

    with writing(args) as store:
        words = head_of(args, title=args.title)
        made = new_meeting(store, args.kind, args.date, hearing_id=args.hearing, words=words)
    return Answer(
        {"id": made, "date": args.date}, f"已新建{args.kind.label}（{args.date}）。id {made}"
    )


def _edit(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import edit_meeting

    with writing(args) as store:
        edit_meeting(store, args.id, head_of(args, title=args.title, chair_reason=args.reason))
    return Answer({"id": args.id}, "已修改会议。")


def _remove(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import delete_meeting

    with writing(args) as store:
        delete_meeting(store, args.id)
    return Answer({"id": args.id}, "已删除会议。")


def _close(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import close_meeting
    from longshan_desk.queries.meetings import meeting_page

    with writing(args) as store:
        close_meeting(store, args.id, on=args.date, ended_at=args.ended)
        page = meeting_page(store, args.id)
    late = f"，比期限迟 {page.late_days} 天" if page.late_days else ""
    if late and page.committees_due is not None:
        late += f"（{page.committees_due.rule}）"
    result = {"id": args.id, "closed_on": page.row.closed_on, "late_days": page.late_days}
    return Answer(result, f"会议已收尾{late}。")


def attend(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import attend

    with writing(args) as store:
        check_same_day(store, args.id, args.date)
        attend(store, args.id, name=args.name, role=args.role, state=args.state, reason=args.reason)
    result = {"id": args.id, "name": args.name, "role": args.role, "state": args.state}
    return Answer(result, f"已记录{args.name}{args.state.label}。")


def fill(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import fill_attendance

    with writing(args) as store:
        added = fill_attendance(store, args.id)
    return Answer({"id": args.id, "added": added}, f"按名册填写了 {added} 人。")


def _decide(args: Namespace) -> Answer:
    from longshan_desk.actions.meetings import Ruling, decide_matters
    from longshan_desk.queries.matters import matter_id

    with writing(args) as store:
        check_same_day(store, args.id, args.date)
        ruling = Ruling(matter_id(store, args.matter), args.outcome, o.step_data(args), args.text)
        (moved,) = decide_matters(store, args.id, [ruling])
    return moved_answer(moved, f"议定“{args.outcome.label}”")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.meetings import list_meetings

    with reading(args) as store:
        rows = list_meetings(store, kind=args.kind, year=args.year, on=store.today())
    lines = [
        (row.on, row.title, "已收尾" if row.is_closed else "未收尾", row.chair, row.matters, row.id)
        for row in rows
    ]
    text = table(("日期", "会议", "状态", "主持人", "事项", "id"), lines, empty="还没有会议。")
    return Answer({"meetings": [_row_object(row) for row in rows]}, text)


def _pending(args: Namespace) -> Answer:
    from longshan_desk.queries.meetings import to_deliberate

    with reading(args) as store:
        rows = to_deliberate(store, args.id)
    return Answer({"matters": [matter_object(row) for row in rows]}, list_text(rows))


def _row_object(row: MeetingRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "date": row.on,
        "month": row.month,
        "title": row.title,
        "place": row.place,
        "chair": row.chair,
        "closed": row.is_closed,
        "closed_on": row.closed_on,
        "matters": row.matters,
    }


def page_answer(args: Namespace) -> Answer:
    """One meeting whole: head, attendance, rows, what follows from it."""
    from longshan_desk.queries.meetings import meeting_page

    with reading(args) as store:
        page = meeting_page(store, args.id)
    due = page.committees_due
    result = {
        **_row_object(page.row),
        "starts_at": page.starts_at,
        "ended_at": page.ended_at,
        "chair_reason": page.chair_reason,
        "recorder": page.recorder,
        "note": page.note,
        "hearing": page.hearing_id,
        "entered_on": page.entered_on,
        "entered_late": page.is_entered_late,
        "moves": [vars_of(move) for move in page.moves],
        "expected": page.expected,
        "present": page.present,
        "attendance": [_attendance_object(row) for row in page.attendance],
        "items": [_item_object(item) for item in page.items],
        "committees_due": {"on": due.on, "rule": due.rule} if due else None,
        "committees": [_row_object(row) for row in page.committees],
        "late_days": page.late_days,
    }
    return Answer(result, _page_text(page))


def vars_of(move: Any) -> dict[str, Any]:
    return {"from": move.from_on, "to": move.to_on, "reason": move.reason}


def _attendance_object(row: AttendanceRow) -> dict[str, Any]:
    """``entered`` is false for somebody who is only expected so far."""
    return {
        "name": row.name,
        "role": row.role,
        "state": row.state,
        "reason": row.reason,
        "entered": row.id is not None,
    }


def _item_object(item: ItemRow) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "speaker": item.speaker,
        "text": item.text,
        "result": item.result,
        "answerer": item.answerer,
        "decision": item.decision,
        "matter_id": item.matter_id,
        "number": item.number,
        "words": item.words,
        "summary": item.summary,
        "topic": item.topic,
        "list": item.list_kind,
        "raisers": item.raisers,
        "anonymous": item.is_anonymous,
        "voided": item.voided_reason,
    }


def _page_text(page: MeetingPage) -> str:
    row = page.row
    head = listed(
        [
            ("会议", row.title),
            ("日期", row.on),
            ("地点", row.place),
            ("主持人", row.chair),
            ("记录人", page.recorder),
            ("状态", "已收尾" if row.is_closed else "未收尾"),
            ("改期", "；".join(f"{m.from_on} 改到 {m.to_on}（{m.reason}）" for m in page.moves)),
            ("到会", f"名册 {page.expected} 人，出席 {page.present} 人"),
            ("“两委”会议", page.committees_due.rule if page.committees_due else None),
        ]
    )
    people = table(
        ("姓名", "身份", "到会", "原因"),
        [
            (one.name, one.role, one.state if one.id else "未记录", one.reason)
            for one in page.attendance
        ],
        empty="还没有到会记录。",
    )
    items = table(
        ("记录", "编号", "内容", "议定", "结果", "id"),
        [
            (i.kind, i.number, i.summary or i.words or i.text, i.decision, i.result, i.id)
            for i in page.items
        ],
        empty="还没有记录。",
    )
    return f"{head}\n\n{people}\n\n{items}"
