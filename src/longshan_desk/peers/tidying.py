"""What has to give way when two desks' records come together: doubles of the office, colliding
numbers, the local copy of what the township settles (3.13). Ordinary edits, all in the log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.handover import SYSTEM
from longshan_desk.data.log.authority import SHARED, VILLAGE, parts_of
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.numbers import give_numbers
from longshan_desk.data.scope import SHARED_PART
from longshan_desk.data.store import Store
from longshan_desk.data.tables.log import SyncOp
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.office import HearingDayRule, Office

GIVING_WAY = "并入乡镇和本村其他电脑的记录"


def tidy_after_joining(store: Store, own: frozenset[str]) -> int:
    """Let what this desk (``own``: its numbers) brought give way; returns the renumbered."""
    with store.change(GIVING_WAY, undoable=False, by=SYSTEM) as session:
        is_second = _drop_doubles(session, store.part, Office, own)
        if is_second:
            _drop_doubles(session, store.part, HearingDayRule, own)
        renumbered = _renumber(session, store, own)
    give_way(store, own)
    return renumbered


def give_way(store: Store, own: frozenset[str]) -> None:
    """The village's local copy of what the township settles goes where the township's is here;
    of a township that began again, what it wrote of itself goes where it came back."""
    if store.part == SHARED_PART:
        with store.change(GIVING_WAY, undoable=False, by=SYSTEM) as session:
            _drop_doubles(session, SHARED_PART, Office, own)
        return
    with store.change(GIVING_WAY, undoable=False, by=SYSTEM) as session:
        for table in synced_tables().values():
            kinds = parts_of(table)
            if SHARED in kinds and VILLAGE not in kinds:
                _drop_copies(session, store.part, table.model)


def _drop_copies(session: Session, part: str, model: Any) -> None:
    is_live = model.is_deleted.is_(False)
    townships = select(model.id).where(model.part == SHARED_PART, is_live).limit(1)
    if session.execute(townships).first() is not None:
        for row in session.scalars(select(model).where(model.part == part, is_live)):
            row.is_deleted = True


def _drop_doubles(session: Session, part: str, model: Any, own: frozenset[str]) -> bool:
    """Delete this desk's rows where the place had some already; whether it had."""
    rows = list(
        session.scalars(select(model).where(model.part == part, model.is_deleted.is_(False)))
    )
    mine = [row for row in rows if _maker(session, model, row.id) in own]
    if len(mine) == len(rows):
        return False
    for row in mine:
        row.is_deleted = True
    return True


def _renumber(session: Session, store: Store, own: frozenset[str]) -> int:
    """This desk's matters whose numbers are taken get new ones; the old stay, and are found."""
    rows = session.scalars(
        select(Matter).where(Matter.part == store.part, Matter.number.is_not(None))
    )
    by_number: dict[str, list[Matter]] = {}
    for row in rows:
        by_number.setdefault(row.number or "", []).append(row)
    doubles = [
        row
        for number in sorted(by_number)
        if len(by_number[number]) > 1
        for row in by_number[number]
        if _maker(session, Matter, row.id) in own
    ]
    for row in doubles:
        row.former_number = row.number
        (row.number,) = give_numbers(session, store, row.month)
        session.flush()
    return len(doubles)


def _maker(session: Session, model: Any, rid: str) -> str | None:
    """The number under which a record was made."""
    return session.scalar(
        select(SyncOp.dev)
        .where(SyncOp.tbl == model.__tablename__, SyncOp.rid == rid)
        .order_by(SyncOp.lid)
        .limit(1)
    )
