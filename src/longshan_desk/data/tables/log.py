"""The change log: every row's change, in one stream per device and partition.

The log is at once undo, history, audit trail and what packages are made from. Its shape is the
package format's: changing a column here changes what other desks can read.
"""

from __future__ import annotations

from sqlalchemy import Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from longshan_desk.data.tables.exchanged import Table


class SyncTxn(Table):
    """One press of “save”, under the user's name for it."""

    __tablename__ = "sync_txn"

    txn: Mapped[int] = mapped_column(Integer, primary_key=True)
    dev: Mapped[str | None]
    """The device that wrote it; the others' acts have numbers of their own."""
    label: Mapped[str]
    at: Mapped[str]
    usr: Mapped[str]
    undoes: Mapped[int | None]
    undoable: Mapped[bool] = mapped_column(default=True)


class SyncOp(Table):
    """One change of one record: the field groups it put, and (never exchanged) what was before."""

    __tablename__ = "sync_op"
    __table_args__ = (
        UniqueConstraint("part", "dev", "seq"),
        Index("ix_sync_op_record", "tbl", "rid"),
        Index("ix_sync_op_txn", "txn"),
    )

    lid: Mapped[int] = mapped_column(Integer, primary_key=True)
    part: Mapped[str]
    dev: Mapped[str]
    seq: Mapped[int]
    ctx: Mapped[int]
    hlc: Mapped[int]
    wall: Mapped[int | None]
    usr: Mapped[str]
    txn: Mapped[int]
    tbl: Mapped[str]
    rid: Mapped[str]
    kind: Mapped[str]
    schema: Mapped[int]
    payload: Mapped[str | None] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes]
    phash: Mapped[bytes]
    chain: Mapped[bytes]
    state: Mapped[int] = mapped_column(default=1)


class SyncCtx(Table):
    """What a device had seen of the others when it wrote: a version vector, stored once."""

    __tablename__ = "sync_ctx"

    part: Mapped[str] = mapped_column(String, primary_key=True)
    dev: Mapped[str] = mapped_column(String, primary_key=True)
    ctx: Mapped[int] = mapped_column(Integer, primary_key=True)
    vv: Mapped[str] = mapped_column(Text)


class SyncStream(Table):
    """This desk's version vector: how far it has each device's stream."""

    __tablename__ = "sync_stream"

    part: Mapped[str] = mapped_column(String, primary_key=True)
    dev: Mapped[str] = mapped_column(String, primary_key=True)
    seq: Mapped[int]
    head: Mapped[bytes]


class SyncVer(Table):
    """The surviving writes of a record: ``{group: [[dev, seq], …]}``, ``*`` for all others."""

    __tablename__ = "sync_ver"

    tbl: Mapped[str] = mapped_column(String, primary_key=True)
    rid: Mapped[str] = mapped_column(String, primary_key=True)
    part: Mapped[str]
    v: Mapped[str] = mapped_column(Text)


class SyncConflict(Table):
    __tablename__ = "sync_conflict"

    tbl: Mapped[str] = mapped_column(String, primary_key=True)
    rid: Mapped[str] = mapped_column(String, primary_key=True)
    field: Mapped[str] = mapped_column(String, primary_key=True)
    part: Mapped[str]
    opened: Mapped[int]


class SyncWaiting(Table):
    """A record of the log that has no row yet, and why (``newer``, ``incomplete``, ``parent``)."""

    __tablename__ = "sync_waiting"

    tbl: Mapped[str] = mapped_column(String, primary_key=True)
    rid: Mapped[str] = mapped_column(String, primary_key=True)
    part: Mapped[str]
    reason: Mapped[str]


class SyncHead(Table):
    """The end of a stream at some time, signed by the device that owns the stream."""

    __tablename__ = "sync_head"

    part: Mapped[str] = mapped_column(String, primary_key=True)
    dev: Mapped[str] = mapped_column(String, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    chain: Mapped[bytes]
    sig: Mapped[bytes]


class SyncPeer(Table):
    """How far each other device says it has each stream: the acknowledgement."""

    __tablename__ = "sync_peer"

    peer: Mapped[str] = mapped_column(String, primary_key=True)
    part: Mapped[str] = mapped_column(String, primary_key=True)
    dev: Mapped[str] = mapped_column(String, primary_key=True)
    seq: Mapped[int]


class SyncPkgIn(Table):
    """Every package that was ever received or refused, once each."""

    __tablename__ = "sync_pkg_in"

    pkg: Mapped[str] = mapped_column(String, primary_key=True)
    sender: Mapped[str]
    no: Mapped[int]
    at: Mapped[str]
    result: Mapped[str]
    n_new: Mapped[int]
    sha256: Mapped[bytes]


class SyncKv(Table):
    """What this installation is: partition, device, letter, current user …"""

    __tablename__ = "sync_kv"

    k: Mapped[str] = mapped_column(String, primary_key=True)
    v: Mapped[str | None] = mapped_column(Text)
