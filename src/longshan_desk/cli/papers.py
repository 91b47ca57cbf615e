"""Commands about papers: what there is, one of them, all of a hearing's."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser
from longshan_desk.cli.opening import reading
from longshan_desk.cli.tables import table
from longshan_desk.errors import AppError, WrongUseError

if TYPE_CHECKING:
    from longshan_desk.actions.papers import Written
    from longshan_desk.data.store import Store
    from longshan_desk.documents.kinds.registry import PaperKind
    from longshan_desk.documents.model import Paper

_FORMS = ("docx", "pdf", "png")


def add_commands(top: Parser) -> None:
    paper = top.command("paper", "文书")
    paper.command("list", "有哪些文书", _list)

    make = paper.command("make", "制作一种文书", _make)
    make.add_argument("kind", metavar="KIND", help="paper list 中的代码")
    make.add_argument("--for", dest="for_id", metavar="ID", help="说事会、会议、事项或月份")
    _add_output(make)
    make.add_argument("--blank", action="store_true", help="空白表格，手写用")
    make.add_argument("--size", choices=("a4", "a3"), help="张贴版的纸张")
    make.add_argument("--names", choices=("masked", "full"), help="姓名脱敏或写全名")

    every = paper.command("make-all", "一次说事会的全部文书", _make_all)
    every.add_argument("--hearing", required=True, metavar="ID", help="说事会")
    _add_output(every, is_required=False)
    blanks = paper.command("blanks", "一套空白表格", _blanks)
    _add_output(blanks, is_required=False)


def _add_output(command: Parser, *, is_required: bool = True) -> None:
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help="写到哪个文件夹")
    command.add_argument(
        "--as", dest="form", choices=_FORMS, default="docx", help="文件格式（默认 docx）"
    )


@dataclass(frozen=True)
class _Order:
    """What is to be made of a paper."""

    form: str
    folder: Path
    size: str = ""
    names: str = ""
    is_blank: bool = False


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
    order = _order(args, size=args.size or "", names=args.names or "", is_blank=args.blank)
    with reading(args) as store:
        return _answer(*_made(store, kind, args.for_id or "", order))


def _make_all(args: Namespace) -> Answer:
    """P1–P5 of a hearing, the lists of its month, and what its committees' meetings gave."""
    from longshan_desk.documents.kinds.registry import HEARING_PAPERS, kind_of
    from longshan_desk.queries.meetings import meeting_page

    order = _order(args)
    written: list[Written] = []
    masked: list[str] = []
    with reading(args) as store:
        page = meeting_page(store, args.hearing)
        wanted = [(code, args.hearing) for code in HEARING_PAPERS]
        wanted += [(code, page.row.month) for code in ("matter_list", "register")]
        for meeting in page.committees:
            wanted += [("sign_in", meeting.id), ("committees_minutes", meeting.id)]
        for code, for_id in wanted:
            files, told = _made(store, kind_of(code), for_id, order)
            written += files
            masked += told
    return _answer(written, masked)


def _blanks(args: Namespace) -> Answer:
    """R52: every form to fill in by hand."""
    from longshan_desk.documents.kinds.registry import KINDS

    order = replace(_order(args), is_blank=True)
    written: list[Written] = []
    with reading(args) as store:
        for kind in KINDS.values():
            written += _made(store, kind, "", order)[0]
    return _answer(written, [])


def _order(args: Namespace, **more: Any) -> _Order:
    return _Order(args.form, args.out.expanduser().absolute(), **more)


def _made(
    store: Store, kind: PaperKind, for_id: str, order: _Order
) -> tuple[list[Written], list[str]]:
    from longshan_desk.documents.kinds.registry import built
    from longshan_desk.queries.papers import blank_for, facts_for, gate_for

    facts = blank_for(store, kind) if order.is_blank else facts_for(store, kind, for_id)
    papers = built(kind, facts, size=order.size)
    told: tuple[str, ...] = ()
    names = _names_of(kind, order)
    if names is not None:
        from longshan_desk.documents.gate import redacted

        gate = gate_for(store, facts, names)
        papers = tuple(redacted(paper, gate) for paper in papers)
        told = gate.told
    return [file for paper in papers for file in _written(paper, order)], list(told)


def _names_of(kind: PaperKind, order: _Order) -> Any:
    """How the paper names people; nothing where it stays in the office and none was asked for."""
    from longshan_desk.domain.redaction import Names

    if order.names:
        is_kept_whole = order.names == "full" and not kind.is_posted and order.form != "png"
        return None if is_kept_whole else Names(order.names)
    goes_out = kind.is_posted or bool(order.size) or order.form == "png"
    return Names.MASKED if goes_out and not order.is_blank else None


def _written(paper: Paper, order: _Order) -> list[Written]:
    from longshan_desk.actions.papers import write_file, write_pages

    name = f"{paper.name}（空白）" if order.is_blank else paper.name
    name += f"（{order.size.upper()}张贴版）" if order.size else ""
    if order.form == "docx":
        from longshan_desk.documents.word import to_docx

        return [write_file(order.folder, name, ".docx", to_docx(paper))]
    _start_qt()
    from longshan_desk.ui.paper.painting import pdf, png

    if order.form == "pdf":
        return [write_file(order.folder, name, ".pdf", pdf([paper]))]
    return write_pages(order.folder, name, png(paper))


def _start_qt() -> None:
    """Drawing needs Qt's application, and no screen."""
    from longshan_desk.ui.paper.drawing_board import start

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    start()


def _answer(written: Sequence[Written], masked: Sequence[str]) -> Answer:
    if not written:
        raise AppError("没有可以打印的内容。", code="nothing_to_print")
    lines = [one.said for one in written]
    if masked:
        lines.append(f"已脱敏：{'，'.join(masked)}。")
    result = {"files": [str(one.path) for one in written], "masked": list(masked)}
    return Answer(result, "\n".join(lines))
