"""Commands about the diary: writing entries, listing, correcting, and what comes of them (R10)."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, day, month, whole
from longshan_desk.cli.opening import reading, today_of, writing
from longshan_desk.cli.tables import listed, table
from longshan_desk.cli.visit_records import add_records
from longshan_desk.cli.visit_shape import facts_object, visit_object
from longshan_desk.domain.labels import FindingKind, ListKind, Topic
from longshan_desk.domain.visit_labels import FollowUpKind, VisitWay
from longshan_desk.errors import WrongUseError

if TYPE_CHECKING:
    from longshan_desk.queries.visits import VisitPage

_ENDINGS = (FollowUpKind.PROGRESS, FollowUpKind.KEPT, FollowUpKind.NOT_KEPT)


def add_commands(top: Parser) -> None:
    visit = top.command("visit", "走访日记")
    add = visit.command("add", "登记一次走访", _add)
    add.add_argument("--household", required=True, metavar="ID", help="农户的 id")
    add.add_argument("--date", type=day, metavar="D", help="走访的日期（默认今天）")
    _add_content(add, is_new=True)
    listing = visit.command("list", "走访记录", _list)
    listing.add_argument("--month", type=month, metavar="M", help="走访的月份，例如 2022-04")
    listing.add_argument("--from", type=day, metavar="D", help="从哪一天起")
    listing.add_argument("--until", type=day, metavar="D", help="到哪一天止")
    listing.add_argument("--household", metavar="ID", help="农户的 id")
    listing.add_argument("--by", metavar="NAME", help="走访人")
    listing.add_argument("--group", type=whole, metavar="N", help="村民小组")
    listing.add_argument("--way", type=code(VisitWay), metavar="W", help=codes(VisitWay))
    listing.add_argument("--find", default="", metavar="TEXT", help="查找文字")
    listing.add_argument("--findings", action="store_true", help="只看还没有转办的问题诉求")
    listing.add_argument("--promises", action="store_true", help="只看还没有了结的承诺")
    show = visit.command("show", "一条走访记录的全部内容", _show)
    show.add_argument("id", metavar="ID")
    correct = visit.command("correct", "更正走访记录，写明原因；原来的内容仍可看到", _correct)
    correct.add_argument("id", metavar="ID")
    correct.add_argument("--reason", required=True, metavar="T", help="更正的原因")
    correct.add_argument("--household", metavar="ID", help="农户的 id")
    correct.add_argument("--date", type=day, metavar="D", help="走访的日期")
    _add_content(correct, is_new=False)
    remove = visit.command("remove", "删除错登的走访记录", _remove)
    remove.add_argument("id", metavar="ID")
    _add_following(visit)
    add_records(visit)


def _add_content(parser: Parser, *, is_new: bool) -> None:
    add = parser.add_argument
    add("--way", required=is_new, type=code(VisitWay), metavar="W", help=codes(VisitWay))
    add("--by", required=is_new, nargs="+", action="extend", metavar="NAME", help="走访人")
    add("--text", metavar="T", help="走访情况")
    add("--finding", type=code(FindingKind), metavar="KIND", help=codes(FindingKind))
    add("--place", metavar="T", help="地点")
    add("--met", nargs="+", action="extend", metavar="NAME", help="见到的人")
    add("--topic", nargs="+", action="extend", metavar="T", help="走访重点")
    add("--unchanged", action="store_true", default=None, help="无变化")
    add("--internal", action="store_true", default=None, help="内部：不上公开的文书")
    add("--promise", metavar="T", help="承诺了什么")
    add("--promise-due", type=day, metavar="D", help="承诺兑现日")
    add("--promise-by", metavar="NAME", help="承诺人（默认第一个走访人）")


def _add_following(visit: Parser) -> None:
    promise = visit.command("promise", "承诺的进展和兑现", _promise)
    promise.add_argument("id", metavar="ID")
    known = codes(FollowUpKind, *_ENDINGS)
    promise.add_argument("state", type=code(FollowUpKind, *_ENDINGS), metavar="S", help=known)
    promise.add_argument("--text", required=True, metavar="T", help="办理情况")
    promise.add_argument("--date", type=day, metavar="D", help="日期（默认今天）")
    review = visit.command("review", "领导批阅", _review)
    review.add_argument("id", metavar="ID")
    review.add_argument("--by", required=True, metavar="NAME", help="批阅人")
    review.add_argument("--text", required=True, metavar="T", help="批阅意见")
    review.add_argument("--date", type=day, metavar="D", help="日期（默认今天）")
    matter = visit.command("matter", "把走访发现转为事项", _matter)
    matter.add_argument("id", metavar="ID")
    matter.add_argument("--topic", required=True, type=code(Topic), metavar="T", help=codes(Topic))
    matter.add_argument(
        "--list", required=True, type=code(ListKind), metavar="L", help=codes(ListKind)
    )
    matter.add_argument("--words", metavar="T", help="群众的原话（默认走访情况）")
    matter.add_argument("--summary", metavar="T", help="梳理")
    matter.add_argument("--hearing", metavar="ID", help="放到哪一次说事会上")
    matter.add_argument("--anonymous", action="store_true", help="不公开姓名")


# -- writing ----------------------------------------------------------------------------------


def _given(args: Namespace) -> dict[str, Any]:
    """The facts named on the line; what was not named is left out."""
    values = {
        "household_id": args.household,
        "on": args.date,
        "way": args.way,
        "visitors": tuple(args.by) if args.by else None,
        "text": args.text,
        "finding": args.finding,
        "place": args.place,
        "met": tuple(args.met) if args.met else None,
        "topics": tuple(args.topic) if args.topic else None,
        "is_unchanged": args.unchanged,
        "is_internal": args.internal,
        "promise": args.promise,
        "promise_due": args.promise_due,
        "promise_by": args.promise_by,
    }
    return {name: value for name, value in values.items() if value is not None}


def _add(args: Namespace) -> Answer:
    from longshan_desk.actions.visits import VisitFacts, add_visit
    from longshan_desk.queries.diary import similar_entries

    facts = VisitFacts(**{"on": today_of(args), **_given(args)})
    with writing(args) as store:
        hint = similar_entries(store, facts)
        made = add_visit(store, facts)
    text = f"已登记走访。id {made}"
    return Answer({"id": made, "hint": hint}, f"{text}\n{hint}" if hint else text)


def _correct(args: Namespace) -> Answer:
    from longshan_desk.actions.visits import correct_visit
    from longshan_desk.queries.visits import visit_page

    changes = _given(args)
    if not changes:
        raise WrongUseError("没有写要改什么。", hint="例如 --text、--date。")
    with writing(args) as store:
        before = visit_page(store, args.id).row.facts
        facts = replace(before, **changes)
        correct_visit(store, args.id, facts, reason=args.reason, expected=before)
        row = visit_page(store, args.id).row
    return Answer(visit_object(row), "已更正走访记录，原来的内容仍可看到。")


def _remove(args: Namespace) -> Answer:
    from longshan_desk.actions.visits import delete_visit

    with writing(args) as store:
        delete_visit(store, args.id)
    return Answer({"id": args.id}, "已删除走访记录。")


def _promise(args: Namespace) -> Answer:
    from longshan_desk.actions.diary import follow_promise

    with writing(args) as store:
        follow_promise(store, args.id, args.state, args.text, on=args.date)
    return Answer({"id": args.id, "state": args.state}, f"已登记：{args.state.label}。")


def _review(args: Namespace) -> Answer:
    from longshan_desk.actions.diary import review_visit

    with writing(args) as store:
        made = review_visit(store, args.id, args.text, by=args.by, on=args.date)
    return Answer({"id": args.id, "review_id": made}, "已登记批阅。")


def _matter(args: Namespace) -> Answer:
    from longshan_desk.actions.visit_findings import Opinion, raise_from_visit

    opinion = Opinion(
        args.topic,
        args.list,
        words=args.words,
        summary=args.summary,
        is_anonymous=args.anonymous,
    )
    with writing(args) as store:
        done = raise_from_visit(store, args.id, opinion, hearing_id=args.hearing)
    where = f"编号 {done.number}" if done.number else "说事会收尾时得到编号"
    return Answer({"id": done.id, "number": done.number}, f"已转为事项，{where}。")


# -- reading ----------------------------------------------------------------------------------


def _list(args: Namespace) -> Answer:
    from longshan_desk.domain.calendar import Month
    from longshan_desk.queries.diary import month_filter
    from longshan_desk.queries.visit_filters import VisitFilter
    from longshan_desk.queries.visits import list_visits

    start = getattr(args, "from")
    if args.month and (start or args.until):
        raise WrongUseError("--month 和 --from、--until 不能同时用。", hint="只写其中一种。")
    more = {
        "household_id": args.household,
        "visitor": args.by,
        "group_no": args.group,
        "way": args.way,
        "text": args.find,
        "only_findings": args.findings,
        "only_promises": args.promises,
    }
    with reading(args) as store:
        if args.month:
            wanted = month_filter(store, Month.parse(args.month), **more)
        else:
            wanted = VisitFilter(from_on=start, until_on=args.until, **more)
        rows = list_visits(store, wanted)
    lines = [
        (row.on, row.household, row.facts.way, row.facts.visitors, row.text, row.id) for row in rows
    ]
    headings = ("日期", "农户", "方式", "走访人", "情况", "id")
    result = {"visits": [visit_object(row) for row in rows]}
    return Answer(result, table(headings, lines, empty="没有走访记录。"))


def _show(args: Namespace) -> Answer:
    from longshan_desk.queries.visits import visit_page

    with reading(args) as store:
        page = visit_page(store, args.id)
    result = {
        **visit_object(page.row),
        "versions": [
            {
                **facts_object(one.facts),
                "written_on": one.written_on,
                "by": one.by,
                "reason": one.reason,
            }
            for one in page.versions
        ],
        "follow_ups": [
            {"id": one.id, "kind": one.kind, "on": one.on, "by": one.by, "text": one.text}
            for one in page.follow_ups
        ],
        "photos": [
            {"id": one.id, "digest": one.digest, "caption": one.caption} for one in page.photos
        ],
    }
    return Answer(result, _page_text(page))


def _page_text(page: VisitPage) -> str:
    row, facts = page.row, page.row.facts
    head = listed(
        [
            ("日期", f"{row.on}{'（补录）' if row.is_entered_late else ''}"),
            ("农户", row.household),
            ("方式", facts.way),
            ("地点", facts.place),
            ("走访人", facts.visitors),
            ("见到的人", facts.met),
            ("走访重点", row.topic_words),
            ("情况", row.text),
            ("归类", facts.finding),
            ("承诺", facts.promise and f"{facts.promise}（{facts.promise_by}，"
                                       f"{facts.promise_due} 前）"),
            ("关联", [one.title for one in row.links]),
        ]
    )  # fmt: skip
    lines = [(one.on, one.kind.label, one.by, one.text or "") for one in page.follow_ups]
    lines += [
        (after.written_on, "更正", after.by, f"{after.reason}；原来是：{before.facts.text or ''}")
        for before, after in zip(page.versions, page.versions[1:], strict=False)
    ]
    told = table(("日期", "记录", "谁", "内容"), sorted(lines, key=lambda line: line[0]), empty="")
    return f"{head}\n\n{told}".rstrip()
