"""The demonstration's diary, coverage and ledger look like a village's (R8–R11)."""

from __future__ import annotations

import pytest

from demo_village import DemoVillage
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.queries.coverage import leaders, month_coverage, quarter_coverage
from longshan_desk.queries.ledger import list_ledger
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visit_sessions import list_sessions
from longshan_desk.queries.visits import list_visits


@pytest.mark.rule("R10")
def test_most_households_are_visited_every_month_and_some_are_missing(
    demo_village: DemoVillage,
) -> None:
    with demo_village.opened() as store:
        for month in (Month(2025, 8), Month(2025, 12), Month(2026, 3)):
            total = month_coverage(store, month).coverage.total
            assert 0.7 < total.visited / total.expected < 1, str(month)
            assert total.missing


@pytest.mark.rule("R8")
def test_the_leader_has_seen_most_of_the_village_in_a_quarter(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        (leader,) = leaders(store, Quarter(2026, 1))
        total = quarter_coverage(store, Quarter(2026, 1), leader=leader).coverage.total
    assert 0.5 < total.visited / total.expected < 1


@pytest.mark.rule("R9")
def test_findings_lead_to_matters_and_the_ledger(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        found = [row for row in list_visits(store) if row.facts.finding]
        assert any(row.links for row in found) and any(not row.links for row in found)
        ledger = list_ledger(store)
        assert any(row.is_open for row in ledger) and any(row.closed_on for row in ledger)
        assert list_sessions(store)


@pytest.mark.rule("R10")
def test_entries_differ_and_are_not_all_at_home(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        rows = list_visits(store)
        promised = list_visits(store, VisitFilter(only_promises=True))
    assert {row.facts.way for row in rows} == set(VisitWay)
    assert len({row.text for row in rows}) > 0.4 * len(rows)
    assert any(row.facts.is_unchanged for row in rows) and any(row.is_entered_late for row in rows)
    assert any(row.corrected_on for row in rows) and any(row.reviews for row in rows)
    assert len(promised) < 10
