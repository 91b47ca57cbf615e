"""One volume of many papers: cover, contents, dividers, and pages numbered through (R39)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.kinds import binder
from longshan_desk.documents.model import Paper
from longshan_desk.documents.pages import Page
from longshan_desk.errors import BadValueError
from longshan_desk.ui.paper.job import JobPage, PrintJob
from longshan_desk.ui.paper.layout import Sheet, laid_out
from longshan_desk.ui.paper.painting import pdf_of

Step = Callable[[int, int, str], object]
_SHEETS_OF_FRONT = 2
"""The cover, and the first page of the contents."""
_TITLE = "党群说事会工作资料汇编"


@dataclass(frozen=True)
class Volume:
    front: tuple[tuple[Sheet, Page], ...]
    """Cover and contents, without numbers."""
    body: tuple[tuple[Sheet, Page], ...]

    @property
    def count(self) -> int:
        return len(self.front) + len(self.body)

    @property
    def sheets(self) -> tuple[tuple[Sheet, Page], ...]:
        return (*self.front, *self.body)

    def pdf(self, first_page: int = 1) -> bytes:
        """``first_page`` begins there, to go on after a jam; 1 has cover and contents before it.
        Raises BadValueError where the volume has no such page."""
        if not 1 <= first_page <= max(1, len(self.body)):
            raise BadValueError(
                f"这一册只有 {len(self.body)} 页，没有第 {first_page} 页。",
                hint="请核对页码。",
                where="--page",
            )
        shown = self.body[first_page - 1 :] if first_page > 1 else self.sheets
        return pdf_of(shown, _TITLE)

    def job(self, name: str) -> PrintJob:
        pages = [
            *(
                JobPage(sheet, page, 0, at < _SHEETS_OF_FRONT)
                for at, (sheet, page) in enumerate(self.front)
            ),
            *(JobPage(*one, number, number == 1) for number, one in enumerate(self.body, 1)),
        ]
        return PrintJob(name, tuple(pages), ((name, 1, len(self.body)),))


def volume(
    office: OfficeWords,
    period: str,
    made_on: str,
    months: Sequence[tuple[str, Sequence[Paper]]],
    missing: Sequence[str],
    *,
    step: Step | None = None,
) -> Volume:
    """R39: all papers laid out, with dividers between the months and pages numbered through."""
    body: list[tuple[Sheet, Page]] = []
    lines: list[tuple[str, str, int]] = []
    for count, (month, papers) in enumerate(months):
        if step is not None:
            step(count, len(months), month)
        if papers:
            body += _sheets(binder.divider(month), len(body) + 1)
        for paper in papers:
            lines.append((month, _short(paper.name, office, month), len(body) + 1))
            body += _sheets(paper, len(body) + 1)
    front: list[tuple[Sheet, Page]] = []
    for paper in (binder.cover(office, period, made_on), binder.contents(lines, missing)):
        plain = replace(paper, page=replace(paper.page, numbered=False))
        front += _sheets(plain, 1)
    return Volume(tuple(front), tuple(body))


def _sheets(paper: Paper, number: int) -> list[tuple[Sheet, Page]]:
    numbered = replace(paper, page=replace(paper.page, numbered=paper.kind != "binder_divider"))
    kept = paper if not paper.page.numbered else numbered
    return [(sheet, sheet.page) for sheet in laid_out(kept, first_number=number)]


def _short(name: str, office: OfficeWords, month: str) -> str:
    """Every line has its month, and all of them are of this office."""
    return name.removeprefix(office.name).removeprefix(month) or name
