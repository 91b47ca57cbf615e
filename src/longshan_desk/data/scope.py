"""Whose records a session sees, and what this desk may write, once it belongs to a township.

A joined desk holds the township's shared records beside its own, the township's desk holds all
its villages. Every question is about one place: its partition, and what is shared by all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, false, inspect, true
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from longshan_desk.data.log.authority import (
    INTERNAL,
    MAKER,
    SHARED,
    TOWNSHIP,
    VILLAGE,
    owner_of,
    parts_of,
    writers_of,
)
from longshan_desk.data.log.merge import DELETED
from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.tables.exchanged import Exchanged
from longshan_desk.data.tables.local import SearchEntry
from longshan_desk.data.tables.log import SyncVer
from longshan_desk.data.tables.office import Office, User
from longshan_desk.errors import NotOwnerError

SHARED_PART, TOWNSHIP_PART = "TOWN", "TOWN0"
"""The partitions of the township's records: shared by all, and its own."""

EVERY_PART = {"every_part": True}
"""Execution options of a question about all partitions."""


@dataclass(frozen=True)
class Scope:
    """One place's records: ``part`` is whose, ``writer`` the class of this desk."""

    part: str
    writer: str
    township: frozenset[str] = field(default=frozenset(), compare=False)
    """The numbers of the township's desks."""

    @property
    def parts(self) -> tuple[str, ...]:
        """What is seen: its own, and what the township shares."""
        return (SHARED_PART, TOWNSHIP_PART) if self.is_town else (self.part, SHARED_PART)

    @property
    def is_town(self) -> bool:
        return self.part == SHARED_PART

    def place_of(self, table: SyncedTable) -> str:
        """The partition that a new record belongs to."""
        if self.is_town and SHARED not in parts_of(table) and INTERNAL in parts_of(table):
            return TOWNSHIP_PART
        return self.part


def own_rows(session: Session, model: type[Exchanged]) -> ColumnElement[bool]:
    """What the place that is asked about says itself, without what the township says to all."""
    scope: Scope | None = getattr(session, "scope", None)
    return true() if scope is None else model.part == scope.part


def sent_down(session: Session, model: type[Exchanged]) -> ColumnElement[bool]:
    """What the township says to all its villages; nothing of it at the township itself."""
    scope: Scope | None = getattr(session, "scope", None)
    return false() if scope is None or scope.is_town else model.part == SHARED_PART


def narrow(state: ORMExecuteState, scope: Scope) -> None:
    """Let a question see only the records of the scope, wherever its tables stand in it."""
    is_question = state.is_select and not (state.is_column_load or state.is_relationship_load)
    if is_question and not state.execution_options.get("every_part"):
        state.statement = state.statement.options(*_criteria(scope))


@cache
def _criteria(scope: Scope) -> tuple[Any, ...]:
    parts = scope.parts
    users = TOWNSHIP_PART if scope.is_town else scope.part
    found = exists().where(
        SyncVer.tbl == SearchEntry.kind,
        SyncVer.rid == SearchEntry.id,
        SyncVer.part.in_(parts),
    )
    return (
        with_loader_criteria(Exchanged, lambda cls: cls.part.in_(parts), include_aliases=True),
        with_loader_criteria(Office, Office.part == scope.part, include_aliases=True),
        with_loader_criteria(User, User.part == users, include_aliases=True),
        with_loader_criteria(SearchEntry, found, include_aliases=True),
    )


def township_devices(connection: Connection) -> frozenset[str]:
    """The numbers under which the township's desks write, of the newest device list."""
    body = connection.exec_driver_sql(
        "SELECT body FROM device_list ORDER BY v DESC LIMIT 1"
    ).scalar()
    listed = json.loads(body)["devices"] if body else []
    found = {one["dev"] for one in listed if one["place"] == SHARED_PART}
    claims = connection.exec_driver_sql("SELECT dev, by FROM device_claim").fetchall()
    return frozenset(found | {dev for dev, by in claims if by in found})


def settle(
    scope: Scope, connection: Connection, new: Iterable[Any], changed: Iterable[Any]
) -> None:
    """Give new records their partition, and refuse what belongs to another place.

    What is refused here the others' desks would refuse with the whole package (3.13).
    """
    for row in new:
        table = synced_tables()[row.__tablename__]
        row.part = row.part or scope.place_of(table)
        _check(scope, table, row.part, (DELETED,), is_new=True)
    for row in changed:
        table = synced_tables()[row.__tablename__]
        touched = inspect(row).committed_state.keys() & table.group_of.keys()
        groups = {table.group_of[name] for name in touched}
        _check(scope, table, row.part, groups, is_new=False)
        if any(owner_of(table, group) == MAKER for group in groups):
            _check_maker(scope, connection, table.name, row.id)


def _check(
    scope: Scope, table: SyncedTable, part: str, groups: Iterable[str], *, is_new: bool
) -> None:
    kind = {SHARED_PART: SHARED, TOWNSHIP_PART: INTERNAL}.get(part, VILLAGE)
    is_local_copy = is_new and kind == VILLAGE and VILLAGE not in parts_of(table)
    if is_local_copy or any(scope.writer not in writers_of(table, g, kind) for g in groups):
        raise _not_owner(scope)


def _check_maker(scope: Scope, connection: Connection, tbl: str, rid: str) -> None:
    """Who made a row changes it; the other side only reads it."""
    maker = connection.exec_driver_sql(
        "SELECT dev FROM sync_op WHERE tbl = ? AND rid = ? ORDER BY lid LIMIT 1", (tbl, rid)
    ).scalar()
    if maker is not None and (maker in scope.township) != (scope.writer == TOWNSHIP):
        raise _not_owner(scope)


def _not_owner(scope: Scope) -> NotOwnerError:
    if scope.writer == TOWNSHIP:
        return NotOwnerError(
            "这项内容由村里登记，乡镇不能改。", hint="请与村里联系，由村里修改后再上报。"
        )
    return NotOwnerError(
        "这项内容由乡镇统一设定，村里不能改。", hint="需要修改的，请与乡镇联系，由乡镇下发。"
    )
