"""Pinyin of Chinese text: a key that sorts names as clerks expect, and initials to search by."""

from __future__ import annotations

from functools import lru_cache

_SURNAMES = {
    "单": "shan", "解": "xie", "查": "zha", "仇": "qiu", "曾": "zeng", "区": "ou", "尉": "yu",
    "朴": "piao", "任": "ren", "华": "hua", "哈": "ha", "撒": "sa", "盖": "ge", "缪": "miao",
}  # fmt: skip
"""Surnames read otherwise than the character is elsewhere."""


@lru_cache(maxsize=20_000)
def _syllable(char: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(char, style=Style.NORMAL, errors="default")[0].lower()


def _syllables(text: str) -> list[str]:
    syllables = [_syllable(char) for char in text]
    if text[:1] in _SURNAMES:
        syllables[0] = _SURNAMES[text[0]]
    return syllables


@lru_cache(maxsize=50_000)
def sort_key(text: str) -> str:
    """``马占山`` → ``ma zhan shan 马占山``: the characters keep equal sounds apart."""
    return " ".join((*_syllables(text), text))


@lru_cache(maxsize=50_000)
def initials(text: str) -> str:
    """``马占山`` → ``mzs``; letters and digits stay, everything else falls away."""
    return "".join(s[0] for s in _syllables(text) if s[:1].isascii() and s[:1].isalnum())
