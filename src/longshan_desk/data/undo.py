"""Undo and redo: a new transaction with the old values, refused if a record changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.scope import EVERY_PART
from longshan_desk.data.tables.log import SyncConflict, SyncOp, SyncTxn
from longshan_desk.errors import ChangedSinceError

REACH = 400
"""How many of the last acts are looked at."""


@dataclass(frozen=True)
class Step:
    """An act that can be taken back, or taken up again."""

    txn: int
    label: str
    dev: str | None
    """The device that wrote it: numbers of acts are its own."""


def stacks(session: Session) -> tuple[list[Step], list[Step]]:
    """(what can be undone, what can be redone), the next one last."""
    rows = session.execute(select(SyncTxn).order_by(SyncTxn.txn.desc()).limit(REACH)).scalars()
    acts = list(rows)[::-1]
    done: list[Step] = []
    undone: list[Step] = []
    takes_back: dict[int, bool] = {}
    for act in acts:
        target = act.undoes
        if target is not None and target not in takes_back:
            continue  # it took back an act that lies beyond our reach
        takes_back[act.txn] = target is not None and not takes_back[target]
        if not act.undoable:
            continue
        if takes_back[act.txn]:
            done = [step for step in done if step.txn != target]
            undone.append(Step(act.txn, act.label, act.dev))
            continue
        if target is None:
            undone.clear()
        else:
            undone = [step for step in undone if step.txn != target]
        done.append(Step(act.txn, act.label, act.dev))
    return done, undone


def revert(session: Session, step: Step) -> None:
    """Set every field group of the act back, newest change first.

    Raises ``ChangedSinceError`` when a value is no longer what the act left.
    """
    ops = session.execute(
        select(SyncOp)
        .where(SyncOp.txn == step.txn, SyncOp.dev == step.dev)
        .order_by(SyncOp.lid.desc())
    )
    changes = [(op.tbl, op.rid, json.loads(op.payload or "{}"), op.before) for op in ops.scalars()]
    rows = _load(session, {(tbl, rid) for tbl, rid, _, _ in changes})
    disputed = _disputed(session)
    expected: dict[tuple[str, str, str], Any] = {}
    for tbl, rid, payload, before in changes:
        table = synced_tables()[tbl]
        row = rows.get((tbl, rid))
        if row is None or any((tbl, rid, group) in disputed for group in payload):
            raise _changed_since(tbl, rid, step)
        _check_unchanged(table, row, payload, expected, step)
        if before is None:
            _check_nothing_added(table, row, payload, step)
            row.is_deleted = True
            continue
        for group, value in json.loads(before).items():
            expected[tbl, rid, group] = value
            for name, plain in table.read_group(group, value).items():
                setattr(row, name, plain)


def _check_unchanged(
    table: SyncedTable,
    row: Any,
    payload: dict[str, Any],
    expected: dict[tuple[str, str, str], Any],
    step: Step,
) -> None:
    values = {name: getattr(row, name) for name in table.group_of}
    for group, left in payload.items():
        now = table.write_group(group, values)
        if now != expected.get((table.name, row.id, group), left):
            raise _changed_since(table.name, row.id, step)


def _check_nothing_added(table: SyncedTable, row: Any, payload: dict[str, Any], step: Step) -> None:
    """What the act left empty must still be empty: a number given since would vanish too."""
    for group, names in table.groups.items():
        if group not in payload and any(getattr(row, name) is not None for name in names):
            raise _changed_since(table.name, row.id, step)


def _disputed(session: Session) -> set[tuple[str, str, str]]:
    """Field groups with an open conflict: taking a value back would decide it unseen."""
    rows = session.execute(select(SyncConflict.tbl, SyncConflict.rid, SyncConflict.field))
    return {(tbl, rid, field) for tbl, rid, field in rows}


def _changed_since(tbl: str, rid: str, step: Step) -> ChangedSinceError:
    return ChangedSinceError(
        f"不能撤销“{step.label}”：其中的记录后来又改过。",
        hint="请打开那条记录，直接改成需要的内容。",
        where=f"{tbl} {rid}",
    )


def _load(session: Session, keys: set[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """All rows of an act, a few hundred at a time."""
    found: dict[tuple[str, str], Any] = {}
    for tbl in {tbl for tbl, _ in keys}:
        model = synced_tables()[tbl].model
        ids = [rid for name, rid in keys if name == tbl]
        for start in range(0, len(ids), 500):
            rows = select(model).where(model.id.in_(ids[start : start + 500]))
            part = session.execute(rows, execution_options=EVERY_PART)
            found.update({(tbl, row.id): row for row in part.scalars()})
    return found


def record_step(session: Session, txn: int, step: Step) -> None:
    """Say in the log that this transaction takes ``step`` back."""
    session.execute(
        text("UPDATE sync_txn SET undoes = :undoes WHERE txn = :txn"),
        {"undoes": step.txn, "txn": txn},
    )
