"""Registering the demonstration's households, special groups and roster through the acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from longshan_desk.actions.cadres import NewTerm, add_cadre
from longshan_desk.actions.households import add_household, mark_away, name_group
from longshan_desk.actions.people import add_special_group
from longshan_desk.data.store import Store
from longshan_desk.demo.families import HAMLETS, WORK_PLACES, Family
from longshan_desk.domain.household_facts import CadreFacts, PersonFacts
from longshan_desk.domain.labels import Role, Sex
from longshan_desk.domain.people import age_on
from longshan_desk.queries.households import household


@dataclass(frozen=True, slots=True)
class Home:
    """A registered household, as far as its people speak at hearings."""

    id: str
    group_no: int
    hamlet: str
    head: str
    speakers: tuple[tuple[str, str | None], ...]
    """Grown-ups in the village, with their telephones."""


def register(
    store: Store, rng: Random, made: list[Family], told: Callable[[int], None]
) -> list[Home]:
    """Write down all families with their special groups; ``told`` hears how many are done."""
    for hamlet in HAMLETS:
        name_group(store, hamlet.number, hamlet.name)
    homes = []
    for count, family in enumerate(made, start=1):
        home_id = add_household(store, family.facts, head=family.head, members=family.members)
        _register_special(store, rng, home_id, family)
        homes.append(_home(home_id, family, store.today()))
        if count % 20 == 0:
            told(count)
    return homes


def _home(home_id: str, family: Family, today: date) -> Home:
    here = [
        (person.name, person.phone)
        for person in family.people
        if person.resident == "常住" and _age(person, today) >= 20
    ]
    speakers = here or [(family.head.name, family.head.phone)]
    hamlet = family.hamlet
    return Home(home_id, hamlet.number, hamlet.name, family.head.name, tuple(speakers))


def _age(person: PersonFacts, today: date) -> int:
    assert person.born_on is not None
    return age_on(person.born_on, today)


# -- special groups and absence -------------------------------------------------------------


def _register_special(store: Store, rng: Random, home_id: str, family: Family) -> None:
    today = store.today()
    people: dict[int, str] = {}
    for kind, place in _special(rng, family, today):
        if place is not None and not people:
            rows = household(store, home_id).people
            people = {nth: row.id for nth, row in enumerate(rows)}
        since = today - timedelta(days=rng.randrange(30, 900))
        person_id = None if place is None else people[place]
        add_special_group(store, home_id, kind, person_id=person_id, from_on=since)
    if all(person.resident == "外出" for person in family.people) or rng.random() < 0.06:
        since = today - timedelta(days=rng.randrange(20, 400))
        reason = f"全家在{rng.choice(WORK_PLACES)}务工"
        mark_away(store, home_id, from_on=since, reason=reason)


def _special(rng: Random, family: Family, today: date) -> Iterator[tuple[str, int | None]]:
    """(code, the person's place or nothing for the whole household)."""
    if family.is_poor:
        yield "low_income", None
    elif rng.random() < 0.1:
        yield "poverty_lifted", None
    if rng.random() < 0.03:
        yield "monitored", None
    if len(family.people) == 1 and _age(family.head, today) >= 64:
        yield "elder_alone", 0
        if rng.random() < 0.15:
            yield "extreme_poverty", 0
    yield from _left_behind(family, today)
    if rng.random() < 0.1:
        yield "disabled", rng.randrange(len(family.people))
    if rng.random() < 0.04:
        yield "seriously_ill", 0


def _left_behind(family: Family, today: date) -> Iterator[tuple[str, int | None]]:
    """三留守: who stays when the men, or both parents, work elsewhere."""
    earners = [p for p in family.people if 20 <= _age(p, today) <= 55]
    away = [p for p in earners if p.resident == "外出"]
    for place, person in enumerate(family.people):
        age = _age(person, today)
        if age <= 15 and earners and len(away) == len(earners):
            yield "left_behind_child", place
        elif person in earners and person not in away and person.sex is Sex.FEMALE and away:
            yield "left_behind_woman", place
        elif age >= 66 and earners and len(away) == len(earners):
            yield "left_behind_elder", place


# -- the roster -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Officers:
    """Who holds which office; the leaders by name, since acts name them."""

    secretary: str
    deputy: str
    successor: str
    director: str
    clerk: str
    committee: tuple[str, ...]
    leaders: tuple[str, ...]
    """Heads of the groups, by number from 1."""
    liaison: str
    team: tuple[str, ...]
    resident: tuple[str, ...]
    township: tuple[str, ...]


_OUTSIDERS = {
    Role.LIAISON_LEADER: (("赵启明", "镇党委副书记"),),
    Role.SUPPORT_TEAM_MEMBER: (
        ("孙立", "第一书记兼队长"),
        ("高雅琴", "驻村帮扶工作队队员"),
        ("窦建军", "驻村帮扶工作队队员"),
    ),
    Role.RESIDENT_CADRE: (("李娜", "驻村干部"), ("魏东", "驻村干部")),
    Role.TOWNSHIP_LEADER: (("吕文博", "镇长"), ("田晓峰", "镇纪委书记")),
}
_DELEGATES = ("县党代表", "镇人大代表", "县政协委员")


def fill_roster(store: Store, rng: Random, homes: list[Home]) -> Officers:
    """R1: every role of the hearing, most of them held by villagers."""
    since = store.today().replace(month=1, day=10)
    began = since.replace(year=since.year - 1)
    picked = _Picker(store, rng, homes, began)
    secretary = picked.villager(Role.BRANCH_SECRETARY)
    deputy = picked.villager(Role.BRANCH_DEPUTY)
    successor = picked.villager(Role.PARTY_BRANCH_COMMITTEE)
    director = picked.villager(Role.VILLAGE_DIRECTOR)
    clerk = picked.villager(Role.CLERK)
    committee = [
        picked.villager(Role.PARTY_BRANCH_COMMITTEE),
        picked.villager(Role.VILLAGERS_COMMITTEE),
        picked.villager(Role.VILLAGERS_COMMITTEE, sex_word="妇联主席"),
    ]
    leaders = [picked.leader(hamlet.number) for hamlet in HAMLETS]
    for title in ("村监委主任", "", ""):
        picked.villager(Role.OVERSIGHT_COMMITTEE, sex_word=title)
    for title in _DELEGATES:
        picked.villager(Role.DELEGATE, sex_word=title)
    for role, count in (
        (Role.PARTY_HUB_HOUSEHOLD, 4),
        (Role.MASS_REPRESENTATIVE, 6),
        (Role.VILLAGER_REPRESENTATIVE, 6),
    ):
        for _ in range(count):
            picked.villager(role)
    outside = {role: picked.outsiders(role) for role in _OUTSIDERS}
    return Officers(
        secretary,
        deputy,
        successor,
        director,
        clerk,
        tuple(committee),
        tuple(leaders),
        outside[Role.LIAISON_LEADER][0],
        outside[Role.SUPPORT_TEAM_MEMBER],
        outside[Role.RESIDENT_CADRE],
        outside[Role.TOWNSHIP_LEADER],
    )


class _Picker:
    """Puts villagers on the roster, nobody twice under one name."""

    def __init__(self, store: Store, rng: Random, homes: list[Home], since: date) -> None:
        self._store, self._rng, self._since = store, rng, since
        self._free = [home for home in homes if 2 <= len(home.head) <= 4]
        rng.shuffle(self._free)
        self._names = {name for people in _OUTSIDERS.values() for name, _ in people}

    def villager(self, role: Role, *, sex_word: str = "") -> str:
        return self._put(next(self._homes()), [NewTerm(role, self._since, title=sex_word or None)])

    def leader(self, group_no: int) -> str:
        home = next(home for home in self._homes() if home.group_no == group_no)
        terms = [NewTerm(Role.GROUP_LEADER, self._since)]
        if group_no % 2:
            terms.append(NewTerm(Role.VILLAGER_REPRESENTATIVE, self._since))
        return self._put(home, terms)

    def outsiders(self, role: Role) -> tuple[str, ...]:
        for name, title in _OUTSIDERS[role]:
            add_cadre(self._store, CadreFacts(name), [NewTerm(role, self._since, title=title)])
        return tuple(name for name, _ in _OUTSIDERS[role])

    def _homes(self) -> Iterator[Home]:
        return (home for home in self._free if home.head not in self._names)

    def _put(self, home: Home, terms: list[NewTerm]) -> str:
        self._free.remove(home)
        self._names.add(home.head)
        head = household(self._store, home.id).people[0]
        facts = CadreFacts(home.head, sex=head.facts.sex, phone=head.facts.phone, person_id=head.id)
        add_cadre(self._store, facts, terms)
        return home.head
