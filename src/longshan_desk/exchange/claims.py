"""A listed desk that had to take a new number says so itself: the same keys, another number.

A restored or repaired desk goes on at once, without the seal; who ends the listed desk ends the
numbers that it claimed as well, because they are bound to its keys.
"""

from __future__ import annotations

from dataclasses import dataclass

from longshan_desk.exchange.keys import Keys, is_signed

PURPOSE = "longshan-device-claim-v1"


@dataclass(frozen=True)
class Claim:
    """``by`` is the number on the device list, ``dev`` the one it also writes under."""

    dev: str
    by: str
    sig: bytes

    def is_signed_by(self, sign: str, org: str) -> bool:
        return is_signed(sign, PURPOSE, _words(org, self.dev, self.by), self.sig)


def claim(keys: Keys, org: str, dev: str, by: str) -> Claim:
    return Claim(dev, by, keys.sign(PURPOSE, _words(org, dev, by)))


def _words(org: str, dev: str, by: str) -> bytes:
    return f"{org}|{by}|{dev}".encode()
