"""村民会议授权村民代表会议: what lets the representatives decide in the villagers' place (R30)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.periods import Period
from longshan_desk.domain.steps import check_day

AUTHORISED = frozenset({Body.REPRESENTATIVES, Body.JOINT_HOUSEHOLDS})
"""Who decides what is the villagers' own only by their leave (村民委员会组织法 art. 24)."""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """The villagers' resolution, with the paper it stands in: their 章程, or minutes.

    ``until_on`` is its last day, empty until it is known; ``scope`` says for what, empty for all
    that the law lets be passed on.
    """

    on: date
    document: str
    scope: str | None = None
    until_on: date | None = None
    id: str = ""

    def checked(self, today: date) -> Authorisation:
        """In the form that is kept; raises BadValueError."""
        check_day(self.on, earliest=date.min, today=today, what="授权")
        Period(self.on, self.until_on)
        document = required_text(self.document, "授权文件", 200)
        return replace(self, document=document, scope=optional_text(self.scope))

    def holds_on(self, day: date) -> bool:
        return day in Period(self.on, self.until_on)

    @property
    def words(self) -> str:
        """村民会议2024年3月2日授权（《大湾村村民自治章程》第十二条；范围：公益事业）."""
        scope = f"；范围：{self.scope}" if self.scope else ""
        until = f"，至{chinese_date(self.until_on)}" if self.until_on else ""
        return f"村民会议{chinese_date(self.on)}授权{until}（{self.document}{scope}）"


def authority_on(known: Iterable[Authorisation], day: date) -> Authorisation | None:
    """The one in force on a day; of several the one given last."""
    valid = [one for one in known if one.holds_on(day)]
    return max(valid, key=lambda one: one.on, default=None)
