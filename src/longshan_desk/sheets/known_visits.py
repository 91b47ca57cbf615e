"""What the desk knows of households and visits, as the planning of an import asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay


@dataclass(frozen=True, slots=True)
class KnownHome:
    """``heads`` are the present head and, behind, those before (R46)."""

    id: str
    group: int
    heads: tuple[str, ...]
    code: str | None = None
    ended_on: date | None = None
    """The first day on which it is no household any more."""

    @property
    def words(self) -> str:
        """一组马占山户"""
        return f"{group_label(self.group)}{self.heads[0]}户"


@dataclass(frozen=True, slots=True)
class KnownVisit:
    """What an entry of the diary says now."""

    id: str
    facts: VisitFacts


Check = Callable[[VisitFacts, tuple[str, ...]], VisitFacts]
"""Facts in the form that is kept, besides topics already on record; raises AppError for what
could not be written."""


@dataclass(frozen=True)
class KnownDiary:
    """``gone`` are households and entries by id that were deleted; ``visitors`` everybody who may
    have gone: the roster, and whoever went before."""

    homes: Sequence[KnownHome]
    visits: Sequence[KnownVisit]
    visitors: frozenset[str]
    check: Check
    gone: frozenset[str] = frozenset()

    @cached_property
    def home_of(self) -> dict[str, KnownHome]:
        return {home.id: home for home in self.homes}

    @cached_property
    def visit_of(self) -> dict[str, KnownVisit]:
        return {visit.id: visit for visit in self.visits}

    @cached_property
    def on_days(self) -> dict[tuple[str, date, VisitWay], list[KnownVisit]]:
        """By household, day and way."""
        found: dict[tuple[str, date, VisitWay], list[KnownVisit]] = {}
        for visit in self.visits:
            facts = visit.facts
            found.setdefault((facts.household_id, facts.on, facts.way), []).append(visit)
        return found

    @cached_property
    def by_head(self) -> dict[str, list[KnownHome]]:
        """By the present head; by a former one where nobody bears the name now."""
        now: dict[str, list[KnownHome]] = {}
        before: dict[str, list[KnownHome]] = {}
        for home in self.homes:
            now.setdefault(home.heads[0], []).append(home)
            for name in dict.fromkeys(home.heads[1:]):
                before.setdefault(name, []).append(home)
        return before | now

    def head_meant(self, name: str) -> str:
        """马占山 for 马占山户, unless somebody is called so."""
        short = name.removesuffix("户")
        return short if name not in self.by_head and short in self.by_head else name

    @cached_property
    def by_code(self) -> dict[str, list[KnownHome]]:
        found: dict[str, list[KnownHome]] = {}
        for home in self.homes:
            if home.code:
                found.setdefault(home.code, []).append(home)
        return found
