"""Reading the log back: what it says every record is, and whether anybody touched it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select, text

from longshan_desk.data.log.columns import ColumnKind
from longshan_desk.data.log.history import all_records
from longshan_desk.data.log.merge import merge
from longshan_desk.data.log.recording import chain_link
from longshan_desk.data.log.registry import SyncedTable, synced_tables, to_plain
from longshan_desk.data.log.rows import shape_of
from longshan_desk.data.log.vectors import seen_by
from longshan_desk.data.tables.log import SyncOp


@dataclass(frozen=True)
class Logged:
    """A record as the log has it: the value of every group that was ever put."""

    rid: str
    groups: dict[str, Any]
    is_purged: bool
    has_version: bool
    """Whether ``sync_ver`` knows the record."""


@dataclass(frozen=True)
class Fault:
    """A place where a stream is not what its devices wrote."""

    part: str
    dev: str
    seq: int
    kind: str
    """``gap``, ``chain``, ``payload`` or ``head``."""


def stored_groups(table: SyncedTable, row: RowMapping) -> dict[str, Any]:
    """The groups of a row as a payload would have them; ``row`` is as it stands in the file."""
    plain = {name: _plain(kind, row[name]) for name, kind in table.kinds.items()}
    return {group: _grouped(table, group, plain) for group in table.groups}


def _plain(kind: ColumnKind, value: Any) -> Any:
    try:
        return None if value is None else kind.from_stored(value)
    except (ValueError, TypeError):
        return value  # what cannot be read is compared as it stands


def is_readable(table: SyncedTable, group: str, value: Any) -> bool:
    """Whether a group's value is one that this program could have written."""
    try:
        table.read_group(group, value)
    except (ValueError, TypeError, KeyError):
        return False
    return True


def expected_groups(table: SyncedTable, logged: Logged) -> dict[str, Any]:
    """What the row should hold: what was put, and for the rest what a new row begins with."""
    begun, put = _begun(table.name), logged.groups
    return {group: put[group] if group in put else begun[group] for group in table.groups}


@cache
def _begun(name: str) -> dict[str, Any]:
    """The groups of a new row that says nothing."""
    table = synced_tables()[name]
    initial = {name: to_plain(kind.initial) for name, kind in table.kinds.items()}
    return {group: _grouped(table, group, initial) for group in table.groups}


def replay(connection: Connection, table: SyncedTable) -> Iterator[Logged]:
    """Every record of a table as the log has it, in the order of the ids; not those that wait."""
    versions = dict(_pairs(connection, "SELECT rid, v FROM sync_ver WHERE tbl = ?", table))
    waiting = dict(_pairs(connection, "SELECT rid, 1 FROM sync_waiting WHERE tbl = ?", table))
    for rid, _, writes in all_records(connection, table):
        if rid in waiting:
            continue
        merged = merge(writes)
        groups = merged.values
        if merged.is_erased:
            plain = shape_of(table.name).plain(merged)
            assert plain is not None
            groups = {group: _grouped(table, group, plain) for group in table.groups}
        yield Logged(rid, groups, merged.is_erased, rid in versions)


def _pairs(connection: Connection, words: str, table: SyncedTable) -> list[tuple[str, Any]]:
    return [(rid, v) for rid, v in connection.exec_driver_sql(words, (table.name,))]


def _grouped(table: SyncedTable, group: str, plain: dict[str, Any]) -> Any:
    columns = table.groups[group]
    return plain[group] if columns == (group,) else {name: plain[name] for name in columns}


def faults(connection: Connection) -> Iterator[Fault]:
    """Walk every stream from its first operation and say where it does not hold together."""
    heads = {
        (row.part, row.dev): (row.seq, row.head)
        for row in connection.execute(text("SELECT part, dev, seq, head FROM sync_stream"))
    }
    written = connection.execute(text("SELECT DISTINCT part, dev FROM sync_op"))
    for part, dev in sorted({(row[0], row[1]) for row in written} | heads.keys()):
        yield from _faults_of(connection, part, dev, heads.get((part, dev), (0, b"")))


def _faults_of(
    connection: Connection, part: str, dev: str, stream: tuple[int, bytes]
) -> Iterator[Fault]:
    table: Table = SyncOp.__table__  # type: ignore[assignment]
    ops = connection.execute(
        select(table)
        .where(table.c.part == part, table.c.dev == dev)
        .order_by(table.c.seq)
        .execution_options(yield_per=1000)
    ).mappings()
    seq, head, seen = 0, b"", seen_by(connection, part, dev)
    for op in ops:
        if op["seq"] != seq + 1:
            yield Fault(part, dev, seq + 1, "gap")
        elif chain_link(head, dict(op), seen.get(op["ctx"], b"")) != op["chain"]:
            yield Fault(part, dev, op["seq"], "chain")
        if op["payload"] is not None and _hash(op) != op["phash"]:
            yield Fault(part, dev, op["seq"], "payload")
        seq, head = op["seq"], op["chain"]
    if (seq, head) != stream:
        yield Fault(part, dev, seq, "head")


def _hash(op: RowMapping) -> bytes:
    return sha256(op["salt"] + op["payload"].encode()).digest()
