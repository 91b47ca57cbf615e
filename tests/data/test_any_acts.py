"""Whatever somebody does, in whatever order: undo is exact, and the log says what the rows say."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from data.rows import add_household, heads, query, remove, rename
from longshan_desk.data.checkup import checkup
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.errors import NothingToUndoError
from longshan_desk.paths import DeskPaths

NAMES = st.sampled_from(["马占山", "马·优素福", "李建国", "䶮"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), NAMES),
        st.tuples(st.just("rename"), NAMES),
        st.tuples(st.sampled_from(["remove", "undo", "redo", "fail", "reopen"]), st.just("")),
    ),
    max_size=25,
)


class Expected:
    """What the names must be, and what they were before and after each act."""

    def __init__(self) -> None:
        self.now: list[str] = []
        self.done: list[list[str]] = []
        self.undone: list[list[str]] = []

    def act(self, now: list[str]) -> None:
        if sorted(now) == self.now:
            return  # no act: nothing changed
        self.done.append(self.now)
        self.undone.clear()
        self.now = sorted(now)

    def undo(self) -> None:
        if self.done:
            self.undone.append(self.now)
            self.now = self.done.pop()

    def redo(self) -> None:
        if self.undone:
            self.done.append(self.now)
            self.now = self.undone.pop()


def do(store: Store, expected: Expected, act: str, name: str) -> None:
    now = list(expected.now)
    first = query(store, "SELECT id FROM household WHERE NOT is_deleted ORDER BY head_name, id")
    if act == "add":
        add_household(store, name)
        expected.act([*now, name])
    elif act == "rename" and first:
        rename(store, first[0], name)
        expected.act([*now[1:], name])
    elif act == "remove" and first:
        remove(store, Household, first[0])
        expected.act(now[1:])
    elif act == "fail":
        with suppress(ZeroDivisionError), store.change("坏") as session:
            session.add(Household(group_no=1, head_name="无"))
            session.flush()
            raise ZeroDivisionError
    elif act in ("undo", "redo"):
        getattr(expected, act)()
        with suppress(NothingToUndoError):
            getattr(store, act)()


@settings(max_examples=25)
@given(ACTS)
def test_any_acts_are_taken_back_exactly_and_logged_truly(acts: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = DeskPaths(Path(folder))
        store, expected = Store.create(paths), Expected()
        for act, name in acts:
            if act == "reopen":
                store.close()
                store = Store(paths)
            do(store, expected, act, name)
            assert heads(store) == expected.now
        assert checkup(store) == []
        store.close()
