"""Who may write what: every exchanged table says it, and the matrix is the one of the design."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from longshan_desk.data.log.authority import (
    INTERNAL,
    MAY_WRITE,
    SHARED,
    TOWNSHIP,
    VILLAGE,
    Claim,
    Device,
    Membership,
    is_allowed,
    parts_of,
)
from longshan_desk.data.log.registry import SyncedTable, synced_tables
from longshan_desk.data.tables.office import User

TABLES = sorted(synced_tables())

TOWNSHIPS_FOR_ALL = {"policy_version", "township_wording"}
"""Tables that the township owns, told here once more so that a slip in a class shows."""

TOWNSHIPS_IN_A_VILLAGE = {"township_move"}
"""Tables of the township's that stand in a village's partition (R15)."""

TOWNSHIPS_GROUPS = {("matter", "township")}
"""Field groups of the township's on a village's own records."""

MEMBERSHIP = Membership(
    {"v": Device("v", VILLAGE, "v07"), "t": Device("t", TOWNSHIP, "town0")},
    {"v07": VILLAGE, "town": SHARED, "town0": INTERNAL},
)


@pytest.mark.parametrize("name", TABLES)
def test_every_exchanged_table_says_itself_who_owns_it(name: str) -> None:
    model = synced_tables()[name].model
    assert vars(model).get("OWNER") in ("village", "township", "maker"), (
        f"{model.__name__} declares no OWNER"
    )


@pytest.mark.parametrize("name", TABLES)
def test_what_a_table_declares_is_there(name: str) -> None:
    table = synced_tables()[name]
    assert set(table.model.OWNERS) <= set(table.groups)
    assert set(table.model.OWNERS.values()) <= {"village", "township", "maker"}
    assert set(parts_of(table)) <= {VILLAGE, SHARED, INTERNAL}
    assert set(table.model.GROUPS) <= set(table.groups)


def test_the_townships_tables_are_these() -> None:
    found = {name for name in TABLES if synced_tables()[name].model.OWNER == "township"}
    assert found == TOWNSHIPS_FOR_ALL | TOWNSHIPS_IN_A_VILLAGE


def test_the_townships_groups_of_a_villages_records_are_these() -> None:
    found = {(name, group) for name in TABLES for group in synced_tables()[name].model.OWNERS}
    assert found == TOWNSHIPS_GROUPS


@pytest.mark.failure("F62")
@pytest.mark.parametrize("name", TABLES)
def test_nobody_changes_what_is_anothers(name: str) -> None:
    """The whole matrix for what is there now: a village's own rows are the village's alone, and
    beside its partition nobody but the township writes."""
    table = synced_tables()[name]
    for group, (part, kind), writer in product(table.groups, MEMBERSHIP.parts.items(), ("v", "t")):
        maker = VILLAGE if kind == VILLAGE else TOWNSHIP
        claim = Claim("P", part, writer, (group,), False, maker, False)
        lives_there = kind in parts_of(table)
        is_townships = name in TOWNSHIPS_IN_A_VILLAGE or (name, group) in TOWNSHIPS_GROUPS
        villager = "t" if is_townships else "v"
        expected = writer == villager if kind == VILLAGE else writer == "t" and lives_there
        assert is_allowed(MEMBERSHIP, table, claim) == expected, (group, part, writer)


@pytest.mark.failure("F62")
@pytest.mark.parametrize("name", TABLES)
def test_nobody_fills_in_what_is_anothers_on_a_record_of_his_own(name: str) -> None:
    """The same matrix for a record that is new: to begin one is no licence for every field."""
    table = synced_tables()[name]
    for group, (part, kind), writer in product(table.groups, MEMBERSHIP.parts.items(), ("v", "t")):
        claim = Claim("P", part, writer, (group,), True, None, False)
        lives_there = kind in parts_of(table)
        begins = {"t"} if name in TOWNSHIPS_IN_A_VILLAGE else {"v"}
        begins |= {"v", "t"} if table.model.OWNER == "maker" else set()
        if kind != VILLAGE:
            begins = {"t"} if lives_there else set()
        is_foreign = kind == VILLAGE and (name, group) in TOWNSHIPS_GROUPS
        expected = writer in begins and not is_foreign
        assert is_allowed(MEMBERSHIP, table, claim) == expected, (group, part, writer)


def like_a_household(**declared: Any) -> SyncedTable:
    """A table of households' columns that says something else about its owners."""
    household = synced_tables()["household"]
    model: Any = SimpleNamespace(**{"OWNER": "village", "OWNERS": {}, "PARTS": (), **declared})
    return replace(household, model=model)


def test_a_field_group_of_the_townships_on_a_villages_record() -> None:
    table = like_a_household(OWNERS={"note": "township"})
    for group, writer in product(("note", "address"), ("v", "t")):
        claim = Claim("P", "v07", writer, (group,), False, VILLAGE, False)
        assert is_allowed(MEMBERSHIP, table, claim) == ((group == "note") == (writer == "t"))


def test_what_is_its_makers_nobody_else_changes() -> None:
    table = like_a_household(OWNER="maker")
    for writer, maker in product(("v", "t"), (VILLAGE, TOWNSHIP)):
        claim = Claim("P", "v07", writer, ("note",), False, maker, False)
        own = MEMBERSHIP.devices[writer].kind == maker
        assert is_allowed(MEMBERSHIP, table, claim) == own
        assert is_allowed(MEMBERSHIP, table, Claim("P", "v07", writer, (), True, None, False))


def test_users_live_with_their_place() -> None:
    assert User.PARTS == ("village", "internal")


def test_the_matrix_is_whole() -> None:
    kinds, owners = (VILLAGE, SHARED, INTERNAL), ("village", "township", "maker")
    assert set(MAY_WRITE) == set(product(kinds, owners))


@pytest.mark.parametrize(
    ("part", "seq", "is_open", "allowed"),
    [
        ("v07", 6, True, True),
        ("v07", 5, False, True),
        ("v07", 6, False, False),
        ("v08", 5, False, False),
    ],
)
def test_what_the_township_edited_for_a_village_stands_as_far_as_it_was_allowed(
    part: str, seq: int, is_open: bool, allowed: bool
) -> None:
    membership = replace(
        MEMBERSHIP,
        parts={**MEMBERSHIP.parts, "v08": VILLAGE},
        township_edits=frozenset({"v07"} if is_open else ()),
        township_edited={("v07", "t"): 5},
    )
    claim = Claim("P", part, "t", ("summary",), False, VILLAGE, False, seq)
    assert is_allowed(membership, synced_tables()["matter"], claim) is allowed
