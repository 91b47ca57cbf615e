"""Commands about papers: what there is, one of them, all of a hearing's."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, month, whole
from longshan_desk.cli.issued_papers import add_issued
from longshan_desk.cli.opening import reading
from longshan_desk.cli.paper_files import (
    Order,
    add_output,
    note,
    note_binder,
    order_of,
    start_qt,
    used,
    written,
)
from longshan_desk.cli.tables import table
from longshan_desk.cli.wording import add_wording
from longshan_desk.errors import AppError, WrongUseError

if TYPE_CHECKING:
    from longshan_desk.actions.paper_uses import Used
    from longshan_desk.actions.papers import Written
    from longshan_desk.data.store import Store

_FOR = (
    "说事会、会议、事项、四议两公开、走访记录的 id 或月份；"
    "民情日记月册可写 2022-04/姓名 或 2022-04/农户id，"
    "走访计划单可写 2022-04/组/姓名 或 2022Q2/包村领导，走访覆盖表可写 2022Q2 或 2022Q2/包村领导，"
    "工作台账可写 2022-04、2022Q2、2022 或 open"
)


def add_commands(top: Parser) -> None:
    paper = top.command("paper", "文书")
    paper.command("list", "有哪些文书", _list)

    make = paper.command("make", "制作一种文书", _make)
    make.add_argument("kind", metavar="KIND", help="paper list 中的代码")
    make.add_argument("--for", dest="for_id", metavar="ID", help=_FOR)
    add_output(make)
    make.add_argument("--blank", action="store_true", help="空白表格，手写用")
    make.add_argument("--size", choices=("a4", "a3"), help="张贴版的纸张")
    make.add_argument("--names", choices=("masked", "full"), help="姓名脱敏或写全名")

    every = paper.command("make-all", "一次说事会的全部文书", _make_all)
    every.set_defaults(of_office=False)
    every.add_argument("--hearing", required=True, metavar="ID", help="说事会")
    add_output(every)
    blanks = paper.command("blanks", "一套空白表格", _blanks)
    add_output(blanks)
    volume = paper.command("binder", "迎检成册：一段时间的文书装成一个 PDF", _binder)
    volume.set_defaults(of_office=False)
    volume.add_argument("--from", dest="first", required=True, type=month, metavar="M", help="从")
    volume.add_argument("--to", dest="last", required=True, type=month, metavar="M", help="到")
    volume.add_argument("--kinds", metavar="K,K", default="", help="只要这几种，用逗号隔开")
    volume.add_argument("--page", type=whole, default=1, metavar="N", help="从第几页接着印")
    volume.add_argument("--out", type=Path, metavar="DIR", required=True, help="写到哪个文件夹")
    add_issued(paper)
    add_wording(paper)


def _list(args: Namespace) -> Answer:
    from longshan_desk.documents.kinds.registry import KINDS

    kinds = [
        {
            "kind": kind.code,
            "title": kind.title,
            "for": kind.made_for,
            "sizes": ["a4", "a3"] if kind.has_poster else [],
            "posted": kind.is_posted,
        }
        for kind in KINDS.values()
    ]
    lines = [(kind.code, kind.title, kind.made_for) for kind in KINDS.values()]
    return Answer({"kinds": kinds}, table(("代码", "名称", "用于"), lines))


def _make(args: Namespace) -> Answer:
    from longshan_desk.documents.kinds.registry import kind_of

    kind = kind_of(args.kind)
    if not args.blank and not args.for_id:
        raise WrongUseError(
            "还缺少：--for。", hint="请写明为哪一条记录制作；空白表格请加 --blank。"
        )
    order = order_of(args, size=args.size or "", names=args.names or "", is_blank=args.blank)
    with reading(args) as store:
        made = _made(store, kind.code, args.for_id or "", order)
    return _answer(args, order, [made])


def _make_all(args: Namespace) -> Answer:
    """P1–P5 of a hearing, the lists of its month, and what its committees' meetings gave."""
    from longshan_desk.documents.kinds.registry import HEARING_PAPERS
    from longshan_desk.queries.meetings import meeting_page

    order = order_of(args)
    with reading(args) as store:
        page = meeting_page(store, args.hearing)
        wanted = [(code, args.hearing) for code in HEARING_PAPERS]
        wanted += [(code, page.row.month) for code in ("matter_list", "register")]
        for meeting in page.committees:
            wanted += [("sign_in", meeting.id), ("committees_minutes", meeting.id)]
        made = [_made(store, code, for_id, order) for code, for_id in wanted]
    return _answer(args, order, made)


def _blanks(args: Namespace) -> Answer:
    """R52: every form to fill in by hand."""
    from longshan_desk.documents.kinds.registry import KINDS

    order = replace(order_of(args), is_blank=True)
    with reading(args) as store:
        made = [_made(store, code, "", order) for code in KINDS]
    return _answer(args, order, made)


def _binder(args: Namespace) -> Answer:
    """R39: first what is missing, then one PDF with cover, contents and running numbers."""
    from longshan_desk.actions.papers import write_file
    from longshan_desk.documents.kinds.registry import kind_of
    from longshan_desk.domain.calendar import chinese_date
    from longshan_desk.queries.binding import binding
    from longshan_desk.queries.papers import office_words

    kinds = [kind_of(code).code for code in args.kinds.split(",") if code]
    with reading(args) as store:
        bound = binding(store, args.first, args.last, kinds)
        office, today = office_words(store), chinese_date(store.today())
    months = [(one.month.label, one.papers) for one in bound.months]
    if not any(papers for _, papers in months):
        raise AppError("这段时间没有可以成册的文书。", code="nothing_to_print")
    start_qt()
    from longshan_desk.ui.paper.binder import volume

    period = f"{bound.first.label}至{bound.last.label}"
    missing = [gap.text for gap in bound.missing]
    made = volume(office, period, today, months, missing)
    folder = args.out.expanduser().absolute()
    file = write_file(folder, f"{office.name}{bound.period}资料汇编", ".pdf", made.pdf(args.page))
    note_binder(args, made.count)
    told = [*missing, f"共 {made.count} 页。", file.said]
    result = {"files": [str(file.path)], "missing": missing, "pages": made.count}
    return Answer(result, "\n".join(told))


@dataclass(frozen=True)
class _Made:
    files: tuple[Written, ...]
    masked: tuple[str, ...]
    used: tuple[Used, ...]


def _made(store: Store, code: str, for_id: str, order: Order) -> _Made:
    from longshan_desk.domain.redaction import Names
    from longshan_desk.queries.prepared import prepared

    made = prepared(
        store,
        code,
        for_id,
        size=order.size,
        names=Names(order.names) if order.names else None,
        is_blank=order.is_blank,
        leaves_office=order.form == "png",
    )
    return _Made(
        tuple(file for one in made.papers for file in written(one, order)),
        made.masked,
        tuple(used(one, made.for_id, made.names, order) for one in made.papers),
    )


def _answer(args: Namespace, order: Order, made: Sequence[_Made]) -> Answer:
    files = [file for one in made for file in one.files]
    masked = [] if order.is_blank else [told for one in made for told in one.masked]
    if not files:
        raise AppError("没有可以打印的内容。", code="nothing_to_print")
    note(args, order.form, [use for one in made for use in one.used])
    lines = [one.said for one in files]
    if masked:
        lines.append(f"已脱敏：{'，'.join(masked)}。")
    return Answer({"files": [str(one.path) for one in files], "masked": masked}, "\n".join(lines))
