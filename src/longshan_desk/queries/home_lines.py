"""What 工作台 is made of: lines of what is due, and counts with the names that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Tone(StrEnum):
    """How a line is shown: red only for late, amber for soon."""

    LATE = "late"
    SOON = "soon"
    CALM = "calm"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that is due, in words, with the record it opens."""

    kind: str
    id: str
    title: str
    who: str
    words: str
    rule: str
    tone: Tone
    on: date


@dataclass(frozen=True, slots=True)
class Meter:
    """A count against what the rules ask, with the names that are missing."""

    key: str
    title: str
    done: int
    wanted: int
    missing: tuple[str, ...]
    words: str


def tone_of(today: date, due: date, soon_days: int) -> Tone:
    """Red after the day, amber within the policy's days before it."""
    if due < today:
        return Tone.LATE
    return Tone.SOON if (due - today).days <= soon_days else Tone.CALM
