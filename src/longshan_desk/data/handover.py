"""What a desk does with its log as a whole: hand it over, take others' in, erase, build anew."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable

from sqlalchemy import Connection, text

from longshan_desk.data.attachments import forget_unnamed
from longshan_desk.data.checkup_log import look_at_rows
from longshan_desk.data.log.authority import Membership
from longshan_desk.data.log.contents import Contents, Vectors
from longshan_desk.data.log.digest import Taken
from longshan_desk.data.log.divergence import end_alarms
from longshan_desk.data.log.forks import drop_unsigned
from longshan_desk.data.log.incoming import Origin, Received, erase, put_in_ledger, receive
from longshan_desk.data.log.merging import Merging
from longshan_desk.data.log.operations import PURGE, Operation, hash_of
from longshan_desk.data.log.outgoing import OPERATIONS_LIMIT, Sender, contents_for
from longshan_desk.data.log.pens import pen_for
from longshan_desk.data.log.rebuild import (
    Key,
    Outcome,
    Step,
    purge_of,
    rebuild_all,
    rebuild_records,
)
from longshan_desk.data.log.refusals import FORK, GAP, SELF_AHEAD, PackageRefusedError
from longshan_desk.data.log.registry import SCHEMA, synced_tables
from longshan_desk.data.log.streams import Verify
from longshan_desk.data.log.vectors import doubts, put_doubts, remember_peer
from longshan_desk.data.store import Store
from longshan_desk.data.types import canonical_json

RECEIVING, ERASING, REBUILDING = "接收数据包", "依法删除", "按操作记录重建"
RENUMBERING = "换用新编号"
SYSTEM = "系统补记"


def collect_contents(
    store: Store,
    sender: Sender,
    parts: Iterable[str],
    have: Vectors,
    *,
    digests: Taken | None = None,
    limit: int = OPERATIONS_LIMIT,
) -> Contents:
    """What goes into a package for somebody who has ``have``; the ends of our streams are signed.

    ``audit`` comes first, so that nothing is missing in it.
    """
    with store.bookkeeping() as connection:
        return contents_for(connection, sender, parts, have, digests=digests, limit=limit)


def receive_contents(
    store: Store, contents: Contents, origin: Origin, membership: Membership, verify: Verify,
    *, beside: Callable[[Connection], None] | None = None,
    step: Step = lambda done, total: None,
) -> Received:  # fmt: skip
    """Apply a package's contents in one transaction; a refusal leaves only a line in the ledger.

    ``beside`` writes down in the same transaction what else the package said; ``step`` is told
    how far it is, and ends it by raising: nothing has happened then.

    Raises ``PackageRefusedError`` with the codes of 3.10 (gap, fork, self_ahead, head_sig,
    forbidden).
    """
    try:
        with store.merging(RECEIVING) as merging:
            received = receive(merging, contents, origin, membership, verify, step=step)
            if beside is not None:
                beside(merging.connection)
            return received
    except PackageRefusedError as refused:
        with store.merging(RECEIVING) as merging:
            _note_refusal(merging, contents, origin, refused)
        raise


def _note_refusal(
    merging: Merging, contents: Contents, origin: Origin, refused: PackageRefusedError
) -> None:
    """What stays of a refused package: its line in the ledger, and what it takes to mend it."""
    connection = merging.connection
    put_in_ledger(connection, origin, refused.code, 0)
    if refused.code in (GAP, FORK, SELF_AHEAD):
        remember_peer(connection, origin.sender, contents.have)  # perhaps less than before
    if refused.doubted:
        put_doubts(connection, doubts(connection) | refused.doubted)
    if refused.needs_new_device:
        merging.take_new_device()


def take_over_unsigned(store: Store, signable: Collection[str]) -> int:
    """Type again what this desk wrote under numbers that nobody can sign for any more.

    After a database was moved to another PC without its keys; ``signable`` are the devices whose
    keys are here. Returns how many operations that were.
    """
    lost = [dev for dev in store.former_devices if dev not in signable]
    with store.merging(RENUMBERING) as merging:
        repair = drop_unsigned(merging.connection, lost)
        retyped = repair.retype(merging)
        if repair.records:
            rebuild_records(merging.connection, repair.records)
        merging.records |= repair.records
    return retyped


def erase_records(store: Store, keys: Iterable[Key]) -> None:
    """Erase records for good (F83): every value that any operation on them ever put.

    The stubs stay, so that the chain holds and what hangs on a record still hangs somewhere.
    """
    store.erase_pages()
    with store.merging(ERASING) as merging:
        wanted = sorted(set(keys))
        for key in wanted:
            _write_purge(store, merging, *key)
        erase(merging.connection, set(wanted))
        rebuild_records(merging.connection, wanted)
        merging.records |= set(wanted)
    store.erase_pages()
    with store.bookkeeping() as connection:
        forget_unnamed(connection, store.paths)


def _write_purge(store: Store, merging: Merging, tbl: str, rid: str) -> None:
    connection = merging.connection
    row = connection.execute(text(f'SELECT * FROM "{tbl}" WHERE id = :id'), {"id": rid})
    values = row.mappings().one()
    pen = pen_for(connection, values["part"], merging.dev)
    hlc, wall = merging.clock.tick()
    payload, salt = canonical_json(purge_of(tbl, dict(values))), secrets.token_bytes(16)
    op = Operation(
        pen.part, merging.dev, pen.seq + 1, pen.ctx, hlc, wall, store.user_id, merging.txn, tbl,
        rid, PURGE, SCHEMA, payload, salt, hash_of(salt, payload),
    )  # fmt: skip
    chain = op.link(pen.head, pen.seen)
    connection.exec_driver_sql(
        "INSERT INTO sync_op (part, dev, seq, ctx, hlc, wall, usr, txn, tbl, rid, kind, schema,"
        " payload, before, salt, phash, chain, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?, ?, ?, 1)",
        (op.part, op.dev, op.seq, op.ctx, op.hlc, op.wall, op.usr, op.txn, op.tbl, op.rid,
         op.kind, op.schema, op.payload, op.salt, op.phash, chain),
    )  # fmt: skip
    connection.exec_driver_sql(
        "INSERT INTO sync_stream (part, dev, seq, head) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (part, dev) DO UPDATE SET seq = excluded.seq, head = excluded.head",
        (op.part, op.dev, op.seq, chain),
    )


def rebuild(store: Store) -> Outcome:
    """重建: make every exchanged table anew from the log."""
    with store.merging(REBUILDING) as merging:
        outcome = rebuild_all(merging.connection)
        end_alarms(merging.connection)
        names = synced_tables()
        merging.records |= {(tbl, "") for tbl in names}
    return outcome


def audit(store: Store) -> list[str]:
    """Before a package is made (3.5.3): what the log never saw is caught up and reported.

    Returns what was found, in words; delayed by a bug, never lost by it.
    """
    with store.read(every_part=True) as session:
        findings = list(look_at_rows(session))
    mends = [finding.mend for finding in findings if finding.mend is not None]
    if mends:
        with store.change(SYSTEM, undoable=False, by=SYSTEM) as session:
            for mend in mends:
                mend(session)
    return [finding.what for finding in findings]
