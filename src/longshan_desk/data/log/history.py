"""The writes on a record as they stand in the log, each with what its writer had seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.merge import Vector, Write
from longshan_desk.data.log.registry import SCHEMA, SyncedTable
from longshan_desk.data.log.upgrades import upgraded

CHUNK = 500

_COLUMNS = "rid, part, dev, seq, ctx, hlc, kind, schema, payload"

Found = tuple[str, str, list[Write]]
"""A record's id, its partition, and all writes on it."""


class Contexts:
    """What each device had seen of the others, read once."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.exec_driver_sql("SELECT part, dev, ctx, vv FROM sync_ctx")
        self._known: dict[tuple[str, str, int], Vector] = {
            (part, dev, ctx): json.loads(vv) for part, dev, ctx, vv in rows
        }

    def seen(self, part: str, dev: str, ctx: int) -> Vector:
        return self._known.get((part, dev, ctx), {})


def all_records(connection: Connection, table: SyncedTable) -> Iterator[Found]:
    """Every record of a table, in the order of the ids."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM sync_op WHERE tbl = ? ORDER BY rid", (table.name,)
    )
    yield from _found(table, Contexts(connection), rows)


def records(
    connection: Connection, table: SyncedTable, rids: Iterable[str], contexts: Contexts
) -> Iterator[Found]:
    """These records, a few hundred at a time; those without any operation are not among them."""
    ids = sorted(rids)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        places = ",".join("?" * len(some))
        rows = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM sync_op WHERE tbl = ? AND rid IN ({places}) ORDER BY rid",
            (table.name, *some),
        ).fetchall()
        yield from _found(table, contexts, rows)


def _found(table: SyncedTable, contexts: Contexts, rows: Iterable[Any]) -> Iterator[Found]:
    for rid, ops in groupby(rows, key=_rid):
        writes = []
        part = ""
        for _, part, dev, seq, ctx, hlc, kind, schema, payload in ops:
            groups = {} if payload is None else json.loads(payload)
            groups, unread = understood(table, schema, groups)
            seen = contexts.seen(part, dev, ctx)
            writes.append(Write(dev, seq, hlc, kind, seen, groups, unread))
        yield rid, part, writes


def _rid(row: Any) -> str:
    return str(row[0])


_NOTHING: frozenset[str] = frozenset()


def understood(
    table: SyncedTable, schema: int, payload: dict[str, Any]
) -> tuple[dict[str, Any], frozenset[str]]:
    """A payload in today's groups, and those of them that only a newer program can read."""
    if schema < SCHEMA:
        payload = upgraded(schema, table.name, payload)
    known = table.groups
    if schema <= SCHEMA:
        if payload.keys() <= known.keys():
            return payload, _NOTHING
        return payload, frozenset(payload.keys() - known.keys())
    return payload, frozenset(
        g for g, value in payload.items() if g not in known or not table.accepts(g, value)
    )
