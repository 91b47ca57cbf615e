"""What waits for a person: two values of one thing, a deletion against an edit, doubles (3.12)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from longshan_desk.data.doubles import find_doubles
from longshan_desk.data.log.clock import was_reliable
from longshan_desk.data.log.conflicts import Said, open_conflicts, said
from longshan_desk.data.log.merge import DELETED
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.scope import EVERY_PART
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.data.tables.log import SyncConflict
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.office import User
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Labelled
from longshan_desk.errors import NotFoundError
from longshan_desk.peers.known import Known, known_in

MOST_PARALLEL = 200


class ConflictKind(Labelled):
    SAME_FIELD = "same_field", "同一项两边都改了"
    DELETE_EDIT = "delete_edit", "一边删除、一边修改"
    DUPLICATE = "duplicate", "疑似重复"
    PARALLEL = "parallel", "两边改了不同的项（供了解）"


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One side; ``id`` names it when deciding. Of doubles it is the record's id."""

    id: str
    value: Any
    by: str
    desk: str
    at: str | None
    clock_ok: bool


@dataclass(frozen=True, slots=True)
class ConflictRow:
    id: str
    record: tuple[str, str]
    number: str
    """What a person knows the record by."""
    field: str
    kind: ConflictKind
    values: tuple[ValueRow, ...]


def conflicts(store: Store, *, parallel: bool = False) -> list[ConflictRow]:
    """Open conflicts and doubles of the place; with ``parallel`` also, for information, records
    of which two desks changed different things without knowing of each other."""
    with store.read() as session:
        connection = session.connection()
        known = known_in(connection)
        found = [
            _conflict(session, known, one.tbl, one.rid, one.group)
            for one in open_conflicts(connection, _parts(store))
        ]
        found += [_double(session, known, *pair) for pair in find_doubles(session)]
        if parallel:
            found += _parallel(session, known, _parts(store))
    return found


def conflicts_of(store: Store, tbl: str, rid: str) -> dict[str, str]:
    """Of one record each column in conflict, with the conflict's id (3.12); mostly nothing."""
    groups = synced_tables()[tbl].groups
    with store.read() as session:
        found = session.execute(
            select(SyncConflict.field).where(SyncConflict.tbl == tbl, SyncConflict.rid == rid)
        ).scalars()
        return {
            column: f"{tbl}:{rid}:{group}" for group in found for column in groups.get(group, ())
        }


def _parts(store: Store) -> tuple[str, ...]:
    return store.scope.parts if store.scope else (store.part,)


def _conflict(
    session: DeskSession, known: Known | None, tbl: str, rid: str, group: str
) -> ConflictRow:
    values = said(session.connection(), tbl, rid, group)
    kind = ConflictKind.DELETE_EDIT if group == DELETED else ConflictKind.SAME_FIELD
    return ConflictRow(
        f"{tbl}:{rid}:{group}", (tbl, rid), name_of(session, tbl, rid), group, kind,
        tuple(_value(session, known, one) for one in values),
    )  # fmt: skip


def _value(session: Session, known: Known | None, one: Said) -> ValueRow:
    user = session.get(User, one.usr, execution_options=EVERY_PART) if one.usr else None
    at = datetime.fromtimestamp(one.wall / 1000).isoformat(timespec="minutes") if one.wall else None
    return ValueRow(
        f"{one.dev}-{one.seq}", one.value, user.name if user else "", _desk(known, one.dev), at,
        was_reliable(one.wall, one.stamp),
    )  # fmt: skip


def _desk(known: Known | None, dev: str) -> str:
    entry = known.entry(dev) if known else None
    if known is None or entry is None:
        return dev
    return f"{known.name_of(entry.place)}{entry.letter}电脑"


