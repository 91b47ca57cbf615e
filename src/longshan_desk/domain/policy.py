"""The township's policy: every figure of the rules with its source, and which one is in force."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import Any

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import DayCount
from longshan_desk.domain.policy_fields import (
    Authority,
    Basis,
    Kind,
    PolicyField,
    Section,
    about,
    number,
)
from longshan_desk.domain.policy_json import (
    canonical,
    parse_object,
    read_value,
    unknown_part,
    write_value,
)
from longshan_desk.domain.special_groups import DEFAULT_GROUPS, SpecialGroup
from longshan_desk.domain.visit_topics import CADRE_TOPICS, LEADER_TOPICS, VisitTopic


def _notice(clause: str) -> Basis:
    paper = "张龙委发〔2022〕19号"
    return Basis(Authority.NOTICE, f"实施方案{clause}", paper, date(2022, 3, 27))


def _ours(clause: str = "") -> Basis:
    return Basis(Authority.OURS, clause and f"实施方案{clause}")


_PETITIONS = Basis(Authority.LAW, source="信访工作条例", on=date(2022, 5, 1))
_CHONGQING = Basis(
    Authority.REFERENCE,
    source="重庆市实施〈中华人民共和国村民委员会组织法〉办法",
    on=date(2013, 9, 25),
)
_REPORTED = _ours("三(三)“及时上报镇党委”")
_TOLD = _ours("三(三)“第一时间向群众反馈”")
_STYLE = _ours("三(四)“推、拖、绕”")
_NO_EFFECT = _ours("三(四)“结而无效”")
_LOCAL = "本省另有规定的从其规定。"
_HEARING, _VISIT, _ACTING = Section.HEARING, Section.VISIT, Section.ACTING
_STALLS, _PETITION = Section.STALLS, Section.PETITION
_DISCLOSURE, _CALENDAR = Section.DISCLOSURE, Section.CALENDAR
_PROCEDURE = Section.PROCEDURE
_BRANCHES = Basis(Authority.LAW, source="中国共产党支部工作条例（试行）", on=date(2018, 10, 28))
_DECIDING = _ours("三(三)“四议两公开”")
_AS_BEGUN = "已经开始的决策照开始时的规则走完。"


@dataclass(frozen=True, slots=True)
class Policy:
    """Every figure the rules use, each field with its ``PolicyField`` in ``FIELDS``.

    Making or replacing one raises BadValueError, by the field's Chinese label, when a value is
    of the wrong type or outside its limits. ``unknown`` keeps, as canonical JSON, the keys of a
    newer program, so that passing a policy on never cuts it.
    """

    hearings_per_month: int = field(
        default=1,
        metadata=number("每月召开说事会", "次", (1, 31), _HEARING, "R3", _notice("四(二)")),
    )
    liaison_observations_per_year: int = field(
        default=4,
        metadata=number(
            "包村领导每年列席每村说事会", "次", (0, 52), _HEARING, "R4", _notice("三(一)")
        ),
    )
    support_team_monthly: bool = field(
        default=True,
        metadata=about(
            Kind.YES_NO, "驻村队员、驻村干部每月列席", _HEARING, "R4", _notice("三(一)")
        ),
    )
    makeup_days: int = field(
        default=10,
        metadata=number(
            "说事会改期的宽限",
            "日",
            (0, 31),
            _HEARING,
            "R47",
            _ours(),
            "改期后在原定说事日之后这些天内召开的，不算当月缺会。",
            zero="不宽限",
        ),
    )
    late_entry_days: int = field(
        default=3,
        metadata=number(
            "标为补录的界限",
            "日",
            (0, 31),
            _HEARING,
            "R29",
            _ours(),
            "录入日期比事情发生的日期晚这些天以上的，标明“补录”。",
        ),
    )

    visit_interval_months: int = field(
        default=1,
        metadata=number(
            "镇村干部走访所有农户的周期", "个月", (1, 12), _VISIT, "R10", _notice("三(二)")
        ),
    )
    leader_visit_quarters: int = field(
        default=1,
        metadata=number(
            "包村领导走访所有农户的周期", "个季度", (1, 4), _VISIT, "R8", _notice("三(二)")
        ),
    )
    special_visit_days: int = field(
        default=0,
        metadata=number(
            "重点人群走访的间隔",
            "日",
            (0, 92),
            _VISIT,
            "R11",
            _ours("三(二)"),
            "填 0 表示和其他农户一样。",
            zero="不另设",
        ),
    )
    visit_period_start_day: int = field(
        default=1,
        metadata=number(
            "走访月份的起始日",
            "日",
            (1, 28),
            _VISIT,
            "R10",
            _ours("三(二)“每月”"),
            "填 1 就是自然月；填 26 就是上月 26 日到本月 25 日算本月。",
        ),
    )
    similar_visits: int = field(
        default=5,
        metadata=number(
            "走访记录内容相近的提示",
            "条",
            (0, 50),
            _VISIT,
            "R10",
            _ours("三(二)“如实记录”"),
            "同一个人一个月里内容相近的记录达到这些条时，轻轻提示一下。",
            zero="不提示",
        ),
    )
    leader_visit_topics: tuple[VisitTopic, ...] = field(
        default=LEADER_TOPICS,
        metadata=about(Kind.TOPICS, "包村领导走访的重点", _VISIT, "R8", _notice("三(二)")),
    )
    cadre_visit_topics: tuple[VisitTopic, ...] = field(
        default=CADRE_TOPICS,
        metadata=about(Kind.TOPICS, "镇村干部走访的重点", _VISIT, "R10", _notice("三(二)")),
    )
    special_groups: tuple[SpecialGroup, ...] = field(
        default=DEFAULT_GROUPS,
        metadata=about(Kind.GROUPS, "重点人群", _VISIT, "R11", _ours("三(二)“其他特殊困难群体”")),
    )

    committees_days: int = field(
        default=3,
        metadata=number(
            "说事日后“两委”会议的期限", "日", (1, 30), _ACTING, "R12", _notice("三(三)")
        ),
    )
    committees_day_count: DayCount = field(
        default=DayCount.CALENDAR,
        metadata=about(
            Kind.DAY_COUNT, "“两委”会议期限的计日", _ACTING, "R12", _ours("三(三)“3日内”")
        ),
    )
    major_deliberation_days: int = field(
        default=15,
        metadata=number(
            "公共重大事项开始议事的期限", "日", (1, 90), _ACTING, "R22", _ours("三(三)")
        ),
    )
    escalation_report_days: int = field(
        default=7,
        metadata=number("需上级协调事项上报的期限", "日", (1, 60), _ACTING, "R22", _REPORTED),
    )
    township_receive_days: int = field(
        default=15,
        metadata=number(
            "镇上收件的期限",
            "日",
            (1, 90),
            _ACTING,
            "R15",
            _REPORTED,
            "从村里上报之日起，超过这些天没有收件的，在乡镇的岗位上提示，不算村里停滞。",
        ),
    )
    township_decide_days: int = field(
        default=15,
        metadata=number(
            "镇上研究、转办的期限",
            "日",
            (1, 90),
            _ACTING,
            "R15",
            _REPORTED,
            "收件或研究以后超过这些天没有下一步的，在乡镇的岗位上提示。",
        ),
    )
    assignment_days: int = field(
        default=7,
        metadata=number(
            "安排承办时预填的时限",
            "日",
            (1, 180),
            _ACTING,
            "R13",
            _ours("三(三)“限期办理”"),
            "只是预填，可以逐件改。",
        ),
    )
    feedback_days: int = field(
        default=3,
        metadata=number("办理完毕后反馈的期限", "日", (0, 30), _ACTING, "R13", _TOLD, zero="当天"),
    )
    unreachable_tries: int = field(
        default=3,
        metadata=number("记为“联系不上”前的联系", "次", (1, 10), _ACTING, "R45", _ours()),
    )
    promise_reminder_days: int = field(
        default=30,
        metadata=number("承诺到期前的提醒", "日", (0, 180), _ACTING, "R16", _ours(), zero="不提前"),
    )
    due_soon_days: int = field(
        default=3,
        metadata=number(
            "到期前标为临近",
            "日",
            (0, 30),
            _ACTING,
            "R13",
            _ours(),
            "临近的用黄色，超期的用红色。",
            zero="不标",
        ),
    )

    no_progress_days: int = field(
        default=15,
        metadata=number(
            "议而不办：没有进展", "日", (1, 180), _STALLS, "R22", _ours("三(四)“议而不办”")
        ),
    )
    no_effect_feedback_days: int = field(
        default=7,
        metadata=number("结而无效：办理完毕后没有反馈", "日", (1, 90), _STALLS, "R22", _NO_EFFECT),
    )
    raised_again_months: int = field(
        default=6,
        metadata=number(
            "结而无效：再次反映",
            "个月",
            (1, 36),
            _STALLS,
            "R22",
            _NO_EFFECT,
            "同一户在这些个月内就同一方面再次反映的。",
        ),
    )
    passed_on_count: int = field(
        default=2, metadata=number("推：转手", "次", (1, 10), _STALLS, "R22", _STYLE)
    )
    delayed_count: int = field(
        default=2, metadata=number("拖：延期", "次", (1, 10), _STALLS, "R22", _STYLE)
    )
    overdue_signal_days: int = field(
        default=15, metadata=number("拖：超期", "日", (1, 180), _STALLS, "R22", _STYLE)
    )

    petition_inform_days: int = field(
        default=15,
        metadata=number("信访事项告知是否受理的期限", "日", (1, 15), _PETITION, "R28", _PETITIONS),
    )
    petition_settle_days: int = field(
        default=60,
        metadata=number("信访事项办结的期限", "日", (1, 60), _PETITION, "R28", _PETITIONS),
    )
    petition_extend_days: int = field(
        default=30,
        metadata=number(
            "信访事项经批准的延长", "日", (0, 30), _PETITION, "R28", _PETITIONS, zero="不延长"
        ),
    )
    petition_review_days: int = field(
        default=30,
        metadata=number("信访事项复查的期限", "日", (1, 30), _PETITION, "R28", _PETITIONS),
    )

    procedure_merges_first: bool = field(
        default=False,
        metadata=about(
            Kind.YES_NO,
            "提议和商议合并（书记、主任一人兼任的村）",
            _PROCEDURE,
            "R14",
            _DECIDING,
            f"一次村“两委”会议完成提议和商议，只用于一人兼任书记和主任的村。{_AS_BEGUN}",
        ),
    )
    party_council_deliberates: bool = field(
        default=False,
        metadata=about(
            Kind.YES_NO, "审议可以由党员议事会进行", _PROCEDURE, "R14", _DECIDING, _AS_BEGUN
        ),
    )
    joint_households_resolve: bool = field(
        default=False,
        metadata=about(
            Kind.YES_NO, "决议可以由联户代表会议进行", _PROCEDURE, "R14", _DECIDING, _AS_BEGUN
        ),
    )
    party_quorum_two_thirds: bool = field(
        default=True,
        metadata=about(
            Kind.YES_NO,
            "党员大会到会须达三分之二",
            _PROCEDURE,
            "R14",
            _DECIDING,
            f"选“否”的，按支部工作条例半数以上到会。{_AS_BEGUN}",
        ),
    )
    party_majority_of_expected: bool = field(
        default=True,
        metadata=about(
            Kind.YES_NO,
            "党员大会须应到党员过半数同意",
            _PROCEDURE,
            "R14",
            _BRANCHES,
            f"选“否”的，按到会党员过半数。{_AS_BEGUN}",
        ),
    )
    representatives_majority_of_expected: bool = field(
        default=False,
        metadata=about(
            Kind.YES_NO,
            "村民代表会议须全体代表过半数同意",
            _PROCEDURE,
            "R14",
            _DECIDING,
            f"法律要求到会人员过半数，有的地方要求全体代表过半数。{_AS_BEGUN}",
        ),
    )
    party_notice_days: int = field(
        default=3,
        metadata=number(
            "党员大会提前通知", "日", (0, 30), _PROCEDURE, "R14", _DECIDING, zero="不规定"
        ),
    )
    representatives_notice_days: int = field(
        default=0,
        metadata=number(
            "村民代表会议提前通知",
            "日",
            (0, 30),
            _PROCEDURE,
            "R14",
            _DECIDING,
            f"国家法律没有规定，各地有 3 日、5 日、10 日的。{_LOCAL}",
            zero="不规定",
        ),
    )

    quarterly_disclosure_day: int = field(
        default=15,
        metadata=number(
            "按季公开的截止日",
            "日",
            (1, 28),
            _DISCLOSURE,
            "R31",
            _CHONGQING,
            f"下一季度第一个月的这一天以前。{_LOCAL}",
        ),
    )
    disclosure_event_days: int = field(
        default=10,
        metadata=number(
            "随时公开的期限",
            "日",
            (1, 60),
            _DISCLOSURE,
            "R31",
            _CHONGQING,
            f"从事情发生之日起。{_LOCAL}",
        ),
    )
    disclosure_posting_days: int = field(
        default=7,
        metadata=number(
            "张贴公开的最少天数",
            "日",
            (1, 60),
            _DISCLOSURE,
            "R31",
            _ours(),
            f"各地有 7 日的，也有 10 日的。{_LOCAL}",
        ),
    )
    objection_days: int = field(
        default=3,
        metadata=number("答复异议的期限", "日", (1, 30), _DISCLOSURE, "R31", _CHONGQING, _LOCAL),
    )

    starts_on: date | None = field(
        default=None,
        metadata=about(
            Kind.DATE,
            "启用日期",
            _CALENDAR,
            "R43",
            _ours(),
            "这一天以前的事项和月份不算停滞、缺口和缺会。",
        ),
    )
    holidays: tuple[date, ...] = field(
        default=(),
        metadata=about(
            Kind.DATES,
            "放假的日子",
            _CALENDAR,
            "R12",
            _ours(),
            "按工作日计算期限时跳过，请照每年的放假通知填写。",
        ),
    )
    workdays: tuple[date, ...] = field(
        default=(),
        metadata=about(Kind.DATES, "调休上班的周末", _CALENDAR, "R12", _ours(), "算作工作日。"),
    )
    unknown: str = "{}"

    def __post_init__(self) -> None:
        for this in FIELDS:
            object.__setattr__(self, this.key, this.checked(getattr(self, this.key)))
        if both := sorted(set(self.holidays) & set(self.workdays)):
            FIELD["workdays"].refuse("不能同时又是放假的日子", chinese_date(both[0]))
        if self.petition_inform_days > self.petition_settle_days:
            FIELD["petition_inform_days"].refuse("不能比办结的期限长", self.petition_inform_days)

    def to_data(self) -> dict[str, Any]:
        """The policy as the object that its JSON is, for a column that holds JSON."""
        known = {this.key: write_value(this, getattr(self, this.key)) for this in FIELDS}
        return {**json.loads(self.unknown), **known}

    def to_json(self) -> str:
        """Canonical JSON: the same policy is always the same text."""
        return canonical(self.to_data())

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Policy:
        """Read ``to_data``'s object under the terms of ``from_json``."""
        return cls.from_json(canonical(dict(data)))

    @classmethod
    def from_json(cls, text: str) -> Policy:
        """Read ``to_json``'s text, also an older or a newer program's: missing keys take the
        defaults, unknown ones are kept. Raises BadValueError."""
        return _read(text)


