"""The desk's store: the only door to its database.

Every write happens inside ``with store.change("登记事项") as session:``, which is at once the
transaction, the undo step, the news to the screens, the history and the log.
"""

from __future__ import annotations

import copy
import json
import logging
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

import longshan_desk
from longshan_desk.data import identity, revisions, undo
from longshan_desk.data.change import Change, Listener
from longshan_desk.data.database import (
    Gate,
    connect,
    connect_read_only,
    damaged_database,
    database_errors,
    install_guards,
    is_empty,
    is_sqlite_file,
    missing_guards,
    sync_to_disk,
)
from longshan_desk.data.desk_lock import DeskLock
from longshan_desk.data.ids import new_hex
from longshan_desk.data.log import clock
from longshan_desk.data.log.authority import TOWNSHIP, VILLAGE
from longshan_desk.data.log.clock import Clock, utc_now
from longshan_desk.data.log.merging import Merging
from longshan_desk.data.log.pens import Writer
from longshan_desk.data.log.rebuild import catch_up, rebuild_records
from longshan_desk.data.log.recording import Recorder
from longshan_desk.data.log.registry import SCHEMA
from longshan_desk.data.log.vectors import doubts
from longshan_desk.data.restore import finish_interrupted_restore
from longshan_desk.data.scope import SHARED_PART, Scope, edited_by_township, township_devices
from longshan_desk.data.session import DeskSession
from longshan_desk.data.types import canonical_json
from longshan_desk.data.undo import Step
from longshan_desk.errors import (
    AppError,
    DeskExistsError,
    MediumError,
    NoDeskError,
    NothingToUndoError,
)
from longshan_desk.files import os_errors
from longshan_desk.paths import DeskPaths

log = logging.getLogger(__name__)


@dataclass
class _Own:
    """Who this desk is; one for it and for whoever works there ``among`` a village's records."""

    kv: dict[str, str | None] = field(default_factory=dict)
    listed: tuple[frozenset[str], frozenset[str]] | None = None
    """Of the device list, until it may be another one: the township's numbers, and the villages'
    partitions in which it edits."""


