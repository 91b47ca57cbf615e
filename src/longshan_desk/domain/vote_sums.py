"""How a vote stands while its numbers are being typed: what is there and what is missing (R14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from longshan_desk.domain.procedure_labels import Counted
from longshan_desk.domain.votes import VoteRule


class Stand(StrEnum):
    OPEN = "open"
    """Nothing has been typed yet."""
    SHORT = "short"
    MET = "met"


@dataclass(frozen=True, slots=True)
class SumLine:
    """One sum in words: “须到会 29 人，实到 26 人，还差 3 人”."""

    text: str
    stand: Stand


@dataclass(frozen=True, slots=True)
class Typed:
    """The numbers as far as they have been typed."""

    expected: int | None = None
    present: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None

    @property
    def cast(self) -> int:
        return (self.in_favour or 0) + (self.against or 0) + (self.abstained or 0)

    @property
    def has_votes(self) -> bool:
        return any(one is not None for one in (self.in_favour, self.against, self.abstained))


def sum_lines(typed: Typed, rule: VoteRule, unit: str = "人") -> tuple[SumLine, ...]:
    """R14: quorum, majority and the votes' total, each with what is still missing; never raises."""
    if not typed.expected:
        return (SumLine("应到人数还没有：请先建名单，或者在表里填写应到", Stand.OPEN),)
    return tuple(_lines(typed, typed.expected, rule, unit))


def _lines(typed: Typed, expected: int, rule: VoteRule, unit: str) -> Iterator[SumLine]:
    needed = rule.quorum.needed(expected)
    asked = f"应到 {expected} {unit}，须到会 {needed} {unit}（{rule.quorum.words('应到')}）"
    present = typed.present
    if present is None:
        yield SumLine(asked, Stand.OPEN)
        return
    if present > expected:
        words = f"{asked}；实到 {present} {unit}，比应到还多 {present - expected} {unit}"
        yield SumLine(words, Stand.SHORT)
        return
    if present < needed:
        words = f"{asked}；实到 {present} {unit}，还差 {needed - present} {unit}"
        yield SumLine(words, Stand.SHORT)
        if not typed.has_votes:
            yield SumLine("未达法定人数，不用填票数，保存后按流会记录", Stand.SHORT)
            return
    else:
        yield SumLine(f"{asked}；实到 {present} {unit}，够法定人数", Stand.MET)
    yield _majority(typed, rule, expected if rule.of is Counted.EXPECTED else present)
    if typed.has_votes:
        yield _total(typed, present)


def _majority(typed: Typed, rule: VoteRule, base: int) -> SumLine:
    needed = rule.majority.needed(base)
    asked = f"同意须 {needed} 票（{rule.majority.words(rule.of.label)}）"
    if typed.in_favour is None:
        return SumLine(asked, Stand.OPEN)
    if typed.in_favour < needed:
        missing = needed - typed.in_favour
        return SumLine(f"{asked}；同意 {typed.in_favour} 票，还差 {missing} 票", Stand.SHORT)
    return SumLine(f"{asked}；同意 {typed.in_favour} 票，够了", Stand.MET)


def _total(typed: Typed, present: int) -> SumLine:
    difference = typed.cast - present
    if difference == 0:
        return SumLine(f"三项合计 {typed.cast} 票，与实到相符", Stand.MET)
    more = "多" if difference > 0 else "少"
    words = f"三项合计 {typed.cast} 票，比实到{more} {abs(difference)} 票"
    return SumLine(words, Stand.SHORT)
