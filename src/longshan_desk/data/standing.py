"""Doubles that were joined: which record stands for them, and which are not shown (R46, R48).

A double keeps all that was written on it and points to the record it was joined to. Two desks
may join the same two in opposite directions: then the one with the smallest id stands for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.joining import standing_for


def is_shown(model: Any) -> ColumnElement[bool]:
    """The condition on a record of being there, and not a double that another one stands for."""
    return and_(model.is_deleted.is_(False), stands_for_itself(model))


def stands_for_itself(model: Any) -> ColumnElement[bool]:
    if issubclass(model, Visit):  # its index of the diary says it
        return or_(model.merged_into.is_(None), model.entry_id.in_(_heads(model)))
    # Few records are hidden: they are looked up once, and the others need not be read for it.
    return _key(model).not_in(_hidden(model))  # type: ignore[no-any-return]


def main_of(session: Session, model: Any, record_id: str) -> str:
    """The record that stands for this one; itself unless it was joined to another."""
    path = [record_id]
    while (at := _joined_to(session, model, path[-1])) is not None and at not in path:
        path.append(at)
    return path[-1] if at is None else min(path[path.index(at) :])


def doubles_of(session: Session, model: Any, record_id: str) -> list[str]:
    """Every record that this one stands for."""
    found: set[str] = set()
    new: Sequence[str] = [record_id]
    while new:
        key = _key(model)
        rows = select(key).where(model.merged_into.in_(new), model.is_deleted.is_(False))
        new = [one for one in session.execute(rows.distinct()).scalars() if one not in found]
        found.update(new)
    return sorted(found - {record_id})


def stand_ins(session: Session, model: Any) -> dict[str, str]:
    """By record that is not shown, the one that stands for it."""
    rows = select(_key(model), model.merged_into).where(
        _is_joined(model), model.is_deleted.is_(False)
    )
    return standing_for(dict(session.execute(rows).all()))


def same_as(model: Any, record_id: str) -> Select[str]:
    """The ids of all that this record is one with, itself among them."""
    return one_with(model, select(literal(record_id)))


def one_with(model: Any, ids: Select[str] | CompoundSelect[str]) -> Select[str]:
    """These ids, and of all that were joined to them or they to: a double is found by its words,
    and what hangs on a double is found by what stands for it."""
    first = ids.subquery()
    walk = select(first.c[0].label("id")).cte(recursive=True)
    up, down = aliased(model), aliased(model)
    walk = walk.union(
        select(up.merged_into).join(walk, up.id == walk.c.id).where(up.merged_into.is_not(None)),
        select(down.id).join(walk, down.merged_into == walk.c.id),
    )
    return select(walk.c.id)


def _key(model: Any) -> Any:
    """What ``merged_into`` names: of the diary's versions, their entry."""
    return model.entry_id if issubclass(model, Visit) else model.id


def _joined_to(session: Session, model: Any, record_id: str) -> str | None:
    rows = select(model.merged_into).where(
        _key(model) == record_id, model.merged_into.is_not(None), model.is_deleted.is_(False)
    )
    return session.execute(rows.order_by(model.id).limit(1)).scalar()


@cache
def _hidden(model: Any) -> Select[str]:
    other = aliased(model)
    return select(other.id).where(_is_joined(other), other.id.not_in(_heads(model)))


def _is_joined(model: Any) -> ColumnElement[bool]:
    """SQLite uses its index for a range alone, not for “not empty”."""
    joined: ColumnElement[bool] = model.merged_into >= ""
    return joined


@cache
def _heads(model: Any) -> Select[str]:
    """Of records joined in a ring, the one that stands for all."""
    walk = (
        select(_key(model).label("start"), model.merged_into.label("at"))
        .where(_is_joined(model))
        .cte(f"joined_{model.__tablename__}", recursive=True)
    )
    further = aliased(model)
    key = further.entry_id if issubclass(model, Visit) else further.id
    walk = walk.union(
        select(walk.c.start, further.merged_into)
        .join(further, key == walk.c.at)
        .where(further.merged_into.is_not(None))
    )
    return select(walk.c.start).group_by(walk.c.start).having(func.min(walk.c.at) == walk.c.start)