FIELDS: tuple[PolicyField, ...] = tuple(
    PolicyField(key=each.name, default=each.default, **each.metadata)
    for each in fields(Policy)
    if each.metadata
)
FIELD: Mapping[str, PolicyField] = {this.key: this for this in FIELDS}

DEFAULT_POLICY = Policy()


@lru_cache(maxsize=64)
def _read(text: str) -> Policy:
    """Kept, since every act and every list asks for the policy of its day."""
    data = parse_object(text, "规则参数")
    known: dict[str, Any] = {
        this.key: read_value(this, data[this.key]) for this in FIELDS if this.key in data
    }
    return Policy(**known, unknown=unknown_part(data, FIELD))


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A policy and the day from which it holds."""

    from_on: date
    policy: Policy


def policy_on(versions: Iterable[PolicyVersion], day: date) -> Policy:
    """The policy in force on ``day``, the day a deadline counts from.

    The last version that began by then; before the first one, the first; of two from one day
    the one given later; with none at all ``DEFAULT_POLICY``. The start date (R43), the holidays
    and the working weekends always come from the newest version: they are facts learned since,
    and a start date must hold for the days before it.
    """
    ordered = sorted(versions, key=lambda version: version.from_on)
    if not ordered:
        return DEFAULT_POLICY
    newest = ordered[-1].policy
    valid = next((v.policy for v in reversed(ordered) if v.from_on <= day), ordered[0].policy)
    if valid is newest:
        return newest
    return replace(
        valid, starts_on=newest.starts_on, holidays=newest.holidays, workdays=newest.workdays
    )
