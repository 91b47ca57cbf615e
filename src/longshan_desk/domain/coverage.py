"""Which households were visited in a period, and who is missing (R8, R10).

The reading rule: a household counts that is registered on the period's last day and not marked
away for the whole period. One that is away counts as contacted when an entry says how, never as
visited. A visit counts once per household and period, whoever wrote it; two visitors on one visit
are one visit for the household and one each for the visitors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from longshan_desk.domain.periods import Period

_DAY = timedelta(days=1)
_EVER = Period()


# -- what goes in ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HouseholdSpan:
    """A household through time, as far as coverage asks (R46).

    ``registered`` and every period of ``away`` include both ends. ``has_residents`` is false where
    every member is recorded as living elsewhere. ``special`` holds when the household or one of
    its people belonged to a special group (R11).
    """

    id: str
    group_no: int
    registered: Period = _EVER
    away: tuple[Period, ...] = ()
    has_residents: bool = True
    special: tuple[Period, ...] = ()

    def is_away_on(self, day: date) -> bool:
        return any(day in period for period in self.away)

    def is_special_on(self, day: date) -> bool:
        return any(day in period for period in self.special)

    def is_resident_on(self, day: date) -> bool:
        """常住: somebody of it lives here, and it is not marked away."""
        return self.has_residents and not self.is_away_on(day)

    def is_away_throughout(self, period: Period) -> bool:
        """Whether it is marked away on every day of ``period`` on which it is registered."""
        last = min(_end(period), _end(self.registered))
        day = max(_begin(period), _begin(self.registered))
        for away in sorted(self.away, key=_begin):
            if _begin(away) <= day <= _end(away):
                if _end(away) >= last:
                    return True
                day = _end(away) + _DAY
        return False

    def known_on(self, day: date) -> HouseholdSpan | None:
        """What a look on ``day`` knows of it: what happened later has not happened yet."""
        if _begin(self.registered) > day:
            return None
        registered = self.registered
        if _end(registered) >= day:
            registered = Period(registered.from_on, None)
        away = tuple(period for period in self.away if _begin(period) <= day)
        return replace(self, registered=registered, away=away)


@dataclass(frozen=True, slots=True)
class VisitFact:
    """An entry of the diary, as far as coverage asks."""

    household_id: str
    on: date
    is_at_home: bool
    visitors: tuple[str, ...]
    is_unchanged: bool = False


def registered_from_until(from_on: date | None, gone_on: date | None) -> Period | None:
    """The days of registration of a household that left on ``gone_on``, which is no longer one of
    them; nothing for one that left on the day it came."""
    if gone_on is None:
        return Period(from_on, None)
    last = gone_on - _DAY
    return None if from_on is not None and last < from_on else Period(from_on, last)


# -- what comes out -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """Households of a village or a group in a period.

    ``households`` = ``visited`` + ``away`` + ``by_other_ways`` + the ``missing`` ones.
    """

    households: int = 0
    """户籍: registered on the period's last day."""
    resident: int = 0
    """常住 on the period's last day."""
    visited: int = 0
    """Seen at home."""
    visited_resident: int = 0
    unchanged: int = 0
    """Of the visited: nothing else was written than 无变化."""
    away: int = 0
    """Away the whole period and not visited."""
    contacted: int = 0
    """Of those away."""
    by_other_ways: int = 0
    """Not away and not visited, but reached by telephone, video or through others."""
    missing: tuple[str, ...] = ()

    @property
    def expected(self) -> int:
        """The denominator of R8 and R10: without those away for the whole period."""
        return self.households - self.away

    @property
    def rate(self) -> Fraction | None:
        """Visited of those expected; nothing where none is."""
        return Fraction(self.visited, self.expected) if self.expected else None

    @property
    def resident_rate(self) -> Fraction | None:
        """Visited of those who live here."""
        return Fraction(self.visited_resident, self.resident) if self.resident else None


@dataclass(frozen=True, slots=True)
class VisitorFigures:
    """What one visitor did: households, each once; ``by_group`` are those seen at home."""

    name: str
    visited: int
    contacted: int
    """Reached by other ways alone."""
    visits: int
    """Entries, of any way."""
    by_group: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """A period's coverage: all, by group, by visitor; ``missing`` keep the order of the spans."""

    period: Period
    total: Figures
    groups: Mapping[int, Figures]
    visitors: tuple[VisitorFigures, ...]


