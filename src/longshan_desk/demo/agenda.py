"""The demonstration's calendar: courses of events, each told to wait some days and go on."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import date, timedelta

Course = Iterator[int]
"""What happens one thing after another; it yields how many days (0 or more) to wait."""


class Agenda:
    """Takes every course up on its days, in one order, and stops on the last day."""

    def __init__(self, first_day: date, last_day: date) -> None:
        self.day = first_day
        self.last_day = last_day
        self._waiting: list[tuple[date, int, Course]] = []
        self._begun = 0

    def begin(self, course: Course, on: date | None = None) -> None:
        """Take up a course on a day; what lies behind us is taken up today."""
        heapq.heappush(self._waiting, (max(on or self.day, self.day), self._begun, course))
        self._begun += 1

    def run(self, day_comes: Callable[[date], None]) -> None:
        """Live through all days; what would happen after the last one never does."""
        while self._waiting and self._waiting[0][0] <= self.last_day:
            day, _, course = heapq.heappop(self._waiting)
            if day != self.day:
                self.day = day
                day_comes(day)
            wait = next(course, None)
            if wait is not None:
                self.begin(course, day + timedelta(days=wait))
        self.day = self.last_day
