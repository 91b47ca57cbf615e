"""A desk with 60,000 people, made once per run by the bulk road."""

from __future__ import annotations

import random
from pathlib import Path

from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.paths import DeskPaths

PEOPLE = 60_000
SURNAMES = "马哈撒丁穆王李张赵杨苏兰虎毛"
GIVEN = "占山秀兰文军小龙如海玉珍成虎国荣阿依早莱改花永林晓明彦䶮"


def make_crowd(home: Path) -> DeskPaths:
    """Four people to a household, eight groups; the same names every time."""
    paths = DeskPaths(home)
    dice = random.Random(60_000)
    store = Store.create(paths)
    with store.change("种子数据") as session:
        rows: list[object] = []
        for place in range(PEOPLE // 4):
            head = _name(dice)
            household = Household(group_no=place % 8 + 1, head_name=head, code=f"{place:06d}")
            rows.append(household)
            for position in range(4):
                name = head if position == 0 else _name(dice)
                rows.append(
                    Person(
                        household_id=household.id,
                        position=position,
                        name=name,
                        phone=f"139{dice.randrange(10**8):08d}",
                    )
                )
        session.insert_many(rows)
    store.close()
    return paths


def _name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2, 2))))
