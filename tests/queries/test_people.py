"""Lists of people: filtered and sorted by the database."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk, id_number
from longshan_desk.actions import people
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.queries.people import ANY, person_ids, person_rows


def names(desk: Desk, **asked: object) -> list[str]:
    ids = person_ids(desk.store, **asked)  # type: ignore[arg-type]
    return [row.name for row in person_rows(desk.store, ids)]


@pytest.fixture
def village(desk: Desk) -> str:
    """Two households; returns the second one's id."""
    desk.add_household(PersonFacts("张三", id_number=id_number(date(1960, 1, 1), 1)), group=2)
    return desk.add_household(
        PersonFacts("马占山", id_number=id_number(date(1980, 1, 1), 3), phone="13812345678"),
        PersonFacts("冶玉兰", id_number=id_number(date(1981, 1, 1), 2), resident="外出"),
        group=1,
    )


def test_people_go_by_household_and_their_place_in_it(desk: Desk, village: str) -> None:
    assert names(desk) == ["马占山", "冶玉兰", "张三"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["马占山", "冶玉兰", "张三"]),
        ("born_on", ["张三", "马占山", "冶玉兰"]),
        ("head", ["马占山", "冶玉兰", "张三"]),
        ("sex", ["冶玉兰", "马占山", "张三"]),
        ("relation", ["冶玉兰", "马占山", "张三"]),
        ("phone", ["冶玉兰", "张三", "马占山"]),
        ("id_number", ["张三", "马占山", "冶玉兰"]),
    ],
)
def test_people_are_sorted_by_any_column(
    desk: Desk, village: str, sort: str, expected: list[str]
) -> None:
    assert names(desk, sort=sort) == expected


@pytest.mark.parametrize(
    "asked",
    [
        {"group": 1, "sex": Sex.FEMALE},
        {"text": "yyl"},
        {"text": id_number(date(1981, 1, 1), 2)},
        {"resident": "外出"},
        {"sort": "born_on", "descending": True, "group": 1, "text": "冶"},
    ],
)
def test_people_are_filtered(desk: Desk, village: str, asked: dict[str, object]) -> None:
    assert names(desk, **asked) == ["冶玉兰"]


def test_r11_people_of_a_special_group(desk: Desk, village: str) -> None:
    wife = person_ids(desk.store, text="冶玉兰")[0]
    people.add_special_group(desk.store, village, "留守妇女", person_id=wife)
    people.add_special_group(desk.store, village, "低保")
    assert names(desk, special="left_behind_woman") == ["冶玉兰"]
    assert names(desk, special=ANY) == ["冶玉兰"]


def test_the_dead_are_off_the_list_and_keep_the_age_they_reached(desk: Desk, village: str) -> None:
    from longshan_desk.data.tables.people import Person

    one = person_ids(desk.store, text="张三")[0]
    with desk.store.change("登记死亡") as session:
        dead = session.get(Person, one)
        assert dead is not None
        dead.died_on = date(2020, 1, 1)
    assert names(desk) == ["马占山", "冶玉兰"]
    assert names(desk, gone=True) == ["张三"]
    (row,) = person_rows(desk.store, [one])
    assert (row.age, row.is_here) == (60, False)
