"""Days as the office speaks of them: months, the fixed hearing day, deadlines with their sum."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from longshan_desk.domain.labels import DayCount
from longshan_desk.errors import BadValueError

_DAY = timedelta(days=1)
_NUMERALS = "一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"
SENSIBLE_YEARS = range(1900, 2200)
"""A date outside is a slip of the hand."""


# -- months and quarters --------------------------------------------------------------------


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; ``str`` gives what ``parse`` reads (``2022-04``)."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (date.min.year <= self.year <= date.max.year and 1 <= self.month <= 12):
            raise BadValueError(
                f"没有 {self.year} 年 {self.month} 月这个月份。", hint="月份是 1 到 12。"
            )

    @classmethod
    def parse(cls, text: str, where: str = "") -> Self:
        """Read ``2022-04``; raises BadValueError naming ``where``."""
        found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text.strip())
        if not found or int(found[1]) not in SENSIBLE_YEARS:
            raise BadValueError(
                f"“{text}”不是月份。", hint="请写成“年-月”，例如 2022-04。", where=where
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    @property
    def label(self) -> str:
        return f"{self.year}年{self.month}月"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.year, (self.month + 2) // 3)

    def next(self) -> Self:
        return self.plus(1)

    def previous(self) -> Self:
        return self.plus(-1)

    def plus(self, months: int) -> Self:
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return type(self)(year, month + 1)


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A calendar quarter; ``str`` gives what ``parse`` reads (``2022Q2``)."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (date.min.year <= self.year <= date.max.year and 1 <= self.number <= 4):
            raise BadValueError(
                f"没有 {self.year} 年第 {self.number} 季度。", hint="一年有第一到第四季度。"
            )

    @classmethod
    def parse(cls, text: str, where: str = "") -> Self:
        """Read ``2022Q2``; raises BadValueError naming ``where``."""
        found = re.fullmatch(r"([0-9]{4})[Qq]([1-4])", text.strip())
        if not found or int(found[1]) not in SENSIBLE_YEARS:
            raise BadValueError(
                f"“{text}”不是季度。", hint="请写成“年Q季度”，例如 2022Q2。", where=where
            )
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year:04d}Q{self.number}"

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def label(self) -> str:
        return f"{self.year}年第{_NUMERALS[self.number - 1]}季度"

    @property
    def months(self) -> tuple[Month, Month, Month]:
        first = Month(self.year, self.number * 3 - 2)
        return first, first.plus(1), first.plus(2)

    @property
    def first_day(self) -> date:
        return self.months[0].first_day

    @property
    def last_day(self) -> date:
        return self.months[2].last_day

    def next(self) -> Self:
        return self.plus(1)

    def previous(self) -> Self:
        return self.plus(-1)

    def plus(self, quarters: int) -> Self:
        year, number = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return type(self)(year, number + 1)


# -- the fixed hearing day ------------------------------------------------------------------


def numeral(number: int) -> str:
    """1–99 as 五, 十, 二十五."""
    tens, ones = divmod(number, 10)
    word = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens - 1]}十"
    return word + (_NUMERALS[ones - 1] if ones else "")


_LAST_DAY, _LAST_ONE = 31, 5
_DAY_NUMBERS = {
    word: number
    for number in range(1, _LAST_DAY + 1)
    for word in (str(number), f"{number:02d}", numeral(number))
}
_WEEKDAY_NUMBERS = {
    word: number
    for number, name in enumerate(_WEEKDAYS)
    for word in (name, str(number + 1), *("天" if name == "日" else ""))
}
_WEEKDAY_PATTERN = f"(?:星期|礼拜|周)([{''.join(_WEEKDAY_NUMBERS)}])"
_FIXED_DAY_HINT = "可以写：每月5日、每月25日、每月最后一天、每月第一个星期五、每月最后一个星期五。"


@dataclass(frozen=True, slots=True)
class HearingDay:
    """R2: 固定说事日, one day in every month.

    ``number`` is the day of the month (1–31), or with a ``weekday`` (Monday is 0) which one of
    the month (1–5). Every month has exactly one: a 29, 30 or 31 that a short month lacks is its
    last day, a fifth weekday that it lacks is the last one. So 31 *is* the last day and a fifth
    *is* the last, and ``text`` says so.
    """

    number: int
    weekday: int | None = None

    def __post_init__(self) -> None:
        most = _LAST_DAY if self.weekday is None else _LAST_ONE
        if not 1 <= self.number <= most or self.weekday not in (None, *range(7)):
            raise BadValueError(
                "固定说事日不是一个月里有的日子。", hint=_FIXED_DAY_HINT, where="固定说事日"
            )

    @classmethod
    def parse(cls, text: str, where: str = "固定说事日") -> Self:
        """Read 每月5日, 每月第一个周五, 每月月末 …; raises BadValueError with examples."""
        said = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        rest = re.sub(r"^每个?月的?", "", said)
        if re.fullmatch(r"月?[末底]|(?:月末|月底)?最后[一1][天日]", rest):
            return cls(_LAST_DAY)
        if found := re.fullmatch(rf"(?:第([一二三四五1-5])|首|头一)个{_WEEKDAY_PATTERN}", rest):
            return cls(_DAY_NUMBERS[found[1] or "1"], _WEEKDAY_NUMBERS[found[2]])
        if found := re.fullmatch(rf"(?:最后[一1]?个?|倒数第[一1]个){_WEEKDAY_PATTERN}", rest):
            return cls(_LAST_ONE, _WEEKDAY_NUMBERS[found[1]])
        if number := _DAY_NUMBERS.get(re.sub(r"[日号]$", "", rest)):
            return cls(number)
        raise BadValueError(_why_no_fixed_day(text, said), hint=_FIXED_DAY_HINT, where=where)

    @property
    def text(self) -> str:
        """The one way of writing this day; ``parse`` reads it back."""
        if self.weekday is None:
            return "每月最后一天" if self.number == _LAST_DAY else f"每月{self.number}日"
        which = "最后一个" if self.number == _LAST_ONE else f"第{_NUMERALS[self.number - 1]}个"
        return f"每月{which}星期{_WEEKDAYS[self.weekday]}"

    def on(self, month: Month) -> date:
        """The day in ``month``; where the month is too short, its last such day."""
        if self.weekday is None:
            return month.first_day.replace(day=min(self.number, month.last_day.day))
        first = month.first_day
        days = (self.weekday - first.weekday()) % 7 + 7 * (self.number - 1)
        return first + timedelta(days=days if days < month.last_day.day else days - 7)

    def next_dates(self, from_day: date, n: int = 12) -> tuple[date, ...]:
        """The next ``n`` dates, one a month, ``from_day`` itself included."""
        month = Month.of(from_day)
        if self.on(month) < from_day:
            month = month.next()
        return tuple(self.on(month.plus(i)) for i in range(n))


def _why_no_fixed_day(text: str, said: str) -> str:
    if not said:
        return "没有写固定说事日。"
    if re.match(rf"每个?{_WEEKDAY_PATTERN}", said):
        return f"“{text}”是每周的日子，固定说事日要写每月的哪一天。"
    if re.fullmatch(r"(每个?月的?)?[0-9]{1,2}[日号]?", said):
        return f"“{text}”不行，一个月里的日子是 1 日到 31 日。"
    return f"看不懂固定说事日“{text}”。"


def check_month(on: date, month: Month, where: str = "所属月份") -> None:
    """R47: a hearing belongs to its date's month or, held early or late, to one beside it.

    Raises BadValueError naming ``where``.
    """
    held = Month.of(on)
    if month not in (held.previous(), held, held.next()):
        raise BadValueError(
            f"{chinese_date(on)}的说事会不能算作{month.label}的。",
            hint=f"请选 {held.previous()}、{held} 或 {held.next()}，或改正日期。",
            where=where,
        )


# -- deadlines ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline and the sum that leads to it, in words."""

    on: date
    rule: str


