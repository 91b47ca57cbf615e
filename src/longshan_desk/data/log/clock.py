"""The ordering stamp of the log (a hybrid logical clock): it orders, it never decides.

A stamp is ``milliseconds << 16 | counter``. The wall clock is used only while it is plausible,
so that a computer in the year 2099 or 2009 poisons nobody.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from longshan_desk import BUILD_DATE

BUILD_MS = int(datetime.fromisoformat(BUILD_DATE).replace(tzinfo=UTC).timestamp() * 1000)
AHEAD_MS = 400 * 24 * 3600 * 1000
ADOPTED_AHEAD_MS = 2 * 24 * 3600 * 1000


def wall_ms() -> int:
    return time.time_ns() // 1_000_000


def is_plausible(wall: int, belief: int) -> bool:
    """Whether a clock reading can be true, given the latest time there is reason to believe."""
    return BUILD_MS <= wall <= max(BUILD_MS, belief) + AHEAD_MS


def was_reliable(wall: int | None, stamp: int) -> bool:
    """Whether an act's clock as read can have been true: then its stamp was taken from it, or from
    another desk whose clock ran a little ahead."""
    return wall is not None and 0 <= (stamp >> 16) - wall <= ADOPTED_AHEAD_MS


class Clock:
    """Gives stamps that only rise; ``last`` is the highest stamp in the log."""

    def __init__(self, last: int) -> None:
        self.last = last

    def tick(self) -> tuple[int, int]:
        """The next stamp, and the raw clock as read (ms), for display and diagnosis only."""
        wall = wall_ms()
        floor = wall << 16 if is_plausible(wall, self.last >> 16) else 0
        self.last = max(self.last + 1, floor)
        return self.last, wall

    def adopt(self, stamp: int) -> None:
        """Go on behind a stamp of another desk, unless its clock runs too far ahead to be true."""
        wall = wall_ms()
        belief = max(BUILD_MS, self.last >> 16)
        if is_plausible(wall, belief):
            belief = max(belief, wall)
        if stamp >> 16 <= belief + ADOPTED_AHEAD_MS:
            self.last = max(self.last, stamp)

    def is_reliable(self) -> bool:
        return is_plausible(wall_ms(), self.last >> 16)


def utc_now() -> str:
    """The real clock in UTC, ISO 8601 with seconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
