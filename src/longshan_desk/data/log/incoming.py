"""Receiving: the operations of one package, all or nothing, and what they do to the records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from longshan_desk.data.log import forks
from longshan_desk.data.log.authority import Membership
from longshan_desk.data.log.checking import Checked, check, op_key
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.log.contents import Contents
from longshan_desk.data.log.digest import digest_of
from longshan_desk.data.log.merging import Merging
from longshan_desk.data.log.operations import PURGE, Operation
from longshan_desk.data.log.outgoing import keep_head
from longshan_desk.data.log.rebuild import Key, Outcome, Step, rebuild_records
from longshan_desk.data.log.refusals import FORBIDDEN, GAP, SELF_AHEAD, PackageRefusedError
from longshan_desk.data.log.registry import SCHEMA
from longshan_desk.data.log.rows import many
from longshan_desk.data.log.streams import Looked, Stream, Verify, look
from longshan_desk.data.log.vectors import doubts, put_doubts, remember_peer, version_vector
from longshan_desk.data.types import canonical_json

RECEIVED = "received"


@dataclass(frozen=True)
class Origin:
    """Which package the operations came in."""

    pkg: str
    sender: str
    """The device that made and signed it."""
    no: int
    sha256: bytes


@dataclass(frozen=True)
class Received:
    """What a package did."""

    new: int = 0
    known: int = 0
    """Operations that were here already."""
    records: frozenset[Key] = frozenset()
    """What changed, retyped and waiting records included."""
    created: frozenset[Key] = frozenset()
    """Those of them of which nothing was here before."""
    conflicts: frozenset[tuple[str, str, str]] = frozenset()
    """Open conflicts in these records: (table, record, field group)."""
    waiting: dict[Key, str] = field(default_factory=dict)
    """Records that could not be applied yet, and why."""
    after_erasure: frozenset[Key] = frozenset()
    """Erased records that somebody had edited meanwhile: they stay erased (F84)."""
    retyped: int = 0
    """Own operations that were typed again under a new number after a fork."""
    new_device: str | None = None
    diverged: tuple[str, ...] = ()
    """Partitions of which the vectors are equal and the records are not: a bug; 重建 helps."""
    is_duplicate: bool = False


def is_received(connection: Connection, pkg: str) -> bool:
    row = connection.exec_driver_sql(
        "SELECT 1 FROM sync_pkg_in WHERE pkg = ? AND result = ?", (pkg, RECEIVED)
    ).first()
    return row is not None


def receive(
    merging: Merging, contents: Contents, origin: Origin, membership: Membership, verify: Verify,
    *, step: Step = lambda done, total: None,
) -> Received:  # fmt: skip
    """Apply a package's operations in the transaction of ``merging``.

    ``step`` is told how far it is; what it raises ends the whole, and nothing has happened.

    Raises ``PackageRefusedError`` (gap, fork, self_ahead, head_sig, forbidden); the caller then
    rolls back, so that nothing has happened.
    """
    connection = merging.connection
    if is_received(connection, origin.pkg):
        return Received(known=len(contents.operations), is_duplicate=True)
    step(0, 4)
    looked = look(connection, contents, verify)
    step(1, 4)
    repair, contents = _mend_all(merging, membership, origin.sender, contents, looked)
    if looked.lacking:
        raise _lacking(merging, looked)
    fresh = [op for op in contents.operations if op.seq > looked.have[op.part, op.dev]]
    checked = check(connection, contents, fresh, membership, origin.sender, merging.numbers)
    step(2, 4)
    _put_contexts(connection, contents, fresh)
    late = _insert(connection, looked, fresh, checked)
    _put_ends(connection, looked, contents)
    _end_doubts(connection, looked)
    merging.clock.adopt(max((op.hlc for op in fresh), default=0))
    retyped = _go_on_as_another(merging, repair, looked, contents)
    erase(connection, {op_key(op) for op in fresh if op.kind == PURGE} | repair.erased)
    touched = {op_key(op) for op in fresh} | repair.records
    outcome = Outcome()
    if touched:
        outcome = rebuild_records(
            connection, touched, lambda done, total: step(2 * total + done, 4 * total)
        )
    remember_peer(connection, origin.sender, contents.have)
    put_in_ledger(connection, origin, RECEIVED, len(fresh))
    merging.records |= touched
    diverged = _diverged(connection, contents)
    step(1, 1)
    return Received(
        new=len(fresh),
        known=len(contents.operations) - len(fresh),
        records=frozenset(touched),
        created=frozenset(touched - checked.known - repair.records),
        conflicts=frozenset(outcome.conflicts),
        waiting=outcome.waiting,
        after_erasure=late,
        retyped=retyped,
        new_device=merging.new_device,
        diverged=diverged,
    )


def put_in_ledger(connection: Connection, origin: Origin, result: str, new: int) -> None:
    """Every package is remembered, the refused ones too; a later success takes its place."""
    connection.exec_driver_sql(
        "INSERT INTO sync_pkg_in (pkg, sender, no, at, result, n_new, sha256)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (pkg) DO UPDATE SET"
        " at = excluded.at, result = excluded.result, n_new = excluded.n_new"
        f" WHERE sync_pkg_in.result <> '{RECEIVED}'",
        (origin.pkg, origin.sender, origin.no, utc_now(), result, new, origin.sha256),
    )


def _mend_all(
    merging: Merging, membership: Membership, sender: str, contents: Contents, looked: Looked
) -> tuple[forks.Repair, Contents]:
    """Mend every fork, or refuse for all that cannot be mended here: their writer refuses a
    package as long as one of them does not come whole."""
    repair = forks.Repair()
    refused = []
    for stream, seq in sorted(looked.splits.items()):
        try:
            contents = _mend(merging, membership, sender, contents, looked, repair, stream, seq)
        except PackageRefusedError as one:
            refused.append(one)
    if refused:
        try:
            raise PackageRefusedError.together(refused)
        finally:
            refused.clear()  # each holds this frame, and with it the connection
    return repair, contents


def _mend(
    merging: Merging, membership: Membership, sender: str, contents: Contents, looked: Looked,
    repair: forks.Repair, stream: Stream, split: int,
) -> Contents:  # fmt: skip
    """Mend one fork; returns the package without what does not go into the log as it is."""
    connection = merging.connection
    mending = forks.decide(connection, merging, membership, sender, contents, stream, split)
    if mending is forks.Mending.OURS:
        del looked.ends[stream]
        return repair.take_over(connection, contents, stream, split)
    if mending is forks.Mending.BACK:
        repair.let_go(connection, *stream, split)
    else:
        repair.drop(connection, *stream, split)
    looked.have[stream] = split - 1
    return contents


def _lacking(merging: Merging, looked: Looked) -> PackageRefusedError:
    """The sender goes by what we confirmed before we were set back.

    The rest of its package would stand here without what its writers knew: who made a record
    could not be told, and so not who may write it. A package without a rest is refused as well,
    so that its sender is told.
    """
    is_own = any(dev == merging.dev for _, dev in looked.lacking)
    where = ", ".join(f"{part}/{dev}" for part, dev in sorted(looked.lacking))
    return PackageRefusedError(SELF_AHEAD if is_own else GAP, where, needs_new_device=is_own)


# -- into the log -------------------------------------------------------------------------------


def _put_contexts(connection: Connection, contents: Contents, fresh: Sequence[Operation]) -> None:
    """Keep what the writers of new operations had seen; a context that we know otherwise is
    nobody's."""
    rows = connection.exec_driver_sql("SELECT part, dev, ctx, vv FROM sync_ctx")
    known = {(part, dev, ctx): vv for part, dev, ctx, vv in rows}
    used = {(op.part, op.dev, op.ctx) for op in fresh}
    new = []
    for each in contents.contexts:
        key, vv = (each.part, each.dev, each.ctx), canonical_json(dict(each.seen))
        before = known.get(key)
        if before is None and key in used:
            new.append((*key, vv))
        elif before is not None and json.loads(before) != dict(each.seen):
            raise PackageRefusedError(FORBIDDEN, f"context {each.part}/{each.dev} {each.ctx}")
    many(connection, "INSERT INTO sync_ctx (part, dev, ctx, vv) VALUES (?, ?, ?, ?)", new)