def is_working_day(
    day: date, holidays: Collection[date] = (), workdays: Collection[date] = ()
) -> bool:
    """Monday to Friday without ``holidays``, and the weekend days worked instead (调休上班)."""
    return day in workdays or (day.weekday() < 5 and day not in holidays)


def due_after(
    start: date,
    days: int,
    count: DayCount = DayCount.CALENDAR,
    holidays: Collection[date] = frozenset(),
    workdays: Collection[date] = frozenset(),
    what: str = "说事日",
) -> Due:
    """R12, R13, R28: the last day of a term of ``days`` (0 or more), ``start`` not counted.

    Calendar days end where they end: a last day that is a holiday is not put off.
    """
    if count is DayCount.CALENDAR:
        return _sum(start, f"{days}日", "", start + timedelta(days=days), what)
    day, left = start, days
    skipped, worked = [], []
    while left:
        day += _DAY
        if not is_working_day(day, holidays, workdays):
            skipped.append(day)
            continue
        left -= 1
        if day.weekday() >= 5:
            worked.append(day)
    return _sum(start, f"{days}个工作日", _exceptions(skipped, worked, start.year), day, what)


def add_months(day: date, months: int) -> date:
    """``day`` moved by months (also back), or the last day of a shorter month."""
    month = Month.of(day).plus(months)
    return month.first_day.replace(day=min(day.day, month.last_day.day))


