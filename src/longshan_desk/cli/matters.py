"""Commands about matters: registering, listing, one matter whole, editing, the stalls."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longshan_desk.cli import steps
from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, day, month, whole
from longshan_desk.cli.matter_photos import add_photos
from longshan_desk.cli.matter_shape import add_content, list_text, matter_object, new_matter
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import cut, listed, table
from longshan_desk.domain.labels import ListKind, Stage, Topic
from longshan_desk.domain.matter_words import move_words
from longshan_desk.domain.township import township_words
from longshan_desk.errors import WrongUseError

if TYPE_CHECKING:
    from longshan_desk.domain.stalls import SignalFinding, StallFinding
    from longshan_desk.queries.matter_page import MatterPage, Related, TimelineEntry
    from longshan_desk.queries.stalls import StalledMatter


def add_commands(top: Parser) -> None:
    matter = top.command("matter", "事项")
    add = matter.command("add", "登记一件事项", _add)
    add_content(add, is_new=True)
    add.add_argument("--hearing", metavar="ID", help="在哪一次说事会上说的")
    add.add_argument("--heard-on", type=day, metavar="D", help="反映的日期（默认今天）")
    add.add_argument("--date", type=day, metavar="D", help="同 --heard-on")

    listing = matter.command("list", "事项清单", _list)
    listing.add_argument("--list", type=code(ListKind), metavar="L", help=codes(ListKind))
    listing.add_argument("--stage", type=code(Stage), metavar="S", help=codes(Stage))
    listing.add_argument("--topic", type=code(Topic), metavar="TOPIC", help=codes(Topic))
    listing.add_argument("--month", type=month, metavar="M", help="反映的月份，例如 2022-04")
    listing.add_argument("--responsible", metavar="NAME", help="承办人")
    listing.add_argument("--group", type=whole, metavar="N", help="村民小组")
    listing.add_argument("--find", default="", metavar="TEXT", help="查找文字")
    listing.add_argument("--late", action="store_true", help="只看超期的")
    listing.add_argument("--awaiting-feedback", action="store_true", help="只看待反馈的")

    show = matter.command("show", "一件事项的全部记录", _show)
    show.add_argument("number", metavar="N", help="编号或 id")
    _add_edit(matter)
    add_photos(matter)
    steps.add_commands(matter)
    sealed = top.command("sealed", "密封事项（指名检举控告）")
    sealed.set_defaults(of_office=True)
    seal = sealed.command("add", "密封登记，只有纪委能打开", _seal)
    seal.add_argument("--words", required=True, metavar="T", help="内容")
    read = sealed.command("read", "打开密封件（纪委，用自己的钥匙盘）", _read_sealed)
    read.add_argument("--key", type=Path, required=True, metavar="DIR", help="纪委的钥匙盘")
    top.command("stalls", "停滞的事项和作风信号", _stalls)


def _add_edit(matter: Parser) -> None:
    edit = matter.command("edit", "修改一件事项", _edit)
    correct = matter.command("correct", "更正一件事项，写明原因", _correct)
    for parser in (edit, correct):
        parser.add_argument("number", metavar="N", help="编号或 id")
        add_content(parser, is_new=False)
        parser.add_argument("--named", action="store_true", help="可以公开姓名")
        parser.add_argument("--date", type=day, metavar="D", help="修改的日期（默认今天）")
    correct.add_argument("--reason", metavar="T", help="更正的原因")


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.matters import register_matter
    from longshan_desk.cli.meetings import check_same_day

    if args.heard_on and args.date and args.heard_on != args.date:
        raise WrongUseError("--heard-on 和 --date 不是同一天。", hint="写一个就可以。")
    heard_on = args.heard_on or args.date
    with writing(args) as store:
        if args.hearing:
            check_same_day(store, args.hearing, heard_on)
        new = new_matter(args)
        done = register_matter(store, new, hearing_id=args.hearing, heard_on=heard_on)
    where = f"编号 {done.number}" if done.number else "说事会收尾时得到编号"
    return Answer({"id": done.id, "number": done.number}, f"已登记，{where}。id {done.id}")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.matters import MatterFilter, list_matters

    wanted = MatterFilter(
        list_kind=args.list,
        stages=(args.stage,) if args.stage else (),
        topic=args.topic,
        month=args.month,
        responsible=args.responsible,
        group_no=args.group,
        text=args.find,
        only_late=args.late,
        awaits_feedback=args.awaiting_feedback,
    )
    with reading(args) as store:
        rows = list_matters(store, wanted)
    return Answer({"matters": [matter_object(row) for row in rows]}, list_text(rows))


# -- one matter -------------------------------------------------------------------------------


def _show(args: Namespace) -> Answer:
    from longshan_desk.queries.matter_page import matter_page
    from longshan_desk.queries.visits import visits_of_matter

    with reading(args) as store:
        page = matter_page(store, args.number)
        visits = [row.id for row in visits_of_matter(store, page.row.id)]
    return Answer({**_page_object(page), "visits": visits}, _page_text(page))


def _page_object(page: MatterPage) -> dict[str, Any]:
    due = page.due
    return {
        **matter_object(page.row),
        "source": page.source,
        "raisers": page.raisers,
        "anonymous": page.is_anonymous,
        "signatures": page.signatures,
        "contact": page.contact_name,
        "contact_gone": page.contact_gone.words if page.contact_gone else None,
        "phone": page.contact_phone,
        "household_id": page.household_id,
        "household": page.household,
        "hearing": page.hearing_id,
        "hearing_on": page.hearing_on,
        "entered_on": page.entered_on,
        "entered_late": page.is_entered_late,
        "deliberated_on": page.state.deliberated_on,
        "assigned_on": page.state.assigned_on,
        "reported_on": page.state.reported_on,
        "answer": page.state.answer,
        "told_on": page.state.told_on,
        "due": {"on": due.on, "rule": due.rule} if due else None,
        "clocks": [
            {"name": one.name, "due_on": one.due.on, "rule": one.due.rule, "done_on": one.done_on}
            for one in page.clocks
        ],
        "stalls": [_stall_object(one) for one in page.stalls],
        "signals": [_signal_object(one) for one in page.signals],
        "timeline": [_entry_object(entry) for entry in page.timeline],
        "main": _related_object(page.main) if page.main else None,
        "duplicates": [_related_object(one) for one in page.duplicates],
        "joined": [_related_object(one) for one in page.joined],
        "township": _township_object(page),
        "open_steps": page.open_acts,
        "photos": [
            {"id": one.id, "digest": one.digest, "caption": one.caption} for one in page.scans
        ],
    }


def _township_object(page: MatterPage) -> dict[str, Any]:
    """R15: how the township dealt with the report; empty while nothing was reported."""
    state, waits = page.row.township, page.township_waits
    if state is None:
        return {}
    return {
        "stage": state.stage,
        "reported_on": state.reported_on,
        "received_on": state.received_on,
        "decided_on": state.decided_on,
        "decision": state.decision,
        "referred_on": state.referred_on,
        "department": state.department,
        "due_on": state.due_on,
        "progress_on": state.progress_on,
        "progress": state.progress,
        "answered_on": state.answered_on,
        "answer": state.answer,
        "waits": {"days": waits.days, "reason": waits.reason} if waits else None,
        "notes": [_entry_object(one) for one in page.notes],
        "open_steps": page.township_acts,
    }


def _entry_object(entry: TimelineEntry) -> dict[str, Any]:
    """The step's own fields stand beside the entry's; a promise's ``by`` is its ``responsible``."""
    own = {"responsible" if key == "by" else key: value for key, value in entry.data.items()}
    return {
        **own,
        "on": entry.on,
        "at": entry.at,
        "act": entry.act,
        "by": entry.by,
        "edited_by_township": entry.is_edit_by_township,
        "text": entry.text,
        "meeting": entry.meeting,
        "number": entry.number,
        "place": "township" if entry.is_township else "village",
        "entered_on": entry.entered_on,
        "entered_late": entry.is_entered_late,
    }