# -- counting -------------------------------------------------------------------------------


def coverage(
    spans: Iterable[HouseholdSpan],
    visits: Iterable[VisitFact],
    period: Period,
    *,
    visitor: str | None = None,
    on: date = date.max,
) -> Coverage:
    """R8, R10: coverage of ``period`` as a look on the day ``on`` finds it.

    With ``visitor`` only visits on which that person went count. Linear in both inputs; visits
    outside the period or after ``on`` are passed over.
    """
    last = min(on, _end(period))
    made = [
        visit
        for visit in visits
        if _begin(period) <= visit.on <= last and (visitor is None or visitor in visit.visitors)
    ]
    by_household: dict[str, list[VisitFact]] = {}
    for visit in made:
        by_household.setdefault(visit.household_id, []).append(visit)
    everything = list(spans)
    counted: dict[int, _Count] = {}
    for span in everything:
        known = span.known_on(on)
        if known is not None and _end(period) in known.registered:
            group = counted.setdefault(span.group_no, _Count())
            group.add(known, by_household.get(span.id, ()), period)
    groups = {number: counted[number].figures() for number in sorted(counted)}
    group_of = {span.id: span.group_no for span in everything}
    order = {span.id: place for place, span in enumerate(everything)}
    shown = [
        one for one in visitor_figures(made, group_of) if visitor is None or one.name == visitor
    ]
    return Coverage(period, _sum(groups.values(), order), groups, tuple(shown))


class _Count:
    """One group's households, counted one by one."""

    def __init__(self) -> None:
        self.numbers = dict.fromkeys(_NUMBERS, 0)
        self.missing: list[str] = []

    def add(self, span: HouseholdSpan, visits: Sequence[VisitFact], period: Period) -> None:
        at_home = [visit for visit in visits if visit.is_at_home]
        is_resident = span.is_resident_on(_end(period))
        self._count("households", True)
        self._count("resident", is_resident)
        if at_home:
            self._count("visited", True)
            self._count("visited_resident", is_resident)
            self._count("unchanged", all(visit.is_unchanged for visit in at_home))
        elif span.is_away_throughout(period):
            self._count("away", True)
            self._count("contacted", bool(visits))
        elif visits:
            self._count("by_other_ways", True)
        else:
            self.missing.append(span.id)

    def _count(self, name: str, holds: bool) -> None:
        self.numbers[name] += holds

    def figures(self) -> Figures:
        return Figures(**self.numbers, missing=tuple(self.missing))


_NUMBERS = (
    "households", "resident", "visited", "visited_resident", "unchanged", "away", "contacted",
    "by_other_ways",
)  # fmt: skip


def _sum(groups: Iterable[Figures], order: Mapping[str, int]) -> Figures:
    parts = list(groups)
    numbers = {name: sum(getattr(part, name) for part in parts) for name in _NUMBERS}
    missing = sorted((one for part in parts for one in part.missing), key=order.__getitem__)
    return Figures(**numbers, missing=tuple(missing))


def visitor_figures(
    visits: Iterable[VisitFact], group_of: Mapping[str, int]
) -> tuple[VisitorFigures, ...]:
    """R10: one line for each visitor, by name: nobody is ranked (R32)."""
    entries: dict[str, int] = {}
    homes: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}
    for visit in visits:
        for name in dict.fromkeys(visit.visitors):
            entries[name] = entries.get(name, 0) + 1
            reached = homes if visit.is_at_home else others
            reached.setdefault(name, set()).add(visit.household_id)
    found = []
    for name in sorted(entries):
        seen = homes.get(name, set())
        by_group: dict[int, int] = {}
        for household in seen:
            number = group_of.get(household, 0)
            by_group[number] = by_group.get(number, 0) + 1
        reached_only = len(others.get(name, set()) - seen)
        found.append(VisitorFigures(name, len(seen), reached_only, entries[name], by_group))
    return tuple(found)


def _begin(period: Period) -> date:
    return period.from_on or date.min


def _end(period: Period) -> date:
    return period.until_on or date.max
