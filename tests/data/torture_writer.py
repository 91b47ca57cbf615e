"""A desk at work until it is killed: says the number of every act once it is done.

Usage: python torture_writer.py HOME SEED
"""

from __future__ import annotations

import random
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from longshan_desk.data.backup import make_backup
from longshan_desk.data.moves import add_move
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.labels import Act, ListKind, Source, Stage, Topic
from longshan_desk.domain.steps import Request
from longshan_desk.errors import AppError
from longshan_desk.paths import DeskPaths


def family(chance: random.Random) -> list[object]:
    household = Household(group_no=chance.randint(1, 9), head_name=f"户{chance.random()}")
    people = [
        Person(household_id=household.id, name=f"人{n}", position=n)
        for n in range(chance.randint(1, 4))
    ]
    household.head_id = people[0].id
    return [household, *people]


def add(store: Store, chance: random.Random) -> None:
    with store.change("登记农户") as session:
        session.add_all(family(chance))


def bring_in(store: Store, chance: random.Random) -> None:
    with store.change("导入农户") as session:
        session.insert_many([row for _ in range(150) for row in family(chance)])


def edit(store: Store, chance: random.Random) -> None:
    with store.change("修改农户") as session:
        rows = session.execute(select(Household).order_by(func.random()).limit(20)).scalars()
        for row in rows:
            row.address = f"{chance.random()}号"


def raise_matter(store: Store, chance: random.Random) -> None:
    with store.change("登记事项") as session:
        matter = Matter(
            month="2022-04",
            words="三组的路灯坏了",
            topic=Topic.INFRASTRUCTURE,
            source=Source.CALLER,
            heard_on=date(2022, 4, 5),
            entered_on=date(2022, 4, 5),
            list_kind=ListKind.SELF_HANDLED,
            stage=Stage.HEARD,
        )
        session.add(matter)
        session.flush()
        add_move(session, store, matter, Request(Act.DELIBERATE, date(2022, 4, 6), {}, None))


def undo(store: Store, _: random.Random) -> None:
    with suppress(AppError):
        store.undo()


def redo(store: Store, _: random.Random) -> None:
    with suppress(AppError):
        store.redo()


def back_up(store: Store, _: random.Random) -> None:
    make_backup(store.paths, "manual")


def main(home: str, seed: str) -> None:
    chance = random.Random(seed)
    acts = [add, add, add, edit, edit, raise_matter, undo, redo, bring_in, back_up]
    with Store(DeskPaths(Path(home))) as store:
        store.subscribe(lambda change: print(change.txn, flush=True))
        while True:
            chance.choice(acts)(store, chance)


if __name__ == "__main__":
    main(*sys.argv[1:])