def _related_object(one: Related) -> dict[str, Any]:
    return {"id": one.id, "number": one.number, "title": one.title}


def _page_text(page: MatterPage) -> str:
    row = page.row
    raisers = "某群众" if page.is_anonymous else "、".join(page.raisers) or page.contact_name
    head = listed(
        [
            ("编号", row.number or "未编号"),
            ("原编号", row.former_number),
            ("原话", row.words),
            ("梳理", row.summary),
            ("清单", row.list_kind),
            ("主题", row.topic),
            ("归类", row.finding),
            ("反映", f"{row.heard_on} {page.source.label} {raisers or ''}"),
            ("阶段", row.stage.label + (f"（{row.outcome.label}）" if row.outcome else "")),
            ("承办人", row.responsible),
            ("结果", row.result),
            ("镇上", township_words(row.township) if row.township else None),
            ("到期", f"{page.due.on}（{page.due.rule}）" if page.due else None),
            ("停滞", "；".join(f"{one.stall.label}：{one.reason}" for one in page.stalls)),
            ("信号", "；".join(f"{one.signal.label}：{one.reason}" for one in page.signals)),
        ]
    )
    lines = [
        (one.on, one.act, _said(one), one.by, "补录" if one.is_entered_late else "")
        for one in page.timeline
    ]
    return f"{head}\n\n{table(('日期', '步骤', '内容', '记录', ''), lines, empty='还没有记录。')}"


