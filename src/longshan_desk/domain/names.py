"""People's names in one form, whichever system or input method wrote them (R34)."""

from __future__ import annotations

import re

from longshan_desk.domain.text import is_han, normalise_text
from longshan_desk.errors import BadValueError

NAME_LIMIT = 50

_DOTS = r"·・･•‧∙⋅․●.．﹒"
_HAN = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\ue000-\ufaff\U00020000-\U0003ffff"
_DOT = re.compile(rf"(?<=\w)(\s?)[{_DOTS}]+\s?(?=\w)")
_GAP = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}·])")
_EDGE = f" \n{_DOTS}、,，;；"

_PRIVATE = range(0xE815, 0xE865)
# Characters that GBK kept in its private area and whose codes GB 18030 gave later.
_MOVED = {
    0xE816: "\U00020087", 0xE817: "\U00020089", 0xE818: "\U000200cc", 0xE81E: "\u9fb4",
    0xE826: "\u9fb5", 0xE82B: "\u9fb6", 0xE82C: "\u9fb7", 0xE831: "\U000215d7",
    0xE832: "\u9fb8", 0xE83B: "\U0002298f", 0xE843: "\u9fb9", 0xE854: "\u9fba",
    0xE855: "\U000241fe", 0xE864: "\u9fbb",
}  # fmt: skip


def normalise_name(text: str) -> str:
    """R34: separators between Chinese parts as “·” (U+00B7), no blanks between characters.

    Every character of GB 18030 is kept; those that old systems left in GBK's private area get
    their real code.
    """
    name = normalise_text(text)
    if any(ord(char) in _PRIVATE for char in name):
        name = "".join(map(_public, name))
    if not name.isalpha():
        name = _GAP.sub("", _DOT.sub(_one_dot, name)).replace("\n", " ").strip(_EDGE)
    return name


def read_name(text: str, where: str = "姓名") -> str:
    """R34: a name to keep. Raises BadValueError over 50 characters or without any letter."""
    name = normalise_name(text)
    if len(name) > NAME_LIMIT:
        raise BadValueError(
            f"姓名“{name[:20]}…”超过了 {NAME_LIMIT} 个字。",
            hint="一格只写一个人的姓名，说明请写到备注。",
            where=where,
        )
    if not any(char.isalpha() or is_han(char) for char in name):
        raise BadValueError(f"“{name}”不是姓名。", hint="请填写姓名。", where=where)
    return name


def _one_dot(found: re.Match[str]) -> str:
    """Between Latin letters a full stop stays what it is (J. Smith)."""
    whole = found.string
    joins_han = is_han(whole[found.start() - 1]) or is_han(whole[found.end()])
    return "·" if joins_han or "." not in found[0] else found[0]


def _public(char: str) -> str:
    code = ord(char)
    if code not in _PRIVATE:
        return char
    if code in _MOVED:
        return _MOVED[code]
    low = 0x50 + code - _PRIVATE.start
    return bytes((0xFE, low + (low >= 0x7F))).decode("gb18030")
