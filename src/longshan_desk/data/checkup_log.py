"""The checkup's first part: whether the log holds together, and the rows are what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, text, update

from longshan_desk.data.checkup_findings import Finding, kind_word
from longshan_desk.data.log.rebuild import rebuild_records
from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.log.replay import (
    Logged,
    expected_groups,
    faults,
    is_readable,
    replay,
    stored_groups,
)
from longshan_desk.data.session import DeskSession

_FAULTS = {
    "gap": "缺了第 {seq} 条",
    "chain": "第 {seq} 条与前面的接不上",
    "payload": "第 {seq} 条的内容被改过",
    "head": "末尾（第 {seq} 条）与登记的不一致",
}


def look_at_streams(session: DeskSession) -> Iterator[Finding]:
    """Whether every device's stream is whole and nobody changed it afterwards."""
    for fault in faults(session.connection()):
        yield Finding(
            f"操作记录不完整或被改动过：{_FAULTS[fault.kind].format(seq=fault.seq)}。",
            f"{fault.part}/{fault.dev} {fault.seq}",
            "不能自动修复：请用较早的备份核对，并告诉镇上的管理员。",
        )


def look_at_rows(session: DeskSession) -> Iterator[Finding]:
    """Whether every row holds what the log says, and nothing is on one side only."""
    connection = session.connection()
    for table in synced_tables().values():
        for row, logged in _paired(connection, table):
            if logged is None and row is not None:
                yield _unlogged(table, row)
            elif logged is not None:
                yield from _compare(connection, table, row, logged)


def _paired(
    connection: Connection, table: SyncedTable
) -> Iterator[tuple[RowMapping | None, Logged | None]]:
    """Rows and logged records side by side; both come in the order of their ids."""
    rows = iter(connection.execute(text(f'SELECT * FROM "{table.name}" ORDER BY id')).mappings())
    records = replay(connection, table)
    row, logged = next(rows, None), next(records, None)
    while row is not None or logged is not None:
        row_id = row["id"] if row is not None else None
        rid = logged.rid if logged is not None else None
        first = min(found for found in (row_id, rid) if found is not None)
        yield (row if row_id == first else None), (logged if rid == first else None)
        row = next(rows, None) if row_id == first else row
        logged = next(records, None) if rid == first else logged


def _unlogged(table: SyncedTable, row: RowMapping) -> Finding:
    groups = {g: v for g, v in stored_groups(table, row).items() if not _is_empty(v)}

    def mend(session: DeskSession) -> None:
        assert session.recorder is not None
        session.recorder.connection.execute(
            text("DELETE FROM sync_ver WHERE tbl = :tbl AND rid = :rid"),
            {"tbl": table.name, "rid": row["id"]},
        )
        session.recorder.catch_up(table.name, row["id"], row["part"], groups, None)

    return Finding(
        f"一条{kind_word(table.name)}没有操作记录。",
        f"{table.name} {row['id']}",
        "把现在的内容补记进操作记录（系统补记）。",
        mend,
    )


def _compare(
    connection: Connection, table: SyncedTable, row: RowMapping | None, logged: Logged
) -> Iterator[Finding]:
    where = f"{table.name} {logged.rid}"
    if not logged.has_version:
        yield Finding(
            f"一条{kind_word(table.name)}缺少合并用的版本记录。",
            where,
            "按操作记录重建。",
            _version_mender(table, logged.rid),
        )
    if row is None:
        if not logged.is_purged:
            yield Finding(
                f"操作记录里的一条{kind_word(table.name)}在数据表里没有了。",
                where,
                "按操作记录恢复这一条。",
                _row_mender(table, logged),
            )
        return
    now, said = stored_groups(table, row), expected_groups(table, logged)
    differing = [
        group
        for group in table.groups
        if now[group] != said[group] and not (logged.is_purged and group not in logged.groups)
    ]
    if differing:
        yield _difference(table, logged.rid, differing, now, said)


def _difference(
    table: SyncedTable, rid: str, groups: list[str], now: dict[str, Any], said: dict[str, Any]
) -> Finding:
    readable = [group for group in groups if is_readable(table, group, now[group])]
    broken = [group for group in groups if group not in readable]

    def mend(session: DeskSession) -> None:
        assert session.recorder is not None
        if broken:
            _write_row(session, table, rid, {g: said[g] for g in broken})
        if readable:
            payload, before = {g: now[g] for g in readable}, {g: said[g] for g in readable}
            part = _part_of(session.recorder.connection, table, rid)
            session.recorder.catch_up(table.name, rid, part, payload, before)

    how = "把现在的内容补记进操作记录（系统补记）。" if readable else ""
    how += "读不懂的内容按操作记录恢复。" if broken else ""
    return Finding(
        f"一条{kind_word(table.name)}的内容与操作记录不一致（{'、'.join(groups)}）。",
        f"{table.name} {rid}",
        how,
        mend,
        is_unreadable=bool(broken),
    )


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and set(value.values()) == {None})


# -- mending ------------------------------------------------------------------------------------


def _version_mender(table: SyncedTable, rid: str) -> Callable[[DeskSession], None]:
    def mend(session: DeskSession) -> None:
        assert session.recorder is not None and session.gate is not None
        with session.gate.opened():
            rebuild_records(session.recorder.connection, {(table.name, rid)})

    return mend


def _row_mender(table: SyncedTable, logged: Logged) -> Callable[[DeskSession], None]:
    def mend(session: DeskSession) -> None:
        assert session.recorder is not None and session.gate is not None
        connection = session.recorder.connection
        values = {"id": logged.rid, "part": _part_of(connection, table, logged.rid)}
        for group, value in expected_groups(table, logged).items():
            values.update(table.read_group(group, value))
        row = table.model(**values)
        row.derive()
        columns = table.model.__table__.c.keys()
        with session.gate.opened():
            connection.execute(insert(table.model), {name: getattr(row, name) for name in columns})
        session.recorder.index([row])

    return mend


def _write_row(session: DeskSession, table: SyncedTable, rid: str, groups: dict[str, Any]) -> None:
    assert session.recorder is not None and session.gate is not None
    values: dict[str, Any] = {}
    for group, value in groups.items():
        values.update(table.read_group(group, value))
    stored = table.model.__table__
    with session.gate.opened():
        session.recorder.connection.execute(
            update(stored).where(stored.c.id == rid).values(**values)
        )


def _part_of(connection: Connection, table: SyncedTable, rid: str) -> str:
    found = connection.execute(
        text("SELECT part FROM sync_op WHERE tbl = :tbl AND rid = :rid LIMIT 1"),
        {"tbl": table.name, "rid": rid},
    )
    return str(found.scalar_one())
