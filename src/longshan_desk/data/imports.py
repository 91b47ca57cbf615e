"""What every import asks of the log: whether anything changed since the preview, and which records
were deleted by hand and must not come back (R46)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session


def log_position(session: Session) -> int:
    """Rises with every change: where it still stands, nothing has changed."""
    return int(session.execute(text("SELECT coalesce(max(lid), 0) FROM sync_op")).scalar_one())


def deleted_by_hand(session: Session, table: str) -> set[str]:
    """Records that somebody deleted. What is gone because its making was undone is not among
    them: it was never there, and may be imported again."""
    ops = session.execute(
        text(
            "SELECT o.rid, o.txn, o.before IS NULL FROM sync_op AS o"
            f' JOIN "{table}" AS r ON r.id = o.rid AND r.is_deleted'
            " WHERE o.tbl = :tbl AND (o.before IS NULL"
            " OR json_extract(o.payload, '$.is_deleted') = 1) ORDER BY o.lid"
        ),
        {"tbl": table},
    )
    made_in: dict[str, int] = {}
    deleted_in: dict[str, int] = {}
    for record, txn, is_creation in ops:
        (made_in if is_creation else deleted_in)[record] = txn
    if not deleted_in:
        return set()
    acts = session.execute(text("SELECT txn, undoes FROM sync_txn"))
    undoes: dict[int, int | None] = {txn: before for txn, before in acts}
    return {
        record
        for record, txn in deleted_in.items()
        if _act_behind(txn, undoes) != made_in.get(record)
    }


def _act_behind(txn: int, undoes: Mapping[int, int | None]) -> int:
    """The act that a chain of undoing and redoing began with."""
    while (before := undoes.get(txn)) is not None:
        txn = before
    return txn
