"""What is wrong with a roll or missing from it: for people to put right before they meet (R14)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from longshan_desk.domain.bodies import Body, committee_word, representative_word
from longshan_desk.domain.counting import CountingRules
from longshan_desk.domain.labels import OfficeKind, Sex

if TYPE_CHECKING:
    from longshan_desk.domain.rolls import RollMember

_NAMES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is stable, ``text`` is for people; ``person_ids`` are whom it is about."""

    code: str
    text: str
    person_ids: tuple[str, ...] = ()


def findings_of(
    body: Body,
    members: Sequence[RollMember],
    by: CountingRules,
    households: int,
    barred: Collection[str],
    kind: OfficeKind,
) -> tuple[Finding, ...]:
    """R14: by the rules that count the roll; nothing here changes what is counted."""
    if not members:
        return ()
    found: list[Finding | None] = []
    if body is Body.REPRESENTATIVES:
        found += _shares(members, by, representative_word(kind))
        found += _stood_for(members, by, households)
    if body is Body.JOINT_HOUSEHOLDS:
        found += _stood_for(members, by, households, each=False)
    if body in (Body.VILLAGERS, Body.COLLECTIVE_MEMBERS):
        found.append(_births(body, members))
    if body is Body.PARTY_MEMBERS:
        found.append(_votes(members))
    found += [_barred(members, barred, committee_word(kind)), _twice(members)]
    return tuple(one for one in found if one)


def shares_needed(share: Fraction, whole: int) -> int:
    """The smallest whole number that is ``share`` of ``whole`` or more (以上 includes it)."""
    return math.ceil(share * whole)


def _shares(members: Sequence[RollMember], by: CountingRules, word: str) -> list[Finding | None]:
    """村民代表 ≥ 4/5 and women among them ≥ 1/3 of all who make up the 村民代表会议."""
    whole = len(members)
    listed = [one for one in members if one.is_listed]
    women = sum(one.sex is Sex.FEMALE for one in listed)
    unknown = [one for one in listed if one.sex is None]
    return [
        _share("representatives_share", word, len(listed), by.representatives_share, whole),
        _share("women_share", f"妇女{word}", women, by.women_share, whole),
        Finding("sex_unknown", f"{_who(unknown)}没有写性别，没有算作妇女代表。", _ids(unknown))
        if unknown
        else None,
    ]


def _share(code: str, what: str, have: int, share: Fraction, whole: int) -> Finding | None:
    need = shares_needed(share, whole)
    if have >= need:
        return None
    words = f"{_NUMBERS[share.denominator]}分之{_NUMBERS[share.numerator]}"
    return Finding(
        code,
        f"{what} {have} 人，应占组成人员 {whole} 人的{words}以上，即至少 {need} 人，"
        f"还差 {need - have} 人。",
    )


_NUMBERS = "〇一二三四五六七八九十"


def _stood_for(
    members: Sequence[RollMember], by: CountingRules, households: int, *, each: bool = True
) -> list[Finding | None]:
    listed = [one for one in members if one.is_listed]
    stood = Counter(home.household_id for one in listed for home in one.stands_for)
    if not stood:
        return []
    heads = {home.household_id: home.head for one in listed for home in one.stands_for}
    double = [heads[home] for home, count in stood.items() if count > 1]
    few, many = by.households_each
    odd = [
        f"{one.name} {len(one.stands_for)} 户"
        for one in listed
        if each and not few <= len(one.stands_for) <= many
    ]
    missing = households - len(stood)
    return [
        Finding("stood_for_twice", f"有 {len(double)} 户由两名代表代表：{_names(double)}。")
        if double
        else None,
        Finding("not_stood_for", f"全村 {households} 户，还有 {missing} 户没有写由谁代表。")
        if missing > 0
        else None,
        Finding(
            "households_each", f"每 {few} 户至 {many} 户推选一名代表，不在此数的：{_names(odd)}。"
        )
        if odd
        else None,
    ]


def _births(body: Body, members: Sequence[RollMember]) -> Finding | None:
    unknown = [one for one in members if one.born_on is None]
    if not unknown:
        return None
    how = "没有计入应到" if body is Body.VILLAGERS else "按年满十八周岁计入应到"
    return Finding("born_unknown", f"{_who(unknown)}没有出生日期，{how}，请补上。", _ids(unknown))


def _votes(members: Sequence[RollMember]) -> Finding | None:
    """Leaving somebody out wants the higher body's consent and a vote of the meeting."""
    without = [one for one in members if one.exclusion and one.exclusion.voted_on is None]
    if not without:
        return None
    return Finding(
        "exclusion_not_voted",
        f"{_who(without)}不计入应到，没有写党员大会哪天通过的。",
        _ids(without),
    )


def _barred(
    members: Sequence[RollMember], names: Collection[str], committee: str
) -> Finding | None:
    """村民委员会组织法 (2018) art. 32: who is watched does not watch."""
    both = [one for one in members if one.name in names]
    if not both:
        return None
    text = f"{_who(both)}是{committee}成员，{committee}成员和近亲属不得担任监督委员会成员。"
    return Finding("watches_itself", text, _ids(both))


def _twice(members: Sequence[RollMember]) -> Finding | None:
    seated = [one for one in members if one.person_id and one.household_id is None]
    counts = Counter(one.person_id for one in seated)
    double = [one for one in seated if counts[one.person_id] > 1]
    if not double:
        return None
    names = list(dict.fromkeys(one.name for one in double))
    return Finding("listed_twice", f"名单里重复：{_names(names)}。", _ids(double))


def _who(members: Sequence[RollMember]) -> str:
    return _names(one.name for one in members)


def _names(names: Iterable[str]) -> str:
    every = list(names)
    shown = "、".join(every[:_NAMES_SHOWN])
    return f"{shown}等 {len(every)} 个" if len(every) > _NAMES_SHOWN else shown


def _ids(members: Iterable[RollMember]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.person_id for one in members if one.person_id))
