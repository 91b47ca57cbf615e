"""What the four buttons do with papers: files into the month's folder, pages onto the printer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from longshan_desk.actions.issued_papers import issue_paper
from longshan_desk.actions.papers import Written, output_folder, write_file
from longshan_desk.documents.kinds.registry import kind_of
from longshan_desk.documents.model import Paper
from longshan_desk.queries.issued_papers import has_changed, issued_paper, latest_issue
from longshan_desk.queries.prepared import Prepared
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context


def save_word(context: Context, papers: Sequence[Paper]) -> list[Written]:
    from longshan_desk.documents.word import to_docx

    return [_save(context, paper, ".docx", to_docx(paper)) for paper in papers]


def save_pdf(context: Context, papers: Sequence[Paper]) -> list[Written]:
    from longshan_desk.ui.paper.painting import pdf

    return [_save(context, paper, ".pdf", pdf([paper])) for paper in papers]


def _save(context: Context, paper: Paper, suffix: str, data: bytes) -> Written:
    folder = output_folder(context.today(), kind_of(paper.kind).folder)
    return write_file(folder, paper.name, suffix, data)


def print_papers(parent: QWidget, papers: Sequence[Paper]) -> bool:
    """Ask for printer, copies and sides, and print; says whether it was printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from longshan_desk.ui.paper.painting import print_to

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(papers[0].name)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    print_to(printer, papers, printer.resolution())
    return True


def open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def to_issue(parent: QWidget, context: Context, made: Prepared) -> list[Paper] | None:
    """What is to be printed now: each paper is kept when it goes out for the first time. One that
    is out already and whose facts have changed is asked about; ``None`` for 取消."""
    store, found = context.store, []
    for paper in made.papers:
        last = latest_issue(store, paper.kind, made.for_id, title=paper.name)
        if last is None:
            _issue(store, paper, made)
        elif not has_changed(store, last.id):
            paper = issued_paper(store, last.id)[1] if _is_same(last.names, made) else paper
        else:
            answer = speaker.choose(
                parent,
                f"“{paper.name}”出具以后，记录有了改动。",
                ["按现在的记录出具", "按当时的原样补打"],
                hint=f"上一次出具：{last.issued_on}。",
            )
            if answer is None:
                return None
            if answer == 0:
                _issue(store, paper, made)
            else:
                paper = issued_paper(store, last.id)[1]
        found.append(paper)
    return found


def _is_same(names: object, made: Prepared) -> bool:
    return names == made.names


def _issue(store: Any, paper: Paper, made: Prepared) -> None:
    issue_paper(
        store,
        paper,
        for_id=made.for_id,
        facts=made.facts,
        size=made.size,
        names=made.names,
    )
