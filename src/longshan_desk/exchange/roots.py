"""From one seal to the next (F59): the statement by which a seal hands on, and the digits by which
a village takes over a seal that none before it could name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from longshan_desk.exchange.keys import Keys, is_signed
from longshan_desk.exchange.spoken_codes import spoken_code

PURPOSE = "longshan-next-root-v1"
_CODE_PURPOSE = "longshan-root-code-v1"


@dataclass(frozen=True)
class HandedOn:
    """``root`` says, under its signature, that ``next_root`` signs the device lists from now on."""

    root: str
    next_root: str
    sig: str
    """64 bytes as hex."""


def hand_on(org: str, seal: Keys, next_root: str) -> HandedOn:
    words = _words(org, seal.public.sign, next_root)
    return HandedOn(seal.public.sign, next_root, seal.sign(PURPOSE, words).hex())


def leads_to(pinned: str, root: str, org: str, steps: Iterable[HandedOn]) -> bool:
    """Whether the steps, oldest first, lead from the root that a desk knows to this one."""
    for step in steps:
        words = _words(org, step.root, step.next_root)
        if step.root == pinned and is_signed(pinned, PURPOSE, words, bytes.fromhex(step.sig)):
            pinned = step.next_root
    return pinned == root


def root_code(org: str, root: str) -> str:
    """The twelve digits of a seal, the same for every village."""
    return spoken_code(bytes.fromhex(org) + bytes.fromhex(root), _CODE_PURPOSE)


def _words(org: str, root: str, next_root: str) -> bytes:
    return f"{org}|{root}|{next_root}".encode()
