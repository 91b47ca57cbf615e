"""Who belongs to a body on the day it meets, and who of them counts as 应到 (R14).

Reading the registers is ``data/rolls.py``'s; here is only what follows from what they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.bodies import Body, committee_word, representative_word
from longshan_desk.domain.calendar import add_months, chinese_date
from longshan_desk.domain.counting import AbsenceReason, CountingRules, counting_on
from longshan_desk.domain.labels import OfficeKind, Sex
from longshan_desk.domain.people import age_on
from longshan_desk.domain.periods import Period
from longshan_desk.domain.roll_findings import Finding, findings_of
from longshan_desk.errors import BadValueError

__all__ = ["Candidate", "Exclusion", "Finding", "Roll", "RollMember", "Stands", "call_roll"]

_PARTY = (Body.PARTY_MEMBERS, Body.PARTY_COUNCIL)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """不计入应到: a reason out of the list, who agreed and when, and for how long."""

    id: str
    reason: AbsenceReason
    approved_by: str
    approved_on: date
    voted_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    note: str | None = None

    @property
    def period(self) -> Period:
        return Period(self.from_on, self.until_on)

    def holds_on(self, day: date) -> bool:
        """An approval does not reach back: a meeting before it counted the member."""
        return self.approved_on <= day and day in self.period

    @property
    def words(self) -> str:
        """外出学习或者工作半年以上…（龙山镇党委 2026年3月1日同意，2026年1月1日起）."""
        agreed = f"{self.approved_by}{chinese_date(self.approved_on)}同意"
        time = f"，{self.period.words}" if self.from_on or self.until_on else ""
        return f"{self.reason.label}（{agreed}{time}）"


@dataclass(frozen=True, slots=True)
class Stands:
    """A household that a representative stands for."""

    household_id: str
    head: str
    group_no: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One whom the registers know as belonging to the body on the day.

    ``is_listed``: from the body's own roll, not by an office; ``lacks_capacity``: 无或者限制民事
    行为能力; ``outsider`` says in words why an office-holder beside the body has no seat in it.
    """

    name: str
    person_id: str | None = None
    sex: Sex | None = None
    born_on: date | None = None
    is_probationary: bool = False
    lacks_capacity: bool = False
    is_listed: bool = True
    outsider: str = ""
    outsider_short: str = "列席"
    office: str = ""
    entry_id: str | None = None
    household_id: str | None = None
    group_no: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    stands_for: tuple[Stands, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class RollMember:
    """One who belongs to the body; ``why_not`` says in words why somebody does not count, and
    ``in_short`` the same for a line of sums."""

    person_id: str | None
    name: str
    counted: bool = True
    why_not: str = ""
    sex: Sex | None = None
    probationary: bool = False
    in_short: str = ""
    office: str = ""
    is_listed: bool = True
    entry_id: str | None = None
    household_id: str | None = None
    group_no: int | None = None
    born_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None
    stands_for: tuple[Stands, ...] = ()
    exclusion: Exclusion | None = None


@dataclass(frozen=True, slots=True)
class Roll:
    """A body on a day. ``expected`` is 应到, and None as long as there is no roll."""

    body: Body
    day: date
    expected: int | None
    members: tuple[RollMember, ...] = ()
    findings: tuple[Finding, ...] = ()
    kind: OfficeKind = OfficeKind.VILLAGE

    @property
    def title(self) -> str:
        return self.body.label_for(self.kind)

    @property
    def words(self) -> str:
        """The sum: 应到 43 人：正式党员 45 人，预备 2 人不计，2 人外出不计."""
        return _sum(self)


def call_roll(
    body: Body,
    day: date,
    candidates: Sequence[Candidate],
    rules: CountingRules | None = None,
    *,
    households: int = 0,
    barred: Collection[str] = (),
    kind: OfficeKind = OfficeKind.VILLAGE,
) -> Roll:
    """R14: 应到 on ``day``, with each member who does not count and why.

    Bodies, ages and reasons by ``rules`` (default: those in force on ``day``). Who is known to be
    too young for a 村民会议 does not belong to it; whose age is unknown does, uncounted, as a
    finding. ``households`` is how many the village has, for what representatives leave out;
    ``barred`` are the names that may not sit here, since they are what it watches.
    """
    by = rules or counting_on(day)
    members = tuple(
        _member(body, one, day, by) for one in candidates if _belongs(body, one, by, day)
    )
    expected = sum(member.counted for member in members) if members else None
    found = findings_of(body, members, by, households, barred, kind)
    return Roll(body, day, expected, members, found, kind)


def check_exclusion(exclusion: Exclusion, rules: CountingRules) -> None:
    """Raises BadValueError for a reason outside the list, or an absence that is too short."""
    reason = exclusion.reason
    if reason not in rules.reasons:
        raise BadValueError(
            f"“{reason.label}”不在可以不计入应到的情形里。",
            hint="规定情形以外的，仍应计算在应到会人数之内。",
            where="原因",
        )
    period = exclusion.period
    if not (reason.lasts_half_a_year and period.from_on and period.until_on):
        return
    if period.until_on < add_months(period.from_on, rules.away_months):
        raise BadValueError(
            f"{period.words}不满 {rules.away_months} 个月，仍应计算在应到会人数之内。",
            hint="请核对起止日期；还不知道哪天回来的，结束日期留空。",
            where="结束日期",
        )


def _belongs(body: Body, one: Candidate, by: CountingRules, day: date) -> bool:
    if body is not Body.VILLAGERS:
        return True
    return one.born_on is None or age_on(one.born_on, day) >= by.adult_age


def _member(body: Body, one: Candidate, day: date, by: CountingRules) -> RollMember:
    exclusion = next(
        (each for each in one.exclusions if each.holds_on(day) and each.reason in by.reasons),
        None,
    )
    why, short = _why_not(body, one, day, by, exclusion)
    return RollMember(
        person_id=one.person_id,
        name=one.name,
        counted=not why,
        why_not=why,
        sex=one.sex,
        probationary=one.is_probationary,
        in_short=short,
        office=one.office,
        is_listed=one.is_listed,
        entry_id=one.entry_id,
        household_id=one.household_id,
        group_no=one.group_no,
        born_on=one.born_on,
        from_on=one.from_on,
        until_on=one.until_on,
        stands_for=one.stands_for,
        exclusion=exclusion,
    )


def _why_not(
    body: Body, one: Candidate, day: date, by: CountingRules, exclusion: Exclusion | None
) -> tuple[str, str]:
    if one.outsider:
        return one.outsider, one.outsider_short
    if body in _PARTY and one.is_probationary and not by.probationary_counts:
        return "预备党员，没有表决权", "预备"
    if body is Body.PARTY_MEMBERS and exclusion:
        return exclusion.words, exclusion.reason.in_short
    if body is Body.VILLAGERS and one.born_on is None:
        return f"没有出生日期，不知道是否年满 {by.adult_age} 周岁", "没有出生日期"
    if body is Body.COLLECTIVE_MEMBERS:
        return _without_capacity(one, day, by)
    return "", ""


def _without_capacity(one: Candidate, day: date, by: CountingRules) -> tuple[str, str]:
    """成员大会 is made up of the members with full capacity (农村集体经济组织法)."""
    if one.lacks_capacity:
        return "不具有完全民事行为能力", "不具有完全民事行为能力"
    if one.born_on is not None and age_on(one.born_on, day) < by.adult_age:
        return f"不满 {by.adult_age} 周岁", f"不满 {by.adult_age} 周岁"
    return "", ""


# -- the sum in words -------------------------------------------------------------------------


def _sum(roll: Roll) -> str:
    if roll.expected is None:
        return f"还没有{roll.title}的名单"
    unit = roll.body.unit
    left_out = Counter(one.in_short for one in roll.members if not one.counted)
    if not left_out and len(parts := _made_up(roll)) < 2:
        return f"应到 {roll.expected} {unit}"
    probationary = left_out.pop("预备", 0)
    parts = [
        *_made_up(roll),
        *([f"预备 {probationary} {unit}不计"] if probationary else []),
        *(f"{count} {unit}{short}不计" for short, count in left_out.items()),
    ]
    return f"应到 {roll.expected} {unit}：{'，'.join(parts)}"


def _made_up(roll: Roll) -> list[str]:
    """What the body is made up of: 正式党员 45 人; 村民代表 30 人, 村委会成员 5 人."""
    members: Iterable[RollMember] = roll.members
    if roll.body in _PARTY:
        full = sum(not one.probationary for one in members)
        return [f"正式党员 {full} 人"]
    if roll.body is Body.REPRESENTATIVES:
        listed = sum(one.is_listed for one in members)
        beside = len(roll.members) - listed
        others = [f"{committee_word(roll.kind)}成员 {beside} 人"] if beside else []
        return [f"{representative_word(roll.kind)} {listed} 人", *others]
    return [f"在册 {len(roll.members)} {roll.body.unit}"]
