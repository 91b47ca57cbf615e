"""年度计划: the village's own plan of the activity, task by task (R56)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import plan as acts
from longshan_desk.domain.plan_facts import TaskFacts
from longshan_desk.errors import AppError
from longshan_desk.queries import plan as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.buttons import button, icon_button
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.fields import DayField, Line, Number, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.rows import Column
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.words import words

COLUMNS = (
    Column("months", "时间", 6, sortable=False),
    Column("text", "任务", 24, stretch=True, text=lambda row: row.facts.text, sortable=False),
    Column("who", "责任人", 8, text=lambda row: row.facts.responsible or "", sortable=False),
    Column(
        "state",
        "完成情况",
        14,
        sortable=False,
        text=lambda row: _state(row),
        tone=lambda row: "late" if row.is_overdue else "",
    ),
)


def _state(row: queries.TaskRow) -> str:
    if row.done_on:
        return f"{day_words(row.done_on)}完成 {row.result or ''}".strip()
    return "已过时间，未完成" if row.is_overdue else "未完成"


def _by_month(rows: list[queries.TaskRow]) -> list[queries.TaskRow]:
    return sorted(rows, key=lambda row: (row.facts.month_from, row.facts.month_until))


class PlanTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.year = context.today().year
        self.year_words = words("", "heading")
        source = FewRows(self._read, lambda row: row.facts.text + (row.facts.responsible or ""))
        self.table = RecordTable(
            "plan", source, COLUMNS, context.settings, ticks=False, export=False
        )
        self.table.set_empty("这一年还没有计划", "添加任务", self.add)
        self.table.opened.connect(self.open)
        top = QHBoxLayout()
        top.addWidget(icon_button("chevron-left", "上一年", lambda: self._turn(-1), looks=True))
        top.addWidget(self.year_words)
        top.addWidget(icon_button("chevron-right", "下一年", lambda: self._turn(1), looks=True))
        top.addStretch(1)
        self.sort_button = button("按月份排好", self._sort, kind="quiet")
        self.add_button = button("添加任务", self.add, kind="primary", icon_name="plus")
        top.addWidget(self.sort_button)
        top.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.table, 1)

    def load(self) -> None:
        self.year_words.setText(f"{self.year} 年活动计划")
        self.table.reload()
        rows = self._read()
        self.sort_button.setVisible([row.id for row in rows] != [row.id for row in _by_month(rows)])

    def _turn(self, step: int) -> None:
        self.year += step
        self.load()

    def _read(self) -> list[queries.TaskRow]:
        return queries.tasks(self._context.store, self.year) if self._context.is_open else []

    def _sort(self) -> None:
        rows = _by_month(self._read())
        try:
            acts.order_tasks(self._context.store, self.year, [row.id for row in rows])
        except AppError as exc:
            speaker.tell(self, exc)
        else:
            say_done(self, self._context, "已按月份排好")

    def add(self) -> None:
        form = self._form()
        month = self._context.today().month
        form.set_values({"month_from": month, "month_until": month})

        def save(values: dict[str, Any]) -> None:
            acts.add_task(self._context.store, self._facts(values))

        self._ask("添加任务", form, "添加", save, "new")

    def open(self, task_id: str) -> None:
        """A task not done yet can be finished or changed; a finished one taken back."""
        row = next(one for one in self._read() if one.id == task_id)
        verbs = ["完成", "修改", "删除"] if row.done_on is None else ["取消完成", "修改", "删除"]
        chosen = speaker.choose(self, row.facts.text, verbs, hint=f"{row.months} {_state(row)}")
        if chosen == 0:
            self._finish(row)
        elif chosen == 1:
            self._edit(row)
        elif chosen == 2:
            self._do(lambda: acts.delete_task(self._context.store, row.id), "已删除任务")

    def _finish(self, row: queries.TaskRow) -> None:
        if row.done_on is not None:
            self._do(lambda: acts.reopen_task(self._context.store, row.id), "已取消完成")
            return
        form = Form(
            [
                DayField("on", "完成日期", self._context.today, required=True),
                Text("result", "完成情况", rows=2),
            ]
        )
        form.set_values({"on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.finish_task(self._context.store, row.id, on=values["on"], result=values["result"])

        self._ask("完成任务", form, "完成", save, f"{row.id}/finish")

    def _do(self, act: Callable[[], object], said: str) -> None:
        try:
            act()
        except AppError as exc:
            speaker.tell(self, exc)
        else:
            say_done(self, self._context, said)

    def _edit(self, row: queries.TaskRow) -> None:
        form = self._form()
        form.set_values({name: getattr(row.facts, name) for name in TaskFacts.LABELS})

        def save(values: dict[str, Any]) -> None:
            facts = self._facts(values)
            acts.edit_task(self._context.store, row.id, facts, expected=row.facts)

        self._ask("修改任务", form, "保存", save, f"{row.id}/edit")

    def _form(self) -> Form:
        return Form(
            [
                Text("text", "任务", rows=2, required=True),
                Number("month_from", "从几月", minimum=1, maximum=12, required=True),
                Number("month_until", "到几月", minimum=1, maximum=12, required=True),
                Line("responsible", "责任人", suggest=suggest_cadres(self._context)),
            ]
        )

    def _facts(self, values: dict[str, Any]) -> TaskFacts:
        return TaskFacts(
            year=self.year,
            month_from=values["month_from"],
            month_until=values["month_until"],
            text=values["text"],
            responsible=values["responsible"] or None,
        )

    def _ask(self, title: str, form: Form, verb: str, save: Any, key: str) -> None:
        FormDialog(
            self,
            self._context,
            title,
            form,
            verb=verb,
            on_save=save,
            draft_key=f"plan/{self.year}/{key}",
        ).open()
