"""A desk that a test works at in user acts: ``desk.add_household(...)``, ``desk.add_cadre(...)``.

Its clock is stopped: ``desk.today`` says which day it is, and may be set.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from longshan_desk.actions import cadres, households, office, people
from longshan_desk.actions.cadres import NewTerm
from longshan_desk.data.change import Change
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.store import Store
from longshan_desk.domain.household_facts import CadreFacts, HouseholdFacts, PersonFacts
from longshan_desk.domain.id_numbers import check_digit
from longshan_desk.domain.labels import Role
from longshan_desk.paths import DeskPaths
from longshan_desk.queries import households as household_queries
from longshan_desk.queries.households import HouseholdPage


class Desk:
    """The desk of 大湾村 (07), fixed day 每月5日, worked at by 王会计 on 2022-04-05."""

    def __init__(self, home: Path, *, today: date = date(2022, 4, 5)) -> None:
        self.today = today
        self.store = Store.create(DeskPaths(home), today=lambda: self.today)
        self.news: list[Change] = []
        self.store.subscribe(self.news.append)

    def found(self) -> Desk:
        office.create_village_office(
            self.store,
            code="07",
            name="大湾村",
            hearing_day="每月5日",
            user="王会计",
            township="龙山镇",
        )
        return self

    def close(self) -> None:
        self.store.close()

    # -- households and people ------------------------------------------------------------------

    def add_household(
        self,
        head: str | PersonFacts = "马占山",
        *members: str | PersonFacts,
        group: int = 1,
        **facts: Any,
    ) -> str:
        """Register a household; a member is a name, or all that is known of the person."""
        return households.add_household(
            self.store,
            HouseholdFacts(group_no=group, **facts),
            head=_person(head),
            members=[_person(member) for member in members],
        )

    def add_person(self, household_id: str, name: str | PersonFacts, **facts: Any) -> str:
        return people.add_person(self.store, household_id, _person(name, **facts))

    def household(self, household_id: str) -> HouseholdPage:
        return household_queries.household(self.store, household_id)

    def head_of(self, household_id: str) -> str:
        """The id of the person who is the household's head."""
        head_id = self.household(household_id).row.head_id
        assert head_id is not None
        return head_id

    # -- the roster -----------------------------------------------------------------------------

    def add_cadre(
        self, name: str, *roles: Role, from_on: date | None = date(2021, 1, 1), **facts: Any
    ) -> str:
        """Put somebody on the roster with these offices."""
        return cadres.add_cadre(
            self.store, CadreFacts(name, **facts), [NewTerm(role, from_on) for role in roles]
        )

    def fill_roster(self) -> None:
        """A small roster: the two committees, a clerk, representatives, those who sit in."""
        for name, *roles in (
            ("马文秀", Role.BRANCH_SECRETARY, Role.VILLAGE_DIRECTOR),
            ("李建国", Role.BRANCH_DEPUTY),
            ("苏玉兰", Role.VILLAGERS_COMMITTEE),
            ("杨生虎", Role.OVERSIGHT_COMMITTEE),
            ("王会计", Role.CLERK),
            ("马老三", Role.MASS_REPRESENTATIVE),
            ("冶成林", Role.PARTY_HUB_HOUSEHOLD),
            ("赵启明", Role.LIAISON_LEADER),
            ("孙立", Role.RESIDENT_CADRE),
        ):
            self.add_cadre(name, *roles)

    # -- undo -----------------------------------------------------------------------------------

    def records(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Everything that is on record and can be found: table → id → columns."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        with self.store.read() as session:
            for table in synced_tables():
                rows = session.execute(text(f'SELECT * FROM "{table}" WHERE NOT is_deleted'))
                found[table] = {row["id"]: dict(row) for row in rows.mappings()}
            entries = session.execute(text("SELECT * FROM search_entry")).mappings()
            found["search_entry"] = {f"{e['kind']} {e['id']}": dict(e) for e in entries}
        return found

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """What is done inside is one act: undoing it leaves no trace, redoing brings it back."""
        before, told = self.records(), len(self.news)
        yield
        after = self.records()
        assert len(self.news) == told + 1, "one act tells its news once"
        assert after != before
        label = self.news[-1].label
        assert self.store.undo() == label
        assert self.records() == before
        assert self.store.redo() == label
        assert self.records() == after


def _person(said: str | PersonFacts, **facts: Any) -> PersonFacts:
    return PersonFacts(said, **facts) if isinstance(said, str) else said


def id_number(born_on: date = date(1970, 1, 1), order: int = 1) -> str:
    """An invented number valid in form; an odd ``order`` (1–999) is a man's."""
    first = f"620525{born_on:%Y%m%d}{order:03d}"
    return first + check_digit(first)
