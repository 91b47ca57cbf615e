"""Months in a row, as people say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from longshan_desk.domain.calendar import Month


def month_words(months: Iterable[str]) -> str:
    """``2022-03``, ``2022-04`` → 3月、4月."""
    return "、".join(f"{Month.parse(one).month}月" for one in sorted(months))


def not_reported_words(months: Iterable[str], today: date) -> str:
    """三月、四月未交, with the year where it is not this one."""
    if not months:
        return ""
    named = []
    for text in months:
        month = Month.parse(text)
        named.append(f"{month.month}月" if month.year == today.year else month.label)
    return f"{'、'.join(named)}未交"
