"""Commands about papers that are out: issuing, finding, printing again, correcting (R37, R38)."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, month, whole
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.paper_files import add_output, note, order_of, used, written
from longshan_desk.cli.tables import table
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.errors import WrongStageError


def add_issued(paper: Parser) -> None:
    issue = paper.command("issue", "出具一份文书，原样保存，以后可以补打", _issue)
    issue.add_argument("kind", metavar="KIND", help="paper list 中的代码")
    issue.add_argument("--for", dest="for_id", metavar="ID", required=True, help="哪一条记录")
    issue.add_argument("--size", choices=("a4", "a3"), help="张贴版的纸张")
    issue.add_argument("--names", choices=("masked", "full"), help="姓名脱敏或写全名")
    issued = paper.command("issued", "已出具的文书", _issued)
    issued.add_argument("--month", type=month, metavar="M", help="只看一个月")
    issued.add_argument("--kind", metavar="KIND", help="只看一种")
    issued.add_argument("--find", metavar="T", default="", help="查找文书里的姓名或文字")
    reprint = paper.command("reprint", "按出具时的原样补打", _reprint)
    reprint.add_argument("id", metavar="ID")
    add_output(reprint)
    mark = paper.command("mark", "签字、盖章、归档", _mark)
    mark.add_argument("id", metavar="ID")
    steps = (PaperStatus.SIGNED, PaperStatus.STAMPED, PaperStatus.FILED)
    mark.add_argument("status", type=code(PaperStatus, *steps), metavar="STATUS",
                      help=codes(PaperStatus, *steps))  # fmt: skip
    mark.add_argument("--box", metavar="T", help="归档的盒号")
    mark.add_argument("--seal", metavar="T", help="盖哪枚印章")
    mark.add_argument("--copies", type=whole, default=1, metavar="N", help="盖章份数")
    mark.add_argument("--approved-by", metavar="NAME", help="批准用章的人")
    correct = paper.command("correct", "更正：原来的作废，按现在的记录出具新的一版", _correct)
    correct.add_argument("id", metavar="ID")
    correct.add_argument("--reason", metavar="T", help="更正的原因")
    final = paper.command("final", "把签字盖章的原件（扫描、照片或 Word）附在文书上", _final)
    final.add_argument("id", metavar="ID")
    final.add_argument("--file", required=True, type=Path, metavar="F", help="原件的文件")
    void = paper.command("void", "作废一份文书", _void)
    void.add_argument("id", metavar="ID")
    void.add_argument("--reason", metavar="T", help="作废的原因")


def _issue(args: Namespace) -> Answer:
    from longshan_desk.actions.issued_papers import issue_paper
    from longshan_desk.domain.redaction import Names
    from longshan_desk.queries.prepared import prepared

    names = Names(args.names) if args.names else None
    with writing(args) as store:
        made = prepared(store, args.kind, args.for_id, size=args.size or "", names=names)
        ids = [
            issue_paper(
                store,
                paper,
                for_id=made.for_id,
                facts=made.facts,
                size=made.size,
                names=made.names,
            )
            for paper in made.papers
        ]
    titles = "\n".join(f"已出具：{one.name}。" for one in made.papers)
    return Answer({"ids": ids, "masked": list(made.masked)}, titles)


def _issued(args: Namespace) -> Answer:
    from longshan_desk.queries.issued_papers import has_changed, issued_papers

    with reading(args) as store:
        rows = issued_papers(store, month=args.month, kind=args.kind, find=args.find)
        changed = {row.id: has_changed(store, row.id) for row in rows}
    found = [
        {
            "id": row.id,
            "kind": row.kind,
            "for": row.for_id,
            "title": row.title,
            "month": row.month,
            "issued_on": row.issued_on,
            "issued_by": row.issued_by,
            "status": row.status,
            "box": row.box_number,
            "version": row.version,
            "replaces": row.replaces_id,
            "final": str(row.final) if row.final else None,
            "voided_reason": row.voided_reason,
            "changed": changed[row.id],
        }
        for row in rows
    ]
    lines = [
        (row.issued_on, row.title, row.status, f"第{row.version}版",
         "记录已变" if changed[row.id] else "", row.id)
        for row in rows
    ]  # fmt: skip
    heads = ("日期", "文书", "状态", "版本", "", "id")
    return Answer({"papers": found}, table(heads, lines, empty="还没有出具过文书。"))


def _reprint(args: Namespace) -> Answer:
    from longshan_desk.queries.issued_papers import has_changed, issued_paper

    with reading(args) as store:
        row, paper = issued_paper(store, args.id)
        is_changed = has_changed(store, args.id)
    if args.form == "png" and not row.is_posted:
        raise WrongStageError(
            "这份文书不是张贴的，原样做成图片会带出没有脱敏的内容。",
            hint="请补打成 docx 或 pdf；要图片请用 paper make --as png，姓名号码会脱敏。",
            where="--as",
        )
    order = order_of(args)
    files = written(paper, order)
    note(args, order.form, [used(paper, row.for_id, row.names, order)])
    told = ["出具以后记录或用语有改动，补打的是当时的原样。"] if is_changed else []
    if row.final is not None:
        told.insert(0, f"这份文书存有签字原件：{row.final}")
    result = {
        "files": [str(one.path) for one in files],
        "changed": is_changed,
        "id": row.id,
        "final": str(row.final) if row.final else None,
    }
    return Answer(result, "\n".join([*(one.said for one in files), *told]))


def _mark(args: Namespace) -> Answer:
    from longshan_desk.actions.issued_papers import mark_paper, stamp_paper

    with writing(args) as store:
        if args.status is PaperStatus.STAMPED:
            stamp_paper(
                store,
                args.id,
                seal=args.seal or "",
                copies=args.copies,
                approved_by=args.approved_by,
            )
        else:
            mark_paper(store, args.id, args.status, box_number=args.box)
    return Answer({"id": args.id, "status": args.status}, f"{args.status.label}。")


def _correct(args: Namespace) -> Answer:
    from longshan_desk.actions.issued_papers import correct_paper
    from longshan_desk.queries.issued_papers import issued_paper, made_anew

    with writing(args) as store:
        made, paper = made_anew(store, args.id)
        new = correct_paper(store, args.id, paper, facts=made.facts, reason=args.reason or "")
        row, _ = issued_paper(store, new)
    result = {"id": new, "voided": args.id, "version": row.version, "notice": row.wants_notice}
    said = [f"已更正，原来的一份作废。第{row.version}版的 id {new}"]
    if row.wants_notice:
        said.append(f"张贴过的文书更正以后要公告：paper issue correction_notice --for {new}")
    return Answer(result, "\n".join(said))


def _final(args: Namespace) -> Answer:
    from longshan_desk.actions.issued_papers import keep_final
    from longshan_desk.queries.issued_papers import issued_paper

    with writing(args) as store:
        keep_final(store, args.id, args.file.expanduser().absolute())
        row, _ = issued_paper(store, args.id)
    return Answer({"id": args.id, "final": str(row.final)}, f"已保存签字原件：{row.final}")


def _void(args: Namespace) -> Answer:
    from longshan_desk.actions.issued_papers import void_paper

    with writing(args) as store:
        void_paper(store, args.id, reason=args.reason or "")
    return Answer({"id": args.id}, "已作废。")
