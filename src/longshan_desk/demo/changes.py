"""What a year does to households: births, deaths, a wedding, a split, a move (R46)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from longshan_desk.actions import household_changes as acts
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.names import given_name, surname
from longshan_desk.demo.people import Home
from longshan_desk.demo.village import Village
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.queries.cadres import roster
from longshan_desk.queries.households import (
    HouseholdPage,
    HouseholdRow,
    household,
    household_ids,
    household_rows,
)
from longshan_desk.queries.people import PersonRow

_ADULT, _OLD = 20, 70


def household_changes(village: Village, year: int) -> Course:
    """One act every month or so, entered some days late, as life brings them."""
    rng = Random(f"{village.homes[0].id}-{year}")
    for act in _YEAR:
        yield rng.randint(22, 32)
        if village.today.year == year:
            act(village, rng)


def _born(village: Village, rng: Random) -> None:
    for page in _pages(village, rng):
        mother = _first(page, lambda one: one.sex is Sex.FEMALE and 22 <= (one.age or 0) <= 38)
        if mother is None:
            continue
        sex = rng.choice((Sex.MALE, Sex.FEMALE))
        child = PersonFacts(page.row.head[0] + given_name(rng, sex, 0), "其他", sex=sex)
        acts.born(village.store, page.row.id, child, on=_day(village, rng), mother=mother.id)
        return


def _died(village: Village, rng: Random) -> None:
    """Somebody old who is not the head."""
    for page in _pages(village, rng):
        old = _first(page, lambda one: (one.age or 0) >= _OLD and not one.is_head)
        if old is not None:
            acts.died(village.store, old.id, on=_day(village, rng), reason="因病")
            return


def _head_died(village: Village, rng: Random) -> None:
    for page in _pages(village, rng):
        head = _first(page, lambda one: one.is_head and (one.age or 0) >= 62)
        heir = _first(page, lambda one: not one.is_head and (one.age or 0) >= _ADULT)
        if head is not None and heir is not None:
            acts.died(village.store, head.id, on=_day(village, rng), new_head=heir.id)
            _heads_now(village, page.row.id, heir.name)
            return


def _wedding(village: Village, rng: Random) -> None:
    """A bride comes from elsewhere."""
    for page in _pages(village, rng):
        groom = _first(page, lambda one: one.sex is Sex.MALE and 22 <= (one.age or 0) <= 34)
        if groom is not None and not groom.is_head:
            name = surname(rng, is_han=False) + given_name(rng, Sex.FEMALE, 25)
            bride = PersonFacts(name, "儿媳", sex=Sex.FEMALE)
            acts.move_in(
                village.store,
                on=_day(village, rng),
                household_id=page.row.id,
                people=[bride],
                place="邻乡",
                reason="结婚",
            )
            return


def _married_away(village: Village, rng: Random) -> None:
    for page in _pages(village, rng):
        one = _first(page, lambda one: one.sex is Sex.FEMALE and 21 <= (one.age or 0) <= 30)
        if one is not None and not one.is_head:
            acts.move_out(
                village.store,
                page.row.id,
                on=_day(village, rng),
                people=[one.id],
                place="本镇二道沟村",
                reason="结婚",
            )
            return


def _split(village: Village, rng: Random) -> None:
    """A son of a large family founds his own household."""
    for page in _pages(village, rng):
        here = [one for one in page.people if one.is_here]
        son = _first(page, lambda one: one.sex is Sex.MALE and 25 <= (one.age or 0) <= 45)
        if son is None or son.is_head or len(here) < 4:
            continue
        made = acts.split(
            village.store,
            page.row.id,
            [son.id],
            on=_day(village, rng),
            reason="成家另立门户",
        )
        hamlet = next(home.hamlet for home in village.homes if home.id == page.row.id)
        speakers = ((son.name, son.phone),)
        village.homes.append(Home(made.household_id, page.row.group_no, hamlet, son.name, speakers))
        return


def _all_left(village: Village, rng: Random) -> None:
    for page in _pages(village, rng, lambda row: row.persons <= 3):
        where, why = "兰州市", "购房落户"
        acts.move_out(village.store, page.row.id, on=_day(village, rng), place=where, reason=why)
        _gone(village, page.row.id)
        return


def _joined(village: Village, rng: Random) -> None:
    """Who lives alone joins relatives of the same surname."""
    for page in _pages(village, rng, lambda row: row.persons == 1):
        alone = page.row

        def is_kin(row: HouseholdRow, alone: HouseholdRow = alone) -> bool:
            return (
                row.persons > 1 and row.head[0] == alone.head[0] and row.group_no == alone.group_no
            )

        for other in _pages(village, rng, is_kin):
            reason, day = "独居，并入亲属户照应", _day(village, rng)
            acts.join(village.store, alone.id, other.row.id, on=day, reason=reason)
            _gone(village, alone.id)
            return


def _mistake(village: Village, rng: Random) -> None:
    """A death of somebody of the same name elsewhere, found out at once."""
    for page in _pages(village, rng):
        one = _first(page, lambda one: not one.is_head and (one.age or 0) >= _OLD - 10)
        if one is not None:
            done = acts.died(village.store, one.id, on=_day(village, rng))
            reason = "听错了，去世的是邻村同名的人。"
            acts.cancel_change(village.store, done.act_id, reason=reason)
            return


_YEAR: tuple[Callable[[Village, Random], None], ...] = (
    _born, _died, _wedding, _mistake, _split, _head_died, _all_left, _married_away, _joined, _born,
    _born,
)  # fmt: skip


# -- whom it can happen to ----------------------------------------------------------------------


def _pages(
    village: Village, rng: Random, fits: Callable[[HouseholdRow], bool] = lambda row: True
) -> Iterator[HouseholdPage]:
    """Households at random, without those of officers: their offices have stories of their own.
    ``fits`` is asked of all at once, since a page of each would take long."""
    officers = {one.name for one in roster(village.store)}
    there = household_ids(village.store, away=False)
    rows = {row.id: row for row in household_rows(village.store, there)}
    homes = [home for home in village.homes if home.id in rows]
    for home in rng.sample(homes, len(homes)):
        if not fits(rows[home.id]):
            continue
        page = household(village.store, home.id)
        if not officers & {one.name for one in page.people}:
            yield page


def _first(page: HouseholdPage, fits: Callable[[PersonRow], bool]) -> PersonRow | None:
    return next((one for one in page.people if one.is_here and fits(one)), None)


def _day(village: Village, rng: Random) -> date:
    return village.today - timedelta(days=rng.choice((0, 1, 2, 4, 9)))


def _heads_now(village: Village, household_id: str, name: str) -> None:
    for at, home in enumerate(village.homes):
        if home.id == household_id:
            there = household(village.store, household_id).people
            here = {one.name for one in there if one.is_here}
            speakers = tuple(one for one in home.speakers if one[0] in here)
            left = speakers or ((name, None),)
            village.homes[at] = replace(home, head=name, speakers=left)


def _gone(village: Village, household_id: str) -> None:
    village.homes[:] = [home for home in village.homes if home.id != household_id]
