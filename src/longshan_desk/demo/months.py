"""Which hearing of the demonstration is held when, and what is out of the ordinary about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from longshan_desk.domain.calendar import HearingDay, Month

FIXED_DAY = "每月5日"

ORDINARY = (
    "petition", "petition_extended", "petition_refused", "petition",
    "legal", "legal", "withdrawn", "withdrawn", "duplicate", "duplicate", "duplicate",
    "void", "late_row", "late_row", "limited", "explained", "handed_up",
)  # fmt: skip
"""What happens every year, at some hearing or other."""

NEGLECT = (
    ("nobody", "promise_broken", "unhappy", "passed_on", "put_off_twice", "raised_again"),
    ("forgotten", "idle", "overdue", "untold", "reopened", "sidestepped", "promise_open"),
)
"""What went wrong at the last hearing but two and but one, so that today every stall and every
signal is there to be seen (R22)."""


@dataclass(frozen=True, slots=True)
class HearingPlan:
    """One month's hearing. ``tags`` are matters that must come up at it."""

    month: Month
    fixed_on: date
    held_on: date
    moved_reason: str = ""
    entered_after: int = 0
    """Days until the clerk writes it down (R29)."""
    chair_reason: str = ""
    committees_after: int = 2
    postponed_to: int = 0
    postponed_reason: str = ""
    tags: tuple[str, ...] = ()


def plan_hearings(rng: Random, years: int, last: Month) -> list[HearingPlan]:
    """Twelve hearings a year, the last one in ``last``."""
    fixed = HearingDay.parse(FIXED_DAY)
    months = [last.plus(i + 1 - 12 * years) for i in range(12 * years)]
    plans = []
    for month in months:
        day = fixed.on(month)
        plans.append(HearingPlan(month, day, day, committees_after=rng.choice((1, 2, 2, 3))))
    for year in range(years):
        _make_eventful(rng, plans, 12 * year, is_last=year == years - 1)
    for back, tags in zip((-3, -2), NEGLECT, strict=True):
        plans[back] = replace(plans[back], tags=tags)
    return plans


def _make_eventful(rng: Random, plans: list[HearingPlan], first: int, *, is_last: bool) -> None:
    """The year's exceptions, each at a hearing of its own."""
    reach = range(first, first + (9 if is_last else 12))
    cold = [i for i in reach if plans[i].month.month in (12, 1, 2)] or list(reach)
    snow = rng.choice(cold)
    others = [i for i in reach if i != snow]
    late, other_chair, late_entry, late_committees, put_off = rng.sample(others, 5)
    plans[snow] = replace(
        plans[snow],
        held_on=plans[snow].fixed_on + timedelta(days=rng.randint(3, 6)),
        moved_reason="大雪封路，群众出不了门。",
    )
    plans[late] = replace(plans[late], held_on=plans[late].fixed_on + timedelta(days=3))
    plans[other_chair] = replace(plans[other_chair], chair_reason="书记住院，委托副书记主持。")
    plans[late_entry] = replace(plans[late_entry], entered_after=7)
    plans[late_committees] = replace(plans[late_committees], committees_after=rng.randint(5, 6))
    plans[put_off] = replace(
        plans[put_off],
        committees_after=6,
        postponed_to=6,
        postponed_reason="县上抽调村干部防汛，会议顺延。",
    )
    _spread(rng, plans, reach, ORDINARY)


def _spread(
    rng: Random, plans: list[HearingPlan], reach: Iterable[int], tags: Iterable[str]
) -> None:
    """At most three a hearing."""
    free = [i for i in reach for _ in range(3)]
    rng.shuffle(free)
    for tag, i in zip(tags, free, strict=False):
        plans[i] = replace(plans[i], tags=(*plans[i].tags, tag))
