"""R56: each village's own plan."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions import plan
from longshan_desk.domain.plan_facts import TaskFacts
from longshan_desk.errors import (
    BadValueError,
    ChangedSinceError,
    InTheFutureError,
    NotFoundError,
)
from longshan_desk.queries.plan import tasks, years

START = TaskFacts(2022, 4, 4, "召开动员会", "马文秀")
VISITS = TaskFacts(2022, 4, 12, "每月走访所有农户")


def texts(desk: Desk) -> list[str]:
    return [task.facts.text for task in tasks(desk.store, 2022)]


def test_r56_a_task_has_months_a_person_answerable_and_is_open(desk: Desk) -> None:
    with desk.taken_back():
        plan.add_task(desk.store, START)
    (task,) = tasks(desk.store, 2022)
    assert (task.facts, task.months, task.done_on) == (START, "4月", None)


def test_r56_tasks_stand_in_the_order_of_entry_year_by_year(desk: Desk) -> None:
    plan.add_task(desk.store, VISITS)
    plan.add_task(desk.store, START)
    plan.add_task(desk.store, TaskFacts(2023, 1, 3, "总结"))
    assert texts(desk) == ["每月走访所有农户", "召开动员会"]
    assert years(desk.store) == [2023, 2022]


def test_editing_a_task_is_taken_back(desk: Desk) -> None:
    task = plan.add_task(desk.store, START)
    with desk.taken_back():
        plan.edit_task(desk.store, task, TaskFacts(2022, 4, 5, "召开动员会", "  "))
    assert tasks(desk.store, 2022)[0].facts.responsible is None


def test_a_task_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    task = plan.add_task(desk.store, START)
    plan.edit_task(desk.store, task, TaskFacts(2022, 4, 4, "召开动员会", "李建国"))
    with pytest.raises(ChangedSinceError, match="责任人”已被改为“李建国"):
        plan.edit_task(
            desk.store, task, TaskFacts(2022, 4, 4, "召开动员会", "苏玉兰"), expected=START
        )


def test_r56_a_finished_task_says_when_and_what_came_of_it(desk: Desk) -> None:
    task = plan.add_task(desk.store, START)
    with desk.taken_back():
        plan.finish_task(desk.store, task, on=date(2022, 4, 2), result="到会 43 人")
    (row,) = tasks(desk.store, 2022)
    assert (row.done_on, row.result) == (date(2022, 4, 2), "到会 43 人")


def test_a_task_is_not_finished_tomorrow(desk: Desk) -> None:
    task = plan.add_task(desk.store, START)
    with pytest.raises(InTheFutureError):
        plan.finish_task(desk.store, task, on=date(2022, 4, 6))


def test_r56_a_task_can_be_open_again(desk: Desk) -> None:
    task = plan.add_task(desk.store, START)
    plan.finish_task(desk.store, task)
    with desk.taken_back():
        plan.reopen_task(desk.store, task)
    assert tasks(desk.store, 2022)[0].done_on is None


def test_only_a_finished_task_is_opened_again(desk: Desk) -> None:
    task = plan.add_task(desk.store, START)
    with pytest.raises(BadValueError):
        plan.reopen_task(desk.store, task)


def test_a_task_is_overdue_when_its_last_month_is_over(desk: Desk) -> None:
    plan.add_task(desk.store, START)
    assert not tasks(desk.store, 2022)[0].is_overdue
    desk.today = date(2022, 5, 1)
    assert tasks(desk.store, 2022)[0].is_overdue


def test_a_deleted_task_is_off_the_list(desk: Desk) -> None:
    task = plan.add_task(desk.store, START)
    with desk.taken_back():
        plan.delete_task(desk.store, task)
    assert texts(desk) == []
    with pytest.raises(NotFoundError):
        plan.finish_task(desk.store, task)


def test_tasks_are_put_into_another_order(desk: Desk) -> None:
    first, second = plan.add_task(desk.store, START), plan.add_task(desk.store, VISITS)
    with desk.taken_back():
        plan.order_tasks(desk.store, 2022, [second, first])
    assert texts(desk) == ["每月走访所有农户", "召开动员会"]


def test_an_order_that_misses_a_task_is_refused(desk: Desk) -> None:
    first = plan.add_task(desk.store, START)
    plan.add_task(desk.store, VISITS)
    with pytest.raises(ChangedSinceError):
        plan.order_tasks(desk.store, 2022, [first])


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        (TaskFacts(2022, 4, 4, "  "), "任务"),
        (TaskFacts(2022, 0, 4, "开会"), "起始月份"),
        (TaskFacts(2022, 4, 13, "开会"), "截止月份"),
        (TaskFacts(2022, 11, 2, "开会"), "截止月份"),
        (TaskFacts(22, 4, 4, "开会"), "年度"),
    ],
)
def test_r56_a_task_that_cannot_be_is_refused(desk: Desk, facts: TaskFacts, where: str) -> None:
    with pytest.raises(BadValueError) as refused:
        plan.add_task(desk.store, facts)
    assert refused.value.where == where
