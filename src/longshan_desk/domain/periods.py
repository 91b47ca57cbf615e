"""Periods from a day until a day, both included; an open end is ``None``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.calendar import SENSIBLE_YEARS, chinese_date
from longshan_desk.errors import BadValueError


@dataclass(frozen=True, slots=True)
class Period:
    """Raises BadValueError when it ends before it begins, or a year is out of all sense."""

    from_on: date | None = None
    until_on: date | None = None

    def __post_init__(self) -> None:
        for day, what in ((self.from_on, "开始日期"), (self.until_on, "结束日期")):
            if day is not None and day.year not in SENSIBLE_YEARS:
                raise BadValueError(
                    f"{chinese_date(day)}的年份不对。", hint="请核对年份。", where=what
                )
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise BadValueError(
                f"结束日期 {chinese_date(self.until_on)} 早于开始日期 "
                f"{chinese_date(self.from_on)}。",
                hint="结束日期应当等于或晚于开始日期；还没有结束的请留空。",
                where="结束日期",
            )

    def __contains__(self, day: date) -> bool:
        return (self.from_on or date.min) <= day <= (self.until_on or date.max)

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return (self.from_on or date.min) <= (other.until_on or date.max) and (
            other.from_on or date.min
        ) <= (self.until_on or date.max)

    @property
    def words(self) -> str:
        """2022年1月1日至2022年3月31日, 2022年1月1日起, 至2022年3月31日, 未写日期."""
        if self.from_on is None and self.until_on is None:
            return "未写日期"
        if self.until_on is None:
            assert self.from_on is not None
            return f"{chinese_date(self.from_on)}起"
        start = chinese_date(self.from_on) if self.from_on else ""
        return f"{start}至{chinese_date(self.until_on)}"
