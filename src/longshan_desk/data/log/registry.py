"""The exchanged tables, read off their classes: field groups, owners, how a value is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Column, inspect

from longshan_desk.data.log.columns import ColumnKind, kind_of
from longshan_desk.data.tables.exchanged import Exchanged, Table
from longshan_desk.domain.labels import Labelled

SCHEMA = 8
"""Raised by one with every revision that adds a table or a column."""


@dataclass(frozen=True)
class SyncedTable:
    """One exchanged table: its class and its field groups, ``{group: columns}``."""

    name: str
    model: type[Any]
    groups: Mapping[str, tuple[str, ...]]
    group_of: Mapping[str, str]
    derived: frozenset[str]
    kinds: Mapping[str, ColumnKind]
    """What may stand in each column of a group."""

    def accepts(self, group: str, value: Any) -> bool:
        """Whether a payload's value of a known group is one that this program could write."""
        columns = self.groups[group]
        if columns == (group,):
            return self.kinds[group].accepts(value)
        if type(value) is not dict or value.keys() != set(columns):
            return False
        return all(self.kinds[name].accepts(value[name]) for name in columns)

    def says_something(self, group: str, value: Any) -> bool:
        """Whether this is more than what a new record holds by itself."""
        plain = value if isinstance(value, dict) else {group: value}
        initial = {name: self.kinds[name].initial for name in self.groups.get(group, ())}
        return any(each not in (None, initial.get(name)) for name, each in plain.items())

    def read_group(self, group: str, value: Any) -> dict[str, Any]:
        """The columns of a payload's group as Python values."""
        columns = self.groups[group]
        plain = {group: value} if columns == (group,) else value
        return {name: self.from_plain(name, plain[name]) for name in columns}

    def write_group(self, group: str, values: Mapping[str, Any]) -> Any:
        """A group's value for a payload: the bare value, or an object of its columns."""
        columns = self.groups[group]
        if columns == (group,):
            return to_plain(values[group])
        return {name: to_plain(values[name]) for name in columns}

    def from_plain(self, name: str, value: Any) -> Any:
        """A payload's value as the column's Python value."""
        return None if value is None else self.kinds[name].to_python(value)

    def column(self, name: str) -> Column[Any]:
        found: Column[Any] = self.model.__table__.c[name]
        return found


def to_plain(value: Any) -> Any:
    """A column's Python value as it stands in a payload."""
    if isinstance(value, Labelled):
        return value.value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return value


@cache
def synced_tables() -> dict[str, SyncedTable]:
    """Every exchanged table by name."""
    found = {}
    for mapper in Table.registry.mappers:
        if issubclass(mapper.class_, Exchanged):
            table = _read(mapper.class_)
            found[table.name] = table
    return found


def _read(model: type[Any]) -> SyncedTable:
    own = {"id", "part"}
    columns = inspect(model).columns
    derived = frozenset(c.key for c in columns if c.info.get("derived"))
    grouped = {column: group for group, names in model.GROUPS.items() for column in names}
    groups: dict[str, tuple[str, ...]] = dict(model.GROUPS)
    for column in columns:
        if column.key not in own and column.key not in derived and column.key not in grouped:
            groups[column.key] = (column.key,)
    group_of = {column: group for group, names in groups.items() for column in names}
    kinds = {name: kind_of(model.__table__.c[name]) for name in group_of}
    return SyncedTable(model.__tablename__, model, groups, group_of, derived, kinds)
