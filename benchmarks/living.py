"""The acts of the demonstration village, done again on another desk: as many operations as asked,
of the tables, with the lengths and in the order in which a village writes them."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longshan_desk.data.log.authority import TOWNSHIP, VILLAGE, owner_of, parts_of
from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Person
from longshan_desk.paths import DeskPaths

AT_ONCE = 200
"""Operations that are saved together."""

OF_THE_DESK = {"office", "user"}
"""What a desk has of its own from its beginning."""


@dataclass(frozen=True)
class Act:
    """One operation of the demonstration."""

    tbl: str
    rid: str
    is_new: bool
    said: dict[str, Any]


def acts_of(home: Path) -> list[Act]:
    """Everything that the village of a demonstration has written, in its order."""
    tables = {name for name, table in synced_tables().items() if _is_villages(table)}
    with closing(sqlite3.connect(DeskPaths(home).database)) as connection:
        rows = connection.execute("SELECT tbl, rid, payload FROM sync_op ORDER BY lid").fetchall()
    known: set[str] = set()
    acts = []
    for tbl, rid, payload in rows:
        if tbl in tables:
            acts.append(Act(tbl, rid, rid not in known, json.loads(payload)))
            known.add(rid)
    return acts


def _is_villages(table: SyncedTable) -> bool:
    owners = {owner_of(table, group) for group in table.groups}
    return table.name not in OF_THE_DESK and VILLAGE in parts_of(table) and owners != {TOWNSHIP}


def live(store: Store, acts: Sequence[Act]) -> None:
    """Do these acts on a desk."""
    for start in range(0, len(acts), AT_ONCE):
        some = acts[start : start + AT_ONCE]
        with store.change("登记") as session:
            session.insert_many([_made(act) for act in some if act.is_new])
            for act in some:
                if not act.is_new:
                    _change(session, act)


def live_a_month(store: Store, operations: int) -> None:
    """The same work at whatever time: of four operations one is a new person and three change one
    who was there."""
    with store.read() as session:
        ids = [row[0] for row in session.connection().exec_driver_sql("SELECT id FROM person")]
        house = session.connection().exec_driver_sql("SELECT id FROM household").scalar()
    dice = random.Random(operations)
    for _ in range(operations // 40):
        with store.change("登记") as session:
            new = [Person(household_id=house, name="马小兰", position=n) for n in range(10)]
            session.insert_many(new)
            for rid in dice.sample(ids, 30):
                session.get_one(Person, rid).phone = f"139{dice.randrange(10**8):08d}"


def _made(act: Act) -> Any:
    table = synced_tables()[act.tbl]
    values: dict[str, Any] = {"id": act.rid}
    for group, value in act.said.items():
        values.update(table.read_group(group, value))
    return table.model(**values)


def _change(session: DeskSession, act: Act) -> None:
    table = synced_tables()[act.tbl]
    row = session.get_one(table.model, act.rid)
    for group, value in act.said.items():
        if owner_of(table, group) != TOWNSHIP:
            for name, each in table.read_group(group, value).items():
                setattr(row, name, each)
