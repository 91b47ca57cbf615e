"""Rows, versions, conflicts and the search index made from the log, for some records or for all.

What a desk shows is a function of its log (P2): receiving, catching up after an upgrade, mending
and the alarm's 重建 all take this one road.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.history import Contexts, Found, all_records, records, understood
from longshan_desk.data.log.merge import Merged, merge
from longshan_desk.data.log.operations import read_payload
from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.log.rows import many, put_rows, put_search, shape_of
from longshan_desk.data.types import canonical_json

NEWER, INCOMPLETE, PARENT = "newer", "incomplete", "parent"
"""Why a record waits: for a newer program; for a value; for the record that it belongs to."""

Key = tuple[str, str]
Step = Callable[[int, int], None]


@dataclass
class Outcome:
    """What building records from the log came to."""

    conflicts: set[tuple[str, str, str]] = field(default_factory=set)
    waiting: dict[Key, str] = field(default_factory=dict)
    erased: set[Key] = field(default_factory=set)


@dataclass
class _Batch:
    """Everything that is to be written of one table."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    versions: list[tuple[Any, ...]] = field(default_factory=list)
    conflicts: list[tuple[Any, ...]] = field(default_factory=list)
    waiting: list[tuple[Any, ...]] = field(default_factory=list)
    found: list[tuple[str, ...]] = field(default_factory=list)
    unsearched: list[Key] = field(default_factory=list)


def rebuild_records(
    connection: Connection, keys: Iterable[Key], step: Step = lambda done, total: None
) -> Outcome:
    """Build these records anew from all their operations. The gate has to be open.

    Records that waited are tried again too: what they waited for may be among these. ``step`` is
    told of each record, and may end it all by raising.
    """
    by_table: defaultdict[str, set[str]] = defaultdict(set)
    for tbl, rid in (*keys, *_waiting(connection)):
        by_table[tbl].add(rid)
    outcome = Outcome()
    total = sum(map(len, by_table.values()))
    done = count(1)
    contexts = Contexts(connection)
    for name, table in synced_tables().items():
        if rids := by_table.pop(name, None):
            _forget(connection, name, rids)
            found = records(connection, table, rids, contexts)
            found = _counted(found, lambda: step(next(done), total))
            present = _build(connection, table, found, outcome)
            _remove(connection, name, rids - present)
    _keep_unknown(connection, by_table, outcome)
    _let_children_wait(connection, outcome)
    return outcome


def rebuild_all(connection: Connection) -> Outcome:
    """Build every exchanged table from the log. The gate has to be open."""
    outcome = Outcome()
    for statement in (
        "DELETE FROM sync_ver", "DELETE FROM sync_conflict", "DELETE FROM sync_waiting",
        "DELETE FROM search_entry",
    ):  # fmt: skip
        connection.exec_driver_sql(statement)
    for name, table in synced_tables().items():
        connection.exec_driver_sql(f'DELETE FROM "{name}"')
        _build(connection, table, all_records(connection, table), outcome)
    known = tuple(synced_tables())
    places = ",".join("?" * len(known))
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT tbl, rid FROM sync_op WHERE tbl NOT IN ({places})", known
    ).fetchall()
    unknown: defaultdict[str, set[str]] = defaultdict(set)
    for tbl, rid in rows:
        unknown[tbl].add(rid)
    _keep_unknown(connection, unknown, outcome)
    _let_children_wait(connection, outcome)
    return outcome


def catch_up(connection: Connection) -> Outcome:
    """After an upgrade: apply what was kept for it. The gate has to be open."""
    kept = connection.exec_driver_sql(
        "SELECT lid, tbl, rid, schema, payload FROM sync_op WHERE state = 2"
    ).fetchall()
    now_known = [(lid,) for lid, tbl, _, schema, payload in kept if state_of(tbl, schema, payload)]
    many(connection, "UPDATE sync_op SET state = 1 WHERE lid = ?", now_known)
    return rebuild_records(connection, {(tbl, rid) for _, tbl, rid, _, _ in kept})


def state_of(tbl: str, schema: int, payload: str | None) -> bool:
    """Whether this program can read all of an operation; otherwise it is kept for a newer one."""
    table = synced_tables().get(tbl)
    if table is None:
        return False
    return payload is None or not understood(table, schema, read_payload(payload))[1]


def _counted(found: Iterable[Found], tell: Callable[[], None]) -> Iterator[Found]:
    for each in found:
        tell()
        yield each


# -- one table ----------------------------------------------------------------------------------


def _build(
    connection: Connection, table: SyncedTable, found: Iterable[Found], outcome: Outcome
) -> set[str]:
    """Write a table's records; returns the ids that have a row."""
    batch = _Batch()
    for rid, part, writes in found:
        _add(batch, table, rid, part, merge(writes), outcome)
    put_rows(connection, table.name, batch.rows)
    many(
        connection,
        "INSERT INTO sync_ver (tbl, rid, part, v) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (tbl, rid) DO UPDATE SET v = excluded.v, part = excluded.part",
        batch.versions,
    )
    many(
        connection,
        "INSERT INTO sync_conflict (tbl, rid, field, part, opened) VALUES (?, ?, ?, ?, ?)",
        batch.conflicts,
    )
    _put_waiting(connection, batch.waiting)
    put_search(connection, batch.unsearched, batch.found)
    return {row[0] for row in batch.rows}


