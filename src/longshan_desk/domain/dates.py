"""Dates in all the ways people write them; whatever is unclear is asked, never guessed."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

from longshan_desk.domain.text import (
    NUMERAL,
    digits_of,
    is_nothing,
    normalise_text,
    read_numeral,
)
from longshan_desk.errors import BadValueError

_YEARS = range(1880, 2200)
_HINT = "请写出年、月、日，例如 2022-04-01 或 2022年4月1日。"
_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(367, 109_575)  # 1901-01-01 until 2199-12-31; smaller ones are just numbers

_SEPARATED = re.compile(
    r"([0-9]{4}) ?[-./年—–－．／、, ] ?([0-9]{1,2}) ?[-./月—–－．／、, ] ?([0-9]{1,2}) ?[日号]?"
    r"(?:[ T]\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)
_SOLID = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_CHINESE = re.compile(
    rf"([{NUMERAL}O0]{{4}}) ?年 ?([{NUMERAL}]{{1,3}}) ?月 ?([{NUMERAL}]{{1,3}}) ?[日号]"
)
_MONTH_ONLY = re.compile(r"([0-9]{4}) ?[-./年．／] ?([0-9]{1,2}) ?月?")
_NUMBER = re.compile(r"([0-9]{4,8})(?:\.0+)?")


def read_date(value: object, *, serial: bool = False, where: str = "") -> date | None:
    """A day from ``2022.4.1``, ``20220401``, ``二〇二二年四月一日`` …, None for an empty value.

    ``serial`` tells that a bare number may be Excel's count of days (44652). Raises BadValueError
    for what is unclear (``4.1``, ``22.4.1``, ``2022.4``), impossible or out of all sense.
    """
    if isinstance(value, datetime):
        return _sensible(value.date(), value, where)
    if isinstance(value, date):
        return _sensible(value, value, where)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, serial, where)
    text = normalise_text(value) if isinstance(value, str) else ""
    if value is None or (isinstance(value, str) and is_nothing(text)):
        return None
    return _from_text(text or str(value), serial, where)


def read_month_only(text: str) -> tuple[int, int] | None:
    """The year and month of ``1990.5`` or ``1990年5月``: a birthday known by its month alone."""
    found = _MONTH_ONLY.fullmatch(normalise_text(text))
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]), int(found[2])


def _from_number(value: float, serial: bool, where: str) -> date:
    if not math.isfinite(value):
        raise _unclear(str(value), where)
    if isinstance(value, float) and not value.is_integer():
        if serial and value > 10_000 and int(value) in _SERIALS:
            return _SERIAL_START + timedelta(days=int(value))  # a time of day stands behind it
        raise _unclear(f"{value:g}", where)
    number = int(value)
    if found := _SOLID.fullmatch(str(number)):
        return _day(found[1], found[2], found[3], str(number), where)
    if serial and number in _SERIALS:
        return _SERIAL_START + timedelta(days=number)
    raise _unclear(str(number)[:40], where)


def _from_text(text: str, serial: bool, where: str) -> date:
    found = _SEPARATED.fullmatch(text) or _SOLID.fullmatch(text)
    if found:
        return _day(found[1], found[2], found[3], text, where)
    if found := _CHINESE.fullmatch(text):
        month, day = read_numeral(found[2]), read_numeral(found[3])
        return _day(digits_of(found[1]), str(month), str(day), text, where)
    if serial and (found := _NUMBER.fullmatch(text)) and len(found[1]) == 5:
        return _from_number(int(found[1]), serial, where)
    raise _unclear(text, where)


def _day(year: str, month: str, day: str, text: str, where: str) -> date:
    try:
        return _sensible(date(int(year), int(month), int(day)), text, where)
    except ValueError:
        raise BadValueError(f"没有“{text}”这一天。", hint=_HINT, where=where) from None


def _sensible(day: date, text: object, where: str) -> date:
    if day.year not in _YEARS:
        raise BadValueError(f"“{text}”的年份不对。", hint=_HINT, where=where)
    return day


def _unclear(text: str, where: str) -> BadValueError:
    shown = text if len(text) <= 40 else text[:40] + "…"
    if read_month_only(text):
        return BadValueError(f"日期“{shown}”只有年和月，缺日。", hint=_HINT, where=where)
    if re.fullmatch(r"[0-9]{1,2}[-./月][0-9]{1,2}[日号]?", text):
        return BadValueError(f"日期“{shown}”没有年份。", hint=_HINT, where=where)
    if re.fullmatch(r"[0-9]{1,2}[-./年][0-9]{1,2}[-./月][0-9]{1,4}[日号]?", text):
        return BadValueError(
            f"日期“{shown}”的年份不是四位数，看不出是哪一年。", hint=_HINT, where=where
        )
    return BadValueError(f"“{shown}”看不出是哪一天。", hint=_HINT, where=where)
