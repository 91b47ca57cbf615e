"""A person decides (3.12): an ordinary edit that knows every side, so it holds everywhere."""

from __future__ import annotations

from typing import Any

from longshan_desk.data.double_joining import join_doubles
from longshan_desk.data.doubles import Pair, find_doubles
from longshan_desk.data.log.conflicts import said, settle
from longshan_desk.data.log.merge import DELETED
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.records import user_name
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.data.tables.peers import NotSame
from longshan_desk.errors import BadValueError, NotFoundError, NotOwnerError

DECIDING = "确认两边不同的内容"
Parts = tuple[str, str, str]


def use_value(store: Store, conflict: str, value_id: str) -> None:
    """Keep one side's value. Raises ``NotOwnerError`` where the place does not own it."""
    tbl, rid, group = _field(conflict)
    with store.change(DECIDING) as session:
        sides = {f"{one.dev}-{one.seq}": one.value for one in _said(session, tbl, rid, group)}
        if value_id not in sides:
            raise BadValueError("没有这一个值。", hint="请用 conflicts list 查看。", where=value_id)
        _settle(session, tbl, rid, group, sides[value_id])


def write_value(store: Store, conflict: str, words: str) -> None:
    """Neither side: a third value."""
    tbl, rid, group = _field(conflict)
    table = synced_tables().get(tbl)
    value: Any = words
    if table is None:
        raise _decided(rid)
    if table.groups.get(group) != (group,) or group == DELETED:
        raise BadValueError("这一项由几个内容组成，不能直接写。", hint="请选用其中一边的值。")
    if not table.accepts(group, value) and words.lstrip("-").isdigit():
        value = int(words)
    if not table.accepts(group, value):
        raise BadValueError(f"“{words}”不能用在这一项。", hint="请核对写法。", where=group)
    with store.change(DECIDING) as session:
        _said(session, tbl, rid, group)
        _settle(session, tbl, rid, group, value)


def decide_deletion(store: Store, conflict: str, *, is_deleted: bool) -> None:
    """仍然删除, or 恢复."""
    tbl, rid, group = _field(conflict)
    if group != DELETED:
        raise BadValueError("这一处不是删除和修改的冲突。", hint="请选用其中一边的值。")
    with store.change(DECIDING) as session:
        _said(session, tbl, rid, group)
        _settle(session, tbl, rid, DELETED, int(is_deleted))


def join(store: Store, conflict: str, into: str) -> None:
    """合并: the other record's belongings go over to ``into``, which stands for both (R48)."""
    _own(store)
    with store.change("合并重复") as session:
        tbl, one, other = _doubles(session, conflict)
        if into not in (one, other):
            raise BadValueError(
                "合并到的应是这两条中的一条。", hint="请用 conflicts list 查看。", where=into
            )
        join_doubles(session, tbl, other if into == one else one, into)


def keep_both(store: Store, conflict: str) -> None:
    """不是同一人: they are not offered again."""
    _own(store)
    with store.change("确认不是重复") as session:
        tbl, one, other = _doubles(session, conflict)
        session.add(
            NotSame(
                tbl=tbl,
                one=one,
                other=other,
                by=user_name(session, store.user_id),
                said_on=store.today(),
            )
        )


def _own(store: Store) -> None:
    if store.viewed != store.part:
        raise NotOwnerError("重复的记录由村里确认。", hint="请与村里联系。")


def _said(session: DeskSession, tbl: str, rid: str, group: str) -> list[Any]:
    found = said(session.connection(), tbl, rid, group) if tbl in synced_tables() else []
    if len({repr(one.value) for one in found}) < 2:
        raise _decided(rid)
    return found


def _decided(where: str) -> NotFoundError:
    return NotFoundError(
        "没有这一处要确认的内容。", hint="可能已经有人确认过，请刷新后再看。", where=where
    )


def _settle(session: DeskSession, tbl: str, rid: str, group: str, value: Any) -> None:
    if session.get(synced_tables()[tbl].model, rid) is None:
        raise NotFoundError("找不到这条记录。", where=rid)
    settle(session, tbl, rid, {group: value})


def _field(conflict: str) -> Parts:
    tbl, _, rest = conflict.partition(":")
    rid, _, group = rest.partition(":")
    if not group:
        raise NotFoundError(
            f"没有“{conflict}”这一处要确认的内容。", hint="请用 conflicts list 查看。", where="ID"
        )
    if tbl == "duplicate":
        raise BadValueError("这是疑似重复，不是两个值。", hint="请选“合并”或“不是同一人”。")
    return tbl, rid, group


def _doubles(session: DeskSession, conflict: str) -> Pair:
    kind, *rest = conflict.split(":")
    if kind != "duplicate" or len(rest) != 3:
        raise BadValueError("这不是疑似重复。", hint="请选用其中一边的值。")
    tbl, one, other = rest
    pair = (tbl, *sorted((one, other)))
    if pair not in find_doubles(session):
        raise _decided(conflict)
    return pair