def _double(
    session: DeskSession, known: Known | None, tbl: str, one: str, other: str
) -> ConflictRow:
    rows = []
    for rid in (one, other):
        made = session.connection().exec_driver_sql(
            "SELECT dev, seq, usr, wall, hlc FROM sync_op WHERE tbl = ? AND rid = ? ORDER BY lid",
            (tbl, rid),
        ).first()  # fmt: skip
        assert made is not None
        words = name_of(session, tbl, rid)
        value = _value(
            session, known, Said(made.dev, made.seq, made.usr, made.wall, made.hlc, words)
        )
        rows.append(
            ValueRow(rid, words, value.by, value.desk, value.at, value.clock_ok)
        )  # fmt: skip
    return ConflictRow(
        f"duplicate:{tbl}:{one}:{other}", (tbl, one), name_of(session, tbl, one), "",
        ConflictKind.DUPLICATE, tuple(rows),
    )  # fmt: skip


def _parallel(
    session: DeskSession, known: Known | None, parts: tuple[str, ...]
) -> list[ConflictRow]:
    connection = session.connection()
    rows = connection.exec_driver_sql(
        f"SELECT tbl, rid, part, v FROM sync_ver WHERE part IN ({','.join('?' * len(parts))})",
        parts,
    )
    found = []
    for tbl, rid, part, v in rows:
        writes = {group: ws[0] for group, ws in json.loads(v).items() if len(ws) == 1}
        if len({dev for dev, _ in writes.values()}) < 2 or tbl not in synced_tables():
            continue
        sides = _unknowing(connection, part, writes)
        if sides:
            values = tuple(
                _value(session, known, _said_in(connection, part, dev, seq, group))
                for group, (dev, seq) in sorted(sides.items())
            )
            found.append(
                ConflictRow(
                    f"{tbl}:{rid}:",
                    (tbl, rid),
                    name_of(session, tbl, rid),
                    "、".join(sorted(sides)),
                    ConflictKind.PARALLEL,
                    values,
                )
            )
        if len(found) == MOST_PARALLEL:
            break
    return found


def _unknowing(
    connection: Connection, part: str, writes: dict[str, list[Any]]
) -> dict[str, tuple[str, int]]:
    """The writes of which another desk's surviving write knew nothing, nor they of it."""
    seen = {}
    for dev, seq in {(dev, seq) for dev, seq in writes.values()}:
        vv = connection.exec_driver_sql(
            "SELECT c.vv FROM sync_op AS o JOIN sync_ctx AS c"
            " ON c.part = o.part AND c.dev = o.dev AND c.ctx = o.ctx"
            " WHERE o.part = ? AND o.dev = ? AND o.seq = ?",
            (part, dev, seq),
        ).scalar()
        seen[dev, seq] = json.loads(vv) if vv else {}

    def knew(one: tuple[str, int], other: tuple[str, int]) -> bool:
        return one[0] == other[0] or bool(seen[one].get(other[0], 0) >= other[1])

    each = {group: (dev, seq) for group, (dev, seq) in writes.items()}
    return {
        group: one
        for group, one in each.items()
        if any(not knew(one, other) and not knew(other, one) for other in each.values())
    }


def _said_in(connection: Connection, part: str, dev: str, seq: int, group: str) -> Said:
    usr, wall, stamp, payload = connection.exec_driver_sql(
        "SELECT usr, wall, hlc, payload FROM sync_op WHERE part = ? AND dev = ? AND seq = ?",
        (part, dev, seq),
    ).one()
    return Said(dev, seq, usr, wall, stamp, json.loads(payload or "{}").get(group))


def name_of(session: Session, tbl: str, rid: str) -> str:
    """What a person knows a record by; its id where there is nothing better."""
    model = synced_tables()[tbl].model
    row = session.get(model, rid, execution_options=EVERY_PART)
    match row:
        case Matter():
            return row.number or (row.summary or row.words)[:20]
        case Household():
            return row.head_name or rid
        case Person():
            return row.name
        case Meeting():
            return f"{row.kind.label} {chinese_date(row.on)}"
        case _:
            return str(getattr(row, "name", "") or rid)


def require_conflict(store: Store, conflict_id: str) -> ConflictRow:
    for one in conflicts(store):
        if one.id == conflict_id:
            return one
    raise NotFoundError(
        "没有这一处要确认的内容。", hint="可能已经有人确认过，请刷新后再看。", where=conflict_id
    )
