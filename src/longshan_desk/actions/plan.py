"""The village's own plan of a year: its tasks, in order, done or not (R56)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from longshan_desk.data.forms import fill
from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.office import PlanTask
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.plan_facts import TaskFacts
from longshan_desk.errors import BadValueError, ChangedSinceError, InTheFutureError

_WHAT = "任务"


def add_task(store: Store, facts: TaskFacts) -> str:
    """R56: a task at the end of its year's list."""
    facts = facts.checked()
    with store.change("添加计划任务") as session:
        last = session.scalar(
            select(func.max(PlanTask.position)).where(PlanTask.year == facts.year)
        )
        task = PlanTask(position=0 if last is None else last + 1)
        fill(task, facts)
        session.add(task)
        return task.id


def edit_task(
    store: Store, task_id: str, facts: TaskFacts, *, expected: TaskFacts | None = None
) -> None:
    with store.change("修改计划任务") as session:
        fill(require(session, PlanTask, task_id, _WHAT), facts.checked(), expected)


def finish_task(
    store: Store, task_id: str, *, on: date | None = None, result: str | None = None
) -> None:
    """R56: done on a day (default today), with what came of it."""
    day = on or store.today()
    if day > store.today():
        raise InTheFutureError(
            f"完成日期 {chinese_date(day)} 还没有到。", hint="请核对日期。", where="完成日期"
        )
    with store.change("完成计划任务") as session:
        task = require(session, PlanTask, task_id, _WHAT)
        task.done_on, task.result = day, optional_text(result)


def reopen_task(store: Store, task_id: str) -> None:
    """R56: not done after all."""
    with store.change("取消完成计划任务") as session:
        task = require(session, PlanTask, task_id, _WHAT)
        if task.done_on is None:
            raise BadValueError("这项任务还没有完成。", hint="不需要取消。")
        task.done_on = task.result = None


def delete_task(store: Store, task_id: str) -> None:
    with store.change("删除计划任务") as session:
        require(session, PlanTask, task_id, _WHAT).is_deleted = True


def order_tasks(store: Store, year: int, task_ids: Sequence[str]) -> None:
    """Put all tasks of a year into this order."""
    with store.change("调整计划任务顺序") as session:
        rows = session.execute(
            select(PlanTask).where(PlanTask.year == year, PlanTask.is_deleted.is_(False))
        )
        tasks = {task.id: task for task in rows.scalars()}
        if set(task_ids) != set(tasks) or len(task_ids) != len(tasks):
            raise ChangedSinceError("这一年的任务已有增减，顺序没有改。", hint="请刷新后再调整。")
        for position, task_id in enumerate(task_ids):
            if tasks[task_id].position != position:
                tasks[task_id].position = position
