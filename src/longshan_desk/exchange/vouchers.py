"""A desk in use answers for what it has from one that was ended.

What had gone only to a neighbour when a PC broke is not lost with it. Each operation still has to
be signed by the ended desk itself: who answers for it only says that it came before the end.
"""

from __future__ import annotations

from dataclasses import dataclass

from longshan_desk.exchange.keys import Keys, is_signed

PURPOSE = "longshan-device-voucher-v1"


@dataclass(frozen=True)
class Voucher:
    """Of the ended number ``dev``, everything up to ``seq`` in this partition is accepted."""

    dev: str
    part: str
    seq: int
    by: str
    """The listed number of the desk that answers for it."""
    sig: bytes

    def is_signed_by(self, sign: str, org: str) -> bool:
        words = _words(org, self.dev, self.part, self.seq, self.by)
        return is_signed(sign, PURPOSE, words, self.sig)


def vouch(keys: Keys, org: str, dev: str, part: str, seq: int, by: str) -> Voucher:
    return Voucher(dev, part, seq, by, keys.sign(PURPOSE, _words(org, dev, part, seq, by)))


def _words(org: str, dev: str, part: str, seq: int, by: str) -> bytes:
    return f"{org}|{by}|{dev}|{part}|{seq}".encode()
