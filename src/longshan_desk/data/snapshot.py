"""A whole copy of a database, taken while it is in use, and proved by opening it."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from longshan_desk.data import revisions
from longshan_desk.data.database import damaged_database, is_sqlite_file
from longshan_desk.errors import DamagedDatabaseError, FileUnreadableError
from longshan_desk.files import os_errors, translate_os_error

SIDES = ("-wal", "-shm", "-journal")
"""What may lie beside a database and belongs to it."""

_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.ENOENT,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
    sqlite3.SQLITE_LOCKED: errno.EBUSY,
}


@dataclass(frozen=True)
class Contents:
    """What a database file holds."""

    revision: str
    app_version: str
    office: str
    rows: Mapping[str, int]

    @property
    def households(self) -> int:
        return self.rows.get("household", 0)

    @property
    def matters(self) -> int:
        return self.rows.get("matter", 0)


def take_snapshot(source: Path, target: Path) -> Contents:
    """Copy ``source`` through SQLite to the new file ``target``, which is flushed and verified.

    Raises ``DamagedDatabaseError`` if the source is damaged, ``DiskFullError`` or ``MediumError``
    if the target cannot be written. A failed ``target`` is left for the caller to remove.
    """
    with sqlite_errors(target, "备份", damaged=source), closing(_connect(source)) as live:
        live.execute("BEGIN")
        rows = row_counts(live)  # the first read begins the moment that is copied
        with closing(_connect(target)) as copy:
            copy.execute("PRAGMA journal_mode=OFF")  # a copy that fails is thrown away
            live.backup(copy)
            # One file and no more: a copy that is carried away must not need a second one.
            copy.execute("PRAGMA journal_mode=DELETE")
    with os_errors(target, "备份"):
        flush_to_disk(target)
    try:
        found = verify(target)
    except DamagedDatabaseError as error:
        verify(source)  # the damage was copied with the rest, unless the target's disk is bad
        raise translate_os_error(OSError(errno.EIO, ""), target, "备份") from error
    if found.rows != rows:
        raise FileUnreadableError(
            "备份没有成功：写好的备份与数据库不一致。",
            hint="请再备份一次；仍然这样时请换一个磁盘。",
            where=str(target),
        )
    return found


def discard(target: Path) -> None:
    """Remove an unfinished copy and what SQLite may have laid beside it."""
    for side in ("", *SIDES):
        with suppress(OSError):
            target.with_name(target.name + side).unlink(missing_ok=True)


def verify(path: Path) -> Contents:
    """Read a database file to its last page; it must be a desk's, whole, and not too new.

    Raises ``FileMissingError``, ``FileUnreadableError``, ``DamagedDatabaseError`` or
    ``NewerDatabaseError``.
    """
    refuse_foreign(path)
    with sqlite_errors(path, "打开备份"), closing(_connect(path)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged_database(path)
        return _contents(connection, path)


def refuse_foreign(path: Path) -> None:
    """Refuse a file that is no database at all."""
    with os_errors(path, "打开备份"):
        if not is_sqlite_file(path):
            raise FileUnreadableError(
                f"“{path.name}”不是本程序的备份文件。",
                hint="请选“备份-….sqlite”或“….lscopy”文件。",
                where=str(path),
            )


def contents(path: Path) -> Contents:
    """What a file holds, without reading all of it."""
    with os_errors(path, "打开备份"):
        path.stat()
    with sqlite_errors(path, "打开备份"), closing(_connect(path)) as connection:
        return _contents(connection, path)


def _contents(connection: sqlite3.Connection, path: Path) -> Contents:
    rows = row_counts(connection)
    if not {"alembic_version", "sync_kv"} <= rows.keys():
        raise FileUnreadableError(
            f"“{path.name}”是数据库，但不是本程序的数据。",
            hint="请选“备份-….sqlite”或“….lscopy”文件。",
            where=str(path),
        )
    revision = _first(connection, "SELECT version_num FROM alembic_version")
    writer = _first(connection, "SELECT v FROM sync_kv WHERE k = 'app_version'")
    revisions.refuse_newer(revision, writer)
    office = _first(
        connection,
        "SELECT name FROM office WHERE NOT is_deleted"
        " ORDER BY part <> (SELECT v FROM sync_kv WHERE k = 'part'), id",
    )
    return Contents(revision, writer, office, rows)


def _first(connection: sqlite3.Connection, statement: str) -> str:
    row = connection.execute(statement).fetchone()
    return str(row[0]) if row and row[0] is not None else ""


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table holds."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in names
    }


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=10, isolation_level=None)


def flush_to_disk(path: Path) -> None:
    """Make sure a finished file is on the disk, and read from there when it is read back."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


@contextmanager
def sqlite_errors(path: Path, doing: str, *, damaged: Path | None = None) -> Iterator[None]:
    """Say why SQLite could not work on ``path``; ``damaged`` is whose damage it would be."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise damaged_database(damaged or path) from error
        if code in _ERRNO:
            raise translate_os_error(OSError(_ERRNO[code], ""), path, doing) from error
        raise
