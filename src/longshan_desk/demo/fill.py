"""Filling an empty home with the demonstration's village, day by day, through the real acts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from longshan_desk.actions.office import create_village_office
from longshan_desk.actions.policy import save_policy
from longshan_desk.actions.users import add_user, rename_user
from longshan_desk.data.identity import Installation, marker_path, read_marker, write_marker
from longshan_desk.data.ids import seeded
from longshan_desk.data.store import Store
from longshan_desk.demo.agenda import Agenda, Course
from longshan_desk.demo.changes import household_changes
from longshan_desk.demo.families import families
from longshan_desk.demo.hearings import month_of
from longshan_desk.demo.ledgers import ledger, sessions
from longshan_desk.demo.months import FIXED_DAY, HearingPlan, plan_hearings
from longshan_desk.demo.opening import take_over
from longshan_desk.demo.people import fill_roster, register
from longshan_desk.demo.projects import begin_decisions
from longshan_desk.demo.rolls import fill_rolls
from longshan_desk.demo.village import Village
from longshan_desk.demo.visits import diary
from longshan_desk.demo.years import (
    callers,
    comings_and_goings,
    corrections,
    new_phones,
    new_secretary,
    rating,
    year_plan,
)
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.domain.policy import Policy
from longshan_desk.errors import BadValueError
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.households import groups
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.queries.visits import visit_ids

Step = Callable[[int, int], None]
"""Told how much of how much is done; it may raise to stop."""

YEARS = range(1, 21)
_NOTICE = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the village is."""

    households: int = 400
    persons: int = 1500


VILLAGE = Size()


@dataclass(frozen=True)
class DemoCounts:
    """What was made up."""

    households: int
    persons: int
    hearings: int
    matters: int
    visits: int = 0

    def __str__(self) -> str:
        return (
            f"演示村已建好：{self.households} 户 {self.persons} 人，"
            f"说事会 {self.hearings} 次，事项 {self.matters} 件，走访 {self.visits} 次。"
        )


def fill_home(
    paths: DeskPaths,
    *,
    years: int,
    seed: int,
    today: date,
    step: Step | None = None,
    size: Size = VILLAGE,
) -> DemoCounts:
    """Make a desk in an empty home and let its village live ``years`` years, up to ``today``.

    The same ``seed`` and ``today`` give the same village, ids included. What ``step`` raises
    stops the filling and leaves the home as empty as it was. Raises ``DeskExistsError`` where
    there is a desk, ``BadValueError`` for years out of reason.
    """
    if years not in YEARS:
        raise BadValueError(
            f"不能做 {years} 年的演示。",
            hint=f"请填 {YEARS.start} 到 {YEARS.stop - 1} 年。",
            where="年数",
        )
    marker = read_marker(paths)
    store = Store.create(paths)
    there_before = _files(paths)
    try:
        with store, store.filling(), seeded(f"demo-{seed}"):
            return _Filling(store, years, seed, today, step or _nobody_asks, size).run()
    except BaseException:
        store.close()
        _remove(paths, there_before)
        _forget(paths, marker)
        raise


def _nobody_asks(_done: int, _total: int) -> None:
    return None


def _files(paths: DeskPaths) -> set[Path]:
    return set(paths.backups.iterdir())


def _remove(paths: DeskPaths, there_before: set[Path]) -> None:
    """A village that was never finished is of no use to anybody."""
    database = paths.database
    made = [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm")]
    for path in (*made, *(_files(paths) - there_before)):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _forget(paths: DeskPaths, marker: Installation | None) -> None:
    """Numbers that nobody ever saw are not given: the next desk here begins with its first."""
    with suppress(OSError):
        if marker is None:
            marker_path(paths).unlink(missing_ok=True)
        else:
            write_marker(paths, marker)


class _Filling:
    """One filling, from the founding of the office to the last day."""

    def __init__(
        self, store: Store, years: int, seed: int, today: date, step: Step, size: Size
    ) -> None:
        self.store, self.years, self.size, self.step = store, years, size, step
        self.rng, self.seed = Random(f"village-{seed}"), seed
        self.plans = plan_hearings(self.rng, years, Month.of(today))
        first_day = self.plans[0].month.first_day
        self.agenda = Agenda(first_day, max(today, first_day))
        self.total = size.households + 10 * len(self.plans)
        self.store.today = lambda: self.agenda.day

    def run(self) -> DemoCounts:
        village = self._found()
        take_over(village)
        for begun, plan in enumerate(self.plans):
            self.agenda.begin(self._month(village, begun, plan), _notice_day(plan))
        self._begin_years(village)
        begin_decisions(village, f"decisions-{self.seed}")
        self.agenda.run(village.day_comes)
        self.store.switch_user(village.users[0])
        return self._counts(village)

    def _found(self) -> Village:
        """The office, its people and its rules, as they are before the first hearing."""
        clerk_user = self._office()
        made = families(self.rng, self.size.households, self.size.persons, self.agenda.day)
        homes = register(self.store, self.rng, made, lambda done: self.step(done, self.total))
        officers = fill_roster(self.store, self.rng, homes)
        fill_rolls(self.store, f"rolls-{self.seed}", homes)
        rename_user(self.store, clerk_user, officers.clerk)
        deputy_user = add_user(self.store, officers.deputy)
        users = (clerk_user, deputy_user)
        evenings = frozenset(
            plan.held_on + timedelta(days=plan.committees_after) for plan in self.plans
        )
        return Village(self.store, self.rng, self.agenda, homes, officers, users, evenings=evenings)

    def _office(self) -> str:
        create_village_office(
            self.store,
            code="07",
            name="大湾村",
            user="文书",
            hearing_day=FIXED_DAY,
            township="龙山镇",
            county="张家川回族自治县",
        )
        starts_on = self.agenda.day
        save_policy(self.store, Policy(starts_on=starts_on), from_on=starts_on, note="启用")
        return self.store.user_id

    def _month(self, village: Village, begun: int, plan: HearingPlan) -> Course:
        self.step(self.size.households + 10 * begun, self.total)
        yield from month_of(village, plan)

    def _begin_years(self, village: Village) -> None:
        agenda, dice = self.agenda, Random(f"visits-{self.rng.random()}")
        agenda.begin(new_secretary(village), self.plans[len(self.plans) // 2].held_on - _NOTICE)
        for course in (diary(village, dice), sessions(village, dice), ledger(village, dice)):
            agenda.begin(course, self.plans[0].month.first_day)
        for course in (callers(village), new_phones(village), corrections(village)):
            agenda.begin(course, self.plans[0].held_on + _NOTICE)
        for year in range(agenda.day.year, agenda.last_day.year + 1):
            agenda.begin(year_plan(village, year), date(year, 1, 4))
            agenda.begin(rating(village), date(year, 12, 28))
            agenda.begin(comings_and_goings(village), date(year, 2, 20))
            agenda.begin(household_changes(village, year), date(year, 1, 8))

    def _counts(self, village: Village) -> DemoCounts:
        by_group = groups(self.store)
        hearings = list_meetings(self.store, kind=MeetingKind.HEARING)
        return DemoCounts(
            households=sum(group.households for group in by_group),
            persons=sum(group.persons for group in by_group),
            hearings=len(hearings),
            matters=len(list_matters(self.store)),
            visits=len(visit_ids(self.store)),
        )


def _notice_day(plan: HearingPlan) -> date:
    """The hearing is put on the calendar some days ahead, moved ones by their old day."""
    return min(plan.fixed_on, plan.held_on) - _NOTICE
