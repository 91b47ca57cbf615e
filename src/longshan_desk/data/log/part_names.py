"""Giving a whole partition another name: what a desk wrote alone, when it joins an office that
other desks have written for. Nothing of it has left the desk yet, so nobody knows the old name."""

from __future__ import annotations

from sqlalchemy import Connection

from longshan_desk.data.log.operations import Operation
from longshan_desk.data.log.outgoing import COLUMNS
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.log.rows import many
from longshan_desk.data.log.vectors import seen_by

_PLACES = ("sync_ctx", "sync_ver", "sync_conflict", "sync_waiting")


def rename_part(connection: Connection, old: str, new: str) -> None:
    """Every record and operation of the one partition becomes one of the other.

    The chain is made anew, because each link covers the partition; what was signed under the old
    name holds no more. Inside a transaction with the open gate.
    """
    for table in (*synced_tables(), *_PLACES):
        connection.exec_driver_sql(f'UPDATE "{table}" SET part = ? WHERE part = ?', (new, old))
    connection.exec_driver_sql("DELETE FROM sync_head WHERE part = ?", (old,))
    connection.exec_driver_sql("DELETE FROM sync_peer WHERE part = ?", (old,))
    streams = connection.exec_driver_sql("SELECT dev FROM sync_stream WHERE part = ?", (old,))
    for (dev,) in streams.fetchall():
        _rename_stream(connection, old, new, dev)


def _rename_stream(connection: Connection, old: str, new: str, dev: str) -> None:
    rows = connection.exec_driver_sql(
        f"SELECT lid, {COLUMNS} FROM sync_op WHERE part = ? AND dev = ? ORDER BY seq", (old, dev)
    )
    head, links, seen = b"", [], seen_by(connection, new, dev)
    for lid, _, *rest in rows.fetchall():
        op = Operation(new, *rest)
        head = op.link(head, seen[op.ctx])
        links.append((new, head, lid))
    many(connection, "UPDATE sync_op SET part = ?, chain = ? WHERE lid = ?", links)
    connection.exec_driver_sql(
        "UPDATE sync_stream SET part = ?, head = ? WHERE part = ? AND dev = ?",
        (new, head, old, dev),
    )
