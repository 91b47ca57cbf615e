"""The log: what is written with every change, and that nobody changes it afterwards unseen."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from data.rows import add_household, add_person, found_office, new_matter, query, rename, tamper
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.log.replay import Fault, expected_groups, faults, replay, stored_groups
from longshan_desk.data.store import Store
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.labels import IdKind, MeetingKind
from longshan_desk.paths import DeskPaths


def payloads(store: Store, table: str) -> list[Any]:
    found = query(store, "SELECT payload FROM sync_op WHERE tbl = :t ORDER BY lid", t=table)
    return [json.loads(payload) for payload in found]


def replayed(store: Store, table: str) -> dict[str, Any]:
    with store.read() as session:
        known = synced_tables()[table]
        found = replay(session.connection(), known)
        return {record.rid: expected_groups(known, record) for record in found}


def stored(store: Store, table: str) -> dict[str, Any]:
    with store.read() as session:
        rows = session.execute(text(f'SELECT * FROM "{table}"')).mappings()
        return {row["id"]: stored_groups(synced_tables()[table], row) for row in rows}


def found_faults(store: Store) -> list[Fault]:
    with store.read() as session:
        return list(faults(session.connection()))


def a_few_acts(store: Store) -> None:
    found_office(store)
    household = add_household(store)
    add_person(store, household, "马小兰", born_on=date(2015, 6, 1))
    rename(store, household, "马占海")
    with store.change("新建会议") as session:
        session.add(
            Meeting(kind=MeetingKind.HEARING, on=date(2022, 4, 5), month="2022-04",
                    entered_on=date(2022, 4, 5))
        )  # fmt: skip
    with store.change("登记事项") as session:
        session.add(new_matter())
    store.undo()


# -- what is written ----------------------------------------------------------------------------


def test_a_new_record_is_logged_with_what_it_says_and_no_more(store: Store) -> None:
    add_household(store, "马占山", 3)
    assert payloads(store, "household") == [{"group_no": 3, "head_name": "马占山", "is_deleted": 0}]


def test_a_change_is_logged_with_what_changed_alone(store: Store) -> None:
    household = add_household(store, "马占山")
    rename(store, household, "马占海")
    assert payloads(store, "household")[1:] == [{"head_name": "马占海"}]


def test_what_was_before_stands_beside_it(store: Store) -> None:
    household = add_household(store, "马占山")
    rename(store, household, "马占海")
    assert query(store, "SELECT before FROM sync_op ORDER BY lid") == [
        None,
        '{"head_name":"马占山"}',
    ]


def test_fields_that_belong_together_are_logged_together(store: Store) -> None:
    household = add_household(store)
    person = add_person(store, household, id_kind=IdKind.RESIDENT, id_number="620525195003070012")
    with store.change("修改") as session:
        session.get_one(Person, person).id_number = "62052519500307002X"
    assert payloads(store, "person")[1:] == [
        {"identity": {"id_kind": "resident", "id_number": "62052519500307002X"}}
    ]


def test_computed_columns_are_not_logged(store: Store) -> None:
    add_household(store)
    assert all("head_key" not in payload for payload in payloads(store, "household"))


def test_the_bulk_road_logs_what_a_session_logs(store: Store) -> None:
    facts = {"group_no": 2, "head_name": "马·优素福", "address": "村东"}
    with store.change("一") as session:
        session.add(Household(**facts))
    with store.change("二") as session:
        session.insert_many([Household(**facts)])
    first, second = payloads(store, "household")
    assert first == second
    columns = "SELECT json_array(group_no, head_name, address, head_key, part) FROM household"
    assert len(set(query(store, columns))) == 1
    entries = "SELECT json_array(text, initials) FROM search_entry"
    assert len(set(query(store, entries))) == 1


def test_the_bulk_road_sees_what_the_session_added_before(store: Store) -> None:
    with store.change("导入") as session:
        household = Household(group_no=1, head_name="马占山")
        session.add(household)
        session.insert_many([Person(household_id=household.id, name="马占山")])
    assert query(store, "SELECT tbl FROM sync_op ORDER BY lid") == ["household", "person"]


def test_a_write_alone_survives_in_its_field(store: Store) -> None:
    household = add_household(store)
    rename(store, household, "马占海")
    versions = json.loads(query(store, "SELECT v FROM sync_ver")[0])
    assert versions == {"*": [[store.device, 1]], "head_name": [[store.device, 2]]}


def test_a_write_closes_the_conflict_of_its_field(store: Store, paths: DeskPaths) -> None:
    household = add_household(store)
    for field in ("head_name", "address"):
        tamper(
            paths.database,
            "INSERT INTO sync_conflict VALUES ('household', ?, ?, ?, 1)",
            household,
            field,
            store.part,
        )
    rename(store, household, "马占海")
    assert query(store, "SELECT field FROM sync_conflict") == ["address"]


def test_numbers_in_a_stream_have_no_holes_even_after_failures(store: Store) -> None:
    for n in range(5):
        with pytest.raises(ZeroDivisionError), store.change("坏") as session:
            session.add(Household(group_no=n, head_name="无"))
            session.flush()
            raise ZeroDivisionError
        add_household(store)
    assert query(store, "SELECT seq FROM sync_op ORDER BY lid") == [1, 2, 3, 4, 5]


# -- reading it back ----------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["household", "person", "meeting", "matter", "office"])
def test_the_log_says_what_the_rows_say(store: Store, table: str) -> None:
    a_few_acts(store)
    assert replayed(store, table) == stored(store, table) != {}


def test_an_untouched_log_holds_together(store: Store) -> None:
    a_few_acts(store)
    assert found_faults(store) == []


CHAINED = {
    "part": "'elsewhere'",
    "dev": "'00'",
    "seq": "seq + 100",
    "ctx": "ctx + 1",
    "hlc": "hlc + 1",
    "wall": "wall + 1",
    "usr": "'somebody'",
    "txn": "txn + 1",
    "tbl": "'person'",
    "rid": "'x'",
    "kind": "'X'",
    "schema": "schema + 1",
    "payload": "replace(payload, '海', '河')",
    "salt": "x'00'",
    "phash": "x'00'",
    "chain": "x'00'",
}


@pytest.mark.parametrize("column", CHAINED)
def test_a_changed_column_of_an_operation_is_seen(
    store: Store, paths: DeskPaths, column: str
) -> None:
    a_few_acts(store)
    middle = query(store, "SELECT lid FROM sync_op WHERE payload LIKE '%海%'")[0]
    statement = f"UPDATE sync_op SET {column} = {CHAINED[column]} WHERE lid = ?"
    assert tamper(paths.database, statement, middle) == 1
    assert found_faults(store)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("DELETE FROM sync_op WHERE seq = 2", "gap"),
        ("DELETE FROM sync_op WHERE seq = (SELECT max(seq) FROM sync_op)", "head"),
        ("UPDATE sync_stream SET seq = seq + 1", "head"),
        ("UPDATE sync_stream SET head = x'00'", "head"),
        ("DELETE FROM sync_stream", "head"),
    ],
)
def test_a_log_that_lost_something_is_seen(
    store: Store, paths: DeskPaths, statement: str, kind: str
) -> None:
    a_few_acts(store)
    tamper(paths.database, statement)
    assert kind in {fault.kind for fault in found_faults(store)}


def test_every_column_of_an_operation_is_chained_or_known_not_to_be(store: Store) -> None:
    columns = query(store, "SELECT name FROM pragma_table_info('sync_op')")
    assert set(columns) - CHAINED.keys() == {"lid", "before", "state"}
