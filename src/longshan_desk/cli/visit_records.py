"""What stands beside the diary by command: the sheet to fill in, sessions, photos, doubles."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, day, month, whole
from longshan_desk.cli.opening import reading, today_of, writing
from longshan_desk.cli.tables import listed, table
from longshan_desk.cli.visit_shape import visit_object
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.visit_labels import SessionKind
from longshan_desk.errors import BadValueError

if TYPE_CHECKING:
    from longshan_desk.domain.session_facts import FindingFacts
    from longshan_desk.queries.visit_sessions import SessionPage


def add_records(visit: Parser) -> None:
    sheet = visit.command("sheet", "走访表：按走访顺序列出农户，填好后可以导入", _sheet)
    sheet.add_argument("file", type=Path, metavar="FILE.xlsx", help="写到哪个文件")
    sheet.add_argument("--month", required=True, type=month, metavar="M", help="例如 2022-04")
    sheet.add_argument("--group", type=whole, metavar="N", help="村民小组")
    sheet.add_argument("--visitor", metavar="NAME", help="走访人，印在每一行上")
    _add_sessions(visit.command("session", "座谈交流和现场办公"))
    photo = visit.command("photo", "走访照片").command("add", "给走访记录添一张照片", _photo)
    photo.add_argument("id", metavar="ID", help="走访记录的 id")
    photo.add_argument("file", type=Path, metavar="FILE", help=".jpg .png")
    photo.add_argument("--caption", metavar="T", help="照片说明")
    doubles = visit.command("doubles", "记重了的走访：同一户、同一天、同一个走访人", _doubles)
    doubles.add_argument("--from", type=day, metavar="D", help="从哪一天起（默认一年前）")
    doubles.add_argument("--until", type=day, metavar="D", help="到哪一天止")
    join = visit.command("join", "把记重了的一条并入另一条，两条的话都保留", _join)
    join.add_argument("id", metavar="ID", help="留下的走访记录")
    join.add_argument("other", metavar="OTHER", help="并进去的走访记录")


def _add_sessions(session: Parser) -> None:
    add = session.command("add", "登记一次座谈或现场办公", _add_session)
    add.add_argument(
        "--kind", required=True, type=code(SessionKind), metavar="K", help=codes(SessionKind)
    )
    add.add_argument("--date", type=day, metavar="D", help="日期（默认今天）")
    add.add_argument("--place", required=True, metavar="T", help="地点")
    add.add_argument("--by", required=True, nargs="+", action="extend", metavar="NAME", help="干部")
    add.add_argument("--met", nargs="+", action="extend", metavar="NAME", help="参加群众")
    add.add_argument("--text", metavar="T", help="情况")
    known = codes(FindingKind)
    add.add_argument(
        "--finding", action="append", default=[], metavar="KIND=TEXT", help=f"发现：{known}"
    )
    listing = session.command("list", "座谈和现场办公", _list_sessions)
    listing.add_argument("--from", type=day, metavar="D", help="从哪一天起")
    listing.add_argument("--until", type=day, metavar="D", help="到哪一天止")
    show = session.command("show", "一次座谈或现场办公", _show_session)
    show.add_argument("id", metavar="ID")


# -- the sheet ----------------------------------------------------------------------------------


def _sheet(args: Namespace) -> Answer:
    from longshan_desk.actions.export_visits import export_visit_sheet
    from longshan_desk.domain.calendar import Month
    from longshan_desk.queries.visit_sheet import visit_sheet

    with reading(args) as store:
        asked = visit_sheet(store, Month.parse(args.month), group=args.group, visitor=args.visitor)
    rows = export_visit_sheet(args.file, asked)
    return Answer({"file": args.file, "rows": rows}, f"已写 {rows} 户：{args.file}")


# -- sessions -----------------------------------------------------------------------------------


def _add_session(args: Namespace) -> Answer:
    from longshan_desk.actions.visit_sessions import save_session
    from longshan_desk.domain.session_facts import SessionFacts

    facts = SessionFacts(
        args.kind,
        args.date or today_of(args),
        args.place,
        tuple(args.by),
        tuple(args.met or ()),
        args.text,
        tuple(map(_finding, args.finding)),
    )
    with writing(args) as store:
        made = save_session(store, facts)
    return Answer({"id": made}, f"已登记{args.kind.label}。id {made}")


def _finding(word: str) -> FindingFacts:
    """``problem=二组水渠漏水``"""
    from longshan_desk.domain.session_facts import FindingFacts

    kind, sign, text = word.partition("=")
    if not (sign and text):
        raise BadValueError(
            f"看不懂“{word}”。",
            hint="请写成 类别=内容，例如 problem=二组水渠漏水。",
            where="--finding",
        )
    return FindingFacts(FindingKind.read(kind, "--finding"), text)


def _list_sessions(args: Namespace) -> Answer:
    from longshan_desk.queries.visit_sessions import list_sessions

    with reading(args) as store:
        pages = list_sessions(store, from_on=getattr(args, "from"), until_on=args.until)
    lines = [
        (
            one.facts.on,
            one.facts.kind,
            one.facts.place,
            one.facts.visitors,
            f"{len(one.findings)} 条",
            one.id,
        )
        for one in pages
    ]
    headings = ("日期", "形式", "地点", "干部", "发现", "id")
    result = {"sessions": [session_object(one) for one in pages]}
    return Answer(result, table(headings, lines, empty="没有座谈或现场办公。"))


def _show_session(args: Namespace) -> Answer:
    from longshan_desk.queries.visit_sessions import session_page

    with reading(args) as store:
        page = session_page(store, args.id)
    facts = page.facts
    head = listed(
        [
            ("日期", facts.on),
            ("形式", facts.kind),
            ("地点", facts.place),
            ("干部", facts.visitors),
            ("参加群众", facts.met),
            ("情况", facts.text),
        ]
    )
    lines = [
        (one.facts.kind, one.facts.text, one.facts.said_by, [each.title for each in one.links])
        for one in page.findings
    ]
    told = table(("归类", "内容", "谁反映", "关联"), lines, empty="没有发现。")
    return Answer(session_object(page), f"{head}\n\n{told}")


def session_object(page: SessionPage) -> dict[str, Any]:
    """One session as programs read it."""
    facts = page.facts
    return {
        "id": page.id,
        "kind": facts.kind,
        "date": facts.on,
        "place": facts.place,
        "visitors": facts.visitors,
        "met": facts.met,
        "text": facts.text,
        "findings": [
            {
                "id": one.id,
                "kind": one.facts.kind,
                "text": one.facts.text,
                "said_by": one.facts.said_by,
                "household": one.facts.household_id,
                "internal": one.facts.is_internal,
                "matters": [each.id for each in one.links if each.kind == "matter"],
                "ledger": [each.id for each in one.links if each.kind == "ledger_entry"],
            }
            for one in page.findings
        ],
        "owner": page.owner,
        "entered_on": page.entered_on,
    }


# -- photos and doubles -------------------------------------------------------------------------


def _photo(args: Namespace) -> Answer:
    from longshan_desk.actions.attachments import attach_photo
    from longshan_desk.cli.paper_files import start_qt
    from longshan_desk.domain.visit_labels import Attached

    start_qt()
    from longshan_desk.ui.photos import photo_of

    photo = photo_of(args.file)
    with writing(args) as store:
        made = attach_photo(store, Attached.VISIT, args.id, photo, caption=args.caption)
    return Answer({"id": args.id, "photo_id": made, "bytes": len(photo)}, "已添加照片。")


def _doubles(args: Namespace) -> Answer:
    from longshan_desk.queries.visit_doubles import visit_doubles

    with reading(args) as store:
        found = visit_doubles(store, from_on=getattr(args, "from"), until_on=args.until)
    lines = [
        (one.on, one.household, row.facts.visitors, row.text, row.id)
        for one in found
        for row in one.rows
    ]
    result = {
        "doubles": [
            {
                "household": one.household_id,
                "date": one.on,
                "visits": [row.id for row in one.rows],
                "texts": [row.text for row in one.rows],
            }
            for one in found
        ]
    }
    headings = ("日期", "农户", "走访人", "情况", "id")
    return Answer(result, table(headings, lines, empty="没有记重了的走访。"))


def _join(args: Namespace) -> Answer:
    from longshan_desk.actions.visit_doubles import join_visits
    from longshan_desk.queries.visits import visit_page

    with writing(args) as store:
        join_visits(store, args.id, args.other)
        row = visit_page(store, args.id).row
    return Answer(visit_object(row), "已并成一条，两条的话都在里面。")
