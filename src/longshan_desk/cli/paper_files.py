"""What a paper is written as, and where: the options that several commands share."""

from __future__ import annotations

import os
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.grammar import Parser

if TYPE_CHECKING:
    from longshan_desk.actions.papers import Written
    from longshan_desk.documents.model import Paper

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


def start_qt() -> None:
    """Drawing needs Qt's application, and no screen."""
    from longshan_desk.ui.paper.drawing_board import start

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    start()
