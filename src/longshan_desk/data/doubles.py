"""Finding records that were entered twice (R46, R48); one of them may stand for both afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.matters import Matter, Raiser
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.peers import NotSame
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.domain.similar_text import alike

Pair = tuple[str, str, str]
"""Table and the two records, the smaller id first."""

# -- finding --------------------------------------------------------------------------------------


def find_doubles(session: Session) -> list[Pair]:
    """Records that look like one thing entered twice, of which nobody said that they are not.

    Never a verdict: a person joins them or tells them apart (``NotSame``).
    """
    told = {(row.tbl, *sorted((row.one, row.other))) for row in _told_apart(session)}
    found = {(tbl, *sorted(pair)) for tbl, look in _LOOK.items() for pair in look(session)}
    return sorted(found - told)  # type: ignore[arg-type]


def _told_apart(session: Session) -> Iterable[NotSame]:
    rows = select(NotSame).where(NotSame.is_deleted.is_(False))
    return session.execute(rows).scalars()


def _pairs(groups: Mapping[Any, list[Any]]) -> Iterator[tuple[Any, Any]]:
    for together in groups.values():
        yield from combinations(together, 2)


def _grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)


def _people(session: Session) -> Iterator[tuple[str, str]]:
    """F46: the same ID number twice."""
    there = (Person.is_deleted.is_(False), Person.merged_into.is_(None))
    known = Person.id_number.is_not(None)
    twice = (
        select(Person.id_number).where(*there, known)
        .group_by(Person.id_number).having(func.count() > 1)
    )  # fmt: skip
    rows = session.execute(
        select(Person.id, Person.id_number, Person.id_kind)
        .where(*there, Person.id_number.in_(twice))
        .order_by(Person.id)
    )
    for one, other in _pairs(_grouped(rows, lambda row: (row.id_kind, row.id_number))):
        yield one.id, other.id


def _households(session: Session) -> Iterator[tuple[str, str]]:
    """One head, by the ID number, and nobody in the one whose number is not in the other."""
    rows = session.execute(
        select(Household.id, Person.id_kind, Person.id_number)
        .join(Person, Person.id == Household.head_id)
        .where(is_shown(Household), Household.moved_out_on.is_(None), Person.id_number.is_not(None))
        .order_by(Household.id)
    )
    for one, other in _pairs(_grouped(rows, lambda row: (row.id_kind, row.id_number))):
        here, there = (_numbers(session, row.id) for row in (one, other))
        if here <= there or there <= here:
            yield one.id, other.id


def _numbers(session: Session, household_id: str) -> set[str | None]:
    return set(
        session.execute(
            select(Person.id_number).where(Person.household_id == household_id, is_shown(Person))
        ).scalars()
    )


def _meetings(session: Session) -> Iterator[tuple[str, str]]:
    """Two of one kind on one day: one desk never lets that happen (R48)."""
    same_day = (
        select(Meeting.on).where(is_shown(Meeting), Meeting.kind != MeetingKind.OTHER)
        .group_by(Meeting.kind, Meeting.on).having(func.count() > 1)
    )  # fmt: skip
    rows = session.execute(
        select(Meeting.id, Meeting.kind, Meeting.on)
        .where(is_shown(Meeting), Meeting.kind.in_(_ONCE_A_DAY), Meeting.on.in_(same_day))
        .order_by(Meeting.id)
    )
    for one, other in _pairs(_grouped(rows, lambda row: (row.kind, row.on))):
        yield one.id, other.id


_ONCE_A_DAY = (MeetingKind.HEARING, MeetingKind.COMMITTEES, MeetingKind.REPRESENTATIVES)


def _matters(session: Session) -> Iterator[tuple[str, str]]:
    """Nearly the same words, from one household or person, heard on one day; whoever else says
    the same thing is a matter of its own (R54)."""
    days = (
        select(Matter.heard_on).where(is_shown(Matter), Matter.main_id.is_(None))
        .group_by(Matter.heard_on).having(func.count() > 1)
    )  # fmt: skip
    rows = list(
        session.execute(
            select(Matter)
            .where(is_shown(Matter), Matter.main_id.is_(None), Matter.heard_on.in_(days))
            .order_by(Matter.id)
        ).scalars()
    )
    by_day = _grouped(rows, lambda row: row.heard_on)
    likely = [
        (one, other)
        for one, other in _pairs(by_day)
        if one.id != other.id and alike(one.words, other.words)
    ]
    names = _raisers(session, {each.id for pair in likely for each in pair})
    for one, other in likely:
        same_home = one.household_id is not None and one.household_id == other.household_id
        if same_home or names.get(one.id, set()) & names.get(other.id, set()):
            yield one.id, other.id


def _raisers(session: Session, ids: Iterable[str]) -> dict[str, set[str]]:
    wanted, found = sorted(ids), defaultdict(set)
    for start in range(0, len(wanted), 500):
        rows = select(Raiser.matter_id, Raiser.name).where(
            Raiser.matter_id.in_(wanted[start : start + 500]), Raiser.is_deleted.is_(False)
        )
        for matter_id, name in session.execute(rows):
            found[matter_id].add(name)
    return dict(found)


def _visits(session: Session) -> Iterator[tuple[str, str]]:
    """One household on one day by one way and visitor, saying nearly the same, in two entries."""
    twice = (
        select(Visit.household_id, Visit.on).where(is_shown(Visit))
        .group_by(Visit.household_id, Visit.on, Visit.way)
        .having(func.count(Visit.entry_id.distinct()) > 1)
    ).subquery()  # fmt: skip
    rows = session.execute(
        select(Visit)
        .join(twice, (twice.c.household_id == Visit.household_id) & (twice.c.on == Visit.on))
        .where(is_shown(Visit))
        .order_by(Visit.stamp, Visit.id)
    ).scalars()
    latest = {row.entry_id: row for row in rows}
    for one, other in _pairs(
        _grouped(latest.values(), lambda row: (row.household_id, row.on, row.way))
    ):
        says_the_same = one.text == other.text or alike(one.text or "", other.text or "")
        if says_the_same and set(one.visitors or ()) & set(other.visitors or ()):
            yield one.entry_id, other.entry_id


_LOOK: Mapping[str, Callable[[Session], Iterator[tuple[str, str]]]] = {
    "person": _people,
    "household": _households,
    "meeting": _meetings,
    "matter": _matters,
    "visit": _visits,
}
