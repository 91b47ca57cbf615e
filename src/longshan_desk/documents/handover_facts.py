"""What the slips of an exchange are filled from: one package, handed over or received (P21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.wording import Worded


@dataclass(frozen=True, slots=True)
class HandoverFacts(Worded):
    """One package on its way, in figures: no name and no word of any record."""

    office: OfficeWords
    sender: str = ""
    receiver: str = ""
    number: int | None = None
    """The package's running number."""
    file_name: str = ""
    megabytes: str = ""
    months: tuple[str, ...] = ()
    """2022年3月, 2022年4月 …"""
    counts: tuple[tuple[str, int], ...] = ()
    """What is in it, in the glossary's words: 事项 12, 走访 320 …"""
    made_on: date | None = None
    handed_on: date | None = None
    missing: tuple[str, ...] = ()
    """What was not ready: “4月说事会还没有收尾”."""
    new: int | None = None
    changed: int | None = None
    conflicts: int | None = None
    already: int | None = None
    """What a receipt tells of the package's contents."""
    receipt: str = ""
    """The receipt's number."""
    broken_photos: int = 0
    confirmed_until: str = ""
    """“第 1204 条”: how far the other side has confirmed."""