def _sum(start: date, term: str, exceptions: str, end: date, what: str) -> Due:
    if end == start:
        return Due(end, f"{what} {short_date(start)}当天")
    from_words = short_date(start) if start.year == end.year else chinese_date(start)
    equals = f"{exceptions}= " if exceptions else " = "
    return Due(end, f"{what} {from_words} + {term}{equals}{_near(end, start.year)}")


_RUNS_NAMED = 6


def _exceptions(skipped: list[date], worked: list[date], year: int) -> str:
    """（跳过 4月9日、4月10日；4月24日调休上班), or nothing; a long list is only counted."""
    said = []
    runs = _runs(skipped)
    if len(runs) > _RUNS_NAMED:
        said.append(f"跳过周末和节假日共 {len(skipped)} 天")
    elif runs:
        said.append("跳过 " + "、".join(_run_words(run, year) for run in runs))
    if worked:
        said.append("、".join(_near(day, year) for day in worked) + "调休上班")
    return f"（{'；'.join(said)}）" if said else ""


def _runs(days: list[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_words(run: list[date], year: int) -> str:
    if len(run) > 2:
        return f"{_near(run[0], year)}至{_near(run[-1], year)}"
    return "、".join(_near(day, year) for day in run)


# -- words ----------------------------------------------------------------------------------


def chinese_date(day: date) -> str:
    """2022年3月27日"""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date) -> str:
    """4月5日"""
    return f"{day.month}月{day.day}日"


def weekday_name(day: date) -> str:
    """星期五"""
    return f"星期{_WEEKDAYS[day.weekday()]}"


def days_words(today: date, due: date) -> str:
    """今天到期, 明天到期, 还有 3 天; 昨天到期, 已超 5 天."""
    left = (due - today).days
    near = {-1: "昨天到期", 0: "今天到期", 1: "明天到期"}
    return near.get(left) or (f"还有 {left} 天" if left > 0 else f"已超 {-left} 天")


def read_iso_date(text: str, where: str) -> date:
    """Read ``2022-04-05`` and nothing else; raises BadValueError naming ``where``."""
    said = text.strip()
    hint = "请写成“年-月-日”，例如 2022-04-05。"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
        raise BadValueError(f"“{text}”不是日期。", hint=hint, where=where)
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise BadValueError(f"没有 {said} 这一天。", hint=hint, where=where) from None
    if day.year not in SENSIBLE_YEARS:
        raise BadValueError(f"{said} 的年份不对。", hint=hint, where=where)
    return day


def _near(day: date, year: int) -> str:
    """The day without its year where ``year`` is understood."""
    return short_date(day) if day.year == year else chinese_date(day)
