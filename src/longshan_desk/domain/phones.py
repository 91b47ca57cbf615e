"""Telephone numbers: mobile, or fixed with their area code; several in one cell are kept."""

from __future__ import annotations

import re

from longshan_desk.domain.text import is_nothing, normalise_text
from longshan_desk.errors import BadValueError

_NO_PHONE = frozenset({"无电话", "无手机", "没电话", "没有电话", "无号码", "无联系方式", "未提供"})
_BETWEEN = re.compile(r"[/、,，;；|\n]|(?<=[0-9]{11}) (?=1[0-9]{2})")
_NOISE = re.compile(r"[\s\-‐‑‒–—－()（）.+'’`]")
_MOBILE = re.compile(r"(?:0?0?86)?(1[3-9][0-9]{9})")
_FIXED = re.compile(r"(?:0?0?86)?(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_HINT = "手机号 11 位，固定电话请加区号（如 0938-1234567）；没有电话的把这一格留空或写“无”。"
JOINED = "、"


def read_phone(value: object, where: str = "") -> str | None:
    """``13812345678``, ``0938-1234567`` or several joined by 、; None for 无, 无电话, 0 …

    Number cells are taken. Raises BadValueError for masked numbers and wrong lengths.
    """
    if value is None:
        return None
    if isinstance(value, float | int) and not isinstance(value, bool):
        value = f"{value:.15g}"
    text = normalise_text(str(value))
    if is_nothing(text) or text in _NO_PHONE or not text.strip("0"):
        return None
    found: list[str] = []
    for part in _BETWEEN.split(text):
        number = _one(part, where)
        if number and number not in found:
            found.append(number)
    return JOINED.join(found) or None


def mask_phone(phone: str) -> str:
    """``138****1234``; of a fixed number the area code and the last three figures stay."""
    return JOINED.join(map(_mask_one, phone.split(JOINED)))


def _one(part: str, where: str) -> str | None:
    number = _NOISE.sub("", part)
    if is_nothing(part.strip()) or part.strip() in _NO_PHONE:
        return None
    if found := _MOBILE.fullmatch(number):
        return found[1]
    if found := _FIXED.fullmatch(number):
        return f"{found[1]}-{found[2]}"
    shown = part if len(part) <= 40 else part[:40] + "…"
    raise BadValueError(f"电话“{shown}”{_what_is_wrong(number)}。", hint=_HINT, where=where)


def _what_is_wrong(number: str) -> str:
    if re.search(r"[*＊#xX×]{2}|[*＊]", number):
        return "有几位被遮住了"
    if not re.fullmatch(r"[0-9]+", number):
        return "里有不属于号码的字"
    if number.startswith("1"):
        return f"应为 11 位，这里是 {len(number)} 位" if len(number) != 11 else "不是手机号码"
    if number.startswith("0"):
        return "不是带区号的固定电话，位数不对"
    return f"是 {len(number)} 位，不是手机号，也没有区号"


def _mask_one(phone: str) -> str:
    area, dash, local = phone.rpartition("-")
    if dash:
        return f"{area}-{'*' * (len(local) - 3)}{local[-3:]}"
    if len(phone) < 8:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
