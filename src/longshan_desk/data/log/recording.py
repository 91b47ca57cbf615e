"""Writes every row's change into the log, in the transaction that changes the row."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, inspect, select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified, get_history

from longshan_desk.data.log.clock import Clock
from longshan_desk.data.log.merge import DELETED
from longshan_desk.data.log.operations import Operation, hash_of
from longshan_desk.data.log.pens import Pen, Writer, pen_for
from longshan_desk.data.log.registry import SCHEMA, SyncedTable, synced_tables
from longshan_desk.data.tables.exchanged import Exchanged
from longshan_desk.data.tables.log import SyncOp, SyncVer
from longshan_desk.data.types import canonical_json

_Entry = tuple[str, str, str, dict[str, Any], dict[str, Any] | None]
"""Table, record, partition, what was put, and what was before (``None``: the record is new)."""

_Raised = tuple[str, str, tuple[str, ...], list[list[Any]]]
"""Table, record, the groups that were put, and the write that put them."""


def chain_link(previous: bytes, op: Mapping[str, Any], seen: bytes) -> bytes:
    """The next link of a stream's chain; ``txn`` and ``schema`` are covered, ``lid`` is not."""
    return Operation(*(op[key] for key in _OPERATION)).link(previous, seen)


_OPERATION = tuple(Operation.__dataclass_fields__)


@dataclass
class Recorder:
    """The log's pen for one transaction."""

    connection: Connection
    writer: Writer
    txn: int
    clock: Clock
    records: set[tuple[str, str]] = field(default_factory=set)
    count: int = 0
    _pens: dict[str, Pen] = field(default_factory=dict)
    _affirmed: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    @property
    def sequences(self) -> dict[str, int]:
        """The number of the last operation written, per partition."""
        return {part: pen.seq for part, pen in self._pens.items()}

    def affirm(self, row: Any, groups: Iterable[str]) -> None:
        """Have these field groups written even if they stay as they are: a person decided so."""
        table = _table_of(row)
        self._affirmed.setdefault((table.name, row.id), set()).update(groups)
        for group in groups:
            for name in table.groups[group]:
                flag_modified(row, name)

    # -- from ORM objects -------------------------------------------------------------------

    def record_flush(self, session: Session) -> None:
        """Log everything the session is about to write; called before each flush."""
        ops: list[_Entry] = []
        for row in session.new:
            if isinstance(row, Exchanged):
                row.part = row.part or self.writer.part
                row.derive()
                ops.append(self._creation(_table_of(row), row))
        for row in session.dirty:
            if isinstance(row, Exchanged):
                change = self._modification(row)
                if change is not None:
                    row.derive()
                    ops.append(change)
        self._write(ops)

    def _creation(self, table: SyncedTable, row: Any) -> _Entry:
        values = {name: getattr(row, name) for name in table.group_of}
        _fill_defaults(table, row, values)
        payload = _full_payload(table, values)
        return table.name, row.id, row.part, payload, None

    def _modification(self, row: Any) -> _Entry | None:
        table = _table_of(row)
        touched = inspect(row).committed_state.keys() & table.group_of.keys()
        groups = sorted({table.group_of[name] for name in touched})
        now = {name: getattr(row, name) for group in groups for name in table.groups[group]}
        old = {**now, **{name: _old_value(row, name) for name in touched}}
        affirmed = self._affirmed.pop((table.name, row.id), set())
        changed = [
            group
            for group in groups
            if group in affirmed or any(old[n] != now[n] for n in table.groups[group])
        ]
        if not changed:
            return None
        if row.is_deleted and DELETED not in changed:
            # Deleting knew nothing of this; said again, it does, and the record stays hidden.
            changed.append(DELETED)
            now[DELETED] = old[DELETED] = True
        payload = {group: table.write_group(group, now) for group in changed}
        before = {group: table.write_group(group, old) for group in changed}
        return table.name, row.id, row.part, payload, before

    # -- the bulk road ------------------------------------------------------------------------

    def insert_many(self, rows: Sequence[Any]) -> None:
        """Log and insert new objects without the session: the road for imports."""
        ops = []
        by_table: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            table = _table_of(row)
            row.part = row.part or self.writer.part
            row.derive()
            ops.append(self._creation(table, row))
            columns = table.model.__table__.c.keys()
            by_table.setdefault(table.name, []).append({c: getattr(row, c) for c in columns})
        self._write(ops)
        for name, values in by_table.items():
            self.connection.execute(insert(synced_tables()[name].model), values)
        self.index(rows)

    # -- what the log missed ------------------------------------------------------------------

    def catch_up(self, tbl: str, rid: str, part: str, payload: dict[str, Any], before: Any) -> None:
        """Log what a row holds already: the way back in step for a change the log never saw."""
        self._write([(tbl, rid, part, payload, before)])

    # -- into the log ---------------------------------------------------------------------------

    def _write(self, ops: Iterable[_Entry]) -> None:
        op_rows: list[dict[str, Any]] = []
        new_versions: list[dict[str, Any]] = []
        raised: list[_Raised] = []
        for tbl, rid, part, payload, before in ops:
            op = self._next_op(tbl, rid, part, payload, before)
            op_rows.append(op)
            self.records.add((tbl, rid))
            write = [[op["dev"], op["seq"]]]
            if before is None:
                v = canonical_json({"*": write})
                new_versions.append({"tbl": tbl, "rid": rid, "part": part, "v": v})
            else:
                raised.append((tbl, rid, tuple(payload), write))
        if not op_rows:
            return
        self.count += len(op_rows)
        self.connection.execute(insert(SyncOp), op_rows)
        if new_versions:
            self.connection.execute(insert(SyncVer), new_versions)
        if raised:
            self._raise_versions(raised)
        self._keep_head()

    def _next_op(
        self, tbl: str, rid: str, part: str, payload: dict[str, Any], before: dict[str, Any] | None
    ) -> dict[str, Any]:
        pen = self._pen(part)
        pen.seq += 1
        hlc, wall = self.clock.tick()
        body = canonical_json(payload)
        salt = secrets.token_bytes(16)
        writer = self.writer
        op = {
            "part": part, "dev": writer.dev, "seq": pen.seq, "ctx": pen.ctx,
            "hlc": hlc, "wall": wall, "usr": writer.usr, "txn": self.txn, "tbl": tbl, "rid": rid,
            "kind": "P", "schema": SCHEMA, "payload": body,
            "before": None if before is None else canonical_json(before),
            "salt": salt, "phash": hash_of(salt, body), "state": 1,
        }  # fmt: skip
        op["chain"] = pen.head = chain_link(pen.head, op, pen.seen)
        return op

    def _pen(self, part: str) -> Pen:
        if part not in self._pens:
            self._pens[part] = pen_for(self.connection, part, self.writer.dev)
        return self._pens[part]

    def _raise_versions(self, raised: list[_Raised]) -> None:
        """A local write knew everything, so it alone survives and closes what was in conflict."""
        versions = self._versions([(tbl, rid) for tbl, rid, _, _ in raised])
        rows, closed = [], []
        for tbl, rid, groups, write in raised:
            key = {"tbl": tbl, "rid": rid}
            now = {**versions[tbl, rid], **dict.fromkeys(groups, write)}
            rows.append({**key, "v": canonical_json(now)})
            closed += [{**key, "field": group} for group in groups]
        self.connection.execute(
            text("UPDATE sync_ver SET v = :v WHERE tbl = :tbl AND rid = :rid"), rows
        )
        if self.connection.execute(text("SELECT EXISTS (SELECT 1 FROM sync_conflict)")).scalar():
            self.connection.execute(
                text(
                    "DELETE FROM sync_conflict WHERE tbl = :tbl AND rid = :rid AND field = :field"
                ),
                closed,
            )

    def _versions(self, records: list[tuple[str, str]]) -> dict[tuple[str, str], Any]:
        """What ``sync_ver`` holds of these records, a few hundred at a time."""
        found = {}
        for tbl in {tbl for tbl, _ in records}:
            ids = [rid for name, rid in records if name == tbl]
            for start in range(0, len(ids), 500):
                part = self.connection.execute(
                    select(SyncVer.rid, SyncVer.v).where(
                        SyncVer.tbl == tbl, SyncVer.rid.in_(ids[start : start + 500])
                    )
                )
                found.update({(tbl, rid): json.loads(v) for rid, v in part})
        return found

    def _keep_head(self) -> None:
        self.connection.execute(
            text(
                "INSERT INTO sync_stream (part, dev, seq, head) VALUES (:part, :dev, :seq, :head)"
                " ON CONFLICT (part, dev) DO UPDATE SET seq = :seq, head = :head"
            ),
            [
                {"part": pen.part, "dev": self.writer.dev, "seq": pen.seq, "head": pen.head}
                for pen in self._pens.values()
                if pen.seq
            ],
        )

    # -- the search index -----------------------------------------------------------------------

    def index(self, rows: Iterable[Any]) -> None:
        """Keep the search entries of these rows in step with them."""
        gone, found = [], []
        for row in rows:
            entry = search_entry(row)
            key = {"kind": row.__tablename__, "id": row.id}
            if entry is None:
                gone.append(key)
            else:
                found.append(entry)
        if gone:
            statement = text("DELETE FROM search_entry WHERE kind = :kind AND id = :id")
            self.connection.execute(statement, gone)
        if found:
            self.connection.execute(
                text(
                    "INSERT INTO search_entry (kind, id, text, initials)"
                    " VALUES (:kind, :id, :text, :initials) ON CONFLICT (kind, id)"
                    " DO UPDATE SET text = :text, initials = :initials"
                ),
                found,
            )


