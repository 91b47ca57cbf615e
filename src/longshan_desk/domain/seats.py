"""What a form or a sheet says of a seat in a body and of leaving a member out (R14, R40)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.counting import AbsenceReason, CountingRules
from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.household_facts import check_group_no
from longshan_desk.domain.labels import Sex
from longshan_desk.domain.names import read_name
from longshan_desk.domain.periods import Period
from longshan_desk.domain.phones import read_phone
from longshan_desk.domain.rolls import Exclusion, check_exclusion
from longshan_desk.errors import BadValueError, InTheFutureError, ReasonRequiredError

PARTY = (Body.PARTY_MEMBERS, Body.PARTY_COUNCIL)
STAND_FOR_HOUSEHOLDS = (Body.REPRESENTATIVES, Body.JOINT_HOUSEHOLDS)

_FROM_ELSEWHERE = {
    Body.BRANCH_COMMITTEE: "支部委员在“设置”的干部名册里登记职务，名单会自动跟着变。",
    Body.TWO_COMMITTEES: "“两委”成员在“设置”的干部名册里登记职务，名单会自动跟着变。",
    Body.VILLAGERS: "年满十八周岁的村民按农户册自动算出，请在“农户”里登记或者改正。",
    Body.HOUSEHOLDS: "户代表按农户册一户一名自动算出，请在“农户”里登记或者改正。",
}


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One person's seat in a body; ``person_id`` is the villager, where it is one."""

    LABELS: ClassVar[dict[str, str]] = {
        "name": "姓名",
        "person_id": "对应的村民",
        "sex": "性别",
        "group_no": "组别",
        "born_on": "出生日期",
        "phone": "电话",
        "is_probationary": "预备党员",
        "confirmed_on": "转正日期",
        "lacks_capacity": "无或者限制民事行为能力",
        "from_on": "开始日期",
        "until_on": "结束日期",
        "note": "备注",
    }

    name: str
    person_id: str | None = None
    sex: Sex | None = None
    group_no: int | None = None
    born_on: date | None = None
    phone: str | None = None
    is_probationary: bool = False
    confirmed_on: date | None = None
    lacks_capacity: bool = False
    from_on: date | None = None
    until_on: date | None = None
    note: str | None = None

    @property
    def period(self) -> Period:
        return Period(self.from_on, self.until_on)

    def checked(self, body: Body) -> SeatFacts:
        """In the form that is kept; raises BadValueError, also for a body without a roll."""
        check_listed(body)
        if self.group_no is not None:
            check_group_no(self.group_no)
        if (self.is_probationary or self.confirmed_on) and body not in PARTY:
            raise BadValueError(
                f"{body.label}的名单里没有预备党员。",
                hint="预备党员登记在党员大会的名单里。",
                where="预备党员",
            )
        if self.confirmed_on and self.from_on and self.confirmed_on < self.from_on:
            raise BadValueError(
                f"转正日期 {chinese_date(self.confirmed_on)} 早于开始日期。",
                hint="请核对这两个日期。",
                where="转正日期",
            )
        _ = self.period
        return replace(
            self,
            name=read_name(self.name),
            phone=read_phone(self.phone, where="电话"),
            person_id=self.person_id or None,
            note=optional_text(self.note),
        )


def check_listed(body: Body) -> None:
    """Raises BadValueError for a body that is worked out and has no roll to write into."""
    if not body.is_listed:
        raise BadValueError(
            f"{body.label}没有单独的名单。", hint=_FROM_ELSEWHERE[body], where="名单"
        )


@dataclass(frozen=True, slots=True)
class NewExclusion:
    """不计入应到: the reason, and who agreed when; ``voted_on`` is the members' own vote."""

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

    def checked(self, rules: CountingRules, today: date) -> NewExclusion:
        """In the form that is kept.

        Raises ReasonRequiredError without an approval, InTheFutureError for one not yet given,
        BadValueError for a reason or an absence that the rules do not know.
        """
        if optional_text(self.approved_by) is None:
            raise ReasonRequiredError(
                "没有写是哪个上级党组织同意的。",
                hint="不计入应到要报上级党组织同意，请写明批准单位和日期。",
                where="批准单位",
            )
        for day, what in ((self.approved_on, "批准日期"), (self.voted_on, "党员大会通过日期")):
            if day is not None and day > today:
                raise InTheFutureError(
                    f"{what} {chinese_date(day)} 还没有到。", hint="请核对日期。", where=what
                )
        check_exclusion(
            Exclusion("", self.reason, self.approved_by, self.approved_on,
                      from_on=self.from_on, until_on=self.until_on),
            rules,
        )  # fmt: skip
        return replace(
            self,
            approved_by=required_text(self.approved_by, "批准单位", 60),
            note=optional_text(self.note),
        )
