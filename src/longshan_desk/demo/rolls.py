"""The demonstration's bodies: party members, representatives and the others, by the acts (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from longshan_desk.actions.rolls import NewExclusion, add_seat, enlist_villagers, exclude
from longshan_desk.data.store import Store
from longshan_desk.demo.people import Home
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import AbsenceReason
from longshan_desk.domain.labels import Role, Sex
from longshan_desk.domain.people import age_on
from longshan_desk.domain.seats import SeatFacts
from longshan_desk.queries.cadres import roster
from longshan_desk.queries.people import PersonRow, person_ids, person_rows

_HOMES_EACH = 11
_HOMES_JOINED = 25
_PARTY_ROLES = (
    Role.BRANCH_SECRETARY,
    Role.BRANCH_DEPUTY,
    Role.PARTY_BRANCH_COMMITTEE,
    Role.PARTY_HUB_HOUSEHOLD,
)
_COUNCIL = 9
_PROBATIONARY = 2
_AWAY = 3


def fill_rolls(store: Store, seed: str, homes: list[Home]) -> None:
    """Every body that has a roll of its own; the others follow from roster and register."""
    _Rolls(store, Random(seed), homes, person_rows(store, person_ids(store))).fill()


@dataclass
class _Rolls:
    store: Store
    rng: Random
    homes: list[Home]
    people: list[PersonRow]

    def fill(self) -> None:
        since = self._today - timedelta(days=400)
        party = self._party(since)
        for row in party[:_COUNCIL]:
            add_seat(self.store, Body.PARTY_COUNCIL, _seat(row, since))
        self._stand_for(Body.REPRESENTATIVES, _HOMES_EACH, since)
        self._stand_for(Body.JOINT_HOUSEHOLDS, _HOMES_JOINED, since)
        enlist_villagers(self.store, from_on=since)

    @property
    def _today(self) -> date:
        return self.store.today()

    def _party(self, since: date) -> list[PersonRow]:
        """The register's party members, and whoever leads the branch; the full ones."""
        leads = {one.person_id for one in roster(self.store) if one.holds(*_PARTY_ROLES)}
        found = [
            row
            for row in self.people
            if row.id in leads or (row.facts.political == "中共党员" and self._age(row) >= 25)
        ]
        found.sort(key=lambda row: row.id not in leads)
        for row in found:
            joined = since - timedelta(days=self.rng.randrange(400, 9000))
            entry = add_seat(self.store, Body.PARTY_MEMBERS, _seat(row, joined))
            if row.id not in leads:
                self._perhaps_exclude(entry, row)
        young = [row for row in self.people if 20 <= self._age(row) <= 40 and row not in found]
        for row in self.rng.sample(young, min(_PROBATIONARY, len(young))):
            joined = self._today - timedelta(days=self.rng.randrange(20, 200))
            add_seat(self.store, Body.PARTY_MEMBERS, _seat(row, joined, is_probationary=True))
        return found

    def _perhaps_exclude(self, entry: str, row: PersonRow) -> None:
        """Some of those who work elsewhere were left out properly, the others still count."""
        is_old = self._age(row) >= 78
        is_away = row.facts.resident == "外出" and self.rng.random() < 1 / _AWAY
        if not (is_old or is_away):
            return
        approved = self._today - timedelta(days=self.rng.randrange(60, 90))
        new = NewExclusion(
            AbsenceReason.BEDRIDDEN if is_old else AbsenceReason.AWAY,
            "龙山镇党委",
            approved,
            voted_on=None if self.rng.random() < 0.2 else approved + timedelta(days=6),
        )
        exclude(self.store, entry, new)

    def _stand_for(self, body: Body, each: int, since: date) -> None:
        """One of every so many neighbouring households; who sits in the hearing as a 村民代表
        is one of them."""
        known = {
            one.person_id
            for one in roster(self.store)
            if body is Body.REPRESENTATIVES and one.holds(Role.VILLAGER_REPRESENTATIVE)
        }
        for number, near in enumerate(self._neighbours(each)):
            chosen = self._representatives(near, known, number)
            for nth, row in enumerate(chosen):
                ids = [home.id for home in near[nth :: len(chosen)]]
                add_seat(self.store, body, _seat(row, since), household_ids=ids)

    def _representatives(
        self, near: list[Home], known: set[str | None], number: int
    ) -> list[PersonRow]:
        ids = {home.id for home in near}
        here = [row for row in self.people if row.household_id in ids]
        if chosen := [row for row in here if row.id in known]:
            return chosen
        grown = [row for row in here if 25 <= self._age(row) <= 70 and row.facts.resident != "外出"]
        wanted = Sex.FEMALE if number % 4 else Sex.MALE
        fitting = [row for row in grown if row.sex is wanted] or grown
        return [self.rng.choice(fitting)] if fitting else []

    def _neighbours(self, each: int) -> list[list[Home]]:
        """The households of a group in parts of about ``each``, the rest with the last part."""
        groups: dict[int, list[Home]] = {}
        for home in self.homes:
            groups.setdefault(home.group_no, []).append(home)
        parts = []
        for _, near in sorted(groups.items()):
            count = max(1, len(near) // each)
            parts += [near[nth::count] for nth in range(count)]
        return parts

    def _age(self, row: PersonRow) -> int:
        return age_on(row.born_on, self._today) if row.born_on else 0


def _seat(row: PersonRow, since: date, *, is_probationary: bool = False) -> SeatFacts:
    return SeatFacts(
        row.name,
        row.id,
        row.sex,
        row.group_no,
        from_on=since,
        is_probationary=is_probationary,
    )
