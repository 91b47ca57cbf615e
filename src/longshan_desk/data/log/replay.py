"""Reading the log back: what it says every record is, and whether anybody touched it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from hashlib import sha256
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, Time, select, text

from longshan_desk.data.log.recording import chain_link
from longshan_desk.data.log.registry import SyncedTable
from longshan_desk.data.tables.log import SyncOp, SyncVer
from longshan_desk.data.types import JsonText

_Write = tuple[str, int]
"""Device and sequence number of an operation."""


@dataclass(frozen=True)
class Logged:
    """A record as the log has it: the value of every group that was ever put."""

    rid: str
    groups: dict[str, Any]
    is_purged: bool
    created_by: _Write
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
    plain = {name: _plain(table, name, row[name]) for name in table.group_of}
    return {group: table.write_group(group, plain) for group in table.groups}


def _plain(table: SyncedTable, name: str, value: Any) -> Any:
    kind = table.column(name).type
    try:
        if isinstance(kind, JsonText) and value is not None:
            return json.loads(value)
        if isinstance(kind, Time) and value is not None:
            return time.fromisoformat(value).isoformat()
    except (ValueError, TypeError):
        pass  # what cannot be read is compared as it stands
    return value


def is_readable(table: SyncedTable, group: str, value: Any) -> bool:
    """Whether a group's value is one that this program could have written."""
    try:
        table.read_group(group, value)
    except (ValueError, TypeError, KeyError):
        return False
    return True


def expected_groups(table: SyncedTable, logged: Logged) -> dict[str, Any]:
    """What the row should hold: what was put, and for the rest what a new row begins with."""
    return {
        group: logged.groups[group]
        if group in logged.groups
        else table.write_group(group, {name: _initial(table, name) for name in names})
        for group, names in table.groups.items()
    }


def _initial(table: SyncedTable, name: str) -> Any:
    default = table.column(name).default
    return default.arg if default is not None and default.is_scalar else None  # type: ignore[attr-defined]


def replay(connection: Connection, table: SyncedTable) -> Iterator[Logged]:
    """Every record of a table as the log has it, in the order of the ids."""
    ops = connection.execute(
        select(SyncOp.rid, SyncOp.dev, SyncOp.seq, SyncOp.hlc, SyncOp.payload, SyncVer.v)
        .outerjoin(SyncVer, (SyncVer.tbl == SyncOp.tbl) & (SyncVer.rid == SyncOp.rid))
        .where(SyncOp.tbl == table.name, SyncOp.state == 1)
        .order_by(SyncOp.rid, SyncOp.lid)
        .execution_options(yield_per=1000)
    )
    for rid, found in groupby(ops, key=lambda op: op.rid):
        yield _fold(rid, list(found))


def _fold(rid: str, ops: list[Any]) -> Logged:
    versions: dict[str, list[list[Any]]] = json.loads(ops[0].v) if ops[0].v else {}
    writes = {(op.dev, op.seq): (op.hlc, json.loads(op.payload or "{}")) for op in ops}
    last: dict[str, Any] = {}
    for op in ops:
        last.update(writes[op.dev, op.seq][1])
    groups = {group: _shown(group, value, versions, writes) for group, value in last.items()}
    is_purged = any(op.payload is None for op in ops)
    return Logged(rid, groups, is_purged, (ops[0].dev, ops[0].seq), ops[0].v is not None)


def _shown(
    group: str,
    last: Any,
    versions: dict[str, list[list[Any]]],
    writes: dict[_Write, tuple[int, dict[str, Any]]],
) -> Any:
    """The value of the surviving write with the highest stamp; without versions, the last one."""
    survivors = [(dev, seq) for dev, seq in versions.get(group, versions.get("*", ()))]
    known = [(writes[w][0], w) for w in survivors if w in writes and group in writes[w][1]]
    return writes[max(known)[1]][1][group] if known else last


def rebuilt_version(connection: Connection, table: SyncedTable, rid: str) -> dict[str, Any]:
    """What ``sync_ver`` must hold for a record that only this place wrote."""
    ops = connection.execute(
        select(SyncOp.dev, SyncOp.seq, SyncOp.payload)
        .where(SyncOp.tbl == table.name, SyncOp.rid == rid, SyncOp.state == 1)
        .order_by(SyncOp.lid)
    ).all()
    versions: dict[str, Any] = {"*": [[ops[0].dev, ops[0].seq]]}
    for op in ops[1:]:
        versions.update({group: [[op.dev, op.seq]] for group in json.loads(op.payload or "{}")})
    return versions


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
    seq, head = 0, b""
    for op in ops:
        if op["seq"] != seq + 1:
            yield Fault(part, dev, seq + 1, "gap")
        elif chain_link(head, dict(op)) != op["chain"]:
            yield Fault(part, dev, op["seq"], "chain")
        if op["payload"] is not None and _hash(op) != op["phash"]:
            yield Fault(part, dev, op["seq"], "payload")
        seq, head = op["seq"], op["chain"]
    if (seq, head) != stream:
        yield Fault(part, dev, seq, "head")


def _hash(op: RowMapping) -> bytes:
    return sha256(op["salt"] + op["payload"].encode()).digest()
