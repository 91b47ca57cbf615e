"""Sums of every body at the edges of its quorum and majority, each naming its source."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.procedure_labels import Step, Why
from longshan_desk.domain.rule_sets import RuleSet
from longshan_desk.domain.rule_texts import rule_set_on, shipped_sets
from longshan_desk.domain.votes import (
    HALF,
    MORE_THAN_HALF,
    TWO_THIRDS,
    Share,
    Verdict,
    Votes,
    VotesDoNotAddUpError,
    check_votes,
    verdict_of,
)
from longshan_desk.errors import BadValueError

pytestmark = pytest.mark.rule("R14")

DAY = date(2022, 4, 5)
RULES = rule_set_on(DAY, Policy())

LAW = "《中华人民共和国村民委员会组织法》（2018年12月29日修正）"
BRANCHES = "《中国共产党支部工作条例（试行）》第十一条"
COLLECTIVE = "《中华人民共和国农村集体经济组织法》（2025年5月1日起施行）第二十七条"
OURS = "本软件默认，乡镇可改"
PRACTICE = "四议两公开各地通行做法，乡镇可改"


def vote(
    body: Body, expected: int, present: int, in_favour: int, rules: RuleSet = RULES
) -> Verdict:
    """Everybody present who is not in favour is against."""
    votes = Votes(expected, present, in_favour, present - in_favour)
    rule = rules.bodies[body].vote
    check_votes(votes, rule)
    return verdict_of(votes, rule)


# (body, who says so, 应到, needed to come)
QUORUMS = [
    (Body.BRANCH_COMMITTEE, OURS, 3, 2),
    (Body.BRANCH_COMMITTEE, OURS, 4, 3),
    (Body.BRANCH_COMMITTEE, OURS, 5, 3),
    (Body.TWO_COMMITTEES, OURS, 6, 4),
    (Body.TWO_COMMITTEES, OURS, 7, 4),
    (Body.TWO_COMMITTEES, OURS, 1, 1),
    (Body.PARTY_MEMBERS, PRACTICE, 30, 20),
    (Body.PARTY_MEMBERS, PRACTICE, 31, 21),
    (Body.PARTY_MEMBERS, PRACTICE, 32, 22),
    (Body.PARTY_MEMBERS, PRACTICE, 3, 2),
    (Body.PARTY_COUNCIL, PRACTICE, 15, 10),
    (Body.REPRESENTATIVES, f"{LAW}第二十六条", 43, 29),
    (Body.REPRESENTATIVES, f"{LAW}第二十六条", 42, 28),
    (Body.REPRESENTATIVES, f"{LAW}第二十六条", 44, 30),
    (Body.JOINT_HOUSEHOLDS, f"{LAW}第二十六条", 43, 29),
    (Body.VILLAGERS, f"{LAW}第二十二条", 1000, 501),
    (Body.VILLAGERS, f"{LAW}第二十二条", 1001, 501),
    (Body.VILLAGERS, f"{LAW}第二十二条", 999, 500),
    (Body.HOUSEHOLDS, f"{LAW}第二十二条", 300, 200),
    (Body.HOUSEHOLDS, f"{LAW}第二十二条", 301, 201),
    (Body.COLLECTIVE_MEMBERS, COLLECTIVE, 300, 200),
    (Body.COLLECTIVE_MEMBERS, COLLECTIVE, 301, 201),
]


@pytest.mark.parametrize(("body", "source", "expected", "needed"), QUORUMS)
def test_one_fewer_than_the_quorum_lapses_and_the_quorum_sits(
    body: Body, source: str, expected: int, needed: int
) -> None:
    assert source in RULES.bodies[body].sources["quorum"]
    if needed > 1:
        lapsed = vote(body, expected, needed - 1, needed - 1)
        assert (lapsed.why, lapsed.quorum.missing) == (Why.NO_QUORUM, 1)
    sits = vote(body, expected, needed, needed)
    assert sits.quorum.needed == needed and sits.why is not Why.NO_QUORUM
    if needed < expected:
        assert vote(body, expected, needed + 1, needed + 1).quorum.is_met


# (body, who says so, 应到, 实到, votes needed)
MAJORITIES = [
    (Body.BRANCH_COMMITTEE, OURS, 5, 3, 3),
    (Body.BRANCH_COMMITTEE, OURS, 5, 5, 3),
    (Body.BRANCH_COMMITTEE, OURS, 4, 4, 3),
    (Body.TWO_COMMITTEES, OURS, 7, 5, 4),
    (Body.TWO_COMMITTEES, OURS, 8, 8, 5),
    (Body.PARTY_MEMBERS, f"{BRANCHES}（2018年10月28日）：超过应到会", 30, 20, 16),
    (Body.PARTY_MEMBERS, f"{BRANCHES}（2018年10月28日）：超过应到会", 31, 21, 16),
    (Body.PARTY_MEMBERS, f"{BRANCHES}（2018年10月28日）：超过应到会", 32, 32, 17),
    (Body.PARTY_COUNCIL, f"{BRANCHES}（2018年10月28日）：超过应到会", 15, 12, 8),
    (Body.REPRESENTATIVES, f"{LAW}第二十六条", 43, 31, 16),
    (Body.REPRESENTATIVES, f"{LAW}第二十六条", 43, 30, 16),
    (Body.REPRESENTATIVES, f"{LAW}第二十六条", 43, 29, 15),
    (Body.JOINT_HOUSEHOLDS, f"{LAW}第二十六条", 43, 31, 16),
    (Body.VILLAGERS, f"{LAW}第二十二条", 1000, 600, 301),
    (Body.VILLAGERS, f"{LAW}第二十二条", 1000, 601, 301),
    (Body.HOUSEHOLDS, f"{LAW}第二十二条", 300, 200, 101),
    (Body.HOUSEHOLDS, f"{LAW}第二十二条", 300, 201, 101),
    (Body.COLLECTIVE_MEMBERS, COLLECTIVE, 300, 220, 200),
    (Body.COLLECTIVE_MEMBERS, COLLECTIVE, 301, 301, 201),
]


@pytest.mark.parametrize(("body", "source", "expected", "present", "needed"), MAJORITIES)
def test_one_vote_fewer_is_lost_and_the_majority_passes(
    body: Body, source: str, expected: int, present: int, needed: int
) -> None:
    assert source in RULES.bodies[body].sources["majority"]
    lost = vote(body, expected, present, needed - 1)
    assert (lost.why, lost.majority.missing) == (Why.NO_MAJORITY, 1)
    assert vote(body, expected, present, needed).passed
    if needed < present:
        assert vote(body, expected, present, needed + 1).passed


def test_every_body_that_votes_has_its_edges_above() -> None:
    assert {row[0] for row in QUORUMS} == {row[0] for row in MAJORITIES} == set(RULES.bodies)


@pytest.mark.parametrize(
    ("of", "two_thirds", "half", "more_than_half"),
    [
        (0, 1, 1, 1), (1, 1, 1, 1), (2, 2, 1, 2), (3, 2, 2, 2), (4, 3, 2, 3), (5, 4, 3, 3),
        (6, 4, 3, 4), (7, 5, 4, 4), (8, 6, 4, 5), (9, 6, 5, 5), 
        (1_000_000, 666_667, 500_000, 500_001),
    ],
)  # fmt: skip
def test_what_is_needed_is_the_smallest_whole_number(
    of: int, two_thirds: int, half: int, more_than_half: int
) -> None:
    found = (TWO_THIRDS.needed(of), HALF.needed(of), MORE_THAN_HALF.needed(of))
    assert found == (two_thirds, half, more_than_half)


@pytest.mark.parametrize("share", [TWO_THIRDS, HALF, MORE_THAN_HALF, Share(Fraction(4, 5))])
def test_the_needed_number_satisfies_the_fraction_and_one_fewer_does_not(share: Share) -> None:
    for of in range(1, 500):
        needed = share.needed(of)
        assert 1 <= needed <= of

        def satisfies(people: int, of: int = of) -> bool:
            part = Fraction(people, of)
            return part > share.fraction if share.is_more else part >= share.fraction

        assert satisfies(needed)
        assert needed == 1 or not satisfies(needed - 1)


# (body, who says so, missing where 20 of 40 came, missing where 21 of 41 came)
HALVES = [
    (Body.BRANCH_COMMITTEE, OURS, 1, 0),
    (Body.TWO_COMMITTEES, OURS, 1, 0),
    (Body.PARTY_MEMBERS, PRACTICE, 7, 7),
    (Body.PARTY_COUNCIL, PRACTICE, 7, 7),
    (Body.REPRESENTATIVES, f"{LAW}第二十六条", 7, 7),
    (Body.JOINT_HOUSEHOLDS, f"{LAW}第二十六条", 7, 7),
    (Body.VILLAGERS, f"{LAW}第二十二条", 1, 0),
    (Body.HOUSEHOLDS, f"{LAW}第二十二条", 7, 7),
    (Body.COLLECTIVE_MEMBERS, COLLECTIVE, 7, 7),
]


@pytest.mark.parametrize(("body", "source", "of_even", "of_odd"), HALVES)
def test_with_half_absent_no_body_sits_and_with_fewer_only_those_of_more_than_half(
    body: Body, source: str, of_even: int, of_odd: int
) -> None:
    assert source in RULES.bodies[body].sources["quorum"]
    assert vote(body, 40, 20, 20).quorum.missing == of_even
    assert vote(body, 41, 21, 21).quorum.missing == of_odd


@pytest.mark.parametrize("body", list(RULES.bodies))
def test_where_nobody_came_nothing_is_decided(body: Body) -> None:
    nobody = vote(body, 3, 0, 0)
    assert nobody.why is Why.NO_QUORUM and not nobody.passed


def test_every_body_has_its_half_above() -> None:
    assert {row[0] for row in HALVES} == set(RULES.bodies)


def test_the_set_of_2026_counts_as_that_of_2018_until_it_is_checked() -> None:
    """Its own note says so: 数字暂按2018年文本; so the edges above are its edges too."""
    before, after = shipped_sets(Policy())
    assert {body: one.vote for body, one in after.bodies.items()} == {
        body: one.vote for body, one in before.bodies.items()
    }


# -- switches ---------------------------------------------------------------------------------


def test_where_the_township_takes_the_half_of_the_party_rules_half_is_enough() -> None:
    """《中国共产党支部工作条例（试行）》: 半数以上 includes the half."""
    rules = rule_set_on(DAY, Policy(party_quorum_two_thirds=False))
    assert vote(Body.PARTY_MEMBERS, 30, 14, 14, rules).why is Why.NO_QUORUM
    assert vote(Body.PARTY_MEMBERS, 30, 15, 15, rules).why is Why.NO_MAJORITY
    assert vote(Body.PARTY_MEMBERS, 30, 16, 16, rules).passed
    assert "半数以上" in rules.bodies[Body.PARTY_MEMBERS].sources["quorum"]


def test_where_absent_members_do_not_count_against_a_majority_of_those_present_passes() -> None:
    rules = rule_set_on(DAY, Policy(party_majority_of_expected=False))
    assert vote(Body.PARTY_MEMBERS, 30, 20, 11, rules).passed
    assert not vote(Body.PARTY_MEMBERS, 30, 20, 11).passed


def test_where_half_are_absent_nobody_present_can_pass_anything_of_all() -> None:
    rules = rule_set_on(DAY, Policy(party_quorum_two_thirds=False))
    assert vote(Body.PARTY_MEMBERS, 30, 15, 15, rules).majority.missing == 1


def test_the_stricter_local_habit_asks_for_half_of_all_representatives() -> None:
    rules = rule_set_on(DAY, Policy(representatives_majority_of_expected=True))
    assert vote(Body.REPRESENTATIVES, 43, 31, 21, rules).why is Why.NO_MAJORITY
    assert vote(Body.REPRESENTATIVES, 43, 31, 22, rules).passed
    assert "全体代表过半数" in rules.bodies[Body.REPRESENTATIVES].sources["majority"]


def test_probationary_members_are_not_among_those_expected() -> None:
    """支部工作条例: 有表决权; 30 full and 3 probationary members are 30 expected, not 33."""
    assert "预备党员没有表决权" in RULES.bodies[Body.PARTY_MEMBERS].counted
    assert vote(Body.PARTY_MEMBERS, 30, 20, 16).passed
    assert vote(Body.PARTY_MEMBERS, 33, 20, 16).why is Why.NO_QUORUM


def test_land_adjustment_needs_two_thirds_of_all_in_whatever_body() -> None:
    """《农村土地承包法》第二十八条."""
    rule = RULES.vote_rule(Step.RESOLUTION, Body.REPRESENTATIVES, "land_adjustment")
    assert not verdict_of(Votes(42, 40, 27, 13), rule).passed
    assert verdict_of(Votes(42, 40, 28, 12), rule).passed


# -- votes that cannot be ---------------------------------------------------------------------

REPRESENTATIVES = RULES.bodies[Body.REPRESENTATIVES].vote


@pytest.mark.parametrize(
    "votes",
    [
        Votes(43, 31, 27, 4, 1),
        Votes(43, 31, 27, 3, 0),
        Votes(43, 31, 0, 0, 0),
        Votes(43, 44, 44, 0, 0),
        Votes(43, 28, 20, 0, 0),
        Votes(43, 0, 1, 0, 0),
    ],
)
def test_votes_that_do_not_add_up_are_refused(votes: Votes) -> None:
    with pytest.raises(VotesDoNotAddUpError) as met:
        check_votes(votes, REPRESENTATIVES)
    assert met.value.code == "votes_do_not_add_up"


@pytest.mark.parametrize("votes", [Votes(0, 0), Votes(43, -1), Votes(43, 31, 32, -1)])
def test_nobody_expected_and_numbers_below_zero_are_refused(votes: Votes) -> None:
    with pytest.raises(BadValueError):
        check_votes(votes, REPRESENTATIVES)


@pytest.mark.parametrize(
    "votes", [Votes(43, 28), Votes(43, 0), Votes(43, 28, 28), Votes(43, 1, 0, 1)]
)
def test_a_meeting_that_lapsed_need_not_have_voted(votes: Votes) -> None:
    check_votes(votes, REPRESENTATIVES)
    assert verdict_of(votes, REPRESENTATIVES).why is Why.NO_QUORUM


def test_abstentions_are_neither_for_nor_left_out_of_those_present() -> None:
    assert not verdict_of(Votes(43, 31, 15, 0, 16), REPRESENTATIVES).passed
    assert verdict_of(Votes(43, 31, 16, 0, 15), REPRESENTATIVES).passed


# -- words ------------------------------------------------------------------------------------


def test_a_verdict_is_shown_as_its_sum() -> None:
    assert vote(Body.REPRESENTATIVES, 43, 31, 27).words == (
        "应到 43 人，实到 31 人（需三分之二，即至少 29 人），"
        "同意 27 票（需超过到会半数，即至少 16 票）：通过"
    )


def test_a_lost_vote_says_how_many_were_missing() -> None:
    assert vote(Body.PARTY_MEMBERS, 30, 21, 14).words == (
        "应到 30 人，实到 21 人（需三分之二，即至少 20 人），"
        "同意 14 票（需超过应到半数，即至少 16 票）：还差 2 票，未通过"
    )


def test_a_lapsed_meeting_says_how_many_were_missing_and_counts_no_votes() -> None:
    assert vote(Body.REPRESENTATIVES, 43, 26, 26).words == (
        "应到 43 人，实到 26 人（需三分之二，即至少 29 人）：还差 3 人，"
        "会议未达法定人数，须重新召集"
    )


def test_households_are_counted_in_households() -> None:
    words = verdict_of(Votes(300, 200, 150, 50), RULES.bodies[Body.HOUSEHOLDS].vote, "户").words
    assert words.startswith("应到 300 户，实到 200 户（需三分之二，即至少 200 户）")


def test_two_thirds_of_all_members_say_of_whom() -> None:
    words = vote(Body.COLLECTIVE_MEMBERS, 300, 220, 200).words
    assert "同意 200 票（需应到三分之二，即至少 200 票）：通过" in words


# -- the sets themselves ----------------------------------------------------------------------


@pytest.mark.parametrize("rules", shipped_sets(Policy()), ids=lambda rules: rules.code)
def test_every_figure_names_its_source(rules: RuleSet) -> None:
    for rule in rules.bodies.values():
        assert set(rule.sources) == {"quorum", "majority", "notice", "counted"}
        assert all(rule.sources.values()) and rule.counted
    assert all(kind.source for kind in rules.types)
    assert all(term.source for term in (rules.posting, rules.event, rules.objection))


@pytest.mark.parametrize("rules", shipped_sets(Policy()), ids=lambda rules: rules.code)
def test_a_set_is_read_back_as_it_was_kept(rules: RuleSet) -> None:
    assert RuleSet.from_data(rules.to_data()) == rules


def test_the_set_of_2026_says_that_it_still_wants_a_check() -> None:
    before, after = (
        rule_set_on(date(2025, 12, 31), Policy()),
        rule_set_on(date(2026, 1, 1), Policy()),
    )
    assert (before.code, before.is_checked) == ("2018", True)
    assert (after.code, after.is_checked) == ("2026", False)
    assert "待核对" in after.title and "待核对" in after.bodies[Body.VILLAGERS].sources["quorum"]


def test_before_the_first_set_the_first_holds() -> None:
    assert rule_set_on(date(2015, 1, 1), Policy()).code == "2018"


@pytest.mark.parametrize("data", [None, [2], [2, 0, False], [3, 2, False], [1, 1, True], [1, 2, 1]])
def test_a_share_that_is_none_is_refused(data: object) -> None:
    with pytest.raises(BadValueError):
        Share.from_data(data)


def test_a_set_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadValueError):
        RuleSet.from_data({**RULES.to_data(), "bodies": [{}]})


@pytest.mark.rule("R30")
@pytest.mark.parametrize(
    "code",
    ["land_contract", "housing_plots", "membership", "shares", "land_compensation", "charter"],
)
def test_what_is_the_collectives_belongs_to_all_its_members_alone(code: str) -> None:
    kind = RULES.type_of(code)
    assert kind.competent == (Body.COLLECTIVE_MEMBERS,)
    assert "农村集体经济组织法" in kind.source


def test_an_unknown_type_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadValueError, match="没有“roads”"):
        RULES.type_of("roads")


def test_the_local_variants_open_other_bodies() -> None:
    plain = rule_set_on(DAY, Policy())
    local = rule_set_on(DAY, Policy(party_council_deliberates=True, joint_households_resolve=True))
    assert Body.PARTY_COUNCIL not in plain.bodies_for(Step.DELIBERATION, "other")
    assert Body.PARTY_COUNCIL in local.bodies_for(Step.DELIBERATION, "other")
    assert Body.JOINT_HOUSEHOLDS not in plain.bodies_for(Step.RESOLUTION, "other")
    assert Body.JOINT_HOUSEHOLDS in local.bodies_for(Step.RESOLUTION, "other")


def test_merged_first_steps_are_one_meeting_of_the_committees() -> None:
    rules = rule_set_on(DAY, Policy(procedure_merges_first=True))
    assert rules.steps() == (Step.PROPOSAL, Step.DELIBERATION, Step.RESOLUTION)
    assert rules.bodies_for(Step.PROPOSAL, "other") == (Body.TWO_COMMITTEES,)
