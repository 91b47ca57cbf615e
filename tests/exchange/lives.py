"""Random lives of a township and its villages that hand real packages from stick to stick.

What each PC must show is computed by the oracle from sets of edits; a package adds to a PC's set
what its file can have brought. The same seed always plays the same life.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from unittest import mock

from exchange.life_machines import Machines
from exchange.life_packages import Carrying
from exchange.life_typing import Typing
from exchange.pcs import Pc
from longshan_desk.data.ids import seeded
from longshan_desk.data.log import clock
from longshan_desk.exchange.device_list import TOWNSHIP
from stick import Stick

WHAT = (
    *["add"] * 4, *["edit"] * 16, *["hide"] * 2, *["settle"] * 4, *["make"] * 12, *["take"] * 16,
    *["lose"] * 2, *["cut"] * 2, *["foreign"] * 2, *["clock"] * 2, *["snapshot"] * 2,
    *["restore"] * 2, "erase", "copy",
)  # fmt: skip
Step = tuple[str, int, int, int]

MOST_ROUNDS = 8


def drawn(seed: int, steps: int) -> list[Step]:
    dice = random.Random(seed)

    def number() -> int:
        return dice.randrange(1 << 16)

    return [(dice.choice(WHAT), number(), number(), number()) for _ in range(steps)]


class Life(Typing, Carrying, Machines):
    """Plays steps on a township and its villages."""

    ticks: Iterator[int]
    ahead = 0

    def wall(self) -> int:
        return next(self.ticks) + self.ahead

    def play(self, steps: Sequence[Step]) -> None:
        for step in steps:
            self.act(*step)
        self.finish()

    def act(self, what: str, who: int, a: int, b: int) -> None:
        pc = self.pcs[who // 4 % len(self.pcs)] if who % 4 else self.township
        self.ahead = pc.ahead
        getattr(self, f"_{what}")(pc, a, b)
        self.ahead = 0
        self.check(pc)

    def finish(self) -> None:
        """Everybody hands over to the township and back; all are the same, nothing is missing."""
        somewhere = frozenset().union(*(pc.events for pc in self.pcs))
        for _ in range(MOST_ROUNDS):
            self.note("rounds at the end")
            if self.round() and self.agree():
                break
        self.assert_same()
        for pc in self.pcs:
            self.check(pc)
            self.check_nothing_lost(pc, somewhere)

    def round(self) -> bool:
        """A stick from every village to the township and back; whether all was taken."""
        is_whole = True
        for pc in self.pcs[1:]:
            for sent in self.made(pc, TOWNSHIP):
                is_whole = self.deliver(sent, self.township) and is_whole
            for sent in self.made(self.township, pc.place):
                for one in self.pcs[1:]:
                    if one.place == pc.place:
                        is_whole = self.deliver(sent, one) and is_whole
        return is_whole


@contextmanager
def life(stick: Stick, *, is_noticed: bool = True) -> Iterator[Life]:
    """The township and the villages of ``stick``, at their desks; one second a call."""
    names = sorted(stick.desks, key=lambda name: name != "township")
    pcs = []
    for name in names:
        pc = Pc(stick.desks[name].home, TOWNSHIP if name == "township" else f"V{name[:2]}")
        pcs.append(pc)
    story = Life(stick, pcs, is_noticed)
    story.ticks = count(clock.BUILD_MS + 1000, 1000)
    try:
        with mock.patch.object(clock, "wall_ms", story.wall), seeded("life"):
            yield story
    finally:
        for pc in story.pcs:
            pc.store.close()