def _said(entry: TimelineEntry) -> str:
    if entry.is_township:
        return move_words(entry.act, entry.data, entry.text)
    if entry.text:
        return entry.text
    shown = (entry.data.get(key) for key in ("to", "due", "result", "reason", "answer"))
    return cut(" ".join(str(value) for value in shown if value))


# -- changing what it says --------------------------------------------------------------------


def _changes(args: Namespace) -> dict[str, Any]:
    if args.anonymous and args.named:
        raise WrongUseError("--anonymous 和 --named 不能同时用。", hint="只写其中一个。")
    given = {
        "words": args.words,
        "summary": args.summary,
        "topic": args.topic,
        "finding": args.finding,
        "source": args.source,
        "raisers": args.by,
        "household_id": args.household,
        "contact_name": args.contact,
        "contact_phone": args.phone,
        "signatures": args.signatures,
        "is_anonymous": True if args.anonymous else False if args.named else None,
    }
    changes = {key: value for key, value in given.items() if value is not None}
    if not changes:
        raise WrongUseError("没有写要改什么。", hint="例如 --summary、--words、--topic、--by。")
    return changes


def _edit(args: Namespace) -> Answer:
    return _save(args, None)


def _correct(args: Namespace) -> Answer:
    return _save(args, args.reason or "")


def _save(args: Namespace, reason: str | None) -> Answer:
    from longshan_desk.actions.matters import edit_matter
    from longshan_desk.queries.matters import matter_id, matter_rows

    changes = _changes(args)
    with writing(args) as store:
        found = matter_id(store, args.number)
        edit_matter(store, found, changes, on=args.date, reason=reason)
        (row,) = matter_rows(store, [found])
    said = "修改" if reason is None else "更正"
    return Answer(matter_object(row), f"已{said} {row.number or '未编号的事项'}。")


# -- sealed, stalls ---------------------------------------------------------------------------


def _seal(args: Namespace) -> Answer:
    from longshan_desk.actions.sealed import seal

    with writing(args) as store:
        seal(store, args.words)
    return Answer({}, "已密封，随下一次上报送交纪委；本机不能再打开。")


def _read_sealed(args: Namespace) -> Answer:
    from longshan_desk.actions.sealed import read_sealed
    from longshan_desk.cli.seals import COMMISSION_PASSPHRASE, SEAL_PASSPHRASE, passphrase_of

    passphrase = passphrase_of(COMMISSION_PASSPHRASE, "纪委钥匙盘", instead=SEAL_PASSPHRASE)
    with reading(args) as store:
        found = read_sealed(store, args.key, passphrase)
    rows = [(one.arrived_at[:10], one.name, one.words) for one in found.matters]
    text = table(("收到", "村", "内容"), rows, empty="没有密封件。")
    if found.closed:
        text += f"\n另有 {found.closed} 个信封打不开（可能已损坏），请与村里联系。"
    return Answer({"matters": found.matters, "unreadable": found.closed}, text)


def _stalls(args: Namespace) -> Answer:
    from longshan_desk.queries.stalls import stalled_matters

    with reading(args) as store:
        found = stalled_matters(store)
    stalls = [
        {"number": one.row.number, **_stall_object(stall)} for one in found for stall in one.stalls
    ]
    signals = [
        {"number": one.row.number, **_signal_object(sign)} for one in found for sign in one.signals
    ]
    return Answer({"stalls": stalls, "signals": signals}, _stalls_text(found))


def _stall_object(one: StallFinding) -> dict[str, Any]:
    return {"stall": one.stall, "days": one.days, "reason": one.reason}


def _signal_object(one: SignalFinding) -> dict[str, Any]:
    return {"signal": one.signal, "count": one.count, "reason": one.reason}


def _stalls_text(found: Sequence[StalledMatter]) -> str:
    stalls = [
        (one.row.number, stall.stall, stall.reason, one.row.title)
        for one in found
        for stall in one.stalls
    ]
    signals = [
        (one.row.number, sign.signal, sign.reason, one.row.title)
        for one in found
        for sign in one.signals
    ]
    first = table(("编号", "停滞", "原因", "事项"), stalls, empty="没有停滞的事项。")
    second = table(("编号", "信号", "原因", "事项"), signals, empty="没有作风信号。")
    return f"{first}\n\n作风信号（供人判断，不是结论）\n{second}"
