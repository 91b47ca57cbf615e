"""Which words are said at which hearing: no saying comes back before the others were heard."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from longshan_desk.demo.sayings import SAYINGS, Saying


class Deck:
    """All sayings, shuffled; those drawn go to the bottom."""

    def __init__(self, rng: Random) -> None:
        self._pile = list(SAYINGS)
        rng.shuffle(self._pile)

    def draw(self, month: int, fits: Callable[[Saying], bool] = lambda _: True) -> Saying:
        """The next saying of the season that fits; out of season rather than none."""
        for in_season in (True, False):
            for place, saying in enumerate(self._pile):
                is_now = not in_season or not saying.months or month in saying.months
                if is_now and fits(saying):
                    self._pile.append(self._pile.pop(place))
                    return saying
        raise LookupError("no saying fits")