def search_entry(row: Any) -> dict[str, str] | None:
    """The row of the search index for a record; nothing for what is deleted or not searched."""
    words = None if row.is_deleted else row.search_text()
    if words is None:
        return None
    kind = row.__tablename__
    return {"kind": kind, "id": row.id, "text": words[0], "initials": words[1]}


def _table_of(row: Any) -> SyncedTable:
    return synced_tables()[row.__tablename__]


def _old_value(row: Any, name: str) -> Any:
    """What stood in the column before this session changed it.

    A column that was never set since its row was made knows no value to replace: it was empty.
    """
    history = get_history(row, name)
    if history.deleted:
        return history.deleted[0]
    return None if history.added else getattr(row, name)


def _full_payload(table: SyncedTable, values: dict[str, Any]) -> dict[str, Any]:
    """All groups that say something: an absent group of a new record means empty."""
    payload = {}
    for group, names in table.groups.items():
        if any(values[name] is not None for name in names):
            payload[group] = table.write_group(group, values)
    return payload


def _fill_defaults(table: SyncedTable, row: Any, values: dict[str, Any]) -> None:
    """Column defaults are applied by the database layer only after the log is written."""
    for name, value in values.items():
        default = table.column(name).default
        if value is None and default is not None and default.is_scalar:
            values[name] = default.arg  # type: ignore[attr-defined]
            setattr(row, name, values[name])
