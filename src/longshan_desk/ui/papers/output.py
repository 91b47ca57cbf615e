"""What the four buttons do with papers: files into the month's folder, pages onto the printer.

Whatever leaves is noted: who, when, which paper, masked or full, and nothing of its words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from longshan_desk.actions.issued_papers import issue_paper, void_paper
from longshan_desk.actions.paper_uses import Used, note_use
from longshan_desk.actions.papers import Written, output_folder, write_file
from longshan_desk.documents.kinds.registry import kind_of
from longshan_desk.documents.model import Paper
from longshan_desk.domain.paper_life import PaperStatus, PaperWay
from longshan_desk.errors import AppError
from longshan_desk.files import os_errors
from longshan_desk.queries.issued_papers import IssuedRow, has_changed, issued_paper, latest_issue
from longshan_desk.queries.prepared import Prepared
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers.offers import Outgoing, Wanted, outgoing

Step = Callable[[int, int], object]
_NOT_SIGNED = "没有签字，记录改动以后重新出具"


def _silent(_done: int, _total: int) -> None:
    return None


def save_word(context: Context, papers: Sequence[Outgoing], step: Step = _silent) -> list[Written]:
    from longshan_desk.documents.word import to_docx

    return _saved(context, papers, PaperWay.WORD, ".docx", to_docx, step)


def save_pdf(context: Context, papers: Sequence[Outgoing], step: Step = _silent) -> list[Written]:
    from longshan_desk.ui.paper.painting import pdf

    return _saved(context, papers, PaperWay.PDF, ".pdf", lambda paper: pdf([paper]), step)


def _saved(
    context: Context, papers: Sequence[Outgoing], way: PaperWay, suffix: str,
    written: Callable[[Paper], bytes], step: Step,
) -> list[Written]:  # fmt: skip
    found: list[Written] = []
    try:
        for count, one in enumerate(papers):
            step(count, len(papers))
            folder = folder_of(context, one.paper.kind)
            found.append(write_file(folder, one.paper.name, suffix, written(one.paper)))
            one.kept()
    finally:  # where the disk is full after some, those are out all the same
        if found:
            note_use(context.store, way, uses(papers[: len(found)]))
    return found


def uses(papers: Sequence[Outgoing]) -> list[Used]:
    from longshan_desk.ui.paper.layout import laid_out

    return [Used(one.paper.kind, one.for_id, one.names, len(laid_out(one.paper))) for one in papers]


def print_papers(parent: QWidget, context: Context, papers: Sequence[Outgoing]) -> bool:
    """Ask for printer, copies, sides and pages, and print; says whether it was printed."""
    from longshan_desk.ui.paper.job import job_of
    from longshan_desk.ui.papers.print_dialog import PrintDialog

    job = job_of([one.paper for one in papers])
    dialog = PrintDialog(parent, job, told(papers), warned(papers))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    used = []
    for one, (_, first, last) in zip(papers, job.parts, strict=True):
        if pages := dialog.sent_of(first, last):
            one.kept()
            used.append(Used(one.paper.kind, one.for_id, one.names, pages))
    note_use(context.store, PaperWay.PRINTED, used, copies=dialog.copies.value)
    speaker.toast(parent, dialog.said)
    return True


def told(papers: Sequence[Outgoing]) -> str:
    """What was masked in all of them, each kind of paper once."""
    lines = {one.masked: None for one in papers if one.masked}
    return "；".join("，".join(masked) for masked in lines)


def warned(papers: Sequence[Outgoing]) -> bool:
    """Whether something that goes onto a wall names people in full."""
    from longshan_desk.documents.kinds.registry import KINDS
    from longshan_desk.domain.redaction import Names

    posted = {code for code, kind in KINDS.items() if kind.is_posted}
    return any(one.names is Names.FULL and one.for_id and one.paper.kind in posted
               for one in papers)  # fmt: skip


def folder_of(context: Context, kind: str) -> Path:
    return output_folder(context.today(), kind_of(kind).folder)


def open_folder(folder: Path) -> None:
    """The folder, which is made if nothing was saved into it yet: never an empty click."""
    with os_errors(folder, "建立文件夹"):
        folder.mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def collected(
    parent: QWidget, context: Context, wanted: Sequence[Wanted], *, issues: bool
) -> list[Outgoing]:
    """The papers as they go out; with ``issues`` they are kept once they are out. Empty when the
    clerk cancels."""
    found: list[Outgoing] = []
    for one in wanted:
        made = one.made(context)
        if one.is_blank or not issues:
            found += outgoing(made)
            continue
        papers = to_issue(parent, context, made)
        if papers is None:
            return []
        found += papers
    if not found:
        titles = "、".join(f"“{one.offer.title}”" for one in wanted)
        raise AppError(
            f"这条记录没有{titles}可印。", hint="请选别的文书。", code="nothing_to_print"
        )
    return found


def to_issue(parent: QWidget, context: Context, made: Prepared) -> list[Outgoing] | None:
    """What is to go out now: each paper is to be kept when it goes out for the first time. One
    that is out already and whose facts have changed is asked about; ``None`` for 取消."""
    store, found = context.store, []
    for one in outgoing(made):
        last = latest_issue(store, one.paper.kind, made.for_id, title=one.paper.name,
                            names=made.names)  # fmt: skip
        if last is None:
            found.append(replace(one, keep=partial(_issue, store, one.paper, made)))
        elif not has_changed(store, last.id):
            found.append(replace(one, paper=issued_paper(store, last.id)[1]))
        else:
            answer = speaker.choose(
                parent,
                f"“{one.paper.name}”出具以后，记录或用语有了改动。",
                ["按现在的记录出具", "按当时的原样补打"],
                hint=f"上一次出具：{last.issued_on}。",
            )
            if answer is None:
                return None
            if answer == 0:
                found.append(replace(one, keep=partial(_issue, store, one.paper, made, last)))
            else:
                found.append(replace(one, paper=issued_paper(store, last.id)[1]))
    return found


def _issue(store: Any, paper: Paper, made: Prepared, before: IssuedRow | None = None) -> None:
    """Keep it; an unsigned one that it takes the place of waits for no signature any more."""
    issue_paper(
        store,
        paper,
        for_id=made.for_id,
        facts=made.facts,
        size=made.size,
        names=made.names,
    )
    if before is not None and before.status is PaperStatus.AWAITS_SIGNATURE:
        void_paper(store, before.id, reason=_NOT_SIGNED)
