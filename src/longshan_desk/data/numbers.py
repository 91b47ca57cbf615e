"""Running numbers of matters: ``2022-04-003``, per month heard, never reused or changed (R7)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter


def give_numbers(session: Session, store: Store, month: str, count: int = 1) -> list[str]:
    """The next ``count`` numbers of a month.

    Deleted matters keep theirs, and what this installation ever gave stays given even when an
    older backup was restored. A village's second desk puts its letter in: ``2022-04-B03``; the
    township that registers for a village (代改) says so: ``2022-04-镇01``.
    """
    if not count:
        return []
    mark = f"镇{store.letter}" if store.viewed != store.part else store.letter
    prefix = f"{month}-{mark}"
    given = session.execute(select(Matter.number).where(Matter.number.startswith(prefix)))
    used = [int(n[len(prefix) :]) for n in given.scalars() if n and n[len(prefix) :].isdigit()]
    first = max([*used, store.highest_number(prefix)], default=0) + 1
    store.remember_number(prefix, first + count - 1)
    width = 2 if mark else 3
    return [f"{prefix}{number:0{width}d}" for number in range(first, first + count)]
