"""What is added to an entry of the diary afterwards, a small form each (R10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.diary import follow_promise, review_visit
from longshan_desk.actions.visit_findings import link_matter
from longshan_desk.domain.visit_labels import FollowUpKind
from longshan_desk.queries.visits import VisitRow
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import MatterField
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.fields import DayField, Field, People, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

_FOLLOWED = {
    FollowUpKind.PROGRESS: ("记承诺进展", "办到哪一步了"),
    FollowUpKind.KEPT: ("承诺已兑现", "怎么兑现的"),
    FollowUpKind.NOT_KEPT: ("承诺不能兑现", "为什么不能兑现，怎么向群众说明的"),
}


def review_dialog(parent: QWidget, context: Context, row: VisitRow) -> FormDialog:
    """批阅: the leader's words, who and when."""
    form = Form(
        [
            Text("text", "批阅意见", rows=3, required=True),
            People("by", "批阅人", suggest=suggest_cadres(context), at_most=1, required=True),
            _day(context),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        by = values["by"][0].name
        review_visit(context.store, row.id, values["text"], by=by, on=values["on"])

    return _dialog(parent, context, row, "批阅", form, "批阅", save, "已批阅")


def follow_dialog(
    parent: QWidget, context: Context, row: VisitRow, kind: FollowUpKind
) -> FormDialog:
    """R10: progress on the promise, kept, or why it cannot be kept."""
    title, asked = _FOLLOWED[kind]
    form = Form([Text("text", asked, rows=2, required=True), _day(context)])

    def save(values: dict[str, Any]) -> None:
        follow_promise(context.store, row.id, kind, values["text"], on=values["on"])

    return _dialog(parent, context, row, title, form, "登记", save, f"已登记：{kind.label}")


def link_dialog(parent: QWidget, context: Context, row: VisitRow) -> FormDialog:
    """A visit that was about a matter which is on the register already."""
    form = Form([MatterField(context, "matter", "事项", "", required=True, wide=True)])

    def save(values: dict[str, Any]) -> None:
        link_matter(context.store, row.id, values["matter"])

    return _dialog(parent, context, row, "关联已有的事项", form, "关联", save, "已关联事项")


def _day(context: Context) -> Field:
    day = DayField("on", "日期", context.today, latest=context.today, required=True)
    day.set_value(context.today())
    return day


def _dialog(
    parent: QWidget,
    context: Context,
    row: VisitRow,
    title: str,
    form: Form,
    verb: str,
    save: Callable[[dict[str, Any]], None],
    said: str,
) -> FormDialog:
    def on_save(values: dict[str, Any]) -> None:
        save(values)
        say_done(parent, context, said)

    title = f"{title}：{row.on.month}月{row.on.day}日 {row.household}"
    key = f"visit/{row.id}/{verb}"
    return FormDialog(parent, context, title, form, verb=verb, on_save=on_save, draft_key=key)
