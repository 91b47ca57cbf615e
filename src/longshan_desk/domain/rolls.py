"""Who belongs to a body on the day it meets, and who of them counts as 应到 (R14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import Sex


@dataclass(frozen=True, slots=True)
class RollMember:
    """One who belongs to the body; ``why_not`` says in words why somebody does not count."""

    person_id: str | None
    name: str
    counted: bool = True
    why_not: str = ""
    sex: Sex | None = None
    probationary: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """A body on a day. ``expected`` is 应到, and None as long as there is no roll."""

    body: Body
    day: date
    expected: int | None
    members: tuple[RollMember, ...] = ()
