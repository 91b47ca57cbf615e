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
    edits: frozenset[str] = field(default=frozenset(), compare=False)
    """At the township: the villages' partitions in which it edits for them (代改)."""

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


def edited_by_township(connection: Connection) -> frozenset[str]:
    """The villages' partitions in which the newest device list lets the township edit."""
    body = connection.exec_driver_sql(
        "SELECT body FROM device_list ORDER BY v DESC LIMIT 1"
    ).scalar()
    places = json.loads(body)["places"] if body else []
    return frozenset(one["part"] for one in places if one.get("edits", {}).get("open"))


def own_scope(connection: Connection) -> Scope | None:
    """The place this desk writes for; nothing while it works alone."""
    rows = connection.exec_driver_sql("SELECT k, v FROM sync_kv WHERE k IN ('part', 'place')")
    kv = {key: value for key, value in rows}
    if not kv.get("place"):
        return None
    writer = TOWNSHIP if kv["part"] == SHARED_PART else VILLAGE
    return Scope(kv["part"], writer, township_devices(connection))


def may_write(
    scope: Scope, connection: Connection, table: SyncedTable, rid: str, part: str, group: str
) -> bool:
    """Whether the others would accept this desk's word on a field group of a record."""
    if scope.writer not in writers_of(table, group, _kind_of(part)):
        return False
    if owner_of(table, group) != MAKER:
        return True
    maker = _maker_of(connection, table.name, rid)
    return maker is None or (maker in scope.township) == (scope.writer == TOWNSHIP)


def settle(
    scope: Scope, connection: Connection, new: Iterable[Any], changed: Iterable[Any]
) -> None:
    """Give new records their partition, and refuse what belongs to another place.

    What is refused here the others' desks would refuse with the whole package (3.13).
    """
    for row in new:
        table = synced_tables()[row.__tablename__]
        row.part = row.part or scope.place_of(table)
        if not _is_for_village(scope, table, row):
            filled = (DELETED, *_said_for_others(table, row))
            _check(scope, table, row.part, filled, is_new=True)
    for row in changed:
        table = synced_tables()[row.__tablename__]
        if _is_for_village(scope, table, row):
            continue
        touched = inspect(row).committed_state.keys() & table.group_of.keys()
        groups = {table.group_of[name] for name in touched}
        _check(scope, table, row.part, groups, is_new=False)
        if any(owner_of(table, group) == MAKER for group in groups):
            _check_maker(scope, connection, table.name, row.id)


def _is_for_village(scope: Scope, table: SyncedTable, row: Any) -> bool:
    """代改: what lives in the village's partition, whoever owns it there."""
    return row.part in scope.edits and VILLAGE in parts_of(table)


def _check(
    scope: Scope, table: SyncedTable, part: str, groups: Iterable[str], *, is_new: bool
) -> None:
    kind = _kind_of(part)
    is_local_copy = is_new and kind == VILLAGE and VILLAGE not in parts_of(table)
    if is_local_copy or any(scope.writer not in writers_of(table, g, kind) for g in groups):
        raise not_owner(scope)


def _kind_of(part: str) -> str:
    return {SHARED_PART: SHARED, TOWNSHIP_PART: INTERNAL}.get(part, VILLAGE)


def _said_for_others(table: SyncedTable, row: Any) -> Iterable[str]:
    """The field groups with an owner of their own that a new record fills all the same."""
    for group in table.model.OWNERS:
        values = {name: getattr(row, name) for name in table.groups[group]}
        if table.says_something(group, table.write_group(group, values)):
            yield group


def _check_maker(scope: Scope, connection: Connection, tbl: str, rid: str) -> None:
    """Who made a row changes it; the other side only reads it."""
    maker = _maker_of(connection, tbl, rid)
    if maker is not None and (maker in scope.township) != (scope.writer == TOWNSHIP):
        raise not_owner(scope)


def _maker_of(connection: Connection, tbl: str, rid: str) -> str | None:
    found: str | None = connection.exec_driver_sql(
        "SELECT dev FROM sync_op WHERE tbl = ? AND rid = ? ORDER BY lid LIMIT 1", (tbl, rid)
    ).scalar()
    return found


def not_owner(scope: Scope) -> NotOwnerError:
    """Why this desk may not write what belongs to the other side."""
    if scope.writer == TOWNSHIP:
        return NotOwnerError(
            "这项内容由村里登记，乡镇不能改。", hint="请与村里联系，由村里修改后再上报。"
        )
    return NotOwnerError(
        "这项内容由乡镇统一设定，村里不能改。", hint="需要修改的，请与乡镇联系，由乡镇下发。"
    )