class Store:
    """One open desk. ``writer=False`` opens it beside the window, for reading only."""

    def __init__(
        self, paths: DeskPaths, *, writer: bool = True, today: Callable[[], date] = date.today
    ) -> None:
        self.paths = paths
        self.today = today
        self._gate = Gate()
        self._writing = threading.RLock()
        self._inside = False
        self._is_filling = False
        self._viewed: str | None = None
        self._own = _Own()
        self._listeners: list[Listener] = []
        self._lock: DeskLock | None = None
        with os_errors(paths.database, "读取数据库"):
            finish_interrupted_restore(paths)
            if is_empty(paths.database):
                raise _no_desk(paths)
            if not is_sqlite_file(paths.database):
                raise damaged_database(paths.database)
        if writer:
            self._lock = DeskLock(paths)
            self._lock.take()
        self._engine = connect(paths.database, self._gate)
        try:
            if writer:
                with database_errors(paths.database):
                    self._open(writer)
            else:
                self._open_for_reading()
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(
        cls, paths: DeskPaths, *, part: str | None = None, today: Callable[[], date] = date.today
    ) -> Self:
        """Make an empty database with an identity of its own, and open it."""
        paths.create()
        finish_interrupted_restore(paths)
        if not is_empty(paths.database) and not is_sqlite_file(paths.database):
            raise damaged_database(paths.database)
        make_database(paths, part or new_hex(8))
        return cls(paths, today=today)

    def _open_for_reading(self) -> None:
        database = self.paths.database
        try:
            with database_errors(database, reading=True):
                self._open(writer=False)
        except MediumError:  # SQLite could not write beside the file, as it likes to
            self._engine.dispose()
            self._engine = connect_read_only(database)
            with database_errors(database, reading=True):
                self._open(writer=False)

    def _open(self, writer: bool) -> None:
        with self._engine.connect() as connection:
            revision = revisions.check_known(connection)
            guards_are_missing = bool(missing_guards(connection))
        if revision is None:
            raise _no_desk(self.paths)
        if revision != revisions.HEAD:
            if not writer:
                raise revisions.needs_upgrade(revision)
            self._upgrade()
        elif writer and guards_are_missing:
            with self._write_connection() as connection:
                install_guards(connection)
        with self._engine.connect() as connection:
            self._read_kv(connection)
            self._clock = Clock(_last_stamp(connection, self._kv))
            user = connection.execute(
                text('SELECT name FROM "user" WHERE id = :id'), {"id": self.user_id}
            ).scalar()
        if self._lock is not None:
            self._lock.say_who(user or "")
            self._settle_identity()
            self._apply_what_waited()

    def _upgrade(self) -> None:
        from longshan_desk.data.backup import make_backup

        make_backup(self.paths, "upgrade")
        with self._write_connection() as connection:
            revisions.upgrade(connection, self._gate)
            _put(connection, "app_version", longshan_desk.__version__)

    def _apply_what_waited(self) -> None:
        """What newer programs sent to an older one of this desk is applied after its upgrade."""
        if self._kv.get("applied_schema") == str(SCHEMA):
            return
        with self._write_connection() as connection:
            with self._gate.opened():
                catch_up(connection)
            _put(connection, "applied_schema", str(SCHEMA))
        self._kv["applied_schema"] = str(SCHEMA)

    # -- who writes -----------------------------------------------------------------------------

    def _settle_identity(self) -> None:
        """Go on as before, or take a new device number where the database was copied here."""
        marker = identity.read_marker(self.paths)
        stream = self._own_stream()
        install_id, dev = self._kv.get("install_id") or "", self._kv.get("dev") or ""
        if not identity.is_continuation(marker, install_id, dev, stream):
            marker = identity.fresh(marker)
            with self._write_connection() as connection:
                _put(connection, "install_id", marker.install_id)
                _put(connection, "dev", marker.dev)
                _put(connection, "clock", str(self._clock.last))
                former = [*self.former_devices, dev] if dev else []
                _put(connection, "former_devices", json.dumps(former))
                _put(connection, "app_version", longshan_desk.__version__)
                streams = connection.execute(
                    text("SELECT dev, seq FROM sync_stream WHERE part = :part"),
                    {"part": self.part},
                )
                vector = {row[0]: row[1] for row in streams}
                connection.execute(
                    text("INSERT INTO sync_ctx (part, dev, ctx, vv) VALUES (:p, :d, 1, :v)"),
                    {"p": self.part, "d": marker.dev, "v": canonical_json(vector)},
                )
                self._read_kv(connection)
            identity.write_marker(self.paths, marker)
        assert marker is not None
        self._marker = marker

    @property
    def _kv(self) -> dict[str, str | None]:
        return self._own.kv

    def _read_kv(self, connection: Connection) -> None:
        rows = connection.execute(text("SELECT k, v FROM sync_kv"))
        self._own.kv = {row[0]: row[1] for row in rows}

    def _own_stream(self) -> dict[str, int]:
        with self._engine.connect() as connection:
            rows = connection.execute(
                text("SELECT part, seq FROM sync_stream WHERE dev = :dev"),
                {"dev": self._kv.get("dev") or ""},
            )
            return {row[0]: row[1] for row in rows}

    @property
    def part(self) -> str:
        """The partition this desk's own records belong to."""
        return str(self._kv["part"])

    @property
    def is_joined(self) -> bool:
        """Whether this desk belongs to a township (whose own desk does from the beginning)."""
        return bool(self._kv.get("place"))

    @property
    def viewed(self) -> str:
        """The partition that questions and acts are about: at the township a village's."""
        return self._viewed or self.part

    def view(self, part: str | None) -> None:
        """Ask about the records of another place from now on; ``None``: this desk's own."""
        self._viewed = part

    def among(self, part: str) -> Self:
        """This same desk, asked about a village's records for as long as somebody works with
        them; what it asks itself stays about its own. Who works and under which number is one for
        both. It is closed with the desk."""
        made = copy.copy(self)
        made.view(part)
        return made

    @property
    def scope(self) -> Scope | None:
        if not self.is_joined:
            return None
        writer = TOWNSHIP if self.part == SHARED_PART else VILLAGE
        listed = self._own.listed
        if listed is None:
            with self._engine.connect() as connection:
                listed = township_devices(connection), edited_by_township(connection)
            self._own.listed = listed
        township, edited = listed
        edits = edited if writer == TOWNSHIP else frozenset()
        # A township that was restored writes under a number that stands on no list yet.
        own = {self.device, *self.former_devices} if writer == TOWNSHIP else set()
        return Scope(self.viewed, writer, township | own, edits)

    def know_again(self) -> None:
        """After joining: the partition, the letter and the place are others now."""
        self._own.listed = None
        with self._engine.connect() as connection:
            self._read_kv(connection)
        self._marker.dev = self.device
        self._marker.high = self._own_stream()
        self._keep_marker()

    @property
    def letter(self) -> str:
        """The letter of this PC in matter numbers; empty for a village's first desk."""
        return self._kv.get("letter") or ""

    @property
    def device(self) -> str:
        return str(self._kv["dev"])

    @property
    def former_devices(self) -> tuple[str, ...]:
        """The numbers under which this desk wrote before."""
        return tuple(json.loads(self._kv.get("former_devices") or "[]"))

    @property
    def user_id(self) -> str:
        """Whose acts are recorded from now on; empty before the first user exists."""
        return self._kv.get("user") or ""

    def switch_user(self, user_id: str) -> None:
        """换人: from now on every act names this person."""
        with self._write_connection() as connection:
            _put(connection, "user", user_id)
        self._kv["user"] = user_id

    @property
    def clock_is_reliable(self) -> bool:
        return self._clock.is_reliable()

    @property
    def clock_date(self) -> date:
        """The day by this PC's clock, right or wrong."""
        return datetime.fromtimestamp(clock.wall_ms() / 1000).date()

    @property
    def stamp(self) -> int:
        """The ordering stamp for a row that is being written now."""
        return self._clock.tick()[0]

    # -- reading --------------------------------------------------------------------------------

    @contextmanager
    def read(self, *, every_part: bool = False) -> Iterator[DeskSession]:
        """A session that sees one moment of the place's records and cannot write.

        ``every_part`` is for the checks of the file itself.
        """
        reads = database_errors(self.paths.database, reading=True)
        with reads, self._engine.connect() as connection:
            session = DeskSession(bind=connection, autoflush=False)
            session.scope = None if every_part else self.scope
            try:
                yield session
            finally:
                session.close()

    # -- writing --------------------------------------------------------------------------------

    @contextmanager
    def change(
        self, label: str, *, undoable: bool = True, by: str | None = None
    ) -> Iterator[DeskSession]:
        """One act of the user: all of it or nothing, logged, undoable under its name.

        ``undoable=False`` is for what cannot be taken back and was confirmed before; ``by`` is
        for what nobody did: the program's own repairs.
        """
        usr = self.user_id if by is None else by
        with self._writing:
            if self._inside:
                raise RuntimeError("an action never calls an action")
            self._inside = True
            try:
                with database_errors(self.paths.database):
                    scope = self.scope if by is None else None
                    recorder = yield from self._transaction(label, undoable, usr, scope)
            finally:
                self._inside = False
                self._gate.is_open = False
            self._after_commit(label, recorder)

    def _transaction(
        self, label: str, undoable: bool, usr: str, scope: Scope | None
    ) -> Generator[DeskSession, None, Recorder]:
        with self._write_connection() as connection:
            writer = Writer(self.viewed, self.device, usr)
            txn = _new_txn(connection, label, writer, undoable)
            recorder = Recorder(connection, writer, txn, self._clock)
            session = DeskSession(bind=connection, expire_on_commit=False)
            session.recorder, session.gate, session.scope = recorder, self._gate, scope
            try:
                yield session
                session.flush()
            finally:
                session.close()
            if recorder.records and doubts(connection):
                # Nobody is taken to have known a doubted stream: not by this desk either.
                with self._gate.opened():
                    rebuild_records(connection, recorder.records)
            if not recorder.count:
                _forget_txn(connection, txn)
        return recorder

    def _after_commit(self, label: str, recorder: Recorder) -> None:
        if not recorder.count:
            return
        self._marker.high = {**self._marker.high, **recorder.sequences}
        self._tell(label, recorder.txn, recorder.records)

    def _tell(self, label: str, txn: int, records: set[tuple[str, str]]) -> None:
        try:
            self._keep_marker()
        except AppError as error:
            # The act is committed, so it must not look refused; the marker may lag behind.
            log.warning("installation marker not written: %s", error.code)
        if not records:
            return
        change = Change(label, txn, frozenset(records))
        for listener in tuple(self._listeners):
            listener(change)

    @contextmanager
    def merging(self, label: str) -> Iterator[Merging]:
        """Take in what others wrote: all of it or nothing, told to the screens, never undone."""
        with self._writing:
            if self._inside:
                raise RuntimeError("an action never calls an action")
            self._inside = True
            try:
                with self._write_connection() as connection, self._gate.opened():
                    writer = Writer(self.part, self.device, self.user_id)
                    txn = _new_txn(connection, label, writer, undoable=False)
                    merging = Merging(
                        connection, self._clock, self.device, self.former_devices, txn
                    )
                    yield merging
                    self._own.listed = None  # others may have taken new numbers
                    _put(connection, "clock", str(self._clock.last))
                    if not merging.records:
                        _forget_txn(connection, txn)
            finally:
                self._inside = False
            self._after_merging(label, merging)

    def _after_merging(self, label: str, merging: Merging) -> None:
        self._own.listed = None
        if merging.new_device is not None:
            with self._engine.connect() as connection:
                self._read_kv(connection)
            self._marker.dev = merging.new_device
            self._marker.high = self._own_stream()
        self._tell(label, merging.txn, merging.records)

    @contextmanager
    def _write_connection(self) -> Iterator[Connection]:
        if self._lock is None:
            raise RuntimeError("this store was opened for reading only")
        engine = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        with database_errors(self.paths.database):
            try:
                with engine.begin() as connection:
                    yield connection
            except DBAPIError:
                self._engine.dispose()
                raise

    @contextmanager
    def bookkeeping(self) -> Iterator[Connection]:
        """Write down what is no act of anybody's: heads that were signed, packages made."""
        with self._writing, self._write_connection() as connection:
            yield connection

    def erase_pages(self) -> None:
        """What is erased is overwritten in the file too, and leaves the journal beside it."""
        sync_to_disk(self._engine)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Be told of every finished act; returns the call that ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    # -- numbers --------------------------------------------------------------------------------

    def highest_number(self, month: str) -> int:
        """The highest matter number this installation ever gave for a month (R7)."""
        return self._marker.numbers.get(month, 0)

    def remember_number(self, month: str, number: int) -> None:
        """Burn a number: no undo and no restore ever gives it again."""
        if number > self.highest_number(month):
            self._marker.numbers[month] = number
            self._keep_marker()

    def _keep_marker(self) -> None:
        if not self._is_filling:
            identity.write_marker(self.paths, self._marker)

    # -- undo -----------------------------------------------------------------------------------

    def undoable(self) -> tuple[Step | None, Step | None]:
        """(the act that 撤销 takes back, the act that 重做 takes up again)."""
        with self.read() as session:
            done, undone = undo.stacks(session)
        return (done[-1] if done else None, undone[-1] if undone else None)

    def undo(self) -> str:
        """Take back this desk's last act; returns its name."""
        step, _ = self.undoable()
        if step is None:
            raise NothingToUndoError("没有可以撤销的操作。")
        self._revert(step)
        return step.label

    def redo(self) -> str:
        """Take up again what was undone last; returns its name."""
        _, step = self.undoable()
        if step is None:
            raise NothingToUndoError("没有可以重做的操作。")
        self._revert(step)
        return step.label

    def _revert(self, step: Step) -> None:
        with self.change(step.label) as session:
            undo.revert(session, step)
            assert session.recorder is not None
            undo.record_step(session, session.recorder.txn, step)

    # -- a demonstration ------------------------------------------------------------------------

    @property
    def is_demo(self) -> bool:
        """Whether everything here is invented."""
        return self._kv.get("demo") == "1"

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Fill a desk on which nothing was ever entered with an invented village.

        It is marked as a demonstration first. Thousands of acts then do not each wait for the
        disk, only all of them at the end: a power cut costs an invention, never a record.
        """
        with self._engine.connect() as connection:
            if connection.execute(text("SELECT EXISTS (SELECT 1 FROM sync_op)")).scalar():
                raise _desk_exists(self.paths)
        with self._write_connection() as connection:
            _put(connection, "demo", "1")
        self._kv["demo"] = "1"
        self._is_filling = True
        self._reconnect(waits_for_disk=False)
        try:
            yield
        finally:
            self._is_filling = False
            self._reconnect()
            sync_to_disk(self._engine)
            self._keep_marker()

    def _reconnect(self, *, waits_for_disk: bool = True) -> None:
        self._engine.dispose()
        self._engine = connect(self.paths.database, self._gate, waits_for_disk=waits_for_disk)

    # -- the end --------------------------------------------------------------------------------

    def close(self) -> None:
        self._engine.dispose()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


def _new_txn(connection: Connection, label: str, writer: Writer, undoable: bool) -> int:
    row = connection.execute(
        text(
            "INSERT INTO sync_txn (dev, label, at, usr, undoable)"
            " VALUES (:dev, :label, :at, :usr, :undoable) RETURNING txn"
        ),
        {
            "dev": writer.dev,
            "label": label,
            "at": utc_now(),
            "usr": writer.usr,
            "undoable": int(undoable),
        },
    )
    return int(row.scalar_one())


def _forget_txn(connection: Connection, txn: int) -> None:
    """An act that changed nothing is no act."""
    connection.execute(text("DELETE FROM sync_txn WHERE txn = :txn"), {"txn": txn})


def _no_desk(paths: DeskPaths) -> NoDeskError:
    return NoDeskError(
        "这里还没有建立岗位。",
        hint="请先运行 longshan-desk init，或打开程序按三步建立。",
        where=str(paths.home),
    )


def make_database(paths: DeskPaths, part: str) -> None:
    """Write the empty tables by running every revision; refuses where a desk is."""
    gate = Gate()
    engine = connect(paths.database, gate)
    try:
        with (
            database_errors(paths.database),
            engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection,
        ):
            if revisions.revision_of(connection) is not None:
                raise _desk_exists(paths)
            revisions.upgrade(connection, gate)
            _put(connection, "part", part)
    finally:
        engine.dispose()


def _desk_exists(paths: DeskPaths) -> DeskExistsError:
    return DeskExistsError(
        "这里已经建立过岗位，没有改动。",
        hint="请直接打开；要另建一个岗位，请换一个数据文件夹。",
        where=str(paths.home),
    )


def _last_stamp(connection: Connection, kv: dict[str, str | None]) -> int:
    """The last stamp that this desk gave or adopted; another's may lie in a wrong future."""
    own = connection.execute(
        text(
            "SELECT max(hlc) FROM sync_stream CROSS JOIN sync_op USING (part, dev, seq)"
            " WHERE dev = :dev"
        ),
        {"dev": kv.get("dev")},
    ).scalar()
    return max(own or 0, int(kv.get("clock") or 0))


def _put(connection: Connection, key: str, value: str) -> None:
    connection.execute(
        text("INSERT INTO sync_kv (k, v) VALUES (:k, :v) ON CONFLICT (k) DO UPDATE SET v = :v"),
        {"k": key, "v": value},
    )
