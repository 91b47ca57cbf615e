"""Who counts as 应到 and how a roll must be made up: the figures, each with its source (R14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from longshan_desk.domain.labels import Labelled
from longshan_desk.domain.policy_fields import Authority, Basis

LAW = Basis(Authority.LAW, source="村民委员会组织法", on=date(2018, 12, 29))
COLLECTIVE_LAW = Basis(Authority.LAW, source="农村集体经济组织法", on=date(2025, 5, 1))
BRANCH_RULES = Basis(Authority.LAW, source="中国共产党支部工作条例（试行）", on=date(2018, 10, 28))
PARTY_PRACTICE = Basis(Authority.OURS, "参照党内选举、接收党员时应到会人数的算法")


class AbsenceReason(Labelled):
    """Why a full member may be left out of 应到, with the higher body's consent and a vote."""

    UNABLE = "unable", "因病不能表达本人意志"
    ABROAD = "abroad", "自费出国半年以上"
    SERVING_SENTENCE = "serving_sentence", "正在服刑"
    PARTY_PROBATION = "party_probation", "留党察看期间，没有表决权"
    BEDRIDDEN = "bedridden", "卧床不起或者长期生病，生活不能自理"
    AWAY = "away", "外出学习或者工作半年以上，组织关系应转未转"

    @property
    def in_short(self) -> str:
        """外出, 出国, 卧病 …: for a line of sums."""
        return _SHORT[self]

    @property
    def lasts_half_a_year(self) -> bool:
        """Whether a shorter absence does not count as one."""
        return self in (AbsenceReason.ABROAD, AbsenceReason.AWAY)


_SHORT = {
    AbsenceReason.UNABLE: "因病",
    AbsenceReason.ABROAD: "出国",
    AbsenceReason.SERVING_SENTENCE: "服刑",
    AbsenceReason.PARTY_PROBATION: "留党察看",
    AbsenceReason.BEDRIDDEN: "卧病",
    AbsenceReason.AWAY: "外出",
}


@dataclass(frozen=True, slots=True)
class CountingRules:
    """R14: what a roll is counted by; ages in full years, shares of all who sit in the body.

    Proxies and written opinions are no part of it: no rule was found that lets them count.
    """

    probationary_counts: bool = False
    reasons: tuple[AbsenceReason, ...] = tuple(AbsenceReason)
    away_months: int = 6
    adult_age: int = 18
    representatives_share: Fraction = Fraction(4, 5)
    women_share: Fraction = Fraction(1, 3)
    households_each: tuple[int, int] = (5, 15)
    to_be_checked: bool = False
    """The law was rewritten, and its new figures still want a person's check."""

    def to_data(self) -> dict[str, Any]:
        """The rules as the object that their JSON is, for a rule set that keeps them."""
        return {
            "probationary_counts": self.probationary_counts,
            "reasons": [reason.value for reason in self.reasons],
            "away_months": self.away_months,
            "adult_age": self.adult_age,
            "representatives_share": list(self.representatives_share.as_integer_ratio()),
            "women_share": list(self.women_share.as_integer_ratio()),
            "households_each": list(self.households_each),
            "to_be_checked": self.to_be_checked,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CountingRules:
        """Read ``to_data``'s object; raises KeyError, TypeError or ValueError for another."""
        fewest, most = data["households_each"]
        return cls(
            data["probationary_counts"],
            tuple(AbsenceReason(code) for code in data["reasons"]),
            data["away_months"],
            data["adult_age"],
            Fraction(*data["representatives_share"]),
            Fraction(*data["women_share"]),
            (fewest, most),
            data["to_be_checked"],
        )


BASIS: Mapping[str, Basis] = {
    "probationary_counts": BRANCH_RULES,
    "reasons": PARTY_PRACTICE,
    "away_months": PARTY_PRACTICE,
    "adult_age": LAW,
    "representatives_share": LAW,
    "women_share": LAW,
    "households_each": LAW,
}

VERSIONS: tuple[tuple[date, CountingRules], ...] = (
    (date(2018, 12, 29), CountingRules()),
    (date(2026, 1, 1), CountingRules(to_be_checked=True)),
)


def counting_on(day: date) -> CountingRules:
    """The rules in force on ``day``; before the first ones, the first."""
    valid = [rules for begins, rules in VERSIONS if begins <= day]
    return valid[-1] if valid else VERSIONS[0][1]
