"""Where a person belonged, from day to day: the dates of every household stayed in (R46)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stay:
    """In one household from a day until before another day; an open end is ``None``.

    The day of moving in, out or of death is the first day of the new state: who moved out on the
    5th belonged to the household until the 4th, so nobody is ever counted in two places.
    """

    household_id: str
    from_on: date | None = None
    before: date | None = None

    def covers(self, day: date) -> bool:
        return (self.from_on or date.min) <= day < (self.before or date.max)


@dataclass(frozen=True, slots=True)
class PersonSpan:
    """R46: when a person counts in rolls and denominators, and in which household."""

    person_id: str
    stays: tuple[Stay, ...]
    born_on: date | None = None
    died_on: date | None = None

    def household_on(self, day: date) -> str | None:
        """The household's id, ``None`` for a day before birth, after death or away for good."""
        if (self.born_on or date.min) > day or (self.died_on or date.max) <= day:
            return None
        return next((stay.household_id for stay in self.stays if stay.covers(day)), None)

    def is_here(self, day: date) -> bool:
        """Alive, and registered in a household of the village."""
        return self.household_on(day) is not None
