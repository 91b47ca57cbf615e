"""The village's own plan of a year, task by task (R56)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from longshan_desk.data.forms import facts_of
from longshan_desk.data.store import Store
from longshan_desk.data.tables.office import PlanTask
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.plan_facts import TaskFacts


@dataclass(frozen=True, slots=True)
class TaskRow:
    """``is_overdue``: its last month is over and it is not done."""

    id: str
    facts: TaskFacts
    done_on: date | None
    result: str | None
    is_overdue: bool

    @property
    def months(self) -> str:
        """4月, 4–6月."""
        first, last = self.facts.month_from, self.facts.month_until
        return f"{first}月" if first == last else f"{first}–{last}月"


def tasks(store: Store, year: int) -> list[TaskRow]:
    """R56: the tasks of a year in their order."""
    today = store.today()
    with store.read() as session:
        rows = session.execute(
            select(PlanTask)
            .where(PlanTask.year == year, PlanTask.is_deleted.is_(False))
            .order_by(PlanTask.position, PlanTask.month_from, PlanTask.id)
        ).scalars()
        return [_row(task, today) for task in rows]


def years(store: Store) -> list[int]:
    """The years that have a plan, newest first."""
    with store.read() as session:
        found = select(PlanTask.year).where(PlanTask.is_deleted.is_(False)).distinct()
        return list(session.execute(found.order_by(PlanTask.year.desc())).scalars())


def _row(task: PlanTask, today: date) -> TaskRow:
    over = Month(task.year, task.month_until).last_day < today
    facts = facts_of(task, TaskFacts)
    return TaskRow(task.id, facts, task.done_on, task.result, task.done_on is None and over)
