"""The sums of a vote while it is typed say what is missing, and never fail (R14)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain.procedure_labels import Counted
from longshan_desk.domain.vote_sums import Stand, Typed, sum_lines
from longshan_desk.domain.votes import (
    MORE_THAN_HALF,
    TWO_THIRDS,
    VoteRule,
    Votes,
    check_votes,
    verdict_of,
)

pytestmark = pytest.mark.rule("R14")
PARTY = VoteRule(TWO_THIRDS, MORE_THAN_HALF, Counted.EXPECTED)
REPRESENTATIVES = VoteRule(TWO_THIRDS, MORE_THAN_HALF, Counted.PRESENT)
RULES = st.sampled_from([PARTY, REPRESENTATIVES])
NUMBER = st.none() | st.integers(0, 60)


def said(rule: VoteRule, *numbers: int | None) -> str:
    return "\n".join(line.text for line in sum_lines(Typed(*numbers), rule))


def test_without_a_roll_it_asks_for_one() -> None:
    assert "请先建名单" in said(PARTY)


def test_three_short_of_the_quorum() -> None:
    assert "须到会 29 人（应到三分之二）；实到 26 人，还差 3 人" in said(REPRESENTATIVES, 43, 26)


def test_a_majority_of_all_is_counted_of_all() -> None:
    assert "同意须 22 票（超过应到半数）" in said(PARTY, 43, 31)


def test_a_majority_of_those_present_follows_them() -> None:
    assert "同意须 16 票（超过到会半数）" in said(REPRESENTATIVES, 43, 31)


def test_more_than_expected_is_said() -> None:
    assert "比应到还多 1 人" in said(PARTY, 3, 4)


@given(RULES, st.builds(Typed, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER))
def test_whatever_is_typed_gets_an_answer(rule: VoteRule, typed: Typed) -> None:
    assert sum_lines(typed, rule)


@given(RULES, st.integers(1, 60), st.data())
def test_all_met_is_exactly_a_vote_that_passes(
    rule: VoteRule, expected: int, data: st.DataObject
) -> None:
    present = data.draw(st.integers(0, expected))
    in_favour = data.draw(st.integers(0, present))
    votes = Votes(expected, present, in_favour, present - in_favour, 0)
    check_votes(votes, rule)
    typed = Typed(expected, present, in_favour, present - in_favour, 0)
    all_met = all(line.stand is Stand.MET for line in sum_lines(typed, rule))
    assert all_met is verdict_of(votes, rule).passed
