"""Nothing slips past the log: not another program, not a statement, not a session for reading."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from data.rows import add_household, heads
from longshan_desk.data.database import trigger_names
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.session import UnloggedWriteError
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.paths import DeskPaths


@pytest.mark.parametrize(
    "statement", ["UPDATE household SET head_name = '改'", "DELETE FROM household"]
)
def test_another_program_cannot_write(store: Store, paths: DeskPaths, statement: str) -> None:
    add_household(store, "马占山")
    with (
        closing(sqlite3.connect(paths.database)) as connection,
        pytest.raises(sqlite3.OperationalError, match="sync_write_ok"),
    ):
        connection.execute(statement)
    assert heads(store) == ["马占山"]


@pytest.mark.parametrize(
    "statement", ["UPDATE household SET head_name = '改'", "DELETE FROM household"]
)
def test_words_of_sql_cannot_write_even_inside_a_change(store: Store, statement: str) -> None:
    add_household(store, "马占山")
    with pytest.raises(DBAPIError, match="unlogged write"), store.change("改") as session:
        session.execute(text(statement))
    assert heads(store) == ["马占山"]


@pytest.mark.parametrize(
    "statement",
    [
        insert(Household).values(id="x", group_no=1, head_name="改"),
        update(Household).values(head_name="改"),
        delete(Household),
    ],
    ids=["insert", "update", "delete"],
)
def test_a_bulk_statement_raises(store: Store, statement: Any) -> None:
    add_household(store, "马占山")
    with pytest.raises(UnloggedWriteError, match="bulk"), store.change("改") as session:
        session.execute(statement)
    assert heads(store) == ["马占山"]


def test_a_record_is_marked_as_deleted_and_never_deleted(store: Store) -> None:
    household = add_household(store, "马占山")
    with pytest.raises(UnloggedWriteError, match="never deleted"), store.change("删") as session:
        session.delete(session.get_one(Household, household))
        session.flush()
    assert heads(store) == ["马占山"]


def test_a_session_for_reading_cannot_add(store: Store) -> None:
    with store.read() as session:
        session.add(Household(group_no=1, head_name="马占山"))
        with pytest.raises(UnloggedWriteError, match="outside"):
            session.flush()
    assert heads(store) == []


def test_a_session_for_reading_cannot_use_the_bulk_road(store: Store) -> None:
    with store.read() as session, pytest.raises(UnloggedWriteError, match="outside"):
        session.insert_many([Household(group_no=1, head_name="马占山")])


def test_what_a_session_for_reading_did_to_a_local_table_is_gone(store: Store) -> None:
    add_household(store)
    with store.read() as session:
        session.execute(text("DELETE FROM search_entry"))
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM search_entry")).scalar() == 1


def test_every_exchanged_table_is_guarded_against_every_write() -> None:
    whats = ("insert", "update", "delete")
    assert {f"guard_{name}_{what}" for name in synced_tables() for what in whats} <= trigger_names()


def test_guards_that_were_lost_come_back_at_the_next_opening(paths: DeskPaths) -> None:
    with Store.create(paths):
        pass
    with closing(sqlite3.connect(paths.database)) as connection:
        for name in trigger_names():
            connection.execute(f"DROP TRIGGER {name}")
    with Store(paths), closing(sqlite3.connect(paths.database)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert {name for (name,) in found} == trigger_names()
