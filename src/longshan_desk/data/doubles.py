"""Finding records that were entered twice, and letting one of them stand for both (R46, R48)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.log.authority import VILLAGE
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.records import require
from longshan_desk.data.standing import is_shown, main_of, stand_ins
from longshan_desk.data.tables.matters import Matter, Raiser
from longshan_desk.data.tables.meetings import AgendaItem, Attendance, Meeting
from longshan_desk.data.tables.peers import NotSame
from longshan_desk.data.tables.people import Household, HouseholdAway, Person, SpecialGroup
from longshan_desk.data.tables.rolls import RollHousehold
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.labels import ListKind, MeetingKind, OfficeRole
from longshan_desk.domain.similar_text import alike
from longshan_desk.errors import BadValueError, NotOwnerError, WrongStageError

Pair = tuple[str, str, str]
"""Table and the two records, the smaller id first."""

_FILLED: Mapping[str, tuple[str, ...]] = {
    "meeting": ("title", "starts_at", "ended_at", "place", "recorder", "hearing_id", "note"),
    "matter": ("summary", "finding", "household_id", "contact_name", "contact_phone"),
}
"""What the record that stays takes over from its double where it says nothing itself."""


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


# -- joining --------------------------------------------------------------------------------------


def join_doubles(session: Session, tbl: str, double: str, into: str) -> None:
    """``into`` stands for both from now on; what hangs on the double hangs on it.

    Both numbers stay, and both histories. What others made (R49) is left as it is. Raises
    ``bad_value`` for a record with itself, ``wrong_stage`` for a hearing that is closed with one
    that is not, ``not_owner`` for a visit of the township's.
    """
    model = synced_tables()[tbl].model
    into = main_of(session, model, into)
    if into == main_of(session, model, double):
        raise BadValueError("这两条已经是同一条。", hint="请刷新后再看。", where=into)
    if tbl == "visit":
        _join_visits(session, double, into)
        return
    gone, stays = require(session, model, double, "记录"), require(session, model, into, "记录")
    if tbl == "meeting":
        _check_meetings(gone, stays)
        _move_agenda(session, double, into)
    if tbl == "matter":
        _check_reported(gone, stays)
    here = _members(session, into) if tbl == "household" else []
    _take_over(session, tbl, double, into)
    for name in _FILLED.get(tbl, ()):
        if getattr(stays, name) is None and getattr(gone, name) is not None:
            setattr(stays, name, getattr(gone, name))
    gone.merged_into = into
    if tbl == "household":
        _join_members(session, here, _members(session, into))


def _members(session: Session, household_id: str) -> list[Person]:
    """Those of a household whom a number tells from everybody else."""
    rows = select(Person).where(
        Person.household_id == household_id, Person.id_number.is_not(None), is_shown(Person)
    )
    return list(session.execute(rows.order_by(Person.position, Person.id)).scalars())


def _join_members(session: Session, here: list[Person], all_: list[Person]) -> None:
    """The same person of both households, by the ID number, stands in the joined one once, as the
    household that stands had them (F46)."""
    known = {(one.id_kind, one.id_number): one for one in reversed(here)}
    for one in all_:
        same = known.get((one.id_kind, one.id_number))
        if same is not None and one not in here:
            join_doubles(session, "person", one.id, same.id)


def _join_visits(session: Session, double: str, into: str) -> None:
    rows = session.execute(
        select(Visit).where(Visit.entry_id == double, Visit.is_deleted.is_(False))
    )
    for row in rows.scalars():
        if row.owner is not OfficeRole.VILLAGE:
            raise NotOwnerError(
                "镇上登记的走访记录，村里不能合并到别的记录。",
                hint="请反过来，把村里登记的合并到镇上的这一条。",
            )
        row.merged_into = into


def _check_reported(gone: Matter, stays: Matter) -> None:
    """R15: what the township has been told of stays the one that it answers."""
    if _is_above(gone) and not _is_above(stays):
        raise WrongStageError(
            "要并掉的这一件已经上报镇上，另一件没有上报。",
            hint="请反过来，合并到已经上报的这一件。",
        )


def _is_above(matter: Matter) -> bool:
    return matter.list_kind is ListKind.ESCALATED or matter.township_stage is not None


def _check_meetings(gone: Meeting, stays: Meeting) -> None:
    if (gone.closed_on is None) != (stays.closed_on is None):
        raise WrongStageError(
            "一次已经收尾，一次还没有收尾，不能合并。", hint="请先把两次都收尾，再合并。"
        )


def _move_agenda(session: Session, double: str, into: str) -> None:
    """The double's rows come after those of the meeting that stays, in spoken order."""
    last = session.execute(
        select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == into)
    ).scalar()
    rows = session.execute(select(AgendaItem).where(AgendaItem.meeting_id == double))
    for row in rows.scalars():
        row.position += (last or 0) + 1


def _take_over(session: Session, tbl: str, double: str, into: str) -> None:
    """Every village's own record that names the double names what stands for it instead.

    Timelines are only ever added to: they stay with the record on which they were written.
    """
    for table in synced_tables().values():
        if table.model.APPEND_ONLY or table.model.OWNER != VILLAGE:
            continue
        for column in table.model.__table__.c:
            if any(key.target_fullname == f"{tbl}.id" for key in column.foreign_keys):
                _repoint(session, table.model, column.key, double, into)
    if tbl == "person":
        _repoint(session, synced_tables()["household"].model, "head_id", double, into)


_ONE_EACH: Mapping[tuple[type, str], tuple[str, ...]] = {
    (Attendance, "meeting_id"): ("name",),
    (Raiser, "matter_id"): ("name",),
    (RollHousehold, "household_id"): ("entry_id",),
    (SpecialGroup, "household_id"): ("kind", "person_id", "from_on", "until_on"),
    (SpecialGroup, "person_id"): ("kind", "household_id", "from_on", "until_on"),
    (HouseholdAway, "household_id"): ("from_on", "until_on"),
}
"""Who stands on both lists stands on the joined one once."""


def _repoint(session: Session, model: Any, name: str, double: str, into: str) -> None:
    column, once = getattr(model, name), _ONE_EACH.get((model, name))

    def told(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, one) for one in once or ())

    there = set()
    if once is not None:
        rows = select(model).where(column == into, model.is_deleted.is_(False))
        there = {told(row) for row in session.execute(rows).scalars()}
    for row in session.execute(select(model).where(column == double)).scalars():
        is_itself = row.id == into  # a matter that named its double as the main one
        if not is_itself and (once is None or told(row) not in there):
            setattr(row, name, into)


def follow_joined(session: Session) -> None:
    """What another desk hung on a double before it heard of the joining goes over too (F47)."""
    for tbl in ("household", "person", "meeting", "matter"):
        model = synced_tables()[tbl].model
        for double, main in stand_ins(session, model).items():
            if tbl == "meeting":
                _move_agenda(session, double, main)
            _take_over(session, tbl, double, main)
