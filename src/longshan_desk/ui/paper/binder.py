"""One volume of many papers: cover, contents, dividers, and pages numbered through (R39)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.kinds import binder
from longshan_desk.documents.model import Paper
from longshan_desk.documents.pages import Page
from longshan_desk.ui.paper.layout import Sheet, laid_out
from longshan_desk.ui.paper.painting import pdf_of


@dataclass(frozen=True)
class Volume:
    data: bytes
    pages: int


def volume(
    office: OfficeWords,
    period: str,
    made_on: str,
    months: Sequence[tuple[str, Sequence[Paper]]],
    missing: Sequence[str],
    *,
    first_page: int = 1,
) -> Volume:
    """The volume as one PDF; ``first_page`` prints it from there on, to go on after a jam."""
    body: list[tuple[Sheet, Page]] = []
    lines: list[tuple[str, str, int]] = []
    for month, papers in months:
        if papers:
            body += _sheets(binder.divider(month), len(body) + 1)
        for paper in papers:
            lines.append((month, paper.name, len(body) + 1))
            body += _sheets(paper, len(body) + 1)
    front: list[tuple[Sheet, Page]] = []
    for paper in (binder.cover(office, period, made_on), binder.contents(lines, missing)):
        plain = replace(paper, page=replace(paper.page, numbered=False))
        front += _sheets(plain, 1)
    shown = body[first_page - 1 :] if first_page > 1 else [*front, *body]
    return Volume(pdf_of(shown, "党群说事会工作资料汇编"), len(front) + len(body))


def _sheets(paper: Paper, number: int) -> list[tuple[Sheet, Page]]:
    numbered = replace(paper, page=replace(paper.page, numbered=paper.kind != "binder_divider"))
    kept = paper if not paper.page.numbered else numbered
    return [(sheet, paper.page) for sheet in laid_out(kept, first_number=number)]
