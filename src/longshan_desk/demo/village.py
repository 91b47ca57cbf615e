"""The demonstration's village while it lives: its people, its clerk's day, its matters so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from longshan_desk.data.store import Store
from longshan_desk.demo.agenda import Agenda
from longshan_desk.demo.deck import Deck
from longshan_desk.demo.families import HAMLETS
from longshan_desk.demo.people import Home, Officers
from longshan_desk.demo.sayings import Saying
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import Topic
from longshan_desk.queries.cadres import secretary

if TYPE_CHECKING:
    from longshan_desk.demo.cases import Case

_FIGURES = "零一二三四五六七八"
_PAUSE = timedelta(days=300)
_TRIES = 60


@dataclass(eq=False)
class Village:
    """What every course of the demonstration works on."""

    store: Store
    rng: Random
    agenda: Agenda
    homes: list[Home]
    officers: Officers
    users: tuple[str, str]
    """The clerk and the deputy secretary, who enter things by turns (R48)."""
    cases: list[Case] = field(default_factory=list)
    evenings: frozenset[date] = frozenset()
    """When the committees meet after a hearing."""
    sat: dict[tuple[date, Body], tuple[str, ...]] = field(default_factory=dict)
    """Who came to the meetings that decided something, by day and body (R36)."""
    deck: Deck = field(init=False)
    _raised: dict[tuple[str, Topic], date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.deck = Deck(self.rng)

    @property
    def today(self) -> date:
        return self.agenda.day

    def keep(self, case: Case) -> Case:
        self.cases.append(case)
        return case

    def day_comes(self, _day: date) -> None:
        """Somebody sits down at the PC: mostly the clerk."""
        user = self.users[self.rng.random() < 0.2]
        if user != self.store.user_id:
            self.store.switch_user(user)

    @property
    def secretary(self) -> str:
        """Who leads the branch today (R3, R40)."""
        leading = secretary(self.store)
        return leading.name if leading else self.officers.director

    # -- who says what --------------------------------------------------------------------------

    def hear(
        self, month: int, fits: Callable[[Saying], bool] = lambda _: True
    ) -> tuple[Saying, Home]:
        """Something a household has to say that it did not lately say already."""
        saying = self.deck.draw(month, fits)
        home = self._home(saying.topic)
        return saying.fill(**self._places(home)), home

    def _home(self, topic: Topic) -> Home:
        """Raising a thing again is a stall of the first (R22), so it does not happen by chance."""
        for _ in range(_TRIES):
            home = self.rng.choice(self.homes)
            last = self._raised.get((home.id, topic))
            if last is None or self.today - last > _PAUSE:
                break
        self._raised[home.id, topic] = self.today
        return home

    def another_home(self, home: Home, topic: Topic) -> Home:
        """Somebody else of the same group who has the same to say."""
        near = [h for h in self.homes if h.group_no == home.group_no and h is not home]
        other = self.rng.choice(near)
        self._raised[other.id, topic] = self.today
        return other

    def _places(self, home: Home) -> dict[str, str]:
        rng = self.rng
        neighbours = [h for h in self.homes if h.group_no == home.group_no and h is not home]
        return {
            "g": f"{_FIGURES[home.group_no]}组",
            "p": home.hamlet,
            "o": rng.choice([hamlet.name for hamlet in HAMLETS if hamlet.name != home.hamlet]),
            "w": rng.choice(neighbours).head,
            "n": str(rng.randint(2, 9)),
            "k": str(rng.randint(12, 80)),
            "m": str(10 * rng.randint(12, 90)),
        }

    def speech(self, texts: tuple[str, ...]) -> str:
        return self.rng.choice(texts).format_map(self._places(self.rng.choice(self.homes)))

    def responsible_for(self, said: Saying, home: Home) -> str:
        """Who gets it: by topic, often the head of the group."""
        officers = self.officers
        if self.rng.random() < 0.35:
            return officers.leaders[home.group_no - 1]
        return {
            Topic.INFRASTRUCTURE: officers.director,
            Topic.LIVELIHOOD: officers.clerk,
            Topic.INDUSTRY: officers.committee[1],
            Topic.GOVERNANCE: officers.deputy,
            Topic.CONDUCT: officers.deputy,
            Topic.OTHER: officers.committee[2],
        }[said.topic]

    def somebody_else(self, name: str) -> str:
        officers = self.officers
        names = (officers.director, officers.clerk, *officers.committee, *officers.leaders)
        return self.rng.choice([each for each in names if each != name])
