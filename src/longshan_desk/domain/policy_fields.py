"""What one field of the policy is: its words, its source and its limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from longshan_desk.domain.calendar import SENSIBLE_YEARS, chinese_date
from longshan_desk.domain.labels import DayCount, Labelled
from longshan_desk.domain.special_groups import SpecialGroup
from longshan_desk.domain.visit_topics import VisitTopic
from longshan_desk.errors import BadValueError


class Kind(Labelled):
    """What a field holds, and so which widget edits it."""

    NUMBER = "number", "数字"
    YES_NO = "yes_no", "是或否"
    DAY_COUNT = "day_count", "计日方式"
    DATE = "date", "日期"
    DATES = "dates", "日期表"
    GROUPS = "groups", "重点人群表"
    TOPICS = "topics", "走访重点表"


class Section(Labelled):
    """The headings under which a screen or a paper lists the fields."""

    HEARING = "hearing", "说事会"
    VISIT = "visit", "干部走访"
    ACTING = "acting", "办理与反馈"
    STALLS = "stalls", "停滞与作风信号"
    PETITION = "petition", "信访类事项"
    PROCEDURE = "procedure", "四议两公开"
    DISCLOSURE = "disclosure", "公开"
    CALENDAR = "calendar", "日历"


class Authority(Labelled):
    """Who says so."""

    NOTICE = "notice", "实施方案"
    LAW = "law", "法规"
    REFERENCE = "reference", "外地规定"
    OURS = "ours", "本软件默认"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a figure comes from: the clause, the paper it stands in, the paper's date."""

    authority: Authority
    clause: str = ""
    source: str = ""
    on: date | None = None

    @property
    def words(self) -> str:
        dated = chinese_date(self.on) if self.on else ""
        if self.authority is Authority.NOTICE:
            return f"{self.clause}（{self.source}，{dated}）"
        if self.authority is Authority.LAW:
            return f"《{self.source}》（{dated}起施行）"
        if self.authority is Authority.REFERENCE:
            return f"参照《{self.source}》（{dated}），乡镇可改"
        ours = "本软件默认，乡镇可改"
        return f"{self.clause}；未写明的按{ours}" if self.clause else ours


@dataclass(frozen=True, slots=True)
class PolicyField:
    """One field of the policy, for the rules, a settings screen and a paper alike.

    ``minimum`` and ``maximum`` (both included) are set for numbers only; ``zero`` is what a
    nought means in words; ``rule`` is the number of the rule that uses the field.
    """

    key: str
    label: str
    kind: Kind
    section: Section
    rule: str
    basis: Basis
    default: object
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    zero: str = ""
    note: str = ""

    @property
    def limits(self) -> str:
        """1–30, or nothing where the field is no number."""
        return f"{self.minimum}–{self.maximum}" if self.kind is Kind.NUMBER else ""

    def words(self, value: object) -> str:
        """The value as a person reads it: 3 日, 是, 自然日, 未设定, 留守儿童、低保."""
        return _WORDS[self.kind](self, value)

    def checked(self, value: object) -> object:
        """The value, lists in order and without doubles; raises BadValueError by the label."""
        return _CHECKS[self.kind](self, value)

    def refuse(self, must: str, value: object) -> NoReturn:
        """Raise BadValueError in the field's name."""
        raise BadValueError(
            f"规则参数【{self.label}】{must}，现在是 {shown(value)}。",
            hint="请在“设置 · 规则参数”里改正。",
            where=self.label,
        )


def about(
    kind: Kind, label: str, section: Section, rule: str, basis: Basis, note: str = ""
) -> Mapping[str, object]:
    """The metadata of a field of the policy; ``PolicyField`` explains the parts."""
    return dict(kind=kind, label=label, section=section, rule=rule, basis=basis, note=note)


def number(
    label: str,
    unit: str,
    limits: tuple[int, int],
    section: Section,
    rule: str,
    basis: Basis,
    note: str = "",
    zero: str = "",
) -> Mapping[str, object]:
    """The metadata of a number, ``limits`` both included."""
    low, high = limits
    return {
        **about(Kind.NUMBER, label, section, rule, basis, note),
        **dict(unit=unit, minimum=low, maximum=high, zero=zero),
    }


def shown(value: object) -> str:
    """A refused value, cut to what a sentence bears."""
    words = "空" if value is None else str(value)
    return words if len(words) <= 30 else f"{words[:30]}…"


# -- checks ---------------------------------------------------------------------------------


def _check_number(this: PolicyField, value: object) -> object:
    low, high = this.minimum or 0, this.maximum or 0
    if type(value) is not int or not low <= value <= high:
        this.refuse(f"应当是 {low} 到 {high} 之间的整数", value)
    return value


def _check_yes_no(this: PolicyField, value: object) -> object:
    if not isinstance(value, bool):
        this.refuse("只能选是或否", value)
    return value


def _check_day_count(this: PolicyField, value: object) -> object:
    if not isinstance(value, DayCount):
        this.refuse("只能选自然日或工作日", value)
    return value


def _check_date(this: PolicyField, value: object) -> object:
    if value is not None and not _is_date(value):
        this.refuse("应当是日期", value)
    return value


def _check_dates(this: PolicyField, value: object) -> object:
    if not isinstance(value, tuple) or not all(_is_date(day) for day in value):
        this.refuse("应当是一列日期", value)
    return tuple(sorted(set(value)))


def _is_date(value: object) -> bool:
    # A year that cannot be read back would lock the desk out of its own policy.
    return type(value) is date and value.year in SENSIBLE_YEARS


def _check_entries(this: PolicyField, value: object) -> object:
    wanted = SpecialGroup if this.kind is Kind.GROUPS else VisitTopic
    if not isinstance(value, tuple) or not all(isinstance(entry, wanted) for entry in value):
        this.refuse("应当是一张表", value)
    for names in ([entry.code for entry in value], [entry.label for entry in value]):
        if doubles := {name for name in names if names.count(name) > 1}:
            this.refuse("里不能有相同的代码或名称", "、".join(sorted(doubles)))
    return value


_CHECKS: Mapping[Kind, Callable[[PolicyField, object], object]] = {
    Kind.NUMBER: _check_number,
    Kind.YES_NO: _check_yes_no,
    Kind.DAY_COUNT: _check_day_count,
    Kind.DATE: _check_date,
    Kind.DATES: _check_dates,
    Kind.GROUPS: _check_entries,
    Kind.TOPICS: _check_entries,
}


# -- words ----------------------------------------------------------------------------------


def _number_words(this: PolicyField, value: Any) -> str:
    return this.zero if value == 0 and this.zero else f"{value} {this.unit}"


def _dates_words(this: PolicyField, value: Any) -> str:
    return "、".join(chinese_date(day) for day in value) or "未设定"


def _entries_words(this: PolicyField, value: Any) -> str:
    return "、".join(entry.label for entry in value) or "未设定"


_WORDS: Mapping[Kind, Callable[[PolicyField, Any], str]] = {
    Kind.NUMBER: _number_words,
    Kind.YES_NO: lambda this, value: "是" if value else "否",
    Kind.DAY_COUNT: lambda this, value: value.label,
    Kind.DATE: lambda this, value: chinese_date(value) if value else "未设定",
    Kind.DATES: _dates_words,
    Kind.GROUPS: _entries_words,
    Kind.TOPICS: _entries_words,
}
