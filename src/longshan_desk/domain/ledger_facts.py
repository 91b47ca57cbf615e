"""What a line of the work ledger says, checked before it is kept (R9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from longshan_desk.domain.calendar import Due, chinese_date, short_date
from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.labels import FindingKind
from longshan_desk.errors import BadValueError


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """R9: 目标任务, 责任划分 (leader, unit, person), 完成时限."""

    LABELS: ClassVar[dict[str, str]] = {
        "target": "目标任务",
        "person": "责任人",
        "due_on": "完成时限",
        "leader": "责任领导",
        "unit": "责任单位",
        "finding": "归类",
        "problem": "反映的情况",
        "household_id": "农户",
    }

    target: str
    person: str
    due_on: date
    leader: str | None = None
    unit: str | None = None
    finding: FindingKind | None = None
    problem: str | None = None
    household_id: str | None = None

    def checked(self, on: date) -> LedgerFacts:
        """In the form that is kept, for a line of the day ``on``; raises BadValueError."""
        if self.due_on < on:
            raise BadValueError(
                f"完成时限 {chinese_date(self.due_on)} 早于登记的日期。",
                hint="请核对日期。",
                where="完成时限",
            )
        return replace(
            self,
            target=required_text(self.target, "目标任务", 1000),
            person=required_text(self.person, "责任人", 60),
            leader=optional_text(self.leader),
            unit=optional_text(self.unit),
            problem=optional_text(self.problem),
            household_id=self.household_id or None,
        )


def ledger_due(on: date, due_on: date) -> Due:
    """R9: the deadline of a line with the sum that stands under it."""
    return Due(due_on, f"{short_date(on)}列入台账，完成时限 {chinese_date(due_on)}")


def promise_due(visited_on: date, due_on: date) -> Due:
    """R10: until when a visit's promise is to be kept."""
    return Due(due_on, f"{short_date(visited_on)}走访时承诺，{chinese_date(due_on)}前兑现")