def _insert(
    connection: Connection, looked: Looked, fresh: Sequence[Operation], checked: Checked
) -> frozenset[Key]:
    """Write the operations; of erased records only the stubs. Returns those edited meanwhile."""
    rows, late, seen = [], set(), set(checked.known)
    for op, state in zip(fresh, checked.states, strict=True):
        key = (op.tbl, op.rid)
        chain = looked.links[op.part, op.dev, op.seq]
        payload, salt = op.payload, op.salt
        if key in checked.purged and op.kind != PURGE:
            if payload is not None and key in checked.known:
                late.add(key)
            payload, salt = None, b""
        # What was before stands only on this desk's own acts; that it was not new is known.
        before = "{}" if key in seen else None
        seen.add(key)
        rows.append(
            (op.part, op.dev, op.seq, op.ctx, op.hlc, op.wall, op.usr, op.txn, op.tbl, op.rid,
             op.kind, op.schema, payload, before, salt, op.phash, chain, state)
        )  # fmt: skip
    many(
        connection,
        "INSERT INTO sync_op (part, dev, seq, ctx, hlc, wall, usr, txn, tbl, rid, kind, schema,"
        f" payload, before, salt, phash, chain, state) VALUES ({','.join('?' * 18)})",
        rows,
    )
    return frozenset(late)


