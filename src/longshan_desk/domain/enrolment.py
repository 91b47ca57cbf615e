"""Why a desk is replaced or ended."""

from __future__ import annotations

from longshan_desk.domain.labels import Labelled


class Because(Labelled):
    BROKEN = "broken", "坏了"
    LOST = "lost", "丢了"
    STOLEN = "stolen", "被偷了"

    @property
    def is_in_others_hands(self) -> bool:
        """Whether somebody else may have it now: then it must not be able to do anything."""
        return self is not Because.BROKEN
