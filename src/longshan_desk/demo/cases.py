"""One matter of the demonstration, from the clerk's point of view: the steps with their words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from longshan_desk.actions.matters import NewMatter, move_matter, register_matter
from longshan_desk.demo.people import Home
from longshan_desk.demo.sayings import Saying
from longshan_desk.domain.labels import (
    Act,
    Answer,
    FeedbackWay,
    FindingKind,
    ListKind,
    Outcome,
    Source,
)

if TYPE_CHECKING:
    from longshan_desk.demo.village import Village

_WAYS = (
    FeedbackWay.IN_PERSON,
    FeedbackWay.TELEPHONE,
    FeedbackWay.POSTED,
    FeedbackWay.WRITTEN,
)
_ANSWERS = (Answer.SATISFIED, Answer.BASICALLY_SATISFIED, Answer.NONE, Answer.DISSATISFIED)


@dataclass(eq=False)
class Case:
    """A registered matter. Every step goes through the real act and is refused as in life."""

    village: Village
    id: str
    said: Saying
    home: Home
    told: str
    """Whom the feedback reaches, as the record names them."""
    list_kind: ListKind
    responsible: str = ""
    due: date | None = None
    closed: Outcome | None = None
    is_cancelled: bool = False
    is_rated: bool = False
    tags: set[str] = field(default_factory=set)

    @property
    def rng(self) -> Random:
        return self.village.rng

    @property
    def today(self) -> date:
        return self.village.today

    def in_days(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def step(
        self, act: Act, text: str | None = None, *, on: date | None = None, **data: Any
    ) -> None:
        store = self.village.store
        move_matter(store, self.id, act, on=on or self.today, text=text, data=data)

    # -- the steps ------------------------------------------------------------------------------

    def assign(self, to: str, due: date, text: str | None = None, **data: Any) -> None:
        self.step(Act.ASSIGN, text, to=to, due=due.isoformat(), **data)
        self.responsible, self.due = to, due

    def progress(self, text: str, on: date | None = None) -> None:
        self.step(Act.PROGRESS, text, on=on)

    def close(self, outcome: Outcome, result: str, on: date | None = None, **data: Any) -> None:
        self.step(Act.CLOSE, on=on, outcome=outcome.value, result=result, **data)
        self.closed = outcome

    def explain(self, way: FeedbackWay = FeedbackWay.IN_PERSON) -> None:
        self.step(
            Act.EXPLAIN,
            reason=self.said.reason,
            basis=self.said.basis,
            to=self.told,
            way=way.value,
            policy_limited=self.said.is_limited or None,
        )
        self.closed = Outcome.POLICY_LIMITED if self.said.is_limited else Outcome.EXPLAINED

    def feedback(self, answer: Answer | None = None, on: date | None = None) -> Answer:
        way = self.rng.choices(_WAYS, (55, 35, 6, 4))[0]
        said = answer or self.rng.choices(_ANSWERS, (71, 23, 4, 2))[0]
        self.step(Act.FEEDBACK, on=on, way=way.value, to=self.told, answer=said.value)
        return said

    def cannot_reach(self, why: str | None = None, *, gives_up: bool = False) -> None:
        self.step(Act.FEEDBACK, why, way=FeedbackWay.UNREACHABLE.value, gives_up=gives_up or None)

    def cancel_off(self) -> None:
        self.step(Act.CANCEL_OFF)
        self.is_cancelled = True

    def reopen(self, reason: str) -> None:
        self.step(Act.REOPEN, reason=reason)
        self.closed, self.is_cancelled, self.due = None, False, None

    def move_to(self, list_kind: ListKind, reason: str) -> None:
        self.step(Act.CLASSIFY, list=list_kind.value, reason=reason)
        self.list_kind = list_kind


def register(
    village: Village,
    said: Saying,
    home: Home,
    *,
    source: Source,
    heard_on: date | None = None,
    hearing_id: str | None = None,
    finding: FindingKind | None = None,
) -> Case:
    """Take in what came by another way than the hearing, or is put in afterwards."""
    new = spoken(village, said, home, source=source, finding=finding)
    made = register_matter(village.store, new, heard_on=heard_on, hearing_id=hearing_id)
    return village.keep(Case(village, made.id, said, home, told_to(new), new.list_kind))


def spoken(
    village: Village,
    said: Saying,
    home: Home,
    *,
    source: Source | None = None,
    finding: FindingKind | None = None,
) -> NewMatter:
    """The words as they are written down, with whoever said them (R54)."""
    rng = village.rng
    name, phone = rng.choice(home.speakers)
    raisers, signatures = [name], None
    if rng.random() < 0.07:
        near = [h for h in village.homes if h.group_no == home.group_no and h is not home]
        raisers += [h.head for h in rng.sample(near, k=min(len(near), rng.randint(1, 3)))]
        signatures = len(raisers) + rng.choice((0, 0, 4, 9, 23))
    return NewMatter(
        words=said.words,
        topic=said.topic,
        list_kind=said.list_kind,
        summary=said.summary if rng.random() < 0.93 else None,
        finding=finding or said.finding,
        source=source,
        raisers=raisers,
        is_anonymous=rng.random() < 0.03,
        signatures=signatures,
        contact_phone=phone,
        household_id=home.id,
    )


def told_to(new: NewMatter) -> str:
    if new.is_anonymous:
        return "某群众"
    return new.raisers[0] if len(new.raisers) == 1 else f"{new.raisers[0]}等人"
