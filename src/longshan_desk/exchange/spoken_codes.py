"""The twelve digits that are said on the telephone when a desk joins, and typed at the other end.

Who wants to swap the file on its way would have to find another one with the same digits: at a
quarter of a second and 128 MB for each try that takes thousands of years of computing.
"""

from __future__ import annotations

import hashlib
import re

DIGITS = 12
TRIES = 3
"""After so many wrong ones the request is discarded."""

_N, _R, _P = 2**17, 8, 1
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def spoken_code(data: bytes, purpose: str) -> str:
    """Twelve digits of ``data``: 64 bits of a scrypt of its hash, modulo 10^12."""
    stretched = hashlib.scrypt(
        hashlib.sha256(data).digest(),
        salt=purpose.encode("ascii"),
        n=_N,
        r=_R,
        p=_P,
        maxmem=256 << 20,
        dklen=32,
    )
    return f"{int.from_bytes(stretched[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def in_groups(code: str) -> str:
    """1234 5678 9012, as it is read out."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def typed_digits(text: str) -> str:
    """The digits of what was typed, whatever stands between them and however wide they are."""
    return re.sub(r"[\s\-—,，.。]", "", text.translate(_WIDE))