def _add(
    batch: _Batch, table: SyncedTable, rid: str, part: str, merged: Merged, outcome: Outcome
) -> None:
    name = table.name
    batch.versions.append((name, rid, part, canonical_json(merged.version)))
    for group, stamp in merged.conflicts.items():
        if group in table.groups:
            batch.conflicts.append((name, rid, group, part, stamp))
            outcome.conflicts.add((name, rid, group))
    if merged.is_erased:
        outcome.erased.add((name, rid))
    shape = shape_of(name)
    plain = shape.plain(merged)
    if plain is None:
        reason = NEWER if merged.has_newer else INCOMPLETE
        outcome.waiting[name, rid] = reason
        batch.waiting.append((name, rid, part, reason))
        batch.unsearched.append((name, rid))
        return
    made = shape.made(rid, plain)
    batch.rows.append(shape.stored(rid, part, plain, made))
    entry = shape.search_entry(rid, plain, made)
    if entry is not None:
        batch.found.append(entry)
    elif shape.is_computed:
        batch.unsearched.append((name, rid))


def _forget(connection: Connection, name: str, rids: Iterable[str]) -> None:
    """Take away what is only derived, before it is made anew."""
    keys = [(name, rid) for rid in rids]
    for derived in ("sync_conflict", "sync_waiting"):
        is_empty = connection.exec_driver_sql(f"SELECT 1 FROM {derived} LIMIT 1").first() is None
        if not is_empty:
            many(connection, f"DELETE FROM {derived} WHERE tbl = ? AND rid = ?", keys)


def _remove(connection: Connection, name: str, rids: Iterable[str]) -> None:
    """Rows of records that have none any more: all their operations fell away, or they wait."""
    ids = [(rid,) for rid in rids]
    many(connection, f'DELETE FROM "{name}" WHERE id = ?', ids)
    keys = [(name, rid) for (rid,) in ids]
    put_search(connection, keys, [])
    many(
        connection,
        "DELETE FROM sync_ver WHERE tbl = ? AND rid = ? AND NOT EXISTS"
        " (SELECT 1 FROM sync_op AS o WHERE o.tbl = sync_ver.tbl AND o.rid = sync_ver.rid)",
        keys,
    )


# -- what cannot be applied yet -----------------------------------------------------------------


def _waiting(connection: Connection) -> list[Key]:
    rows = connection.exec_driver_sql("SELECT tbl, rid FROM sync_waiting")
    return [(tbl, rid) for tbl, rid in rows]


def _put_waiting(connection: Connection, rows: list[tuple[Any, ...]]) -> None:
    many(
        connection,
        "INSERT OR REPLACE INTO sync_waiting (tbl, rid, part, reason) VALUES (?, ?, ?, ?)",
        rows,
    )


def _keep_unknown(
    connection: Connection, by_table: Mapping[str, set[str]], outcome: Outcome
) -> None:
    """Records of tables that only a newer program has."""
    for tbl, rids in by_table.items():
        for rid in sorted(rids):
            part = _part_of(connection, tbl, rid)
            many(connection, "DELETE FROM sync_waiting WHERE tbl = ? AND rid = ?", [(tbl, rid)])
            if part is not None:
                outcome.waiting[tbl, rid] = NEWER
                _put_waiting(connection, [(tbl, rid, part, NEWER)])


def _part_of(connection: Connection, tbl: str, rid: str) -> str | None:
    found: str | None = connection.exec_driver_sql(
        "SELECT part FROM sync_op WHERE tbl = ? AND rid = ? LIMIT 1", (tbl, rid)
    ).scalar()
    return found


def _let_children_wait(connection: Connection, outcome: Outcome) -> None:
    """Rows whose parent has no row wait for it, and so do theirs."""
    if not outcome.waiting and not _has_orphans(connection):
        return
    while orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        for name, rowid, _, _ in orphans:
            found = connection.exec_driver_sql(
                f'SELECT id, part FROM "{name}" WHERE rowid = ?', (rowid,)
            ).first()
            if found is None:
                continue  # it stood in two such links
            rid, part = found
            outcome.waiting[name, rid] = PARENT
            _put_waiting(connection, [(name, rid, part, PARENT)])
            connection.exec_driver_sql(f'DELETE FROM "{name}" WHERE id = ?', (rid,))
            put_search(connection, [(name, rid)], [])


def _has_orphans(connection: Connection) -> bool:
    return connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None


def purge_of(tbl: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the operation that erases a record says: where its stub hangs, and nothing else."""
    table = synced_tables()[tbl]
    kept = {n for n, kind in table.kinds.items() if kind.is_link and not kind.nullable}
    said = {n: values[n] if n in kept else kind.blank for n, kind in table.kinds.items()}
    return {
        group: said[group] if columns == (group,) else {name: said[name] for name in columns}
        for group, columns in table.groups.items()
        if kept & set(columns)
    }
