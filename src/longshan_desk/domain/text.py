"""Text as it comes out of sheets and input fields, brought into one form."""

from __future__ import annotations

import re

from longshan_desk.errors import BadValueError

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_SPACES += "\u202f\u205f\u3000\t\v\f"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_CONTROLS = [*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)]


def _form_table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(map(ord, _SPACES), " ")
    table.update(dict.fromkeys(map(ord, _INVISIBLE)))
    table.update(dict.fromkeys(_CONTROLS))
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ")):
        for code in range(ord(first), ord(last) + 1):
            table[code] = chr(code - 0xFEE0)
    return table


_FORM = _form_table()
_PLAIN = re.compile(r"[!-~\u4e00-\u9fff]*")
_RUNS = re.compile(r" {2,}")
_LINES = re.compile(r" *(?:\r\n|\r|\n|\u2028|\u2029)\s*")

_NOTHING = (
    "/ // \\ - -- — —— ― – 无 暂无 没有 不详 未知 空 空白 略 不清楚 无记录 N/A n/a NA null None"
)
NOTHING = frozenset(_NOTHING.split())
"""What people write into a cell that has nothing to say."""


def normalise_text(text: str) -> str:
    """Half-width digits and letters, ordinary spaces, nothing invisible, trimmed.

    Chinese punctuation and every character of a name stay as they are (R34); line breaks inside
    the text stay as ``\\n``.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _LINES.sub("\n", text.translate(_FORM))
    return _RUNS.sub(" ", text).strip()


def is_nothing(text: str) -> bool:
    """Whether a normalised cell is empty or says 无, 不详, / …"""
    return not text or text in NOTHING


def squeeze(text: str) -> str:
    """Normalised and without any space: for comparing headings and words of a list."""
    return re.sub(r"\s", "", normalise_text(text))


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one, wherever Unicode put it (and private ones)."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x2FDF
        or 0x3005 <= code <= 0x3007
        or 0x3400 <= code <= 0x9FFF
        or 0xE000 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )


# -- Chinese numerals -------------------------------------------------------------------------

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "◯": 0, "Ｏ": 0, "O": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
NUMERAL = "零〇○◯一二两三四五六七八九十拾廿卅壹贰叁肆伍陆柒捌玖"


def digits_of(text: str) -> str:
    """``二〇二二`` → ``2022``: Chinese figures read one by one; others stay."""
    return "".join(str(_DIGITS[c]) if c in _DIGITS else c for c in text)


def read_numeral(text: str) -> int:
    """A whole number from ``12``, ``十二``, ``廿三`` or ``二十三``, up to 99."""
    text = text.replace("拾", "十").replace("廿", "二十").replace("卅", "三十")
    if "十" in text:
        tens, _, ones = text.partition("十")
        figures = f"{digits_of(tens) or '1'}{digits_of(ones) or '0'}"
    else:
        figures = digits_of(text)
    if not re.fullmatch(r"[0-9]{1,2}", figures):
        raise BadValueError(f"“{text}”不是 0 到 99 之间的数。")
    return int(figures)
