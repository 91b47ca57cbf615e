"""Merged records as rows of their tables, in the form in which the file holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.merge import DELETED, Merged
from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.tables.exchanged import Exchanged


@dataclass(frozen=True)
class RowShape:
    """How records of one table become rows: the columns in order, and the statements."""

    table: SyncedTable
    names: tuple[str, ...]
    insert: str
    upsert: str
    is_computed: bool
    """Whether something is derived from the row or found by its words."""
    initial: Mapping[str, Any]

    def plain(self, merged: Merged) -> dict[str, Any] | None:
        """The plain value of every column; nothing if one that must be there is missing."""
        if merged.is_erased:
            return self._stub(merged)
        values = dict(self.initial)
        groups = self.table.groups
        for group, value in merged.values.items():
            columns = groups.get(group)
            if columns is None:
                continue
            if columns == (group,):
                values[group] = value
            else:
                values.update(value)
        for name, kind in self.table.kinds.items():
            if values[name] is None and not kind.nullable:
                return None
        return values

    def _stub(self, merged: Merged) -> dict[str, Any]:
        """What stays of an erased record: its place among the others, and nothing it said."""
        kinds, groups = self.table.kinds, self.table.groups
        said: dict[str, Any] = {}
        for group, value in merged.values.items():
            said.update({group: value} if groups.get(group) == (group,) else value)
        links = {n: v for n, v in said.items() if n in kinds and kinds[n].is_link}
        return {**{n: k.blank for n, k in kinds.items()}, **links, DELETED: 1}

    def stored(self, rid: str, part: str, plain: Mapping[str, Any], made: Any) -> tuple[Any, ...]:
        """A row in the order of ``names``; ``made`` holds the derived columns."""
        kinds = self.table.kinds
        own = [kinds[n].to_stored(plain[n]) for n in kinds]
        return (rid, part, *own, *(getattr(made, name) for name in sorted(self.table.derived)))

    def made(self, rid: str, plain: Mapping[str, Any]) -> Any:
        """The record as its class sees it, with what it derives."""
        if not self.is_computed:
            return None
        kinds = self.table.kinds
        record = SimpleNamespace(
            id=rid, **{n: None if v is None else kinds[n].to_python(v) for n, v in plain.items()}
        )
        self.table.model.derive(record)
        return record

    def search_entry(self, rid: str, plain: Mapping[str, Any], made: Any) -> tuple[str, ...] | None:
        if plain[DELETED] or self.table.model.search_text is Exchanged.search_text:
            return None
        words = self.table.model.search_text(made)
        return None if words is None else (self.table.name, rid, *words)


@cache
def shape_of(name: str) -> RowShape:
    table = synced_tables()[name]
    names = ("id", "part", *table.kinds, *sorted(table.derived))
    columns = ", ".join(f'"{each}"' for each in names)
    places = ", ".join("?" * len(names))
    insert = f'INSERT INTO "{name}" ({columns}) VALUES ({places})'
    updates = ", ".join(f'"{each}" = excluded."{each}"' for each in names[2:])
    model = table.model
    is_computed = bool(table.derived) or model.search_text is not Exchanged.search_text
    initial = {each: kind.initial for each, kind in table.kinds.items()}
    upsert = f"{insert} ON CONFLICT (id) DO UPDATE SET {updates}"
    return RowShape(table, names, insert, upsert, is_computed, initial)


def many(connection: Connection, statement: str, rows: Sequence[Any]) -> None:
    """One statement for many rows, in SQLite's own words: the fastest road there is."""
    if rows:
        connection.exec_driver_sql(statement, rows if isinstance(rows, list) else list(rows))


def put_rows(connection: Connection, name: str, rows: list[tuple[Any, ...]]) -> None:
    many(connection, shape_of(name).upsert, rows)


def put_search(
    connection: Connection, gone: list[tuple[str, str]], found: list[tuple[str, ...]]
) -> None:
    """Keep the search index in step: entries by (table, id)."""
    many(connection, "DELETE FROM search_entry WHERE kind = ? AND id = ?", gone)
    many(
        connection,
        "INSERT INTO search_entry (kind, id, text, initials) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (kind, id) DO UPDATE SET text = excluded.text, initials = excluded.initials",
        found,
    )
