"""The groups of people and households that need more than the ordinary visit (R11)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from longshan_desk.domain.labels import Labelled
from longshan_desk.errors import BadValueError


class AppliesTo(Labelled):
    PERSON = "person", "个人"
    HOUSEHOLD = "household", "户"


@dataclass(frozen=True, slots=True)
class SpecialGroup:
    """R11: one 重点人群 of the policy's list.

    The ages (full years, both included, None where open) are a band to ask about, never a ground
    to refuse: registers follow the civil office's decision, not the birthday. ``aliases`` are
    other words found in sheets. ``unknown`` keeps, as JSON, what a newer program wrote.
    """

    code: str
    label: str
    applies_to: AppliesTo = AppliesTo.PERSON
    age_from: int | None = None
    age_until: int | None = None
    aliases: tuple[str, ...] = ()
    unknown: str = "{}"

    def __post_init__(self) -> None:
        check_entry(self.code, self.label, "重点人群")
        low, high = self.age_from, self.age_until
        if any(age is not None and not 0 <= age <= 150 for age in (low, high)) or (
            low is not None and high is not None and low > high
        ):
            raise BadValueError(
                f"重点人群“{self.label}”的年龄范围不对。",
                hint="年龄填 0 到 150 的周岁数，起始年龄不大于截止年龄，不限的留空。",
                where="重点人群",
            )

    def fits_age(self, age: int) -> bool:
        """Whether ``age`` (full years) lies in the band."""
        return (self.age_from is None or self.age_from <= age) and (
            self.age_until is None or age <= self.age_until
        )


def find_group(groups: Iterable[SpecialGroup], word: str) -> SpecialGroup | None:
    """The group that a code, a label or an alias names; None when none does (R11)."""
    said = _plain(word)
    for group in groups:
        if said in {_plain(name) for name in (group.code, group.label, *group.aliases)}:
            return group
    return None


def check_entry(code: str, label: str, what: str) -> None:
    """The form of a code and a label in the policy's lists; raises BadValueError."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", code):
        raise BadValueError(
            f"{what}的代码“{code}”不能用。",
            hint="代码以小写英文字母开头，只含小写字母、数字和下划线，不超过 40 个。",
            where=what,
        )
    if not label.strip() or len(label) > 30:
        raise BadValueError(
            f"{what}的名称“{label}”不能用。", hint="名称要写 1 到 30 个字。", where=what
        )


def _plain(word: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", word)).casefold()


_HOUSEHOLD = AppliesTo.HOUSEHOLD

# The age bands of 三留守 are those of the national survey of 2016.
DEFAULT_GROUPS = (
    SpecialGroup("left_behind_child", "留守儿童", age_until=15),
    SpecialGroup("left_behind_woman", "留守妇女", age_from=20, age_until=59),
    SpecialGroup("left_behind_elder", "留守老人", age_from=60),
    SpecialGroup("elder_alone", "独居老人", age_from=60, aliases=("独居", "空巢独居老人")),
    SpecialGroup("low_income", "低保", _HOUSEHOLD, aliases=("低保户", "最低生活保障")),
    SpecialGroup("low_income_margin", "低保边缘", _HOUSEHOLD, aliases=("低保边缘户",)),
    SpecialGroup("extreme_poverty", "特困", aliases=("特困人员", "特困供养", "五保", "五保户")),
    SpecialGroup(
        "monitored",
        "监测户",
        _HOUSEHOLD,
        aliases=(
            "监测对象",
            "防返贫监测对象",
            "防返贫监测户",
            "脱贫不稳定户",
            "边缘易致贫户",
            "突发严重困难户",
        ),
    ),
    SpecialGroup("poverty_lifted", "脱贫户", _HOUSEHOLD, aliases=("脱贫", "建档立卡脱贫户")),
    SpecialGroup("hardship_expense", "刚性支出困难", _HOUSEHOLD, aliases=("刚性支出困难户",)),
    SpecialGroup("disabled", "残疾", aliases=("残疾人",)),
    SpecialGroup("seriously_ill", "重病", aliases=("重病患者", "大病", "大病患者")),
    SpecialGroup("incapacitated", "失能", aliases=("失能人员", "失能老人")),
    SpecialGroup("child_in_difficulty", "困境儿童", age_until=17),
    SpecialGroup("orphan", "孤儿", age_until=17),
    SpecialGroup("child_without_care", "事实无人抚养儿童", age_until=17, aliases=("事实无人抚养",)),
)
