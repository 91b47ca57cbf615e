"""What papers about papers are filled from: a correction's notice, the seal's register, a year's
boxes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.wording import Worded


@dataclass(frozen=True, slots=True)
class Changed:
    """One place of a paper that was put right; ``old`` is empty for what was added."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CorrectionFacts(Worded):
    """R37: what a posted paper said wrong, and says now."""

    office: OfficeWords
    title: str = ""
    issued_on: date | None = None
    corrected_on: date | None = None
    version: int = 2
    reason: str = ""
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class SealLine:
    on: date
    title: str
    copies: int
    seal: str
    approved_by: str = ""
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class SealFacts(Worded):
    """R38: the uses of the office's seals in a time."""

    office: OfficeWords
    period: str = ""
    lines: tuple[SealLine, ...] = ()
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class FiledLine:
    box: str
    title: str
    on: date
    by: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class FilingFacts(Worded):
    """R38, R39: what of a year was filed, and how much still waits."""

    office: OfficeWords
    period: str = ""
    lines: tuple[FiledLine, ...] = ()
    waiting: int = 0
    made_on: date | None = None
