"""The invented villagers: as many as were asked for, valid in form, and nobody real."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from longshan_desk.demo.cards import Cards
from longshan_desk.demo.families import HAMLETS, Family, families
from longshan_desk.demo.names import SPECIAL, TWENTY_FIVE
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.id_numbers import read_id_number
from longshan_desk.domain.labels import Sex
from longshan_desk.domain.people import age_on

TODAY = date(2021, 5, 1)


@pytest.fixture(scope="module")
def village() -> list[Family]:
    return families(Random("village-1"), 400, 1500, TODAY)


@pytest.fixture(scope="module")
def people(village: list[Family]) -> list[PersonFacts]:
    return [person for family in village for person in family.people]


@pytest.mark.parametrize("seed", range(3))
def test_there_are_exactly_as_many_as_asked_for(seed: int) -> None:
    made = families(Random(seed), 400, 1500, TODAY)
    assert (len(made), sum(len(family.people) for family in made)) == (400, 1500)


def test_every_group_has_its_share(village: list[Family]) -> None:
    counts = Counter(family.hamlet.number for family in village)
    assert counts == {hamlet.number: hamlet.share for hamlet in HAMLETS}


def test_everybody_passes_the_checks_of_a_form(people: list[PersonFacts]) -> None:
    for person in people:
        assert person.checked(TODAY).name == person.name


def test_numbers_are_valid_agree_and_belong_to_one_each(people: list[PersonFacts]) -> None:
    numbers = [person.id_number for person in people if person.id_number]
    assert len(numbers) == len(set(numbers)) > 1400
    for person in people:
        card = read_id_number(person.id_number, today=TODAY)
        assert card is None or (card.sex, card.born_on) == (person.sex, person.born_on)


def test_numbers_belong_to_nobody_real(people: list[PersonFacts]) -> None:
    orders = {person.id_number[14:17] for person in people if person.id_number}
    assert orders <= {"996", "997", "998", "999"}
    phones = [person.phone for person in people if person.phone]
    assert len(phones) == len(set(phones)) and all(one.startswith("140") for one in phones)


@pytest.mark.rule("R34")
def test_long_and_rare_names_are_among_them(people: list[PersonFacts]) -> None:
    names = {person.name for person in people}
    assert len(TWENTY_FIVE) == 25
    assert {special.name for special in SPECIAL} <= names
    assert any("\u00b7" in name for name in names) and any("䶮" in name for name in names)
    assert any(ord(char) > 0xFFFF for name in names for char in name)


def test_two_heads_of_one_name_live_in_one_group(village: list[Family]) -> None:
    heads = Counter((family.hamlet.number, family.head.name) for family in village)
    assert any(group == 3 and count >= 2 for (group, _), count in heads.items())


def test_families_are_as_families_are(village: list[Family]) -> None:
    for family in village:
        ages = {
            person.relation: age_on(person.born_on, TODAY)
            for person in family.people
            if person.born_on
        }
        assert family.head.relation == "户主"
        for relation in ("长子", "长女", "子", "孙子", "孙女"):
            assert ages.get(relation, 0) < ages["户主"]
        assert ages.get("母亲", 120) > ages["户主"]
        spouse = next((p for p in family.people if p.relation == "配偶"), None)
        assert spouse is None or spouse.sex is not family.head.sex


def test_children_have_no_telephones_and_no_work(people: list[PersonFacts]) -> None:
    children = [p for p in people if p.born_on and age_on(p.born_on, TODAY) < 16]
    assert children
    assert all(child.phone is None and child.work_place is None for child in children)


def test_a_day_without_numbers_left_gives_none() -> None:
    cards, born_on = Cards(Random(1)), date(1990, 5, 1)
    given = [cards.id_number(born_on, Sex.FEMALE) for _ in range(3)]
    assert given[0] and given[1] and given[0] != given[1] and given[2] is None


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2021, 1, 1), date(2021, 12, 31)])
@pytest.mark.parametrize("age", [0, 1, 37])
def test_somebodys_birthday_gives_their_age(today: date, age: int) -> None:
    cards = Cards(Random(3))
    for _ in range(60):
        assert age_on(cards.birthday(age, today), today) == age
