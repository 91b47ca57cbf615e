"""Letting one of two records that were entered twice stand for both (R46, R48)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.log.authority import VILLAGE
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.records import require
from longshan_desk.data.standing import is_shown, main_of, stand_ins
from longshan_desk.data.tables.matters import Matter, Raiser
from longshan_desk.data.tables.meetings import AgendaItem, Attendance, Meeting
from longshan_desk.data.tables.people import HouseholdAway, Person, SpecialGroup
from longshan_desk.data.tables.rolls import RollHousehold
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.labels import ListKind, OfficeRole
from longshan_desk.errors import BadValueError, NotOwnerError, WrongStageError

_FILLED: Mapping[str, tuple[str, ...]] = {
    "meeting": ("title", "starts_at", "ended_at", "place", "recorder", "hearing_id", "note"),
    "matter": ("summary", "finding", "household_id", "contact_name", "contact_phone"),
}
"""What the record that stays takes over from its double where it says nothing itself."""


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
