"""What is said in the demonstration: enough of it, filled in whole, and good for its ending."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from longshan_desk.demo.deck import Deck
from longshan_desk.demo.sayings import PARTY_DAYS, SAYINGS, SPEECHES, Saying
from longshan_desk.domain.labels import FindingKind, ListKind, Topic

PLACES = {
    "g": "三组",
    "p": "哈家山",
    "o": "穆家坪",
    "w": "马占海",
    "n": "5",
    "k": "36",
    "m": "420",
}


def test_there_are_more_than_a_hundred_and_twenty_and_none_twice() -> None:
    assert len(SAYINGS) >= 120
    assert (
        len({one.words for one in SAYINGS}) == len({one.summary for one in SAYINGS}) == len(SAYINGS)
    )


def test_every_topic_list_and_kind_is_spoken_of() -> None:
    assert {one.topic for one in SAYINGS} == set(Topic)
    assert {one.list_kind for one in SAYINGS} == set(ListKind)
    assert {one.finding for one in SAYINGS} == set(FindingKind)
    assert Counter(one.topic for one in SAYINGS).most_common(1)[0][0] is Topic.INFRASTRUCTURE


@pytest.mark.parametrize("saying", SAYINGS, ids=lambda one: one.summary[:12])
def test_a_saying_is_filled_in_whole_and_has_an_ending(saying: Saying) -> None:
    filled = saying.fill(**PLACES)
    for text in (
        filled.words,
        filled.summary,
        filled.result,
        filled.answer,
        filled.plan,
        *filled.steps,
    ):
        assert not re.search("[{}]", text)
    assert bool(saying.reason) == bool(saying.basis) or saying.finding is FindingKind.PETITION
    assert bool(saying.report) == bool(saying.reply)
    assert bool(saying.promise) == bool(saying.measures)
    assert saying.result or saying.reason
    assert bool(saying.plan) == (saying.list_kind is ListKind.MAJOR_PUBLIC)
    if saying.list_kind is ListKind.ESCALATED:
        assert saying.report and saying.result
    if saying.finding is FindingKind.PETITION:
        assert saying.basis and saying.result


def test_nobody_is_accused_by_name() -> None:
    assert all("{w}" not in one.words for one in SAYINGS if one.topic is Topic.CONDUCT)


def test_speeches_and_party_days_are_filled_in_too() -> None:
    for text in (*SPEECHES, *PARTY_DAYS):
        assert not re.search("[{}]", text.format_map(PLACES))


# -- the deck -------------------------------------------------------------------------------


def test_nothing_is_said_again_before_everything_in_season_was() -> None:
    deck = Deck(Random(1))
    in_may = [one for one in SAYINGS if not one.months or 5 in one.months]
    drawn = [deck.draw(5).summary for _ in in_may]
    assert sorted(drawn) == sorted(one.summary for one in in_may)


def test_what_must_be_said_is_said_out_of_season_rather_than_not() -> None:
    snow = [one for one in SAYINGS if 1 in one.months and 7 not in one.months]
    assert Deck(Random(1)).draw(7, lambda one: one in snow) in snow


def test_a_deck_without_a_fitting_saying_says_so() -> None:
    with pytest.raises(LookupError):
        Deck(Random(1)).draw(7, lambda _: False)
