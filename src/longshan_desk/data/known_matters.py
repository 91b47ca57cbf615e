"""The desk's matters as a sheet would tell them, for comparing a register with what is here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.moves import fact, opening_state
from longshan_desk.data.standing import is_shown
from longshan_desk.data.tables.matters import Matter, Move, Raiser
from longshan_desk.domain.matters import MatterState, MoveFact, fold


def known_matters(
    session: Session, on: date | None = None, *, doubles: bool = True
) -> Iterator[dict[str, Any]]:
    """Every numbered matter as it stands, or stood on a day; ``values`` by the fields of a
    register's columns. A sheet may name ``doubles`` by their numbers (R48)."""
    facts: dict[str, list[MoveFact]] = defaultdict(list)
    for move in session.execute(select(Move).where(Move.is_deleted.is_(False))).scalars():
        facts[move.matter_id].append(fact(move))
    raisers: dict[str, list[str]] = defaultdict(list)
    named = select(Raiser.matter_id, Raiser.name).where(Raiser.is_deleted.is_(False))
    for matter_id, name in session.execute(named.order_by(Raiser.position)):
        raisers[matter_id].append(name)
    numbered = select(Matter).where(Matter.is_deleted.is_(False), Matter.number.is_not(None))
    if not doubles:
        numbered = numbered.where(is_shown(Matter))
    for matter in session.execute(numbered.order_by(Matter.number)).scalars():
        held = facts[matter.id]
        state = fold(opening_state(matter, held), held, on)
        yield {
            "id": matter.id,
            "number": matter.number,
            "former_number": matter.former_number,
            "heard_on": matter.heard_on,
            "raisers": tuple(raisers[matter.id]),
            "is_closed": not state.is_open,
            "values": _values(matter, state),
        }


def _values(matter: Matter, state: MatterState) -> dict[str, Any]:
    return {
        "words": matter.words,
        "summary": matter.summary,
        "topic": matter.topic,
        "finding": matter.finding,
        "phone": matter.contact_phone,
        "list": state.list_kind,
        "responsible": state.responsible,
        "due_on": state.due_on,
        "outcome": state.outcome,
        "closed_on": state.closed_on,
        "result": state.result,
        "told_on": state.told_on,
        "answer": state.answer,
        "cancelled_on": state.cancelled_on,
    }
