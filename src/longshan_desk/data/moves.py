"""Taking one step on a matter inside an open change: check, add the move, keep the state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.records import policy_for, user_name
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter, Move
from longshan_desk.domain import steps
from longshan_desk.domain.labels import Act, ListKind, Outcome
from longshan_desk.domain.matters import MatterState, MoveFact, fold
from longshan_desk.domain.steps import Request
from longshan_desk.errors import WrongStageError

STATE = Matter.GROUPS["state"]
"""The stored columns that only ever repeat the fold of the moves."""


def fact(move: Move) -> MoveFact:
    """A stored move as the domain sees it."""
    return MoveFact(
        move.act, move.on, move.stamp, move.by, move.text, move.data or {}, move.entered_on
    )


def opening_state(matter: Matter, facts: Iterable[MoveFact]) -> MatterState:
    """The state before any step: heard, on the list it was first put on."""
    first = next((f for f in facts if f.act in (Act.ADD, Act.IMPORT) and "list" in f.data), None)
    kind = ListKind(first.data["list"]) if first else matter.list_kind
    return MatterState(list_kind=kind, heard_on=matter.heard_on, finding=matter.finding)


def moves_of(session: Session, matter_id: str) -> list[Move]:
    found = session.execute(
        select(Move)
        .where(Move.matter_id == matter_id, Move.is_deleted.is_(False))
        .order_by(Move.on, Move.stamp)
    )
    return list(found.scalars())


def state_of(session: Session, matter: Matter, until: date | None = None) -> MatterState:
    """The matter's state on a day (now if ``None``), as the sum of its moves."""
    facts = [fact(move) for move in moves_of(session, matter.id)]
    return fold(opening_state(matter, facts), facts, until)


def add_move(
    session: Session,
    store: Store,
    matter: Matter,
    request: Request,
    *,
    by: str | None = None,
    meeting_id: str | None = None,
) -> Move:
    """Add a move to the timeline as it is, and bring the matter's stored state in step."""
    known = moves_of(session, matter.id)
    move = Move(
        matter_id=matter.id,
        act=request.act,
        on=request.on,
        at=utc_now(),
        stamp=store.stamp,
        entered_on=store.today(),
        by=by or user_name(session, store.user_id),
        text=request.text,
        data={key: value for key, value in request.data.items() if value is not None},
        meeting_id=meeting_id,
    )
    session.add(move)
    facts = [fact(each) for each in (*known, move)]
    _store(matter, fold(opening_state(matter, facts), facts))
    session.flush()
    return move


def keep_state(session: Session, matter: Matter) -> MatterState:
    """Store what the moves add up to."""
    state = state_of(session, matter)
    _store(matter, state)
    return state


def _store(matter: Matter, state: MatterState) -> None:
    for name in STATE:
        if getattr(matter, name) != getattr(state, name):
            setattr(matter, name, getattr(state, name))


def take_step(
    session: Session,
    store: Store,
    matter: Matter,
    request: Request,
    *,
    by: str | None = None,
    meeting_id: str | None = None,
) -> Move:
    """Check a step against the matter's state and take it; refuses as ``steps.check`` does."""
    if matter.number is None:
        raise WrongStageError(
            "这件事项还在没有收尾的说事会上，暂时不能办理。",
            hint="请先在说事会页面“收尾”，事项有了编号再办。",
        )
    state = state_of(session, matter)
    policy = policy_for(session, request.on)
    steps.check(state, request, today=store.today(), policy=policy)
    move = add_move(session, store, matter, request, by=by, meeting_id=meeting_id)
    if request.act in (Act.CLOSE, Act.EXPLAIN):
        _follow_duplicates(session, store, matter, move)
    elif request.act is Act.REOPEN:
        matter.main_id = None
    return move


def _follow_duplicates(session: Session, store: Store, matter: Matter, closing: Move) -> None:
    """R54: when the main matter is settled, those who raised the same thing are to be told."""
    rows = session.execute(
        select(Matter).where(Matter.main_id == matter.id, Matter.is_deleted.is_(False))
    )
    duplicates = list(rows.scalars())
    if matter.outcome is not Outcome.DUPLICATE:
        for duplicate in duplicates:
            _tell_duplicate(session, store, duplicate, matter, closing)
        return
    main = session.get(Matter, matter.main_id) if matter.main_id else None
    if main is None:
        return
    for duplicate in duplicates:
        duplicate.main_id = main.id
    ending = _closing_of(session, main)
    if ending is not None:
        for each in (matter, *duplicates):
            _tell_duplicate(session, store, each, main, ending, on=max(closing.on, ending.on))


def _tell_duplicate(
    session: Session,
    store: Store,
    duplicate: Matter,
    main: Matter,
    closing: Move,
    on: date | None = None,
) -> None:
    result = closing.data.get("result") or closing.data.get("reason") or ""
    words = f"主事项 {main.number} 已办结：{result}"
    data: dict[str, Any] = {"main_closed": True, "main": main.number}
    add_move(session, store, duplicate, Request(Act.NOTE, on or closing.on, data, words))


def _closing_of(session: Session, main: Matter) -> Move | None:
    """The step that closed a matter which is closed now."""
    if main.closed_on is None:
        return None
    closings = [m for m in moves_of(session, main.id) if m.act in (Act.CLOSE, Act.EXPLAIN)]
    return closings[-1] if closings else None


@dataclass(frozen=True)
class Moved:
    """Where the matter stands after a step."""

    number: str
    stage: str
    outcome: str | None


def moved(matter: Matter) -> Moved:
    assert matter.number is not None
    outcome = matter.outcome.value if matter.outcome else None
    return Moved(matter.number, matter.stage.value, outcome)
