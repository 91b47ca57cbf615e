"""A year of visits typed into 批量录入, the keys counted, and what coverage is then by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from clerk import Clerk, Key
from longshan_desk.actions.household_changes import move_in, move_out
from longshan_desk.actions.households import mark_away
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.coverage import Figures
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts
from longshan_desk.queries.coverage import month_coverage
from longshan_desk.ui.visits.batch_panel import BatchPanel
from longshan_desk.ui.visits.batch_rows import is_open
from longshan_desk.ui.visits.page import VisitsPage
from ui.at_visits import Typist, visits_page

CTRL = Qt.KeyboardModifier.ControlModifier
HOME, CALL, VIDEO, OTHERS = WAYS = ("home", "telephone", "video", "others")
CLERK, HELPER = "王会计", "孙立"
SURNAMES = "马李王杨苏丁白冶张赵陈刘周吴郑孙朱胡林何"
GIVEN = "占山 建国 玉兰 生虎 成林 万福 秀英 小龙 得才 桂花".split()
WORDS = (
    "房顶漏雨，已经看过，约了人来修", "孙子上学要开证明", "花椒收成好，愁销路",
    "老人腿疼，帮着约了村医", "想办养老认证", "门前路灯不亮",
)  # fmt: skip


@dataclass
class House:
    """What the script knows of a household: it made it."""

    id: str
    group: int
    head: str
    began: date | None = None
    gone: date | None = None
    away: tuple[date, date] | None = None


@dataclass(frozen=True)
class Typed:
    household: str
    on: date
    way: str
    by: tuple[str, ...]
    is_unchanged: bool


@dataclass
class Hand:
    """What the hands did: keys and phrases of each row, and of everything around the rows."""

    rows: list[tuple[int, int]] = field(default_factory=list)
    around: int = 0
    clicks: int = 0

    @property
    def row_keys(self) -> int:
        return sum(keys for keys, _ in self.rows)

    @property
    def phrases(self) -> int:
        return sum(phrases for _, phrases in self.rows)


class TypedYear:
    """``live(months)``; then ``typed`` holds what was entered and ``hand`` what that took."""

    def __init__(self, clerk: Clerk, typist: Typist, *, groups: int, homes: int) -> None:
        self.clerk, self.typist, self.desk = clerk, typist, clerk.desk
        self.chance = random.Random(20220405)
        self.typed: list[Typed] = []
        self.hand = Hand()
        self.groups = groups
        self.houses: dict[str, House] = {}
        names: Iterator[str] = (f"{first}{second}" for second in GIVEN for first in SURNAMES)
        for number, name in zip(range(homes), _endless(names), strict=False):
            group = 1 + number % groups
            made = self.desk.add_household(name, group=group)
            self.houses[made] = House(made, group, name)

    # -- the village lives ----------------------------------------------------------------------

    def send_away(self, share: int, until: date) -> None:
        """One household in ``share`` works elsewhere from the first of the month on."""
        first = self.desk.today.replace(day=1)
        here = [one for one in self.houses.values() if one.away is None and one.gone is None]
        for house in here[::share]:
            house.away = (first, until)
            mark_away(self.desk.store, house.id, from_on=first, until_on=until)

    def move(self, number: int) -> None:
        """One household leaves in the middle of the month, another one comes."""
        day = self.desk.today.replace(day=16)
        leaving = [one for one in self.houses.values() if one.gone is None and one.away is None]
        house = leaving[number * 7 % len(leaving)]
        house.gone = day
        move_out(self.desk.store, house.id, on=day)
        name = f"新来{number}"
        made = move_in(
            self.desk.store, on=day, facts=HouseholdFacts(group_no=house.group),
            people=[PersonFacts(name)],
        ).household_id  # fmt: skip
        self.houses[made] = House(made, house.group, name, began=day)

    # -- the clerk types ------------------------------------------------------------------------

    @property
    def batch(self) -> BatchPanel:
        panel = visits_page(self.clerk).panel("batch")
        assert isinstance(panel, BatchPanel)
        return panel

    def write_month(self, month: Month, *, late: int = 0) -> None:
        """Every group's month, on a day of its own; with ``late`` of the month before first."""
        page = visits_page(self.clerk)
        self._go_to_now(page)
        if late:
            self._around_click(_named(page.coverage.picker, "上一月"))
            self.write_group(1, month.previous(), month.previous().last_day, at_most=late)
            self._go_to_now(page)
        assert page.coverage.month == month
        for group in range(1, self.groups + 1):
            self.write_group(group, month, month.first_day + timedelta(days=2 + 3 * group))

    def write_group(self, group: int, month: Month, day: date, at_most: int = 10_000) -> None:
        """A group from its first open row to its last, then Ctrl+S."""
        batch = self.batch
        self._choose_group(batch, group)
        by = (CLERK, HELPER) if group % 3 == 0 else (CLERK,)
        self._set_visitors(batch, by)
        self._set_day(batch, day)
        self._click_row(batch, 0)
        again: set[str] = set()
        while len(again) < at_most and (row := batch.grid.current_row()) is not None:
            if row.key in again or not is_open(row):
                break
            again.add(row.key)
            self._write_row(row.key, day, by, is_away="外出" in row.values["marks"])
        self._around(Key.Key_S, mod=CTRL)
        self.clerk.settle()
        assert not batch.written(), batch.unsaved.text
        if at_most > len(again):
            self._visit_twice(batch, group, day, by)

    def _write_row(self, key: str, day: date, by: tuple[str, ...], *, is_away: bool) -> None:
        typist = self.typist
        before = typist.keys, typist.phrases
        kind, turns = self.chance.random(), 0
        if kind > 0.97:
            typist.press(Key.Key_Return)  # nobody was there: the row is passed over
            self.hand.rows.append((typist.keys - before[0], 0))
            return
        if kind > 0.80:
            turns = 2 if kind > 0.92 else 1
            typist.press(*[Key.Key_F2] * turns)
        if kind < 0.25:
            typist.press("0")
        elif kind < 0.35:
            typist.say(self.chance.choice(WORDS) + f"，{self.chance.randrange(1000)}号记")
        else:
            typist.press(str(self.chance.randrange(1, 8)))
        typist.press(Key.Key_Return)
        self.hand.rows.append((typist.keys - before[0], typist.phrases - before[1]))
        start = CALL if is_away else HOME
        way = WAYS[(WAYS.index(start) + turns) % len(WAYS)]
        self.typed.append(Typed(key, day, way, by, is_unchanged=kind < 0.25))

    def _visit_twice(self, batch: BatchPanel, group: int, day: date, by: tuple[str, ...]) -> None:
        """Somebody of the group was seen once more on the same day: F5."""
        seen = [one for one in self.typed if one.on == day and one.way == HOME]
        key = next((one.household for one in seen if self.houses[one.household].group == group), "")
        if not key:
            return
        self._click_row(batch, batch.grid._rows.position_of(key))
        before = self.typist.keys
        self.typist.press(Key.Key_F5, "2", Key.Key_Return)
        self.hand.rows.append((self.typist.keys - before, 0))
        self.typed.append(Typed(key, day, HOME, by, is_unchanged=False))
        self._around(Key.Key_S, mod=CTRL)
        self.clerk.settle()

    # -- around the rows ------------------------------------------------------------------------

    def _around(self, *keys: Key | str, mod: Qt.KeyboardModifier | None = None) -> None:
        before = self.typist.keys
        self.typist.press(*keys, mod=mod)
        self.hand.around += self.typist.keys - before

    def _go_to_now(self, page: VisitsPage) -> None:
        """本月 stands there once the figures of another month are."""
        page.coverage.load()
        self._around_click(page.coverage.now_button)

    def _around_click(self, widget: QWidget) -> None:
        if widget.isVisible():
            self.clerk.press(widget)
            self.hand.clicks += 1
            self.clerk.settle()

    def _click_row(self, batch: BatchPanel, at: int) -> None:
        """On the household's name: the cursor stands in its words."""
        index = batch.grid.model().index(at, 0)
        batch.grid.scrollTo(index)
        place = batch.grid.visualRect(index).center()
        self.clerk.bot.mouseClick(batch.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.hand.clicks += 1

    def _choose_group(self, batch: BatchPanel, group: int) -> None:
        batch.bar.groups.setFocus()
        self._around(str(group))
        self.clerk.settle()
        assert batch.bar.group == group

    def _set_visitors(self, batch: BatchPanel, by: Sequence[str]) -> None:
        there = [one.name for one in batch.bar.visitors.people()]
        if there == list(by):
            return
        self._around_click(batch.bar.visitors.line)
        self._around(*[Key.Key_Backspace] * len(there))
        for name in by:
            self.typist.say(name)
            self._around(Key.Key_Return)

    def _set_day(self, batch: BatchPanel, day: date) -> None:
        self._around_click(batch.bar.day)
        self._around(Key.Key_A, mod=CTRL)
        self._around(*f"{day.year}.{day.month}.{day.day}")
        assert batch.bar.day.day() == day

    # -- by hand --------------------------------------------------------------------------------

    def reckon(self, month: Month) -> dict[str, Any]:
        """The month's coverage from what was typed, slowly, from the definitions (R8, R10)."""
        first, last = month.first_day, month.last_day
        village: Counter[str] = Counter()
        groups: dict[int, Counter[str]] = {}
        missing = set()
        for house in self.houses.values():
            if (house.began and house.began > last) or (house.gone and house.gone <= last):
                continue
            of = [one for one in self.typed if one.household == house.id]
            of = [one for one in of if first <= one.on <= last]
            at_home = [one for one in of if one.way == HOME]
            away = house.away
            is_away = away is not None and away[0] <= first and away[1] >= last
            is_there = away is None or not away[0] <= last <= away[1]
            said = {"households": 1, "resident": int(is_there)}
            if at_home:
                said["visited"] = 1
                said["unchanged"] = int(all(one.is_unchanged for one in at_home))
                said["visited_resident"] = int(is_there)
            elif is_away:
                said["away"] = 1
                said["contacted"] = int(bool(of))
            elif of:
                said["by_other_ways"] = 1
            else:
                missing.add(house.id)
            village.update(said)
            groups.setdefault(house.group, Counter()).update(said)
        return {
            "village": +village,
            "groups": {number: +one for number, one in groups.items()},
            "missing": missing,
            "visitors": self._reckon_visitors(first, last),
        }

    def _reckon_visitors(self, first: date, last: date) -> dict[str, tuple[int, int]]:
        """By name: households seen at home, and entries."""
        made = [one for one in self.typed if first <= one.on <= last]
        names = {name for one in made for name in one.by}
        seen = {
            name: {one.household for one in made if name in one.by and one.way == HOME}
            for name in names
        }
        return {name: (len(seen[name]), sum(name in one.by for one in made)) for name in names}

    def counted(self, month: Month) -> dict[str, Any]:
        """The same from the program."""
        found = month_coverage(self.desk.store, month).coverage
        return {
            "village": _numbers(found.total),
            "groups": {number: _numbers(one) for number, one in found.groups.items()},
            "missing": set(found.total.missing),
            "visitors": {one.name: (one.visited, one.visits) for one in found.visitors},
        }


def _numbers(figures: Figures) -> Counter[str]:
    names = (
        "households resident visited visited_resident unchanged away contacted by_other_ways"
    ).split()
    return +Counter({name: getattr(figures, name) for name in names})


def _endless(names: Iterator[str]) -> Iterator[str]:
    """Names enough: the later ones with a number."""
    known = list(names)
    yield from known
    for number in count(1):
        yield from (f"{name}{number}" for name in known)


def _named(inside: QWidget, tip: str) -> QAbstractButton:
    return next(one for one in inside.findChildren(QAbstractButton) if one.toolTip() == tip)
