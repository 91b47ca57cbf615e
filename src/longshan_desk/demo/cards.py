"""Numbers that are valid in form and belong to nobody: identity cards and telephones."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from random import Random

from longshan_desk.domain.id_numbers import check_digit
from longshan_desk.domain.labels import Sex

HOME_REGION = "620525"
"""张家川回族自治县."""
OTHER_REGIONS = ("620522", "620521", "620503", "620823", "640424", "620524", "640425")
_ORDERS = {Sex.MALE: ("997", "999"), Sex.FEMALE: ("996", "998")}
"""Orders kept back for people over a hundred: nobody born since 1930 carries one."""


class Cards:
    """Gives every number once."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def birthday(self, age: int, today: date) -> date:
        """A day on which somebody is ``age`` full years old on ``today``."""
        last = _years_before(today, age)
        first = _years_before(today, age + 1) + timedelta(days=1)
        return first + timedelta(days=self._rng.randrange((last - first).days + 1))

    def id_number(self, born_on: date, sex: Sex, *, is_from_here: bool = True) -> str | None:
        """A number for this birthday, or nothing when the day's are given away."""
        region = HOME_REGION if is_from_here else self._rng.choice(OTHER_REGIONS)
        for order in _ORDERS[sex]:
            first = f"{region}{born_on:%Y%m%d}{order}"
            number = first + check_digit(first)
            if number not in self._given:
                self._given.add(number)
                return number
        return None

    def phone(self) -> str:
        """140 is for machines, whose numbers have 13 figures: with 11 it rings nowhere."""
        while True:
            number = f"140{self._rng.randrange(10**8):08d}"
            if number not in self._given:
                self._given.add(number)
                return number


def _years_before(day: date, years: int) -> date:
    last = monthrange(day.year - years, day.month)[1]
    return date(day.year - years, day.month, min(day.day, last))