def _put_ends(connection: Connection, looked: Looked, contents: Contents) -> None:
    ends = [
        (end.part, end.dev, end.seq, end.chain)
        for stream, end in looked.ends.items()
        if end.seq > looked.have[stream]
    ]
    many(
        connection,
        "INSERT INTO sync_stream (part, dev, seq, head) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (part, dev) DO UPDATE SET seq = excluded.seq, head = excluded.head",
        ends,
    )
    for head in contents.heads:
        end = looked.ends.get((head.part, head.dev))
        if end is not None and end.seq == head.seq:
            keep_head(connection, head)


def _end_doubts(connection: Connection, looked: Looked) -> None:
    """A stream that came from its beginning, as far as ours goes, was compared, and mended where
    it had to be."""
    doubted = doubts(connection)
    ends = looked.ends
    whole = {s for s in looked.whole if s not in ends or ends[s].seq >= looked.have[s]}
    if left := doubted & whole:
        put_doubts(connection, doubted - left)


def _go_on_as_another(
    merging: Merging, repair: forks.Repair, looked: Looked, contents: Contents
) -> int:
    """After a fork, or when others know more of our stream than we do: a new number."""
    is_ahead = any(
        end.seq > looked.have[stream] and stream[1] == merging.dev
        for stream, end in looked.ends.items()
    )
    for part, vector in contents.have.items():
        ours = version_vector(merging.connection, part).get(merging.dev, 0)
        is_ahead = is_ahead or vector.get(merging.dev, 0) > ours
    if is_ahead and not repair.dropped:
        merging.take_new_device()
    return repair.retype(merging)


def erase(connection: Connection, keys: set[Key]) -> None:
    """Clear everything that any operation ever said of these records (F83)."""
    many(
        connection,
        "UPDATE sync_op SET payload = NULL, before = NULL, salt = x''"
        " WHERE tbl = ? AND rid = ? AND kind <> 'X'",
        sorted(keys),
    )


def _diverged(connection: Connection, contents: Contents) -> tuple[str, ...]:
    """The alarm: equal vectors, different records, by programs that know the same tables."""
    if contents.schema != SCHEMA:
        return ()
    return tuple(
        part
        for part, said in sorted(contents.digest.items())
        if contents.have.get(part) == version_vector(connection, part)
        and digest_of(connection, part) != said
    )
