"""An entry that is just being written and what comes of it: one act, one step to take back."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions.ledger import add_ledger
from longshan_desk.actions.visit_findings import Opinion, write_and_raise
from longshan_desk.domain.labels import FindingKind, ListKind, Topic
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import AppError
from longshan_desk.queries.diary import phrases, refusals
from longshan_desk.queries.visits import list_visits

DAY = date(2022, 4, 5)
OPINION = Opinion(Topic.LIVELIHOOD, ListKind.SELF_HANDLED, finding=FindingKind.DEMAND)


@pytest.fixture
def ma(desk: Desk) -> str:
    return desk.add_household("马占山")


def facts(household: str, text: str | None = "房顶漏雨", on: date = DAY) -> VisitFacts:
    return VisitFacts(household, on, VisitWay.AT_HOME, ("孙立",), text)


@pytest.mark.rule("R9")
def test_a_visit_and_its_matter_are_written_and_linked(desk: Desk, ma: str) -> None:
    with desk.taken_back():
        raised = write_and_raise(desk.store, facts(ma), OPINION)
        (row,) = list_visits(desk.store)
        assert [one.id for one in row.links] == [raised.id]
        assert row.facts.finding is FindingKind.DEMAND
        assert desk.matter(raised.id).row.words == "房顶漏雨"


def test_a_matter_that_is_refused_leaves_no_visit(desk: Desk, ma: str) -> None:
    with pytest.raises(AppError):
        write_and_raise(desk.store, facts(ma, None), OPINION)
    assert not list_visits(desk.store)


@pytest.mark.rule("R9")
def test_a_visit_and_its_line_of_the_ledger_are_written_and_linked(desk: Desk, ma: str) -> None:
    line = LedgerFacts("修好房顶", "李建国", date(2022, 4, 12))
    with desk.taken_back():
        made = add_ledger(desk.store, line, new_entry=facts(ma))
        (row,) = list_visits(desk.store)
        assert [one.id for one in row.links] == [made]


def test_what_would_be_refused_is_told_by_its_place(desk: Desk, ma: str) -> None:
    entries = [facts(ma), facts(ma, on=date(2022, 4, 6)), facts(ma)]
    found = refusals(desk.store, entries)
    assert list(found) == [1] and "还没有到" in found[1].message


def test_what_was_said_of_one_household_in_confidence_is_no_phrase(desk: Desk, ma: str) -> None:
    desk.visit(ma, text="家里有病人", is_internal=True)
    desk.visit(ma, text="都好")
    assert phrases(desk.store) == ["都好"]


def test_a_pick_list_may_ask_for_what_was_said_more_than_once(desk: Desk, ma: str) -> None:
    for text in ("都好", "都好", "羊圈修好了"):
        desk.visit(ma, text=text)
    assert phrases(desk.store, at_least=2) == ["都好"]
