"""The township's steps on a village's matter: reading them, taking one inside a change (R15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.log.authority import TOWNSHIP
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.moves import fact, moves_of
from longshan_desk.data.records import user_name
from longshan_desk.data.scope import township_devices
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter, TownshipMove
from longshan_desk.domain.labels import Act, TownshipAct
from longshan_desk.domain.matters import MoveFact
from longshan_desk.domain.township import TownshipFact, TownshipState, check, fold
from longshan_desk.errors import NotOwnerError

STORED = {
    "township_stage": "stage",
    "township_received_on": "received_on",
    "township_decided_on": "decided_on",
    "township_decision": "decision",
    "township_department": "department",
    "township_due_on": "due_on",
    "township_progress": "progress",
    "township_answered_on": "answered_on",
    "township_answer": "answer",
}
"""The columns of the matter that only ever repeat the sum of the township's moves."""


def works_for_township(store: Store) -> bool:
    """Whether what is written here is the township's word."""
    return store.scope is not None and store.scope.writer == TOWNSHIP


def township_moves(session: Session, ids: Sequence[str]) -> dict[str, list[TownshipMove]]:
    """The township's moves on these matters, each matter's in order."""
    found: defaultdict[str, list[TownshipMove]] = defaultdict(list)
    rows = session.execute(
        select(TownshipMove)
        .where(TownshipMove.matter_id.in_(ids), TownshipMove.is_deleted.is_(False))
        .order_by(TownshipMove.on, TownshipMove.stamp)
    )
    for move in rows.scalars():
        found[move.matter_id].append(move)
    return dict(found)


def moves_by_township(session: Session, ids: Sequence[str]) -> frozenset[str]:
    """Which of these steps of a village's were entered at the township (代改)."""
    connection = session.connection()
    devices = sorted(township_devices(connection)) if ids else []
    rows = connection.exec_driver_sql(
        f"SELECT rid FROM sync_op WHERE tbl = 'move' AND rid IN ({','.join('?' * len(ids))})"
        f" AND before IS NULL AND dev IN ({','.join('?' * len(devices))})",
        (*ids, *devices),
    )
    return frozenset(rid for (rid,) in rows)


def township_state(
    reports: Iterable[MoveFact], moves: Iterable[TownshipMove], until: date | None = None
) -> TownshipState | None:
    """Where a matter stands at the township: ``reports`` are the matter's own moves."""
    facts = [
        TownshipFact(None, one.on, one.stamp, one.text, one.data)
        for one in reports
        if one.act is Act.REPORT
    ]
    facts += [TownshipFact(one.act, one.on, one.stamp, one.text, one.data) for one in moves]
    return fold(facts, until)


def take_township_step(
    session: Session,
    store: Store,
    matter: Matter,
    act: TownshipAct,
    *,
    on: date,
    text: str | None,
    data: Mapping[str, Any],
) -> TownshipState:
    """Check a step against where the matter stands at the township, and take it.

    Raises ``not_owner`` at a village's desk, and what ``domain.township.check`` raises.
    """
    if not works_for_township(store):
        raise NotOwnerError(
            "这一步由乡镇办理，村里不能替乡镇登记。",
            hint="乡镇先打来电话或发来公文的，请记“来文来电”；乡镇的答复随返回包到达。",
        )
    known = township_moves(session, [matter.id]).get(matter.id, [])
    reports = [fact(move) for move in moves_of(session, matter.id)]
    asked = TownshipFact(act, on, store.stamp, text, data)
    check(township_state(reports, known), asked, today=store.today())
    move = TownshipMove(
        matter_id=matter.id,
        act=act,
        on=on,
        at=utc_now(),
        stamp=asked.stamp,
        entered_on=store.today(),
        by=user_name(session, store.user_id),
        text=text,
        data={key: value for key, value in data.items() if value is not None},
    )
    session.add(move)
    state = township_state(reports, [*known, move])
    assert state is not None
    for column, name in STORED.items():
        if getattr(matter, column) != getattr(state, name):
            setattr(matter, column, getattr(state, name))
    session.flush()
    return state
