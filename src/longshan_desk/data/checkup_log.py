"""The checkup's first part: whether the log holds together, and the rows are what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, text

from longshan_desk.data.checkup_findings import Finding, kind_word
from longshan_desk.data.log.merge import DELETED
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
from longshan_desk.data.scope import may_write, own_scope
from longshan_desk.data.session import DeskSession

IsOurs = Callable[[SyncedTable, str, str, str], bool]
"""Whether this desk may write a field group: table, record, partition, group."""

_CATCH_UP = "把现在的内容补记进操作记录（系统补记）。"

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
    scope = own_scope(connection)

    def is_ours(table: SyncedTable, rid: str, part: str, group: str) -> bool:
        return scope is None or may_write(scope, connection, table, rid, part, group)

    for table in synced_tables().values():
        for row, logged in _paired(connection, table):
            if logged is None and row is not None:
                yield _unlogged(table, row, is_ours)
            elif logged is not None:
                yield from _compare(connection, table, row, logged, is_ours)


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


def _unlogged(table: SyncedTable, row: RowMapping, is_ours: IsOurs) -> Finding:
    filled = {g: v for g, v in stored_groups(table, row).items() if not _is_empty(v)}
    own = [group for group in (DELETED, *filled) if is_ours(table, row["id"], row["part"], group)]
    groups = {group: filled[group] for group in own if group in filled}
    what = f"一条{kind_word(table.name)}没有操作记录。"
    where = f"{table.name} {row['id']}"
    if DELETED not in own:
        mend_by_log = _log_mender(table, row["id"])
        return Finding(what, where, "这类记录不由本机填写，删去这一条。", mend_by_log)

    def mend(session: DeskSession) -> None:
        assert session.recorder is not None
        session.recorder.connection.execute(
            text("DELETE FROM sync_ver WHERE tbl = :tbl AND rid = :rid"),
            {"tbl": table.name, "rid": row["id"]},
        )
        session.recorder.catch_up(table.name, row["id"], row["part"], groups, None)
        if filled.keys() != groups.keys():
            _log_mender(table, row["id"])(session)

    return Finding(what, where, _CATCH_UP, mend)


def _compare(
    connection: Connection,
    table: SyncedTable,
    row: RowMapping | None,
    logged: Logged,
    is_ours: IsOurs,
) -> Iterator[Finding]:
    where = f"{table.name} {logged.rid}"
    if not logged.has_version:
        yield Finding(
            f"一条{kind_word(table.name)}缺少合并用的版本记录。",
            where,
            "按操作记录重建。",
            _log_mender(table, logged.rid),
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
        part = _part_of(connection, table, logged.rid)
        own = [group for group in differing if is_ours(table, logged.rid, part, group)]
        yield _difference(table, (logged.rid, part), differing, own, now, said)


def _difference(
    table: SyncedTable, record: tuple[str, str], groups: list[str], own: list[str],
    now: dict[str, Any], said: dict[str, Any],
) -> Finding:  # fmt: skip
    """What this desk may write and can read is caught up; the rest is what its owner wrote: the
    others would refuse a package in which this desk says otherwise."""
    rid, part = record
    broken = [group for group in groups if not is_readable(table, group, now[group])]
    kept = [group for group in own if group not in broken]

    def mend(session: DeskSession) -> None:
        assert session.recorder is not None
        if kept:
            payload, before = {g: now[g] for g in kept}, {g: said[g] for g in kept}
            session.recorder.catch_up(table.name, rid, part, payload, before)
        if len(kept) < len(groups):
            _log_mender(table, rid)(session)

    how = _CATCH_UP if kept else ""
    how += "不由本机填写的内容按操作记录恢复。" if len(own) < len(groups) else ""
    how += "读不懂的内容按操作记录恢复。" if set(broken) & set(own) else ""
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


def _log_mender(table: SyncedTable, rid: str) -> Callable[[DeskSession], None]:
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


def _part_of(connection: Connection, table: SyncedTable, rid: str) -> str:
    found = connection.execute(
        text("SELECT part FROM sync_op WHERE tbl = :tbl AND rid = :rid LIMIT 1"),
        {"tbl": table.name, "rid": rid},
    )
    return str(found.scalar_one())
