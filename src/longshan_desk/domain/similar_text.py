"""Whether many entries say nearly the same: a hint while writing, never a verdict (R10, R32)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from longshan_desk.domain.policy import Policy
from longshan_desk.domain.text import squeeze

_ALIKE = 0.75
"""Common pairs of neighbouring characters, of all there are in either text."""

_SIGNS = re.compile(r"[\W_0-9]+")


def alike(one: str, other: str) -> bool:
    """Whether two texts say nearly the same; figures and punctuation make no difference."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return False
    shorter, longer = sorted((len(first), len(second)))
    if shorter < _ALIKE * longer:
        return False
    common = len(first & second)
    return common >= _ALIKE * (len(first) + len(second) - common)


def count_alike(text: str, others: Iterable[str]) -> int:
    """How many of ``others`` say nearly what ``text`` says."""
    return sum(alike(text, other) for other in others)


def similar_hint(text: str | None, others: Iterable[str], policy: Policy) -> str:
    """R10: the quiet hint, or nothing; ``others`` are the same visitor's texts of the month.

    An entry without words (无变化) has nothing to compare.
    """
    if not text or not policy.similar_visits:
        return ""
    count = count_alike(text, others) + 1
    if count < policy.similar_visits:
        return ""
    return f"本月内容相近的记录已有 {count} 条；没有变化的户可以直接记“无变化”。"


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    plain = _SIGNS.sub("", squeeze(text))
    if len(plain) == 1:
        return frozenset({plain})
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
