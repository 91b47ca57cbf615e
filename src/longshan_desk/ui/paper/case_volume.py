"""P12 卷宗: one decision's papers with cover and contents, as one PDF and as one Word file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from longshan_desk.documents.kinds import case_file
from longshan_desk.documents.model import Paper
from longshan_desk.documents.procedure_facts import CaseFacts
from longshan_desk.documents.word import bound
from longshan_desk.ui.paper.layout import laid_out
from longshan_desk.ui.paper.painting import pdf_of


@dataclass(frozen=True)
class CaseVolume:
    name: str
    papers: tuple[Paper, ...]
    """Cover, contents, then the papers of the case."""

    def word(self) -> bytes:
        return bound(self.papers, self.name)

    def pdf(self) -> bytes:
        number, sheets = 1, []
        for paper in self.papers:
            laid = laid_out(paper, first_number=number)
            number += len(laid) if paper.page.numbered else 0
            sheets += [(sheet, paper.page) for sheet in laid]
        return pdf_of(sheets, self.name)


def case_volume(
    facts: CaseFacts, mask: Callable[[Paper], Paper] = lambda paper: paper
) -> CaseVolume:
    """The volume as the case stands today; ``mask`` lets each paper through the gate."""
    body = [mask(paper) for paper in case_file.body(facts)]
    front = [_plain(paper) for paper in case_file.build_cover(facts)]
    front.append(_plain(case_file.contents(facts, _places(body))))
    return CaseVolume(f"{case_file.NAME} {facts.number}".strip(), (*map(mask, front), *body))


def _places(papers: Sequence[Paper]) -> list[tuple[Paper, int]]:
    """Each paper with the page of the volume it begins on."""
    found, number = [], 1
    for paper in papers:
        found.append((paper, number))
        number += len(laid_out(paper))
    return found


def _plain(paper: Paper) -> Paper:
    return replace(paper, page=replace(paper.page, numbered=False))
