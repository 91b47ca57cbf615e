"""Who counts as 应到 (R14): probation, exclusions, ages and shares at their edges, by source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import BASIS, AbsenceReason, CountingRules, counting_on
from longshan_desk.domain.labels import OfficeKind, Sex
from longshan_desk.domain.roll_findings import shares_needed
from longshan_desk.domain.rolls import (
    Candidate,
    Exclusion,
    Roll,
    Stands,
    call_roll,
    check_exclusion,
)
from longshan_desk.errors import BadValueError

pytestmark = pytest.mark.rule("R14")

DAY = date(2026, 4, 5)
AWAY = Exclusion("x", AbsenceReason.AWAY, "龙山镇党委", date(2026, 3, 1), voted_on=date(2026, 3, 8))


def party(full: int, probationary: int = 0, *left_out: Exclusion) -> Roll:
    """党员大会 of so many full members, of whom the first are left out."""
    members = [
        Candidate(f"党员{i}", exclusions=left_out[i : i + 1], sex=Sex.MALE) for i in range(full)
    ]
    members += [Candidate(f"预备{i}", is_probationary=True) for i in range(probationary)]
    return call_roll(Body.PARTY_MEMBERS, DAY, members)


def codes(roll: Roll) -> set[str]:
    return {one.code for one in roll.findings}


# -- 党员大会: 支部工作条例 art. 11 (members with the right to vote), 应到会 by analogy -----------


def test_the_sum_says_who_is_left_out() -> None:
    roll = party(45, 2, AWAY, AWAY)
    assert roll.expected == 43
    assert roll.words == "应到 43 人：正式党员 45 人，预备 2 人不计，2 人外出不计"


def test_a_probationary_member_has_no_vote_and_is_not_expected() -> None:
    (member,) = call_roll(
        Body.PARTY_MEMBERS, DAY, [Candidate("李小花", is_probationary=True)]
    ).members
    assert (member.counted, member.why_not) == (False, "预备党员，没有表决权")


def test_rules_may_count_probationary_members() -> None:
    rules = CountingRules(probationary_counts=True)
    one = Candidate("李小花", is_probationary=True)
    assert call_roll(Body.PARTY_MEMBERS, DAY, [one], rules).expected == 1


def test_why_names_who_agreed_and_when() -> None:
    why = party(1, 0, AWAY).members[0].why_not
    assert why == "外出学习或者工作半年以上，组织关系应转未转（龙山镇党委2026年3月1日同意）"


@pytest.mark.parametrize(
    ("exclusion", "expected"),
    [
        (replace(AWAY, approved_on=date(2026, 4, 5)), 0),
        (replace(AWAY, approved_on=date(2026, 4, 6)), 1),  # agreed only after the meeting
        (replace(AWAY, from_on=date(2026, 4, 5)), 0),
        (replace(AWAY, from_on=date(2026, 4, 6)), 1),
        (replace(AWAY, until_on=date(2026, 4, 5)), 0),
        (replace(AWAY, until_on=date(2026, 4, 4)), 1),
    ],
)
def test_an_exclusion_holds_on_its_days_and_from_its_approval(
    exclusion: Exclusion, expected: int
) -> None:
    assert party(1, 0, exclusion).expected == expected


def test_nobody_is_left_out_of_another_body() -> None:
    left_out = [Candidate("马占山", exclusions=(AWAY,))]
    assert call_roll(Body.REPRESENTATIVES, DAY, left_out).expected == 1


@pytest.mark.parametrize(
    ("until", "is_half_a_year"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)]
)
def test_an_absence_is_half_a_year_or_more(until: date, is_half_a_year: bool) -> None:
    """应到会的规定: 半年以上 includes half a year."""
    absence = replace(AWAY, from_on=date(2026, 1, 1), until_on=until)
    if is_half_a_year:
        check_exclusion(absence, CountingRules())
    else:
        with pytest.raises(BadValueError, match="不满 6 个月"):
            check_exclusion(absence, CountingRules())


def test_a_reason_outside_the_list_leaves_the_member_expected() -> None:
    """凡上述情况之外者仍应计算在应到会人数之内."""
    with pytest.raises(BadValueError, match="不在可以不计入应到的情形里"):
        check_exclusion(AWAY, CountingRules(reasons=(AbsenceReason.BEDRIDDEN,)))


def test_a_reason_outside_the_rules_of_the_day_leaves_nobody_out() -> None:
    left_out = [Candidate("马占山", exclusions=(AWAY,))]
    strict = CountingRules(reasons=(AbsenceReason.BEDRIDDEN,))
    assert call_roll(Body.PARTY_MEMBERS, DAY, left_out).expected == 0
    assert call_roll(Body.PARTY_MEMBERS, DAY, left_out, strict).expected == 1


def test_an_exclusion_without_the_members_vote_is_a_finding() -> None:
    assert codes(party(2, 0, replace(AWAY, voted_on=None))) == {"exclusion_not_voted"}
    assert not codes(party(2, 0, AWAY))


def test_all_may_be_left_out_and_nobody_expected() -> None:
    assert party(1, 1, AWAY).expected == 0


def test_no_roll_is_not_an_empty_one() -> None:
    roll = call_roll(Body.PARTY_MEMBERS, DAY, [])
    assert roll.expected is None
    assert roll.words == "还没有党员大会的名单"
    assert not roll.findings


@given(st.integers(0, 60), st.integers(0, 10), st.integers(0, 60))
def test_expected_is_all_less_those_with_a_reason(full: int, probationary: int, out: int) -> None:
    roll = party(full, probationary, *[AWAY] * min(full, out))
    if full + probationary:
        assert roll.expected == full - min(full, out)
        assert all(bool(one.why_not) is not one.counted for one in roll.members)


# -- 村民代表会议: 村民委员会组织法 (2018) art. 25 ------------------------------------------------


def representatives(listed: int, women: int, committee: int = 0) -> Roll:
    members = [
        Candidate(f"代表{i}", sex=Sex.FEMALE if i < women else Sex.MALE) for i in range(listed)
    ]
    members += [Candidate(f"委员{i}", sex=Sex.FEMALE, is_listed=False) for i in range(committee)]
    return call_roll(Body.REPRESENTATIVES, DAY, members)


def test_the_committee_belongs_to_the_meeting_of_representatives() -> None:
    roll = representatives(30, 12, 5)
    assert roll.expected == 35
    assert roll.words == "应到 35 人：村民代表 30 人，村委会成员 5 人"


@pytest.mark.parametrize(
    ("listed", "committee", "is_short"),
    [(20, 5, False), (19, 5, True), (21, 5, False), (16, 4, False), (3, 1, True), (12, 3, False)],
)
def test_representatives_are_four_fifths_of_all(
    listed: int, committee: int, is_short: bool
) -> None:
    found = codes(representatives(listed, listed, committee))
    assert ("representatives_share" in found) is is_short


@pytest.mark.parametrize(
    ("women", "whole", "is_short"),
    [(10, 30, False), (9, 30, True), (11, 31, False), (10, 31, True), (1, 1, False), (0, 1, True)],
)
def test_women_among_the_representatives_are_a_third_of_all(
    women: int, whole: int, is_short: bool
) -> None:
    assert ("women_share" in codes(representatives(whole, women))) is is_short


def test_women_of_the_committee_are_no_women_representatives() -> None:
    assert "women_share" in codes(representatives(25, 9, 5))
    assert "women_share" not in codes(representatives(25, 10, 5))


def test_a_share_says_how_many_are_missing() -> None:
    texts = [one.text for one in representatives(30, 9).findings]
    assert texts == [
        "妇女村民代表 9 人，应占组成人员 30 人的三分之一以上，即至少 10 人，还差 1 人。"
    ]


def test_a_community_has_names_of_its_own() -> None:
    members = [Candidate("马秀英", sex=Sex.MALE)]
    roll = call_roll(Body.REPRESENTATIVES, DAY, members, kind=OfficeKind.COMMUNITY)
    assert roll.title == "居民代表会议"
    assert "妇女居民代表" in roll.findings[0].text


@given(st.fractions(0, 1), st.integers(0, 500))
def test_what_a_share_needs_is_the_smallest_whole_number(share: Fraction, whole: int) -> None:
    need = shares_needed(share, whole)
    assert need >= share * whole
    assert need - 1 < share * whole


def test_households_stood_for_are_looked_over() -> None:
    """art. 25: one for five to fifteen households."""
    homes = tuple(Stands(f"h{i}", f"户主{i}") for i in range(16))
    members = [
        Candidate("多", sex=Sex.FEMALE, stands_for=homes),
        Candidate("少", sex=Sex.FEMALE, stands_for=homes[:4]),
        Candidate("正好", sex=Sex.FEMALE, stands_for=homes[4:9]),
    ]
    roll = call_roll(Body.REPRESENTATIVES, DAY, members, households=20)
    texts = {one.code: one.text for one in roll.findings}
    assert texts["stood_for_twice"].startswith("有 9 户由两名代表代表")
    assert texts["not_stood_for"] == "全村 20 户，还有 4 户没有写由谁代表。"
    assert texts["households_each"].endswith("不在此数的：多 16 户、少 4 户。")


# -- 村民会议 (art. 21: eighteen and over), 成员大会 (集体经济组织法 art. 26) ----------------------


@pytest.mark.parametrize(("born_on", "expected"), [(date(2008, 4, 5), 1), (date(2008, 4, 6), None)])
def test_a_villager_belongs_from_the_eighteenth_birthday(
    born_on: date, expected: int | None
) -> None:
    assert call_roll(Body.VILLAGERS, DAY, [Candidate("小马", born_on=born_on)]).expected == expected


def test_an_unknown_birthday_is_a_finding_and_not_counted() -> None:
    known = Candidate("马占山", "p1", born_on=date(1970, 1, 1))
    roll = call_roll(Body.VILLAGERS, DAY, [known, Candidate("马小龙", "p2")])
    assert roll.expected == 1
    (finding,) = roll.findings
    assert (finding.code, finding.person_ids) == ("born_unknown", ("p2",))
    assert "没有计入应到" in finding.text


def test_the_members_meeting_is_of_those_with_full_capacity() -> None:
    members = [
        Candidate("成年", born_on=date(1990, 1, 1)),
        Candidate("少年", born_on=date(2010, 1, 1)),
        Candidate("不能", born_on=date(1990, 1, 1), lacks_capacity=True),
        Candidate("不知"),
    ]
    roll = call_roll(Body.COLLECTIVE_MEMBERS, DAY, members)
    assert [one.counted for one in roll.members] == [True, False, False, True]
    assert codes(roll) == {"born_unknown"}


def test_one_who_leads_the_branch_from_outside_has_no_seat() -> None:
    members = [Candidate("马文秀"), Candidate("孙立", outsider="主持支部工作，不在支部委员会内")]
    assert call_roll(Body.BRANCH_COMMITTEE, DAY, members).expected == 1


# -- the rules themselves ---------------------------------------------------------------------


def test_every_figure_names_its_source() -> None:
    fields = set(CountingRules.__dataclass_fields__) - {"to_be_checked"}
    assert set(BASIS) == fields
    assert all(basis.words for basis in BASIS.values())


@pytest.mark.parametrize(
    ("day", "is_open"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2010, 1, 1), False)],
)
def test_the_rewritten_law_wants_a_check(day: date, is_open: bool) -> None:
    assert counting_on(day).to_be_checked is is_open
