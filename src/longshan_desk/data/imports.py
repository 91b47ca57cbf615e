"""What every import asks of the log: whether anything changed since the preview, and which records
were deleted by hand and must not come back (R46)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

_Act = tuple[str | None, int]
"""Device and number of an act."""


def log_position(session: Session) -> int:
    """Rises with every change: where it still stands, nothing has changed."""
    return int(session.execute(text("SELECT coalesce(max(lid), 0) FROM sync_op")).scalar_one())


def deleted_by_hand(session: Session, table: str) -> set[str]:
    """Records that somebody deleted. What is gone because its making was undone is not among
    them: it was never there, and may be imported again."""
    ops = session.execute(
        text(
            "SELECT o.rid, o.dev, o.txn, o.before IS NULL FROM sync_op AS o"
            f' JOIN "{table}" AS r ON r.id = o.rid AND r.is_deleted'
            " WHERE o.tbl = :tbl AND (o.before IS NULL"
            " OR json_extract(o.payload, '$.is_deleted') = 1) ORDER BY o.lid"
        ),
        {"tbl": table},
    )
    made_in: dict[str, _Act] = {}
    deleted_in: dict[str, _Act] = {}
    for record, dev, txn, is_creation in ops:
        (made_in if is_creation else deleted_in)[record] = (dev, txn)
    if not deleted_in:
        return set()
    # The acts of other desks have numbers of their own, and no names here.
    acts = session.execute(
        text(
            "SELECT a.dev, a.txn, b.dev, b.txn FROM sync_txn AS a"
            " JOIN sync_txn AS b ON b.txn = a.undoes"
        )
    )
    undoes: dict[_Act, _Act] = {(dev, txn): (before, of) for dev, txn, before, of in acts}
    return {
        record
        for record, act in deleted_in.items()
        if _act_behind(act, undoes) != made_in.get(record)
    }


def _act_behind(act: _Act, undoes: Mapping[_Act, _Act]) -> _Act:
    """The act that a chain of undoing and redoing began with."""
    while (before := undoes.get(act)) is not None:
        act = before
    return act
