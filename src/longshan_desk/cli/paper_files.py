"""What a paper is written as, and where: the options that several commands share."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.grammar import Parser
from longshan_desk.cli.opening import writing
from longshan_desk.errors import AppError

if TYPE_CHECKING:
    from longshan_desk.actions.paper_uses import Used
    from longshan_desk.actions.papers import Written
    from longshan_desk.documents.model import Paper
    from longshan_desk.domain.redaction import Names

_FORMS = ("docx", "pdf", "png")


def add_output(command: Parser) -> None:
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help="写到哪个文件夹")
    command.add_argument(
        "--as", dest="form", choices=_FORMS, default="docx", help="文件格式（默认 docx）"
    )


@dataclass(frozen=True)
class Order:
    """What is to be made of a paper."""

    form: str
    folder: Path
    size: str = ""
    names: str = ""
    is_blank: bool = False


def order_of(args: Namespace, **more: Any) -> Order:
    return Order(args.form, args.out.expanduser().absolute(), **more)


def written(paper: Paper, order: Order) -> list[Written]:
    from longshan_desk.actions.papers import write_file, write_pages

    if order.form == "docx":
        from longshan_desk.documents.word import to_docx

        return [write_file(order.folder, paper.name, ".docx", to_docx(paper))]
    start_qt()
    from longshan_desk.ui.paper.painting import pdf, png

    if order.form == "pdf":
        return [write_file(order.folder, paper.name, ".pdf", pdf([paper]))]
    return write_pages(order.folder, paper.name, png(paper))


def note(args: Namespace, form: str, used: Sequence[Used]) -> None:
    """“Personal data”: who took which papers out, as the window notes it. Beside an open window,
    which alone may write, and on a medium that cannot be written, nothing is noted."""
    from longshan_desk.actions.paper_uses import note_use
    from longshan_desk.domain.paper_life import PaperWay

    ways = {"docx": PaperWay.WORD, "pdf": PaperWay.PDF, "png": PaperWay.PICTURE}
    with suppress(AppError), writing(args) as store:
        note_use(store, ways[form], used)


def used(paper: Paper, for_id: str, names: Names, order: Order) -> Used:
    """What is noted of a paper; the pages of a Word file are counted by Word."""
    from longshan_desk.actions.paper_uses import Used

    if order.form == "docx":
        return Used(paper.kind, for_id, names, 0)
    from longshan_desk.ui.paper.layout import laid_out

    return Used(paper.kind, for_id, names, len(laid_out(paper)))


def note_binder(args: Namespace, pages: int) -> None:
    from longshan_desk.actions.paper_uses import Used
    from longshan_desk.domain.redaction import Names

    note(args, "pdf", [Used("binder", f"{args.first}—{args.last}", Names.FULL, pages)])


def start_qt() -> None:
    """Drawing needs Qt's application, and no screen."""
    from longshan_desk.ui.paper.drawing_board import start

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    start()
