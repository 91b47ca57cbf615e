"""What a form says of one task of the village's own plan, checked before it is kept (R56)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from longshan_desk.domain.calendar import SENSIBLE_YEARS
from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.errors import BadValueError


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """R56: what is to be done, in which months (both included), who answers for it."""

    LABELS: ClassVar[dict[str, str]] = {
        "year": "年度",
        "month_from": "起始月份",
        "month_until": "截止月份",
        "text": "任务",
        "responsible": "责任人",
    }

    year: int
    month_from: int
    month_until: int
    text: str
    responsible: str | None = None

    def checked(self) -> TaskFacts:
        """In the form that is kept; raises BadValueError."""
        if self.year not in SENSIBLE_YEARS:
            raise BadValueError(f"{self.year} 年不对。", hint="请核对年度。", where="年度")
        for month, what in ((self.month_from, "起始月份"), (self.month_until, "截止月份")):
            if not 1 <= month <= 12:
                raise BadValueError(f"没有 {month} 月。", hint="月份填 1 到 12。", where=what)
        if self.month_until < self.month_from:
            raise BadValueError(
                f"截止月份（{self.month_until}月）早于起始月份（{self.month_from}月）。",
                hint="跨年的任务请在两个年度各写一条。",
                where="截止月份",
            )
        return replace(
            self,
            text=required_text(self.text, "任务"),
            responsible=optional_text(self.responsible),
        )
