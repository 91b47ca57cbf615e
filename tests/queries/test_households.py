"""Lists of households: filtered and sorted by the database, one household's page."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions import households, people
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.queries.households import (
    ANY,
    groups,
    household_ids,
    household_rows,
)


def heads(desk: Desk, **asked: object) -> list[str]:
    ids = household_ids(desk.store, **asked)  # type: ignore[arg-type]
    return [row.head for row in household_rows(desk.store, ids)]


@pytest.fixture
def village(desk: Desk) -> dict[str, str]:
    """Three households in two groups, by their head's name."""
    return {
        "张三": desk.add_household("张三", group=1, code="C1"),
        "马占山": desk.add_household("马占山", "马小虎", "冶玉兰", group=2, code="A1"),
        "安国": desk.add_household("安国", "安小龙", group=1, address="河滩"),
    }


def test_households_go_by_group_and_then_by_pinyin(desk: Desk, village: dict[str, str]) -> None:
    assert heads(desk) == ["安国", "张三", "马占山"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("head", ["安国", "马占山", "张三"]),
        ("persons", ["张三", "安国", "马占山"]),
        ("code", ["安国", "马占山", "张三"]),
        ("address", ["张三", "马占山", "安国"]),
    ],
)
def test_households_are_sorted_by_any_column(
    desk: Desk, village: dict[str, str], sort: str, expected: list[str]
) -> None:
    assert heads(desk, sort=sort) == expected


def test_sorting_turns_round(desk: Desk, village: dict[str, str]) -> None:
    assert heads(desk, sort="head", descending=True) == ["张三", "马占山", "安国"]


def test_households_of_one_group(desk: Desk, village: dict[str, str]) -> None:
    assert heads(desk, group=2) == ["马占山"]


@pytest.mark.parametrize("text", ["马占山", "占山", "mzs", "MZ", "二组", "2组", "A1", "冶玉兰"])
def test_a_household_is_found_by_its_own_words_and_its_peoples(
    desk: Desk, village: dict[str, str], text: str
) -> None:
    assert heads(desk, text=text) == ["马占山"]


@pytest.mark.parametrize("text", ["%", "_", "马占山 河滩", "\\"])
def test_what_stands_nowhere_finds_nothing(desk: Desk, village: dict[str, str], text: str) -> None:
    assert heads(desk, text=text) == []


def test_r11_households_of_a_special_group(desk: Desk, village: dict[str, str]) -> None:
    people.add_special_group(desk.store, village["安国"], "低保", from_on=date(2022, 4, 1))
    child = desk.add_person(village["张三"], "张小")
    people.add_special_group(desk.store, village["张三"], "留守儿童", person_id=child)
    assert heads(desk, special="low_income") == ["安国"]
    assert heads(desk, special="left_behind_child") == ["张三"]
    assert heads(desk, special=ANY) == ["安国", "张三"]
    assert heads(desk, special="low_income", on=date(2022, 3, 31)) == []


def test_households_that_are_away(desk: Desk, village: dict[str, str]) -> None:
    households.mark_away(desk.store, village["安国"], from_on=date(2022, 4, 1))
    assert heads(desk, away=True) == ["安国"]
    assert heads(desk, away=False) == ["张三", "马占山"]
    assert heads(desk, away=True, on=date(2022, 3, 31)) == []


def test_households_that_moved_out_are_off_the_list(desk: Desk, village: dict[str, str]) -> None:
    from longshan_desk.data.tables.people import Household

    with desk.store.change("迁出") as session:
        moved = session.get(Household, village["安国"])
        assert moved is not None
        moved.moved_out_on = date(2022, 4, 1)
    assert heads(desk) == ["张三", "马占山"]
    assert heads(desk, moved_out=True) == ["安国"]
    assert len(heads(desk, moved_out=None)) == 3
    assert len(heads(desk, on=date(2022, 3, 31))) == 3


def test_rows_come_in_the_order_asked_for(desk: Desk, village: dict[str, str]) -> None:
    ids = [village["马占山"], "0" * 32, village["张三"]]
    assert [row.head for row in household_rows(desk.store, ids)] == ["马占山", "张三"]


def test_a_row_says_what_a_list_shows(desk: Desk) -> None:
    one = desk.add_household(
        PersonFacts("马占山", phone="13812345678"), "冶玉兰", group=12, address="河滩"
    )
    (row,) = household_rows(desk.store, [one])
    assert (row.group, row.phone, row.persons, row.address) == (
        "十二组",
        "13812345678",
        2,
        "河滩",
    )


def test_groups_count_their_households_and_people(desk: Desk, village: dict[str, str]) -> None:
    households.name_group(desk.store, 1, "河湾")
    assert [(row.label, row.households, row.persons) for row in groups(desk.store)] == [
        ("一组（河湾）", 2, 3),
        ("二组", 1, 3),
    ]
