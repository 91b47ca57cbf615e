"""A roster from before the acts, imported again: nobody comes back, nobody is moved (R46)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desk import Desk, id_number
from longshan_desk.actions import household_changes as changes
from longshan_desk.actions.exports import export_households
from longshan_desk.actions.import_households import apply, preview
from longshan_desk.data.membership import memberships
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts

pytestmark = pytest.mark.rule("R46")
DAY = date(2022, 4, 2)

Act = Callable[[Desk, dict[str, str], dict[str, str]], object]

ACTS: dict[str, Act] = {
    "died": lambda desk, home, one: changes.died(
        desk.store, one["马占山"], on=DAY, new_head=one["马小虎"]
    ),
    "moved out": lambda desk, home, one: changes.move_out(
        desk.store, home["马占山"], on=DAY, people=[one["马小虎"]]
    ),
    "all moved out": lambda desk, home, one: changes.move_out(desk.store, home["马占山"], on=DAY),
    "split": lambda desk, home, one: changes.split(
        desk.store, home["马占山"], [one["马小虎"]], on=DAY
    ),
    "split to another group": lambda desk, home, one: changes.split(
        desk.store, home["马占山"], [one["马小虎"]], on=DAY, facts=HouseholdFacts(3)
    ),
    "joined": lambda desk, home, one: changes.join(
        desk.store, home["李建国"], home["马占山"], on=DAY
    ),
    "joined from elsewhere": lambda desk, home, one: changes.join(
        desk.store, home["马占山"], home["李建国"], on=DAY
    ),
}


@pytest.mark.parametrize("with_numbers", [True, False])
@pytest.mark.parametrize("act", ACTS)
def test_an_old_roster_changes_nobodys_household(
    desk: Desk, tmp_path: Path, act: str, with_numbers: bool
) -> None:
    def facts(name: str, order: int, **more: str) -> PersonFacts:
        return PersonFacts(name, id_number=id_number(order=order) if with_numbers else None, **more)

    desk.add_household(
        facts("马占山", 1), facts("冶玉兰", 2, relation="妻"), facts("马小虎", 3, relation="长子")
    )
    desk.add_household(facts("李建国", 5), facts("李小妹", 4, relation="女"), group=2)
    old = tmp_path / "以前.xlsx"
    export_households(desk.store, old)
    homes, people = {}, {}
    for household in _homes(desk):
        page = desk.household(household)
        homes[page.row.head] = household
        people |= {one.name: one.id for one in page.people}
    ACTS[act](desk, homes, people)
    before = _pairs(desk)
    shown = preview(desk.store, old)
    counted = apply(desk.store, shown)
    assert counted["new"] == 0, shown.plan.rows
    assert counted["refused"] + counted["undecided"] > 0
    assert _pairs(desk) == before


def _homes(desk: Desk) -> list[str]:
    from longshan_desk.queries.households import household_ids

    return household_ids(desk.store)


def _pairs(desk: Desk) -> set[tuple[str, str]]:
    with desk.store.read() as session:
        return {(home, one) for home, one in session.execute(memberships(desk.today))}
