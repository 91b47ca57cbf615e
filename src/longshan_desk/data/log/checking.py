"""The strict look at every operation of a package before anything of it is applied.

An honest program never makes what is refused here, so one violation refuses the whole package.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.log.authority import FIRST_BY_TOWNSHIP, Claim, Membership, is_allowed
from longshan_desk.data.log.contents import Contents
from longshan_desk.data.log.history import CHUNK, understood
from longshan_desk.data.log.operations import PURGE, MalformedError, Operation, read_payload
from longshan_desk.data.log.refusals import ENDED, FORBIDDEN, PackageRefusedError
from longshan_desk.data.log.registry import SCHEMA, SyncedTable, synced_tables

Key = tuple[str, str]

_FIRST = tuple(sorted(FIRST_BY_TOWNSHIP))


@dataclass
class Checked:
    """What the look at the operations has found out along the way."""

    states: list[int] = field(default_factory=list)
    """Of each operation: 1 can be applied, 2 is kept for a newer program (in part at least)."""
    known: set[Key] = field(default_factory=set)
    """The records that the log had before."""
    purged: set[Key] = field(default_factory=set)
    """Records that this package erases, or the log had erased before."""


def check(
    connection: Connection, contents: Contents, fresh: Sequence[Operation],
    membership: Membership, sender: str, own: Sequence[str],
) -> Checked:  # fmt: skip
    """Check all operations that are new here; raises ``PackageRefusedError``.

    ``own`` are this desk's numbers, the newest last: what it may not read it does not take in
    either, whoever sends it.
    """
    listed = [dev for dev in own if dev in membership.devices]
    readable = membership.may_read(listed[-1]) if listed else frozenset()
    for part in {op.part for op in contents.operations} | set(contents.have):
        if not membership.may_carry(sender, part) or part not in readable:
            raise PackageRefusedError(FORBIDDEN, f"partition {part}")
    _check_contexts(contents)
    records, purged = _known_records(connection, fresh)
    checked = Checked(known=set(records))
    checked.purged = purged | {op_key(op) for op in fresh if op.kind == PURGE}
    filled = _filled(connection)
    for op in fresh:
        if not membership.accepts_writer(op.dev, op.part, op.seq):
            is_known = membership.knows_writer(op.dev, op.part)
            raise _refused(op, ENDED if is_known else FORBIDDEN)
        checked.states.append(_look_at(op, membership, records, filled, checked.purged))
    return checked


def op_key(op: Operation) -> Key:
    return op.tbl, op.rid


def _refused(op: Operation, code: str) -> PackageRefusedError:
    return PackageRefusedError(code, f"{op.part}/{op.dev} {op.seq} {op.tbl}")


def _forbidden(op: Operation) -> PackageRefusedError:
    return _refused(op, FORBIDDEN)


def _look_at(
    op: Operation,
    membership: Membership,
    records: dict[Key, tuple[str, str]],
    filled: set[Key],
    purged: set[Key],
) -> int:
    """The state of one operation; refuses what its writer could not have written."""
    key = op_key(op)
    before = records.get(key)
    if before is not None and before[0] != op.part:
        raise _forbidden(op)  # a record never changes its partition
    state, groups = _read(op, purged)
    table = synced_tables().get(op.tbl)
    maker = membership.devices.get(before[1]) if before is not None else None
    if table is not None:
        said = _said(table, groups, before is None)
        claim = Claim(
            op.kind, op.part, op.dev, said, before is None, maker.kind if maker else None,
            (op.tbl, op.part) not in filled, op.seq,
        )  # fmt: skip
        if not is_allowed(membership, table, claim):
            raise _forbidden(op)
    if before is None:
        records[key] = (op.part, op.dev)
        filled.add((op.tbl, op.part))
    return state


def _said(table: SyncedTable, groups: Mapping[str, Any], is_new: bool) -> Iterable[str]:
    """The groups that an operation puts; a new record names others' too, as long as they are
    empty: what their owners have to say comes later."""
    if not is_new or not table.model.OWNERS:
        return groups
    return [name for name in groups if table.says_something(name, groups[name])]


def _read(op: Operation, purged: set[Key]) -> tuple[int, Mapping[str, Any]]:
    """The operation's state and groups, in today's words."""
    table = synced_tables().get(op.tbl)
    if op.payload is None:
        if op_key(op) not in purged:
            raise _forbidden(op)  # erased, and nobody has erased the record
        return (1 if table is not None else 2), {}
    try:
        payload = read_payload(op.payload)
    except MalformedError as error:
        raise _forbidden(op) from error
    if table is None:
        if op.schema <= SCHEMA:
            raise _forbidden(op)
        return 2, {}
    groups, unread = understood(table, op.schema, payload)
    if op.kind == PURGE:
        if unread or not _are_valid(table, groups):
            raise _forbidden(op)
        return 1, groups
    if op.schema <= SCHEMA and (unread or not groups or not _are_valid(table, groups)):
        raise _forbidden(op)
    return (2 if unread else 1), groups


def _are_valid(table: Any, groups: dict[str, Any]) -> bool:
    accepts = table.accepts
    return all(accepts(group, value) for group, value in groups.items())


def _check_contexts(contents: Contents) -> None:
    """Every operation's context is there, once, and no other: a number that a desk has yet to
    give would be taken when it gives it."""
    given = Counter((c.part, c.dev, c.ctx) for c in contents.contexts)
    if given != Counter({(op.part, op.dev, op.ctx) for op in contents.operations}):
        raise PackageRefusedError(FORBIDDEN, "context")


def _known_records(
    connection: Connection, ops: Iterable[Operation]
) -> tuple[dict[Key, tuple[str, str]], set[Key]]:
    """(partition, device that made it) of the records that the log has already; the erased ones."""
    by_table: defaultdict[str, set[str]] = defaultdict(set)
    for op in ops:
        by_table[op.tbl].add(op.rid)
    found: dict[Key, tuple[str, str]] = {}
    erased: set[Key] = set()
    for tbl, rids in by_table.items():
        ids = sorted(rids)
        for start in range(0, len(ids), CHUNK):
            some = ids[start : start + CHUNK]
            rows = connection.exec_driver_sql(
                "SELECT rid, part, dev, min(lid), sum(kind = 'X') FROM sync_op"
                " WHERE tbl = ? AND rid IN"
                f" ({','.join('?' * len(some))}) GROUP BY rid",
                (tbl, *some),
            )
            for rid, part, dev, _, purges in rows:
                found[tbl, rid] = (part, dev)
                if purges:
                    erased.add((tbl, rid))
    return found, erased


def _filled(connection: Connection) -> set[Key]:
    """(table, partition) wherever a record is, of the tables of which the first counts."""
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT tbl, part FROM sync_ver WHERE tbl IN ({','.join('?' * len(_FIRST))})",
        _FIRST,
    )
    return {(tbl, part) for tbl, part in rows}
