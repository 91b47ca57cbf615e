"""The SQLite file: one way to connect, the guard triggers, and its errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from longshan_desk.data.log.registry import synced_tables
from longshan_desk.errors import (
    AppError,
    DamagedDatabaseError,
    DeskInUseError,
    DiskFullError,
    MediumError,
)
from longshan_desk.files import read_only_home

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",  # what is erased must not be left in freed pages
)


class Gate:
    """Open only while the recorder's own flush writes; asked by the guard triggers."""

    is_open = False

    def __call__(self) -> int:
        return int(self.is_open)

    @contextmanager
    def opened(self) -> Iterator[None]:
        self.is_open = True
        try:
            yield
        finally:
            self.is_open = False


def connect_read_only(path: Path) -> Engine:
    """An engine for a reader who may not write beside the file, as SQLite's WAL wants to.

    Only a file that nobody else has open, and that holds all that was committed, is taken as it
    lies there (``immutable``); otherwise what stands beside it has to be readable too.
    """
    log, index = (path.with_name(path.name + side) for side in ("-wal", "-shm"))
    is_in_use = log.exists() and (index.exists() or not is_empty(log))
    # Not as_uri(): what it makes of a Windows share SQLite takes for another computer's name.
    place = path.absolute().as_posix()
    place = quote(place if place.startswith("/") else f"/{place}")
    words = f"file://{place}?mode=ro{'' if is_in_use else '&immutable=1'}"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(words, uri=True, check_same_thread=False),
        poolclass=QueuePool,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA query_only=ON").close()

    _begin_by_our_words(engine)
    return engine


def connect(path: Path, gate: Gate, *, waits_for_disk: bool = True) -> Engine:
    """An engine on the desk's file; every transaction is begun by us, in words of ours.

    Only an invention may be written with ``waits_for_disk`` off: a power cut could lose it.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=QueuePool,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma).close()
        if not waits_for_disk:
            connection.execute("PRAGMA synchronous=OFF").close()
        connection.create_function("sync_write_ok", 0, gate)

    _begin_by_our_words(engine)
    return engine


def _begin_by_our_words(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        words = connection.get_execution_options().get("begin", "BEGIN")
        connection.exec_driver_sql(words)


def sync_to_disk(engine: Engine) -> None:
    """Bring everything that was committed so far to the disk, whoever committed it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        connection.close()


def is_empty(path: Path) -> bool:
    """Whether there is no database yet: no file, or one that was only just begun."""
    return not path.exists() or path.stat().st_size == 0


def is_sqlite_file(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def trigger_names() -> set[str]:
    logged = {f"guard_{name}_{what}" for name in synced_tables() for what in _WHAT}
    return logged | {f"guard_{name}_{what}" for name in _ONLY_ADDED for what in _WHAT[1:]}


_WHAT = ("insert", "update", "delete")
_ONLY_ADDED = ("paper_use",)
"""Local tables that nobody changes, this program included."""


def install_guards(connection: Connection) -> None:
    """Triggers that refuse any write the log does not know of, by whatever program."""
    for name in synced_tables():
        for what in _WHAT:
            connection.execute(
                text(
                    f"CREATE TRIGGER IF NOT EXISTS guard_{name}_{what} BEFORE {what.upper()}"
                    f' ON "{name}" WHEN sync_write_ok() = 0'
                    " BEGIN SELECT RAISE(ABORT, 'unlogged write'); END"
                )
            )
    for name in _ONLY_ADDED:
        for what in _WHAT[1:]:
            connection.execute(
                text(
                    f"CREATE TRIGGER IF NOT EXISTS guard_{name}_{what} BEFORE {what.upper()}"
                    f" ON \"{name}\" BEGIN SELECT RAISE(ABORT, 'only added to'); END"
                )
            )


def missing_guards(connection: Connection) -> set[str]:
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    return trigger_names() - set(found.scalars())


@contextmanager
def database_errors(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn the environment's failures into sentences; everything else stays a bug.

    ``reading`` is for what had nothing to save.
    """
    try:
        yield
    except DBAPIError as error:
        translated = translate(error.orig, path, reading=reading)
        if translated is None:
            raise
        raise translated from error
    except sqlite3.Error as error:
        translated = translate(error, path, reading=reading)
        if translated is None:
            raise
        raise translated from error


def damaged_database(path: Path) -> DamagedDatabaseError:
    """A damaged file in words; of a desk's own database the newest good backup is named."""
    from longshan_desk.data.backup import advice

    return DamagedDatabaseError(
        f"数据库文件损坏（{path.name}）。", hint=advice(path), where=str(path)
    )


def translate(error: BaseException | None, path: Path, *, reading: bool = False) -> AppError | None:
    """The expected failure behind a SQLite error code, if it is one."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    where = str(path)
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return DiskFullError(
                "磁盘空间不够，没有保存。", hint="请清理磁盘后再保存；已填的内容还在。", where=where
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DeskInUseError(
                "数据库正被另一个程序占用。", hint="请关闭另一个窗口后再试。", where=where
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged_database(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN if reading:
            return MediumError(
                "读取数据库失败。",
                hint="请检查磁盘或U盘是否还在，这个文件夹有没有读取的权限，然后再试。",
                where=where,
            )
        case sqlite3.SQLITE_READONLY:
            return read_only_home(path.parent)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return MediumError(
                "读写数据库文件失败，没有保存。",
                hint="请检查磁盘是否还在、是否被写保护，然后再试。",
                where=where,
            )
    return None
