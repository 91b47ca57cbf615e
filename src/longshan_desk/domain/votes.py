"""Quorum and majority of one vote as exact sums, with the sums in words (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from longshan_desk.domain.procedure_labels import Counted, Why
from longshan_desk.errors import AppError, BadValueError


class VotesDoNotAddUpError(AppError):
    code = "votes_do_not_add_up"


@dataclass(frozen=True, slots=True)
class Share:
    """At least a fraction, or more than it (``is_more``), of a number of people."""

    fraction: Fraction
    is_more: bool = False

    def needed(self, of: int) -> int:
        """R14: the smallest whole number that satisfies it; of nobody one is needed, since an
        empty room decides nothing."""
        part = self.fraction * of
        least = int(part) + 1 if self.is_more else -int(-part // 1)
        return max(1, least)

    def words(self, of: str = "") -> str:
        """三分之二, 超过半数, 到会三分之二, 超过到会半数."""
        name = _NAMES.get(self.fraction) or _in_words(self.fraction)
        return f"超过{of}{name}" if self.is_more else f"{of}{name}"

    def to_data(self) -> list[int | bool]:
        return [self.fraction.numerator, self.fraction.denominator, self.is_more]

    @classmethod
    def from_data(cls, data: object) -> Share:
        """Read ``to_data``'s list; raises BadValueError for what is no fraction up to one."""
        try:
            above, below, is_more = cast("tuple[int, int, object]", data)
            fraction = Fraction(above, below)
        except (TypeError, ValueError, ZeroDivisionError):
            fraction, is_more = Fraction(0), None
        if not (0 < fraction <= 1 and isinstance(is_more, bool)) or (fraction == 1 and is_more):
            raise BadValueError(f"“{data}”不是可用的比例。", hint="例如三分之二。", where="比例")
        return cls(fraction, is_more)


_NAMES = {Fraction(1, 2): "半数", Fraction(1): "全体"}
_DIGITS = "零一二三四五六七八九十"


def _in_words(fraction: Fraction) -> str:
    above, below = fraction.numerator, fraction.denominator
    if below > 10:
        return f"{above}/{below}"
    return f"{_DIGITS[below]}分之{_DIGITS[above]}"


TWO_THIRDS = Share(Fraction(2, 3))
HALF = Share(Fraction(1, 2))
MORE_THAN_HALF = Share(Fraction(1, 2), is_more=True)


@dataclass(frozen=True, slots=True)
class VoteRule:
    """What one vote needs: who must be there, and how many of whom must be in favour."""

    quorum: Share
    majority: Share
    of: Counted


@dataclass(frozen=True, slots=True)
class Votes:
    """应到, 实到, 同意, 反对, 弃权 of one body on one item."""

    expected: int
    present: int
    in_favour: int = 0
    against: int = 0
    abstained: int = 0

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True, slots=True)
class Sum:
    """A need and what there was: ``have`` of ``of`` people, ``needed`` at least."""

    needed: int
    have: int
    of: int

    @property
    def is_met(self) -> bool:
        return self.have >= self.needed

    @property
    def missing(self) -> int:
        """还差几人; 0 when met."""
        return max(0, self.needed - self.have)


@dataclass(frozen=True, slots=True)
class Verdict:
    quorum: Sum
    majority: Sum
    counted: Counted
    why: Why | None
    words: str

    @property
    def passed(self) -> bool:
        return self.why is None


def check_votes(votes: Votes, rule: VoteRule) -> None:
    """R14: the votes add up to those present, and nobody is present who was not expected.

    A meeting that lapsed for want of people need not have voted. Raises VotesDoNotAddUpError.
    """
    if min(votes.expected, votes.present, votes.in_favour, votes.against, votes.abstained) < 0:
        raise BadValueError("人数和票数不能小于 0。", hint="请核对人数和票数。", where="票数")
    if votes.expected == 0:
        raise BadValueError("应到人数是 0，不能开会表决。", hint="请核对名单。", where="应到")
    if votes.present > votes.expected:
        raise VotesDoNotAddUpError(
            f"实到 {votes.present} 人，比应到 {votes.expected} 人还多。",
            hint="请核对应到和实到；列席的人不计入实到。",
            where="实到",
        )
    lapsed = votes.present < rule.quorum.needed(votes.expected)
    if votes.cast != votes.present and not (lapsed and votes.cast == 0):
        parts = f"同意 {votes.in_favour}、反对 {votes.against}、弃权 {votes.abstained}"
        raise VotesDoNotAddUpError(
            f"{parts}，合计 {votes.cast} 票，与实到 {votes.present} 人不符。",
            hint="请核对票数：同意、反对、弃权相加应等于实到人数；没有投票的记为弃权。",
            where="票数",
        )


def verdict_of(votes: Votes, rule: VoteRule, unit: str = "人") -> Verdict:
    """R14: whether the vote passed, with its sums; ``check_votes`` comes first."""
    quorum = Sum(rule.quorum.needed(votes.expected), votes.present, votes.expected)
    base = votes.expected if rule.of is Counted.EXPECTED else votes.present
    majority = Sum(rule.majority.needed(base), votes.in_favour, base)
    why = None
    if not quorum.is_met:
        why = Why.NO_QUORUM
    elif not majority.is_met:
        why = Why.NO_MAJORITY
    return Verdict(quorum, majority, rule.of, why, _words(votes, rule, quorum, majority, why, unit))


def _words(
    votes: Votes, rule: VoteRule, quorum: Sum, majority: Sum, why: Why | None, unit: str
) -> str:
    came = (
        f"应到 {votes.expected} {unit}，实到 {votes.present} {unit}"
        f"（需{rule.quorum.words()}，即至少 {quorum.needed} {unit}）"
    )
    if why is Why.NO_QUORUM:
        return f"{came}：还差 {quorum.missing} {unit}，会议未达法定人数，须重新召集"
    voted = (
        f"同意 {votes.in_favour} 票"
        f"（需{rule.majority.words(rule.of.label)}，即至少 {majority.needed} 票）"
    )
    end = "通过" if why is None else f"还差 {majority.missing} 票，未通过"
    return f"{came}，{voted}：{end}"
