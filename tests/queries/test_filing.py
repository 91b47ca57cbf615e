"""案卷目录 (R39): what of a year lies in which box."""

from __future__ import annotations

import pytest

from desk import Desk
from longshan_desk.actions.issued_papers import issue_paper, mark_paper
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.errors import BadValueError
from longshan_desk.queries.office_papers import filing_facts
from longshan_desk.queries.papers import office_words
from longshan_desk.queries.prepared import prepared

pytestmark = pytest.mark.rule("R39")


def issue(desk: Desk, said: str, box: str | None = None) -> None:
    made = prepared(desk.store, "assignment_slip", desk.add_matter(said))
    paper = issue_paper(desk.store, made.papers[0], for_id=made.for_id, facts=made.facts)
    if box is not None:
        mark_paper(desk.store, paper, PaperStatus.FILED, box_number=box)


def boxes(desk: Desk, period: str) -> list[str]:
    return [line.box for line in filing_facts(desk.store, office_words(desk.store), period).lines]


def test_boxes_stand_in_their_order_and_none_comes_last(desk: Desk) -> None:
    for box in ("2022-10", "", "2022-2", "甲"):
        issue(desk, f"放进{box}盒的事", box)
    assert boxes(desk, "2022") == ["2022-2", "2022-10", "甲", ""]


def test_what_waits_for_its_box_is_counted_and_not_listed(desk: Desk) -> None:
    issue(desk, "还在办")
    facts = filing_facts(desk.store, office_words(desk.store), "2022")
    assert (facts.lines, facts.waiting) == ((), 1)


def test_other_years_stay_out(desk: Desk) -> None:
    issue(desk, "办好了", "1")
    assert boxes(desk, "2021") == []


def test_a_year_is_four_figures(desk: Desk) -> None:
    with pytest.raises(BadValueError, match="不是年份"):
        boxes(desk, "22")
