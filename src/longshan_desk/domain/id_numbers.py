"""Numbers of identity cards (GB 11643-1999) and of disability cards: checked, never repaired."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from longshan_desk.domain.labels import IdKind, Sex
from longshan_desk.domain.text import is_nothing, normalise_text
from longshan_desk.errors import BadValueError

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FIRST_YEAR = 1880
# Codes that cards carry though no county has them: residents from Hong Kong, Macau and Taiwan.
_RESIDENCE_PERMITS = {"810000", "820000", "830000"}
_NO_NUMBER = frozenset({"未办", "未办理", "未上户", "未登记", "无身份证", "无证", "没办", "丢失"})
_NOISE = re.compile(r"[\s\-‐‑‒–—－'’‘\"“”＇=`,，.。]")
_LIKE_X = str.maketrans({"x": "X", "×": "X", "Χ": "X", "Х": "X", "х": "X", "✕": "X"})
_EMPTY_HINT = "请核对证件后填写；没有号码的把这一格留空。"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number whose form is right. ``sex`` and ``born_on`` are None for other papers."""

    kind: IdKind
    number: str
    sex: Sex | None
    born_on: date | None

    @property
    def key(self) -> str:
        """What tells one person from another: a disability card holds the identity number."""
        return id_key(self.number)


def id_key(number: str) -> str:
    """The part of a stored number that is one person's alone."""
    return number[:18] if re.fullmatch(r"[0-9]{17}[0-9X][1-7][1-4](?:B[0-9])?", number) else number


def read_id_number(
    value: object, *, kind: IdKind | None = None, today: date | None = None, where: str = ""
) -> IdNumber | None:
    """Check a number as it stands in a cell; None where there is none (无, 0, 不详 …).

    ``kind`` OTHER takes any paper's number as it is. Raises BadValueError that says which of
    length, characters, region, date and check digit is wrong; a number cell is refused when its
    digits may have been lost.
    """
    text = _as_written(value, where)
    if is_nothing(text) or text in _NO_NUMBER:
        return None
    number = _NOISE.sub("", text).translate(_LIKE_X).upper()
    if re.fullmatch(r"0*", number):
        return None
    if kind is IdKind.OTHER:
        return IdNumber(IdKind.OTHER, number[:40], None, None)
    _check_characters(number, text, where)
    _check_length(number, where)
    if len(number) > 18 and not re.fullmatch(r"[1-7][1-4](?:B[0-9])?", number[18:]):
        raise BadValueError(
            "残疾人证号第 19 位（类别）应为 1 到 7，第 20 位（等级）应为 1 到 4。",
            hint="请对照残疾人证核对最后两位。",
            where=where,
        )
    born_on = _birth_date(number, today or date.today(), where)
    _check_region(number, where)
    _check_digit(number, where)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return IdNumber(
        IdKind.RESIDENT if len(number) == 18 else IdKind.DISABILITY, number, sex, born_on
    )


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character that GB 11643 (ISO 7064 MOD 11-2) asks for."""
    total = sum(int(d) * w for d, w in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def mask_id_number(number: str) -> str:
    """``6205**********1234``: the first and last four stay."""
    if len(number) <= 8:
        return "*" * len(number)
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


# -- the single checks ------------------------------------------------------------------------


def _as_written(value: object, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) >= 1e15:
            raise _digits_lost(where)
        return f"{value:.15g}"
    text = normalise_text(str(value))
    if re.fullmatch(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+", text):
        raise _digits_lost(where)
    return text


def _digits_lost(where: str) -> BadValueError:
    return BadValueError(
        "号码被存成了数字，第 16 位以后的数字已经丢失。",
        hint="请先把这一列的单元格格式改为“文本”，再对照证件重新填写完整的号码。",
        where=where,
    )


def _check_characters(number: str, text: str, where: str) -> None:
    if re.search(r"[*＊#]|X{2}", number):
        raise BadValueError(
            "号码有几位被遮住了。", hint="请填写完整的号码，或把这一格留空。", where=where
        )
    strange = re.sub(r"[0-9]", "", number[:17]) + re.sub(r"[0-9X]", "", number[17:18])
    if strange:
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise BadValueError(
            f"“{shown}”里有不属于证件号码的字（{strange[:10]}）。", hint=_EMPTY_HINT, where=where
        )


def _check_length(number: str, where: str) -> None:
    if len(number) == 15:
        raise BadValueError(
            "这是旧的 15 位身份证号。",
            hint="15 位号码已经停用，请填写现在的 18 位身份证号，或把这一格留空。",
            where=where,
        )
    if len(number) not in (18, 20, 22):
        raise BadValueError(
            f"身份证号应为 18 位（残疾人证号 20 位），这里是 {len(number)} 位。",
            hint=_EMPTY_HINT,
            where=where,
        )


def _birth_date(number: str, today: date, where: str) -> date:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    born_on: date | None = None
    with contextlib.suppress(ValueError):
        born_on = date(year, month, day)
    if born_on is None or year < _FIRST_YEAR or born_on > today:
        raise BadValueError(
            f"身份证号第 7 到 14 位（{number[6:14]}）不是出生日期。", hint=_EMPTY_HINT, where=where
        )
    return born_on


def _check_region(number: str, where: str) -> None:
    if not _is_region(number[:6]):
        raise BadValueError(
            f"身份证号前 6 位（{number[:6]}）不是行政区划代码。",
            hint="请核对证件；其他证件的号码请加“证件类型”一列，写“其他证件”。",
            where=where,
        )


@lru_cache(maxsize=4096)
def _is_region(code: str) -> bool:
    """Whether the code was ever a county's: cards keep the code of their day for life."""
    from stdnum import numdb

    found = numdb.get("cn/loc").info(code)
    return code in _RESIDENCE_PERMITS or any("county" in props for _, props in found)


def _check_digit(number: str, where: str) -> None:
    if number[17] != check_digit(number[:17]):
        raise BadValueError(
            "身份证号的校验位不对，有一位写错了。",
            hint="请对照证件逐位核对；没有把握时把这一格留空。",
            where=where,
        )
