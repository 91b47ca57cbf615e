"""Whatever happens to households, in whatever order: everybody belongs to one of them or to none,
and every open household has one head who is there (R46)."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desk import Desk
from longshan_desk.actions import household_changes as changes
from longshan_desk.data.checkup import checkup
from longshan_desk.data.household_state import live_acts
from longshan_desk.data.membership import former_heads, memberships, open_on, person_span
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.household_facts import HouseholdFacts, PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.errors import AppError

START = date(2022, 1, 1)
DAYS = 40
NUMBER = st.integers(0, 5)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["out", "all_out", "died", "split", "join", "head", "in", "back", "born", "cancel"]
        ),
        st.integers(0, DAYS),
        NUMBER,
        NUMBER,
        st.sampled_from(["", "undo", "redo"]),
    ),
    max_size=14,
)


def chosen(ids: list[str], number: int) -> str:
    return ids[number % len(ids)]


def do(desk: Desk, act: str, on: date, one: int, other: int) -> None:
    store = desk.store
    with store.read() as session:
        homes = list(session.execute(select(Household.id).order_by(Household.id)).scalars())
        people = list(session.execute(select(Person.id).order_by(Person.id)).scalars())
        acts = [row.id for row in live_acts(session)]
        there = dict(session.execute(select(Person.id, Person.household_id)).all())
    home, person, follower = chosen(homes, one), chosen(people, one), chosen(people, other)
    household = there[person]
    where, child = None if other % 2 else home, PersonFacts("小宝", sex=Sex.FEMALE)
    came = [PersonFacts("王强")]
    run = {
        "out": lambda: changes.move_out(
            store, household, on=on, people=[person], new_head=follower
        ),
        "all_out": lambda: changes.move_out(store, home, on=on),
        "died": lambda: changes.died(store, person, on=on, new_head=follower),
        "split": lambda: changes.split(store, household, [person], on=on, new_head=follower),
        "join": lambda: changes.join(store, home, chosen(homes, other), on=on),
        "head": lambda: changes.new_head(store, household, person, on=on),
        "in": lambda: changes.move_in(
            store, on=on, household_id=where, facts=HouseholdFacts(1), people=came
        ),
        "back": lambda: changes.move_in(store, on=on, household_id=home, returning=[person]),
        "born": lambda: changes.born(store, home, child, on=on),
        "cancel": lambda: changes.cancel_change(store, chosen(acts or [""], one), reason="错了"),
    }
    run[act]()


def check(desk: Desk, day: date) -> None:
    with desk.store.read() as session:
        pairs = [(home, person) for home, person in session.execute(memberships(day))]
        alive = select(Person.id).where(Person.is_deleted.is_(False))
        people = list(session.execute(alive).scalars())
        spans = {one: person_span(session, one) for one in people}
        is_open = set(session.execute(select(Household.id).where(open_on(day))).scalars())
        rows: list[Any] = list(session.execute(select(Household.id, Household.head_id)))
        heads = dict(rows) | {
            home: one for home, (one, _) in former_heads(session, is_open, day).items()
        }
    assert all(count == 1 for count in Counter(person for _, person in pairs).values())
    assert {person: home for home, person in pairs} == {
        one: home for one, span in spans.items() if (home := span.household_on(day))
    }
    assert is_open == {home for home, _ in pairs}, "an open household has people, and no other has"
    for home in is_open:
        assert (home, heads[home]) in pairs, "the head belongs to the household"


@pytest.mark.rule("R46")
@settings(deadline=None)
@given(ACTS)
def test_everybody_is_in_one_household_and_every_household_has_its_head(
    acts: list[tuple[str, int, int, int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), today=START + timedelta(days=DAYS)).found()
        desk.add_household("马占山", "冶玉兰", "马小虎")
        desk.add_household("李建国", "李小妹")
        for act, day, one, other, after in acts:
            with suppress(AppError):
                do(desk, act, START + timedelta(days=day), one, other)
            with suppress(AppError):
                if after:
                    desk.store.undo()
                if after == "redo":
                    desk.store.redo()
        for offset in range(-1, DAYS + 1, 6):
            check(desk, START + timedelta(days=offset))
        check(desk, START + timedelta(days=DAYS))
        assert checkup(desk.store) == []
        desk.close()
